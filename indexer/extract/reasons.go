package extract

import (
	"go/ast"

	"sourcedive/indexer/index"
)

// Reason is a reason to wait, as a goroutine dump prints it.
type Reason struct {
	Text  string
	Const index.Sym
	Uses  []index.Use // where it is handed to a function or stored
}

// reasons lists the entries of a table of texts by constants.
func reasons(x *index.Index, table index.ID) (list []Reason) {
	files := map[int32]map[int32]bool{}
	visit(x, table, func(n ast.Node, _ index.Range) {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return
		}
		key, isName := kv.Key.(*ast.Ident)
		text, isText := literal(kv.Value)
		if !isName || !isText {
			return
		}
		if c, ok := x.Sym(index.ID("runtime." + key.Name)); ok {
			list = append(list, Reason{Text: text, Const: c, Uses: given(x, c, files)})
		}
	})
	return list
}

// given are the uses of a constant as an argument of a call or as what is assigned;
// files has the offsets of all such names in the files that were searched.
func given(x *index.Index, c index.Sym, files map[int32]map[int32]bool) (list []index.Use) {
	for _, u := range x.Uses(c) {
		if u.Access&index.Declare != 0 {
			continue
		}
		if files[u.File] == nil {
			files[u.File] = handed(x, u.File)
		}
		if files[u.File][u.Off] {
			list = append(list, u)
		}
	}
	return list
}

// handed are the offsets of the names in a file that are arguments or assigned.
func handed(x *index.Index, file int32) map[int32]bool {
	offsets := map[int32]bool{}
	walk(x, file, func(n ast.Node, at index.Range) {
		var values []ast.Expr
		switch n := n.(type) {
		case *ast.CallExpr:
			values = n.Args
		case *ast.AssignStmt:
			values = n.Rhs
		}
		for _, v := range values {
			if id, ok := v.(*ast.Ident); ok {
				offsets[at.Off+int32(id.Pos()-n.Pos())] = true
			}
		}
	})
	return offsets
}
