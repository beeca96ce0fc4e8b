package modelcheck

import (
	"context"
	"fmt"
	"math"
	"strings"

	"sourcedive/content/models/pacer/pacer"
)

// pacerBand is how far a real goal may lie from the model's.
const pacerBand = 0.005

// programs are what is run: how much is held, and the settings.
var programs = []struct{ live, percent, limit, cycles int }{
	{1, 100, 0, 20}, {8, 100, 0, 20}, {64, 100, 0, 10}, {64, 50, 0, 10},
	{16, 400, 0, 8}, {1, 1000, 0, 10}, {32, -1, 128, 10}, {64, 100, 96, 10},
}

// pacerProgram runs a program with several sizes and settings, and makes the goal from
// what runtime/metrics says that the last cycle marked. The goal is read while the
// program runs on, so what it is made of may be of another moment.
func pacerProgram(ctx context.Context, tc Toolchain) (r Result, err error) {
	r.Band = fmt.Sprintf("the real goal is within %.1f%% of the model's", pacerBand*100)
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
	for i, p := range programs {
		name := fmt.Sprintf("%d MiB, GOGC=%d", p.live, p.percent)
		limit := int64(math.MaxInt64)
		if p.limit > 0 {
			name += fmt.Sprintf(", limit %d MiB", p.limit)
			limit = int64(p.limit) << 20
		}
		from, to := math.Inf(1), math.Inf(-1)
		for line := range strings.Lines(parts[i+1]) {
			var cycle, goal uint64
			var m marked
			if _, err := fmt.Sscan(line, &cycle, &goal, &m.live, &m.stacks, &m.globals, &m.objects, &m.free, &m.total, &m.released); err != nil {
				return r, fmt.Errorf("pacer_program said %q: %w", line, err)
			}
			model := m.goal(int32(p.percent), limit)
			off := float64(goal)/float64(model) - 1
			from, to = min(from, off), max(to, off)
			if math.Abs(off) <= pacerBand {
				r.agree()
			} else {
				r.disagree("%s, cycle %d: the goal is %d, the model's %d", name, cycle, goal, model)
			}
		}
		r.Detail = append(r.Detail, fmt.Sprintf("%s: %+.3f%% to %+.3f%% in %d cycles", name, from*100, to*100, p.cycles))
	}
	return r, nil
}

// marked is what a program says of itself.
type marked struct{ live, stacks, globals, objects, free, total, released uint64 }

func (m marked) goal(percent int32, limit int64) uint64 {
	c := pacer.NewController(percent, limit)
	c.Globals = m.globals
	c.Done.Stacks = int64(m.stacks)
	c.ResetLive(m.live)
	c.Memory = pacer.Memory{Mapped: m.total - m.released, Free: m.free, Alloc: m.objects}
	c.Commit(false)
	return c.Goal()
}
