package claim

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/quasilyte/gogrep"

	"sourcedive/indexer/index"
)

// An Edit is a change of one declaration that is never written anywhere: claims are
// evaluated as if the source had it. What it makes of the declaration need not compile.
type Edit struct {
	Sym  index.Sym
	Line int    // in the file, of what is changed
	What string // "the condition is negated"
	Text string // the declaration after it
	Code bool   // all code is dropped: of the files that a claim reads, the comments remain

	gone   []index.Range // of the file: what is dropped
	added  []index.Edge  // calls of Sym that the source has not
	number bool          // a number is another

	file   *parsed
	within index.Range
	failed bool
}

// Edits are the changes of a symbol's declaration by which evidence is tried, in the order
// of the source: each condition negated, each comparison moved by one, each constant
// changed, each statement dropped, each two neighbours swapped. Of assembly it is lines
// that are dropped and swapped. Comments stay as they are.
func (s *Source) Edits(sym index.Sym) ([]*Edit, error) {
	symbol := &s.x.Symbols[sym]
	at := symbol.Body()
	if !at.OK() {
		return nil, fmt.Errorf("%s is declared nowhere in the indexed source", symbol.ID)
	}
	m := &mutation{source: s, sym: sym, at: at, text: s.x.Files[at.File].Text[at.Off:at.End]}
	if symbol.Asm.OK() {
		m.lines()
	} else {
		file, head, err := parseAlone(m.text)
		if err != nil {
			return nil, err
		}
		m.off = func(pos token.Pos) int { return int(file.off(pos)) - head }
		ast.Inspect(file.ast, func(n ast.Node) bool { m.node(n); return true })
	}
	switch symbol.Kind {
	case index.KindConst, index.KindField, index.KindVar:
		if len(m.list) == 0 {
			m.list = append(m.list, &Edit{Sym: sym, Line: s.x.Line(at.File, at.Off), What: "the value or type is another", Text: m.text, number: true})
		}
	}
	slices.SortStableFunc(m.list, func(a, b *Edit) int { return a.Line - b.Line })
	return m.list, nil
}

// WithoutCode is the edit that leaves comments alone, of all files that a claim reads.
func WithoutCode() *Edit { return &Edit{Sym: index.NoSym, What: "all code is dropped", Code: true} }

// Added are the edits that add calls, by which evidence is tried that says there is none:
// of each two functions for which the claim asks whether one calls the other, the first
// does, before all else.
func (s *Source) Added(e *Expr) (list []*Edit) {
	for _, pair := range e.pairs {
		from, ok := s.x.Named(pair[0])
		to, also := s.x.Named(pair[1])
		if !ok || !also || !s.x.Symbols[from].Decl.OK() {
			continue
		}
		at := s.x.Symbols[from].Decl
		text := s.x.Files[at.File].Text[at.Off:at.End]
		file, head, err := parseAlone(text)
		if err != nil {
			continue
		}
		decl, ok := file.ast.Decls[0].(*ast.FuncDecl)
		if !ok || decl.Body == nil {
			continue
		}
		name := s.x.Symbols[to].ID.Base()
		body := int(file.off(decl.Body.Lbrace)) - head + 1
		list = append(list, &Edit{
			Sym: from, Line: s.x.Line(at.File, at.Off+int32(body)), What: "a call of " + name + " is added",
			Text:  text[:body] + "\n\t" + name + "()\n" + text[body:],
			added: []index.Edge{{From: from, To: to, Kind: index.EdgeCall, File: at.File, At: at.Off + int32(body)}},
		})
	}
	return list
}

// mutation makes the edits of one declaration.
type mutation struct {
	source *Source
	sym    index.Sym
	at     index.Range
	text   string
	off    func(token.Pos) int // in text
	list   []*Edit
}

// replace adds the edit that puts a text in the place of another.
func (m *mutation) replace(from, to int, with, what string) *Edit {
	e := &Edit{
		Sym: m.sym, Line: m.source.x.Line(m.at.File, m.at.Off+int32(from)), What: what,
		Text: m.text[:from] + with + m.text[to:],
	}
	m.list = append(m.list, e)
	return e
}

func (m *mutation) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		m.negate(n.Cond)
	case *ast.ForStmt:
		m.negate(n.Cond)
	case *ast.BinaryExpr:
		m.compare(n)
	case *ast.BasicLit:
		m.constant(n)
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	case *ast.CommClause:
		m.statements(n.Body)
	case *ast.StructType:
		m.fields(n.Fields.List)
	}
}

func (m *mutation) negate(cond ast.Expr) {
	if cond != nil {
		from, to := m.off(cond.Pos()), m.off(cond.End())
		m.replace(from, to, "!("+m.text[from:to]+")", "the condition is negated")
	}
}

// moved are the comparisons that are true or false in one case more.
var moved = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}

func (m *mutation) compare(n *ast.BinaryExpr) {
	if other, ok := moved[n.Op]; ok {
		from := m.off(n.OpPos)
		m.replace(from, from+len(n.Op.String()), other.String(), "the comparison is moved by one")
	}
}

func (m *mutation) constant(n *ast.BasicLit) {
	with := ""
	switch n.Kind {
	case token.INT:
		v, err := strconv.ParseInt(n.Value, 0, 64)
		if err != nil {
			return
		}
		with = strconv.FormatInt(v+1, 10)
	case token.FLOAT:
		with = "1" + n.Value
	case token.STRING:
		with = strconv.Quote("other than " + n.Value)
	default:
		return
	}
	m.replace(m.off(n.Pos()), m.off(n.End()), with, "the constant "+n.Value+" is another").number = true
}

