package indexer

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// lockOp is what calling a function does with the lock that is its argument.
type lockOp uint8

const (
	opTake lockOp = iota + 1
	opTry
	opMay // may take, as lock ranking is told
	opRelease
	opAssert        // is held
	opAssertOr      // is held, or the world is stopped
	opAssertRank    // a lock of the rank is held
	opAssertStopped // the world is stopped
	opInit          // gets a rank
)

// lockCall is an operation on a lock: its place among the arguments, the receiver being
// the first of a method, and that of a rank, -1 for none.
type lockCall struct {
	op   lockOp
	arg  int
	rank int
	kind index.LockKind
	read bool
}

// lockCalls are the operations, by package, type of the receiver and name. What other
// functions do with a lock follows from those they call.
var lockCalls = func() map[string]lockCall {
	calls := map[string]lockCall{
		"runtime.lock":                         {op: opTake, rank: -1},
		"runtime.lock2":                        {op: opTake, rank: -1},
		"runtime.lockWithRank":                 {op: opTake, rank: 1},
		"runtime.lockWithRankMayAcquire":       {op: opMay, rank: 1},
		"runtime.unlock":                       {op: opRelease, rank: -1},
		"runtime.unlock2":                      {op: opRelease, rank: -1},
		"runtime.unlockWithRank":               {op: opRelease, rank: -1},
		"runtime.lockInit":                     {op: opInit, rank: 1},
		"runtime.assertLockHeld":               {op: opAssert, rank: -1},
		"runtime.assertRankHeld":               {op: opAssertRank, arg: -1, rank: 0},
		"runtime.assertWorldStopped":           {op: opAssertStopped, arg: -1, rank: -1},
		"runtime.assertWorldStoppedOrLockHeld": {op: opAssertOr, rank: -1},
	}
	for name, op := range map[string]lockOp{"semacquire": opTake, "semacquire1": opTake, "semrelease": opRelease, "semrelease1": opRelease} {
		calls["runtime."+name] = lockCall{op: op, rank: -1, kind: index.LockSemaphore}
	}
	for name, c := range map[string]lockCall{"lock": {op: opTake}, "unlock": {op: opRelease}, "rlock": {op: opTake, read: true}, "runlock": {op: opRelease, read: true}} {
		c.rank, c.kind = -1, index.LockRW
		calls["runtime.rwmutex."+name] = c
	}
	for _, of := range []struct {
		name string
		kind index.LockKind
	}{{"sync.Mutex", index.LockMutex}, {"sync.RWMutex", index.LockRW}, {"sync.Locker", index.LockMutex}, {"internal/sync.Mutex", index.LockMutex}} {
		for name, c := range map[string]lockCall{
			"Lock": {op: opTake}, "TryLock": {op: opTry}, "Unlock": {op: opRelease},
			"RLock": {op: opTake, read: true}, "TryRLock": {op: opTry, read: true}, "RUnlock": {op: opRelease, read: true},
		} {
			c.rank, c.kind = -1, of.kind
			calls[of.name+"."+name] = c
		}
	}
	return calls
}()

// funcName is how lockCalls calls a function.
func funcName(f *types.Func) string {
	if f == nil || f.Pkg() == nil {
		return ""
	}
	name := f.Name()
	if recv := f.Signature().Recv(); recv != nil {
		t := recv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		named, ok := t.(*types.Named)
		if !ok {
			return ""
		}
		name = named.Obj().Name() + "." + name
	}
	return f.Pkg().Path() + "." + name
}

// findLocks finds the locks of the tree, and what each function does with them: by the
// operations it calls, by functions that surely do one for it (see locks_flow.go), by
// the assertions of lock ranking, and by its comment.
//
// A lock is the field or variable that the operand ends in, through addresses, pointers,
// elements, conversions and local names that are set once: h := &mheap_; lock(&h.lock)
// takes mheap.lock. An operand that ends in a parameter or in a result of a call is no
// lock of its own; where a function takes the lock that it is handed, its caller takes it.
// What a function literal does is the literal's.
func findLocks(p *program) foundLocks {
	f := &lockFinder{program: p, bySym: map[*symbol]*lockFunc{}, locks: map[lockID]*foundLock{}, found: map[lockedBy]*foundLocking{}, changed: map[types.Object]bool{}}
	f.collect()
	f.solve()
	f.ranks()
	for _, fn := range f.funcs {
		f.record(fn)
	}
	for _, fn := range f.funcs { // when all locks are known
		f.comment(fn)
		f.leaving(fn)
	}
	return f.finish()
}

