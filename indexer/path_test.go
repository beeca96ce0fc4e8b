package indexer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer"
)

// wayIndex is the small index with other edges: two ways of the same length from m
// to init.func1, a longer one, and a loop.
//
//	m → f → f.func1 → init.func1
//	m → g → f.func1 → init.func1
//	    g ⇢ init.func1 (ref)
func wayIndex(t *testing.T) *indexer.Index {
	t.Helper()
	x := small()
	way := func(from, to indexer.Sym, n int32, kind indexer.EdgeKind) indexer.Edge {
		body := x.Symbols[from].Body()
		return indexer.Edge{From: from, To: to, File: body.File, At: body.Off + n, Kind: kind, Rule: indexer.RuleStatic}
	}
	x.Edges = indexer.SortedEdges([]indexer.Edge{
		way(symM, symF, 1, indexer.EdgeCall),
		way(symM, symF, 2, indexer.EdgeGo), // the first edge of a pair counts
		way(symM, symG, 3, indexer.EdgeSwitch),
		way(symF, symF1, 1, indexer.EdgeCall),
		way(symG, symF1, 1, indexer.EdgeAsm),
		way(symG, symInit1, 2, indexer.EdgeRef),
		way(symF1, symInit1, 1, indexer.EdgeCall),
		way(symF1, symM, 2, indexer.EdgeCall), // back to the start
		way(symF11, symF11, 1, indexer.EdgeCall),
		way(symInit1, symF11, 1, indexer.EdgeDefer),
	})
	y, err := indexer.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// spell writes a path as its ends and kinds.
func spell(x *indexer.Index, path []indexer.Edge) string {
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
	all := indexer.AllKinds
	noRef := all &^ indexer.KindsOf(indexer.EdgeRef)
	calls := indexer.KindsOf(indexer.EdgeCall)
	for _, c := range []struct {
		name     string
		from, to indexer.Sym
		kinds    indexer.Kinds
		most     int
		want     []string
	}{
		{"one edge", symF, symF1, all, 9, []string{"f call func1"}},
		{"the first of two edges", symM, symF, all, 9, []string{"m call f"}},
		{"the first that the kinds allow", symM, symF, indexer.KindsOf(indexer.EdgeGo), 9, []string{"m go f"}},
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
		construct indexer.Construct
		kinds     indexer.Kinds
		want      int
	}{
		{indexer.Make, indexer.AllKinds, 1},
		{indexer.Make, indexer.AllKinds &^ indexer.Checks, 1},
		{indexer.Make, indexer.Checks, 0},
		{indexer.Check, indexer.AllKinds, 1},
		{indexer.Check, indexer.AllKinds &^ indexer.Checks, 0},
		{indexer.Prologue, indexer.KindsOf(indexer.EdgeCompiler), 0},
		{indexer.Prologue, indexer.KindsOf(indexer.EdgeCompiler) | indexer.Checks, 1},
		{indexer.Prologue, indexer.Checks, 0},
	} {
		x := small()
		body := x.Symbols[symM].Body()
		x.Edges = []indexer.Edge{{From: symM, To: symF, File: body.File, At: body.Off, Kind: indexer.EdgeCompiler, Rule: indexer.RuleCompiler, Construct: c.construct}}
		x, err := indexer.New(x)
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
		from  indexer.Sym
		depth int
		kinds indexer.Kinds
		want  map[indexer.Sym]int
	}{
		{"one edge away", symM, 1, indexer.AllKinds, map[indexer.Sym]int{symF: 1, symG: 1}},
		{"two", symM, 2, indexer.AllKinds, map[indexer.Sym]int{symF: 1, symG: 1, symF1: 2, symInit1: 2}},
		{"all, without itself", symM, 0, indexer.AllKinds, map[indexer.Sym]int{symF: 1, symG: 1, symF1: 2, symInit1: 2, symF11: 3}},
		{"calls only", symM, -1, indexer.KindsOf(indexer.EdgeCall), map[indexer.Sym]int{symF: 1, symF1: 2, symInit1: 3}},
		{"no kinds", symM, 0, 0, map[indexer.Sym]int{}},
		{"only itself", symF11, 0, indexer.AllKinds, map[indexer.Sym]int{}},
		{"a type", symT, 0, indexer.AllKinds, map[indexer.Sym]int{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			reached, distance := x.Reach(c.from, c.depth, c.kinds)
			got := map[indexer.Sym]int{}
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
	some := indexer.KindsOf(indexer.EdgeGo, indexer.EdgeCompiler)
	for _, kind := range indexer.EdgeKinds() {
		if want := kind == indexer.EdgeGo || kind == indexer.EdgeCompiler; some.Has(kind) != want || !indexer.AllKinds.Has(kind) || indexer.KindsOf().Has(kind) {
			t.Errorf("%s: in some %v, in all %v, in none %v", kind, some.Has(kind), indexer.AllKinds.Has(kind), indexer.KindsOf().Has(kind))
		}
		if got, ok := indexer.ParseEdgeKind(kind.String()); got != kind || !ok {
			t.Errorf("%s reads back as %s, %v", kind, got, ok)
		}
	}
	if all := indexer.KindsOf(indexer.EdgeKinds()...) | indexer.Checks; all != indexer.AllKinds {
		t.Errorf("all kinds are %b, want %b", all, indexer.AllKinds)
	}
	for _, word := range []string{"", "Call", "calls"} {
		if kind, ok := indexer.ParseEdgeKind(word); ok {
			t.Errorf("%q is read as %s", word, kind)
		}
	}
}