func (m *mutation) statements(list []ast.Stmt) {
	for i, stmt := range list {
		if i > 0 {
			m.swap(list[i-1], stmt, "the statement changes places with the next")
		}
		m.drop(stmt, "the statement is dropped")
	}
}

func (m *mutation) fields(list []*ast.Field) {
	for i, f := range list {
		if i > 0 {
			m.swap(list[i-1], f, "the field changes places with the next")
		}
		m.drop(f, "the field is dropped")
	}
}

func (m *mutation) drop(n ast.Node, what string) {
	from, to := m.off(n.Pos()), m.off(n.End())
	e := m.replace(from, to, "", what)
	e.gone = []index.Range{{File: m.at.File, Off: m.at.Off + int32(from), End: m.at.Off + int32(to)}}
}

func (m *mutation) swap(a, b ast.Node, what string) {
	from, mid, behind, to := m.off(a.Pos()), m.off(a.End()), m.off(b.Pos()), m.off(b.End())
	m.replace(from, to, m.text[behind:to]+m.text[mid:behind]+m.text[from:mid], what)
}

// lines makes the edits of assembly.
func (m *mutation) lines() {
	off := 0
	for line := range strings.Lines(m.text) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "//") {
			end := off + len(strings.TrimRight(line, "\r\n"))
			m.replace(off, end, "", "the line is dropped").gone = []index.Range{{File: m.at.File, Off: m.at.Off + int32(off), End: m.at.Off + int32(end)}}
		}
		off += len(line)
	}
}

// alone are the ways in which a declaration stands in its file: by itself, in a group or a
// type, or as a function literal.
var alone = []struct{ before, after string }{
	{"package p;", ""}, {"package p;type(", "\n)"}, {"package p;const(", "\n)"}, {"package p;var(", "\n)"}, {"package p;type _ struct{", "\n}"}, {"package p;type _ interface{", "\n}"},
	{"package p;var _ =", ""},
}

// parseAlone parses a declaration outside of its file, with some bytes before it.
func parseAlone(text string) (f *parsed, head int, err error) {
	for _, a := range alone {
		fset := token.NewFileSet()
		f = &parsed{base: fset.Base()}
		if f.ast, err = parser.ParseFile(fset, "", a.before+text+a.after, parser.SkipObjectResolution); err == nil {
			return f, len(a.before), nil
		}
	}
	return nil, 0, err
}

// find lists the matches of a pattern in the declaration after the edit, with places in
// its text.
func (e *Edit) find(ctx context.Context, p *Pattern) (spans []Span, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the pattern %q has a wildcard where none can stand: %v", p, r)
		}
	}()
	if e.file == nil && !e.failed {
		file, head, err := parseAlone(e.Text)
		e.file, e.failed = file, err != nil
		e.within = index.Range{Off: int32(head), End: int32(head + len(e.Text))}
	}
	if e.failed {
		return nil, nil // it is no Go any more, and has nothing in it
	}
	f := &matcher{ctx: ctx, pattern: p, file: e.file, within: e.within, state: gogrep.NewMatcherState()}
	for _, decl := range e.file.ast.Decls {
		if err := p.affordable(decl); err != nil {
			return nil, err
		}
		f.walk(decl)
	}
	return f.sorted(), nil
}

// Matches counts the matches of a pattern in the declaration after the edit.
func (e *Edit) Matches(ctx context.Context, p *Pattern) int {
	spans, err := e.find(ctx, p)
	if err != nil {
		return 0
	}
	return len(spans)
}

// Lines counts the lines of the declaration after the edit that contain some words.
func (e *Edit) Lines(words string) (n int) {
	words = fold(words)
	for line := range strings.Lines(e.Text) {
		if strings.Contains(fold(line), words) {
			n++
		}
	}
	return n
}

// drops reports whether a place is in what the edit drops.
func (e *Edit) drops(file, off int32) bool {
	return slices.ContainsFunc(e.gone, func(at index.Range) bool { return at.File == file && at.Off <= off && off < at.End })
}

// editOf is the edit of a symbol that the claim is evaluated with, nil for none.
func editOf(s *evaluator, sym index.Sym) *Edit {
	if e := s.env.Edit; e != nil && e.Sym == sym && !e.Code {
		return e
	}
	return nil
}

// altered fails where the edit gives what a symbol is by its declaration another value.
func altered(s *evaluator, name string) error {
	sym, ok := s.x.Named(name)
	if e := editOf(s, sym); ok && e != nil && (e.number || len(e.gone) > 0) {
		return gapf("", "the edit changes %s", name)
	}
	return nil
}

// calleesOf are the edges from a function that the edit leaves, and those that it adds.
func calleesOf(s *evaluator, f index.Sym) []index.Edge {
	list := keptEdges(s, s.x.Callees(f))
	if e := editOf(s, f); e != nil {
		list = append(slices.Clip(list), e.added...)
	}
	return list
}

func keptEdges(s *evaluator, list []index.Edge) []index.Edge {
	e := s.env.Edit
	if e == nil || len(e.gone) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(edge index.Edge) bool { return e.drops(edge.File, edge.At) })
}

// textOf is the declaration of a symbol, edited or not.
func textOf(s *evaluator, sym index.Sym) string {
	if e := editOf(s, sym); e != nil {
		return e.Text
	}
	at := s.x.Symbols[sym].Body()
	return s.x.Files[at.File].Text[at.Off:at.End]
}

// commentsOf are the lines of a file that are nothing but comments.
func commentsOf(text string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		word := strings.TrimSpace(line)
		starts := strings.HasPrefix(word, "/*")
		if inside || starts || strings.HasPrefix(word, "//") && !strings.HasPrefix(word, "//go:") {
			b.WriteString(line)
		}
		inside = (inside || starts) && !strings.Contains(word, "*/")
	}
	return b.String()
}