// foundLocks are locks and what is done with them before symbols have positions.
type foundLocks struct {
	locks   []*foundLock
	ranks   []index.Rank
	locking []*foundLocking
}

// foundLock is a lock, by its field or variable.
type foundLock struct {
	index.Lock
	symbol *symbol // nil for the world, and for a rank
	forms  map[string]bool
	at     int32 // its position, in the end
}

type foundLocking struct {
	fn     *symbol
	lock   *foundLock
	leaves index.Leaves
	flows  bool // leaves is what the flow says
	ends   bool // the function never returns
	uses   []foundUse
}

type foundUse struct {
	index.LockUse
	via *symbol
}

type lockFinder struct {
	*program
	funcs   []*lockFunc // of one unit after the other, in order of the source
	bySym   map[*symbol]*lockFunc
	locks   map[lockID]*foundLock
	changed map[types.Object]bool // variables that are set again, or whose address is taken
	world   *foundLock
	other   []*foundLock // of which only the rank is known

	rankNames []index.Rank
	rankOf    map[types.Object]int32
	found     map[lockedBy]*foundLocking
}

type lockedBy struct {
	fn   *symbol
	lock *foundLock
}

// lockFunc is a function or function literal with a body.
type lockFunc struct {
	u       *unit
	sym     *symbol
	decl    *ast.FuncDecl // nil for a literal
	typ     *ast.FuncType
	body    *ast.BlockStmt
	params  []types.Object // the receiver first
	aliases map[types.Object]ast.Expr
	calls   map[*ast.CallExpr]*types.Func // of known functions, without those in literals

	effect
}

// collect lists the functions of all units.
func (f *lockFinder) collect() {
	for _, u := range f.units {
		for _, file := range u.syntax {
			aliases := f.aliasesIn(u, file)
			for _, d := range file.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					obj := u.info.Defs[d.Name]
					if s := f.symbolOf(obj); d.Body != nil && s != nil {
						f.add(&lockFunc{u: u, sym: s, decl: d, typ: d.Type, body: d.Body, aliases: aliases})
					}
					f.literals(u, d, aliases)
				default:
					f.literals(u, d, aliases)
				}
			}
		}
	}
}

// literals adds the function literals below a node.
func (f *lockFinder) literals(u *unit, n ast.Node, aliases map[types.Object]ast.Expr) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok && f.byLit[lit] != nil {
			f.add(&lockFunc{u: u, sym: f.byLit[lit], typ: lit.Type, body: lit.Body, aliases: aliases})
		}
		return true
	})
}

func (f *lockFinder) add(fn *lockFunc) {
	var fields []*ast.Field
	if fn.decl != nil && fn.decl.Recv != nil {
		fields = fn.decl.Recv.List
	}
	for _, field := range append(slices.Clip(fields), fn.typ.Params.List...) {
		if len(field.Names) == 0 {
			fn.params = append(fn.params, nil)
		}
		for _, name := range field.Names {
			fn.params = append(fn.params, fn.u.info.Defs[name])
		}
	}
	fn.calls = map[*ast.CallExpr]*types.Func{}
	fn.inspect(fn.body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if callee := fn.callee(call); callee != nil {
				fn.calls[call] = callee
			}
		}
		return true
	})
	f.funcs = append(f.funcs, fn)
	f.bySym[fn.sym] = fn
}

// inspect visits what is below a node but not the insides of function literals.
func (fn *lockFunc) inspect(n ast.Node, visit func(ast.Node) bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil || !visit(n) {
			return false
		}
		_, lit := n.(*ast.FuncLit)
		return !lit
	})
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
		ast.Inspect(e.Index, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := fn.u.info.Uses[id].(*types.Var); ok {
					r.vars = append(r.vars, v)
				}
			}
			return true
		})
		return r
	case *ast.CallExpr:
		if tv := fn.u.info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
			return fn.ref(e.Args[0])
		}
		r := lockRef{key: lockKey{call: types.ExprString(e)}}
		ast.Inspect(e, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := fn.u.info.Uses[id].(*types.Var); ok {
					r.vars = append(r.vars, v)
				}
			}
			return true
		})
		return r
	}
	return lockRef{key: lockKey{call: types.ExprString(e)}}
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

