package index_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/index"
)

// wayIndex is the small index with other edges: two ways of the same length from m
// to init.func1, a longer one, and a loop.
//
//	m → f → f.func1 → init.func1
//	m → g → f.func1 → init.func1
//	    g ⇢ init.func1 (ref)
func wayIndex(t *testing.T) *index.Index {
	t.Helper()
	x := small()
	way := func(from, to index.Sym, n int32, kind index.EdgeKind) index.Edge {
		body := x.Symbols[from].Body()
		return index.Edge{From: from, To: to, File: body.File, At: body.Off + n, Kind: kind, Rule: index.RuleStatic}
	}
	x.Edges = index.SortedEdges([]index.Edge{
		way(symM, symF, 1, index.EdgeCall),
		way(symM, symF, 2, index.EdgeGo), // the first edge of a pair counts
		way(symM, symG, 3, index.EdgeSwitch),
		way(symF, symF1, 1, index.EdgeCall),
		way(symG, symF1, 1, index.EdgeAsm),
		way(symG, symInit1, 2, index.EdgeRef),
		way(symF1, symInit1, 1, index.EdgeCall),
		way(symF1, symM, 2, index.EdgeCall), // back to the start
		way(symF11, symF11, 1, index.EdgeCall),
		way(symInit1, symF11, 1, index.EdgeDefer),
	})
	y, err := index.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// spell writes a path as its ends and kinds.
func spell(x *index.Index, path []index.Edge) string {
	var b strings.Builder
	for i, e := range path {
		if i == 0 {
			b.WriteString(x.Symbols[e.From].ID.Base())
		} else if path[i-1].To != e.From {
			b.WriteString(" (torn)")
		}
		b.WriteString(" " + e.Kind.String() + " " + x.Symbols[e.To].ID.Base())
	}
	return b.String()
}

func TestPaths(t *testing.T) {
	x := wayIndex(t)
	all := index.AllKinds
	noRef := all &^ index.KindsOf(index.EdgeRef)
	calls := index.KindsOf(index.EdgeCall)
	for _, c := range []struct {
		name     string
		from, to index.Sym
		kinds    index.Kinds
		most     int
		want     []string
	}{
		{"one edge", symF, symF1, all, 9, []string{"f call func1"}},
		{"the first of two edges", symM, symF, all, 9, []string{"m call f"}},
		{"the first that the kinds allow", symM, symF, index.KindsOf(index.EdgeGo), 9, []string{"m go f"}},
		{"the shortest only", symM, symInit1, all, 9, []string{"m switch g ref func1"}},
		{"two of one length, by their sites", symM, symInit1, noRef, 9, []string{"m call f call func1 call func1", "m switch g asm func1 call func1"}},
		{"no more than asked for", symM, symInit1, noRef, 1, []string{"m call f call func1 call func1"}},
		{"none asked for", symM, symInit1, noRef, 0, nil},
		{"only calls", symM, symInit1, calls, 9, []string{"m call f call func1 call func1"}},
		{"the kinds forbid it", symInit1, symF11, calls, 9, nil},
		{"no kinds", symM, symF, 0, 9, nil},
		{"no path", symF11, symM, all, 9, nil},
		{"nothing leads to a type", symM, symT, all, 9, nil},
		{"to itself", symM, symM, all, 9, nil},
		{"to itself, by an edge", symF11, symF11, all, 9, nil},
		{"round a loop", symF1, symG, all, 9, []string{"func1 call m switch g"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, path := range x.Paths(c.from, c.to, c.kinds, c.most) {
				got = append(got, spell(x, path))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A way goes through what the compiler inserts; through prologues and checks only
// when they are asked for.
func TestChecks(t *testing.T) {
	for _, c := range []struct {
		construct index.Construct
		kinds     index.Kinds
		want      int
	}{
		{index.Make, index.AllKinds, 1},
		{index.Make, index.AllKinds &^ index.Checks, 1},
		{index.Make, index.Checks, 0},
		{index.Check, index.AllKinds, 1},
		{index.Check, index.AllKinds &^ index.Checks, 0},
		{index.Prologue, index.KindsOf(index.EdgeCompiler), 0},
		{index.Prologue, index.KindsOf(index.EdgeCompiler) | index.Checks, 1},
		{index.Prologue, index.Checks, 0},
	} {
		x := small()
		body := x.Symbols[symM].Body()
		x.Edges = []index.Edge{{From: symM, To: symF, File: body.File, At: body.Off, Kind: index.EdgeCompiler, Rule: index.RuleCompiler, Construct: c.construct}}
		x, err := index.New(x)
		if err != nil {
			t.Fatal(err)
		}
		reached, _ := x.Reach(symM, 0, c.kinds)
		if paths := x.Paths(symM, symF, c.kinds, 9); len(paths) != c.want || len(reached) != c.want {
			t.Errorf("%s by kinds %b: %d paths, %d reached, want %d", c.construct, c.kinds, len(paths), len(reached), c.want)
		}
	}
}

func TestReach(t *testing.T) {
	x := wayIndex(t)
	for _, c := range []struct {
		name  string
		from  index.Sym
		depth int
		kinds index.Kinds
		want  map[index.Sym]int
	}{
		{"one edge away", symM, 1, index.AllKinds, map[index.Sym]int{symF: 1, symG: 1}},
		{"two", symM, 2, index.AllKinds, map[index.Sym]int{symF: 1, symG: 1, symF1: 2, symInit1: 2}},
		{"all, without itself", symM, 0, index.AllKinds, map[index.Sym]int{symF: 1, symG: 1, symF1: 2, symInit1: 2, symF11: 3}},
		{"calls only", symM, -1, index.KindsOf(index.EdgeCall), map[index.Sym]int{symF: 1, symF1: 2, symInit1: 3}},
		{"no kinds", symM, 0, 0, map[index.Sym]int{}},
		{"only itself", symF11, 0, index.AllKinds, map[index.Sym]int{}},
		{"a type", symT, 0, index.AllKinds, map[index.Sym]int{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			reached, distance := x.Reach(c.from, c.depth, c.kinds)
			got := map[index.Sym]int{}
			for i, s := range reached {
				got[s] = distance[i]
			}
			if diff := cmp.Diff(c.want, got); diff != "" || len(got) != len(reached) {
				t.Errorf("%d reached, -want +got:\n%s", len(reached), diff)
			}
			if !slices.IsSorted(distance) {
				t.Errorf("not nearest first: %v", distance)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	some := index.KindsOf(index.EdgeGo, index.EdgeCompiler)
	for _, kind := range index.EdgeKinds() {
		if want := kind == index.EdgeGo || kind == index.EdgeCompiler; some.Has(kind) != want || !index.AllKinds.Has(kind) || index.KindsOf().Has(kind) {
			t.Errorf("%s: in some %v, in all %v, in none %v", kind, some.Has(kind), index.AllKinds.Has(kind), index.KindsOf().Has(kind))
		}
		if got, ok := index.ParseEdgeKind(kind.String()); got != kind || !ok {
			t.Errorf("%s reads back as %s, %v", kind, got, ok)
		}
	}
	if all := index.KindsOf(index.EdgeKinds()...) | index.Checks; all != index.AllKinds {
		t.Errorf("all kinds are %b, want %b", all, index.AllKinds)
	}
	for _, word := range []string{"", "Call", "calls"} {
		if kind, ok := index.ParseEdgeKind(word); ok {
			t.Errorf("%q is read as %s", word, kind)
		}
	}
}
