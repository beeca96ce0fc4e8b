package sim

// Recorder lets one action of a model emit several events: each becomes a step with the
// state of its own moment. A model holds one, calls Add where something happens, and
// implements Step and State by Next and Shown.
type Recorder struct {
	Quiet bool // the model adds nothing: it is run for its result alone

	steps []recorded
	shown View
}

type recorded struct {
	event Event
	view  View
}

// Add records an event and the state right after it.
func (r *Recorder) Add(e Event, view View) {
	r.steps = append(r.steps, recorded{e, view})
}

// Break marks the last event as having broken an invariant, or adds one that did.
func (r *Recorder) Break(actor, what string, view View) {
	if n := len(r.steps); n > 0 && r.steps[n-1].event.Broken == "" {
		r.steps[n-1].event.Broken = what
		return
	}
	r.Add(Event{Actor: actor, What: "An invariant does not hold any more.", Broken: what}, view)
}

// Next returns the next recorded event. While there is none it calls act, until that
// adds one or returns false.
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

// Shown returns the state after the last event that Next returned.
func (r *Recorder) Shown() View { return r.shown }

// Start sets the state before the first event.
func (r *Recorder) Start(v View) { r.shown = v }
