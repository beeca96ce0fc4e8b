package claim

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// seqMark begins the names that replace $*_ and its kind where Go itself parses a
// pattern.
const seqMark = "gogrep_any_number_"

// anyClauses is a body of anything, which is none that a switch of Go can have.
var anyClauses = regexp.MustCompile(`\{\s*` + seqMark + `\w+\s*\}`)

var errSeq = errors.New("$*_ stands where one expression must stand, and for which it has no meaning")

// checkSeq refuses wildcards for any number of nodes where there can only be one: the
// matching library has no answer to those.
func checkSeq(src string) error {
	if !strings.Contains(src, "$*") && !strings.Contains(src, "$ *") {
		return nil
	}
	plain := anyClauses.ReplaceAllString(marked(src), "{}")
	for _, text := range []string{"package p; func _() {" + plain + "\n}", "package p; " + plain, "package p; func _() { switch {" + plain + "\n}}"} {
		f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		var fault error
		ast.Inspect(f, func(n ast.Node) bool {
			for _, one := range single(n) {
				if id, ok := one.(*ast.Ident); ok && id != nil && strings.HasPrefix(id.Name, seqMark) {
					fault = errSeq
				}
			}
			return fault == nil
		})
		return fault
	}
	return nil
}

// marked writes wildcards as names.
func marked(src string) string {
	t, _ := scanPattern(src)
	var b strings.Builder
	at := 0
	for i := 0; i < len(t.list); i++ {
		k := t.list[i]
		if k.text != "$" {
			continue
		}
		b.WriteString(src[at:k.off])
		at = k.end
		name := "gogrep_one_"
		if i+1 < len(t.list) && t.list[i+1].tok == token.MUL {
			i++
			name, at = seqMark, t.list[i].end
		}
		fmt.Fprint(&b, name)
	}
	return b.String() + src[at:]
}

// single lists the parts of a node of which there is always one.
func single(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return []ast.Node{n.X, n.Y}
	case *ast.UnaryExpr:
		return []ast.Node{n.X}
	case *ast.StarExpr:
		return []ast.Node{n.X}
	case *ast.ParenExpr:
		return []ast.Node{n.X}
	case *ast.SelectorExpr:
		return []ast.Node{n.X, n.Sel}
	case *ast.IndexExpr:
		return []ast.Node{n.X, n.Index}
	case *ast.IndexListExpr:
		return []ast.Node{n.X}
	case *ast.TypeAssertExpr:
		return []ast.Node{n.X, n.Type}
	case *ast.KeyValueExpr:
		return []ast.Node{n.Key, n.Value}
	case *ast.CallExpr:
		return []ast.Node{n.Fun}
	case *ast.CompositeLit:
		return []ast.Node{n.Type}
	case *ast.ArrayType:
		return []ast.Node{n.Len, n.Elt}
	case *ast.MapType:
		return []ast.Node{n.Key, n.Value}
	case *ast.ChanType:
		return []ast.Node{n.Value}
	case *ast.Ellipsis:
		return []ast.Node{n.Elt}
	case *ast.SendStmt:
		return []ast.Node{n.Chan, n.Value}
	case *ast.IncDecStmt:
		return []ast.Node{n.X}
	case *ast.RangeStmt:
		return []ast.Node{n.Key, n.Value, n.X}
	case *ast.LabeledStmt:
		return []ast.Node{n.Label, statementExpr(n.Stmt)}
	case *ast.BranchStmt:
		return []ast.Node{n.Label}
	case *ast.FuncDecl:
		return []ast.Node{n.Name}
	case *ast.TypeSpec:
		return []ast.Node{n.Name, n.Type}
	case *ast.Field:
		if len(n.Names) > 0 {
			return []ast.Node{n.Type}
		}
	case *ast.CommClause:
		return []ast.Node{statementExpr(n.Comm)}
	case *ast.TypeSwitchStmt:
		return []ast.Node{statementExpr(n.Assign)}
	}
	return nil
}

// statementExpr is the expression that a statement is.
func statementExpr(s ast.Stmt) ast.Node {
	if e, ok := s.(*ast.ExprStmt); ok {
		return e.X
	}
	return nil
}
