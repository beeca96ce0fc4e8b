package sim

// Recorder lets a model say several things in one of its actions: each becomes a step
// with the state of its own moment. A model holds one, calls Say where something
// happens, and serves Step and State from it.
type Recorder struct {
	Quiet bool // keep nothing: the model is run for its result alone

	steps []recorded
	shown View
}

type recorded struct {
	event Event
	view  View
}

// Say records an event and the state right after it.
func (r *Recorder) Add(e Event, view View) {
	r.steps = append(r.steps, recorded{e, view})
}

// Break adds a broken invariant to the last event, or makes one.
func (r *Recorder) Break(actor, what string, view View) {
	if n := len(r.steps); n > 0 && r.steps[n-1].event.Broken == "" {
		r.steps[n-1].event.Broken = what
		return
	}
	r.Add(Event{Actor: actor, What: "An invariant does not hold any more.", Broken: what}, view)
}

// Next gives the next recorded event. It calls act for more until something was said
// or act returns false.
func (r *Recorder) Next(act func() bool) (Event, bool) {
	for len(r.steps) == 0 {
		if !act() && len(r.steps) == 0 {
			return Event{}, false
		}
	}
	s := r.steps[0]
	r.steps, r.shown = r.steps[1:], s.view
	return s.event, true
}

// Shown is the state after the last event that Next gave.
func (r *Recorder) Shown() View { return r.shown }

// Start sets the state before the first event.
func (r *Recorder) Start(v View) { r.shown = v }
