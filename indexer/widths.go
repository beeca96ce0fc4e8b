package indexer

import (
	"go/ast"
	"math"
	"strconv"
	"strings"
)

// widths bounds the types of a package before they are checked: by name, how many
// types are in it by value. go/types goes through a struct of structs anew for each
// field, so sixty declarations of two fields each would never end.
type widths struct {
	specs map[string][]ast.Expr
	known map[string]int64
	deps  func(path string) *widths
	names map[string]string // of imports
}

// typeWidths refuses types that are too wide.
func (u *unit) typeWidths(p *tree, byPath map[string]*unit) error {
	w := &widths{specs: map[string][]ast.Expr{}, known: map[string]int64{}, names: map[string]string{}}
	w.deps = func(path string) *widths {
		if dep := u.meta.Imports[path]; dep != nil && byPath[dep.ID] != nil {
			return byPath[dep.ID].widths
		}
		return nil
	}
	u.widths = w
	var specs []*ast.TypeSpec
	for _, f := range u.syntax {
		importNames(f, w.names)
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				specs = append(specs, spec)
				w.specs[spec.Name.Name] = append(w.specs[spec.Name.Name], spec.Type)
			}
			return true
		})
	}
	for _, spec := range specs {
		if w.named(spec.Name.Name) > maxTypeNodes {
			return p.refused(spec.Pos(), "type %s has more than %d types in it", spec.Name.Name, maxTypeNodes)
		}
	}
	return nil
}

// importNames notes the paths of a file's imports by the names they have in it.
func importNames(f *ast.File, names map[string]string) {
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = path
	}
}

// of is how many types are in a type by value, itself included. Pointers, slices, maps
// and the like are one.
func (w *widths) of(e ast.Expr) int64 {
	switch e := e.(type) {
	case *ast.Ident:
		return 1 + w.named(e.Name)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if dep := w.deps(w.names[x.Name]); dep != nil {
				return 1 + dep.known[e.Sel.Name]
			}
		}
	case *ast.ParenExpr:
		return w.of(e.X)
	case *ast.ArrayType:
		if e.Len != nil {
			return 1 + w.of(e.Elt)
		}
	case *ast.StructType:
		return w.fields(e.Fields)
	case *ast.InterfaceType:
		return w.fields(e.Methods)
	case *ast.BinaryExpr:
		return min(w.of(e.X)+w.of(e.Y), math.MaxInt32)
	case *ast.IndexExpr:
		return min(w.of(e.X)+w.of(e.Index), math.MaxInt32)
	case *ast.IndexListExpr:
		sum := w.of(e.X)
		for _, arg := range e.Indices {
			sum = min(sum+w.of(arg), math.MaxInt32)
		}
		return sum
	}
	return 1
}

func (w *widths) fields(list *ast.FieldList) int64 {
	sum := int64(1)
	for _, f := range list.List {
		sum = min(sum+int64(max(1, len(f.Names)))*w.of(f.Type), math.MaxInt32)
	}
	return sum
}

func (w *widths) named(name string) int64 {
	if n, ok := w.known[name]; ok {
		return n
	}
	w.known[name] = 0 // in a cycle, which go/types refuses
	for _, e := range w.specs[name] {
		w.known[name] = max(w.known[name], w.of(e))
	}
	return w.known[name]
}
