package simtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// checkDrawing tests that both layouts of a run have a frame for each step, that each
// frame has what the view has, once, that nothing is outside of the stage, and that its
// texts can be read.
func checkDrawing(t *testing.T, m *sim.Model, name string, trace *sim.Trace) {
	t.Helper()
	d := m.Draw(trace)
	steps := len(trace.Views)
	if len(d.Score.At) != steps || !slices.IsSorted(d.Score.At) || d.Score.At[steps-1] > d.Score.W {
		t.Errorf("%s, %s: the score places %d of %d steps, or beside it", m.Name, name, len(d.Score.At), steps)
	}
	for layout, reel := range map[string]*scene.Reel{"wide": d.Wide, "narrow": d.Narrow} {
		if len(reel.Frames) != steps || reel.H == 0 {
			t.Errorf("%s, %s, %s: %d frames of %d px for %d views", m.Name, name, layout, len(reel.Frames), reel.H, steps)
			continue
		}
		for step, v := range trace.Views {
			if fault := frameFault(reel, step, v); fault != "" {
				t.Errorf("%s, %s, %s, step %d: %s", m.Name, name, layout, step, fault)
				break
			}
		}
		if fault := textFault(reel); fault != "" {
			t.Errorf("%s, %s, %s: %s", m.Name, name, layout, fault)
		}
	}
}

// CheckDrawings tests the drawings of more runs of a model, each with a seed of its own.
func CheckDrawings(t *testing.T, m sim.Model, more ...sim.Given) {
	t.Helper()
	for i, g := range more {
		checkDrawing(t, &m, fmt.Sprint(g), Trace(t, &m, g, uint64(i)))
	}
}

func frameFault(reel *scene.Reel, step int, v sim.View) string {
	drawn := map[string]bool{}
	for _, i := range reel.Frame(step) {
		if i.Key != "" && drawn[i.Key] {
			return i.Key + " is drawn twice"
		}
		if i.X < 0 || i.X > reel.W || i.Y < 0 || i.Y > reel.H {
			return i.Key + " " + i.Text + " is beside the stage"
		}
		drawn[i.Key] = true
		for _, key := range strings.Fields(i.Holds) {
			drawn[key] = true
		}
	}
	for _, key := range keys(v) {
		if !drawn[key] {
			return key + " of the view is not drawn"
		}
	}
	return ""
}

// keys are the IDs of what a view shows.
func keys(v sim.View) (list []string) {
	add := func(cells []sim.Cell) {
		for _, c := range cells {
			if c.ID != "" {
				list = append(list, c.ID)
			}
		}
	}
	for _, b := range v.Blocks {
		add(b.Cells)
		for _, l := range b.Lanes {
			list = append(list, l.ID)
			add(l.Items)
		}
		for _, n := range b.Nodes {
			list = append(list, n.ID)
		}
	}
	return list
}

// checkLines tests that the runtime has the lines that the model points at, and that the
// model points at one for each of its functions.
func checkLines(t *testing.T, m *sim.Model) {
	t.Helper()
	if m.Lines == nil {
		return
	}
	parsed := map[string]*Package{}
	covered := map[string]bool{}
	for _, l := range m.Lines {
		covered[l.Func] = covered[l.Func] || l.What == ""
		path, name := split(l.Place())
		if parsed[path] == nil {
			parsed[path] = Std(t, path)
		}
		fn := parsed[path].Func(name)
		if fn == nil || !strings.Contains(parsed[path].Text(fn), l.Text) {
			t.Errorf("%s: %s has no %q", m.Name, l.Place(), l.Text)
		}
		if !slices.Contains(m.Funcs, l.Func) {
			t.Errorf("%s: a line of %s, which no event names", m.Name, l.Func)
		}
	}
	for _, f := range m.Funcs {
		if !covered[f] {
			t.Errorf("%s: no line for all events of %s", m.Name, f)
		}
	}
}
