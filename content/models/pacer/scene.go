package pacer

import (
	"fmt"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// chart draws the run as a chart: heap, goal and trigger over time, what is past strong
// and what is to come faint.
type chart struct {
	t          *sim.Trace
	narrow     bool
	x, y, w, h int
	end        int64 // of the time that is shown
	top        int64 // bytes
	points     []scene.Point
	f          *scene.Frame
}

func draw(t *sim.Trace) *scene.Drawing {
	wide, narrow := newChart(t, false), newChart(t, true)
	return scene.Draw(len(t.Views)-1, wide.frame, narrow.frame, score(t))
}

func newChart(t *sim.Trace, narrow bool) *chart {
	s := &chart{t: t, narrow: narrow, x: 64, y: 40, w: 606, h: 330, end: 1, top: 1}
	if narrow {
		s.x, s.y, s.w, s.h = 34, 12, 288, 216
	}
	for _, e := range t.Events {
		s.end = max(s.end, e.Time)
	}
	for _, v := range t.Views {
		bar := heapOf(v)
		s.top = max(s.top, bar.Value)
		for _, m := range bar.Marks {
			if m.Text == "goal" {
				s.top = max(s.top, m.At)
			}
		}
	}
	s.top = round(s.top)
	for i := range t.Views {
		s.points = append(s.points, scene.Point{X: s.atTime(i), Y: s.atBytes(heapOf(t.Views[i]).Value)})
	}
	return s
}

// round is the least 1, 2, 4 or 5 times a power of ten MiB that is as large.
func round(n int64) int64 {
	for unit := int64(mib); ; unit *= 10 {
		for _, k := range []int64{1, 2, 4, 5} {
			if k*unit >= n {
				return k * unit
			}
		}
	}
}

func heapOf(v sim.View) sim.Bar { return v.Block("heap").Bars[0] }

func (s *chart) atTime(step int) int {
	if step == 0 {
		return s.x
	}
	return s.x + int(int64(s.w)*s.t.Events[step-1].Time/s.end)
}

func (s *chart) atBytes(n int64) int { return s.y + s.h - int(float64(s.h)*float64(n)/float64(s.top)) }

// marking reports whether a cycle marks between a step and the next.
func (s *chart) marking(step int) bool { return heapOf(s.t.Views[step]).State == sim.Running }

func (s *chart) frame(step int) *scene.Frame {
	s.f = &scene.Frame{}
	s.axes()
	s.bands(step)
	s.levels(step)
	s.curve(step)
	s.now(step)
	s.below(s.t.Views[step])
	return s.f
}

func (s *chart) axes() {
	if !s.narrow {
		s.f.Text("s", s.x, s.y-14, "MiB over milliseconds")
	}
	for i := range 5 {
		n := s.top * int64(i) / 4
		y := s.atBytes(n)
		s.f.Path("", "hair", fmt.Sprintf("M%d %dh%d", s.x, y, s.w))
		s.f.Text("s x e", s.x-6, y+4, tick(float64(n)/mib))
	}
	unit := int64(1)
	for k := 0; s.end/unit > 5; k++ {
		unit = unit * [...]int64{2, 5, 2}[k%3] / [...]int64{1, 2, 1}[k%3]
	}
	for at := int64(0); at <= s.end; at += unit {
		s.f.Text("s x c", min(s.x+int(int64(s.w)*at/s.end), s.x+s.w-18), s.y+s.h+16, tick(float64(at)/1000))
	}
}

// tick is a number on an axis, in thousands or millions where it is long.
func tick(n float64) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%gM", n/1_000_000)
	case n >= 10_000:
		return fmt.Sprintf("%gk", n/1000)
	}
	return fmt.Sprintf("%g", n)
}

// bands are the times in which a cycle marks.
func (s *chart) bands(step int) {
	for from := 0; from < len(s.points); {
		to := from + 1
		for to < len(s.points) && s.marking(to) == s.marking(from) {
			to++
		}
		if end := min(to, len(s.points)-1); s.marking(from) {
			class := "band"
			if from > step {
				class += " dim"
			}
			x := s.points[from].X
			s.f.At(class, x, s.y, scene.Rect(max(s.points[end].X-x, 1), s.h))
		}
		from = to
	}
}

// levels are goal and trigger, for as long as each held.
func (s *chart) levels(step int) {
	for _, name := range []string{"goal", "trigger"} {
		for from := 0; from < len(s.points)-1; {
			n := mark(s.t.Views[from], name)
			to := from + 1
			for to < len(s.points)-1 && mark(s.t.Views[to], name) == n {
				to++
			}
			class := map[string]string{"goal": "out", "trigger": "old"}[name]
			if from > step {
				class += " dim"
			}
			if x, w := s.points[from].X, s.points[to].X-s.points[from].X; n >= 0 && n <= s.top && w > 0 {
				s.f.Path("", class, fmt.Sprintf("M%d %dh%d", x, s.atBytes(n), w))
			}
			from = to
		}
	}
}

// mark is a mark of the heap's bar, or -1.
func mark(v sim.View, name string) int64 {
	for _, m := range heapOf(v).Marks {
		if m.Text == name {
			return m.At
		}
	}
	return -1
}

// curve is the heap: a piece for each step, so that the past is what was drawn before.
func (s *chart) curve(step int) {
	for i := 1; i < len(s.points); i++ {
		class := "line"
		if i > step {
			class += " dim"
		}
		a, b := s.points[i-1], s.points[i]
		if a != b {
			s.f.Path("", class, fmt.Sprintf("M%d %dL%d %d", a.X, a.Y, b.X, b.Y))
		}
	}
}

