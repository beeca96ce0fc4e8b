package simtest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
)

// Telling is a form of sentence that events have, and what makes one of them true: the
// states before and after it.
type Telling struct {
	Form string            // a regular expression of the whole sentence
	True func(s Told) bool // nil for a sentence without numbers and names
}

// Told is a sentence that an event says.
type Told struct {
	Words         []string // what the groups of the form matched, from 0
	Given         sim.Given
	Event         sim.Event
	Last, Next    sim.Event // the events before and after it, if there are any
	Before, After sim.View
}

// N is a group as a number, and 0 if it matched nothing.
func (s Told) N(i int) int {
	n, err := strconv.Atoi(s.Words[i])
	if err != nil {
		return 0
	}
	return n
}

// tellings are the forms of a model, compiled, and whether each was heard.
type tellings struct {
	list  []Telling
	forms []*regexp.Regexp
	heard []bool
}

func newTellings(list []Telling) *tellings {
	all := &tellings{list: list, heard: make([]bool, len(list))}
	for _, l := range list {
		all.forms = append(all.forms, regexp.MustCompile("^"+l.Form+"$"))
	}
	return all
}

// check tests what the events of a run say against the states around them.
func (all *tellings) check(t *testing.T, m *sim.Model, name string, trace *sim.Trace) {
	t.Helper()
	for i, e := range trace.Events {
		if e.Broken != "" {
			continue
		}
		told := Told{Given: trace.Given, Event: e, Before: trace.Views[i], After: trace.Views[i+1]}
		if i > 0 {
			told.Last = trace.Events[i-1]
		}
		if i+1 < len(trace.Events) {
			told.Next = trace.Events[i+1]
		}
		form := slices.IndexFunc(all.forms, func(f *regexp.Regexp) bool {
			told.Words = f.FindStringSubmatch(e.What)
			return told.Words != nil
		})
		if form < 0 {
			t.Errorf("%s, %s, step %d: nothing holds what is said: %s\n    hint: add its form to the tellings in told_test.go", m.Name, name, e.Step, e.What)
			return
		}
		all.heard[form] = true
		told.Words = told.Words[1:]
		if hold := all.list[form].True; hold != nil && !hold(told) {
			t.Errorf("%s, %s, step %d: the states around it say otherwise: %s %s", m.Name, name, e.Step, e.What, e.Why)
			return
		}
	}
}

// unheard tests that each form was said at least once.
func (all *tellings) unheard(t *testing.T, m *sim.Model) {
	t.Helper()
	for i, heard := range all.heard {
		if !heard {
			t.Errorf("%s: no event says %q", m.Name, all.list[i].Form)
		}
	}
}

// Lane is a lane of a block of a view, or an empty one.
func Lane(v sim.View, block, id string) sim.Lane {
	for _, l := range v.Block(block).Lanes {
		if l.ID == id {
			return l
		}
	}
	return sim.Lane{}
}

// IDs are those of cells.
func IDs(cells []sim.Cell) (list []string) {
	for _, c := range cells {
		list = append(list, c.ID)
	}
	return list
}

// Number is the first number in a text, or -1.
func Number(text string) int {
	from := strings.IndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' })
	if from < 0 {
		return -1
	}
	to := from
	for to < len(text) && text[to] >= '0' && text[to] <= '9' {
		to++
	}
	n, err := strconv.Atoi(text[from:to])
	if err != nil {
		return -1
	}
	return n
}
