package extract

import (
	"go/ast"
	"go/token"
	"strconv"

	"sourcedive/indexer/index"
)

// visit walks the declaration of a symbol.
func visit(x *index.Index, id index.ID, see func(ast.Node, index.Range)) {
	sym, ok := x.Sym(id)
	if !ok || !x.Symbols[sym].Decl.OK() {
		return
	}
	decl := x.Symbols[sym].Decl
	walk(x, decl.File, func(n ast.Node, at index.Range) {
		if decl.Contains(at.File, at.Off) {
			see(n, at)
		}
	})
}

// walk visits the nodes of a file; one that does not parse has none.
func walk(x *index.Index, file int32, see func(ast.Node, index.Range)) {
	s, err := x.Syntax(file)
	if err != nil {
		return
	}
	ast.Inspect(s.AST, func(n ast.Node) bool {
		if n != nil {
			see(n, s.Range(file, n))
		}
		return true
	})
}

// calls visits the calls of a function by its name, file by file.
func calls(x *index.Index, fn index.ID, see func(call *ast.CallExpr, u index.Use, at index.Range)) {
	sym, ok := x.Sym(fn)
	if !ok {
		return
	}
	uses := x.Uses(sym)
	for len(uses) > 0 {
		file, called := uses[0].File, map[int32]index.Use{}
		for len(uses) > 0 && uses[0].File == file {
			if uses[0].Access&index.Called != 0 {
				called[uses[0].Off] = uses[0]
			}
			uses = uses[1:]
		}
		if len(called) == 0 || x.Files[file].Lang != index.LangGo {
			continue
		}
		walk(x, file, func(n ast.Node, at index.Range) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			if u, ok := called[calledAt(call, at)]; ok {
				see(call, u, at)
			}
		})
	}
}

// calledAt is the offset of the name that a call at a place calls.
func calledAt(call *ast.CallExpr, at index.Range) int32 {
	name := call.Fun
	if sel, ok := name.(*ast.SelectorExpr); ok {
		name = sel.Sel
	}
	return at.Off + int32(name.Pos()-call.Pos())
}

func named(x ast.Expr, names ...string) bool {
	id, ok := x.(*ast.Ident)
	for _, name := range names {
		if ok && id.Name == name {
			return true
		}
	}
	return false
}

func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
