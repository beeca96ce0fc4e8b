package models

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"slices"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
)

// Recorded is the outcome of a model's runs. It depends on the model's source alone, and
// is kept between builds.
type Recorded struct {
	Events  []sim.Event      // of the default run
	Cut     string           // where the default run was cut, "" if it was not
	Moments []Moment         // the start of the default run, then the demos
	Answers []string         // of the exercises
	Visits  map[string]Visit // by symbol
	Packed  []byte           // the runs with all their frames: JSON, compressed by gzip
	Opening Opening
}

// Opening is the moment that a model's page opens with, drawn.
type Opening struct {
	Run, Step    int // of the recorded runs
	Steps        int // that the run has
	Event        sim.Event
	Line         int // of the model, -1 for none
	Wide, Narrow Still
	Score        Still
	At           int // of the step on the score
}

// Still is a drawing that does not move.
type Still struct {
	Class string
	W, H  int
	Label string
	Items []Shape
}

// Shape is an item of a scene that stays as it is.
type Shape struct {
	Class      string
	X, Y       int
	Body, Mark string
	Text       string
	TX, TY     int
}

func stillOf(class, label string, w, h int, items []scene.Item) Still {
	s := Still{Class: class, W: w, H: h, Label: label}
	for _, i := range items {
		s.Items = append(s.Items, Shape{i.Class, i.X, i.Y, i.Body, i.Mark, i.Text, i.TX, i.TY})
	}
	return s
}

// Moment is a step of a recorded run.
type Moment struct {
	Title string
	Given sim.Given
	Seed  uint64
	Step  int
}

// Visit is the first step that models a symbol, in one of the recorded runs.
type Visit struct{ Run, Step int }

// run is a recorded run, as a page plays it.
type run struct {
	Title string `json:"title"`
	*sim.Recording
}

// record makes the default run and the demos of a model, and answers its exercises.
func record(m *sim.Model) (Recorded, error) {
	var r Recorded
	var runs []run
	add := func(title string, given sim.Given, seed uint64, step int) error {
		t, err := sim.Run(m, given, seed, sim.Limit{})
		if err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
		rec := sim.Record(m, t)
		runs = append(runs, run{title, rec})
		r.Moments = append(r.Moments, Moment{title, rec.Given, rec.Seed, step})
		return nil
	}
	if err := add("Default", nil, 1, 0); err != nil {
		return r, err
	}
	r.Events, r.Cut = runs[0].Events, runs[0].Cut
	for _, d := range m.Demos {
		if err := add(d.Title, d.Given, d.Seed, d.Step); err != nil {
			return r, err
		}
	}
	if err := r.open(m, runs); err != nil {
		return r, err
	}
	for _, e := range m.Exercises {
		v, err := m.Fill(e.Given)
		if err != nil {
			return r, fmt.Errorf("exercise %q: %w", e.Question, err)
		}
		r.Answers = append(r.Answers, e.Answer(v, e.Seed))
	}
	r.Visits = visits(runs)
	text, err := json.Marshal(runs)
	if err != nil {
		return r, err
	}
	r.Packed, err = compress(append(text, '\n'))
	return r, err
}

// open draws the moment that the page opens with, which is one of a recorded run.
func (r *Recorded) open(m *sim.Model, runs []run) error {
	v, err := m.Fill(m.Opens.Given)
	if err != nil {
		return fmt.Errorf("the opening: %w", err)
	}
	at := slices.IndexFunc(runs, func(o run) bool { return o.Seed == m.Opens.Seed && maps.Equal(o.Given, v.Given()) })
	if m.Opens.Seed == 0 && m.Opens.Step == 0 {
		at = 0
	}
	if at < 0 || m.Opens.Step > len(runs[at].Events) {
		return fmt.Errorf("the opening is no step of a recorded run\n    hint: it must have the parameters and the seed of a demo, or the default ones")
	}
	rec, step := runs[at].Recording, m.Opens.Step
	d := rec.Drawing
	r.Opening = Opening{Run: at, Step: step, Steps: len(rec.Events), Event: sim.Event{What: "The start."}, Line: -1, At: d.Score.At[step]}
	if step > 0 {
		r.Opening.Event, r.Opening.Line = rec.Events[step-1], rec.Lines[step-1]
	}
	label := r.Opening.Event.What
	r.Opening.Wide = stillOf("scene wide-only", label, d.Wide.W, d.Wide.H, d.Wide.Frame(step))
	r.Opening.Narrow = stillOf("scene narrow-only", label, d.Narrow.W, d.Narrow.H, d.Narrow.Frame(step))
	r.Opening.Score = stillOf("scene", "The run from its start to its end", d.Score.W, d.Score.H, d.Score.Items)
	return nil
}

func visits(runs []run) map[string]Visit {
	first := map[string]Visit{}
	for i, r := range runs {
		for step, e := range r.Events {
			if _, ok := first[e.Func]; !ok && e.Func != "" {
				first[e.Func] = Visit{i, step + 1}
			}
		}
	}
	return first
}

// kept holds the recordings of an earlier build, by model.
type kept struct {
	dir   cache.Dir
	key   string // "" for nowhere
	runs  map[string]Recorded
	dirty bool
}

// recordedForm changes when Recorded, or how it is made, does.
const recordedForm = 2

// openKept returns the recordings that were made from the same sources by the same
// version of Go. What cannot be read is recorded anew.
func openKept(sources fs.FS, dir cache.Dir) *kept {
	k := &kept{}
	key, err := sourceKey("runs", sources, runtime.Version(), recordedForm)
	if err == nil {
		k.dir, k.key = dir, key
		if data, err := dir.Get(key); err == nil && gob.NewDecoder(bytes.NewReader(data)).Decode(&k.runs) != nil {
			k.runs = nil
		}
	}
	if k.runs == nil {
		k.runs = map[string]Recorded{}
	}
	return k
}

func (k *kept) recorded(m *sim.Model) (Recorded, error) {
	if r, ok := k.runs[m.Name]; ok {
		return r, nil
	}
	r, err := record(m)
	if err == nil {
		k.runs[m.Name], k.dirty = r, true
	}
	return r, err
}

// store keeps the recordings if there are new ones.
func (k *kept) store() {
	if k.dirty && k.key != "" {
		_ = k.dir.Put(k.key, func(w io.Writer) error { return gob.NewEncoder(w).Encode(k.runs) }) // they are at hand
	}
}
