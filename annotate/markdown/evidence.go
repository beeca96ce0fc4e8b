package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"sourcedive/internal/diag"
)

// Evidence is what a sentence rests on: the pieces in one pair of braces behind it.
type Evidence struct {
	Pos      Pos // of the opening brace
	Off, End int // bytes of the file, braces included
	Pieces   []*Piece
}

// Piece is one piece of evidence. Which fields mean something depends on its form.
type Piece struct {
	Form Form
	Pos  Pos
	Text string // as it is written

	Symbol  Word   // of a declaration, statement or assembly
	Pattern Word   // of a statement or assembly: what is there
	Expr    Word   // of a claim
	Args    []Word // of the other forms, in the order of their usage
}

// Form is a kind of evidence.
type Form uint8

// The forms of evidence.
const (
	FormUnknown     Form = iota // reported when the file was read
	FormClaim                   // an expression that is true
	FormAssembly                // words of a line of assembly
	FormRun                     // a program that was run
	FormGraph                   // the call graph compared with the compiler's listing
	FormModel                   // a model compared with the real runtime
	FormLab                     // a check of a lab, or words of its program
	FormSince                   // the history of a symbol
	FormIssue                   // an issue of the Go project
	FormDocument                // a document elsewhere
	FormWhy                     // an explanation by the author
	FormNothing                 // there is nothing to check
	FormStatement               // a statement of the source
	FormDeclaration             // a declaration of the source
)

// form is what this package knows of a form. The first whose lead matches the text of a
// piece is its form.
type form struct {
	name  string
	usage string
	lead  *regexp.Regexp
	parse func(*Piece, pieceText) bool
}

var forms = [...]form{
	FormUnknown:     {name: "unknown"},
	FormClaim:       {"claim", `{= arraylen("runtime.p.runq") == 256}`, regexp.MustCompile(`^=`), claimPiece},
	FormAssembly:    {"asm", `{asm runtime.morestack "CALL runtime·newstack(SB)"}`, keyword("asm"), assemblyPiece},
	FormRun:         {"run", `{run growonce}, with the name of a program`, keyword("run"), namesPiece(1)},
	FormGraph:       {"verify", `{verify graph}`, keyword("verify"), graphPiece},
	FormModel:       {"model", `{model sched order}, with a model and one of its checks`, keyword("model"), namesPiece(2)},
	FormLab:         {"lab", `{lab fairness "60 others between two turns"}, with a lab and one of its checks, or {lab fairness program "words"}`, keyword("lab"), labPiece},
	FormSince:       {"since", `{since}, and nothing behind it`, keyword("since"), namesPiece(0)},
	FormIssue:       {"issue", `{go#17503}`, regexp.MustCompile(`^go#`), issuePiece},
	FormDocument:    {"doc", `{doc: title, year, https://…}`, regexp.MustCompile(`^doc:`), documentPiece},
	FormWhy:         {"why", `{why}, and nothing behind it`, keyword("why"), namesPiece(0)},
	FormNothing:     {"nothing", `{-}, and nothing behind it`, keyword("-"), namesPiece(0)},
	FormStatement:   {"statement", `{runtime.execute "pattern"}, with \" for a quote in the pattern`, regexp.MustCompile(`^[^\s"]+\.[^\s"]+\s`), statementPiece},
	FormDeclaration: {"declaration", `{runtime.schedt.needspinning}`, regexp.MustCompile(`^[^\s"]+\.[^\s"]+$`), declarationPiece},
}

func (f Form) String() string { return forms[f].name }

// keyword matches a text whose first word is the given one.
func keyword(word string) *regexp.Regexp { return regexp.MustCompile(`^` + word + `(\s|$)`) }

// pieceText is the text of a piece, with the places of its bytes.
type pieceText struct {
	text string
	at   func(i int) Pos
}

// words are those from an offset on, with their places.
func (t pieceText) words(from int) (list []Word) {
	for _, m := range wordSpan.FindAllStringIndex(t.text[from:], -1) {
		list = append(list, Word{t.text[from+m[0] : from+m[1]], t.at(from + m[0])})
	}
	return list
}

var wordSpan = regexp.MustCompile(`\S+`)

func claimPiece(p *Piece, t pieceText) bool {
	expr := strings.TrimLeft(t.text[1:], " \t\n")
	p.Expr = Word{expr, t.at(len(t.text) - len(expr))}
	return expr != ""
}

func assemblyPiece(p *Piece, t pieceText) bool { return symbolAndPattern(p, t, len("asm")) }

func statementPiece(p *Piece, t pieceText) bool { return symbolAndPattern(p, t, 0) }

func declarationPiece(p *Piece, t pieceText) bool {
	p.Symbol = Word{t.text, t.at(0)}
	return true
}

