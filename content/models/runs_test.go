package models_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models"
	"sourcedive/content/models/sim"
	"sourcedive/internal/golden"
)

// told are the runs whose every event and state are compared, by model; of some the first steps.
var told = map[string][]sim.Demo{
	"channel": {
		{Given: sim.Given{"program": 0, "goroutines": 3}},
		{Given: sim.Given{"program": 1, "goroutines": 4, "capacity": 2}},
		{Given: sim.Given{"program": 2, "goroutines": 4, "capacity": 1}},
		{Given: sim.Given{"program": 3, "goroutines": 4, "capacity": 1}},
	},
	"gc": {
		{Given: sim.Given{"cycles": 2, "mutator": 60, "buffer": 1}, Seed: 2, Step: 40},
		{Given: sim.Given{"barrier": 1, "stacks": 2, "buffer": 0, "mutator": 50}, Seed: 3},
		{Given: sim.Given{"barrier": 2, "goroutines": 2, "slots": 3, "alloc": 1, "schedule": 1}, Seed: 4},
	},
	"malloc": {
		{Given: sim.Given{"objects": 4, "gc": 2, "churn": 90}, Seed: 3},
		{Given: sim.Given{"mix": 5, "size": 8192, "objects": 4, "gc": 2, "churn": 90, "sweeper": 1, "procs": 1}, Seed: 4},
		{Given: sim.Given{"mix": 4, "objects": 3, "gc": 2, "churn": 90, "marks": 0}, Seed: 5},
	},
	"pacer": {
		{Given: sim.Given{"cycles": 2, "step": 200}, Seed: 1},
		{Given: sim.Given{"live": 512, "limit": 480, "procs": 6, "cycles": 2}, Seed: 1},
		{Given: sim.Given{"gogc": -1, "limit": 64, "live": 32, "cycles": 1}, Seed: 1},
	},
	"sched": {
		{Given: sim.Given{"procs": 2, "goroutines": 4, "load": 1, "work": 3000}, Seed: 1},
		{Given: sim.Given{"procs": 2, "goroutines": 3, "load": 2, "work": 300}, Seed: 2},
		{Given: sim.Given{"procs": 3, "goroutines": 3, "load": 3, "work": 2}, Seed: 3},
		{Given: sim.Given{"procs": 2, "goroutines": 3, "load": 4, "work": 100}, Seed: 4},
		{Given: sim.Given{"procs": 3, "goroutines": 3, "load": 5, "work": 50}, Seed: 5},
		{Given: sim.Given{"procs": 2, "goroutines": 2, "work": 25_000}, Seed: 6},
	},
	"stack": {
		{Given: sim.Given{"depth": 3, "collections": 2}, Seed: 1},
		{Given: sim.Given{"program": 1, "depth": 1}, Seed: 2, Step: 12},
		{Given: sim.Given{"program": 2, "goroutines": 2, "depth": 1, "frames": 2}, Seed: 3},
		{Given: sim.Given{"program": 3, "frames": 3, "limit": 0}, Seed: 4, Step: 12},
	},
}

// TestRunsAreTold compares runs event by event, each with what it changes in the state.
func TestRunsAreTold(t *testing.T) {
	for _, m := range models.All() {
		var b strings.Builder
		once := map[string]bool{}
		for _, d := range told[m.Name] {
			tr, err := sim.Run(&m, d.Given, d.Seed, sim.Limit{Steps: d.Step})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%sseed %d\n", keysOf(d.Given), d.Seed)
			seen := map[string]string{}
			changes(&b, tr.Views[0], seen)
			for i, e := range tr.Events {
				why := e.Why
				if once[why] {
					why = strings.Join(strings.Fields(why)[:2], " ") + " …"
				}
				once[e.Why] = e.Why != ""
				fmt.Fprintf(&b, "%d %d %s %s: %s %s%s\n", e.Step, e.Time, e.Actor, strings.TrimPrefix(e.Func, "runtime."), e.What, why, e.Broken)
				changes(&b, tr.Views[i+1], seen)
			}
		}
		golden.Check(t, "runs/"+m.Name+".golden", b.String())
	}
}

