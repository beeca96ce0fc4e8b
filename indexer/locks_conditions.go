package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// condition is that a variable is true, or nil, which it is all the time.
type condition struct {
	obj types.Object
	nil bool
}

// mostAsked bounds the conditions, whose answers are tried in all combinations.
const mostAsked = 3

// asked are the conditions that branches depend on more than once.
func (w *lockFlow) asked(graph *cfg.CFG) (list []condition) {
	times := map[condition]int{}
	for _, b := range graph.Blocks {
		if len(b.Succs) != 2 || len(b.Nodes) == 0 {
			continue
		}
		ast.Inspect(b.Nodes[len(b.Nodes)-1], func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if c, _ := w.condition(e); ok && c.obj != nil {
				if times[c]++; times[c] == 2 && len(list) < mostAsked {
					list = append(list, c)
				}
				return false
			}
			return true
		})
	}
	return list
}

// condition is the one that an expression is, or the opposite of.
func (w *lockFlow) condition(e ast.Expr) (c condition, not bool) {
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := w.fn.u.info.Uses[e].(*types.Var)
		if b, isBool := types.Unalias(typeOf(v)).(*types.Basic); ok && isBool && b.Kind() == types.Bool && w.constant(v) {
			return condition{obj: v}, false
		}
	case *ast.BinaryExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		if !ok || e.Op != token.EQL && e.Op != token.NEQ || !w.fn.u.info.Types[e.Y].IsNil() {
			break
		}
		if v, ok := w.fn.u.info.Uses[id].(*types.Var); ok && w.constant(v) {
			return condition{v, true}, e.Op == token.NEQ
		}
	}
	return condition{}, false
}

func typeOf(v *types.Var) types.Type {
	if v == nil {
		return nil
	}
	return v.Type()
}

// constant reports whether a variable has one value while the function runs: a parameter,
// or one that is declared by a statement of the body that runs once.
func (w *lockFlow) constant(v *types.Var) bool {
	if w.f.changed[v] {
		return false
	}
	if slices.Contains(w.fn.params, types.Object(v)) {
		return true
	}
	for _, stmt := range w.fn.body.List {
		switch stmt := stmt.(type) {
		case *ast.LabeledStmt:
			return false // it may run again from here
		case *ast.AssignStmt:
			for _, lhs := range stmt.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && stmt.Tok == token.DEFINE && w.fn.u.info.Defs[id] == v {
					return true
				}
			}
		}
	}
	return false
}

// eval is what the assumed answers make of a condition.
func (w *lockFlow) eval(e ast.Expr) verdict {
	if c, not := w.condition(e); c.obj != nil {
		if answer, ok := w.assume[c]; ok {
			return verdictOf(answer != not)
		}
		return perhaps
	}
	return logic(e, w.eval)
}

// ways are the blocks that may follow a block.
func (w *lockFlow) ways(b *cfg.Block) []*cfg.Block {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return b.Succs
	}
	if cond, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr); ok {
		switch w.eval(cond) {
		case always:
			return b.Succs[:1]
		case never:
			return b.Succs[1:]
		}
	}
	return b.Succs
}