// symbolAndPattern reads a symbol and a pattern in quotes from an offset on.
func symbolAndPattern(p *Piece, t pieceText, from int) bool {
	words := t.words(from)
	if len(words) < 2 {
		return false
	}
	p.Symbol = words[0]
	i := from + strings.Index(t.text[from:], p.Symbol.Text) + len(p.Symbol.Text)
	i += len(t.text[i:]) - len(strings.TrimLeft(t.text[i:], " \t\n"))
	pattern, err := strconv.Unquote(t.text[i:])
	if err != nil || t.text[i] == '\'' || strings.TrimSpace(pattern) == "" {
		return false
	}
	p.Pattern = Word{pattern, t.at(i)}
	return true
}

// namesPiece reads the words behind the keyword, of which there are n.
func namesPiece(n int) func(*Piece, pieceText) bool {
	return func(p *Piece, t pieceText) bool {
		p.Args = t.words(0)[1:]
		return len(p.Args) == n
	}
}

// labPiece reads the name of a lab and one of its checks in quotes, or words in quotes that
// the word program precedes.
func labPiece(p *Piece, t pieceText) bool {
	at := strings.IndexAny(t.text, "\"`")
	if at < 0 {
		return false
	}
	words := (pieceText{t.text[:at], t.at}).words(len("lab"))
	text, err := strconv.Unquote(t.text[at:])
	p.Args = append(words, Word{text, t.at(at)})
	return err == nil && strings.TrimSpace(text) != "" && (len(words) == 1 || len(words) == 2 && words[1].Text == "program")
}

func graphPiece(p *Piece, t pieceText) bool {
	return namesPiece(1)(p, t) && p.Args[0].Text == "graph"
}

func issuePiece(p *Piece, t pieceText) bool {
	m := issue.FindStringSubmatch(t.text)
	if m != nil {
		p.Args = []Word{{m[1], t.at(len("go#"))}}
	}
	return m != nil
}

var document = regexp.MustCompile(`^doc:\s*(\S.*?)\s*,\s*([0-9]{4})\s*,\s*(https?://\S+)$`)

func documentPiece(p *Piece, t pieceText) bool {
	m := document.FindStringSubmatchIndex(strings.ReplaceAll(t.text, "\n", " "))
	if m == nil {
		return false
	}
	for i := 2; i < len(m); i += 2 {
		p.Args = append(p.Args, Word{strings.ReplaceAll(t.text[m[i]:m[i+1]], "\n", " "), t.at(m[i])})
	}
	return true
}

// evidenceNode is evidence where it is written.
type evidenceNode struct {
	ast.BaseInline
	evidence *Evidence
}

var kindEvidence = ast.NewNodeKind("Evidence")

