package annotate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Bounds of what an excerpt shows, in lines.
const (
	longestExcerpt = 40
	longestDecl    = 60
)

// articleResolver resolves one article.
type articleResolver struct {
	*resolver
	article  *Article
	promised bool // what does not hold is a problem: in the article, or in the block at hand
	found    diag.List
	links    int
}

func (r *articleResolver) add(d diag.Diagnostic) { r.found = append(r.found, d) }

func (r *articleResolver) report(at markdown.Pos, hint, format string, args ...any) {
	r.add(markdown.Fault(r.article.File, at, hint, format, args...))
}

func (r *articleResolver) run() {
	promised := r.promised
	r.article.Doc.All(func(b *markdown.Block, around []*markdown.Block) {
		versions := r.article.Go
		live := true
		r.promised = promised
		for _, out := range append(around[:len(around):len(around)], b) {
			versions = append(versions[:len(versions):len(versions)], versionsOf(out)...)
			live = live && r.article.Holds(out)
			r.promised = r.promised || len(out.Versions) > 0
		}
		if b.Kind == markdown.Claim {
			r.claim(b, versions, live)
		}
		if live { // what is for other versions need not be true of this one
			r.block(b)
		}
	})
	r.promised = promised
	r.stops()
	if k := r.article.Kind; k == article.KindNote || k == article.KindEssay {
		r.review()
	}
}

// review compares what a note is about with the body that its author read.
func (r *articleResolver) review() {
	t := r.article
	t.Review = review(t.Reviewed, t.version, r.fingerprint(r.article.subject()))
	if t.Review.Status == Changed {
		r.differsAt(t.ReviewedPos, "read it again beside the source, then sourcedive check --accept "+t.ID,
			"written for %s, and "+ChangedSince, t.Review.Version)
	}
}

// subject lists what a note is about: an essay is about what it shows and marks.
func (t *Article) subject() []index.Sym {
	if t.Kind != article.KindEssay {
		return t.Symbols
	}
	var syms []index.Sym
	add := func(s index.Sym) {
		if !slices.Contains(syms, s) {
			syms = append(syms, s)
		}
	}
	t.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		if e := t.excerpts[b]; e != nil {
			add(e.Sym)
		}
		for _, m := range b.Remarks {
			if r := t.marks[m]; r != nil {
				add(r.Sym)
			}
		}
	})
	return syms
}

// block resolves the links, evidence, remarks and excerpt of a block.
func (r *articleResolver) block(b *markdown.Block) {
	for _, t := range b.Links {
		r.links++
		r.link(r.article.File, t, r.promised)
	}
	r.evidence(b)
	for _, m := range b.Remarks {
		if s, span, ok := r.once(m.Symbol, m.Pattern, 0); ok {
			remark := &Remark{
				Text: r.article, Mark: m, Sym: s,
				Place: index.Range{File: span.File, Off: span.Off, End: span.End},
				Stmt:  index.Range{File: span.File, Off: span.StmtOff, End: span.StmtEnd},
			}
			r.article.marks[m] = remark
			r.article.Remarks = append(r.article.Remarks, remark)
		}
	}
	if b.Kind == markdown.Figure && b.Figure.Text != "" {
		figureNamed(r.resolver, r.article.File, article.Name{Text: b.Figure.Text, Pos: b.Figure.Pos})
	}
	if b.Kind == markdown.Source && b.Symbol.Text != "" {
		if e := r.excerpt(b); e != nil {
			r.article.excerpts[b] = e
		}
	}
}

// excerpt finds what a source block shows, nil after a problem.
func (r *articleResolver) excerpt(b *markdown.Block) *Excerpt {
	if b.Pattern.Text == "" {
		return r.whole(b)
	}
	s, span, ok := r.once(b.Symbol, b.Pattern, 0)
	if !ok {
		return nil
	}
	at := index.Range{File: span.File, Off: span.StmtOff, End: span.StmtEnd}
	if b.Head {
		at.End = span.HeadEnd
	}
	if b.To.Text != "" {
		_, last, ok := r.once(b.Symbol, b.To, span.StmtOff)
		if !ok {
			return nil
		}
		at.End = max(at.End, last.StmtEnd)
	}
	if n := r.lines(at); n > longestExcerpt {
		r.differsAt(b.Pattern.Pos, `take a shorter statement, or only its head: put head behind the pattern`, "the excerpt has %d lines, at most %d are shown", n, longestExcerpt)
		return nil
	}
	return &Excerpt{Sym: s, Place: at, Head: b.Head}
}

// whole is the excerpt that is a declaration.
func (r *articleResolver) whole(b *markdown.Block) *Excerpt {
	s, ok := r.symbol(b.Symbol)
	if !ok {
		return nil
	}
	at := r.Index.Symbols[s].Body()
	if b.Head {
		at.End = max(r.Index.Symbols[s].Head, at.Off+1)
	}
	if n := r.lines(at); n > longestDecl {
		r.differsAt(b.Symbol.Pos, "add a pattern in quotes, for the statement that matters", "%s has %d lines, at most %d are shown", b.Symbol.Text, n, longestDecl)
		return nil
	}
	return &Excerpt{Sym: s, Place: at, Head: b.Head}
}

