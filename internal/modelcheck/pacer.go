package modelcheck

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/pacer"
	"sourcedive/content/models/sim"
)

const pacerSeed = 1926

// collectorTests lays our tests of pacer and barrier over package runtime: one test
// binary for both, because it takes long to build. In Go's own test of the pacer the
// scenarios stay as they are, and make a recorded controller in place of a plain one.
func collectorTests(tc Toolchain, dir string) (map[string]string, error) {
	const file = "runtime/mgcpacer_test.go"
	text, err := spliceCall(filepath.Join(tc.Root, "src", filepath.FromSlash(file)), "TestGcPacer", "NewGCController", "recorded(t, e.name, ")
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "mgcpacer_test.go")
	return map[string]string{
		file: own,
		"runtime/zz_modelcheck_pacer_export_test.go":   "pacer_export",
		"runtime/zz_modelcheck_pacer_record_test.go":   "pacer_record",
		"runtime/zz_modelcheck_barrier_export_test.go": "gc_barrier",
		"runtime/zz_modelcheck_barrier_test.go":        "gc_barrier_test",
	}, os.WriteFile(own, text, 0o600)
}

// spliceCall returns a file with text in place of the beginning of the one call of
// callee in function fn.
func spliceCall(file, fn, callee, text string) ([]byte, error) {
	return splice(file, fn, "call of "+callee, func(n ast.Node) (from, to token.Pos) {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == callee {
				return call.Pos(), call.Lparen + 1
			}
		}
		return token.NoPos, token.NoPos
	}, text)
}

// playPacer runs the scripts, and Go's scenarios if test asks for them, and gives the
// traces by name.
func playPacer(ctx context.Context, tc Toolchain, test string, scripts map[string]string) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	over, err := collectorTests(tc, dir)
	if err != nil {
		return nil, err
	}
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name+".script"), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	if _, err := tc.testPackage(ctx, "runtime", test, over, "MODELCHECK_DIR="+dir); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.trace"))
	if err != nil {
		return nil, err
	}
	traces := map[string][]byte{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		traces[strings.TrimSuffix(filepath.Base(f), ".trace")] = data
	}
	return traces, nil
}

func pacerController(ctx context.Context, tc Toolchain) (r Result, err error) {
	r.Seed = pacerSeed
	r.Band = "every number the same, bit for bit; Go's own test asks for 0.005 of utilization and 0.05 of the goal"
	scripts := map[string]string{}
	for i := range 40 {
		scripts[fmt.Sprintf("drawn%02d", i)] = drawController(sim.NewRand(pacerSeed+uint64(i)), 300)
	}
	traces, err := playPacer(ctx, tc, "(TestGcPacer|TestModelcheckPacer)", scripts)
	if err != nil {
		return r, err
	}
	var own []string
	calls := 0
	for _, name := range slices.Sorted(maps.Keys(traces)) {
		n, err := replayController(&r, name, traces[name])
		if err != nil {
			return r, err
		}
		if _, drawn := scripts[name]; !drawn {
			own = append(own, name)
			calls += n
		}
	}
	if len(own) == 0 || len(traces) != len(own)+len(scripts) {
		return r, fmt.Errorf("%d scenarios and %d traces of %d scripts", len(own), len(traces), len(scripts))
	}
	r.Detail = append(r.Detail,
		fmt.Sprintf("%d calls in Go's %d scenarios: %s", calls, len(own), strings.Join(own, ", ")),
		fmt.Sprintf("%d calls in %d drawn sequences, with memory limits and settings that change", r.Cases-calls, len(scripts)))
	return r, nil
}

