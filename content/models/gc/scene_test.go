package gc

import (
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// The page opens on what a collector does: while it marks, with objects of every colour and
// one that has just become grey, in a run that keeps some objects and frees others.
func TestOpensWhileMarking(t *testing.T) {
	m := Model()
	trace := simtest.Trace(t, &m, m.Opens.Given, m.Opens.Seed)
	colors := map[string]int{}
	for _, n := range trace.Views[m.Opens.Step].Block("heap").Nodes {
		if n.X > 0 {
			colors[n.State]++
		}
	}
	if e := trace.Events[m.Opens.Step-1]; e.Func != "runtime.scanObject" || !strings.HasSuffix(e.Why, " was white and became grey.") {
		t.Errorf("opens with: %s %s", e.What, e.Why)
	}
	if colors[sim.Black] == 0 || colors[sim.Grey] < 2 || colors[sim.White] == 0 {
		t.Errorf("opens with objects of these colours: %v", colors)
	}
	ends := map[string]bool{}
	for _, e := range trace.Events[m.Opens.Step:] {
		_, end, _ := strings.Cut(e.What, " ")
		ends[end] = true
	}
	if !ends["is white: its memory is free."] || !ends["was marked and is kept, white for the next cycle."] {
		t.Error("nothing is freed, or nothing kept")
	}
}

// The largest heaps and the fullest buffers have room in both layouts.
func TestDrawings(t *testing.T) {
	simtest.CheckDrawings(t, Model(),
		sim.Given{"objects": maxObjects, "fields": maxFields, "globals": maxFields, "goroutines": maxStacks, "slots": maxSlots, "buffer": 3},
		sim.Given{"objects": maxObjects, "fields": 1, "globals": 0, "goroutines": 1, "slots": 1},
		sim.Given{"objects": 2, "fields": 2}, sim.Given{"objects": 3, "fields": 2}, sim.Given{"objects": 4, "fields": 2},
	)
}
