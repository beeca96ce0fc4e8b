package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// resolveRefs resolves every identifier of the indexed Go files.
func (p *program) resolveRefs() {
	for _, u := range p.units {
		for _, f := range u.syntax {
			p.resolveFile(u, f)
		}
	}
}

// resolver collects the refs of one file.
type resolver struct {
	*program
	u      *unit
	tf     *token.File
	refs   []rawRef
	access map[*ast.Ident]index.Access
}

// rawRef is a ref whose symbol has no position yet.
type rawRef struct {
	index.Ref
	target *symbol
}

func (p *program) resolveFile(u *unit, f *ast.File) {
	tf := p.fset.File(f.FileStart)
	file, ok := p.goFile[tf]
	if !ok {
		return
	}
	r := &resolver{program: p, u: u, tf: tf, access: accesses(u.info, f)}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name != "_" {
			r.ident(id)
		}
		return true
	})
	slices.SortFunc(r.refs, func(a, b rawRef) int { return int(a.Off - b.Off) })
	p.raw(file, r.refs)
}

// raw stores refs; their symbols are filled in when all have positions.
func (p *program) raw(file int32, refs []rawRef) {
	if p.rawRefs == nil {
		p.rawRefs = map[int32][]rawRef{}
	}
	p.rawRefs[file] = refs
}

func (r *resolver) ident(id *ast.Ident) {
	obj, declares := r.object(id)
	ref := rawRef{Ref: index.Ref{
		Off: int32(r.tf.Offset(id.Pos())), End: int32(r.tf.Offset(id.End())),
		Local: -1, Sym: index.NoSym, Access: r.access[id],
	}}
	if declares {
		ref.Access = index.Declare
	} else if ref.Access == 0 {
		ref.Access = index.Read
	}
	name, ok := nameKind(r.u, id, obj)
	if !ok {
		return
	}
	ref.Name = name
	if ref.target = r.symbolOf(obj); ref.target == nil {
		ref.Local = r.localOf(obj)
	}
	r.refs = append(r.refs, ref)
}

// object is what an identifier means, and whether it is declared here.
func (r *resolver) object(id *ast.Ident) (obj types.Object, declares bool) {
	if obj := r.u.info.Uses[id]; obj != nil {
		return obj, false
	}
	return r.u.info.Defs[id], true
}

// symbolOf folds instances of generic functions, methods and fields.
func (p *declarations) symbolOf(obj types.Object) *symbol {
	switch o := obj.(type) {
	case nil:
		return nil
	case *types.Func:
		return p.byObj[o.Origin()]
	case *types.Var:
		return p.byObj[o.Origin()]
	}
	return p.byObj[obj]
}

// localOf is the offset of a declaration in the same file, -1 for others.
func (r *resolver) localOf(obj types.Object) int32 {
	if obj == nil || !obj.Pos().IsValid() || obj.Pos() < token.Pos(r.tf.Base()) || int(obj.Pos()) > r.tf.Base()+r.tf.Size() {
		return -1
	}
	return int32(r.tf.Offset(obj.Pos()))
}

// nameKind is the kind of thing that an identifier names.
func nameKind(u *unit, id *ast.Ident, obj types.Object) (index.NameKind, bool) {
	switch obj := obj.(type) {
	case *types.Func:
		return index.NameFunc, true
	case *types.TypeName:
		return index.NameType, true
	case *types.Const, *types.Nil:
		return index.NameConst, true
	case *types.PkgName:
		return index.NamePackage, true
	case *types.Label:
		return index.NameLabel, true
	case *types.Builtin:
		return index.NameBuiltin, true
	case *types.Var:
		return varKind(obj), true
	case nil:
		// The package clause, and x in switch x := y.(type).
		if def, declared := u.info.Defs[id]; declared && def == nil {
			if u.types.Name() == id.Name {
				return index.NamePackage, true
			}
			return index.NameLocal, true
		}
	}
	return 0, false
}

func varKind(v *types.Var) index.NameKind {
	switch v.Kind() {
	case types.FieldVar:
		return index.NameField
	case types.PackageVar:
		return index.NameVar
	case types.ParamVar, types.RecvVar, types.ResultVar:
		return index.NameParam
	}
	return index.NameLocal
}

// accesses finds how identifiers of a file are used, where that is not just Read.
func accesses(info *types.Info, f *ast.File) map[*ast.Ident]index.Access {
	a := accessor{info, map[*ast.Ident]index.Access{}}
	ast.Inspect(f, func(n ast.Node) bool {
		a.node(n)
		return true
	})
	return a.found
}

