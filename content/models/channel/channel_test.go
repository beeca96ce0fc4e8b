package channel

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
	"sourcedive/internal/golden"
)

func TestModel(t *testing.T) {
	var heard []sim.Given
	for range 20 {
		heard = append(heard, sim.Given{"program": progRandom}) // each has a seed of its own
	}
	simtest.Check(t, Model(), simtest.Wanted{Heard: heard, Tellings: tellings})
}

// Random programs keep the invariants, and values arrive once and in order.
func TestInvariants(t *testing.T) {
	m := Model()
	for seed := range uint64(500) {
		tr, err := sim.Run(&m, sim.Given{"program": progRandom}, seed, sim.Limit{Events: true})
		if err != nil {
			t.Fatal(err)
		}
		if e, broken := tr.Broken(); broken {
			t.Errorf("seed %d, step %d: %s\n%s", seed, e.Step, e.Broken, tr.Stack)
		}
	}
}

func TestInvariantsSee(t *testing.T) {
	for name, spoil := range map[string]func(*simulation){
		"a value too much":              func(s *simulation) { s.chans[0].qcount = 3 },
		"a receiver beside a value":     func(s *simulation) { s.chans[0].recvq.enqueue(&sudog{g: s.gos[0]}); s.chans[0].qcount = 1 },
		"a sender beside room":          func(s *simulation) { s.chans[0].sendq.enqueue(&sudog{g: s.gos[0]}) },
		"somebody on a closed channel":  func(s *simulation) { s.chans[0].recvq.enqueue(&sudog{g: s.gos[0]}); s.chans[0].closed = true },
		"an index that does not belong": func(s *simulation) { s.chans[0].sendx = 1 },
	} {
		s := newSim(Program{Caps: []int{2}, Gos: [][]Op{{{Kind: Recv}}}}, []int{0}, func(int) int { return 0 }, true)
		if fault := s.broken(); fault != "" {
			t.Fatal(fault)
		}
		if spoil(s); s.broken() == "" {
			t.Errorf("%s: nothing is broken", name)
		}
	}
}