func (*evidenceNode) Kind() ast.NodeKind              { return kindEvidence }
func (n *evidenceNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// evidenceParser reads {…}.
type evidenceParser struct{}

func (evidenceParser) Trigger() []byte { return []byte{'{'} }

func (evidenceParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.Get(readingKey).(*inlineReading)
	_, seg := block.PeekLine()
	at := p.doc.base + seg.Start
	if block.PrecendingCharacter() == '@' || p.unclosed == parent || at < p.literal { // was reported
		return nil
	}
	row, start := block.Position()
	block.Advance(1)
	s := braceScan{table: parent.Kind() == xast.KindTableCell}
	if !s.read(block, p.doc.base) {
		block.SetPosition(row, start)
		p.unclosed = parent
		p.fault(p.pos(at), `end it with }, or write \{ for a brace, or put it in backquotes when it is code`, "{ without } behind it")
		return nil
	}
	_, end := block.Position()
	n := &evidenceNode{evidence: &Evidence{Pos: p.pos(at), Off: at, End: p.doc.base + end.Start, Pieces: p.pieces(&s, at)}}
	if !slices.ContainsFunc(n.evidence.Pieces, func(p *Piece) bool { return p.Form != FormUnknown }) { // stays text
		p.literal = n.evidence.End
		block.SetPosition(row, start)
		return nil
	}
	if parent.Kind() == ast.KindHeading {
		p.fault(p.pos(at), "put it behind a sentence", "evidence in a heading")
	}
	trimBefore(parent, p.doc.src)
	return n
}

// trimBefore takes away the blank between a sentence and its evidence, which would remain
// in the text.
func trimBefore(parent ast.Node, src []byte) {
	if t, ok := parent.LastChild().(*ast.Text); ok && !t.SoftLineBreak() && !t.HardLineBreak() {
		t.Segment = t.Segment.TrimRightSpace(src)
	}
}

// Bounds of evidence, so that a brace without an end costs little.
const (
	longestEvidence = 4000 // bytes
	mostLines       = 40
)

// braceScan reads up to the brace that ends evidence. Quotes and braces in a piece are
// kept whole.
type braceScan struct {
	table bool // the bar of a table is written \|

	text   []byte
	off    []int // of each byte in the file
	starts []int // of the pieces in text
	depth  int
	quote  byte
	plain  bool // the piece is no code: quotes mean nothing
}

// read reports whether the end was found, and leaves the reader behind it.
func (s *braceScan) read(block text.Reader, base int) bool {
	s.starts = []int{0}
	for range mostLines {
		line, seg := block.PeekLine()
		for i, c := range line {
			switch {
			case len(s.text) > longestEvidence:
				return false
			case s.end(c):
				block.Advance(i + 1)
				return true
			case c == '\n' && s.quote != 0:
				c = ' '
			case s.table && c == '\\' && i+1 < len(line) && line[i+1] == '|':
				continue
			}
			s.text, s.off = append(s.text, c), append(s.off, base+seg.Start+i)
			s.step(c)
		}
		if line == nil {
			return false
		}
		block.AdvanceLine()
	}
	return false
}

// end reports whether a byte ends the evidence.
func (s *braceScan) end(c byte) bool { return c == '}' && s.depth == 0 && s.quote == 0 }

// step takes note of a byte that was added.
func (s *braceScan) step(c byte) {
	n := len(s.text)
	switch {
	case s.quote != 0:
		if c == s.quote && (c == '`' || !s.escaped(n-1)) {
			s.quote = 0
		}
	case c == ';' && s.depth == 0:
		s.starts, s.plain = append(s.starts, n), false
	case s.plain:
	case c == ':' && string(s.piece()) == "doc:":
		s.plain = true
	case c == '"', c == '`', c == '\'' && len(s.piece()) > 0 && s.piece()[0] == '=':
		s.quote = c
	case c == '{':
		s.depth++
	case c == '}':
		s.depth--
	}
}

// piece is what is read of the last piece, at most the few bytes that tell its form.
func (s *braceScan) piece() []byte {
	from := s.text[s.starts[len(s.starts)-1]:]
	for len(from) > 0 && (from[0] == ' ' || from[0] == '\n' || from[0] == '\t') {
		from = from[1:]
	}
	return from
}

// escaped reports whether an odd number of backslashes is before a byte.
func (s *braceScan) escaped(i int) bool {
	n := 0
	for i-n > 0 && s.text[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// pieces reads each piece in its form.
func (p *inlineReading) pieces(s *braceScan, brace int) (list []*Piece) {
	for k, from := range s.starts {
		to := len(s.text)
		if k+1 < len(s.starts) {
			to = s.starts[k+1] - 1
		}
		whole := string(s.text[from:to])
		from += len(whole) - len(strings.TrimLeft(whole, " \t\n"))
		t := pieceText{text: strings.TrimSpace(whole), at: func(i int) Pos {
			if from+i < len(s.off) {
				return p.pos(s.off[from+i])
			}
			return p.pos(brace)
		}}
		if t.text == "" && k > 0 && k == len(s.starts)-1 {
			continue // a semicolon at the end
		}
		list = append(list, p.piece(t))
	}
	return list
}

// piece reads one piece. What is not understood is reported.
func (p *inlineReading) piece(t pieceText) *Piece {
	piece := &Piece{Text: t.text}
	if t.text == "" {
		piece.Pos = t.at(0)
		p.fault(piece.Pos, "write what the sentence rests on, {-} where there is nothing to check", "evidence that says nothing")
		return piece
	}
	piece.Pos = t.at(0)
	f := slices.IndexFunc(forms[:], func(f form) bool { return f.lead != nil && f.lead.MatchString(t.text) })
	if f < 0 {
		p.unknownForm(piece)
		return piece
	}
	if !forms[f].parse(piece, t) {
		p.fault(piece.Pos, "write "+forms[f].usage, "evidence is not understood: %s", clip(t.text))
		return piece
	}
	piece.Form = Form(f)
	return piece
}

// unknownForm reports a piece of none of the forms.
func (p *inlineReading) unknownForm(piece *Piece) {
	var names []string
	for _, f := range forms[FormAssembly:FormNothing] {
		names = append(names, strings.TrimSuffix(f.name, "issue"))
	}
	word := strings.Fields(piece.Text)[0]
	hint := diag.Nearest(word, names, `write the name of a symbol, such as {runtime.execute "pattern"}, {= claim}, {why} or {-}; \{ is a brace`)
	p.fault(piece.Pos, hint, "no form of evidence: %s", clip(piece.Text))
}

// clip shortens a text for a message.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// move changes all places of evidence.
func (e *Evidence) move(to func(*Pos)) {
	move := func(p *Pos) {
		if p.Line > 0 {
			to(p)
		}
	}
	move(&e.Pos)
	for _, p := range e.Pieces {
		move(&p.Pos)
		move(&p.Symbol.Pos)
		move(&p.Pattern.Pos)
		move(&p.Expr.Pos)
		for i := range p.Args {
			move(&p.Args[i].Pos)
		}
	}
}
