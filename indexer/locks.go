package indexer

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"sourcedive/indexer/index"
	"strings"
)

// findLocks finds the locks of the tree, and what each function does with them: by the
// operations it calls, by functions that surely do one for it (see locks_effects.go), by
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

type lockedBy struct {
	fn   *symbol
	lock *foundLock
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
