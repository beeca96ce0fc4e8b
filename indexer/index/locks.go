package index

import (
	"cmp"
	"slices"
	"sort"
)

// Lock is something that one function at a time, or one thread, can hold: a field or
// variable that is a mutex, or the word behind a semaphore. All values of one field are
// one lock here, as they are one rank to the runtime.
type Lock struct {
	// Name is how the source calls it: by the variable where every function reaches it
	// through the same one ("sched.lock"), else by the type ("hchan.lock"). A star in
	// front says that the field holds the address of a lock.
	Name  string
	Kind  LockKind
	Sym   Sym        // the field or variable; NoSym for the world, and for a lock of which only the rank is known
	Ranks []LockRank // sorted by place
}

// LockKind is what kind of lock it is.
type LockKind uint8

// The kinds of locks.
const (
	LockMutex     LockKind = iota // the runtime's own mutex, or one of package sync
	LockRW                        // for many readers or one writer
	LockSemaphore                 // a word that semacquire waits on
	LockWorld                     // all other threads, while they are stopped: no lock, but required like one
	LockOfRank                    // any lock of one rank
)

var lockKindNames = [...]string{"mutex", "readers-writer lock", "semaphore", "world", "rank"}

func (k LockKind) String() string { return lockKindNames[k] }

// LockRank is a rank that the source gives a lock, and where.
type LockRank struct {
	Rank int32 // position in Index.Ranks
	File int32
	At   int32
	Call bool // by one call that takes it, not for good
}

// Rank is an entry of the runtime's partial order of its locks.
type Rank struct {
	Name   string
	Before []int32 // ranks whose locks may be held while one of this rank is taken, sorted
}

// LockAct is what a function does with a lock, or says of it.
type LockAct uint8

// The acts.
const (
	ActTakes      LockAct = iota // it calls what takes the lock
	ActTries                     // likewise, without waiting for it
	ActMayTake                   // it declares to the lock ranking that it may take it
	ActReleases                  // it calls what releases the lock
	ActRequires                  // it asserts first of all that the lock is held
	ActAsserts                   // it asserts so in its course, or on a condition
	ActSaysHeld                  // its comment says that the lock must be held
	ActSaysUnheld                // its comment says that the lock must not be held
)

var lockActNames = [...]string{"takes", "tries to take", "may take", "releases", "requires", "asserts", "comment: held", "comment: not held"}

func (a LockAct) String() string { return lockActNames[a] }

// LockUse is one place where a function does something with a lock.
type LockUse struct {
	File int32 // with At inside the function, or in the comment above it
	At   int32
	Act  LockAct
	Via  Sym // the function it calls that does it on all its ways; NoSym for an operation on the lock itself

	Read      bool   // it takes or releases the lock as a reader
	Deferred  bool   // by a defer statement
	OrStopped bool   // of an assertion: or the world is stopped
	Dead      bool   // in code that a constant keeps from running on this platform
	Text      string // of a comment: its sentence
}

// Leaves is how a function leaves a lock when it returns, compared with how it found it.
type Leaves uint8

// The ways to leave a lock.
const (
	LeavesUnknown  Leaves = iota // it depends, or cannot be told
	LeavesSame                   // as it was: what it takes it has released at every return, what it releases it has taken again
	LeavesHeld                   // it returns holding it, always
	LeavesReleased               // it returns having released what it was called with, always
)

func (l Leaves) String() string { return leavesNames[l] }

var leavesNames = [...]string{"", "as it was", "held", "released"}

// Locking is what one function, without the function literals in it, does with one lock.
type Locking struct {
	Func   Sym
	Lock   int32 // position in Index.Locks
	Leaves Leaves
	Uses   []LockUse // sorted by File, At, Act; none where only a function literal in it uses the lock
}

// CompareLocking is the order of Index.Locking.
func CompareLocking(a, b Locking) int {
	return cmp.Or(cmp.Compare(a.Func, b.Func), cmp.Compare(a.Lock, b.Lock))
}

