package indexer

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/cfg"

	"sourcedive/indexer/index"
)

// held is a set: the numbers of times that a lock may be held more than when the
// function was called, -2 to 2, and whether something happened that cannot be followed.
type held uint8

const (
	heldDown  held = 1 << 1
	heldSame  held = 1 << 2
	heldUp    held = 1 << 3
	heldAll   held = 1<<5 - 1
	heldLost  held = 1 << 5
	heldRange      = 5
)

// add shifts the numbers by n.
func (h held) add(n int) held {
	lost := h & heldLost
	for range max(n, -n) {
		if n > 0 {
			h = (h<<1 | h&(1<<(heldRange-1))) & heldAll
		} else {
			h = (h>>1 | h&1) & heldAll
		}
	}
	return h&heldAll | lost
}

// effect is what calling a function does with the locks that its caller can name.
type effect struct {
	net      map[lockKey]netEffect // at its returns; without what it leaves as it was
	noReturn bool
}

type netEffect struct {
	held  held
	final *types.Var
	kind  index.LockKind
	form  string
	ptr   bool
}

func (e effect) sorted() []lockKey {
	return slices.SortedFunc(maps.Keys(e.net), func(a, b lockKey) int {
		return cmp.Or(cmp.Compare(posOf(a.root), posOf(b.root)), cmp.Compare(a.call, b.call), cmp.Compare(a.path, b.path), cmp.Compare(bit(a.read), bit(b.read)))
	})
}

func posOf(o types.Object) token.Pos {
	if o == nil {
		return token.NoPos
	}
	return o.Pos()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// neverReturn end a goroutine, a thread or the program, in assembly or by a loop.
var neverReturn = map[string]bool{
	"runtime.throw": true, "runtime.fatal": true, "runtime.fatalthrow": true, "runtime.fatalpanic": true, "runtime.gogo": true,
	"runtime.exit": true, "runtime.abort": true, "runtime.exitThread": true, "runtime.goexit0": true, "runtime.panicIndex": true,
	"sync.fatal": true, "sync.throw": true, "internal/sync.fatal": true, "internal/sync.throw": true,
}

// rounds bounds how often the effects of functions are found anew from those of the
// functions that they call. Chains are short; recursion may not come to rest.
const rounds = 30

// solve finds the effects of all functions. A function is looked at again when the effect
// of one that it calls, or of a literal in it, has become another.
func (f *lockFinder) solve() {
	users := usersOf(f)
	again := f.funcs
	for range rounds {
		next := make([]effect, len(again))
		for i, fn := range again {
			next[i] = f.effectOf(fn)
		}
		changed := map[*lockFunc]bool{}
		for i, fn := range again {
			if next[i].noReturn != fn.noReturn || !maps.Equal(next[i].net, fn.net) {
				fn.effect = next[i]
				for _, user := range users[fn] {
					changed[user] = true
				}
			}
		}
		again = slices.DeleteFunc(slices.Clone(f.funcs), func(fn *lockFunc) bool { return !changed[fn] })
	}
}

// usersOf are, for each function, those whose effect depends on its own.
func usersOf(f *lockFinder) map[*lockFunc][]*lockFunc {
	users := map[*lockFunc][]*lockFunc{}
	for _, fn := range f.funcs {
		uses := func(s *symbol) {
			if of := f.bySym[s]; of != nil {
				users[of] = append(users[of], fn)
			}
		}
		for call, callee := range fn.calls {
			uses(f.symbolOf(callee))
			if funcName(callee) == "runtime.gopark" && len(call.Args) > 0 {
				if id, ok := ast.Unparen(call.Args[0]).(*ast.Ident); ok {
					uses(f.symbolOf(fn.u.info.Uses[id]))
				}
			}
		}
		fn.inspect(fn.body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				uses(f.byLit[n])
			case *ast.Ident: // of a literal that is called by a name
				if lit, ok := fn.aliases[fn.u.info.Uses[n]].(*ast.FuncLit); ok {
					uses(f.byLit[lit])
				}
			}
			return true
		})
	}
	return users
}