func (r *articleResolver) lines(at index.Range) int {
	return 1 + strings.Count(strings.TrimRight(r.Index.Files[at.File].Text[at.Off:at.End], "\n"), "\n")
}

// symbol finds the symbol that a block names: exactly, as the linker does.
func (r *articleResolver) symbol(w markdown.Word) (index.Sym, bool) {
	s, ok := r.resolved.sym(w.Text)
	if !ok {
		if d, ok := r.noSymbol(r.article.File, w.Pos, w.Text, r.promised); ok {
			r.add(d)
		}
	} else if !r.Index.Symbols[s].Body().OK() {
		r.differsAt(w.Pos, "take a symbol that is declared in the source", "%s has no text to look into", w.Text)
		ok = false
	}
	return s, ok
}

// once finds the only match of a pattern in a symbol, at or behind an offset.
func (r *articleResolver) once(name, pattern markdown.Word, from int32) (index.Sym, claim.Span, bool) {
	s, ok := r.symbol(name)
	if !ok {
		return s, claim.Span{}, false
	}
	spans, err := r.find(r.ctx, s, pattern.Text)
	if err != nil {
		if r.ctx.Err() == nil {
			r.badPattern(pattern, err)
		}
		return s, claim.Span{}, false
	}
	var behind []claim.Span
	for _, span := range spans {
		if span.Off >= from {
			behind = append(behind, span)
		}
	}
	switch len(behind) {
	case 1:
		return s, behind[0], true
	case 0:
		if len(spans) > 0 {
			r.differsAt(pattern.Pos, "write the patterns in the order of the source", "the end %q stands before the start, in %s of %s", pattern.Text, name.Text, r.version())
			break
		}
		d := markdown.Fault(r.article.File, pattern.Pos, "", "no match of %q in %s of %s", pattern.Text, name.Text, r.version())
		d.LazyHint = sync.OnceValue(func() string { return r.nearestLine(s, pattern.Text) })
		r.differs(d)
	default:
		r.differsAt(pattern.Pos, r.matchLines(behind), "%d matches of %q in %s of %s, where one is meant", len(behind), pattern.Text, name.Text, r.version())
	}
	return s, claim.Span{}, false
}

func (r *articleResolver) badPattern(pattern markdown.Word, err error) {
	hint := "a pattern is Go: an expression, a statement, or a head that ends in {"
	var fault *claim.Error
	if errors.As(err, &fault) {
		if fault.Hint != "" {
			hint = fault.Hint
		}
		r.report(pattern.Pos, hint, "pattern %q: %s", pattern.Text, fault.Msg)
		return
	}
	r.report(pattern.Pos, hint, "pattern %q: %v", pattern.Text, err)
}

// matchLines is the hint for a pattern that matches too often: where.
func (r *articleResolver) matchLines(spans []claim.Span) string {
	const most = 4
	var at []string
	for i, span := range spans {
		if i == most {
			at = append(at, "…")
			break
		}
		at = append(at, r.lineAt(span.File, span.StmtOff))
	}
	return "take more of the statement into the pattern; there are " + strings.Join(at, ", ")
}

func (r *articleResolver) lineAt(file, off int32) string {
	f := &r.Index.Files[file]
	line := f.Text[strings.LastIndexByte(f.Text[:off], '\n')+1:]
	line, _, _ = strings.Cut(line, "\n")
	return fmt.Sprintf("%s:%d %s", f.Path[strings.LastIndexByte(f.Path, '/')+1:], r.Index.Line(file, off), strings.TrimSpace(line))
}

// nearestLine is the hint for a pattern without a match: the line most like it.
func (r *articleResolver) nearestLine(s index.Sym, pattern string) string {
	at := r.Index.Symbols[s].Body()
	want := pairs(pattern)
	best, bestOff, off := 0.4, int32(-1), at.Off
	for line := range strings.Lines(r.Index.Files[at.File].Text[at.Off:at.End]) {
		if alike := likenessOf(want, pairs(line)); alike > best && !strings.HasPrefix(strings.TrimSpace(line), "//") {
			best, bestOff = alike, off
		}
		off += int32(len(line))
	}
	if bestOff < 0 {
		return "the pattern is matched as Go syntax in the declaration of the symbol; sourcedive show " + string(r.Index.Symbols[s].ID) + " says where that is"
	}
	return "did you mean " + r.lineAt(at.File, bestOff) + "?"
}

// pairs counts the pairs of neighbouring characters of a text, white space left out.
func pairs(text string) map[string]int {
	text = strings.Join(strings.Fields(text), "")
	set := map[string]int{}
	for i := 0; i+2 <= len(text); i++ {
		set[text[i:i+2]]++
	}
	return set
}

// likenessOf is the share of pairs that two texts have in common (Dice).
func likenessOf(a, b map[string]int) float64 {
	common, all := 0, 0
	for pair, n := range a {
		common += min(n, b[pair])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}
