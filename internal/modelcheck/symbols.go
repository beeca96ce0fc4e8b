package modelcheck

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
)

// symbolsCheck checks that package runtime has the functions that a model names in its
// events and mirrors. Other maps a name to the one that it has in other versions, which
// counts, and is reported.
func symbolsCheck(m sim.Model, other map[string]string) Check {
	return Check{Name: "symbols", Says: "the functions that the model names are in the source, by the same names", Run: func(_ context.Context, tc Toolchain) (r Result, err error) {
		have, err := runtimeFuncs(tc.Root)
		if err != nil {
			return r, err
		}
		need := slices.Clone(m.Funcs)
		for _, mirror := range m.Mirrors {
			need = append(need, mirror.Symbol)
		}
		slices.Sort(need)
		for _, sym := range slices.Compact(need) {
			name, alias := strings.TrimPrefix(sym, "runtime."), other[sym]
			switch {
			case have[name]:
				r.agree()
			case alias != "" && have[strings.TrimPrefix(alias, "runtime.")]:
				r.agree()
				r.Detail = append(r.Detail, fmt.Sprintf("%s: %s is called %s", tc.Version, sym, alias))
			default:
				r.disagree("%s has no %s", tc.Version, sym)
			}
		}
		return r, nil
	}}
}

// runtimeFuncs are the functions of package runtime by name, on all platforms.
func runtimeFuncs(root string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(root, "src", "runtime", "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s: no source of package runtime", root)
	}
	have := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				have[funcName(fn)] = true
			}
		}
	}
	return have, nil
}

func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	switch t := fn.Recv.List[0].Type.(type) {
	case *ast.Ident:
		return t.Name + "." + fn.Name.Name
	case *ast.StarExpr:
		if id, ok := t.X.(*ast.Ident); ok {
			return "(*" + id.Name + ")." + fn.Name.Name
		}
	}
	return fn.Name.Name
}
