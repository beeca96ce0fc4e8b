package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"
)

// Sentence is the unit of a text that is true or false.
type Sentence struct {
	Block    *Block
	Off, End int // bytes of the file, with the marks of Markdown, without the evidence
	Pos      Pos
	Text     string   // as a reader sees it
	Running  string   // Text with "#" for each piece of code and link
	Names    []string // the code in it, and the symbols and files that it links
	Remark   *Remark  // whose anchor it is the first sentence behind; nil for none
	Evidence []*Evidence

	last     bool // nothing follows it in its paragraph, item or cell
	from, to int  // in the text of that, white space before it left out
}

// Sentences are those of a block itself, in order: of its paragraphs, list items and
// table cells. Headings, the heads of tables and code have none. The texts inside a block
// have their own.
func (b *Block) Sentences() []*Sentence { return b.sentences }

// split finds the sentences of a block, and makes each a node of its tree.
func (b *Block) split() {
	if b.Kind != Prose {
		return
	}
	var texts []ast.Node
	ast.Walk(b.node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
		case n.Kind() == xast.KindTableHeader:
			return ast.WalkSkipChildren, nil
		case n.Kind() == ast.KindParagraph, n.Kind() == ast.KindTextBlock, n.Kind() == xast.KindTableCell:
			texts = append(texts, n)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for _, n := range texts {
		r := newRunning(b, n)
		list := r.sentences()
		r.wrap(n, list)
		b.sentences = append(b.sentences, list...)
	}
}

// LastSentence is the last sentence of a block or of the text inside it, nil for none.
func (b *Block) LastSentence() (last *Sentence) {
	if list := b.Sentences(); len(list) > 0 {
		return list[len(list)-1]
	}
	if b.Body == nil {
		return nil
	}
	for _, in := range b.Body.Blocks {
		if s := in.LastSentence(); s != nil {
			last = s
		}
	}
	return last
}

// running is the text of one paragraph, item or cell.
type running struct {
	b        *Block
	src      []byte
	from, to int // in src, the whole of it

	text  []byte
	off   []int  // of each byte of text in src
	kept  []bool // part of code or a link
	cuts  []int  // in text: where evidence stands
	after [][]*Evidence
	names []named
	parts []part

	remark *Remark
}

// part is a child of the paragraph with its bytes in text.
type part struct {
	node     ast.Node
	from, to int
}

// named is a piece of code or a link with the place of its name in text.
type named struct {
	at   int
	name string
}

func newRunning(b *Block, n ast.Node) *running {
	r := &running{b: b, src: b.doc.src}
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		r.from, r.to = lines.At(0).Start, min(lines.At(lines.Len()-1).Stop, len(r.src))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		from := len(r.text)
		r.add(c, false)
		r.parts = append(r.parts, part{c, from, len(r.text)})
	}
	return r
}

// add appends the text of an inline node.
func (r *running) add(n ast.Node, kept bool) {
	switch n := n.(type) {
	case *ast.Text:
		r.segment(n.Segment.Start, n.Segment.Value(r.src), kept)
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.segment(n.Segment.Stop, []byte{' '}, kept)
		}
	case *ast.String:
		r.opaque(r.last(), string(n.Value))
	case *ast.AutoLink:
		r.opaque(r.last(), string(n.URL(r.src)))
	case *targetNode:
		if n.target.Kind == ToSymbol || n.target.Kind == ToFile {
			r.names = append(r.names, named{len(r.text), n.target.Name})
		}
		r.opaque(n.off-r.b.doc.base, n.target.plain())
	case *remarkNode:
		r.remark, r.from = n.remark, n.end-r.b.doc.base
	case *evidenceNode:
		r.cut(n.evidence)
	case *ast.CodeSpan:
		r.names = append(r.names, named{len(r.text), plainText(n, r.src)})
		r.inner(n, true)
	case *ast.Link, *ast.Image:
		r.inner(n, true)
	default:
		r.inner(n, kept)
	}
}

func (r *running) inner(n ast.Node, kept bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.add(c, kept)
	}
}

// segment appends text that is written in the file as it is.
func (r *running) segment(at int, text []byte, kept bool) {
	for i, c := range text {
		r.text, r.off, r.kept = append(r.text, c), append(r.off, at+i), append(r.kept, kept)
	}
}