// drawController draws cycles of a heap that grows and shrinks at will.
func drawController(rand *sim.Rand, cycles int) string {
	var b strings.Builder
	percents := []int{100, 100, 50, 200, 1500, 0, 1, -1}
	limit := func() int64 {
		if rand.N(2) == 0 {
			return math.MaxInt64
		}
		return int64(rand.N(512<<20)) + 1
	}
	fmt.Fprintf(&b, "new %d %d\n", percents[rand.N(len(percents))], limit())
	heap, procs := int64(1+rand.N(64<<20)), 1+rand.N(20)
	for range cycles {
		switch rand.N(8) {
		case 0:
			fmt.Fprintf(&b, "set %d %d %d\n", percents[rand.N(len(percents))], limit(), rand.N(2))
		case 1, 2:
			alloc, free, other := rand.N(256<<20), rand.N(128<<20), rand.N(128<<20)
			fmt.Fprintf(&b, "memory %d %d %d\n", alloc+free+other, free, alloc)
		case 3:
			procs = 1 + rand.N(20)
		}
		stacks, globals := rand.N(8<<20), rand.N(1<<20)
		part := math.Float64bits(float64(rand.N(101)) / 100)
		fmt.Fprintf(&b, "start %d %d %d %d\n", stacks, globals, part, procs)
		heap = max(heap*int64(40+rand.N(130))/100, 1000)
		total := int64(0)
		for range 1 + rand.N(8) {
			live := int64(rand.N(int(min(heap, 1<<28))))
			total += live
			fmt.Fprintf(&b, "revise %d %d %d %d %d\n", live, live/int64(1+rand.N(4)), rand.N(int(min(heap, 1<<28))), rand.N(stacks+1), rand.N(globals+1))
		}
		elapsed := int64(rand.N(50_000_000))
		assist, idle := rand.N(int(elapsed)*procs/2+1), rand.N(2)*rand.N(int(elapsed)*procs/4+1)
		fmt.Fprintf(&b, "end %d %d %d %d %d\n", heap+total, assist, elapsed, procs, idle)
	}
	return b.String()
}

// replay makes the calls of a trace on a model, compares its state after each with the
// recorded one, and returns how many calls there were.
func (r *Result) replay(name string, trace []byte, call func(op string, in []uint64) (state []uint64)) (calls int, err error) {
	for line := range strings.Lines(string(trace)) {
		op, in, want, err := record(line)
		if err != nil {
			return calls, fmt.Errorf("%s: %w", name, err)
		}
		calls++
		got := call(op, in)
		r.expect(slices.Equal(got, want), "%s, call %d, %s: the model has %d, the runtime %d", name, calls, op, got, want)
	}
	return calls, nil
}

// replayController replays a trace on a controller, which its first call makes.
func replayController(r *Result, name string, trace []byte) (calls int, err error) {
	var c *pacer.Controller
	return r.replay(name, trace, func(op string, in []uint64) []uint64 {
		if c == nil {
			c = pacer.NewController(int32(in[0]), int64(in[1]))
		}
		doController(c, op, in)
		return controllerState(c)
	})
}

// doController does what export_test.go does with the real one.
func doController(c *pacer.Controller, op string, in []uint64) {
	switch op {
	case "start":
		trigger, _ := c.Trigger()
		trigger = max(trigger, c.Marked)
		c.MaxStacks, c.Globals, c.Live = in[0], in[1], trigger
		c.Scan += uint64(int64(float64(trigger-c.Marked) * math.Float64frombits(in[2])))
		c.StartCycle(int(in[3]))
	case "revise":
		c.Live += in[0]
		c.Scan += in[1]
		c.Done.Heap += int64(in[2])
		c.Done.Stacks += int64(in[3])
		c.Done.Globals += int64(in[4])
		c.Revise()
	case "end":
		c.EndCycle(int64(in[2]), int64(in[1]), int64(in[4]), int(in[3]))
		c.ResetLive(in[0])
		c.Commit(false)
	case "memory":
		c.Memory = pacer.Memory{Mapped: in[0], Free: in[1], Alloc: in[2]}
	case "set":
		c.SetPercent(int32(in[0]))
		c.Limit = int64(in[1])
		c.Commit(in[2] != 0)
	}
}

