package indexer

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what a tree may hold. Each is far above what any release of Go has, and
// below what takes minutes or gigabytes: types and constants can be written in a few
// lines that expand to more than any machine holds.
const (
	maxFile      = 16 << 20 // bytes of one source file
	maxNesting   = 10_000   // of syntax; operands of one expression do not count
	maxOperands  = 5_000    // of one expression: go/types takes the square of them
	maxClosures  = 100      // function literals in each other: the name of one has those of all around it
	maxString    = 16 << 20 // bytes of a constant string
	maxShown     = 64 << 10 // bytes of a constant string that are shown
	maxTypeNodes = 1 << 16  // of a type that is written out
	maxSizeSteps = 1 << 16  // of finding the size of a type
	maxShape     = 1 << 16  // bytes of a type argument that is written out

	maxInstantiated = 1 << 20 // identifiers in all instances of generic declarations; cmd/compile has 58,000
	instanceSize    = 16      // what an instance costs in itself, in identifiers
)

// refused is an error about a place in the tree.
func (p *tree) refused(pos token.Pos, format string, args ...any) error {
	at := p.fset.Position(pos)
	return fmt.Errorf("%s:%d: %s\n    hint: no release of Go has that: read another tree, or remove it", p.rel(at.Filename), at.Line, fmt.Sprintf(format, args...))
}

// admit refuses listed files that lie outside the tree and what it imports, as those of a
// replaced module do, are no regular files, or too large.
func (p *tree) admit() error {
	for _, u := range p.listed {
		for _, name := range slices.Concat(u.meta.GoFiles, u.meta.CompiledGoFiles, u.meta.OtherFiles, u.meta.IgnoredFiles) {
			if !p.inside(name) && (u.indexed || !p.beside(name)) {
				return fmt.Errorf("listing package %s: %s lies outside the tree, and nothing there is read\n    hint: check src/go.mod for replaced modules", u.meta.PkgPath, name)
			}
			if err := admitFile(name); err != nil {
				return fmt.Errorf("listing package %s: %w", u.meta.PkgPath, err)
			}
		}
	}
	return nil
}

// inside reports whether a path, as it is written, lies in the tree.
func (p *tree) inside(path string) bool {
	return below(path, p.src, filepath.Join(p.cfg.Root, "src"))
}

// beside reports whether a path lies in what the module of the tree imports.
func (p *tree) beside(path string) bool {
	return p.cfg.Module != nil && below(path, p.cfg.Module.Beside...)
}

// below reports whether a path lies below one of some directories.
func below(path string, dirs ...string) bool {
	path = filepath.Clean(path)
	return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(path, dir+string(os.PathSeparator)) })
}

func admitFile(name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil // whoever reads it reports that
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file\n    hint: remove it: only regular files are read", name)
	case info.Size() > maxFile:
		return fmt.Errorf("%s has %d bytes, the limit is %d\n    hint: no file of Go's source is that large: remove it", name, info.Size(), maxFile)
	}
	return nil
}

// readFileText reads a file that admitFile accepts.
func readFileText(name string) ([]byte, error) {
	if err := admitFile(name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// nesting refuses syntax that is nested too deeply.
func (p *tree) nesting(f *ast.File) error {
	var open []ast.Node
	depth, closures, operands := 0, 0, 0
	var at token.Pos
	ast.Inspect(f, func(n ast.Node) bool {
		step := 1
		if n == nil {
			n, step = open[len(open)-1], -1
			open = open[:len(open)-1]
		} else {
			open = append(open, n)
		}
		switch n.(type) {
		case *ast.BinaryExpr:
			operands += step
		case *ast.FuncLit:
			closures += step
			depth += step
		default:
			depth += step
		}
		if (depth > maxNesting || closures > maxClosures || operands > maxOperands) && !at.IsValid() {
			at = n.Pos()
		}
		return true
	})
	if at.IsValid() {
		return p.refused(at, "syntax is nested more than %d deep, function literals more than %d, or operands more than %d", maxNesting, maxClosures, maxOperands)
	}
	return nil
}

// lengths bounds the constant strings of a package before they are made: by name, the
// bytes of all that its expression names.
type lengths struct {
	specs map[string][]ast.Expr
	known map[string]int64
	deps  func(path string) *lengths
	names map[string]string // of imports
}

// strings refuses constant strings that are too long. Concatenation doubles: sixty
// constants of two operands each make more bytes than there are.
func (u *unit) strings(p *tree, byPath map[string]*unit) error {
	l := &lengths{specs: map[string][]ast.Expr{}, known: map[string]int64{}, names: map[string]string{}}
	l.deps = func(path string) *lengths {
		if dep := u.meta.Imports[path]; dep != nil && byPath[dep.ID] != nil {
			return byPath[dep.ID].lengths
		}
		return nil
	}
	u.lengths = l
	for _, f := range u.syntax {
		l.collect(f)
	}
	for name := range l.specs { // all at once: importers only look them up
		l.named(name)
	}
	for _, f := range u.syntax {
		var err error
		ast.Inspect(f, func(n ast.Node) bool {
			b, ok := n.(*ast.BinaryExpr)
			if err != nil || !ok {
				return err == nil
			}
			if l.of(b) > maxString {
				err = p.refused(b.Pos(), "a constant string can have more than %d bytes here", maxString)
			}
			return false
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// collect notes the constants and imports of a file. A name declared twice, as in two
// functions, stands for both.
func (l *lengths) collect(f *ast.File) {
	importNames(f, l.names)
	ast.Inspect(f, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		var values []ast.Expr // an empty list repeats the one before
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ValueSpec)
			if len(spec.Values) > 0 {
				values = spec.Values
			}
			for i, name := range spec.Names {
				if i < len(values) {
					l.specs[name.Name] = append(l.specs[name.Name], values[i])
				}
			}
		}
		return true
	})
}

// of is the bytes of the literals and constants that an expression names, at most
// math.MaxInt32 for each of them.
func (l *lengths) of(e ast.Expr) (sum int64) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				sum += int64(len(n.Value))
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && l.names[x.Name] != "" {
				if dep := l.deps(l.names[x.Name]); dep != nil {
					sum += dep.known[n.Sel.Name]
				}
				return false
			}
		case *ast.Ident:
			sum += l.named(n.Name)
		}
		return true
	})
	return sum
}

