package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"sourcedive/indexer/index"
	"strings"
)

// lockKey distinguishes operands inside one function: two of one key are the same lock as
// long as none of the variables in it changes.
type lockKey struct {
	root types.Object // a variable, or
	call string       // what cannot be followed further
	path string
	read bool
}

// lockRef is an operand of a lock operation.
type lockRef struct {
	key     lockKey
	final   *types.Var // the field or package-level variable that it ends in; nil for a parameter, a result, a local variable
	vars    []types.Object
	form    string // by a package-level variable: "sched.lock"; "" where it is reached otherwise
	pointer bool   // the field or variable holds the address of a lock
}

// callee is the function that a call surely runs; of an interface, its method.
func (fn *lockFunc) callee(call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(x.X)
	}
	var obj types.Object
	switch fun := fun.(type) {
	case *ast.Ident:
		obj = fn.u.info.Uses[fun]
	case *ast.SelectorExpr:
		obj = fn.u.info.Uses[fun.Sel]
	}
	callee, _ := obj.(*types.Func)
	if callee != nil {
		callee = callee.Origin()
	}
	return callee
}

// args are the arguments of a call, the receiver of a method being the first. The
// receiver may be a field that is embedded: then path leads to it.
func (fn *lockFunc) args(call *ast.CallExpr) (args []ast.Expr, path []int) {
	if fun, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if sel := fn.u.info.Selections[fun]; sel != nil && sel.Kind() == types.MethodVal {
			args, path = []ast.Expr{fun.X}, sel.Index()[:len(sel.Index())-1]
		}
	}
	return append(args, call.Args...), path
}

// operand is the argument of a call at a place, as a lock.
func (fn *lockFunc) operand(call *ast.CallExpr, at int) lockRef {
	args, path := fn.args(call)
	if at < 0 || at >= len(args) {
		return lockRef{}
	}
	r := fn.ref(args[at])
	if at == 0 && len(path) > 0 {
		r.fields(fn.u.info.TypeOf(args[0]), path)
	}
	return r
}

// ref follows an expression to the field or variable that it ends in.
func (fn *lockFunc) ref(e ast.Expr) lockRef {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return fn.ref(e.X)
		}
	case *ast.StarExpr:
		return fn.ref(e.X)
	case *ast.Ident:
		return fn.variable(e)
	case *ast.SelectorExpr:
		sel := fn.u.info.Selections[e]
		if sel == nil {
			return fn.variable(e.Sel)
		}
		if sel.Kind() == types.FieldVal {
			r := fn.ref(e.X)
			r.fields(fn.u.info.TypeOf(e.X), sel.Index())
			return r
		}
	case *ast.IndexExpr:
		r := fn.ref(e.X)
		r.form = ""
		if r.final != nil && r.final.Kind() == types.PackageVar && r.key.path == "" {
			r.form = r.final.Name() // an array of locks
		}
		r.key.path += "[" + types.ExprString(e.Index) + "]"
		r.vars = append(r.vars, fn.variables(e.Index)...)
		return r
	case *ast.CallExpr:
		if tv := fn.u.info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
			return fn.ref(e.Args[0])
		}
		return lockRef{key: lockKey{call: types.ExprString(e)}, vars: fn.variables(e)}
	}
	return lockRef{key: lockKey{call: types.ExprString(e)}}
}

// variables are those that an expression names.
func (fn *lockFunc) variables(e ast.Expr) (list []types.Object) {
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := fn.u.info.Uses[id].(*types.Var); ok {
				list = append(list, v)
			}
		}
		return true
	})
	return list
}

func (fn *lockFunc) variable(id *ast.Ident) lockRef {
	v, ok := fn.u.info.Uses[id].(*types.Var)
	if !ok {
		return lockRef{key: lockKey{call: id.Name}}
	}
	if alias := fn.aliases[v]; alias != nil {
		if _, lit := alias.(*ast.FuncLit); !lit {
			return fn.ref(alias)
		}
	}
	r := lockRef{key: lockKey{root: v}, vars: []types.Object{v}}
	if v.Kind() == types.PackageVar {
		r.final, r.form, r.pointer = v, v.Name(), isPointer(v.Type())
		r.vars = nil // its field is the same lock while the function runs
	}
	return r
}

// fields goes on along a path of fields.
func (r *lockRef) fields(t types.Type, index []int) {
	for _, i := range index {
		if t == nil {
			*r = lockRef{key: lockKey{call: r.key.path + ".?"}}
			return
		}
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || i >= st.NumFields() {
			*r = lockRef{key: lockKey{call: r.key.path + ".?"}}
			return
		}
		v := st.Field(i)
		r.key.path += "." + v.Name()
		if r.form != "" {
			r.form += "." + v.Name()
		}
		r.final, r.pointer, t = v.Origin(), isPointer(v.Type()), v.Type()
	}
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// aliasesIn are the local names of a file that are set once, with what they stand for:
// addresses, and function literals.
func (f *lockFinder) aliasesIn(u *unit, file *ast.File) map[types.Object]ast.Expr {
	for id, how := range accesses(u.info, file) {
		if obj := u.info.Uses[id]; obj != nil && how&(index.Write|index.Address) != 0 {
			f.changed[obj] = true
		}
	}
	aliases := map[types.Object]ast.Expr{}
	name := func(id *ast.Ident, value ast.Expr) {
		obj := u.info.Defs[id]
		if obj == nil || f.changed[obj] || obj.Parent() == nil || obj.Parent() == u.types.Scope() {
			return
		}
		switch v := ast.Unparen(value).(type) {
		case *ast.FuncLit:
			aliases[obj] = v
		case *ast.UnaryExpr:
			if v.Op == token.AND {
				aliases[obj] = v
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
					name(id, n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if len(n.Names) == len(n.Values) {
					name(id, n.Values[i])
				}
			}
		}
		return true
	})
	return aliases
}

// lockID is what a lock is: a field or variable, and the fields from there that are no
// symbols, as those of var x = struct{ … }{ … } are.
type lockID struct {
	symbol *symbol
	path   string
}

// id is the lock that an operand is; none for one that is no lock of its own.
func (f *lockFinder) id(r lockRef) (lockID, bool) {
	if r.final == nil {
		return lockID{}, false
	}
	id := lockID{symbol: f.symbolOf(r.final)}
	if root, ok := r.key.root.(*types.Var); ok && id.symbol == nil && root.Kind() == types.PackageVar {
		id = lockID{f.symbolOf(root), r.key.path}
	}
	return id, id.symbol != nil && (id.symbol.Kind == index.KindField || id.symbol.Kind == index.KindVar)
}

// lock is the lock that an operand is, nil for one that is no lock of its own.
func (f *lockFinder) lock(r lockRef, kind index.LockKind) *foundLock {
	id, ok := f.id(r)
	if !ok {
		return nil
	}
	l := f.locks[id]
	if l == nil {
		name := strings.NewReplacer("(*", "", ")", "", "[...]", "").Replace(id.symbol.ID.Local()) + id.path
		l = &foundLock{symbol: id.symbol, forms: map[string]bool{}, Lock: index.Lock{Name: name, Kind: kind}}
		if r.pointer {
			l.Name = "*" + name
		}
		f.locks[id] = l
	}
	l.forms[r.form] = true
	return l
}
