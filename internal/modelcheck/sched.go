package modelcheck

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/sched"
	"sourcedive/content/models/sim"
)

// orderLoads are the workloads of sched_order.
var orderLoads = []string{"spawn", "nested", "gosched", "channel", "mixed"}

// orderSizes are the interesting numbers of goroutines: around 61 and the ring of 256.
var orderSizes = []int{1, 2, 5, 61, 62, 256, 257, 258, 300, 513, 1000}

// schedOrder compares by a hash of the order.
func schedOrder(ctx context.Context, tc Toolchain) (r Result, err error) {
	const runs = 200
	args := []string{strconv.Itoa(runs)}
	for _, n := range orderSizes {
		args = append(args, strconv.Itoa(n))
	}
	out, err := tc.runProgram(ctx, "sched_order", nil, nil, args...)
	if err != nil {
		return r, err
	}
	again := 0
	phases := map[string]uint64{}         // load to the set of phases that were seen
	expect := map[string]map[uint64]int{} // load and size to hash to phase
	for line := range strings.Lines(string(out)) {
		var load string
		var n, tries int
		var hash uint64
		if _, err := fmt.Sscan(line, &load, &n, &hash, &tries); err != nil {
			return r, fmt.Errorf("sched_order printed %q: %w", line, err)
		}
		key := load + " " + strconv.Itoa(n)
		if expect[key] == nil {
			expect[key] = orders(load, n)
		}
		again += tries - 1
		phase, ok := expect[key][hash]
		if r.expect(ok, "%s: a run is in none of the %d orders", key, len(expect[key])) {
			phases[load] |= 1 << phase
		}
	}
	if want := len(orderLoads) * runs * len(orderSizes); r.Cases != want {
		return r, fmt.Errorf("%d runs of %d were reported", r.Cases, want)
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d runs of each, with n of %s", runs, strings.Join(args[1:], ", ")))
	for _, load := range orderLoads {
		r.Detail = append(r.Detail, fmt.Sprintf("%s: orders of %d of the %d phases were seen", load, bits.OnesCount64(phases[load]), sched.Phases))
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d runs longer than a time slice were made again", again))
	return r, nil
}

// orders are the hashes of the model's orders, with a phase that gives each.
func orders(load string, n int) map[uint64]int {
	m := map[uint64]int{}
	for phase := range sched.Phases {
		h := uint64(14695981039346656037) // FNV-1a, word by word
		for _, i := range sched.Order(load, n, phase) {
			h = (h ^ uint64(i)) * 1099511628211
		}
		if _, ok := m[h]; !ok {
			m[h] = phase
		}
	}
	return m
}

// queueCases are what the runtime's own queues are asked.
type queueCases struct {
	Procs  []int
	Ops    [][][3]uint32
	Orders [][2]uint32
}

type queueAnswers struct {
	Results [][][4]uint32
	Orders  [][]uint32
}

const queueSeed = 61

func newQueueCases() (c queueCases) {
	rand := sim.NewRand(queueSeed)
	for range 200 {
		c.Procs = append(c.Procs, 1+rand.N(16))
		c.Ops = append(c.Ops, queueOps(rand))
	}
	for count := uint32(1); count <= 64; count++ {
		for range 32 {
			c.Orders = append(c.Orders, [2]uint32{count, rand.Uint32()})
		}
	}
	return c
}

// queueOps makes a sequence of stretches, in each of which a processor fills its queue,
// empties it, takes from where there is more, or does all of that.
func queueOps(rand *sim.Rand) (ops [][3]uint32) {
	for len(ops) < 1200 {
		p := uint32(rand.N(2))
		switch rand.N(4) {
		case 0:
			for range 50 + rand.N(300) {
				ops = append(ops, [3]uint32{0, p, uint32(rand.N(2))})
			}
		case 1:
			for range rand.N(300) {
				ops = append(ops, [3]uint32{1, p})
			}
		case 2:
			for range rand.N(12) {
				ops = append(ops, [3]uint32{uint32(2 + rand.N(4)), p, uint32(1 + rand.N(128))}, [3]uint32{1, p})
			}
		case 3:
			for range rand.N(60) {
				ops = append(ops, [3]uint32{uint32(rand.N(6)), uint32(rand.N(2)), uint32(1 + rand.N(128))})
			}
		}
	}
	return ops
}

// askQueues runs the cases with the runtime's own helpers.
func askQueues(ctx context.Context, tc Toolchain, c queueCases) (a queueAnswers, err error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return a, err
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "in.json"), filepath.Join(dir, "out.json")
	data, err := json.Marshal(c)
	if err != nil {
		return a, err
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return a, err
	}
	_, err = tc.testPackage(ctx, "runtime", "TestSourcedive", map[string]string{
		"runtime/zz_sourcedive_export_test.go": "sched_queues",
		"runtime/zz_sourcedive_test.go":        "sched_queues_test",
	}, "SOURCEDIVE_IN="+in, "SOURCEDIVE_OUT="+out)
	if err != nil {
		return a, err
	}
	data, err = os.ReadFile(out)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(data, &a)
}

func schedQueues(ctx context.Context, tc Toolchain) (r Result, err error) {
	c := newQueueCases()
	r.Seed = queueSeed
	a, err := askQueues(ctx, tc, queueCases{Procs: c.Procs, Ops: c.Ops})
	if missing(err) {
		r.Skipped = "this version's queues have other functions: " + firstUndefined(err)
		return r, nil
	}
	if err != nil || len(a.Results) != len(c.Ops) {
		return r, cmpErr(err, "the runtime answered %d of %d", len(a.Results), len(c.Ops))
	}
	for i, ops := range c.Ops {
		want := sched.Queues(c.Procs[i], ops)
		if slices.Equal(a.Results[i], want) {
			r.agree()
			continue
		}
		at := 0
		for at < len(want) && a.Results[i][at] == want[at] {
			at++
		}
		r.disagree("sequence %d, operation %d %v: the runtime has %v, the model %v", i, at, ops[at], a.Results[i][at], want[at])
	}
	r.Detail = append(r.Detail, "each case is a sequence of at least 1200 operations")
	return r, nil
}

func schedStealOrder(ctx context.Context, tc Toolchain) (r Result, err error) {
	c := newQueueCases()
	r.Seed = queueSeed
	a, err := askQueues(ctx, tc, queueCases{Orders: c.Orders})
	if missing(err) {
		r.Skipped = "this version's queues have other functions: " + firstUndefined(err)
		return r, nil
	}
	if err != nil || len(a.Orders) != len(c.Orders) {
		return r, cmpErr(err, "the runtime answered %d of %d", len(a.Orders), len(c.Orders))
	}
	for i, o := range c.Orders {
		want := sched.Visit(o[0], o[1])
		r.expect(slices.Equal(a.Orders[i], want), "%d processors, %d: the runtime visits %v, the model %v", o[0], o[1], a.Orders[i], want)
	}
	return r, nil
}

// spreadRun is one line of sched_spread.
type spreadRun struct {
	start int
	turns []sched.Turn
}

func spread(ctx context.Context, tc Toolchain, procs, n, work, runs int) (list []spreadRun, err error) {
	out, err := tc.runProgram(ctx, "sched_spread", nil, nil, strconv.Itoa(procs), strconv.Itoa(n), strconv.Itoa(work), strconv.Itoa(runs))
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(out) {
		var run spreadRun
		for i, field := range strings.Fields(string(line)) {
			p, g, _ := strings.Cut(field, ":")
			pn, err := strconv.Atoi(p)
			if err != nil {
				return nil, fmt.Errorf("sched_spread printed %q: %w", line, err)
			}
			if i == 0 {
				run.start = pn
				continue
			}
			gn, err := strconv.Atoi(g)
			if err != nil {
				return nil, fmt.Errorf("sched_spread printed %q: %w", line, err)
			}
			run.turns = append(run.turns, sched.Turn{P: pn, G: gn})
		}
		list = append(list, run)
	}
	return list, nil
}

func schedSteals(ctx context.Context, tc Toolchain) (r Result, err error) {
	const n, work, runs = 60, 50, 100
	r.Band = "nine of ten runs; a processor notes its turn a moment after it began, and a machine that stands still adds preemptions"
	thefts := 0
	for _, procs := range []int{2, 4} {
		list, err := spread(ctx, tc, procs, n, work, runs)
		if err != nil {
			return r, err
		}
		for i, run := range list {
			for _, t := range run.turns {
				if t.P != run.start {
					thefts++
				}
			}
			err := sched.Explain(procs, run.start, n, run.turns)
			r.expect(err == nil, "%d processors, run %d: %v", procs, i, err)
		}
	}
	r.Least = r.Cases * 9 / 10
	r.Detail = append(r.Detail, fmt.Sprintf("%d of %d goroutines ran elsewhere than where they were started", thefts, r.Cases*n))
	if thefts == 0 {
		return r, fmt.Errorf("no processor stole anything in %d runs", r.Cases)
	}
	return r, nil
}

func schedSpread(ctx context.Context, tc Toolchain) (r Result, err error) {
	const n, work, runs, band = 400, 100, 20, 0.15
	r.Band = fmt.Sprintf("the median of %d runs, and of as many of the model, differ by at most %.2f", runs, band)
	// Where Ps share a processor of the machine, the kernel decides who starts late.
	for _, procs := range []int{2, 3, 4} {
		if procs > runtime.NumCPU() {
			r.Detail = append(r.Detail, fmt.Sprintf("%d processors: not compared, the machine has %d", procs, runtime.NumCPU()))
			continue
		}
		list, err := spread(ctx, tc, procs, n, work, runs)
		if err != nil {
			return r, err
		}
		var have, want []float64
		for seed, run := range list {
			here := 0
			for _, t := range run.turns {
				if t.P == run.start {
					here++
				}
			}
			have = append(have, float64(here)/n)
			want = append(want, float64(sched.Shares(procs, n, work, uint64(seed))[0])/n)
		}
		line := fmt.Sprintf("%d processors: %.2f really, %.2f in the model", procs, median(have), median(want))
		if r.expect(math.Abs(median(have)-median(want)) <= band, "%s", line) {
			r.Detail = append(r.Detail, line)
		}
	}
	if r.Cases == 0 {
		r.Skipped = "the machine has one processor"
	}
	return r, nil
}

func schedSlices(ctx context.Context, tc Toolchain) (r Result, err error) {
	const n, band, tries, quiet = 4, 0.15, 5, 90
	r.Band = fmt.Sprintf("the medians differ by at most %.0f in a hundred, when the goroutines had %d in a hundred of a processor of the machine", 100*band, quiet)
	want := median(milliseconds(sched.Slices(n, 100_000)))
	most := int64(0)
	for range tries {
		cpu, list, err := stretches(ctx, tc, n)
		if err != nil {
			return r, err
		}
		if most = max(most, cpu); cpu < quiet {
			continue
		}
		have := median(milliseconds(list))
		line := fmt.Sprintf("%d goroutines: %.1f ms really, %.1f ms in the model; the slice is 10 ms, but sysmon looks every 10 ms", n, have, want)
		if r.expect(math.Abs(have-want) <= band*want, "%s", line) {
			r.Detail = append(r.Detail, line)
		}
		return r, nil
	}
	r.Skipped = fmt.Sprintf("the machine is busy: in %d runs the goroutines got at most %d in a hundred of a processor", tries, most)
	return r, nil
}

// stretches runs sched_slices for a second.
func stretches(ctx context.Context, tc Toolchain, n int) (cpu int64, list []int64, err error) {
	out, err := tc.runProgram(ctx, "sched_slices", nil, nil, strconv.Itoa(n), "1000")
	if err != nil {
		return 0, nil, err
	}
	for _, f := range strings.Fields(string(out)) {
		us, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, nil, fmt.Errorf("sched_slices printed %q: %w", f, err)
		}
		list = append(list, us)
	}
	if len(list) < 2 {
		return 0, nil, fmt.Errorf("sched_slices printed %q", out)
	}
	return list[0], list[1:], nil
}

func milliseconds(us []int64) (list []float64) {
	for _, n := range us {
		list = append(list, float64(n)/1000)
	}
	return list
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// firstUndefined is the line of a failed build that names what is missing.
func firstUndefined(err error) string {
	for line := range strings.Lines(err.Error()) {
		if _, name, ok := strings.Cut(line, "undefined: "); ok {
			return strings.TrimSpace(name)
		}
	}
	return err.Error()
}

// cmpErr returns err, or an error for what else is wrong.
func cmpErr(err error, format string, args ...any) error {
	if err != nil {
		return err
	}
	return fmt.Errorf(format, args...)
}
