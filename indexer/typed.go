package indexer

import (
	"go/ast"
	"go/types"
	"slices"

	"sourcedive/indexer/index"
)

// typedUses lists what unsound functions do with other functions, as far as types tell:
// calls by name, what is handed to switchers, and values taken. Of these it returns the
// kinds that a pass is about.
func typedUses(p *program, kinds ...index.EdgeKind) (edges []rawEdge) {
	var spans functionSpans
	for _, u := range p.units {
		for root := range u.unsound {
			if spans == nil {
				spans = p.functionSpans()
			}
			t := typedUser{program: p, info: u.info, spans: spans, used: map[ast.Node]index.EdgeKind{}}
			ast.Inspect(root, t.visit)
			for _, e := range t.edges {
				if slices.Contains(kinds, e.edge.Kind) {
					edges = append(edges, e)
				}
			}
		}
	}
	return edges
}

// typedUser walks through one unsound function.
type typedUser struct {
	*program
	info  *types.Info
	spans functionSpans
	used  map[ast.Node]index.EdgeKind // how a call is made, or a function used; the rest are values taken
	edges []rawEdge
}

func (t *typedUser) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		t.used[n.Call] = index.EdgeGo
	case *ast.DeferStmt:
		t.used[n.Call] = index.EdgeDefer
	case *ast.CallExpr:
		t.call(n)
	case *ast.FuncLit:
		if s := t.byLit[n]; s != nil {
			t.use(n, s.parent, s)
		}
	case *ast.Ident:
		if f, ok := t.info.Uses[n].(*types.Func); ok {
			at := t.place(n.Pos(), n.Pos())
			t.use(n, t.spans.enclosing(at.File, at.Off), t.symbolOf(f))
		}
	}
	return true
}

// call notes how the function is used that a call names, and those that a switcher is
// handed.
func (t *typedUser) call(call *ast.CallExpr) {
	kind, ok := t.used[call]
	if !ok {
		kind = index.EdgeCall
	}
	callee := named(call.Fun)
	t.used[callee] = kind
	id, ok := callee.(*ast.Ident)
	if !ok {
		return
	}
	if s := t.symbolOf(t.info.Uses[id]); s != nil && switchers[s.ID] {
		for _, arg := range call.Args {
			t.used[named(arg)] = index.EdgeSwitch
		}
	}
}

// named is the identifier or literal of a function that an expression is, if it is one.
func named(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return named(x.X)
	case *ast.SelectorExpr:
		return x.Sel
	case *ast.IndexExpr:
		return named(x.X)
	case *ast.IndexListExpr:
		return named(x.X)
	}
	return x
}

// use adds the edge of one function that another names or holds the literal of.
func (t *typedUser) use(n ast.Node, from, to *symbol) {
	if to == nil || from == nil || !to.Kind.Callable() {
		return
	}
	kind, ok := t.used[n]
	if !ok {
		kind = index.EdgeRef
	}
	if kind == index.EdgeRef && from == to {
		return
	}
	t.edges = append(t.edges, t.edge(from, to, t.place(n.Pos(), n.Pos()), kind))
}
