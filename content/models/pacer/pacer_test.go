package pacer

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

func TestModel(t *testing.T) {
	simtest.Check(t, Model(), simtest.Wanted{Runs: []sim.Given{
		{"gogc": -1},
		{"gogc": 0, "cycles": 20},
		{"live": 0, "stacks": 0, "globals": 0, "scannable": 0},
		{"gogc": 2000, "live": 4096, "limit": 1, "overhead": 4096, "procs": 1},
		{"alloc": 20000, "scan": 1, "procs": 64, "live": 4096, "cycles": 60, "gogc": 2000},
		{"alloc": 20000, "scan": 1, "procs": 64, "step": 1000, "live": 1},
	}, Heard: []sim.Given{
		{"procs": 6, "cycles": 2}, // a fractional worker
	}, Tellings: tellings})
}

// Drawn settings keep what must hold: Step checks it.
func TestDrawnSettings(t *testing.T) {
	m := Model()
	r := sim.NewRand(5)
	for range 300 {
		g := sim.Given{}
		for _, p := range m.Params {
			if span := p.Max - p.Min; r.N(2) == 0 {
				g[p.Name] = p.Min + r.N(1+r.N(span+1))
			}
		}
		trace, err := sim.Run(&m, g, 1, sim.Limit{Events: true, Steps: 300})
		if err != nil {
			t.Fatal(err)
		}
		if e, broken := trace.Broken(); broken {
			t.Errorf("%v: step %d: %s\n%s", g, e.Step, e.Broken, trace.Stack)
		}
	}
}

// The numbers are those of the source.
func TestConstants(t *testing.T) {
	rt := simtest.Std(t, "runtime")
	for _, c := range []struct {
		fn, name string // fn is where a constant is declared that is not the package's
		want     float64
	}{
		{"", "gcBackgroundUtilization", backgroundUtilization},
		{"", "defaultHeapMinimum", minimumHeap},
		{"", "triggerRatioDen", triggerDen},
		{"", "minTriggerRatioNum", triggerMin},
		{"", "maxTriggerRatioNum", triggerMax},
		{"", "sweepMinHeapDistance", sweepDistance},
		{"", "memoryLimitMinHeapGoalHeadroom", limitHeadroom},
		{"", "memoryLimitHeapGoalHeadroomPercent", limitHeadroomPercent},
		{"", "capacityPerProc", capacityPerProc},
		{"(*gcControllerState).heapGoalInternal", "minRunway", minRunway},
		{"(*gcControllerState).startCycle", "maxUtilError", maxWorkerError},
		{"(*gcControllerState).revise", "maxOvershoot", maxOvershoot},
	} {
		expr := rt.Const(c.name)
		if c.fn != "" {
			expr = within(rt.Func(c.fn), c.name)
		}
		if expr == nil {
			t.Errorf("the runtime has no %s %s", c.fn, c.name)
			continue
		}
		// The experiment that this refers to is off.
		text := strings.ReplaceAll(rt.Text(expr), "goexperiment.HeapMinimum512KiBInt", "0")
		v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if n, _ := constant.Float64Val(v.Value); n != c.want {
			t.Errorf("%s is %v in the runtime, and %v here", c.name, n, c.want)
		}
	}
	for name, says := range map[string]string{
		"(*gcControllerState).revise": fmt.Sprintf("scanWorkRemaining < %d", leastWork),
		"(*gcControllerState).commit": "gcGoalUtilization",
	} {
		if fn := rt.Func(name); fn == nil || !strings.Contains(rt.Text(fn), says) {
			t.Errorf("%s does not say %q", name, says)
		}
	}
	if fn := rt.Func("(*gcControllerState).revise"); !strings.Contains(rt.Text(fn), fmt.Sprintf("gcPercent = %d", hugePercent)) {
		t.Error("a percentage that is off is no longer taken as a huge one")
	}
	if text := rt.Text(rt.Const("gcGoalUtilization")); text != "gcBackgroundUtilization" {
		t.Errorf("the goal of utilization is %s", text)
	}
}

