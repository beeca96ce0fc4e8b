package modelcheck

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
)

// splice returns a Go file with text in place of a part of function fn. find returns the
// part when it is given the node that what names, and token.NoPos for all others; the
// last one that it finds counts.
func splice(file, fn, what string, find func(ast.Node) (from, to token.Pos), text string) ([]byte, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	start, end := -1, -1
	for _, d := range tree.Decls {
		if f, ok := d.(*ast.FuncDecl); !ok || f.Name.Name != fn {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if from, to := find(n); from.IsValid() {
				start, end = fset.Position(from).Offset, fset.Position(to).Offset
			}
			return true
		})
	}
	if start < 0 {
		return nil, fmt.Errorf("%s: %s has no %s", filepath.Base(file), fn, what)
	}
	return slices.Concat(source[:start], []byte(text), source[end:]), nil
}
