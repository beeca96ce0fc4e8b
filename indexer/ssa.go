package indexer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// buildSSA starts to build ssa of the indexed packages, but for what is unsound in them;
// the others are known by their types only. It only reads what is checked already, so
// other passes may run meanwhile. The channel is closed when it is done.
func (p *program) buildSSA() <-chan struct{} {
	p.ssa = ssa.NewProgram(p.fset, ssa.InstantiateGenerics|ssa.BareInits) // packages that are not here have no init to call
	for _, u := range p.listed {
		if u.types == nil {
			continue
		}
		if u.indexed {
			p.ssa.CreatePackage(u.types, u.soundFiles(), u.soundInfo(), true)
		} else {
			p.ssa.CreatePackage(u.types, nil, nil, true)
		}
	}
	built := make(chan struct{})
	go func() {
		p.ssa.Build()
		close(built)
	}()
	return built
}

// ssaFunctions calls do for every function of the indexed packages that has a
// body and a symbol, closures after what encloses them.
func (p *program) ssaFunctions(do func(s *symbol, f *ssa.Function)) {
	var visit func(f *ssa.Function)
	visit = func(f *ssa.Function) {
		if s := p.ssaSymbol(f); s != nil && f.Blocks != nil {
			do(s, f)
		}
		for _, anon := range f.AnonFuncs {
			visit(anon)
		}
	}
	for _, u := range p.units {
		for obj, s := range p.unitFunctions(u) {
			if f := p.ssa.FuncValue(obj); f != nil && s != nil {
				visit(f)
			}
		}
		if pkg := p.ssa.Package(u.types); pkg != nil && pkg.Func("init") != nil {
			visit(pkg.Func("init")) // holds the literals of package-level variables
		}
	}
}

// unitFunctions lists the declared functions and methods of a unit.
func (p *program) unitFunctions(u *unit) map[*types.Func]*symbol {
	found := map[*types.Func]*symbol{}
	for _, obj := range u.info.Defs {
		if f, ok := obj.(*types.Func); ok {
			found[f] = p.byObj[f]
		}
	}
	return found
}

// ssaSymbol is the symbol of an ssa function. Wrappers that ssa makes up for
// method values and promoted methods count as the method itself; those for a method of an
// interface, which has no code, have none.
func (p *declarations) ssaSymbol(f *ssa.Function) *symbol {
	if o := f.Origin(); o != nil {
		f = o
	}
	if obj, ok := f.Object().(*types.Func); ok {
		if s := p.byObj[obj.Origin()]; s != nil && s.Kind.Callable() {
			return s
		}
		return nil
	}
	switch syntax := f.Syntax().(type) {
	case *ast.FuncLit:
		return p.byLit[syntax]
	case *ast.RangeStmt: // the body of a loop over a function is part of the function around it
		return p.ssaSymbol(f.Parent())
	}
	return nil
}

// loopBody reports whether a function is the body of a loop over a function.
func loopBody(f *ssa.Function) (*ast.RangeStmt, bool) {
	loop, ok := f.Syntax().(*ast.RangeStmt)
	return loop, ok
}