// within finds a constant that is declared in a function.
func within(fn *ast.FuncDecl, name string) (expr ast.Expr) {
	if fn == nil {
		return nil
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && v.Names[0].Name == name && len(v.Values) > 0 {
			expr = v.Values[0]
		}
		return expr == nil
	})
	return expr
}

func TestGoals(t *testing.T) {
	for _, c := range []struct {
		name    string
		percent int32
		limit   int64
		memory  Memory
		marked  uint64
		stacks  int64
		want    uint64
	}{
		{"least heap", 100, -1, Memory{}, 1 << 20, 0, 4 << 20},
		{"least heap is a percentage", 50, -1, Memory{}, 0, 0, 2 << 20},
		{"twice what was marked", 100, -1, Memory{}, 100 << 20, 0, 200 << 20},
		{"stacks are work", 100, -1, Memory{}, 100 << 20, 50 << 20, 250 << 20},
		// Without a limit the limit is the greatest number there is.
		{"off", -1, -1, Memory{}, 100 << 20, 0, math.MaxInt64 - math.MaxInt64/100*3},
		{"limit", -1, 200 << 20, Memory{}, 10 << 20, 0, 200<<20 - 200<<20/100*3},
		{"small limit has a fixed headroom", -1, 10 << 20, Memory{}, 1 << 20, 0, 9 << 20},
		{"what is not heap is taken off", -1, 200 << 20, Memory{Mapped: 100 << 20, Alloc: 10 << 20, Free: 40 << 20}, 10 << 20, 0, 150<<20 - 150<<20/100*3},
		{"what is over the limit is taken off", -1, 200 << 20, Memory{Mapped: 230 << 20, Alloc: 100 << 20, Free: 100 << 20}, 10 << 20, 0, 140<<20 - 140<<20/100*3},
		{"nothing left leaves what was marked", 100, 50 << 20, Memory{Mapped: 50 << 20}, 77 << 10, 0, 77 << 10},
		{"no room leaves what was marked", 100, 50 << 20, Memory{Mapped: 90 << 20}, 77 << 20, 0, 77 << 20},
	} {
		c2 := NewController(c.percent, c.limit)
		c2.Memory = c.memory
		c2.Done.Stacks = c.stacks
		c2.ResetLive(c.marked)
		c2.Commit(true)
		if got := c2.Goal(); got != c.want {
			t.Errorf("%s: the goal is %d, not %d", c.name, got, c.want)
		}
	}
}

// Processors for which a quarter is no whole number get a fractional worker when
// rounding is more than 30 percent off.
func TestWorkers(t *testing.T) {
	for procs, want := range map[int]struct {
		dedicated  int64
		fractional float64
	}{1: {0, 0.25}, 2: {0, 0.25}, 3: {0, 0.25}, 4: {1, 0}, 5: {1, 0}, 6: {1, 0.5 / 6}, 7: {2, 0}, 8: {2, 0}} {
		c := NewController(100, -1)
		c.StartCycle(procs)
		if c.Dedicated != want.dedicated || math.Abs(c.Fractional-want.fractional) > 1e-9 {
			t.Errorf("%d processors: %d workers and %g", procs, c.Dedicated, c.Fractional)
		}
	}
}

// The driver does what the controller decides: a cycle begins at the trigger, assists take
// what the controller asks and the limiter allows, what is allocated while marking is kept,
// and the limiter hears of every nanosecond.
func TestDriver(t *testing.T) {
	m := Model()
	for _, g := range []sim.Given{
		nil,
		{"step": 200},
		{"gogc": 50, "procs": 3, "stacks": 8 << 10, "globals": 4 << 10},
		{"alloc": 2000, "live": 200, "cycles": 6},
		{"live": 512, "limit": 480, "procs": 4, "cycles": 60},
		{"gogc": -1, "limit": 80, "overhead": 10},
	} {
		v, err := m.Fill(g)
		if err != nil {
			t.Fatal(err)
		}
		d := &driven{t: t, name: v.String(), s: newSim(v, 1).(*simulation)}
		for d.step() {
		}
		if d.cycles == 0 || d.marks == 0 {
			t.Errorf("%s: %d cycles, %d steps of marking", d.name, d.cycles, d.marks)
		}
	}
}

