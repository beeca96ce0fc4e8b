package graphq

import (
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// inShort writes what the facts of some locks say, as pages have it.
func inShort(facts []LockFact) string {
	var list []string
	for _, s := range LocksInShort(facts) {
		words := s.Words
		if s.Weak {
			words = "(" + words + ")"
		}
		list = append(list, words+" "+strings.Join(s.Names, ", "))
	}
	return strings.Join(list, "; ")
}

func TestLocksOfTheToy(t *testing.T) {
	x := toyGraph(t).index
	for id, want := range map[index.ID]string{
		"runtime.(*pool).get":     "takes pool.lock",
		"runtime.(*pool).take":    "requires pool.lock held",
		"runtime.(*pool).drop":    "(its comment requires) pool.lock held",
		"runtime.(*pool).acquire": "returns holding pool.lock",
		"runtime.(*pool).release": "releases pool.lock",
		"runtime.(*pool).init":    "",
		"runtime.refill":          "takes idle.lock, pool.lock",
		"runtime.schedule":        "",
	} {
		s, ok := x.Sym(id)
		if !ok {
			t.Fatalf("no symbol %s", id)
		}
		if got := inShort(Locks(x, s)); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	lock, ok := x.Lock("pool.lock")
	if !ok {
		t.Fatal("no pool.lock")
	}
	var users []string
	for _, g := range UsersOf(x, lock) {
		for _, f := range g.Funcs {
			users = append(users, g.What+" "+x.Symbols[f.Sym].ID.Local())
			if path := x.Files[f.At.File].Path; path != "runtime/lock.go" || x.Line(f.At.File, f.At.Off) < 2 {
				t.Errorf("%s does it at %s:%d", x.Symbols[f.Sym].ID, path, x.Line(f.At.File, f.At.Off))
			}
		}
	}
	want := "taken by (*pool).acquire, taken by (*pool).get, taken by refill, required by (*pool).take, released for others by (*pool).release, required by the comments of (*pool).drop"
	if got := strings.Join(users, ", "); got != want {
		t.Errorf("users %s\nwant %s", got, want)
	}
	if before := RanksBefore(x, lock); RankOf(x, lock) != "pool" || len(before) != 1 || before[0] != "idle" {
		t.Errorf("rank %q after %q", RankOf(x, lock), before)
	}
}

// A lock that is taken twice in a row is not one that the function needs.
func TestLockToStopAt(t *testing.T) {
	take := func(at int) index.LockUse { return index.LockUse{At: int32(at), Act: index.ActTakes, Via: index.NoSym} }
	for text, want := range map[string]bool{
		"lock(&l)\n\t\tlock(&l)\n":             true,
		"lock(&l); lock(&l)":                   false, // statements on one line are not compared
		"lock(&l)\n\t\tf()\n\t\tlock(&l)\n":    false,
		"lock(&l)\n\t} else {\n\t\tlock(&l)\n": false,
		"lock(&l)\n\t\tlock(&m)\n":             false,
	} {
		x := &index.Index{Files: []index.File{{Text: text}}}
		f := LockFact{Name: "l"}
		f.add(take(0))
		f.add(take(strings.LastIndex(text, "lock(")))
		if got := f.stops(x); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
		f.Left = stopsForEver
		if got := inShort([]LockFact{f}); got != "stops for ever at l" {
			t.Errorf("in short: %s", got)
		}
	}
	x := &index.Index{Files: []index.File{{Text: "lock(&l)\nlock(&l)\nunlock(&l)\n"}}}
	for name, uses := range map[string][]index.LockUse{
		"once":       {take(0)},
		"for others": {take(0), take(9), {At: 18, Act: index.ActReleases, Via: index.NoSym}},
		"as readers": {{Act: index.ActTakes, Via: index.NoSym, Read: true}, {At: 9, Act: index.ActTakes, Via: index.NoSym, Read: true}},
		"by a call":  {{Act: index.ActTakes, Via: 0}, {At: 9, Act: index.ActTakes, Via: 0}},
		"later":      {{Act: index.ActTakes, Via: index.NoSym, Deferred: true}, {At: 9, Act: index.ActTakes, Via: index.NoSym, Deferred: true}},
	} {
		f := LockFact{Name: "l"}
		for _, u := range uses {
			f.add(u)
		}
		if f.stops(x) {
			t.Errorf("%s: it stops for ever", name)
		}
	}
}

// What is said of how a lock is left is true with the places that stand beside it.
func TestHowALockIsLeft(t *testing.T) {
	const takes, releases, tries, requires = index.ActTakes, index.ActReleases, index.ActTries, index.ActRequires
	for _, c := range []struct {
		acts   []index.LockAct
		leaves index.Leaves
		want   string
		short  string
	}{
		{[]index.LockAct{takes, releases}, index.LeavesSame, "released at every return", "takes l"},
		{[]index.LockAct{releases, takes}, index.LeavesSame, "held again at every return", "takes l"},
		{[]index.LockAct{requires, releases}, index.LeavesSame, "still held at every return", "requires l held"},
		{[]index.LockAct{takes}, index.LeavesHeld, "held at every return", "returns holding l"},
		{[]index.LockAct{releases, takes, takes}, index.LeavesHeld, "", "takes l"},
		{[]index.LockAct{releases}, index.LeavesReleased, "no longer held at any return", "releases l"},
		{[]index.LockAct{takes, releases, releases}, index.LeavesReleased, "", "takes l"},
		{[]index.LockAct{takes, releases}, index.LeavesUnknown, "", "takes l"},
		{[]index.LockAct{releases}, index.LeavesUnknown, "", "releases l"},
		{[]index.LockAct{tries, releases}, index.LeavesUnknown, "", "tries to take l"},
		{[]index.LockAct{requires}, index.LeavesSame, "", "requires l held"},
	} {
		l := index.Locking{Leaves: c.leaves}
		f := LockFact{Name: "l"}
		for i, act := range c.acts {
			u := index.LockUse{At: int32(i), Act: act, Via: index.NoSym}
			l.Uses = append(l.Uses, u)
			f.add(u)
		}
		f.Left = f.left(l)
		if got := inShort([]LockFact{f}); f.Left != c.want || got != c.short {
			t.Errorf("%v, left %q: %q and %q, want %q and %q", c.acts, c.leaves, f.Left, got, c.want, c.short)
		}
	}
	dead := index.Locking{Leaves: index.LeavesSame, Uses: []index.LockUse{{Act: takes, Dead: true}}}
	if got := (&LockFact{}).left(dead); got != "" {
		t.Errorf("a lock that is not taken here is %s", got)
	}
}