// controllerState is in the order of the overlay's PacerState.
func controllerState(c *pacer.Controller) []uint64 {
	trigger, goal := c.Trigger()
	return []uint64{
		goal, trigger, c.Triggered, c.Live, c.Marked,
		math.Float64bits(c.AssistWorkPerByte), math.Float64bits(c.AssistBytesPerWork),
		c.Runway(), math.Float64bits(c.ConsMark()),
		uint64(c.Dedicated), math.Float64bits(c.Fractional),
	}
}

// record reads "op in in : out out". Negative numbers are their two's complement.
func record(line string) (op string, in, out []uint64, err error) {
	fields := strings.Fields(line)
	list := &in
	for _, f := range fields[1:] {
		if f == ":" {
			list = &out
			continue
		}
		n, err := strconv.ParseUint(f, 10, 64)
		if strings.HasPrefix(f, "-") {
			var signed int64
			signed, err = strconv.ParseInt(f, 10, 64)
			n = uint64(signed)
		}
		if err != nil {
			return "", nil, nil, err
		}
		*list = append(*list, n)
	}
	return fields[0], in, out, nil
}

func pacerLimiter(ctx context.Context, tc Toolchain) (r Result, err error) {
	r.Seed = pacerSeed
	scripts := map[string]string{}
	for i := range 40 {
		scripts[fmt.Sprintf("limiter%02d", i)] = drawLimiter(sim.NewRand(pacerSeed+uint64(i)), 500)
	}
	traces, err := playPacer(ctx, tc, "TestModelcheckPacer", scripts)
	if err != nil {
		return r, err
	}
	if len(traces) != len(scripts) {
		return r, fmt.Errorf("%d traces of %d scripts", len(traces), len(scripts))
	}
	limiting := 0
	for _, name := range slices.Sorted(maps.Keys(traces)) {
		var l *pacer.Limiter
		if _, err := r.replay(name, traces[name], func(op string, in []uint64) []uint64 {
			l = doLimiter(l, op, in)
			state := []uint64{l.Fill, l.Capacity, l.Overflow, 0}
			if l.Limiting {
				state[3] = 1
				limiting++
			}
			return state
		}); err != nil {
			return r, err
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d drawn sequences; after %d calls the limiter was on", len(traces), limiting))
	return r, nil
}

// drawLimiter draws a day that is busy now and then, so that the bucket fills and
// drains.
func drawLimiter(rand *sim.Rand, n int) string {
	var b strings.Builder
	now, procs, on, stress := int64(0), 1+rand.N(16), 0, 0
	fmt.Fprintf(&b, "new %d %d\n", now, procs)
	for range n {
		span := int64(rand.N(400_000_000))
		switch rand.N(12) {
		case 0:
			stress = rand.N(101)
		case 1:
			fmt.Fprintf(&b, "idle %d\n", span/4*int64(rand.N(procs+1)))
		case 2:
			on = 1 - on
			now += span
			fmt.Fprintf(&b, "begin %d %d\n", now, on)
			now += int64(rand.N(3_000_000))
			fmt.Fprintf(&b, "finish %d\n", now)
		case 3:
			if on == 0 && rand.N(3) == 0 {
				procs = 1 + rand.N(16)
				now += span
				fmt.Fprintf(&b, "reset %d %d\n", now, procs)
			}
		case 4:
			fmt.Fprintf(&b, "update %d\n", now-span) // a clock that was read too early
		default:
			now += span
			fmt.Fprintf(&b, "assist %d\n", span/100*int64(stress)*int64(procs)*3/4)
			fmt.Fprintf(&b, "update %d\n", now)
		}
	}
	return b.String()
}

func doLimiter(l *pacer.Limiter, op string, in []uint64) *pacer.Limiter {
	now := int64(in[0])
	switch op {
	case "new":
		return pacer.NewLimiter(now, int(in[1]))
	case "reset":
		l.Reset(now, int(in[1]))
	case "update":
		l.Update(now)
	case "assist":
		l.AddAssist(now)
	case "idle":
		l.AddIdle(now)
	case "begin":
		l.Start(in[1] != 0, now)
	case "finish":
		l.Finish(now)
	}
	return l
}
