package indexer

import (
	"go/types"
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

// neverReturn end a goroutine, a thread or the program, in assembly or by a loop.
var neverReturn = map[string]bool{
	"runtime.throw": true, "runtime.fatal": true, "runtime.fatalthrow": true, "runtime.fatalpanic": true, "runtime.gogo": true,
	"runtime.exit": true, "runtime.abort": true, "runtime.exitThread": true, "runtime.goexit0": true, "runtime.panicIndex": true,
	"sync.fatal": true, "sync.throw": true, "internal/sync.fatal": true, "internal/sync.throw": true,
}
