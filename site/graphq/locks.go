package graphq

import (
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// LockFact is what a function does with one lock, for readers.
type LockFact struct {
	Lock  int32 // position in Index.Locks
	Name  string
	Kind  index.LockKind
	Rank  string     // "sched", "" where the source gives none
	Parts []LockPart // takes before releases before what it says of it
	Left  string     // how it leaves the lock, as a clause: "released at every return"; "" where the source does not show it
}

// LockPart is the places where a function does one thing with a lock.
type LockPart struct {
	Act   index.LockAct
	Words string // "takes", "requires it or the world stopped"
	Uses  []index.LockUse
}

// Locks lists what a function does with locks, the function literals in it included, in
// the order of the source. What a constant keeps from running on this platform is left
// out, and so is a comment about a lock of which there is an assertion.
func Locks(x *index.Index, f index.Sym) (facts []LockFact) {
	for _, l := range x.LockingOf(f) {
		fact := LockFact{Lock: l.Lock, Name: x.Locks[l.Lock].Name, Kind: x.Locks[l.Lock].Kind, Rank: RankOf(x, l.Lock)}
		for _, u := range l.Uses {
			if !u.Dead {
				fact.add(u)
			}
		}
		if fact.has(index.ActRequires) || fact.has(index.ActAsserts) {
			fact.Parts = slices.DeleteFunc(fact.Parts, func(p LockPart) bool { return p.Act == index.ActSaysHeld })
		}
		if len(fact.Parts) == 0 {
			continue
		}
		slices.SortStableFunc(fact.Parts, func(a, b LockPart) int { return int(a.Act) - int(b.Act) })
		if fact.Left = fact.left(l); fact.stops(x) {
			fact.Left = stopsForEver
		}
		facts = append(facts, fact)
	}
	return facts
}

func (f *LockFact) add(u index.LockUse) {
	words := lockWords(u)
	i := slices.IndexFunc(f.Parts, func(p LockPart) bool { return p.Act == u.Act && p.Words == words })
	if i < 0 {
		i = len(f.Parts)
		f.Parts = append(f.Parts, LockPart{Act: u.Act, Words: words})
	}
	f.Parts[i].Uses = append(f.Parts[i].Uses, u)
}

func (f *LockFact) has(act index.LockAct) bool {
	return slices.ContainsFunc(f.Parts, func(p LockPart) bool { return p.Act == act })
}

// forCaller reports whether a function releases what it has not taken.
func (f *LockFact) forCaller() bool {
	return f.has(index.ActReleases) && !f.has(index.ActTakes) && !f.has(index.ActTries) && f.Left != stillHeld
}

// stillHeld is how a function leaves a lock that it releases only where it does not
// return.
const stillHeld = "still held at every return"

// stopsForEver is how a function leaves a lock that it takes to stop there: runtime.schedule
// takes deadlock, and then takes it again.
const stopsForEver = "taken twice in a row, so as to wait for ever"

// stops reports whether a function does nothing with a lock but to take it twice, by the
// same call in two statements that stand together.
func (f *LockFact) stops(x *index.Index) bool {
	if len(f.Parts) != 1 || f.Parts[0].Act != index.ActTakes || len(f.Parts[0].Uses)%2 != 0 {
		return false
	}
	for pair := range slices.Chunk(f.Parts[0].Uses, 2) {
		first, again := pair[0], pair[1]
		if first.Read || first.Deferred || first.Via != index.NoSym || first.File != again.File || first.At >= again.At {
			return false
		}
		text := x.Files[first.File].Text
		call := strings.TrimSpace(text[first.At:again.At])
		if strings.ContainsAny(call, "\n;") || !strings.HasPrefix(text[again.At:], call) {
			return false
		}
	}
	return true
}

// lockWords say what a use is, as a verb.
func lockWords(u index.LockUse) string {
	words := u.Act.String()
	switch {
	case u.Act == index.ActSaysHeld || u.Act == index.ActSaysUnheld:
		return "the comment says"
	case u.OrStopped:
		words += " it or the world stopped"
	case u.Read && u.Act == index.ActReleases:
		words += " as a reader"
	case u.Read:
		words += " for reading"
	}
	return words
}

// left is how a function leaves a lock, in words that are true with the parts.
func (f *LockFact) left(l index.Locking) string {
	first := slices.IndexFunc(l.Uses, func(u index.LockUse) bool {
		return !u.Dead && (u.Act == index.ActTakes || u.Act == index.ActReleases)
	})
	if first < 0 {
		return ""
	}
	takes := l.Uses[first].Act == index.ActTakes
	switch {
	case l.Leaves == index.LeavesSame && !f.has(index.ActTakes):
		return stillHeld
	case l.Leaves == index.LeavesSame && takes:
		return "released at every return"
	case l.Leaves == index.LeavesSame:
		return "held again at every return"
	case l.Leaves == index.LeavesHeld && takes:
		return "held at every return"
	case l.Leaves == index.LeavesReleased && !takes:
		return "no longer held at any return"
	}
	return ""
}

// RankOf names the rank of a lock: the ones given for good, else those given by calls.
func RankOf(x *index.Index, lock int32) string {
	var names []string
	for _, byCall := range []bool{false, true} {
		for _, r := range x.Locks[lock].Ranks {
			if name := x.Ranks[r.Rank].Name; r.Call == byCall && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			break
		}
	}
	return strings.Join(names, " or ")
}

// LockSummary is one thing that a function does, and with which locks.
type LockSummary struct {
	Words string
	Names []string
	Weak  bool // a comment says it, nothing else does
}

// LocksInShort sums up what a function does with locks: what it takes, what it requires,
// and what it releases for its caller.
func LocksInShort(facts []LockFact) (list []LockSummary) {
	add := func(words, name string, weak bool) {
		i := slices.IndexFunc(list, func(s LockSummary) bool { return s.Words == words })
		if i < 0 {
			i = len(list)
			list = append(list, LockSummary{Words: words, Weak: weak})
		}
		list[i].Names = append(list[i].Names, name)
	}
	for _, kind := range []struct {
		act   index.LockAct
		words string
	}{
		{index.ActTakes, "takes"}, {index.ActTries, "tries to take"}, {index.ActRequires, "requires"},
		{index.ActReleases, "releases"}, {index.ActMayTake, "may take"}, {index.ActSaysHeld, "its comment requires"},
	} {
		for _, f := range facts {
			for _, p := range f.Parts {
				if p.Act != kind.act || p.Act == index.ActReleases && !f.forCaller() || p.Act == index.ActMayTake && f.has(index.ActTakes) {
					continue
				}
				name := f.Name
				if (kind.act == index.ActRequires || kind.act == index.ActSaysHeld) && f.Kind != index.LockWorld {
					name += " held"
				}
				if p.Uses[0].OrStopped {
					name += " or the world stopped"
				}
				words := kind.words
				switch {
				case f.Left == stopsForEver:
					words = "stops for ever at"
				case f.Left == "held at every return" && p.Act == index.ActTakes:
					words = "returns holding"
				}
				add(words, name, kind.act == index.ActSaysHeld)
				break
			}
		}
	}
	return list
}

// LockUsers are the functions that do one thing with a lock.
type LockUsers struct {
	Act   index.LockAct
	What  string // "taken by"
	Funcs []LockUser
}

// LockUser is a function, and where it does so.
type LockUser struct {
	Sym index.Sym
	At  index.Range // the first place
}

// UsersOf lists who takes a lock, who requires it, and who releases it for others.
func UsersOf(x *index.Index, lock int32) (groups []LockUsers) {
	groups = []LockUsers{
		{Act: index.ActTakes, What: "taken by"}, {Act: index.ActTries, What: "tried by"},
		{Act: index.ActRequires, What: "required by"}, {Act: index.ActReleases, What: "released for others by"},
		{Act: index.ActSaysHeld, What: "required by the comments of"},
	}
	for _, l := range x.LockUsers(lock) {
		for _, f := range Locks(x, l.Func) {
			if f.Lock != lock {
				continue
			}
			for i := range groups {
				if groups[i].Act == index.ActReleases && !f.forCaller() {
					continue
				}
				for _, p := range f.Parts {
					if p.Act == groups[i].Act {
						u := p.Uses[0]
						groups[i].Funcs = append(groups[i].Funcs, LockUser{l.Func, index.Range{File: u.File, Off: u.At}})
						break
					}
				}
			}
		}
	}
	return slices.DeleteFunc(groups, func(g LockUsers) bool { return len(g.Funcs) == 0 })
}

// RanksBefore are the ranks whose locks may be held while the lock is taken, by the
// runtime's partial order.
func RanksBefore(x *index.Index, lock int32) (names []string) {
	for _, r := range x.Locks[lock].Ranks {
		if r.Call {
			continue
		}
		for _, b := range x.Ranks[r.Rank].Before {
			names = append(names, x.Ranks[b].Name)
		}
		return names
	}
	return nil
}
