package sim_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
)

// count is a model that counts to a number and does what the test sets on the way.
type count struct {
	n, to int
	at    map[int]func() sim.Event
}

func (c *count) Step() (sim.Event, bool) {
	if c.n == c.to {
		return sim.Event{}, false
	}
	c.n++
	if f := c.at[c.n]; f != nil {
		return f(), true
	}
	return sim.Event{Time: int64(c.n), Actor: "G1", Func: "runtime.x", What: "Counts."}, true
}

func (c *count) State() sim.View {
	return sim.View{Blocks: []sim.Block{{Kind: sim.Bars, ID: "n", Title: "Count", Bars: []sim.Bar{{Title: "n", Value: int64(c.n), Max: 10, Unit: "steps", Marks: []sim.Mark{{At: 5, Text: "half"}}}}}}}
}

func counting(at map[int]func() sim.Event) sim.Model {
	return sim.Model{
		Name: "count", Title: "Counting", Clock: "s",
		Params: []sim.Param{
			{Name: "to", Doc: "how far", Min: 0, Max: 10, Default: 3},
			{Name: "mode", Doc: "how", Min: 1, Max: 2, Default: 2, Words: []string{"slow", "fast"}},
		},
		New: func(v sim.Values, _ uint64) sim.Sim { return &count{to: v.Int("to"), at: at} },
	}
}

func TestRun(t *testing.T) {
	m := counting(nil)
	tr, err := sim.Run(&m, nil, 1, sim.Limit{})
	if err != nil || len(tr.Events) != 3 || len(tr.Views) != 4 || tr.Cut != "" || tr.Events[2].Step != 3 {
		t.Errorf("%v: %+v", err, tr)
	}
	if tr.Given["to"] != 3 || tr.Given["mode"] != 2 {
		t.Errorf("values %v", tr.Given)
	}
	tr, _ = sim.Run(&m, sim.Given{"to": 10}, 1, sim.Limit{Steps: 4, Events: true})
	if len(tr.Events) != 4 || len(tr.Views) != 2 || tr.Cut != "cut after 4 steps" || tr.Last().Blocks[0].Bars[0].Value != 4 {
		t.Errorf("cut: %+v", tr)
	}
}