// effectOf finds what a function leaves different at its returns, over all its ways.
func (f *lockFinder) effectOf(fn *lockFunc) effect {
	if fn.sym.Pkg >= 0 && !f.concerned(fn) && fn.u.meta.PkgPath != "runtime" {
		return effect{}
	}
	w := &lockFlow{f: f, fn: fn, of: map[lockKey]netEffect{}, vars: map[lockKey][]types.Object{}, used: map[lockKey]bool{}}
	graph := cfg.New(fn.body, w.mayReturn)
	out := effect{noReturn: graph.NoReturn()}
	if !f.concerned(fn) {
		return out
	}
	exit, any := w.runAll(graph)
	if !any {
		return out
	}
	out.net = map[lockKey]netEffect{}
	for key := range w.used {
		e := w.of[key]
		e.held = exit.get(key)
		out.net[key] = e
	}
	return out
}

// concerned reports whether a function does anything with locks by itself, by a function
// literal in it or by one that it calls.
func (f *lockFinder) concerned(fn *lockFunc) (found bool) {
	for _, callee := range fn.calls {
		if lockCalls[funcName(callee)].op != 0 || funcName(callee) == "runtime.gopark" {
			return true
		}
		if of := f.bySym[f.symbolOf(callee)]; of != nil && changes(of.effect) {
			return true
		}
	}
	fn.inspect(fn.body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			of := f.bySym[f.byLit[lit]]
			found = found || of != nil && changes(of.effect)
		}
		return !found
	})
	return found
}

func changes(e effect) bool {
	for _, n := range e.net {
		if n.held != heldSame {
			return true
		}
	}
	return false
}

// lockFlow is the analysis of one function.
type lockFlow struct {
	f    *lockFinder
	fn   *lockFunc
	of   map[lockKey]netEffect // what is known of each operand
	vars map[lockKey][]types.Object

	assume map[condition]bool // what is taken for granted while the ways are followed

	// used are the operands that the function uses itself, by a literal in it, or by a
	// function that surely does one thing. What depends in a called function is told to
	// callers that use the lock, and not to theirs in turn: in the sources it depends on
	// what the caller knows, and leaves its lock as it was.
	used map[lockKey]bool
}

// state is what may be held; a lock that is not in it is as it was.
type state map[lockKey]held

func (s state) get(k lockKey) held { return cmp.Or(s[k], heldSame) }

// join adds what may be held on another way, and reports whether that is more.
func (s state) join(o state) (more bool) {
	for k := range o {
		if _, ok := s[k]; !ok {
			s[k] = heldSame
		}
	}
	for k, h := range s {
		if n := h | o.get(k); n != h {
			s[k], more = n, true
		}
	}
	return more
}

// runAll follows all ways, but for those on which a condition that cannot change has two
// answers: if !lockheld { lock(&l) } … if !lockheld { unlock(&l) }.
func (w *lockFlow) runAll(graph *cfg.CFG) (exit state, any bool) {
	asked := w.asked(graph)
	for answers := range 1 << len(asked) {
		w.assume = map[condition]bool{}
		for i, c := range asked {
			w.assume[c] = answers>>i&1 == 1
		}
		s, returns := w.run(graph)
		switch {
		case !returns:
		case !any:
			exit, any = s, true
		default:
			exit.join(s)
		}
	}
	return exit, any
}

// condition is that a variable is true, or nil, which it is all the time.
type condition struct {
	obj types.Object
	nil bool
}

// mostAsked bounds the conditions, whose answers are tried in all combinations.
const mostAsked = 3

// asked are the conditions that branches depend on more than once.
func (w *lockFlow) asked(graph *cfg.CFG) (list []condition) {
	times := map[condition]int{}
	for _, b := range graph.Blocks {
		if len(b.Succs) != 2 || len(b.Nodes) == 0 {
			continue
		}
		ast.Inspect(b.Nodes[len(b.Nodes)-1], func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if c, _ := w.condition(e); ok && c.obj != nil {
				if times[c]++; times[c] == 2 && len(list) < mostAsked {
					list = append(list, c)
				}
				return false
			}
			return true
		})
	}
	return list
}

// condition is the one that an expression is, or the opposite of.
func (w *lockFlow) condition(e ast.Expr) (c condition, not bool) {
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := w.fn.u.info.Uses[e].(*types.Var)
		if b, isBool := types.Unalias(typeOf(v)).(*types.Basic); ok && isBool && b.Kind() == types.Bool && w.constant(v) {
			return condition{obj: v}, false
		}
	case *ast.BinaryExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		if !ok || e.Op != token.EQL && e.Op != token.NEQ || !w.fn.u.info.Types[e.Y].IsNil() {
			break
		}
		if v, ok := w.fn.u.info.Uses[id].(*types.Var); ok && w.constant(v) {
			return condition{v, true}, e.Op == token.NEQ
		}
	}
	return condition{}, false
}

