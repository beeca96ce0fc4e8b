package graphq

import (
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
	return NewGraph(list[0])
}

func symbolOf(t *testing.T, g *Graph, id index.ID) index.Sym {
	t.Helper()
	s, ok := g.index.Sym(id)
	if !ok {
		t.Fatalf("no symbol %s", id)
	}
	return s
}

func TestToyLanes(t *testing.T) {
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
		if got := g.Lane(c.from, Peer{Sym: symbolOf(t, g, c.id), Kind: c.kind, OnSystemStack: c.sys}); got != c.want {
			t.Errorf("%s by %s from %s: %s, want %s (%v)", c.id, c.kind, c.from, got, c.want, g.index.Stacks(symbolOf(t, g, c.id)))
		}
	}
}

// Callers are counted once, however often they call.
func TestToyFanIn(t *testing.T) {
	g := toyGraph(t)
	for id, want := range map[index.ID]int32{"runtime.notesleep": 2, "runtime.chanrecv": 4, "runtime.rt0_go": 0, "internal/many.zcallWellKnown": toy.WellKnown + 1, "internal/many.zcallKnown": toy.WellKnown} {
		if got := g.FanIn[symbolOf(t, g, id)]; got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}

// A short function that calls nothing is an accessor.
func TestToyAccessors(t *testing.T) {
	g := toyGraph(t)
	for id, want := range map[index.ID]bool{"internal/many.zcallLeaf239": true, "internal/many.zcallLeaf240": false, "internal/many.zcallStep02": false, "runtime.futexsleep": false} {
		if got := g.Leaf(symbolOf(t, g, id)); got != want {
			t.Errorf("%s: %v, %d bytes", id, got, g.BodyLen(symbolOf(t, g, id)))
		}
	}
}