// A program whose log is known by heart: G1 waits, G0 hands over, closes and panics.
func TestRun(t *testing.T) {
	p := Program{Caps: []int{0}, Gos: [][]Op{
		{{Kind: Send, Value: 7}, {Kind: Close}, {Kind: Close}},
		{{Kind: Recv}, {Kind: Recv}},
	}}
	want := []Entry{
		{1, -1, Result{}},
		{0, -1, Result{}},
		{0, 0, Result{Kind: Sent}},
		{0, 1, Result{Kind: Closed}},
		{0, 2, Result{Kind: Panicked}},
		{1, 0, Result{Kind: Received, OK: true, Value: 7}},
		{1, 1, Result{Kind: Received}},
	}
	if got := Run(p, []int{0}, nil); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestOrders(t *testing.T) {
	rand := sim.NewRand(1)
	for range 500 {
		cases := make([]scase, 1+rand.N(8))
		left := 0
		for i := range cases {
			if rand.N(5) > 0 {
				cases[i].c = &channel{key: rand.N(4)}
				left++
			}
		}
		poll := pollorder(cases, rand.N)
		locks := lockorder(cases, poll)
		key := func(a, b int) int { return cases[a].c.key - cases[b].c.key }
		if len(poll) != left || !slices.IsSortedFunc(locks, key) {
			t.Fatalf("%d cases: poll %v, lock %v", left, poll, locks)
		}
		slices.Sort(poll)
		slices.Sort(locks)
		if !slices.Equal(poll, locks) || len(slices.Compact(poll)) != left {
			t.Fatalf("%v and %v are not the same cases", poll, locks)
		}
	}
}

// A select takes each of its ready cases sometimes.
func TestSelectFavoursNone(t *testing.T) {
	taken := map[int]int{}
	for seed := range uint64(300) {
		p := Program{Caps: []int{1, 1, 1}, Gos: [][]Op{{
			{Kind: Send, Chan: 0, Value: 1}, {Kind: Send, Chan: 1, Value: 2}, {Kind: Send, Chan: 2, Value: 3},
			{Kind: Select, Cases: []Case{{Chan: 0}, {Chan: 1}, {Chan: 2}}},
		}}}
		s := newSim(p, []int{0, 1, 2}, sim.NewRand(seed).N, true)
		for s.act() {
		}
		taken[s.log[len(s.log)-1].Case]++
	}
	for i := range 3 {
		if taken[i] < 70 || taken[i] > 130 {
			t.Errorf("case %d was taken %d times of 300", i, taken[i])
		}
	}
}

// A select whose channels are all nil waits for ever, but for one with a default.
func TestSelectOfNil(t *testing.T) {
	for dflt, want := range map[bool][]Entry{
		false: {{0, -1, Result{}}},
		true:  {{0, -1, Result{}}, {0, 0, Result{Kind: Default, Case: 1}}},
	} {
		p := Program{Gos: [][]Op{{{Kind: Select, Cases: []Case{{Chan: -1}}, Default: dflt}}}}
		if got := Run(p, nil, nil); !slices.Equal(got, want) {
			t.Errorf("with a default %v: %+v", dflt, got)
		}
	}
}

// The constants of the model are those of the source.
func TestSource(t *testing.T) {
	rt := simtest.Std(t, "runtime")
	for fn, texts := range map[string][]string{
		"closechan":             {"c.recvq.dequeue()", "c.sendq.dequeue()", "glist.push(gp)", "gp := glist.pop()"},
		"(*gList).push":         {"l.head.set(gp)"},
		"selectgo":              {"j := cheaprandn(uint32(norder + 1))", "pollorder[norder] = pollorder[j]", "for _, casei := range pollorder", "c.sortkey()"},
		"reflect_rselect":       {"j = nsends", "j = len(cases) - nrecvs"},
		"(*waitq).dequeue":      {"sgp.g.selectDone.CompareAndSwap(0, 1)"},
		"recv":                  {"c.sendx = c.recvx"},
		"(*hchan).sortkey":      {"uintptr(unsafe.Pointer(c))"},
		"goready":               {"ready(gp, traceskip, true)"},
		"(*waitq).enqueue":      {"q.last = sgp"},
		"chansend":              {"c.recvq.dequeue()", "c.qcount < c.dataqsiz"},
		"(*waitq).dequeueSudoG": {"q.first == sgp"},
	} {
		decl := rt.Func(fn)
		if decl == nil {
			t.Errorf("the source has no %s", fn)
			continue
		}
		for _, text := range texts {
			if !strings.Contains(rt.Text(decl), text) {
				t.Errorf("%s does not say %q any more", fn, text)
			}
		}
	}
}

// TestRandomPrograms counts what a thousand of them are made of, and how their operations end.
func TestRandomPrograms(t *testing.T) {
	made, sum := map[string]int{}, fnv.New32a()
	for seed := range uint64(1000) {
		r := sim.NewRand(seed)
		p := Random(r)
		var keys, draws []int
		for _, c := range p.Caps {
			made[fmt.Sprint("capacity ", c)]++
			keys = append(keys, r.N(100))
		}
		for range 60 {
			draws = append(draws, r.N(5))
		}
		log := Run(p, keys, draws)
		fmt.Fprint(sum, log)
		for _, e := range log {
			if e.Op >= 0 {
				made[fmt.Sprint("kind ", p.Gos[e.G][e.Op].Kind, " ends as ", e.Kind, ", case ", e.Case, ", ok ", e.OK)]++
			}
		}
		made[fmt.Sprint(len(p.Gos), " goroutines")]++
		for _, ops := range p.Gos {
			made[fmt.Sprint(len(ops), " operations")]++
			for _, o := range ops {
				made[fmt.Sprint("kind ", o.Kind)]++
				if o.Kind != Select {
					continue
				}
				made[fmt.Sprint("select of ", len(o.Cases), ", default ", o.Default)]++
				for _, k := range o.Cases {
					made[fmt.Sprint("case sends ", k.Send, ", of nil ", k.Chan < 0)]++
				}
			}
		}
	}
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(made)) {
		fmt.Fprintf(&b, "%s: %d\n", what, made[what])
	}
	fmt.Fprintf(&b, "all that happens: %08x\n", sum.Sum32())
	golden.Check(t, "programs.txt", b.String())
}

// A run ends at the first operation after which something is broken.
func TestBrokenRunEnds(t *testing.T) {
	s := newSim(Program{Caps: []int{2, 0}, Gos: [][]Op{{{Kind: Recv, Chan: 1}}}}, []int{0, 1}, func(int) int { return 0 }, true)
	s.chans[0].sendx, s.curg = 1, s.gos[0]
	if s.act() {
		t.Error("the run goes on")
	}
}
