package graphq

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/toy"
)

func toyGraph(t *testing.T) *Graph {
	t.Helper()
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	return New(list[0])
}

func symbolOf(t *testing.T, g *Graph, id index.ID) index.Sym {
	t.Helper()
	s, ok := g.index.Sym(id)
	if !ok {
		t.Fatalf("no symbol %s", id)
	}
	return s
}

func TestLanes(t *testing.T) {
	g := toyGraph(t)
	for _, c := range []struct {
		on   index.Stacks
		want string
	}{{0, "user stack"}, {index.UserStack, "user stack"}, {index.SystemStack, "g0"}, {index.SignalStack, "gsignal"}, {index.SystemStack | index.SignalStack, "g0"}} {
		if got := StartLane(c.on); got != c.want {
			t.Errorf("start on %v: %s", c.on, got)
		}
	}
	for _, c := range []struct {
		id   index.ID
		kind index.EdgeKind
		sys  bool
		from string
		want string
	}{
		{"runtime.netpoll", index.EdgeCall, false, "user stack", "g0"},    // runs on g0 only
		{"runtime.netpoll", index.EdgeGo, false, "g0", "user stack"},      // a goroutine starts on its own stack
		{"runtime.stopm", index.EdgeCall, false, "g0", "g0"},              // stays
		{"runtime.stopm", index.EdgeCall, false, "gsignal", "user stack"}, // cannot run where it is called
		{"runtime.stopm", index.EdgeSwitch, false, "user stack", "g0"},
		{"runtime.stopm", index.EdgeCall, true, "user stack", "g0"},
		{"runtime.zcopy2", index.EdgeCall, false, "gsignal", "gsignal"}, // nothing is known of it
	} {
		if got := g.lane(c.from, Peer{Sym: symbolOf(t, g, c.id), Kind: c.kind, OnSystemStack: c.sys}); got != c.want {
			t.Errorf("%s by %s from %s: %s, want %s (%v)", c.id, c.kind, c.from, got, c.want, g.index.Stacks(symbolOf(t, g, c.id)))
		}
	}
}

// Callers are counted once, however often they call.
func TestFanIn(t *testing.T) {
	g := toyGraph(t)
	for id, want := range map[index.ID]int32{"runtime.notesleep": 2, "runtime.chanrecv": 4, "runtime.rt0_go": 0, "internal/many.zcallWellKnown": toy.WellKnown + 1, "internal/many.zcallKnown": toy.WellKnown} {
		if got := g.fanIn()[symbolOf(t, g, id)]; got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}

// A short function that calls nothing is an accessor.
func TestAccessors(t *testing.T) {
	g := toyGraph(t)
	for id, want := range map[index.ID]bool{"internal/many.zcallLeaf239": true, "internal/many.zcallLeaf240": false, "internal/many.zcallStep02": false, "runtime.futexsleep": false} {
		if got := g.isAccessor(symbolOf(t, g, id)); got != want {
			t.Errorf("%s: %v, %d bytes", id, got, g.BodyLen(symbolOf(t, g, id)))
		}
	}
}

// The steps that a journey leaves out: the shortest where there are too many, the last
// of equal ones, what everyone calls, and accessors.
func TestStepsLeftOut(t *testing.T) {
	g := toyGraph(t)
	steps := func(root index.ID) (names []string, inner [][]string, cut int) {
		j := g.Journey(symbolOf(t, g, root), nil, func(index.Sym) bool { return true })
		name := func(s Step) string { return strings.TrimPrefix(g.index.Symbols[s.Sym].ID.Local(), "zcall") }
		for _, s := range j.Root.Next {
			names = append(names, name(s))
			var in []string
			for _, s := range s.Next {
				in = append(in, name(s))
			}
			inner = append(inner, in)
		}
		return names, inner, j.Cut
	}
	names, inner, cut := steps("internal/many.zcallRoot")
	if got, want := strings.Join(names, " "), "Known Step01 Step03 Step04 Step05 Step06 Step07 Step08 Step09 Step10 Step11 Step12"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if cut != 7 { // Step02, Step13, Step14, Step15, WellKnown, Accessor, and Popular behind Known
		t.Errorf("%d are cut, want 7", cut)
	}
	if len(inner[1]) != 1 || inner[1][0] != "Inner01" {
		t.Errorf("inner steps %v", inner)
	}
	names, inner, cut = steps("internal/many.zcallFew")
	if _, inner, cut := steps("internal/many.zcallRanked"); fmt.Sprint(inner) != "[[Len3 Len6 Len2 Len5 Len4]]" || cut != 1 {
		t.Errorf("of different lengths %v, and %d cut", inner, cut)
	}
	if want := "[[Step01 Step03 Step04 Step05 Step06]]"; len(names) != 1 || fmt.Sprint(inner) != want || cut != 1 {
		t.Errorf("steps %v with %v, want %s, and %d cut", names, inner, want, cut)
	}
}
