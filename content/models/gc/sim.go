package gc

import (
	"fmt"
	"math/bits"

	"sourcedive/content/models/sim"
)

// searchStates bounds the search for a schedule: enough for three objects with every
// switch, and done in a second.
const searchStates = 60_000

// simulation plays a heap: moves come from a script, or are drawn.
type simulation struct {
	machine
	heap
	work
	rand    *sim.Rand
	mutator int // of a hundred moves while the world runs, how many are the program's
	entries int // how many pointers a P's barrier buffer takes; 0: there is none
	buffer  [maxStacks][]ref
	script  []move
	search  *Found // for a searched schedule, until it was reported
	scripts bool
	cycles  int // still to begin
	between int // moves of the program still to be made before the next cycle
	cycle   int
	freed   int
	moves   int
	done    bool
}

func newSim(v sim.Values, seed uint64) sim.Sim {
	s := &simulation{rand: sim.NewRand(seed), mutator: v.Int("mutator"), cycles: v.Int("cycles")}
	s.entries = [...]int{0, 2, 4, 8}[v.Int("buffer")]
	s.machine = machineOf(v)
	s.work = newWork(s.Goroutines)
	s.between = 4
	if v.Word("schedule") == "random" {
		s.heap = s.draw()
		return s
	}
	found := Search(s.Size, s.Rules, searchStates)
	s.search = &found
	if found.Lost {
		s.heap, s.script, s.scripts = found.first, found.trace, true
		s.phase = off
		s.script = append([]move{{kind: stopSweepTerm}}, s.script...)
		return s
	}
	s.heap = s.draw()
	return s
}

func machineOf(v sim.Values) machine {
	return machine{
		Size{v.Int("objects"), v.Int("fields"), v.Int("globals"), v.Int("goroutines"), v.Int("slots")},
		Rules{Barrier(v.Int("barrier")), Stacks(v.Int("stacks")), v.Word("alloc") == "white", v.Int("buffer") > 0},
	}
}

// draw makes a first heap: two thirds of the objects, and all of them reached.
func (s *simulation) draw() heap {
	n := max(2, s.Objects*2/3)
	for tries := 0; ; tries++ {
		h := heap{}
		for i := 0; i < n; i++ {
			h.color[i] = white
		}
		for cell := 0; ; cell++ {
			p := s.cell(&h, cell, n)
			if p == nil {
				break
			}
			if s.rand.N(4) > 0 {
				*p = ref(s.rand.N(n) + 1)
			}
		}
		if s.reached(&h) == bit(n)-1 {
			return h
		}
		if tries > 1000 {
			n, tries = max(1, n-1), 0 // a chain with few roots
		}
	}
}

// Step does the next move.
func (s *simulation) Step() (sim.Event, bool) {
	if s.done {
		return sim.Event{}, false
	}
	if s.search != nil {
		e := s.search.describe()
		s.search = nil
		return e, true
	}
	mv, ok := s.next()
	if !ok {
		s.done = true
		return sim.Event{}, false
	}
	before, hidden := s.heap, s.hidden(&s.heap)
	s.workBefore(mv)
	e := s.apply(&s.heap, mv)
	s.workAfter(mv, e, before.noted)
	s.moves++
	ev := s.describe(mv, e, &before)
	if now := s.hidden(&s.heap) &^ hidden; now != 0 && mv.kind < sweepObject {
		ev.Why += fmt.Sprintf(" From here on the collector cannot find %s by itself.", names(now))
	}
	if e.lost {
		ev.Broken = fmt.Sprintf("object %s was freed, and the program reaches it: %s", name(ref(mv.row+1)), s.way(&before, int(mv.row)))
	}
	return ev, true
}

// next chooses a move. While marking, workers and program take turns as drawn.
func (s *simulation) next() (move, bool) {
	if len(s.script) > 0 {
		mv := s.script[0]
		s.script = s.script[1:]
		return mv, true
	}
	switch s.phase {
	case off:
		if s.cycles == 0 {
			return move{}, false
		}
		if s.between > 0 && !s.scripts {
			s.between--
			return s.drawProgram()
		}
		s.cycles--
		return move{kind: stopSweepTerm}, true
	case mark, sweep, markDone:
		if !s.scripts && s.rand.N(100) < s.mutator {
			return s.drawProgram()
		}
	}
	return s.drawCollector(), true
}

// drawProgram draws a kind of move first, because there are so many stores.
func (s *simulation) drawProgram() (move, bool) {
	g := s.rand.N(s.Goroutines)
	var can [alloc + 1][]move
	s.program(&s.heap, g, func(mv move) { can[mv.kind] = append(can[mv.kind], mv) })
	if s.phase == off || s.phase == sweep {
		can[set] = nil
	}
	for range 20 {
		k := [...]kind{load, load, load, store, store, store, set, alloc}[s.rand.N(8)]
		if len(can[k]) > 0 {
			return s.makeRoom(can[k][s.rand.N(len(can[k]))])
		}
	}
	return s.drawCollector(), true
}

