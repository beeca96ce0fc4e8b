package graphq

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// Pairs of functions count once, whatever the number and kind of their calls, by the outermost
// function; what is dead, a reference, in one area or not among the functions does not.
func TestAreaCalls(t *testing.T) {
	g := hand(t, small, other)
	x := g.index
	areas := map[string]string{"p.f": "run", "p.f2": "run", "p.g": "keep", "p.h": "keep", "p.j": "ask", "q.k": "ask", "p.i": "ask"}
	areaOf := func(s index.Sym) string { return areas[string(x.Symbols[x.Outermost(s)].ID)] }
	var among []index.Sym
	for i := range x.Symbols {
		if id := string(x.Symbols[i].ID); areas[id] != "" && id != "p.h" {
			among = append(among, index.Sym(i), index.Sym(i))
		}
	}
	var b strings.Builder
	for _, c := range g.AreaCalls(among, areaOf) {
		fmt.Fprintf(&b, "%s %s %d\n", c.From, c.To, c.Pairs)
	}
	if got, want := b.String(), "ask keep 1\nrun ask 1\nrun keep 1\n"; got != want {
		t.Errorf("got\n%s want\n%s", got, want)
	}
}

// A function that is called from everywhere says nothing of where it belongs.
func TestAreaCallsLeavesOutWhatAllCall(t *testing.T) {
	for callers, want := range map[int]int{everywhere - 1: 1, everywhere: 0} {
		text := "package p\nfunc throw {}\n"
		for i := range callers {
			text += fmt.Sprintf("func f%d {\n\tcall throw\n}\n", i)
		}
		g := hand(t, text)
		x := g.index
		var among []index.Sym
		for i := range x.Symbols {
			among = append(among, index.Sym(i))
		}
		areaOf := func(s index.Sym) string { return string(x.Symbols[s].ID) }
		pairs := 0
		for _, c := range g.AreaCalls(among, areaOf) {
			if c.From == "p.f0" {
				pairs += c.Pairs
			}
		}
		if pairs != want {
			t.Errorf("called from %d areas: %d pairs of the first, want %d", callers, pairs, want)
		}
	}
}
