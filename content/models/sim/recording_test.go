package sim

import (
	"fmt"
	"slices"
	"testing"

	"sourcedive/content/models/scene"
)

func TestRecordFindsLinesAndFolds(t *testing.T) {
	m := &Model{
		Draw:  func(t *Trace) *scene.Drawing { return &scene.Drawing{Score: &scene.Score{W: len(t.Events)}} },
		Lines: []Line{{Func: "f", What: "second", Text: "two()"}, {Func: "f", Text: "one()"}},
	}
	trace := &Trace{Seed: 7, Given: Given{"n": 1}, Cut: "cut"}
	for _, what := range []string{"the second.", "G1 makes G2.", "P0 takes G2.", "G1 makes G3.", "P0 takes G3.", "G1 makes G4.", "It ends."} {
		trace.Events = append(trace.Events, Event{Step: len(trace.Events) + 1, Func: "f", What: what})
	}
	trace.Events[6].Func = "g"
	r := Record(m, trace)
	if want := []int{0, 1, 1, 1, 1, 1, -1}; !slices.Equal(r.Lines, want) {
		t.Errorf("lines %v, want %v", r.Lines, want)
	}
	if want := []int{1, 5, 3, 3, 1, 1, 1}; !slices.Equal(r.Folds, want) {
		t.Errorf("folds %v, want %v", r.Folds, want)
	}
	if got := fmt.Sprintf("%d %s %d %d %d", r.Seed, r.Cut, len(r.Events), r.Given["n"], r.Drawing.Score.W); got != "7 cut 7 1 7" {
		t.Errorf("the rest of the trace is lost: %s", got)
	}
}
