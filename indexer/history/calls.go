package history

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// call is a call as written: the package of the callee where its name is written with
// one, "" where it must be the caller's own; a method has only its name.
type call struct {
	pkg, name string
	method    bool
}

func sortCalls(list []call) []call {
	slices.SortFunc(list, func(a, b call) int {
		if c := strings.Compare(a.pkg, b.pkg); c != 0 {
			return c
		}
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		switch {
		case a.method == b.method:
			return 0
		case a.method:
			return 1
		}
		return -1
	})
	return slices.Compact(list)
}

// callsIn lists the calls written in a body, those in closures among them.
func (g *goFile) callsIn(body *ast.BlockStmt) (list []call) {
	ast.Inspect(body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun := ast.Unparen(c.Fun)
		switch x := fun.(type) {
		case *ast.IndexExpr:
			fun = x.X
		case *ast.IndexListExpr:
			fun = x.X
		}
		switch f := fun.(type) {
		case *ast.Ident:
			list = append(list, call{name: f.Name})
		case *ast.SelectorExpr:
			if x, ok := f.X.(*ast.Ident); ok && g.paths[x.Name] != "" {
				list = append(list, call{pkg: g.paths[x.Name], name: f.Sel.Name})
				return true
			}
			list = append(list, call{name: f.Sel.Name, method: true})
		}
		return true
	})
	return sortCalls(list)
}

// asmCall is a call or a jump to another function.
var asmCall = regexp.MustCompile(`(?m)^[ \t]*(?:CALL|BL|JAL|JMP|B|BR|JCALL)[ \t]+((?:[\pL\d_∕/.%~·]*·)?)([\pL\d_.∕$~]+)(<>)?(?:<ABI\w*>)?(?:\+0)?\(SB\)`)

func asmCalls(pkg, text string) (list []call) {
	for _, m := range asmCall.FindAllStringSubmatch(text, -1) {
		name := asmName(pkg, m[1], m[2], m[3] != "")
		if dot := strings.LastIndexByte(name, '.'); dot > 0 {
			list = append(list, call{pkg: name[:dot], name: name[dot+1:]})
		}
	}
	return sortCalls(list)
}