// opaque appends text that the file has in another form.
func (r *running) opaque(at int, text string) {
	for i := range len(text) {
		r.text, r.off, r.kept = append(r.text, text[i]), append(r.off, at), append(r.kept, true)
	}
}

// last is the place in the file behind what was added last.
func (r *running) last() int {
	if len(r.off) == 0 {
		return r.from
	}
	return r.off[len(r.off)-1] + 1
}

// cut takes note of evidence.
func (r *running) cut(e *Evidence) {
	if n := len(r.cuts); n > 0 && !says(string(r.text[r.cuts[n-1]:])) {
		r.after[n-1] = append(r.after[n-1], e)
		return
	}
	r.cuts, r.after = append(r.cuts, len(r.text)), append(r.after, []*Evidence{e})
}

// sentences splits the text. A sentence starts in the file behind the one before and its
// evidence, and ends with its stop and the marks that close with it.
func (r *running) sentences() (list []*Sentence) {
	text := string(r.text)
	from, off := 0, r.from
	for _, end := range split(text, r.kept, r.cuts) {
		s := &Sentence{Block: r.b, Text: strings.Join(strings.Fields(text[from:end]), " "), Running: r.runningText(from, end)}
		stop := r.to
		if end < len(text) {
			stop = r.behind(end)
		}
		for i, at := range r.cuts {
			if at > from && at <= end {
				s.Evidence = r.after[i]
				stop = min(stop, s.Evidence[0].Off-r.b.doc.base)
			}
		}
		for _, n := range r.names {
			if n.at >= from && n.at < end {
				s.Names = append(s.Names, n.name)
			}
		}
		s.from, s.to = from+len(text[from:end])-len(strings.TrimLeft(text[from:end], " \t\n")), end
		r.place(s, off, max(off, stop))
		off = max(off, stop)
		for _, e := range s.Evidence {
			off = max(off, e.End-r.b.doc.base)
		}
		from, list = end, append(list, s)
	}
	if len(list) > 0 {
		list[0].Remark = r.remark
		list[len(list)-1].last = true
	}
	return list
}

// runningText is a piece of the text without code and links.
func (r *running) runningText(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if !r.kept[i] {
			b.WriteByte(r.text[i])
		} else if i == from || !r.kept[i-1] {
			b.WriteByte('#')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// behind is the offset in the file behind the text that ends at end, with the marks of
// emphasis and links that close there.
func (r *running) behind(end int) int {
	at := min(r.off[end-1]+1, len(r.src))
	if r.kept[end-1] { // up to what comes next, which starts with white space or a mark
		at = r.off[end]
	}
	for at < r.to && bytes.IndexByte([]byte("*_"), r.src[at]) >= 0 {
		at++
	}
	return at
}

// place gives a sentence its bytes, white space around it left out.
func (r *running) place(s *Sentence, from, to int) {
	for from < to && blank(r.src[from]) {
		from++
	}
	for to > from && blank(r.src[to-1]) {
		to--
	}
	d := r.b.doc
	s.Off, s.End, s.Pos = d.base+from, d.base+to, d.pos(d.base+from)
}

// placed reports evidence of a block that stands behind no sentence.
func placed(p *reader, b *Block) {
	if len(b.Evidence) == 0 || b.Kind == Heading {
		return
	}
	holds := map[*Evidence]bool{}
	for _, s := range b.sentences {
		for _, e := range s.Evidence {
			holds[e] = true
		}
		if n := len(s.Evidence); n > 0 && !s.ended() {
			p.fault(s.Evidence[0].Pos, "put it behind the full stop", "evidence inside a sentence")
		}
	}
	for _, e := range b.Evidence {
		if !holds[e] {
			p.fault(e.Pos, "put it behind the sentence that rests on it", "evidence with no sentence before it")
		}
	}
}

// ended reports whether a sentence that has evidence is whole: it has its stop, or nothing
// follows it in its paragraph, item or cell.
func (s *Sentence) ended() bool {
	text := strings.TrimRight(s.Text, ` )]"'”’»*_`)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".?!:") || strings.HasSuffix(text, "…") {
		return true
	}
	return s.last
}