// use notes what a function does with a lock.
func (f *lockFinder) use(fn *lockFunc, l *foundLock, u index.LockUse, via *symbol) {
	of := f.locking(fn, l)
	of.uses = append(of.uses, foundUse{u, via})
}

func (f *lockFinder) locking(fn *lockFunc, l *foundLock) *foundLocking {
	of := f.found[lockedBy{fn.sym, l}]
	if of == nil {
		of = &foundLocking{fn: fn.sym, lock: l, ends: fn.noReturn}
		f.found[lockedBy{fn.sym, l}] = of
	}
	return of
}

// stopped is the world, as what a function requires.
func (f *lockFinder) stopped() *foundLock {
	if f.world == nil {
		f.world = &foundLock{Lock: index.Lock{Name: "the world stopped", Kind: index.LockWorld}}
	}
	return f.world
}

// ofRank is any lock of a rank.
func (f *lockFinder) ofRank(rank int32) *foundLock {
	name := "rank " + f.rankNames[rank].Name
	for _, l := range f.other {
		if l.Name == name {
			return l
		}
	}
	l := &foundLock{Lock: index.Lock{Name: name, Kind: index.LockOfRank}}
	f.other = append(f.other, l)
	return l
}

// record notes what one function does.
func (f *lockFinder) record(fn *lockFunc) {
	calls := make([]*ast.CallExpr, 0, len(fn.calls))
	for call := range fn.calls {
		calls = append(calls, call)
	}
	slices.SortFunc(calls, func(a, b *ast.CallExpr) int { return cmp.Compare(a.Lparen, b.Lparen) })
	deferred, started := map[*ast.CallExpr]bool{}, map[*ast.CallExpr]bool{}
	fn.inspect(fn.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			deferred[n.Call] = true
		case *ast.GoStmt:
			started[n.Call] = true
		}
		return true
	})
	for _, call := range calls {
		if started[call] {
			continue
		}
		at := f.place(call.Pos(), call.End())
		if !at.OK() {
			continue
		}
		use := index.LockUse{File: at.File, At: at.Off, Via: index.NoSym, Deferred: deferred[call], Dead: f.isDead(at)}
		if op, ok := lockCalls[funcName(fn.calls[call])]; ok {
			f.operation(fn, call, op, use)
		} else {
			f.through(fn, call, use)
		}
	}
}

// operation notes an operation on a lock.
func (f *lockFinder) operation(fn *lockFunc, call *ast.CallExpr, op lockCall, use index.LockUse) {
	rank, ranked := f.rankArg(fn, call, op)
	use.Read = op.read
	switch op.op {
	case opAssertStopped:
		use.Act = fn.assertion(call, nil, f)
		f.use(fn, f.stopped(), use, nil)
		return
	case opAssertRank:
		if ranked {
			use.Act = fn.assertion(call, nil, f)
			f.use(fn, f.ofRank(rank), use, nil)
		}
		return
	}
	l := f.lock(fn.operand(call, op.arg), op.kind)
	if l == nil {
		if op.op == opMay && ranked {
			use.Act = index.ActMayTake
			f.use(fn, f.ofRank(rank), use, nil)
		}
		return
	}
	if ranked {
		l.Ranks = append(l.Ranks, index.LockRank{Rank: rank, File: use.File, At: use.At, Call: op.op != opInit})
	}
	switch op.op {
	case opInit:
		return
	case opTake:
		use.Act = index.ActTakes
	case opTry:
		use.Act = index.ActTries
	case opMay:
		use.Act = index.ActMayTake
	case opRelease:
		use.Act = index.ActReleases
	case opAssertOr:
		use.OrStopped = true
		fallthrough
	case opAssert:
		use.Act = fn.assertion(call, l, f)
	}
	f.use(fn, l, use, nil)
}