// CompareLockUses is the order of the uses in a Locking.
func CompareLockUses(a, b LockUse) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.At, b.At), cmp.Compare(a.Act, b.Act))
}

// LockingOf is what a function does with locks, the function literals in it included, in
// the order of the places. What a literal does is its own in Locking; how the function
// leaves a lock counts the literals that it runs.
func (x *Index) LockingOf(f Sym) (list []Locking) {
	decided := map[int32]bool{} // by the function itself
	for _, sym := range within(x, f) {
		from := sort.Search(len(x.Locking), func(i int) bool { return x.Locking[i].Func >= sym })
		for ; from < len(x.Locking) && x.Locking[from].Func == sym; from++ {
			l := x.Locking[from]
			i := slices.IndexFunc(list, func(o Locking) bool { return o.Lock == l.Lock })
			if i < 0 {
				decided[l.Lock] = sym == f && (l.Leaves != LeavesSame || l.moves())
				list = append(list, Locking{f, l.Lock, l.Leaves, slices.Clone(l.Uses)})
				continue
			}
			if !decided[l.Lock] && list[i].Leaves != l.Leaves {
				list[i].Leaves = LeavesUnknown
			}
			list[i].Uses = append(list[i].Uses, l.Uses...)
		}
	}
	list = slices.DeleteFunc(list, func(l Locking) bool { return len(l.Uses) == 0 })
	for _, l := range list {
		slices.SortStableFunc(l.Uses, CompareLockUses)
	}
	slices.SortStableFunc(list, func(a, b Locking) int { return CompareLockUses(a.Uses[0], b.Uses[0]) })
	return list
}

// moves reports whether the lock is taken or released here.
func (l Locking) moves() bool {
	return slices.ContainsFunc(l.Uses, func(u LockUse) bool { return u.Act == ActTakes || u.Act == ActTries || u.Act == ActReleases })
}

// within are a function and the function literals in it, it first.
func within(x *Index, f Sym) []Sym {
	list := []Sym{f}
	body := x.Symbols[f].Body()
	if !body.OK() {
		return list
	}
	all := x.byFile[body.File]
	for i := sort.Search(len(all), func(i int) bool { return x.Symbols[all[i]].Body().Off > body.Off }); i < len(all); i++ {
		b := x.Symbols[all[i]].Body()
		if b.Off >= body.End {
			break
		}
		if x.Outermost(all[i]) == x.Outermost(f) {
			list = append(list, all[i])
		}
	}
	return list
}

// LockAt is the lock that a field or variable is.
func (x *Index) LockAt(sym Sym) (lock int32, ok bool) {
	if sym == NoSym {
		return -1, false
	}
	i, ok := slices.BinarySearchFunc(x.Locks, sym, func(l Lock, sym Sym) int { return cmp.Compare(l.Sym, sym) })
	return int32(i), ok
}

// LockUsers lists what is done with a lock, a Locking a declared function, in the order
// of the functions' names.
func (x *Index) LockUsers(lock int32) (list []Locking) {
	seen := map[Sym]bool{}
	for _, l := range x.Locking {
		f := x.Outermost(l.Func)
		if l.Lock != lock || seen[f] {
			continue
		}
		seen[f] = true
		for _, of := range x.LockingOf(f) {
			if of.Lock == lock {
				list = append(list, of)
			}
		}
	}
	slices.SortFunc(list, CompareLocking)
	return list
}

// Lock finds a lock by its name as Locks has it, by that without the package runtime, or
// by the ID of its field or variable.
func (x *Index) Lock(name string) (lock int32, ok bool) {
	if s, found := x.Sym(ID(name)); found {
		return x.LockAt(s)
	}
	for i, l := range x.Locks {
		if l.Sym == NoSym {
			continue
		}
		path := x.Symbols[l.Sym].ID.Path() + "."
		if path+l.Name == name || path == "runtime." && l.Name == name {
			return int32(i), true
		}
	}
	s, found := x.Sym(ID("runtime." + name))
	if !found {
		return -1, false
	}
	return x.LockAt(s)
}
