package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// fenced is the body of a fenced block: its text in the file, and how many other fenced
// blocks it is in.
type fenced struct {
	name     quoted
	from, to int
	nested   int
}

// fence takes a fenced block apart.
func (p *reader) fence(d *Doc, b *Block, n *ast.FencedCodeBlock, nested int) {
	p.closed(d, n, b.Pos)
	if n.Info == nil {
		return
	}
	at := d.base + n.Info.Segment.Start
	words, ok := p.words(string(n.Info.Segment.Value(d.src)), at)
	if !ok || len(words) == 0 {
		return
	}
	name := words[0]
	k, ours := fences[name.Text]
	if !ours {
		if !languages[name.Text] {
			p.unknownFence(name.Pos, name.Text)
		}
		return
	}
	b.Kind = k
	kind := &blockKinds[k]
	if !kind.head(b, words[1:]) {
		p.fault(name.Pos, "write "+kind.usage, "what stands behind %s is not understood", name.Text)
	}
	from, to := bounds(d, n)
	kind.body(p, d, b, fenced{name, from, to, nested})
}

// bounds are the offsets in the file of the text between the fences.
func bounds(d *Doc, n *ast.FencedCodeBlock) (from, to int) {
	lines := n.Lines()
	if lines.Len() == 0 {
		end := d.base + n.Info.Segment.Stop
		return end, end
	}
	return d.base + lines.At(0).Start, d.base + min(lines.At(lines.Len()-1).Stop, len(d.src))
}

// closed reports a fence without an end, which swallows the rest of the text.
func (p *reader) closed(d *Doc, n *ast.FencedCodeBlock, at Pos) {
	last := at.Line + n.Lines().Len() + 1
	if end := p.pos(d.base + len(d.src)).Line; last > end || last > len(p.lines) || p.lines[last-1] >= d.base+len(d.src) {
		p.fault(at, "end it with a line of as many backquotes as it starts with", "a fenced block without an end")
	}
}

// quoted is a word of a first line; in is true when it was in quotes.
type quoted struct {
	Word
	in bool
}

// words splits a first line at blanks; a word in quotes is unquoted.
func (p *reader) words(line string, off int) (words []quoted, ok bool) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		w := quoted{Word: Word{Pos: p.pos(off + i)}}
		if line[i] != '"' {
			end := i + strings.IndexAny(line[i:]+" ", " \t")
			w.Text = line[i:end]
			words, i = append(words, w), end
			continue
		}
		lit, err := strconv.QuotedPrefix(line[i:])
		if err != nil {
			p.fault(w.Pos, `a pattern stands in quotes, with \" for a quote and \\ for a backslash in it`, "quotes that do not end, or a wrong escape in them")
			return nil, false
		}
		w.Text, _ = strconv.Unquote(lit)
		w.in = true
		words, i = append(words, w), i+len(lit)
	}
	return words, true
}
