package indexer

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"sourcedive/indexer/index"

	"golang.org/x/tools/go/cfg"
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
