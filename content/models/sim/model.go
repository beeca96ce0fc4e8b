// Package model is what the runnable models of the runtime's parts share: how a
// model is described, how it is stepped, and what it shows of its state.
//
// # Vocabulary
//
//   - A Model describes itself: parameters with ranges, what is exact in it and what
//     is not, exercises, and New, which makes a Sim.
//   - A Sim is one run. Each Step gives an Event, and State a View of it.
//   - An Event names the runtime function that the step stands for, so that it leads
//     to the source.
//   - A View is a plain description (lanes, queues, cells, a graph, bars, facts). A
//     model draws nothing: WriteView draws it in text, the site in a page.
//   - A Trace is a run that was recorded, with every Event and every View.
//
// # Limits
//
// A run is a function of parameters and seed: no clock, no order of maps, no
// randomness but Rand. It is bounded by Limit and says so when it was cut. The
// package imports the standard library alone, and little of that, because it is
// compiled to WebAssembly too.
package sim

// Model is one runnable model.
type Model struct {
	Name  string // as in "sourcedive model run NAME", lower case
	Title string
	About string // what is modelled and what is left out, in a few sentences
	Clock string // what one tick of Event.Time is, "µs" or "operation"; "" when time means nothing

	Params []Param
	Parts  []Part

	// Funcs are the runtime symbols that events can name, sorted. Tests hold them
	// to the source, and to the events of the model's runs.
	Funcs []string

	// New starts a run. The values are complete and within their ranges.
	New func(v Values, seed uint64) Sim

	Exercises []Exercise
	Mirrors   []Mirror
	Demos     []Demo
}

// Part is one thing that a model claims to do as the runtime does it.
type Part struct {
	What     string   `json:"what"`
	Fidelity Fidelity `json:"standing"`
	By       string   `json:"by"` // how it is checked: the name of a check, or a sentence
}

// Fidelity says how far a part of a model can be trusted.
type Fidelity uint8

// The standings.
const (
	Exact        Fidelity = iota + 1 // the same answers as the runtime on the same input
	Statistical                      // agrees with the runtime within a stated band
	Illustrative                     // only the mechanism
)

// String is the standing in lower case.
func (s Fidelity) String() string {
	switch s {
	case Exact:
		return "exact"
	case Statistical:
		return "statistical"
	case Illustrative:
		return "illustrative"
	}
	return "unknown"
}

// MarshalText makes a standing a word in JSON.
func (s Fidelity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Exercise asks for a prediction; the answer is found by running the model.
type Exercise struct {
	Question string
	Given    Given
	Seed     uint64
	Step     int    // the step to look at when the answer is revealed; 0 is the start
	Why      string // the rule behind the answer
	Breaks   bool   // the run is meant to break an invariant, and must
	Answer   func(v Values, seed uint64) string
}

// Mirror says which function of the model stands for which symbol of the runtime;
// the two are shown side by side.
type Mirror struct {
	Func   string `json:"func"`   // in the model's package: "runqput" or "(*machine).runqput"
	Symbol string `json:"symbol"` // linker name in the runtime
}

// Demo is a named moment of a run that is worth a link.
type Demo struct {
	Title  string
	Given  Given
	Seed   uint64
	Step   int
	Breaks bool // the run is meant to break an invariant, and must
}

// Sim is one run of a model.
type Sim interface {
	// Step does the next step; false means that the run is over, and then the
	// event is to be ignored. A broken invariant is an event with Broken set.
	Step() (Event, bool)
	// State describes the state after the last step. It shares no memory with the run.
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