func (l *lengths) named(name string) int64 {
	if n, ok := l.known[name]; ok {
		return n
	}
	exprs := l.specs[name]
	if len(exprs) == 0 {
		return 0
	}
	l.known[name] = 0 // in a cycle, which go/types refuses
	most := int64(0)
	for _, e := range exprs {
		most = max(most, l.of(e))
	}
	l.known[name] = min(most, math.MaxInt32)
	return l.known[name]
}

// shown is a constant string as it is shown: the whole of one that can be read.
func shown(v constant.Value) string {
	text := constant.StringVal(v)
	if len(text) <= maxShown {
		return v.ExactString()
	}
	return strconv.Quote(text[:maxShown]) + "… (" + strconv.Itoa(len(text)) + " bytes)"
}

// sizes are those of a compiler, but for types whose size takes too long to find:
// that of a struct of structs is found anew for each field. They are as unknown as
// those that overflow.
type sizes struct{ types.Sizes }

func (s sizes) Sizeof(t types.Type) int64 {
	if sizeSteps(t) > maxSizeSteps {
		return -1
	}
	return s.Sizes.Sizeof(t)
}

func (s sizes) Alignof(t types.Type) int64 {
	if sizeSteps(t) > maxSizeSteps {
		return 1 // none would be a fault of ours to go/types
	}
	return s.Sizes.Alignof(t)
}

func (s sizes) Offsetsof(fields []*types.Var) []int64 {
	if sizeSteps(types.NewStruct(fields, nil)) <= maxSizeSteps {
		return s.Sizes.Offsetsof(fields)
	}
	unknown := make([]int64, len(fields))
	for i := range unknown {
		unknown[i] = -1
	}
	return unknown
}

// sizeSteps is how many types are looked at to find the size of t.
func sizeSteps(t types.Type) int64 {
	if _, ok := t.Underlying().(*types.Basic); ok {
		return 1
	}
	type cost struct{ size, align int64 }
	known := map[types.Type]cost{}
	var of func(t types.Type) cost
	of = func(t types.Type) cost {
		if c, ok := known[t]; ok {
			return c
		}
		known[t] = cost{1, 1} // in a cycle, which go/types refuses
		c := cost{1, 1}
		add := func(t types.Type) {
			inner := of(t)
			c.size = min(c.size+inner.size+inner.align, math.MaxInt32)
			c.align = min(c.align+inner.align, math.MaxInt32)
		}
		switch u := t.Underlying().(type) {
		case *types.Array:
			add(u.Elem())
		case *types.Struct:
			for f := range u.Fields() {
				add(f.Type())
			}
		}
		known[t] = c
		return c
	}
	return of(t).size
}

// typeSizes refuses types that are too large to be written out or compared.
func (u *unit) typeSizes(p *tree) error {
	w := typeParts{}
	var first token.Pos
	judge := func(t types.Type, pos token.Pos) {
		if t != nil && w.nodes(t) > maxTypeNodes && (!first.IsValid() || pos < first) {
			first = pos
		}
	}
	if u.info != nil {
		for e, tv := range u.info.Types {
			judge(tv.Type, e.Pos())
		}
	}
	if u.types != nil {
		for _, name := range u.types.Scope().Names() {
			obj := u.types.Scope().Lookup(name)
			judge(obj.Type(), obj.Pos())
			judge(obj.Type().Underlying(), obj.Pos())
		}
	}
	if first.IsValid() {
		return p.refused(first, "a type of more than %d parts", maxTypeNodes)
	}
	return nil
}

// typeParts counts the parts of types as they would be written out without aliases, and
// keeps the counts.
type typeParts map[types.Type]int64

func (w typeParts) nodes(t types.Type) int64 {
	if n, ok := w[t]; ok {
		return n
	}
	w[t] = 1
	n := int64(1)
	for _, part := range parts(t) {
		n = min(n+w.nodes(part), math.MaxInt32)
	}
	w[t] = n
	return n
}

// parts are the types that t is written with.
func parts(t types.Type) (list []types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		list = append(list, types.Unalias(t))
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			list = append(list, arg)
		}
	case *types.Struct:
		for f := range t.Fields() {
			list = append(list, f.Type())
		}
	case *types.Tuple:
		for v := range t.Variables() {
			list = append(list, v.Type())
		}
	case *types.Signature:
		list = append(list, t.Params(), t.Results())
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			list = append(list, m.Type())
		}
		for e := range t.EmbeddedTypes() {
			list = append(list, e)
		}
	case *types.Union:
		for term := range t.Terms() {
			list = append(list, term.Type())
		}
	case *types.Map:
		list = append(list, t.Key(), t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		list = append(list, t.Elem())
	}
	return list
}
