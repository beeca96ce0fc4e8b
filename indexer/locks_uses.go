package indexer

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sourcedive/indexer/index"
)

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