// TestRunsAmountTo compares the demos and many runs of each model by what they amount to: how
// many events are of each function, and a sum of all events and states.
func TestRunsAmountTo(t *testing.T) {
	var b strings.Builder
	for _, m := range models.All() {
		runs := slices.Clone(m.Demos)
		for seed := range uint64(24) {
			runs = append(runs, sim.Demo{Given: drawn(&m, seed), Seed: seed})
		}
		for _, d := range runs {
			tr, err := sim.Run(&m, d.Given, d.Seed, sim.Limit{Steps: max(400, d.Step)})
			if err != nil {
				t.Fatal(err)
			}
			sum := fnv.New32a()
			if err := json.NewEncoder(sum).Encode(tr); err != nil {
				t.Fatal(err)
			}
			of := map[string]int{}
			for _, e := range tr.Events {
				of[strings.TrimPrefix(e.Func, "runtime.")]++
			}
			fmt.Fprintf(&b, "%s %sseed %d: %s= %08x\n", m.Name, keysOf(d.Given), d.Seed, keysOf(of), sum.Sum32())
		}
	}
	golden.Check(t, "amounts.golden", b.String())
}

// drawn are parameters for a seed: most as they are by default, or small.
func drawn(m *sim.Model, seed uint64) sim.Given {
	r := sim.NewRand(seed)
	g := sim.Given{}
	for _, p := range m.Params {
		switch few := min(p.Max-p.Min, 2*(p.Default-p.Min)+3); {
		case len(p.Words) > 0 || r.N(3) == 0 && p.Max-p.Min < 100:
			g[p.Name] = p.Min + r.N(p.Max-p.Min+1)
		case r.N(2) == 0:
			g[p.Name] = p.Min + r.N(few+1)
		}
	}
	return g
}

// changes writes what of a view was not so before.
func changes(b *strings.Builder, v sim.View, seen map[string]string) {
	now := map[string]string{}
	row := func(key, text string) {
		text = strings.TrimSpace(text)
		now[key] = text
		if seen[key] != text {
			fmt.Fprintf(b, "  %s: %s\n", key, text)
		}
	}
	cells := func(key, head string, list []sim.Cell) {
		row(key, head+" "+written(list))
	}
	for _, bl := range v.Blocks {
		row(bl.ID, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d", bl.Title, bl.Note, bl.Cap+bl.Cols)), " "))
		if bl.Kind == sim.Cells && len(bl.Cells) > bl.Cols {
			for i, some := range slices.Collect(slices.Chunk(bl.Cells, bl.Cols)) {
				cells(fmt.Sprintf("%s %d", bl.ID, i), "", some)
			}
		} else if bl.Cells != nil {
			cells(bl.ID+" cells", "", bl.Cells)
		}
		for _, l := range bl.Lanes {
			cells(bl.ID+" "+l.ID, fmt.Sprintf("%s %s %s %d", l.Title, l.State, l.Note, l.First), l.Items)
		}
		for _, n := range bl.Nodes {
			row(bl.ID+" "+n.ID, fmt.Sprintf("%s %s %d,%d", n.Text, n.State, n.X, n.Y))
		}
		for _, l := range bl.Links {
			row(bl.ID+" "+l.From+" "+l.Text, fmt.Sprintf("-> %s %s", l.To, l.State))
		}
		for i, bar := range bl.Bars {
			row(fmt.Sprintf("%s %d", bl.ID, i), fmt.Sprintf("%s %d of %d %s %s %v", bar.Title, bar.Value, bar.Max, bar.Unit, bar.State, bar.Marks))
		}
		for _, f := range bl.Facts {
			row(bl.ID+" "+f.Name, f.Value)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		if _, ok := now[key]; !ok {
			fmt.Fprintf(b, "  %s: gone\n", key)
		}
	}
	clear(seen)
	maps.Copy(seen, now)
}

// written are cells, those that are alike in one word.
func written(list []sim.Cell) string {
	var words []string
	last, n := "", 0
	flush := func() {
		if n > 1 {
			last = fmt.Sprintf("%d*%s", n, last)
		}
		if n > 0 {
			words = append(words, last)
		}
	}
	for _, c := range list {
		word := c.String()
		if c.ID != c.Text && !strings.HasSuffix(c.ID, "."+c.Text) {
			word = c.ID + "/" + word
		}
		if c.Size+c.Span > 0 {
			word += fmt.Sprintf("(%d)", c.Size+c.Span)
		}
		if word != last {
			flush()
			last, n = word, 0
		}
		n++
	}
	flush()
	return strings.Join(words, " ")
}

func keysOf[M ~map[string]int](m M) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "%s %d ", key, m[key])
	}
	return b.String()
}
