package sim

import (
	"strings"

	"sourcedive/content/models/scene"
)

// Recording is a run as a page plays it.
type Recording struct {
	Given   Given          `json:"given"` // every parameter
	Seed    uint64         `json:"seed"`
	Events  []Event        `json:"events"`
	Lines   []int          `json:"lines"` // of the model, by event; -1 for none
	Folds   []int          `json:"folds"` // by event: how many from it on do the same, itself included
	Drawing *scene.Drawing `json:"drawing"`
	Cut     string         `json:"cut,omitempty"`
}

// Record returns the recording of a trace.
func Record(m *Model, t *Trace) *Recording {
	draw := m.Draw
	if draw == nil {
		draw = plain
	}
	r := &Recording{Given: t.Given, Seed: t.Seed, Events: t.Events, Cut: t.Cut, Folds: folds(t.Events), Drawing: draw(t)}
	for _, e := range t.Events {
		r.Lines = append(r.Lines, m.LineOf(e))
	}
	return r
}

// folds finds the stretches of a run in which one or two steps repeat with other numbers.
func folds(events []Event) []int {
	list := make([]int, len(events))
	sort := make([]string, len(events))
	for i, e := range events {
		sort[i] = e.Actor + " " + e.Func + " " + wordless(e.What)
	}
	for i := len(events) - 1; i >= 0; i-- {
		list[i] = 1
		for _, period := range []int{1, 2} {
			if i+period < len(events) && sort[i] == sort[i+period] && events[i].Broken == "" {
				list[i] = max(list[i], list[i+period]+period)
			}
		}
	}
	return list
}

// wordless is a sentence without its numbers.
func wordless(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}
