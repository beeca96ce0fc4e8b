// Package sim is the framework that the runnable models share: how a model describes
// itself, how it is stepped, what it shows of its state, and how a run is recorded and
// written.
//
// # Vocabulary
//
//   - A [Model] describes itself: parameters with ranges, parts with their fidelity,
//     exercises, and New, which makes a Sim.
//   - A [Sim] is one run. Each Step returns an [Event], and State a [View].
//   - An Event names the runtime function that the step models, so that a page can
//     link to its source.
//   - A View describes the state as plain data (lanes, queues, cells, a graph, bars,
//     facts). [WriteView] writes a view as
//     text.
//   - A model's Draw makes a drawing of a run, of the shapes of package scene.
//   - A [Trace] is a recorded run, with every Event and every View; a [Recording] is what
//     a page plays of it.
//
// # Limits
//
// A run is a function of its parameters and seed: no clock, no map order, no randomness
// but [Rand]. It is bounded by [Limit], and a Trace says when it was cut. The package
// imports nothing outside the standard library, and of that little, because it is
// compiled to WebAssembly too.
package sim

import (
	"strings"

	"sourcedive/content/models/scene"
)

// Model describes a runnable model of one part of the runtime.
type Model struct {
	Name  string // as in "sourcedive model run NAME", lower case
	Title string
	About string // what is modelled and what is left out, in a few sentences
	Clock string // what one tick of Event.Time is, "µs" or "operation"; "" when time means nothing

	Params []Param
	Parts  []Part

	// Funcs are the runtime symbols that events can name, sorted. Tests check them
	// against the source, and against the events of the model's runs.
	Funcs []string

	// New starts a run. The values are complete and within their ranges.
	New func(v Values, seed uint64) Sim

	Exercises []Exercise
	Mirrors   []Mirror
	Demos     []Demo

	// Draw draws a run; nil is for plain rows. Every cell, lane and node of a view that has an ID is an item
	// with this key, or one that holds it.
	Draw  func(*Trace) *scene.Drawing
	Opens Demo   // the moment that the model's page opens with
	Lines []Line // of the runtime
	Tries []Try  // three
}

// Line is where the runtime does what an event tells: a line of the function that the
// event names. The first that fits an event counts.
type Line struct {
	Func string
	What string // is in the event's What; "" is in all
	In   string // the function of the line, if not Func
	Text string // is in the line, and in none above it in the function
}

// Place is the function that the line is in.
func (l Line) Place() string {
	if l.In != "" {
		return l.In
	}
	return l.Func
}

// Try is a parameter that a reader should turn first.
type Try struct {
	Param string
	Name  string // as a reader calls it
	Says  string // what it changes
	Unit  string // " µs"
	Most  int    // the end of the slider, where that is not the largest value
}

// LineOf returns the index in Lines of the line that an event is about, or -1.
func (m *Model) LineOf(e Event) int {
	for i, l := range m.Lines {
		if l.Func == e.Func && strings.Contains(e.What, l.What) {
			return i
		}
	}
	return -1
}

// Part is one behavior that a model claims to share with the runtime, and how far.
type Part struct {
	What     string   `json:"what"`
	Fidelity Fidelity `json:"fidelity"`
	By       string   `json:"by"` // how it is checked: the name of a check, or a sentence
}

// Fidelity is how far a part of a model can be trusted.
type Fidelity uint8

// The degrees of fidelity.
const (
	Exact        Fidelity = iota + 1 // the same answers as the runtime on the same input
	Statistical                      // agrees with the runtime within a stated band
	Illustrative                     // only the mechanism
)

// String returns the fidelity in lower case.
func (f Fidelity) String() string {
	switch f {
	case Exact:
		return "exact"
	case Statistical:
		return "statistical"
	case Illustrative:
		return "illustrative"
	}
	return "unknown"
}

// MarshalText writes the fidelity as a word.
func (f Fidelity) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Exercise asks the reader for a prediction. Running the model gives the answer.
type Exercise struct {
	Question string
	Given    Given
	Seed     uint64
	Step     int    // the step to look at when the answer is revealed; 0 is the start
	Why      string // the rule behind the answer
	Breaks   bool   // the run is meant to break an invariant, and must
	Answer   func(v Values, seed uint64) string
}

// Mirror pairs a function of the model with the runtime function that it models; a
// page shows the two side by side.
type Mirror struct {
	Func   string `json:"func"`   // in the model's package: "runqput" or "(*machine).runqput"
	Symbol string `json:"symbol"` // linker name in the runtime
}

// Demo is a named step of a run that is worth a link.
type Demo struct {
	Title  string
	Given  Given
	Seed   uint64
	Step   int
	Breaks bool // the run is meant to break an invariant, and must
	Ask    *Ask // before its step
}

// Ask is a question about the step that comes, with answers to choose from.
type Ask struct {
	Question string   `json:"question"`
	Choices  []string `json:"choices"`
	Right    int      `json:"right"`   // of the choices
	Because  string   `json:"because"` // a sentence
}

// Sim is one run of a model.
type Sim interface {
	// Step does the next step and returns its event. It returns false when the run is
	// over; the event is then meaningless. A broken invariant is an event with Broken
	// set.
	Step() (Event, bool)
	// State returns the state after the last step. It shares no memory with the run.
	State() View
}

// Event is what one step did.
type Event struct {
	Step   int    `json:"step"` // counts from 1; Run sets it
	Time   int64  `json:"time,omitempty"`
	Actor  string `json:"actor,omitempty"` // "P0", "M1", "G7", "gc"
	Func   string `json:"func,omitempty"`  // linker name of the runtime symbol: "runtime.runqput"
	What   string `json:"what"`            // one sentence: what happened
	Why    string `json:"why,omitempty"`   // one sentence: the rule behind it
	Broken string `json:"broken,omitempty"`
}
