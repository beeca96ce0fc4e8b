package claim

import (
	"cmp"
	"context"
	"go/ast"
	"go/token"
	"slices"

	"github.com/quasilyte/gogrep"

	"sourcedive/indexer/index"
)

// matcher matches a pattern against the nodes of a declaration.
type matcher struct {
	ctx     context.Context
	pattern *Pattern
	file    *parsed
	within  index.Range

	state gogrep.MatcherState // one for all nodes: making it costs more than most matches

	stack []ast.Node // around the node that is looked at, outermost first
	spans []Span
}

func (f *matcher) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			f.stack = f.stack[:len(f.stack)-1]
			return true
		}
		if f.ctx.Err() != nil {
			return false // no call with nil comes for n
		}
		f.stack = append(f.stack, n)
		if f.inside(n) {
			f.visit(n)
		}
		return true
	})
}

func (f *matcher) inside(n ast.Node) bool {
	return f.file.off(n.Pos()) >= f.within.Off && f.file.off(n.End()) <= f.within.End
}

// visit matches the pattern against one node, in the form that the pattern is made for.
func (f *matcher) visit(n ast.Node) {
	switch f.pattern.form {
	case formAny:
		if f.begins(n) {
			f.found(n, n.Pos(), n.End())
		}
	case formLabel:
		if label, ok := n.(*ast.LabeledStmt); ok {
			f.match(&ast.BlockStmt{List: []ast.Stmt{label}}, n)
		}
	case formCase:
		if block := clauseBlock(n); block != nil {
			f.match(block, n)
		}
	default:
		f.node(n)
	}
}

// node matches the pattern against a node as it is, and as it would be written alone.
func (f *matcher) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.GenDecl:
		if len(n.Specs) > 1 {
			f.match(n, n)
		}
	case ast.Spec:
		f.spec(n)
	case *ast.Field:
		if len(n.Names) > 0 {
			decl := &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: n.Names, Type: n.Type}}}
			f.matchAny(f.pattern.fields, decl, n)
		}
		f.match(n, n)
	case *ast.IfStmt:
		if f.pattern.form == formHead && n.Else != nil {
			alone := *n
			alone.Else = nil
			f.match(&alone, n)
		}
		f.match(n, n)
	default:
		f.match(n, n)
	}
}

// begins reports whether a statement begins with the pattern's keyword.
func (f *matcher) begins(n ast.Node) bool {
	switch n.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return f.pattern.keyword == token.FOR
	case *ast.IfStmt:
		return f.pattern.keyword == token.IF
	case *ast.SwitchStmt, *ast.TypeSwitchStmt:
		return f.pattern.keyword == token.SWITCH
	}
	return false
}

// spec matches the pattern against a declaration of one thing, also where it is in a
// group with others.
func (f *matcher) spec(n ast.Spec) {
	decl := f.stack[len(f.stack)-2].(*ast.GenDecl)
	var whole ast.Node = n
	if !decl.Lparen.IsValid() {
		whole = decl
	}
	f.match(&ast.GenDecl{Tok: decl.Tok, Specs: []ast.Spec{n}}, whole)
	f.match(n, n)
	if _, ok := n.(*ast.ValueSpec); ok {
		f.matchAny(f.pattern.fields, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{n}}, n)
	}
}

// clauseBlock writes a clause as compileCase writes its pattern.
func clauseBlock(n ast.Node) *ast.BlockStmt {
	var first ast.Stmt = &ast.BranchStmt{Tok: token.GOTO, Label: ast.NewIdent("gogrep_default")}
	var body []ast.Stmt
	switch n := n.(type) {
	case *ast.CaseClause:
		if n.List != nil {
			first = &ast.ReturnStmt{Results: n.List}
		}
		body = n.Body
	case *ast.CommClause:
		if n.Comm != nil {
			first = n.Comm
		}
		body = n.Body
	default:
		return nil
	}
	return &ast.BlockStmt{List: append([]ast.Stmt{first}, body...)}
}

// match matches all readings of the pattern against a node in place of what is
// written at whole.
func (f *matcher) match(n, whole ast.Node) { f.matchAny(f.pattern.alts, n, whole) }

func (f *matcher) matchAny(readings []*gogrep.Pattern, n, whole ast.Node) {
	for _, alt := range readings {
		alt.MatchNode(&f.state, n, func(m gogrep.MatchData) {
			if m.Node == n {
				f.found(whole, whole.Pos(), whole.End())
			} else if !gogrep.IsEmptyNodeSlice(m.Node) {
				f.found(nil, m.Node.Pos(), m.Node.End())
			}
		})
	}
}

// found keeps a match. Node is nil for a list of statements or expressions.
func (f *matcher) found(node ast.Node, from, to token.Pos) {
	span := Span{File: f.within.File, Off: f.file.off(from), End: f.file.off(to)}
	span.StmtOff, span.StmtEnd, span.HeadEnd = span.Off, span.End, span.End
	if around := f.statement(node); around != nil {
		span.StmtOff, span.StmtEnd = f.file.off(around.Pos()), f.file.off(around.End())
		span.HeadEnd = f.file.off(headEnd(around))
	}
	f.spans = append(f.spans, span)
}

// statement is the smallest statement or declaration around a match, nil for a list of
// statements. What is in the head of a statement is part of that statement.
func (f *matcher) statement(node ast.Node) ast.Node {
	if node == nil {
		if _, list := f.stack[len(f.stack)-1].(*ast.BlockStmt); list {
			return nil
		}
	}
	for i := len(f.stack) - 1; ; i-- {
		n := f.stack[i]
		if field, ok := n.(*ast.Field); ok {
			if _, ok := f.stack[i-2].(*ast.StructType); ok {
				return field
			}
		}
		if !stands(n) || i > 0 && inHead(f.stack[i-1], n) {
			continue
		}
		if _, ok := n.(ast.Spec); ok && !f.stack[i-1].(*ast.GenDecl).Lparen.IsValid() {
			continue
		}
		return n
	}
}

// stands reports whether a node is shown by itself in an excerpt.
func stands(n ast.Node) bool {
	switch n.(type) {
	case *ast.BlockStmt:
		return false
	case ast.Stmt, ast.Decl, ast.Spec:
		return true
	}
	return false
}

// inHead reports whether a statement is part of the head of the one around it.
func inHead(outer, n ast.Node) bool {
	switch o := outer.(type) {
	case *ast.IfStmt:
		return o.Init == n
	case *ast.ForStmt:
		return o.Init == n || o.Post == n
	case *ast.SwitchStmt:
		return o.Init == n
	case *ast.TypeSwitchStmt:
		return o.Init == n || o.Assign == n
	case *ast.CommClause:
		return o.Comm == n
	}
	return false
}

// headEnd is the end of a statement's head: behind its brace or colon.
func headEnd(n ast.Node) token.Pos {
	end := n.End()
	ast.Inspect(n, func(c ast.Node) bool {
		var brace token.Pos
		switch c := c.(type) {
		case *ast.BlockStmt:
			brace = c.Lbrace
		case *ast.CaseClause:
			brace = c.Colon
		case *ast.CommClause:
			brace = c.Colon
		case *ast.StructType:
			brace = c.Fields.Opening
		case *ast.InterfaceType:
			brace = c.Methods.Opening
		}
		if brace.IsValid() && brace < end {
			end = brace + 1
		}
		return true
	})
	return end
}

// sorted gives the matches by place, each once.
func (f *matcher) sorted() []Span {
	slices.SortFunc(f.spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Off, b.Off), cmp.Compare(a.End, b.End)) })
	return slices.Compact(f.spans)
}
