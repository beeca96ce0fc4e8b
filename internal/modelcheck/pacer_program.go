package modelcheck

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/pacer"
)

// How far a real goal may lie from the model's, and a real trigger. The heap is counted
// span by span and grows on until the world has stopped; under a memory limit the goal
// moves with the memory that is mapped meanwhile. A trigger may be further off once in
// twenty cycles, because the machine may do other work as well.
const (
	goalBand     = 0.005
	triggerBand  = 0.02
	triggerSlack = 64 << 10
	strayOf      = 20
)

// program is a program to run: how much it holds, its settings, and for how long.
type program struct{ live, percent, limit, cycles int }

var programs = []program{
	{1, 100, 0, 20}, {8, 100, 0, 20}, {64, 100, 0, 10}, {64, 50, 0, 10},
	{16, 400, 0, 8}, {1, 1000, 0, 10}, {32, -1, 128, 10}, {64, 100, 96, 10},
}

func (p program) String() string {
	s := fmt.Sprintf("%d MiB, GOGC=%d", p.live, p.percent)
	if p.limit > 0 {
		s += fmt.Sprintf(", limit %d MiB", p.limit)
	}
	return s
}

// pacerProgram runs a program with several sizes and settings, and makes goal and
// trigger from what it reports of its last cycle.
func pacerProgram(ctx context.Context, tc Toolchain) (r Result, err error) {
	r.Band = fmt.Sprintf("real goals are within %.1f%% of the model's; of %d real triggers %d are within %.0f%% or %d KiB of the model's",
		goalBand*100, strayOf, strayOf-1, triggerBand*100, triggerSlack>>10)
	var args []string
	for _, p := range programs {
		args = append(args, fmt.Sprint(p.live), fmt.Sprint(p.percent), fmt.Sprint(p.limit), fmt.Sprint(p.cycles))
	}
	out, err := tc.runProgram(ctx, "pacer_program", nil, nil, args...)
	if err != nil {
		return r, err
	}
	parts := strings.Split(string(out), "program\n")
	if len(parts) != len(programs)+1 {
		return r, fmt.Errorf("%d programs ran, and not %d", len(parts)-1, len(programs))
	}
	seen, stray := 0, 0
	for i, p := range programs {
		b, err := p.compare(&r, parts[i+1])
		if err != nil {
			return r, err
		}
		seen, stray = seen+len(b.triggers), stray+b.stray
		r.Detail = append(r.Detail, fmt.Sprintf("%v: goals %s, triggers %s", p, offBy(b.goals), offBy(b.triggers)))
	}
	if seen < 20 {
		return r, fmt.Errorf("only %d triggers could be read", seen)
	}
	r.expect(stray*strayOf <= seen, "%d of %d triggers lie outside the band", stray, seen)
	return r, nil
}

func offBy(off []float64) string {
	if len(off) == 0 {
		return "none"
	}
	return fmt.Sprintf("%+.3f%% to %+.3f%% of the model's in %d cycles", slices.Min(off)*100, slices.Max(off)*100, len(off))
}

// bands are how far goals and triggers were off.
type bands struct {
	goals, triggers []float64
	stray           int
}

// pacerLine is what the runtime reports at the end of a cycle: the expected work, the
// trigger, and the ratio that it had before.
var pacerLine = regexp.MustCompile(`B work \((\d+) B exp\.\) in (\d+) B -> \d+ B \(∆goal .*cons/mark ([^)]+)\)`)

// compare reads the output of a program and its runtime. Now and then one breaks into the
// other's line, and that cycle is skipped. A trigger is compared if the cycle before it was
// read too.
func (p program) compare(r *Result, output string) (b bands, err error) {
	var last marked
	var ended []string
	for line := range strings.Lines(output) {
		if m := pacerLine.FindStringSubmatch(line); m != nil {
			ended = m
			continue
		}
		var m marked
		if n, _ := fmt.Sscanf(line, "cycle %d %d %d %d %d %d %d %d %d\n", &m.cycle, &m.goal, &m.live, &m.stacks, &m.globals, &m.objects, &m.free, &m.total, &m.released); n < 9 {
			continue
		}
		c := p.controller(m, 0, 0)
		off := float64(m.goal)/float64(c.Goal()) - 1
		b.goals = append(b.goals, off)
		r.expect(math.Abs(off) <= goalBand, "%v, cycle %d: the goal is %d, the model's %d", p, m.cycle, m.goal, c.Goal())
		if last.cycle+1 == m.cycle && ended != nil {
			b.trigger(p, last, ended)
		}
		last, ended = m, nil
	}
	if len(b.goals) < p.cycles/2 {
		return b, fmt.Errorf("%v: only %d of %d cycles could be read", p, len(b.goals), p.cycles)
	}
	return b, nil
}

// trigger compares the trigger of the cycle that ended with the one that the model
// makes of the cycle before.
func (b *bands) trigger(p program, last marked, ended []string) {
	work, _ := strconv.ParseUint(ended[1], 10, 64)
	real, _ := strconv.ParseUint(ended[2], 10, 64)
	consMark, _ := strconv.ParseFloat(ended[3], 64)
	trigger, _ := p.controller(last, work, consMark).Trigger()
	b.triggers = append(b.triggers, float64(real)/float64(trigger)-1)
	if off := math.Abs(float64(real) - float64(trigger)); off > max(float64(trigger)*triggerBand, triggerSlack) {
		b.stray++
	}
}

// marked is what a program reports of itself after a cycle.
type marked struct{ cycle, goal, live, stacks, globals, objects, free, total, released uint64 }

// controller is the model's, as it should be after that cycle. work is what the next one
// expects in all.
func (p program) controller(m marked, work uint64, consMark float64) *pacer.Controller {
	limit := int64(math.MaxInt64)
	if p.limit > 0 {
		limit = int64(p.limit) << 20
	}
	c := pacer.NewController(int32(p.percent), limit)
	heap := max(work, m.stacks+m.globals) - m.stacks - m.globals
	c.Restore(m.live, pacer.Work{Heap: int64(heap), Stacks: int64(m.stacks), Globals: int64(m.globals)}, consMark)
	c.Memory = pacer.Memory{Mapped: m.total - m.released, Free: m.free, Alloc: m.objects}
	c.Commit(false)
	return c
}