// through notes what a called function surely does with a lock for its caller, or what
// does so that is handed to gopark.
func (f *lockFinder) through(fn *lockFunc, call *ast.CallExpr, use index.LockUse) {
	if r, commit := f.parks(fn, call); commit != nil {
		if l := f.lock(r, index.LockMutex); l != nil {
			use.Act = index.ActReleases
			f.use(fn, l, use, commit.sym)
		}
		return
	}
	sym := f.symbolOf(fn.calls[call])
	callee := f.bySym[sym]
	if callee == nil {
		return
	}
	for _, key := range callee.sorted() {
		e := callee.net[key]
		if e.held != heldUp && e.held != heldDown {
			continue
		}
		r, ok := fn.translate(call, callee, key, e)
		l := f.lock(r, e.kind)
		if !ok || l == nil {
			continue
		}
		use.Act, use.Read = index.ActTakes, key.read
		if e.held == heldDown {
			use.Act = index.ActReleases
		}
		f.use(fn, l, use, sym)
	}
}

// assertion is ActRequires for an assertion that a declared function makes before it
// returns anywhere or does anything with the lock. What has happened before a literal
// runs is not known.
func (fn *lockFunc) assertion(call *ast.CallExpr, l *foundLock, f *lockFinder) index.LockAct {
	if fn.decl == nil {
		return index.ActAsserts
	}
	for _, stmt := range fn.body.List {
		if s, ok := stmt.(*ast.ExprStmt); ok && s.X == call {
			return index.ActRequires
		}
		if stmt.End() > call.Pos() || fn.leavesOrLocks(stmt, l, f) {
			break
		}
	}
	return index.ActAsserts
}

func (fn *lockFunc) leavesOrLocks(stmt ast.Stmt, l *foundLock, f *lockFinder) (found bool) {
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.LabeledStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		case *ast.CallExpr:
			callee := fn.callee(n)
			if callee == nil {
				return !found
			}
			op := lockCalls[funcName(callee)].op
			if op == opTake || op == opTry || op == opRelease {
				id, known := f.id(fn.operand(n, lockCalls[funcName(callee)].arg))
				found = found || l == nil || !known || f.locks[id] == l
			}
			if of := f.bySym[f.symbolOf(callee)]; op == 0 && of != nil {
				for _, e := range of.net {
					found = found || l != nil && e.held != heldSame && (e.final == nil || f.symbolOf(e.final) == l.symbol)
				}
			}
		}
		return !found
	})
	return found
}

// finish names the locks and puts all in order.
func (f *lockFinder) finish() foundLocks {
	out := foundLocks{ranks: f.rankNames}
	used := map[lockedBy]bool{} // by a function or a literal in it
	for by, of := range f.found {
		if len(of.uses) > 0 {
			used[by] = true
			used[lockedBy{outermost(by.fn), by.lock}] = true
		}
	}
	for by, of := range f.found {
		if used[by] {
			out.locking = append(out.locking, of)
		}
	}
	for _, l := range f.locks {
		if len(l.forms) == 1 {
			for form := range l.forms {
				if form != "" {
					l.Name = strings.Repeat("*", strings.Count(l.Name, "*")) + form
				}
			}
		}
		slices.SortFunc(l.Ranks, func(a, b index.LockRank) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.At, b.At)) })
		out.locks = append(out.locks, l)
	}
	if f.world != nil {
		out.locks = append(out.locks, f.world)
	}
	out.locks = append(out.locks, f.other...)
	return out
}

// number gives locks and functions their positions, when symbols have theirs.
func (l foundLocks) number(x *index.Index) {
	for _, lock := range l.locks {
		if lock.Sym = index.NoSym; lock.symbol != nil {
			lock.Sym = lock.symbol.sym
		}
	}
	slices.SortFunc(l.locks, func(a, b *foundLock) int {
		return cmp.Or(cmp.Compare(a.Sym, b.Sym), strings.Compare(a.Name, b.Name))
	})
	for i, lock := range l.locks {
		lock.at = int32(i)
		x.Locks = append(x.Locks, lock.Lock)
	}
	x.Ranks = l.ranks
	for _, of := range l.locking {
		entry := index.Locking{Func: of.fn.sym, Lock: of.lock.at, Leaves: of.leaves}
		if !of.flows && !of.ends {
			entry.Leaves = index.LeavesSame // it does not touch it
		}
		for _, u := range of.uses {
			if u.Via = index.NoSym; u.via != nil {
				u.Via = u.via.sym
			}
			entry.Uses = append(entry.Uses, u.LockUse)
		}
		slices.SortStableFunc(entry.Uses, index.CompareLockUses)
		x.Locking = append(x.Locking, entry)
	}
	slices.SortFunc(x.Locking, index.CompareLocking)
}