// now is where the run is, and what the levels are.
func (s *chart) now(step int) {
	v := s.t.Views[step]
	p := s.points[step]
	s.f.At("cursor", p.X, 0, fmt.Sprintf("M0 %dv%d", s.y-6, s.h+12))
	s.f.Circle("heap", "now", p.X, p.Y, 6, "")
	heap := heapOf(v)
	labels := []struct {
		class, name string
		at          int64
	}{{"", "goal", mark(v, "goal")}, {"s", "trigger", mark(v, "trigger")}, {"k", "heap", heap.Value}}
	var taken []int
	for _, l := range labels {
		if l.at < 0 {
			continue
		}
		y := s.atBytes(l.at) + 4
		for _, t := range taken {
			if y > t-15 && y < t+15 {
				y = t + 15
			}
		}
		taken = append(taken, y)
		if !s.narrow {
			bytes := size(uint64(l.at))
			if l.at >= 10<<30 {
				bytes = fmt.Sprintf("%.1f GiB", float64(l.at)/(1<<30))
			}
			s.f.Name(l.name+" label", l.class+" halo", s.x+s.w+12, y, l.name+" "+bytes)
		}
	}
}

// below says in numbers what the chart cannot show.
func (s *chart) below(v sim.View) {
	facts := v.Block("facts")
	y := s.y + s.h + 44
	if s.narrow {
		y = s.y + s.h + 36
		s.f.Text("s x", 1, y, "goal "+facts.Fact("goal")+" · trigger "+facts.Fact("next trigger"))
		s.f.Text("s x", 1, y+16, "heap "+size(uint64(heapOf(v).Value))+" · a byte owes "+facts.Fact("work owed for a byte"))
		s.f.Needs(y + 24)
		return
	}
	s.bar(v.Block("limiter").Bars[0], "limiter's bucket", 24, y+26)
	for i, b := range v.Block("work").Bars {
		s.bar(b, b.Title+" scanned", 240+i*200, y+26)
	}
	var parts []string
	for _, name := range []string{"runway", "cons/mark", "work owed for a byte", "processors for marking"} {
		parts = append(parts, name+" "+facts.Fact(name))
	}
	s.f.Text("s x", 24, y, strings.Join(parts, " · "))
	s.f.Needs(y + 52)
}

func (s *chart) bar(b sim.Bar, title string, x, y int) {
	s.f.At("pap", x, y, scene.Rect(180, 10))
	class := "band"
	if b.State == sim.Lost {
		class = "amber"
	}
	s.f.At(class, x, y, scene.Rect(int(180*b.Value/max(b.Max, 1)), 10))
	s.f.Text("s x", x, y+23, title)
}

// score is the chart's own time, with the cycles numbered: the stage is the picture of the
// run already.
func score(t *sim.Trace) *scene.Score {
	s := newChart(t, false)
	f := &scene.Frame{}
	at := make([]int, len(s.points))
	for i, p := range s.points {
		at[i] = p.X
	}
	cycle, last := 0, -100
	f.At("hair", s.x, 10, scene.Rect(s.w, 1))
	for from := 0; from < len(s.points); {
		to := from + 1
		for to < len(s.points) && s.marking(to) == s.marking(from) {
			to++
		}
		if end := min(to, len(s.points)-1); s.marking(from) {
			cycle++
			x, w := at[from], max(at[end]-at[from], 2)
			f.At("bar run", x, 4, scene.Rect(w, 14))
			if x-last > 26 {
				f.Text("s x c", x+w/2, 32, fmt.Sprint(cycle))
				last = x
			}
		}
		from = to
	}
	f.Text("s x e", s.x-6, 15, "marking")
	f.Text("s x e", s.x-6, 32, "cycle")
	return &scene.Score{W: scene.WideWidth, H: 36, Items: f.Items, At: at}
}

var tries = []sim.Try{
	{Param: "gogc", Name: "GOGC", Says: "How much may be allocated on top of what is kept, in percent of it; −1 is off.", Most: 400},
	{Param: "limit", Name: "Memory limit", Says: "GOMEMLIMIT; 0 is none. It lowers the goal when memory is short.", Unit: " MiB", Most: 512},
	{Param: "live", Name: "Live", Says: "What the program holds on to.", Unit: " MiB", Most: 256},
}

// lines are where the runtime does what the events tell.
var lines = []sim.Line{
	{Func: "runtime.(*gcCPULimiterState).update", In: "runtime.(*gcCPULimiterState).accumulate", Text: "l.bucket.fill"},
	{Func: "runtime.(*gcControllerState).commit", Text: "c.gcPercentHeapGoal.Store(gcPercentHeapGoal)"},
	{Func: "runtime.(*gcControllerState).endCycle", Text: "c.consMark = currentConsMark"},
	{Func: "runtime.(*gcControllerState).memoryLimitHeapGoal", Text: "goal := memoryLimit - (nonHeapMemory + overage)"},
	{Func: "runtime.(*gcControllerState).revise", Text: "assistWorkPerByte := float64(scanWorkRemaining) / float64(heapRemaining)"},
	{Func: "runtime.(*gcControllerState).startCycle", Text: "totalUtilizationGoal := float64(procs) * gcBackgroundUtilization"},
	{Func: "runtime.(*gcControllerState).trigger", Text: "trigger = goal - runway"},
}