func typeOf(v *types.Var) types.Type {
	if v == nil {
		return nil
	}
	return v.Type()
}

// constant reports whether a variable has one value while the function runs: a parameter,
// or one that is declared by a statement of the body that runs once.
func (w *lockFlow) constant(v *types.Var) bool {
	if w.f.changed[v] {
		return false
	}
	if slices.Contains(w.fn.params, types.Object(v)) {
		return true
	}
	for _, stmt := range w.fn.body.List {
		switch stmt := stmt.(type) {
		case *ast.LabeledStmt:
			return false // it may run again from here
		case *ast.AssignStmt:
			for _, lhs := range stmt.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && stmt.Tok == token.DEFINE && w.fn.u.info.Defs[id] == v {
					return true
				}
			}
		}
	}
	return false
}

// eval is what the assumed answers make of a condition.
func (w *lockFlow) eval(e ast.Expr) verdict {
	if c, not := w.condition(e); c.obj != nil {
		if answer, ok := w.assume[c]; ok {
			return verdictOf(answer != not)
		}
		return perhaps
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return w.eval(e.X)
	case *ast.UnaryExpr:
		switch x := w.eval(e.X); {
		case e.Op != token.NOT || x == perhaps:
		default:
			return verdictOf(x == never)
		}
	case *ast.BinaryExpr:
		switch x, y := w.eval(e.X), w.eval(e.Y); {
		case e.Op == token.LAND && (x == never || y == never):
			return never
		case e.Op == token.LAND && x == always && y == always:
			return always
		case e.Op == token.LOR && (x == always || y == always):
			return always
		case e.Op == token.LOR && x == never && y == never:
			return never
		}
	}
	return perhaps
}

// ways are the blocks that may follow a block.
func (w *lockFlow) ways(b *cfg.Block) []*cfg.Block {
	if len(b.Succs) != 2 || len(b.Nodes) == 0 {
		return b.Succs
	}
	if cond, ok := b.Nodes[len(b.Nodes)-1].(ast.Expr); ok {
		switch w.eval(cond) {
		case always:
			return b.Succs[:1]
		case never:
			return b.Succs[1:]
		}
	}
	return b.Succs
}

// run follows all ways through the function and joins what is held at its returns.
func (w *lockFlow) run(graph *cfg.CFG) (exit state, any bool) {
	in := make([]state, len(graph.Blocks))
	in[0] = state{}
	exit = state{}
	queue := []*cfg.Block{graph.Blocks[0]}
	for len(queue) > 0 {
		b := queue[0]
		queue = queue[1:]
		s := maps.Clone(in[b.Index])
		for _, n := range b.Nodes {
			w.step(s, n)
		}
		if b.Return() != nil {
			if !any {
				exit, any = maps.Clone(s), true
			}
			exit.join(s)
		}
		for _, next := range w.ways(b) {
			if in[next.Index] == nil {
				in[next.Index] = maps.Clone(s)
			} else if !in[next.Index].join(s) {
				continue
			}
			queue = append(queue, next)
		}
	}
	return exit, any
}

func (w *lockFlow) mayReturn(call *ast.CallExpr) bool {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := w.fn.u.info.Uses[id].(*types.Builtin); ok {
			return b.Name() != "panic"
		}
	}
	callee := w.fn.callee(call)
	if callee == nil {
		return true
	}
	if neverReturn[funcName(callee)] {
		return false
	}
	of := w.f.bySym[w.f.symbolOf(callee)]
	return of == nil || !of.noReturn
}

// step changes what is held by what a statement or expression does.
func (w *lockFlow) step(s state, n ast.Node) {
	ran := map[*ast.FuncLit]bool{}
	started := map[*ast.CallExpr]bool{}
	called := map[ast.Expr]bool{}
	w.fn.inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			started[n.Call] = true
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
			if !started[n] {
				w.call(s, n, ran)
			}
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, lhs := range n.Lhs {
					w.assigned(s, lhs)
				}
			}
		case *ast.IncDecStmt:
			w.assigned(s, n.X)
		case *ast.SelectorExpr:
			w.methodValue(s, n, called)
		case *ast.FuncLit:
			if of := w.f.bySym[w.f.byLit[n]]; of != nil && !ran[n] {
				w.lose(s, of) // whoever it is handed to may run it, or not
			}
		}
		return true
	})
}

