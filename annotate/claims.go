package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// claim evaluates a claim block.
func (r *articleResolver) claim(b *markdown.Block, versions article.Range, live bool) {
	c := &Claim{
		ID: b.ID, Named: b.ID != "", Expr: b.Expr, File: r.article.File, Pos: b.ExprPos, Go: versions, Applies: live,
		Text: r.article, Block: b, Of: r.article.block(b.Of),
	}
	if b.Expr == "" {
		return // reported when the article was read
	}
	r.article.claims[b] = c
	r.article.Claims = append(r.article.Claims, c)
	r.verdict(c, r.promised, r.add)
}

// block finds a block of a text by its number, nil for none.
func (t *Article) block(n int) (found *markdown.Block) {
	t.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		if b.N == n {
			found = b
		}
	})
	return found
}

// verdict evaluates a claim, and reports what is wrong with it: that it does not hold only
// where it is promised.
func (m *resolver) verdict(c *Claim, promised bool, report func(diag.Diagnostic)) {
	if !c.Applies {
		_, err := claim.Compile(c.Expr) // it must be well formed all the same
		badClaim(c, err, report)
		return
	}
	v, err := m.evaluate(m.ctx, c.Expr, m.resolved.WrittenFor != "")
	if err != nil && m.ctx.Err() != nil {
		return // it was not asked to the end, which is nothing about the claim
	}
	if err != nil {
		c.Verdict.Cause = err.Error()
		badClaim(c, err, report)
		return
	}
	c.Verdict = v
	switch {
	case !promised:
	case v.State == claim.False:
		report(markdown.Fault(c.File, c.Pos, falseHint(c), "this claim is false in %s%s", m.version(), because(v)))
	case v.State == claim.Unanswerable:
		d := markdown.Fault(c.File, within(c.Pos, v.Line, v.Col), "", "this claim has no answer in %s: %s", m.version(), v.Cause)
		d.LazyHint = func() string { return cmp.Or(v.HintText(), claimHelp) }
		report(d)
	}
}

const claimHelp = "sourcedive claim --help tells the language"

func badClaim(c *Claim, err error, report func(diag.Diagnostic)) {
	var fault *claim.Error
	if errors.As(err, &fault) {
		report(markdown.Fault(c.File, within(c.Pos, fault.Line, fault.Col), cmp.Or(fault.Hint, claimHelp), "claim: %s", fault.Msg))
	} else if err != nil {
		report(markdown.Fault(c.File, c.Pos, claimHelp, "claim: %v", err))
	}
}

// within is the place in a file of a place in a text that starts somewhere in it.
func within(start markdown.Pos, line, col int) markdown.Pos {
	switch {
	case line <= 0:
		return start
	case line == 1:
		return markdown.Pos{Line: start.Line, Col: start.Col + max(col, 1) - 1}
	}
	return markdown.Pos{Line: start.Line + line - 1, Col: max(col, 1)}
}

// because lists the parts that decided, the first few of them.
func because(v claim.Verdict) string {
	const most = 3
	var parts []string
	for _, p := range v.Because {
		if len(parts) == most {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, reason(p))
	}
	return ": " + strings.Join(parts, "; ")
}

// reason describes one part: the values in it, or what it is and why.
func reason(p claim.Part) string {
	text, value := strings.Join(strings.Fields(p.Text), " "), strings.Join(strings.Fields(p.Value), " ")
	switch {
	case strings.Contains(value, " = "):
		return value
	case value != "":
		return fmt.Sprintf("%s is %t, %s", text, p.True, value)
	}
	return fmt.Sprintf("%s is %t", text, p.True)
}

// falseHint is the hint for a false claim: how to find the versions in which it holds.
func falseHint(c *Claim) string {
	expr := strings.Join(strings.Fields(c.Expr), " ")
	if len(expr) > 100 || strings.Contains(expr, "'") {
		expr = "…"
	}
	return "correct the sentence, or give the claim its versions; sourcedive claim --history '" + expr + "' tells them"
}

// claims collects all claims, evaluates those of the glossary, and gives each its ID.
func (m *resolver) claims() {
	for _, t := range m.resolved.Terms {
		m.inline(t.File, t.Def, t)
		if t.Claim == nil {
			continue
		}
		t.Claim.Applies = true
		m.verdict(t.Claim, m.resolved.WrittenFor == "", m.add)
		m.resolved.Claims = append(m.resolved.Claims, t.Claim)
	}
	slices.SortStableFunc(m.resolved.Claims, byPlace)
	for _, t := range m.articles {
		m.resolved.Claims = append(m.resolved.Claims, t.Claims...)
	}
	m.claimIDs()
	for _, c := range m.resolved.Claims {
		m.tally(c)
	}
}

func byPlace(a, b *Claim) int {
	return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
}

// claimIDs gives each claim a permalink. One that the author gave twice is a problem;
// one that is made steps aside.
func (m *resolver) claimIDs() {
	for _, c := range m.resolved.Claims {
		if !c.Named {
			continue
		}
		if before := m.resolved.claimIDs[c.ID]; before != nil {
			m.fault(c.File, c.Block.Pos, "give one of them another id", "the claim %q is also at %s:%d", c.ID, before.File, before.Block.Pos.Line)
			c.Named = false
			continue
		}
		m.resolved.claimIDs[c.ID] = c
	}
	counts := map[string]int{}
	for _, c := range m.resolved.Claims {
		if c.Named {
			continue
		}
		base := "glossary"
		if c.Text != nil {
			base = strings.ToLower(strings.ReplaceAll(c.Text.Kind.Slug()+"-"+c.Text.ID, "/", "-"))
		}
		for c.ID = ""; c.ID == "" || m.resolved.claimIDs[c.ID] != nil; {
			counts[base]++
			c.ID = fmt.Sprintf("%s-%d", base, counts[base])
		}
		m.resolved.claimIDs[c.ID] = c
	}
}

func (m *resolver) tally(c *Claim) {
	s := &m.resolved.Stats
	switch {
	case !c.Applies:
		s.Elsewhere++
	case c.Verdict.State == claim.True:
		s.True++
	case c.Verdict.State == claim.False:
		s.False++
	case c.Verdict.State == claim.Skipped:
		s.Skipped++
	default:
		s.Unanswerable++
	}
}
