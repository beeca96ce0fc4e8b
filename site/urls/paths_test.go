package urls

import (
	"fmt"
	"testing"

	"sourcedive/indexer/index"
)

// The address of each kind of page, as other sites may link to it.
func TestPaths(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Model("sched"), "model/sched.html"},
		{Area("sched"), "area/sched.html"},
		{Package("internal/a+b"), "pkg/internal/a~2bb.html"},
		{Letter("g"), "symbol/g.html"},
		{Journey("go"), "journey/go.html"},
		{TourStep("round", 0), "tour/round/1.html"},
		{TourStep("round", 9), "tour/round/10.html"},
		{Level("junior"), "levels/junior.html"},
		{CaseStudy("stuck"), "wild/stuck.html"},
		{Stale("sched/park"), "stale/sched/park.html"},
		{NoteID("sched/park"), "note-sched-park"},
		{HeadingID("Maps, and sets"), "maps-and-sets"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

// Names that differ only in case have these very addresses: the first has none added, the
// others their capitals, and a number where the one before has the same capitals. A name
// of assembly without a package gives way to the same name in a package.
func TestTwinAddresses(t *testing.T) {
	for _, c := range []struct {
		ids  []index.ID
		want []string
	}{
		{[]index.ID{"p.FOO", "p.FOo", "p.FoO", "p.Foo", "p.fOo", "p.foo"}, []string{"FOO~FOO", "FOo~FO", "FoO~FO4", "Foo~F", "fOo~O", "foo"}},
		{[]index.ID{"f", "p.f"}, []string{"f~asm", "f"}},
		{[]index.ID{"p.aB", "p.AB"}, []string{"aB", "AB~AB"}},
	} {
		u := NewMap(symbols(index.KindFunc, c.ids...))
		for i, want := range c.want {
			if want = "func/p/" + want + ".html"; u.Page[i] != want {
				t.Errorf("%s: %s, want %s", c.ids[i], u.Page[i], want)
			}
		}
	}
}

// Symbols are listed under the first letter of their own name, which is that of a method
// without its receiver, in the order of these names whatever their case. What belongs to a
// symbol is not listed.
func TestLetters(t *testing.T) {
	x := symbols(index.KindFunc, "p.gz", "p.GA", "p.gm", "p.(*T).gb", "p.az", "p._x", "p.ä", "p.g.func1", "p.T.g", "p.I.g", "p.Zz")
	for i, kind := range map[int]index.Kind{7: index.KindClosure, 8: index.KindField, 9: index.KindAbstract} {
		x.Symbols[i].Kind = kind
	}
	letters := NewMap(x).Letters()
	want := map[string][]index.Sym{"g": {1, 3, 2, 0}, "a": {4}, "z": {10}, "other": {5, 6}}
	if fmt.Sprint(letters) != fmt.Sprint(want) {
		t.Errorf("letters %v, want %v", letters, want)
	}
}
