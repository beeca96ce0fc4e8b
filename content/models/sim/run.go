package sim

import (
	"fmt"
	"runtime"
)

// DefaultSteps is the limit of a run for which none is set.
const DefaultSteps = 2000

// Limit bounds a run.
type Limit struct {
	Steps  int  // 0 is DefaultSteps
	Events bool // keep no views but the first and the last
}

// Trace is a recorded run.
type Trace struct {
	Model  string  `json:"model"`
	Given  Given   `json:"values"` // every parameter
	Seed   uint64  `json:"seed"`
	Events []Event `json:"events"`
	Views  []View  `json:"views"` // Views[i] is the state after i steps; with Limit.Events the first and the last
	Cut    string  `json:"cut,omitempty"`
	Stack  string  `json:"-"` // where the model panicked
}

// Broken returns the first event that broke an invariant, and whether there is one.
func (t *Trace) Broken() (Event, bool) {
	for _, e := range t.Events {
		if e.Broken != "" {
			return e, true
		}
	}
	return Event{}, false
}

// Last returns the final state.
func (t *Trace) Last() View {
	if len(t.Views) == 0 {
		return View{}
	}
	return t.Views[len(t.Views)-1]
}

// Run runs a model to its end, to the first broken invariant or to the limit, and
// returns the trace. When the model panics, the trace ends with a broken event. The
// error is one of the parameters.
func Run(m *Model, g Given, seed uint64, limit Limit) (*Trace, error) {
	v, err := m.Fill(g)
	if err != nil {
		return nil, err
	}
	if limit.Steps <= 0 {
		limit.Steps = DefaultSteps
	}
	t := &Trace{Model: m.Name, Given: v.Given(), Seed: seed}
	t.run(m, v, limit)
	return t, nil
}

// stack returns the stack of a panic, cut to 16 KB.
func stack() string {
	text := make([]byte, 16<<10)
	return string(text[:runtime.Stack(text, false)])
}

func (t *Trace) run(m *Model, v Values, limit Limit) {
	defer func() {
		if fault := recover(); fault != nil {
			t.Stack = stack()
			t.Events = append(t.Events, Event{
				Step: len(t.Events) + 1, What: "The model itself failed here.",
				Broken: fmt.Sprintf("the model panicked: %v", fault),
			})
			if len(t.Views) > 0 {
				t.Views = append(t.Views, t.Last())
			}
		}
	}()
	sim := m.New(v, t.Seed)
	t.Views = append(t.Views, sim.State())
	for {
		if len(t.Events) >= limit.Steps {
			t.Cut = fmt.Sprintf("cut after %d steps", limit.Steps)
			break
		}
		e, ok := sim.Step()
		if !ok {
			break
		}
		e.Step = len(t.Events) + 1
		t.Events = append(t.Events, e)
		if !limit.Events {
			t.Views = append(t.Views, sim.State())
		}
		if e.Broken != "" {
			break
		}
	}
	if limit.Events {
		t.Views = append(t.Views, sim.State())
	}
}
