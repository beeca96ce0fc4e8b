package markdown

import (
	"regexp"
	"strings"
)

var (
	claimID    = regexp.MustCompile(`^[a-z0-9-]+$`)
	comparison = regexp.MustCompile(`^go[<>=!]`)
)

// claimHead reads an ID and versions, in any order.
func claimHead(b *Block, words []quoted) bool {
	for _, w := range words {
		switch {
		case w.in:
			return false
		case comparison.MatchString(w.Text):
			b.Versions = append(b.Versions, w.Word)
		case b.ID == "" && claimID.MatchString(w.Text):
			b.ID = w.Text
		default:
			return false
		}
	}
	return true
}

// claimBody takes the expression of a claim, where it starts, and which block before it
// is the one that it is about. A figure has evidence of its own.
func (p *reader) claimBody(d *Doc, b *Block, f fenced) {
	for _, before := range d.Blocks {
		if before.Kind != Claim && before.Kind != Heading && before.Kind != Figure {
			b.Of = before.N
		}
	}
	text := string(p.src[f.from:f.to])
	b.Expr = strings.TrimSpace(text)
	b.ExprPos = p.pos(f.from + len(text) - len(strings.TrimLeft(text, " \t\n")))
	if b.Expr == "" {
		p.fault(b.Pos, `write an expression that is true, such as calls("runtime.newproc", "runtime.systemstack")`, "a claim that says nothing")
		b.ExprPos = b.Pos
	}
}