// assigned loses the locks that are named by a variable, when the variable changes while
// they are held.
func (w *lockFlow) assigned(s state, lhs ast.Expr) {
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return
	}
	obj := w.fn.u.info.Uses[id]
	for k, h := range s {
		if h != heldSame && slices.Contains(w.vars[k], obj) {
			s[k] = h | heldLost
		}
	}
}

// methodValue loses a lock whose operation is taken as a value: defer f(mu.Unlock).
func (w *lockFlow) methodValue(s state, sel *ast.SelectorExpr, called map[ast.Expr]bool) {
	m := w.fn.u.info.Selections[sel]
	if m == nil || m.Kind() != types.MethodVal || called[sel] {
		return
	}
	op, ok := lockCalls[funcName(m.Obj().(*types.Func).Origin())]
	if !ok {
		return
	}
	r := w.fn.ref(sel.X)
	r.fields(w.fn.u.info.TypeOf(sel.X), m.Index()[:len(m.Index())-1])
	r.key.read = op.read
	w.know(r, op.kind)
	w.used[r.key] = true
	s[r.key] = s.get(r.key) | heldLost
}

func (w *lockFlow) know(r lockRef, kind index.LockKind) {
	if _, ok := w.of[r.key]; !ok {
		w.of[r.key] = netEffect{final: r.final, kind: kind, form: r.form, ptr: r.pointer}
		w.vars[r.key] = r.vars
	}
}

// call changes what is held by a call.
func (w *lockFlow) call(s state, call *ast.CallExpr, ran map[*ast.FuncLit]bool) {
	callee := w.fn.callee(call)
	name := funcName(callee)
	if op, ok := lockCalls[name]; ok {
		w.operate(s, call, op)
		return
	}
	if lit := w.runs(call, name); lit != nil {
		ran[lit] = true
		if of := w.f.bySym[w.f.byLit[lit]]; of != nil {
			w.apply(s, call, of)
		}
		return
	}
	if name == "runtime.gopark" {
		w.park(s, call)
		return
	}
	if callee == nil {
		return
	}
	if of := w.f.bySym[w.f.symbolOf(callee)]; of != nil {
		w.apply(s, call, of)
	}
}

func (w *lockFlow) operate(s state, call *ast.CallExpr, op lockCall) {
	at := w.f.place(call.Pos(), call.End())
	if at.OK() && w.f.isDead(at) {
		return
	}
	r := w.fn.operand(call, op.arg)
	r.key.read = op.read
	if op.op == opTake || op.op == opRelease || op.op == opTry {
		w.know(r, op.kind)
		w.used[r.key] = true
		if r.final == nil {
			w.loseHeld(s, r.key) // it may be any of them
		}
	}
	switch op.op {
	case opTake:
		s[r.key] = s.get(r.key).add(1)
	case opRelease:
		s[r.key] = s.get(r.key).add(-1)
	case opTry:
		s[r.key] = s.get(r.key) | heldLost
	}
}

// runs is the function literal that a call runs before it returns: one that it calls, by
// a name that is set once too, or that it hands to systemstack.
func (w *lockFlow) runs(call *ast.CallExpr, name string) *ast.FuncLit {
	fun := ast.Unparen(call.Fun)
	if name == "runtime.systemstack" && len(call.Args) == 1 {
		fun = ast.Unparen(call.Args[0])
	}
	if id, ok := fun.(*ast.Ident); ok {
		fun = w.fn.aliases[w.fn.u.info.Uses[id]]
	}
	lit, _ := fun.(*ast.FuncLit)
	return lit
}

// park is gopark: its first argument runs when the goroutine is off its thread, and may
// release what the second points to, or anything.
func (w *lockFlow) park(s state, call *ast.CallExpr) {
	if len(call.Args) > 0 && w.fn.u.info.Types[call.Args[0]].IsNil() {
		return
	}
	r, commit := w.f.parks(w.fn, call)
	if commit == nil {
		w.loseHeld(s, lockKey{})
		return
	}
	w.know(r, index.LockMutex)
	w.used[r.key] = true
	s[r.key] = s.get(r.key).add(-1)
}

