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