// A model that panics or breaks gives the trace that led there.
func TestRunOfABrokenModel(t *testing.T) {
	for name, at := range map[string]func() sim.Event{
		"the model panicked: no way": func() sim.Event { panic("no way") },
		"two and two are five":       func() sim.Event { return sim.Event{What: "Adds.", Broken: "two and two are five"} },
	} {
		m := counting(map[int]func() sim.Event{3: at})
		tr, err := sim.Run(&m, sim.Given{"to": 9}, 1, sim.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		e, broken := tr.Broken()
		if !broken || e.Broken != name || e.Step != 3 || len(tr.Events) != 3 || len(tr.Views) != 4 {
			t.Errorf("%s: %+v of %d events and %d views", name, e, len(tr.Events), len(tr.Views))
		}
		var b bytes.Buffer
		if err := sim.WriteText(&b, &m, tr); err != nil || !strings.Contains(b.String(), "BROKEN: "+name) {
			t.Errorf("%v: %s", err, b.String())
		}
	}
	m := counting(nil)
	m.New = func(sim.Values, uint64) sim.Sim { panic("at once") }
	if tr, err := sim.Run(&m, nil, 1, sim.Limit{}); err != nil || tr.Events[0].Broken != "the model panicked: at once" {
		t.Errorf("%v: %+v", err, tr)
	}
}

func TestParameters(t *testing.T) {
	m := counting(nil)
	for _, c := range []struct {
		given sim.Given
		want  string
	}{
		{sim.Given{"to": 11}, "to 11: not allowed\n    hint: to takes 0 to 10; the default is 3"},
		{sim.Given{"mode": 3}, "mode 3: not allowed\n    hint: mode takes slow, fast; the default is fast"},
		{sim.Given{"b": 1, "a": 2, "to": 1}, "count: no parameter \"a\"\n    hint: it has to, mode"},
	} {
		if _, err := m.Fill(c.given); err == nil || err.Error() != c.want {
			t.Errorf("%v: %v, want %s", c.given, err, c.want)
		}
	}
	v, err := m.Fill(sim.Given{"mode": 1})
	if err != nil || v.String() != "to=3 mode=slow" || v.Word("mode") != "slow" || !v.Bool("mode") {
		t.Errorf("%v: %s", err, v)
	}
	for s, want := range map[string]int{"slow": 1, "2": 2} {
		if n, err := m.Params[1].Parse(s); err != nil || n != want {
			t.Errorf("%s is %d: %v", s, n, err)
		}
	}
	for _, s := range []string{"0", "3", "", "quick", "1x"} {
		if _, err := m.Params[1].Parse(s); err == nil {
			t.Errorf("%q is allowed", s)
		}
	}
}

// all is a view with a block of each kind.
func all() sim.View {
	return sim.View{Blocks: []sim.Block{
		{Kind: sim.Lanes, ID: "p", Title: "Processors", Lanes: []sim.Lane{
			{ID: "P0", Title: "P0", State: sim.Running, Note: "tick 3", Items: []sim.Cell{{ID: "G1", Text: "G1", State: sim.Running}, {ID: "G2", Text: "G2", Tag: "next"}}},
			{ID: "P10", Title: "P10", State: sim.Idle},
		}},
		{Kind: sim.Queue, ID: "q", Title: "Queue", Cap: 4, Cells: []sim.Cell{{Text: "G3"}}},
		{Kind: sim.Queue, ID: "e", Title: "Empty"},
		{Kind: sim.Cells, ID: "c", Title: "Cells", Cols: 2, Cells: []sim.Cell{{Text: "1"}, {Text: "23"}, {Text: "wide", Span: 2}, {Text: "4"}}},
		{Kind: sim.Graph, ID: "g", Title: "Graph", Note: "a heap", Nodes: []sim.Node{{ID: "a", Text: "A", State: sim.Black}, {ID: "b", Text: "B", X: 1}}, Links: []sim.Link{{From: "a", To: "b", State: sim.Now}}},
		{Kind: sim.Bars, ID: "b", Title: "Bars", Bars: []sim.Bar{{Title: "heap", Value: 5, Max: 10, Unit: "MB", Marks: []sim.Mark{{At: 10, Text: "goal"}}}}},
		{Kind: sim.Facts, ID: "f", Title: "Facts", Facts: []sim.Fact{{Name: "one", Value: "1"}, {Name: "three", Value: "3"}}},
	}}
}

func TestWriteView(t *testing.T) {
	want := `Processors
  P0   [running] G1:running G2=next  (tick 3)
  P10  [idle]
Queue 1/4
  G3
Empty
  -
Cells
  1    23   
  wide 
  4    
Graph (a heap)
  A:black → B:now
  B
Bars
  [####################...................|] heap 5 of 10 MB (goal 10)
Facts
  one    1
  three  3
`
	var b bytes.Buffer
	if err := sim.WriteView(&b, all()); err != nil || b.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b.String(), want)
	}
	if err := all().Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateSees(t *testing.T) {
	for name, spoil := range map[string]func([]sim.Block){
		"no ID":           func(b []sim.Block) { b[0].ID = "" },
		"an ID twice":     func(b []sim.Block) { b[1].ID = "p" },
		"no kind":         func(b []sim.Block) { b[0].Kind = "table" },
		"another kind's":  func(b []sim.Block) { b[0].Kind = sim.Facts },
		"cells elsewhere": func(b []sim.Block) { b[6].Cells = []sim.Cell{{Text: "x"}} },
		"no state":        func(b []sim.Block) { b[0].Lanes[0].State = "asleep" },
		"a lane twice":    func(b []sim.Block) { b[0].Lanes[1].ID = "P0" },
		"a cell twice":    func(b []sim.Block) { b[0].Lanes[0].Items[1].ID = "G1" },
		"too full":        func(b []sim.Block) { b[1].Cells = make([]sim.Cell, 5) },
		"no columns":      func(b []sim.Block) { b[3].Cols = 0 },
		"one place":       func(b []sim.Block) { b[4].Nodes[1].X = 0 },
		"no end":          func(b []sim.Block) { b[4].Links[0].To = "c" },
		"off the scale":   func(b []sim.Block) { b[5].Bars[0].Value = 11 },
	} {
		v := all()
		spoil(v.Blocks)
		if v.Validate() == nil {
			t.Errorf("%s: fine", name)
		}
	}
}

func TestRand(t *testing.T) {
	a, b := sim.NewRand(1), sim.NewRand(1)
	var seen [10]int
	for range 1000 {
		n := a.N(10)
		if n != b.N(10) {
			t.Fatal("the same seed gives other numbers")
		}
		seen[n]++
	}
	for n, times := range seen {
		if times < 60 || times > 140 {
			t.Errorf("%d came %d times of 1000", n, times)
		}
	}
	if got := sim.NewRand(0).Uint64(); got != 0xe220a8397b1dcdaf {
		t.Errorf("the first number of seed 0 is %#x", got)
	}
}

func TestRecorder(t *testing.T) {
	var r sim.Recorder
	n := 0
	act := func() bool {
		if n++; n > 2 {
			return false
		}
		r.Add(sim.Event{What: "One."}, sim.View{})
		r.Add(sim.Event{What: "Two."}, all())
		return true
	}
	var got []string
	for e, ok := r.Next(act); ok; e, ok = r.Next(act) {
		got = append(got, e.What)
		if e.What == "Two." && len(r.Shown().Blocks) == 0 {
			t.Error("the state is not that of the event")
		}
	}
	if got := strings.Join(got, " "); got != "One. Two. One. Two." {
		t.Errorf("the events are %s", got)
	}
	r.Break("x", "broken", sim.View{})
	if e, ok := r.Next(act); !ok || e.Broken != "broken" {
		t.Errorf("%+v", e)
	}
}

func TestFidelityIsAWord(t *testing.T) {
	data, err := json.Marshal(sim.Part{What: "a", Fidelity: sim.Statistical, By: "b"})
	if err != nil || !strings.Contains(string(data), `"fidelity":"statistical"`) {
		t.Errorf("%v: %s", err, data)
	}
}