// parks is the lock that a call of gopark hands to a function that surely releases it,
// and that function; nil for another call.
func (f *lockFinder) parks(fn *lockFunc, call *ast.CallExpr) (lockRef, *lockFunc) {
	if funcName(fn.calls[call]) != "runtime.gopark" || len(call.Args) < 2 {
		return lockRef{}, nil
	}
	id, _ := ast.Unparen(call.Args[0]).(*ast.Ident)
	obj, ok := fn.u.info.Uses[id].(*types.Func)
	if !ok {
		return lockRef{}, nil
	}
	commit := f.bySym[f.symbolOf(obj)]
	if commit == nil || len(commit.params) < 2 {
		return lockRef{}, nil
	}
	if commit.net[lockKey{root: commit.params[1]}].held != heldDown {
		return lockRef{}, nil
	}
	return fn.ref(call.Args[1]), commit
}

// loseHeld gives up on the locks that are held or released here, but for one.
func (w *lockFlow) loseHeld(s state, but lockKey) {
	for k, h := range s {
		if h != heldSame && k != but {
			s[k] = h | heldLost
		}
	}
}

// apply changes what is held by what a function does that is called.
func (w *lockFlow) apply(s state, call *ast.CallExpr, callee *lockFunc) {
	for _, key := range callee.sorted() {
		e := callee.net[key]
		if e.held == heldSame {
			continue
		}
		r, ok := w.fn.translate(call, callee, key, e)
		if !ok { // a lock that this function cannot name
			w.loseAll(s, e.final)
			continue
		}
		w.know(r, e.kind)
		if e.held == heldUp || e.held == heldDown || callee.decl == nil {
			w.used[r.key] = true
		}
		switch e.held {
		case heldUp:
			s[r.key] = s.get(r.key).add(1)
		case heldDown:
			s[r.key] = s.get(r.key).add(-1)
		default:
			s[r.key] = s.get(r.key) | heldLost
		}
	}
}

// lose gives up on the locks that a function changes.
func (w *lockFlow) lose(s state, callee *lockFunc) {
	for key, e := range callee.net {
		if e.held != heldSame {
			w.know(lockRef{key: key, final: e.final, form: e.form, pointer: e.ptr}, e.kind)
			w.used[key] = true
			s[key] = s.get(key) | heldLost
		}
	}
}

// loseAll gives up on every operand that may be a lock.
func (w *lockFlow) loseAll(s state, final *types.Var) {
	for k, h := range s {
		if final != nil && w.of[k].final == final {
			s[k] = h | heldLost
		}
	}
}

// translate is an operand of a called function as its caller names it: by a package-level
// variable, by what it hands over for a parameter, and for a function literal by the
// variables around it.
func (fn *lockFunc) translate(call *ast.CallExpr, callee *lockFunc, key lockKey, e netEffect) (lockRef, bool) {
	if at := slices.Index(callee.params, key.root); key.root != nil && at >= 0 {
		r := fn.operand(call, at)
		if r.key == (lockKey{}) {
			return r, false
		}
		r.key.path += key.path
		r.key.read = key.read
		if key.path != "" {
			r.final, r.pointer = e.final, e.ptr
			if r.form != "" {
				r.form += key.path
			}
		}
		return r, true
	}
	r := lockRef{key: key, final: e.final, form: e.form, pointer: e.ptr}
	if v, ok := key.root.(*types.Var); ok && v.Kind() == types.PackageVar {
		return r, true
	}
	// A literal shares the variables of the function around it.
	inside := key.root != nil && callee.decl == nil && (key.root.Pos() < callee.body.Pos() || key.root.Pos() >= callee.body.End())
	if inside {
		r.vars = []types.Object{key.root}
	}
	return r, inside
}

// leaving notes how a function leaves the locks that it uses.
func (f *lockFinder) leaving(fn *lockFunc) {
	all := map[*foundLock]held{}
	var order []*foundLock
	for _, key := range fn.sorted() {
		e := fn.net[key]
		l := f.lock(lockRef{key: key, final: e.final, form: e.form, pointer: e.ptr}, e.kind)
		if l == nil {
			continue
		}
		if _, ok := all[l]; !ok {
			order = append(order, l)
			all[l] = e.held
			continue
		}
		if all[l] != e.held || e.held != heldSame {
			all[l] = heldLost
		}
	}
	for _, l := range order {
		of := f.locking(fn, l)
		of.flows = true
		switch all[l] {
		case heldSame:
			of.leaves = index.LeavesSame
		case heldUp:
			of.leaves = index.LeavesHeld
		case heldDown:
			of.leaves = index.LeavesReleased
		}
	}
}
