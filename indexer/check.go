package indexer

import (
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/types"
	"runtime"
	"slices"
	"sync"

	"sourcedive/indexer/index"
)

// check parses and type-checks every listed package, dependencies first and as
// many at once as there are processors. The error is about what exceeds all bounds.
func (p *tree) check() error {
	byPath := map[string]*unit{}
	for _, u := range p.listed {
		byPath[u.meta.ID] = u
	}
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for _, u := range p.listed {
		wg.Go(func() {
			defer close(u.done)
			slots <- struct{}{}
			parseErrs := p.parse(u)
			<-slots
			for _, dep := range u.meta.Imports {
				<-byPath[dep.ID].done
			}
			slots <- struct{}{}
			if u.refused == nil {
				u.refused = cmp.Or(u.typeWidths(p, byPath), u.strings(p, byPath))
			}
			if u.refused == nil {
				u.check(p, byPath)
				u.refused = u.typeSizes(p)
			}
			u.errs = append(parseErrs, u.errs...)
			<-slots
		})
	}
	wg.Wait()
	for _, u := range p.listed {
		if u.refused != nil {
			return u.refused
		}
	}
	for _, u := range p.units {
		p.report(u.errs)
	}
	return nil
}

// parse reads the unit's files. Comments are kept only where they will be shown.
func (p *tree) parse(u *unit) (errs []types.Error) {
	mode := parser.SkipObjectResolution
	if u.indexed {
		mode |= parser.ParseComments
	}
	for _, name := range u.meta.CompiledGoFiles {
		f, err := parser.ParseFile(p.fset, name, nil, mode)
		if f != nil {
			u.syntax = append(u.syntax, f)
			u.refused = cmp.Or(u.refused, p.nesting(f))
		}
		errs = append(errs, p.parseErrors(f, err)...)
	}
	return errs
}

func (p *tree) parseErrors(f *ast.File, err error) (errs []types.Error) {
	var list scanner.ErrorList
	if !errors.As(err, &list) || f == nil {
		return nil
	}
	for _, e := range list {
		pos := p.fset.File(f.FileStart).Pos(e.Pos.Offset)
		errs = append(errs, types.Error{Fset: p.fset, Pos: pos, Msg: e.Msg})
	}
	return errs
}

// check type-checks the unit. Errors are kept and do not stop it.
func (u *unit) check(p *tree, byPath map[string]*unit) {
	if u.meta.PkgPath == "unsafe" {
		u.types = types.Unsafe
		return
	}
	conf := types.Config{
		Sizes:            p.sizes,
		IgnoreFuncBodies: !u.indexed,
		Importer:         imports{u, byPath},
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) {
				u.errs = append(u.errs, e)
			}
		},
	}
	info := newInfo()
	u.types, _ = conf.Check(u.meta.PkgPath, p.fset, u.syntax, info)
	if u.indexed {
		u.info = info
	} else {
		u.syntax = nil
	}
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}
}

// imports resolves the imports of one unit to units that are checked already.
type imports struct {
	u      *unit
	byPath map[string]*unit
}

func (i imports) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dep, ok := i.u.meta.Imports[path]
	if !ok || i.byPath[dep.ID].types == nil {
		return nil, errors.New("package " + path + " was not listed")
	}
	return i.byPath[dep.ID].types, nil
}

// report turns type errors into problems, in order of place.
func (p *tree) report(errs []types.Error) {
	slices.SortStableFunc(errs, func(a, b types.Error) int {
		x, y := p.fset.Position(a.Pos), p.fset.Position(b.Pos)
		return cmp.Or(cmp.Compare(x.Filename, y.Filename), cmp.Compare(x.Offset, y.Offset))
	})
	for _, e := range errs {
		pos := p.fset.Position(e.Pos)
		p.problems = append(p.problems, index.Diagnostic{File: p.rel(pos.Filename), Line: pos.Line, Msg: e.Msg})
	}
}
