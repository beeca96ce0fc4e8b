package graphq

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// lockGraph is two functions and their locks: a with ranks of calls only, b with one for
// good beside that of a call, w the world, and m that may be taken.
func lockGraph(t *testing.T) *index.Index {
	t.Helper()
	x := hand(t, "package p\nfunc f {\n}\nfunc g {\n}\n").index
	x.Ranks = []index.Rank{{Name: "low"}, {Name: "mid", Before: []int32{0}}, {Name: "high", Before: []int32{0, 1}}}
	x.Locks = []index.Lock{
		{Name: "a", Sym: index.NoSym, Ranks: []index.LockRank{{Rank: 2, Call: true}, {Rank: 1, Call: true}, {Rank: 2, Call: true}}},
		{Name: "b", Sym: index.NoSym, Ranks: []index.LockRank{{Rank: 2, Call: true}, {Rank: 1}, {Rank: 0}, {Rank: 1}}},
		{Name: "w", Sym: index.NoSym, Kind: index.LockWorld}, {Name: "m", Sym: index.NoSym},
	}
	use := func(at int32, act index.LockAct, more func(*index.LockUse)) index.LockUse {
		u := index.LockUse{At: at, Act: act, Via: index.NoSym}
		if more != nil {
			more(&u)
		}
		return u
	}
	read := func(u *index.LockUse) { u.Read, u.Deferred = true, true }
	stopped := func(u *index.LockUse) { u.OrStopped = true }
	x.Locking = []index.Locking{
		{Func: 0, Lock: 0, Uses: []index.LockUse{
			use(12, index.ActReleases, read), use(3, index.ActTakes, read), use(4, index.ActTakes, nil), use(5, index.ActTakes, read), use(6, index.ActMayTake, nil),
			use(7, index.ActTakes, func(u *index.LockUse) { u.Dead = true }),
		}},
		{Func: 0, Lock: 1, Uses: []index.LockUse{use(8, index.ActRequires, stopped), use(2, index.ActSaysHeld, nil)}},
		{Func: 0, Lock: 2, Uses: []index.LockUse{use(9, index.ActAsserts, nil), use(10, index.ActRequires, nil), use(1, index.ActSaysHeld, nil)}},
		{Func: 0, Lock: 3, Uses: []index.LockUse{use(11, index.ActMayTake, nil)}},
		{Func: 1, Lock: 0, Uses: []index.LockUse{use(20, index.ActTries, nil)}},
		{Func: 1, Lock: 1, Uses: []index.LockUse{use(22, index.ActReleases, nil), use(23, index.ActReleases, nil)}},
		{Func: 1, Lock: 2, Uses: []index.LockUse{use(21, index.ActSaysHeld, nil)}},
		{Func: 1, Lock: 3, Uses: []index.LockUse{use(24, index.ActTakes, func(u *index.LockUse) { u.Dead = true })}},
	}
	return x
}

