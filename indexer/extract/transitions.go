package extract

import (
	"go/ast"
	"strings"

	"sourcedive/indexer/index"
)

// Change is a change of status that the source writes with constants.
type Change struct {
	From, To string // "_Grunnable"
	In       index.Sym
	Place    index.Range
}

// transitions lists the changes of status that calls of a function write: its second
// argument is the old status, its third the new one.
func transitions(x *index.Index, setter index.ID) (list []Change) {
	calls(x, setter, func(call *ast.CallExpr, u index.Use, at index.Range) {
		in := x.Enclosing(u.File, u.Off)
		if len(call.Args) < 3 || in == index.NoSym {
			return
		}
		if from, to := status(call.Args[1]), status(call.Args[2]); from != "" && to != "" {
			list = append(list, Change{from, to, x.Outermost(in), at})
		}
	})
	return list
}

func status(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok && strings.HasPrefix(id.Name, "_G") {
		return id.Name
	}
	return ""
}
