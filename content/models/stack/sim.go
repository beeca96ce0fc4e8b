package stack

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// simulation is a program that runs on the machine: a list of operations. Each runs to
// its end at once; its events, each with the state of its moment, are handed out step by
// step.
type simulation struct {
	v     sim.Values
	rec   sim.Recorder
	rand  *sim.Rand
	m     *machine
	g     *goroutine // the one that is shown
	ops   []func()
	count int64
}

func newSim(v sim.Values, seed uint64) sim.Sim {
	s := &simulation{v: v, rand: sim.NewRand(seed), m: &machine{starting: stackMin, next: 0x10000, spare: map[int][]int{}}}
	s.m.limit = []int{64 << 10, 1 << 20, maxStack}[v.Int("limit")]
	s.m.emit = s.emit
	switch v.Word("program") {
	case "recursion":
		s.recursion()
	case "edge":
		s.edge()
	case "burst":
		s.burst()
	case "runaway":
		s.runaway()
	}
	s.rec.Start(s.view())
	return s
}

// Step implements sim.Sim.
func (s *simulation) Step() (sim.Event, bool) { return s.rec.Next(s.act) }

// State implements sim.Sim.
func (s *simulation) State() sim.View { return s.rec.Shown() }

// act does the next operation. It reports false when the program is over.
func (s *simulation) act() bool {
	if len(s.ops) == 0 || s.m.dead {
		return false
	}
	op := s.ops[0]
	s.ops = s.ops[1:]
	s.count++
	op()
	return true
}

// emit adds an event of the machine, on a goroutine or, with nil, on the collector.
func (s *simulation) emit(g *goroutine, fn, what, why string) {
	actor := "gc"
	if g != nil {
		actor = fmt.Sprintf("G%d", g.id)
		s.g = g
	}
	s.rec.Add(sim.Event{Time: s.count, Actor: actor, Func: fn, What: what, Why: why, Broken: s.m.check()}, s.view())
}

// later adds operations of the program.
func (s *simulation) later(ops ...func()) { s.ops = append(s.ops, ops...) }

func (s *simulation) start()   { s.g = s.m.newproc1() }
func (s *simulation) collect() { s.m.collect() }
func (s *simulation) ret() {
	if len(s.g.frames) > 0 {
		s.m.ret(s.g)
	}
}

// call is of a function of the mix, chosen when the program is made.
func (s *simulation) call() func() {
	size := s.frame()
	return func() { s.m.call(s.g, size) }
}

// frame is a size from the mix.
func (s *simulation) frame() int {
	sizes := map[string][]int{
		"small":  {48, 80, 112, 128},
		"medium": {160, 240, 552, 1040},
		"large":  {2064, 4112, 10040, 20040},
		"mixed":  {48, 112, 240, 552, 1040, 4112},
	}[s.v.Word("frames")]
	return sizes[s.rand.N(len(sizes))]
}

func (s *simulation) times(n int, op func()) {
	for range n {
		s.later(op)
	}
}

// recursion goes down, comes back by stages with collections between them, and goes
// down again.
func (s *simulation) recursion() {
	depth := s.v.Int("depth")
	s.later(s.start)
	for range depth {
		s.later(s.call())
	}
	s.later(s.collect)
	s.times(depth/2, s.ret)
	s.later(s.collect)
	s.times(depth-depth/2-1, s.ret)
	s.times(s.v.Int("collections"), s.collect)
	for range depth / 2 {
		s.later(s.call())
	}
}

// edge goes down until the next call would need another segment, and there calls and
// returns in a loop.
func (s *simulation) edge() {
	const body = 112
	s.later(s.start)
	s.later(func() { s.descend(body) })
	for range s.v.Int("depth") {
		s.later(func() { s.m.call(s.g, body) }, s.ret)
	}
}

// descend calls until a frame would not fit into the newest segment.
func (s *simulation) descend(frame int) {
	for !s.g.seg.list[len(s.g.seg.list)-1].full(frame) {
		s.m.call(s.g, frame)
	}
}

// burst: goroutines of one depth, a collection, and as many again and some more.
func (s *simulation) burst() {
	many, depth := s.v.Int("goroutines"), s.v.Int("depth")
	var first []*goroutine
	wave := func(n int) {
		for range n {
			s.later(func() { s.start(); first = append(first, s.g) })
			for range depth {
				s.later(s.call())
			}
		}
	}
	wave(many)
	s.later(s.collect)
	for i := range many {
		s.later(func() { s.m.end(first[i]) })
	}
	wave(many + 1)
}

// runaway calls until the limit stops it.
func (s *simulation) runaway() {
	s.later(s.start)
	var again func()
	again = func() {
		s.m.call(s.g, s.frame())
		s.later(again)
	}
	s.later(again)
}