// driven is a run that is watched from outside.
type driven struct {
	t             *testing.T
	name          string
	s             *simulation
	began         uint64 // the heap at the beginning of the cycle
	cycles, marks int
}

func (d *driven) errorf(format string, args ...any) {
	d.t.Helper()
	d.t.Errorf(d.name+": "+format, args...)
}

func (d *driven) step() bool {
	s := d.s
	was, before := *s, *s.limiter
	controller := *s.Controller
	trigger, _ := s.Trigger()
	if _, ok := s.Step(); !ok {
		return false
	}
	switch was.stage {
	case allocating:
		if s.stage == starting && s.Live != max(trigger, controller.Marked) {
			d.errorf("a cycle begins at %d, and the trigger is %d", s.Live, trigger)
		}
		d.filled(&before, -float64(s.now-was.now)*float64(s.procs), 1) // all of it is the program's
	case starting:
		d.began = s.Live
		d.paused(&was, &before)
		holds := float64(s.live)
		if 2*(s.cycle+1) > s.cycles { // the second half of the run
			holds *= s.step
		}
		if want := min(uint64(holds), s.Live); s.reaches != want {
			d.errorf("cycle %d will find %d bytes, and the program holds %d", s.cycle+1, s.reaches, want)
		}
	case marking:
		d.marks++
		d.marked(&was, &before, controller.AssistWorkPerByte, controller.Live, controller.Done)
	case ending:
		d.cycles++
		d.paused(&was, &before)
		if black := controller.Live - d.began; s.Marked != was.reaches+black {
			d.errorf("%d are kept of %d that were reached and %d allocated meanwhile", s.Marked, was.reaches, black)
		}
	}
	least := s.Live + s.overhead
	if most := max(uint64(s.Limit), least); s.Limit > 0 && s.stage != committing && (s.Memory.Mapped > most || was.stage == marking && s.Memory.Mapped < least) {
		d.errorf("%d are mapped, of %d that are needed and %d that may be", s.Memory.Mapped, least, most)
	}
	return true
}

// marked is a step of marking.
func (d *driven) marked(was *simulation, before *Limiter, owed float64, live uint64, done Work) {
	s := d.s
	work := float64(s.Done.sum() - done.sum())
	bytes := float64(s.Live - live)
	cpu := float64(s.now-was.now) * float64(s.procs)
	collector := work / s.scanRate / cpu // its share of the processors
	switch {
	case before.Limiting && math.Abs(collector-backgroundUtilization) > 0.01:
		d.errorf("the limiter is on, and marking has %.3f of the processors", collector)
	case collector < backgroundUtilization-0.01:
		d.errorf("marking has %.3f of the processors", collector)
	case !before.Limiting && collector > backgroundUtilization+0.01 && math.Abs(bytes*owed-work) > 0.02*work+64*owed*float64(s.procs):
		d.errorf("%.0f bytes owe %.4g of work each, and %.0f was done", bytes, owed, work)
	}
	if got := work/s.scanRate + bytes/s.allocRate; math.Abs(got-cpu) > 0.01*cpu+1000 {
		d.errorf("marking and allocating took %.0f ns of %.0f", got, cpu)
	}
	again := *s.Controller
	if again.Revise(); again.AssistWorkPerByte != s.AssistWorkPerByte {
		d.errorf("a byte owes %g, and %g by the memory that there is", s.AssistWorkPerByte, again.AssistWorkPerByte)
	}
	if s.left.Globals > 0 && s.Done.Stacks+s.Done.Heap > 0 || s.left.Stacks > 0 && s.Done.Heap > 0 {
		d.errorf("the heap is scanned before the roots: %+v left of %+v", s.left, s.Done)
	}
	d.filled(before, (2*collector-1)*cpu, 0.02*cpu+1000)
}