// makeRoom flushes a P's barrier buffer first when the pointers of a write do not fit. It is
// empty while nothing is marked.
func (s *simulation) makeRoom(mv move) (move, bool) {
	if mv.kind != store || s.Barrier == Off || s.entries == 0 {
		return mv, true
	}
	noted := s.notes(s.field[mv.row][mv.field], mv.value, s.scannedOnce(&s.heap, mv.g))
	if len(s.buffer[mv.g])+len(noted) > s.entries {
		s.script = append([]move{mv}, s.script...)
		return move{kind: flush, g: mv.g}, true
	}
	return mv, true
}

func (s *simulation) marking() bool { return s.phase >= mark && s.phase <= markTerm }

// drawCollector draws a worker and gives what it does: roots first, then grey objects.
func (s *simulation) drawCollector() move {
	if s.phase != mark && s.phase != markTerm {
		return s.only()
	}
	if int(s.read[globals]) < s.Globals {
		return move{kind: scanField, row: globals, field: s.read[globals], g: uint8(s.rand.N(s.Goroutines))}
	}
	for i, from := 0, s.rand.N(s.Goroutines); i < s.Goroutines; i++ {
		if g := (from + i) % s.Goroutines; !s.scanned[g] {
			return move{kind: scanStack, g: uint8(g)}
		}
	}
	for i, from := 0, s.rand.N(s.Goroutines); i < s.Goroutines; i++ {
		p := (from + i) % s.Goroutines
		if l := &s.local[p]; l.now >= 0 || s.tryGetObj(p) {
			return move{kind: scanField, row: uint8(l.now), field: s.read[l.now], g: uint8(p)}
		}
	}
	return s.only()
}

// only is the collector's move where it has but one.
func (s *simulation) only() (mv move) {
	s.collector(&s.heap, func(m move) {
		if m.kind != flush {
			mv = m
		}
	})
	return mv
}

func (s *simulation) workBefore(mv move) {
	if mv.kind == scanField && mv.row < globals && s.local[mv.g].now != int(mv.row) {
		s.take(int(mv.g), mv.row)
	}
}

// workAfter keeps buffers in step with the colours. noted is what the barriers' buffers had.
func (s *simulation) workAfter(mv move, e effect, noted [maxStacks]uint8) {
	p := int(mv.g)
	if mv.kind == scanField && mv.row < globals && s.color[mv.row] == black {
		s.local[p].now = -1
	}
	if e.wrote && s.entries > 0 {
		s.buffer[p] = append(s.buffer[p], s.notes(e.old, mv.value, s.scannedOnce(&s.heap, mv.g))...)
	}
	switch mv.kind {
	case flush:
		s.buffer[p] = nil
	case raggedBarrier, stopMarkTerm:
		s.flushAll(mv, e, noted)
		return
	case startMark:
		s.cycle++
	case sweepObject:
		if s.color[mv.row] == free {
			s.freed++
		}
	case endSweep:
		s.between = 4
	}
	if mv.kind == flush {
		s.putObjBatch(p, members(e.greyed))
		return
	}
	for _, obj := range members(e.greyed) {
		s.putObj(p, obj)
	}
}

// flushAll is what the end of marking does with the buffers: each P puts what it noted into
// its own work buffers, and as long as the world runs shares these.
func (s *simulation) flushAll(mv move, e effect, noted [maxStacks]uint8) {
	left := e.greyed
	for p := range e.flushed {
		s.buffer[p] = nil
		s.putObjBatch(p, members(left&noted[p]))
		left &^= noted[p]
		if mv.kind == raggedBarrier {
			s.dispose(p)
		}
	}
}

// members are the objects of a set.
func members(set uint8) (list []uint8) {
	for ; set != 0; set &= set - 1 {
		list = append(list, uint8(bits.TrailingZeros8(set)))
	}
	return list
}

// way returns how the program reaches an object: over which variable and which fields.
func (s *simulation) way(h *heap, obj int) string {
	path := map[ref]string{}
	var todo []ref
	see := func(r ref, how string) {
		if r != 0 && path[r] == "" {
			path[r] = how
			todo = append(todo, r)
		}
	}
	for f := 0; f < s.Globals; f++ {
		see(h.field[globals][f], cellName(globals, f))
	}
	for g := 0; g < s.Goroutines; g++ {
		for i := 0; i < s.Slots; i++ {
			see(h.slot[g][i], slotName(g, i))
		}
	}
	for len(todo) > 0 {
		r := todo[0]
		todo = todo[1:]
		for f := 0; f < s.Fields; f++ {
			see(h.field[r-1][f], path[r]+"."+fieldNames[f])
		}
	}
	return path[ref(obj+1)]
}