type accessor struct {
	info  *types.Info
	found map[*ast.Ident]index.Access
}

func (a accessor) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		how := index.Write
		if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
			how |= index.Read
		}
		for _, lhs := range n.Lhs {
			a.target(lhs, how)
		}
	case *ast.IncDecStmt:
		a.target(n.X, index.Read|index.Write)
	case *ast.RangeStmt:
		a.target(n.Key, index.Write)
		a.target(n.Value, index.Write)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			a.target(n.X, index.Address)
		}
	case *ast.CompositeLit:
		a.literal(n)
	case *ast.CallExpr:
		a.call(n)
	}
}

// target marks what an assignment to e changes: the variable or field itself,
// and the structs and arrays that hold it by value.
func (a accessor) target(e ast.Expr, how index.Access) {
	switch e := e.(type) {
	case *ast.Ident:
		a.mark(e, how)
	case *ast.ParenExpr:
		a.target(e.X, how)
	case *ast.SelectorExpr:
		a.mark(e.Sel, how)
		if a.holdsByValue(e.X) {
			a.target(e.X, how)
		}
	case *ast.IndexExpr:
		if a.holdsByValue(e.X) {
			a.target(e.X, how)
		}
	}
}

// mark adds how; an earlier mark came from a node further out and stays.
func (a accessor) mark(id *ast.Ident, how index.Access) {
	if a.found[id]&(index.Read|index.Write|index.Address) == 0 {
		a.found[id] |= how
	}
}

func (a accessor) holdsByValue(e ast.Expr) bool {
	t := a.info.TypeOf(e)
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

func (a accessor) literal(lit *ast.CompositeLit) {
	if t := a.info.TypeOf(lit); t == nil || !isStruct(t) {
		return
	}
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			a.target(kv.Key, index.Write)
		}
	}
}

func isStruct(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// call marks the callee, and what an atomic operation does to its operand.
func (a accessor) call(call *ast.CallExpr) {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		a.found[fun] |= index.Called
		a.atomicArg(call, fun)
	case *ast.SelectorExpr:
		a.found[fun.Sel] |= index.Called
		if sel := a.info.Selections[fun]; sel != nil {
			a.methodOperand(fun, sel)
		} else {
			a.atomicArg(call, fun.Sel)
		}
	}
}

// atomicArg marks x in atomic.Store(&x, v) by what the function does.
func (a accessor) atomicArg(call *ast.CallExpr, fun *ast.Ident) {
	f, ok := a.info.Uses[fun].(*types.Func)
	if !ok || len(call.Args) == 0 {
		return
	}
	if addr, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr); ok && addr.Op == token.AND {
		if how := atomicAccess(f); how != 0 {
			a.target(addr.X, how)
		}
	}
}

// methodOperand marks x in x.m() when m takes its receiver by address.
func (a accessor) methodOperand(fun *ast.SelectorExpr, sel *types.Selection) {
	f, ok := sel.Obj().(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return
	}
	_, byPointer := f.Signature().Recv().Type().(*types.Pointer)
	_, isPointer := sel.Recv().Underlying().(*types.Pointer)
	if !byPointer || isPointer {
		return
	}
	how := atomicAccess(f)
	if how == 0 {
		how = index.Address
	}
	a.target(fun.X, how)
}

// atomicAccess is what an atomic operation does to its operand; 0 for
// functions that are none.
func atomicAccess(f *types.Func) index.Access {
	name := strings.ToLower(f.Name())
	switch {
	case f.Pkg() == nil, !strings.HasSuffix(f.Pkg().Path(), "/atomic") && !oldAtomic(f):
		return 0
	case strings.Contains(name, "load"):
		return index.Read
	case strings.Contains(name, "store"):
		return index.Write
	}
	return index.Read | index.Write
}

// oldAtomics are the atomic operations that were functions of package runtime
// before they had a package of their own.
var oldAtomics = strings.Fields("xadd xadd64 xaddint64 xadduintptr xchg xchg64 xchguintptr xchgp1 " +
	"cas cas64 casp casp1 casuintptr")

func oldAtomic(f *types.Func) bool {
	return f.Pkg().Path() == "runtime" && (strings.HasPrefix(f.Name(), "atomic") || slices.Contains(oldAtomics, f.Name()))
}