// What is said of each lock, in full and in short, and of who uses it.
func TestWordsOfLocks(t *testing.T) {
	x := lockGraph(t)
	var b strings.Builder
	for f := range index.Sym(2) {
		facts := Locks(x, f)
		for _, l := range facts {
			fmt.Fprintf(&b, "%s %s, rank %q:", x.Symbols[f].ID, l.Name, l.Rank)
			for _, p := range l.Parts {
				fmt.Fprintf(&b, " %s at", p.Words)
				for _, u := range p.Uses {
					fmt.Fprintf(&b, " %d", u.At)
				}
				b.WriteString(";")
			}
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s %s\n", x.Symbols[f].ID, inShort(facts))
	}
	for lock := range x.Locks {
		fmt.Fprintf(&b, "%s after %q:", x.Locks[lock].Name, RanksBefore(x, int32(lock)))
		for _, g := range UsersOf(x, int32(lock)) {
			for _, u := range g.Funcs {
				fmt.Fprintf(&b, " %s %s at %d;", g.What, x.Symbols[u.Sym].ID, u.At.Off)
			}
		}
		b.WriteString("\n")
	}
	want := `p.f w, rank "": requires at 10; asserts at 9;
p.f b, rank "mid or low": requires it or the world stopped at 8;
p.f a, rank "high or mid": takes for reading at 3 5; takes at 4; may take at 6; releases as a reader at 12;
p.f m, rank "": may take at 11;
p.f takes a; requires w, b held or the world stopped; may take m
p.g a, rank "high or mid": tries to take at 20;
p.g w, rank "": the comment says at 21;
p.g b, rank "mid or low": releases at 22 23;
p.g tries to take a; releases b; (its comment requires) w
a after []: taken by p.f at 3; tried by p.g at 20;
b after ["low"]: required by p.f at 8; released for others by p.g at 22;
w after []: required by p.f at 10; required by the comments of p.g at 21;
m after []:
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A journey stays in the package of its root, and passes over accessors.
func TestStepsOfAJourney(t *testing.T) {
	long := strings.Repeat("// It goes on.\n", 40)
	g := hand(t,
		"package p\nfunc f {\n\tcall g\n\tcall q/far\n\tcall short\n\tcall caller\n\tcall long\n}\nfunc g {\n\tcall short\n}\nfunc short {\n}\nfunc caller {\n\tcall short\n}\nfunc long {\n"+long+"}\n",
		"package q\nfunc far {\n\tcall p/short\n}\n")
	j := g.Journey(symbolOf(t, g, "p.f"), nil, func(index.Sym) bool { return true })
	var names []string
	for _, s := range j.Root.Next {
		names = append(names, string(g.index.Symbols[s.Sym].ID))
	}
	if want := []string{"p.g", "p.caller", "p.long"}; !slices.Equal(names, want) {
		t.Errorf("steps %q, want %q", names, want)
	}
	if j.Cut != 4 { // far, and short, which three call
		t.Errorf("%d cut", j.Cut)
	}
}

// Of neighbours those are kept that say most, in their own order.
func TestChooseByWeight(t *testing.T) {
	n := func(s index.Sym, kind index.EdgeKind, near, dead bool, fan int) Neighbour {
		return Neighbour{Peer: Peer{Sym: s, Kind: kind, Dead: dead}, Near: near, FanIn: fan}
	}
	list := []Neighbour{
		n(1, index.EdgeCall, false, false, 3), n(2, index.EdgeCall, true, false, 9), n(3, index.EdgeCompiler, true, false, 1), n(4, index.EdgeCall, true, true, 1),
		n(5, index.EdgeGo, true, false, 400), n(6, index.EdgeCall, true, false, 2), n(2, index.EdgeRef, true, false, 9), n(7, index.EdgeRef, true, false, 1), n(8, index.EdgeSwitch, false, false, 1),
	}
	names := func(list []Neighbour) (s string) {
		for _, n := range list {
			s += fmt.Sprint(n.Sym)
		}
		return s
	}
	for _, c := range []struct {
		n     int
		dir   Direction
		named map[index.Sym]int
		kept  string
		cut   int
	}{
		{1, Callees, nil, "5", 7}, {2, Callees, nil, "56", 6}, {3, Callees, nil, "256", 5}, {4, Callees, nil, "2568", 4}, {5, Callees, nil, "12568", 3}, {7, Callees, nil, "1235678", 1}, {8, Callees, nil, "12345678", 0}, {9, Callees, nil, "12345678", 0},
		{2, Callers, nil, "25", 6}, {3, Callers, nil, "256", 5}, {6, Callers, nil, "123568", 2}, {1, Callees, map[index.Sym]int{3: 1, 1: 2}, "1", 7}, {2, Callees, map[index.Sym]int{3: 1, 1: 2}, "13", 6}, {1, Callees, map[index.Sym]int{4: 99}, "5", 7},
	} {
		if kept, cut := Choose(list, c.n, c.dir, c.named); names(kept) != c.kept || cut != c.cut {
			t.Errorf("%d by %v, named %v: %s kept and %d cut, want %s and %d", c.n, c.dir, c.named, names(kept), cut, c.kept, c.cut)
		}
	}
}

// Areas that call as often stand by name; what has no area is in none.
func TestAreaCallsAreSorted(t *testing.T) {
	g := hand(t, "package p\nfunc a1 {\n\tcall b1\n\tcall c1\n\tcall x\n}\nfunc b1 {\n\tcall c1\n\tcall a1\n}\nfunc c1 {\n\tcall a1\n\tcall b1\n}\nfunc c2 {\n\tcall b1\n}\nfunc x {\n\tcall a1\n}\n")
	x := g.index
	var among []index.Sym
	for i := range x.Symbols {
		among = append(among, index.Sym(i))
	}
	areaOf := func(s index.Sym) string {
		if name := x.Symbols[s].ID.Base(); len(name) > 1 {
			return name[:1]
		}
		return ""
	}
	if got, want := fmt.Sprint(g.AreaCalls(among, areaOf)), "[{c b 2} {a b 1} {a c 1} {b a 1} {b c 1} {c a 1}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