// paused is a pause with the world stopped, of which nothing is the program's.
func (d *driven) paused(was *simulation, before *Limiter) {
	if d.s.now-was.now != pause {
		d.errorf("a pause of %d", d.s.now-was.now)
	}
	d.filled(before, float64(pause)*float64(d.s.procs), 1)
}

// filled tests what the limiter's bucket got.
func (d *driven) filled(before *Limiter, want, near float64) {
	l := d.s.limiter
	want = min(max(float64(before.Fill)+want, 0), float64(l.Capacity))
	if math.Abs(float64(l.Fill)-want) > near {
		d.errorf("the bucket holds %d after %d, and not %.0f", l.Fill, before.Fill, want)
	}
}

// The edges of the limiter's bucket, which a run hardly meets to the nanosecond.
func TestLimiterEdges(t *testing.T) {
	full := NewLimiter(0, 1)
	full.Start(true, 0)
	full.Finish(capacityPerProc)
	if full.Fill != full.Capacity || !full.Limiting || full.Overflow != 0 {
		t.Errorf("filled to the brim and no further: %+v", full)
	}

	fewer := NewLimiter(0, 2)
	fewer.Start(true, 0)
	fewer.Finish(capacityPerProc / 2) // on two processors
	if fewer.Reset(capacityPerProc/2, 1); fewer.Fill != fewer.Capacity || fewer.Limiting {
		t.Errorf("a bucket that is full when a processor goes, and was not: %+v", fewer)
	}
	more := NewLimiter(0, 1)
	more.Start(true, 0)
	more.Finish(capacityPerProc)
	if more.Reset(capacityPerProc, 2); more.Limiting {
		t.Errorf("a bucket that was full when a processor came: %+v", more)
	}

	again := NewLimiter(0, 1)
	again.AddAssist(1000)
	if again.Update(0); again.Fill != 2*1000 { // the collector's, and none of the program's
		t.Errorf("an update within the same nanosecond: %+v", again)
	}
}

// A memory limit that allows just what GOGC does is not what sets the goal.
func TestLimitThatAllowsAsMuch(t *testing.T) {
	m := Model()
	v, err := m.Fill(sim.Given{"limit": 100})
	if err != nil {
		t.Fatal(err)
	}
	s := newSim(v, 1).(*simulation)
	s.percentGoal, s.sweepFloor = s.LimitGoal(), 5<<20
	if goal, least := s.goal(); goal != s.percentGoal || least != s.sweepFloor || s.byLimit() {
		t.Errorf("the goal is %d, and the least trigger %d; by the limit: %v", goal, least, s.byLimit())
	}
	if s.percentGoal++; !s.byLimit() {
		t.Error("a limit that allows less does not count")
	}
}

// While the last cycle is to be swept, the goal leaves room above what is live by now, which
// is more than was marked where a setting is changed in between.
func TestSweepFloor(t *testing.T) {
	c := NewController(1, -1)
	c.ResetLive(100 << 20)
	c.Live += 30 << 20
	if c.Commit(false); c.Goal() != c.Live+sweepDistance {
		t.Errorf("with %d live and %d marked the goal is %d", c.Live, c.Marked, c.Goal())
	}
}

// The greatest of the last five figures counts, be it that nothing was scanned.
func TestConsMarkRemembers(t *testing.T) {
	c := NewController(100, -1)
	cycle := func(scanned int64) float64 {
		c.StartCycle(4)
		c.Live += 1 << 20
		c.Done.Heap = scanned
		c.EndCycle(1e6, 0, 0, 4)
		c.ResetLive(1 << 20)
		return c.ConsMark()
	}
	for i, want := range []bool{true, true, true, true, true, false} {
		scanned := int64(1 << 20)
		if i == 0 {
			scanned = 0
		}
		if got := cycle(scanned); math.IsInf(got, 1) != want {
			t.Errorf("in cycle %d it is %g", i+1, got)
		}
	}
}
