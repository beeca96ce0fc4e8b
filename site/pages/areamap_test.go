package pages

import (
	"slices"
	"testing"

	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// Two directions are one line, few calls are none, and the words say what the lines do.
func TestAreaLines(t *testing.T) {
	calls := []graphq.AreaCall{{From: "a", To: "b", Pairs: 20}, {From: "b", To: "a", Pairs: drawnFrom}, {From: "a", To: "c", Pairs: drawnFrom}, {From: "c", To: "a", Pairs: drawnFrom - 1}, {From: "b", To: "d", Pairs: drawnFrom}, {From: "e", To: "a", Pairs: drawnFrom}}
	want := []figure.AreaLine{{From: "a", To: "b", There: 20, Back: drawnFrom}, {From: "a", To: "c", There: drawnFrom}, {From: "b", To: "d", There: drawnFrom}, {From: "e", To: "a", There: drawnFrom}}
	if got := areaLines(calls); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	names := map[string]string{"a": "A", "b": "B", "c": "C", "d": "D"}
	for id, want := range map[string]string{"a": "calls B (20), C (6)", "b": "calls A (6), D (6)", "c": ""} {
		if got := callWords(id, calls, names); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
