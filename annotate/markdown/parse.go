package markdown

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sourcedive/internal/diag"
)

// Bounds of what is taken for a text that a person wrote. Beyond them a file is a
// problem, so that none can make a build slow.
const (
	maxSize   = 256 << 10
	maxNested = 3        // fenced texts inside fenced texts
	maxDepth  = 100      // lists and quotations inside each other
	maxRun    = 16 << 10 // bytes without an empty line: finding what is emphasis costs the square of a paragraph
	maxCells  = 2000     // of a table: one empty row has as many as the first
)

// Parse reads a file. The problems list what in it is not as it should be; the
// document has all the rest.
func Parse(src []byte, file string) (*Doc, diag.List) {
	p := &reader{file: file, lines: []int{0}}
	src = p.flatten(p.clean(src))
	for i, c := range src {
		if c == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	from, front, frontLine := p.front(src)
	p.src = src
	d := p.text(from, len(src), 0)
	d.Front, d.FrontLine = front, frontLine
	return d, p.problems.Sorted()
}

// reader is one file being read.
type reader struct {
	file     string
	src      []byte // the whole file, made clean
	lines    []int  // offsets of the lines' starts
	problems diag.List
	blocks   int
	remarks  int
}

func (p *reader) pos(off int) Pos {
	line := sort.SearchInts(p.lines, off+1)
	return Pos{line, off - p.lines[line-1] + 1}
}

func (p *reader) fault(at Pos, hint, format string, args ...any) {
	p.problems = append(p.problems, Fault(p.file, at, hint, format, args...))
}

// clean makes a text of what may be anything. Offsets stay: each byte that a text
// cannot have becomes one that it can.
func (p *reader) clean(src []byte) []byte {
	if len(src) > maxSize {
		p.fault(Pos{1, 1}, "split it", "the file has %d bytes, at most %d are read", len(src), maxSize)
		src = src[:maxSize]
	}
	out := bytes.Clone(src)
	reported := false
	for i, line := 0, 1; i < len(out); {
		r, size := utf8.DecodeRune(out[i:])
		switch {
		case r == '\r':
			out[i] = ' '
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1, r < ' ' && r != '\t', r == 0x7f:
			if !reported {
				p.fault(Pos{Line: line}, "save the file as UTF-8", "byte %#02x is no part of a text", out[i])
			}
			reported, out[i] = true, '?'
		}
		i += size
	}
	return out
}

// flatten takes out lines that open more lists and quotations than a person would, which
// costs the square of their number to read, and what is too long for a paragraph.
func (p *reader) flatten(src []byte) []byte {
	line, run := 0, 0
	for rest := src; len(rest) > 0; {
		text := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			text = rest[:i]
		}
		rest = rest[min(len(text)+1, len(rest)):]
		line++
		before := run
		if run += len(text) + 1; len(bytes.Trim(text, " \t")) == 0 {
			run = 0
		}
		switch {
		case run > maxRun:
			if before <= maxRun {
				p.fault(Pos{line, 1}, "split it with an empty line", "more than %d bytes without an empty line", maxRun)
			}
		case openers(text) > maxDepth:
			p.fault(Pos{line, 1}, "flatten it", "lists and quotations are more than %d deep", maxDepth)
		default:
			continue
		}
		for i := range text {
			text[i] = ' '
		}
	}
	return src
}

// openers counts the marks of lists and quotations that a line starts with.
func openers(line []byte) (n int) {
	for i, c := range line {
		switch {
		case c == '>':
			n++
		case bytes.IndexByte([]byte("-+*.)"), c) >= 0:
			if i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				n++
			}
		case c != ' ' && c != '\t' && (c < '0' || c > '9'):
			return n
		}
	}
	return n
}

// front finds the front matter. The body starts at from.
func (p *reader) front(src []byte) (from int, front string, line int) {
	fence := func(i int) bool {
		return i < len(p.lines) && strings.TrimRight(p.line(src, i), " \t\n") == "---"
	}
	if !fence(0) {
		return 0, "", 0
	}
	for i := 1; i < len(p.lines); i++ {
		if fence(i) {
			end := len(src)
			if i+1 < len(p.lines) {
				end = p.lines[i+1]
			}
			return end, string(src[p.lines[1]:p.lines[i]]), 2
		}
	}
	p.fault(Pos{1, 1}, "end it with a line ---", "the front matter has no end")
	return 0, "", 0
}

