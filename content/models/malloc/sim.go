package malloc

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// simulation is a program that allocates and forgets. An operation runs to its end at
// once; its events, each with the state of its moment, are handed out step by step.
type simulation struct {
	v       sim.Values
	rand    *sim.Rand
	heap    *Heap
	objects []*object // that the program still reaches
	asked   int       // how many allocations there were
	rec     sim.Recorder
}

type object struct {
	size, slot, offset int
	span               *Span
}

func newSim(v sim.Values, seed uint64) sim.Sim {
	s := &simulation{v: v, rand: sim.NewRand(seed), heap: NewHeap(v.Int("procs"), v.Bool("marks"))}
	s.heap.onEvent = s.record
	s.rec.Start(s.view())
	return s
}

// Step implements sim.Sim.
func (s *simulation) Step() (sim.Event, bool) { return s.rec.Next(s.act) }

// State implements sim.Sim.
func (s *simulation) State() sim.View { return s.rec.Shown() }

// act does the next operation. It reports false when there are no more.
func (s *simulation) act() bool {
	if s.asked == s.v.Int("objects") {
		return false
	}
	s.operate()
	return true
}

// record adds an event of the heap, after a check of what must hold.
func (s *simulation) record(p int, fn, what, why string) {
	actor := "gc"
	if p >= 0 {
		actor = fmt.Sprintf("P%d", p)
	}
	broken := s.heap.check()
	if broken == "" {
		broken = s.check()
	}
	s.rec.Add(sim.Event{Time: int64(s.asked), Actor: actor, Func: fn, What: what, Why: why, Broken: broken}, s.view())
}

// operate is one allocation, and what comes with it: an object that is forgotten, a
// step of the sweeper, a collection now and then.
func (s *simulation) operate() {
	s.asked++
	p := s.rand.N(s.v.Int("procs"))
	size, pointers := s.pick()
	span, slot, offset := s.heap.Alloc(p, size, pointers)
	if span != nil {
		s.objects = append(s.objects, &object{size, slot, offset, span})
	}
	if len(s.objects) > 0 && s.rand.N(100) < s.v.Int("churn") {
		i := s.rand.N(len(s.objects))
		s.objects = append(s.objects[:i:i], s.objects[i+1:]...)
	}
	if s.v.Bool("sweeper") {
		s.heap.Sweep()
	}
	if every := s.v.Int("gc"); every > 0 && s.asked%every == 0 {
		s.collect()
	}
}

// pick chooses a size by the mix. A type with pointers is a whole number of words.
func (s *simulation) pick() (size int, pointers bool) {
	pointers = s.rand.N(100) < s.v.Int("pointers")
	switch s.v.Word("mix") {
	case "tiny":
		size = 1 + s.rand.N(15)
	case "small":
		size = 1 + s.rand.N(512)
	case "medium":
		size = 512 + s.rand.N(8<<10)
	case "large":
		size = 16<<10 + s.rand.N(200<<10)
	case "equal":
		size = s.v.Int("size")
	default: // a program has a few types, and makes many of each
		few := [...]int{5, 12, 24, 24, 48, 48, 48, 200, 1500, 6000, 40000}
		size = few[s.rand.N(len(few))]
	}
	if pointers {
		size = (size + ptrSize - 1) / ptrSize * ptrSize
	}
	return size, pointers
}

// collect marks what the program reaches and lets every P give back its spans, as the
// end of the marking does.
func (s *simulation) collect() {
	s.heap.Collect(func() {
		for _, o := range s.objects {
			o.span.Mark(o.slot)
		}
	})
	for p := range s.heap.procs {
		s.heap.Flush(p)
	}
}

// check checks the objects against the slots: none lies in memory that was freed, no two
// overlap.
func (s *simulation) check() string {
	ends := map[[2]int]int{}
	for _, o := range s.objects {
		if o.span.free || !o.span.taken[o.slot] {
			return fmt.Sprintf("an object of %d bytes is reached and its slot %d of span %d is free", o.size, o.slot, o.span.ID)
		}
		at := [2]int{o.span.ID, o.slot}
		if o.offset < ends[at] {
			return fmt.Sprintf("two objects overlap in slot %d of span %d", o.slot, o.span.ID)
		}
		ends[at] = o.offset + o.size
	}
	return ""
}
