package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"sourcedive/internal/diag"
)

// readingKey is where the inline parsers find the file that is being read.
var readingKey = parser.NewContextKey()

type inlineReading struct {
	*reader
	doc      *Doc
	unclosed ast.Node // has a brace without an end
	literal  int      // up to where braces are text
}

var (
	kindTarget = ast.NewNodeKind("Target")
	kindRemark = ast.NewNodeKind("Remark")
)

// targetNode is a link in double brackets.
type targetNode struct {
	ast.BaseInline
	target   Target
	off, end int // in the file
}

func (*targetNode) Kind() ast.NodeKind              { return kindTarget }
func (n *targetNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// remarkNode is the anchor that a remark starts with.
type remarkNode struct {
	ast.BaseInline
	symbol, pattern Word
	pos             Pos
	end             int // in the file
	remark          *Remark
}

func (*remarkNode) Kind() ast.NodeKind              { return kindRemark }
func (n *remarkNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// upTo reads from behind an opening mark to a closing one, over a few lines, and
// leaves the reader behind it. Its bounds keep a hostile text from costing more than
// its length.
func upTo(block text.Reader, closing string, most, lines int) (string, bool) {
	var got []byte
	for range lines {
		line, _ := block.PeekLine()
		if line == nil {
			return "", false
		}
		look := line[:min(len(line), most-len(got)+len(closing))]
		if i := bytes.Index(look, []byte(closing)); i >= 0 {
			for closing == "]]" && i+2 < len(line) && line[i+2] == ']' { // the name ends in a bracket
				i++
			}
			block.Advance(i + len(closing))
			return string(append(got, line[:i]...)), true
		}
		if len(look) < len(line) {
			return "", false
		}
		got = append(append(got, bytes.TrimRight(line, " \t\n")...), ' ')
		block.AdvanceLine()
	}
	return "", false
}

// targetParser reads [[…]].
type targetParser struct{}

func (targetParser) Trigger() []byte { return []byte{'['} }

func (targetParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	p := pc.Get(readingKey).(*inlineReading)
	at := p.pos(p.doc.base + seg.Start)
	row, start := block.Position()
	block.Advance(2)
	inner, ok := upTo(block, "]]", 300, 3)
	if !ok {
		block.SetPosition(row, start)
		p.fault(at, "write [[runtime.schedule]], with \\| for the bar in a table, or put it in backquotes when it is code", "[[ without ]] behind it")
		return nil
	}
	t, hint := parseTarget(inner)
	t.Pos = at
	if hint != "" {
		p.fault(at, hint, "[[%s]] names no kind of link", inner)
	}
	_, end := block.Position()
	return &targetNode{target: t, off: p.doc.base + seg.Start, end: p.doc.base + end.Start}
}

var (
	issue  = regexp.MustCompile(`^go#([1-9][0-9]{0,6})$`)
	prefix = regexp.MustCompile(`^([a-z]+):`)
)

// parseTarget reads the text between double brackets; hint is not empty when it is
// none of the forms. In a table the bar is written \|.
func parseTarget(inner string) (t Target, hint string) {
	name, shown, _ := strings.Cut(strings.ReplaceAll(inner, `\|`, "|"), "|")
	name, shown = strings.TrimSpace(name), strings.TrimSpace(shown)
	t = Target{Kind: ToSymbol, Name: name, Text: shown}
	if m := issue.FindStringSubmatch(name); m != nil {
		t.Kind, t.Name = ToIssue, m[1]
		return t, ""
	}
	if m := prefix.FindStringSubmatch(name); m != nil {
		t.Kind, t.Name = m[1], strings.TrimSpace(name[len(m[0]):])
		if !slices.Contains(prefixes, t.Kind) {
			return t, diag.Nearest(t.Kind, prefixes, "kinds are "+strings.Join(prefixes, ", "))
		}
	}
	if t.Name == "" {
		return t, "write the name of a symbol, or note:, area:, term: and a name"
	}
	return t, ""
}

// remarkParser reads @{"pattern" in symbol}.
type remarkParser struct{}

func (remarkParser) Trigger() []byte { return []byte{'@'} }

var inSymbol = regexp.MustCompile(`^\s+in\s+(\S+)\s*$`)

func (remarkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("@{")) {
		return nil
	}
	p := pc.Get(readingKey).(*inlineReading)
	at := p.pos(p.doc.base + seg.Start)
	row, start := block.Position()
	const form = `write @{"pattern" in runtime.f}, with \" for a quote in the pattern`
	fail := func(hint, msg string) ast.Node {
		block.SetPosition(row, start)
		p.fault(at, hint, "%s", msg)
		return nil
	}
	block.Advance(2)
	inner, ok := remarkInner(block)
	if !ok {
		return fail(form, "@{ starts no remark")
	}
	lit, err := strconv.QuotedPrefix(inner)
	if err != nil {
		return fail(form, "@{ has no pattern in quotes behind it")
	}
	m := inSymbol.FindStringSubmatch(inner[len(lit):])
	if m == nil {
		return fail(form, "the pattern of a remark has no symbol behind it")
	}
	if parent.FirstChild() != nil || parent.Kind() != ast.KindParagraph && parent.Kind() != ast.KindTextBlock {
		return fail("put an empty line before it", "a remark starts its paragraph, this one stands inside")
	}
	pattern, _ := strconv.Unquote(lit)
	_, end := block.Position()
	return &remarkNode{symbol: Word{m[1], at}, pattern: Word{pattern, Pos{at.Line, at.Col + 2}}, pos: at, end: p.doc.base + end.Start}
}

// remarkInner reads up to the brace that ends an anchor: the first one behind the
// quoted pattern.
func remarkInner(block text.Reader) (string, bool) {
	inner := ""
	for range 8 { // braces in the pattern
		more, ok := upTo(block, "}", 600, 4)
		if !ok {
			return "", false
		}
		inner = strings.TrimLeft(inner+more, " ")
		if lit, err := strconv.QuotedPrefix(inner); err == nil && strings.TrimSpace(inner[len(lit):]) != "" {
			return inner, true
		}
		inner += "}"
	}
	return "", false
}

// remark notes a remark with the paragraph that it is.
func (p *reader) remark(b *Block, n *remarkNode) {
	n.remark = &Remark{N: p.remarks, Symbol: n.symbol, Pattern: n.pattern, Pos: n.pos, Block: b, node: n.Parent()}
	p.remarks++
	b.Remarks = append(b.Remarks, n.remark)
	if n.NextSibling() == nil {
		p.fault(n.pos, "write what there is to say of the statement", "a remark without text")
	}
}

// plainText is the text of a node as a reader sees it, without marks.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.URL(src))
		case *targetNode:
			b.WriteString(n.target.plain())
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				seg := n.Lines().At(i)
				b.Write(seg.Value(src))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Trim(b.String(), "\n")
}

// plain is the text of a link when nothing is known of its target.
func (t Target) plain() string {
	switch {
	case t.Text != "":
		return strings.ReplaceAll(t.Text, "`", "")
	case t.Kind == ToIssue:
		return "go#" + t.Name
	}
	return t.Name
}

// Inline reads a piece of text from a place of another file, as Markdown without front
// matter. All its lines are indented there as the first is.
func Inline(src, file string, at Pos) (*Doc, diag.List) {
	d, problems := Parse([]byte("\n"+src), file)
	move := func(p *Pos) {
		p.Line, p.Col = p.Line+at.Line-2, p.Col+at.Col-1
	}
	for i := range problems {
		p := Pos{problems[i].Line, problems[i].Col}
		move(&p)
		problems[i].Line, problems[i].Col = p.Line, p.Col
	}
	d.All(func(b *Block, _ []*Block) {
		move(&b.Pos)
		for _, e := range b.Evidence {
			e.move(move)
		}
		for _, s := range b.sentences {
			move(&s.Pos)
		}
		for i := range b.Links {
			move(&b.Links[i].Pos)
		}
	})
	return d, problems
}