func (p *reader) line(src []byte, i int) string {
	end := len(src)
	if i+1 < len(p.lines) {
		end = p.lines[i+1]
	}
	return string(src[p.lines[i]:end])
}

// text reads a part of the file: its body, or that of a fenced block.
func (p *reader) text(from, to, nested int) *Doc {
	d := &Doc{File: p.file, src: p.src[from:to], base: from, pos: p.pos}
	pc := parser.NewContext()
	pc.Set(readingKey, &inlineReading{reader: p, doc: d})
	d.root = grammar.Parse(text.NewReader(d.src), parser.WithContext(pc))
	if depth(d.root) > maxDepth {
		p.fault(p.pos(from), "flatten it", "lists and quotations are more than %d deep", maxDepth)
		d.root = ast.NewDocument()
	}
	ids := map[string]int{}
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		d.Blocks = append(d.Blocks, p.block(d, n, nested, ids))
	}
	d.Sections = sections(d.Blocks)
	return d
}

// depth measures without recursion how deep a tree is.
func depth(n ast.Node) int {
	deepest, level := 0, 0
	for n != nil {
		if c := n.FirstChild(); c != nil {
			n = c
			level++
			deepest = max(deepest, level)
			continue
		}
		for n != nil && n.NextSibling() == nil {
			n = n.Parent()
			level--
		}
		if n != nil {
			n = n.NextSibling()
		}
	}
	return deepest
}

// grammar keeps nothing of what it parses, and is for all goroutines.
var grammar = newParser()

func newParser() parser.Parser {
	blocks := []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(remarkParser{}, 90),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(evidenceParser{}, 120),
		util.Prioritized(targetParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(
			util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// tables reads those of bounded size.
type tables struct{ parser.ParagraphTransformer }

func (t tables) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	columns := 0
	for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
		columns = max(columns, 1+bytes.Count(line.Value(r.Source()), []byte("|")))
	}
	if columns > 1 && columns*n.Lines().Len() > maxCells {
		p := pc.Get(readingKey).(*inlineReading)
		p.fault(p.pos(p.doc.base+n.Lines().At(0).Start), "split it", "a table of more than %d cells", maxCells)
		return
	}
	t.ParagraphTransformer.Transform(n, r, pc)
}

// block takes one block of a text apart.
func (p *reader) block(d *Doc, n ast.Node, nested int, ids map[string]int) *Block {
	b := &Block{N: p.blocks, Pos: p.start(d, n), Of: -1, node: n, doc: d}
	p.blocks++
	switch n := n.(type) {
	case *ast.Heading:
		b.Kind, b.Depth, b.Title = Heading, n.Level, plainText(n, d.src)
		b.ID = headingID(b.Title, ids)
		n.SetAttributeString("id", b.ID)
	case *ast.FencedCodeBlock:
		p.fence(d, b, n, nested)
	case *ast.List:
		if n.IsOrdered() {
			b.Items = p.items(d, n)
		}
	case *ast.Paragraph:
		p.brokenFence(d, n, b.Pos)
	}
	p.inside(d, b, n)
	b.split()
	placed(p, b)
	return b
}

// brokenFence reports a paragraph that was meant to be a fenced block: Markdown
// takes no backquotes on the first line of one.
func (p *reader) brokenFence(d *Doc, n *ast.Paragraph, at Pos) {
	if n.Lines().Len() > 0 && bytes.HasPrefix(lineOf(d, n, 0), []byte("```")) {
		p.fault(at, "use quotes with \\\" inside for the pattern, or a fence of ~~~", "this starts no fenced block: its first line has backquotes")
	}
}

func lineOf(d *Doc, n ast.Node, i int) []byte {
	seg := n.Lines().At(i)
	return seg.Value(d.src)
}

// inside collects the links and remarks of a block, and reports what may not be in
// one.
func (p *reader) inside(d *Doc, b *Block, top ast.Node) {
	ast.Walk(top, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *targetNode:
			b.Links = append(b.Links, n.target)
		case *remarkNode:
			p.remark(b, n)
		case *evidenceNode:
			b.Evidence = append(b.Evidence, n.evidence)
		case *ast.Link:
			at := p.near(d, n, b.Pos)
			p.address(at, string(n.Destination))
			b.Links = append(b.Links, Target{Kind: ToURL, Name: string(n.Destination), Text: plainText(n, d.src), Pos: at})
		case *ast.AutoLink:
			at := p.near(d, n, b.Pos)
			p.address(at, string(n.URL(d.src)))
			b.Links = append(b.Links, Target{Kind: ToURL, Name: string(n.URL(d.src)), Pos: at})
		case *ast.Image:
			p.fault(p.near(d, n, b.Pos), "say in words what it shows", "an image: a page loads nothing from elsewhere")
		case *ast.FencedCodeBlock:
			if n != top {
				p.innerFence(d, n, b.Pos)
			}
		}
		return ast.WalkContinue, nil
	})
}

// innerFence reports a block of ours in a list or quotation.
func (p *reader) innerFence(d *Doc, n *ast.FencedCodeBlock, near Pos) {
	if n.Info == nil {
		return
	}
	at := p.pos(d.base + n.Info.Segment.Start)
	name, _, _ := strings.Cut(string(n.Info.Segment.Value(d.src)), " ")
	if _, ours := fences[name]; ours {
		p.fault(at, "start its fence at the first column, after the list", "a %s block inside a list or quotation", name)
	} else if !languages[name] {
		p.unknownFence(at, name)
	}
}

// address checks the address of an ordinary link.
func (p *reader) address(at Pos, url string) {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		p.fault(at, "write [[runtime.schedule]], [[note:sched/park]] or [[area:gc]] for a page of this site", "link to %q, which is no https address", url)
	}
}

func (p *reader) items(d *Doc, list *ast.List) (items []Item) {
	for li := list.FirstChild(); li != nil; li = li.NextSibling() {
		it := Item{Pos: p.start(d, li), node: li, doc: d}
		if para := li.FirstChild(); para != nil {
			if t, ok := para.FirstChild().(*targetNode); ok {
				it.Link, it.Pos = &t.target, t.target.Pos
			}
		}
		items = append(items, it)
	}
	return items
}

// start is where a block begins.
func (p *reader) start(d *Doc, n ast.Node) Pos {
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil {
		at := p.pos(d.base + f.Info.Segment.Start)
		return Pos{at.Line, 1 + indent(p.line(p.src, at.Line-1))}
	}
	if off := firstOffset(n); off >= 0 {
		at := p.pos(d.base + off)
		switch n.Kind() {
		case ast.KindFencedCodeBlock:
			at.Line--
			at.Col = 1
		case ast.KindHeading, ast.KindList, ast.KindListItem, ast.KindBlockquote, xast.KindTable:
			at.Col = 1 + indent(p.line(p.src, at.Line-1))
		}
		return at
	}
	if prev := n.PreviousSibling(); prev != nil {
		return p.start(d, prev)
	}
	return p.pos(d.base)
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// firstOffset is where the text of a node begins, -1 when it has none.
func firstOffset(n ast.Node) int {
	first := -1
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
			return ast.WalkContinue, nil
		case n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0:
			first = n.Lines().At(0).Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return first
}

// near is where an inline node begins, as far as its text has a place.
func (p *reader) near(d *Doc, n ast.Node, otherwise Pos) Pos {
	at := otherwise
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			at = p.pos(d.base + t.Segment.Start)
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return at
}

func sections(blocks []*Block) []Section {
	list := []Section{{}}
	for _, b := range blocks {
		if b.Kind == Heading && b.Depth <= 2 {
			list = append(list, Section{Heading: b})
			continue
		}
		last := &list[len(list)-1]
		last.Blocks = append(last.Blocks, b)
	}
	return list
}

// headingID makes an id of a heading: letters and digits, and a number when the text
// has the same heading twice.
func headingID(title string, taken map[string]int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.TrimSuffix(b.String(), "-")
	if id == "" {
		id = "section"
	}
	unique := id
	for taken[unique] > 0 {
		taken[id]++
		unique = fmt.Sprintf("%s-%d", id, taken[id])
	}
	taken[unique] = 1
	return unique
}
