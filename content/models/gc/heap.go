package gc

import (
	"fmt"
	"math/bits"
)

// Bounds of a heap. They are small because Search visits every heap there is.
const (
	maxObjects = 8
	maxFields  = 2
	maxStacks  = 2
	maxSlots   = 3

	globals = maxObjects // the row of fields that are global variables
)

// ref is a pointer: 0 is nil, n is object n-1.
type ref uint8

type color uint8

const (
	free color = iota
	white
	grey
	black
)

type phase uint8

const (
	off       phase = iota
	sweepTerm       // the world is stopped, what was left over is swept
	mark            // the program runs and every barrier is on
	markDone        // no grey object was found, and the world is not stopped yet
	markTerm        // the world is stopped
	sweep           // the program runs, white objects are freed
)

var phaseNames = [...]string{"off", "sweep termination", "mark", "mark, about to end", "mark termination", "sweep"}

// Barrier is what a write to the heap shades while marking.
type Barrier uint8

// The barriers. Conditional is the hybrid one as it was proposed: the new pointer is
// shaded only while the writer's stack is grey. The runtime does not look, and so
// shades more than it must.
const (
	Off Barrier = iota
	Dijkstra
	Yuasa
	Hybrid
	Conditional
)

// Stacks is when stacks are scanned; no write to a stack has a barrier.
type Stacks uint8

// The ways with stacks: Grey ones are scanned while the program runs and once more
// with the world stopped, Once is the runtime's way, Black ones were all scanned
// before the program went on.
const (
	Grey Stacks = iota
	Once
	Black
)

// String is the barrier's name among the model's parameters.
func (b Barrier) String() string { return barrierWords[b] }

// String is the way's name among the model's parameters.
func (st Stacks) String() string { return stackWords[st] }

// Notes gives what a write of one object over another puts into the barrier's buffer, by
// their numbers; 0 is nil, which as a new value is one that the compiler knows.
func Notes(b Barrier, old, new int, scanned bool) (list []int) {
	m := machine{Rules: Rules{Barrier: b}}
	for _, r := range m.notes(ref(old), ref(new), scanned) {
		list = append(list, int(r))
	}
	return list
}

// Size is how large a heap is. Objects counts those still to be allocated.
type Size struct{ Objects, Fields, Globals, Goroutines, Slots int }

// Rules are the switches.
type Rules struct {
	Barrier    Barrier
	Stacks     Stacks
	AllocWhite bool // new objects are white while marking; the runtime's are black
	Buffered   bool // barriers note pointers in a buffer, which is flushed later
}

// String is in the words of the model's parameters.
func (s Size) String() string {
	return fmt.Sprintf("objects=%d fields=%d globals=%d goroutines=%d slots=%d", s.Objects, s.Fields, s.Globals, s.Goroutines, s.Slots)
}

// machine is what does not change in a run.
type machine struct {
	Size
	Rules
}

// heap is the whole state of program and collector. It is comparable, so that Search
// can know the ones it has seen.
type heap struct {
	phase   phase
	color   [maxObjects]color
	field   [maxObjects + 1][maxFields]ref // the last row are the globals
	read    [maxObjects + 1]uint8          // how many fields of a grey object, or globals, are scanned
	slot    [maxStacks][maxSlots]ref
	scanned [maxStacks]bool
	noted   [maxStacks]uint8 // objects in each P's barrier buffer, white when they came there
	unswept uint8            // objects that the sweeper has still to look at
}

func bit(i int) uint8 { return 1 << i }

// fieldsOf is how many fields row i has: an object's, or the globals.
func (m *machine) fieldsOf(i int) int {
	if i == globals {
		return m.Globals
	}
	return m.Fields
}

// closure is set and all that it leads to. Objects outside of through are reached,
// but nothing is reached by way of them.
func (m *machine) closure(h *heap, set, through uint8) uint8 {
	for todo := set & through; todo != 0; {
		i := bits.TrailingZeros8(todo)
		todo &^= bit(i)
		for f := 0; f < m.Fields; f++ {
			if r := h.field[i][f]; r != 0 && set&bit(int(r-1)) == 0 {
				set |= bit(int(r - 1))
				todo |= bit(int(r-1)) & through
			}
		}
	}
	return set
}

func refs(rs []ref) (set uint8) {
	for _, r := range rs {
		if r != 0 {
			set |= bit(int(r - 1))
		}
	}
	return set
}

// reached are the objects that the program can get at: what the collector must keep.
func (m *machine) reached(h *heap) uint8 {
	roots := refs(h.field[globals][:m.Globals])
	for g := 0; g < m.Goroutines; g++ {
		roots |= refs(h.slot[g][:m.Slots])
	}
	return m.closure(h, roots, 0xff)
}

// coming are the white objects that the collector will find by itself: from stacks and
// globals it has still to scan, from fields of grey objects it has still to read, from
// the barriers' buffers, and on from there through white objects.
func (m *machine) coming(h *heap) uint8 {
	roots := uint8(0)
	if h.read[globals] < uint8(m.Globals) {
		roots |= refs(h.field[globals][h.read[globals]:m.Globals])
	}
	for g := 0; g < m.Goroutines; g++ {
		roots |= h.noted[g]
		if !h.scanned[g] || m.Stacks == Grey && h.phase < markTerm {
			roots |= refs(h.slot[g][:m.Slots])
		}
	}
	for i := 0; i < m.Objects; i++ {
		if h.color[i] == grey {
			roots |= refs(h.field[i][h.read[i]:m.Fields])
		}
	}
	whites := h.having(white)
	return m.closure(h, roots, whites) & whites
}

func (h *heap) having(c color) (set uint8) {
	for i, have := range h.color {
		if have == c {
			set |= bit(i)
		}
	}
	return set
}

// hidden are the objects that the program reaches and the collector will not find:
// by the weak tricolour invariant there are none while marking.
func (m *machine) hidden(h *heap) uint8 {
	switch h.phase {
	case mark, markDone, markTerm:
		return m.reached(h) & h.having(white) &^ m.coming(h)
	case sweep:
		return m.reached(h) & h.having(white) & h.unswept
	}
	return 0
}

// rootsLeft reports whether a stack or a global is still to be scanned.
func (m *machine) rootsLeft(h *heap) bool {
	for g := 0; g < m.Goroutines; g++ {
		if !h.scanned[g] {
			return true
		}
	}
	return int(h.read[globals]) < m.Globals
}

// shade makes a white object grey, and returns the set of the objects that it changed.
func (h *heap) shade(r ref) uint8 {
	if r == 0 || h.color[r-1] != white {
		return 0
	}
	h.color[r-1] = grey
	return bit(int(r - 1))
}

// barrier gives what a write of new over old shades, for a writer whose stack is
// scanned or not.
func (m *machine) barrier(old, new ref, scanned bool) (shades [2]ref) {
	switch m.Barrier {
	case Dijkstra:
		return [2]ref{0, new}
	case Yuasa:
		return [2]ref{old, 0}
	case Hybrid:
		return [2]ref{old, new}
	case Conditional:
		if scanned {
			return [2]ref{old, 0}
		}
		return [2]ref{old, new}
	}
	return [2]ref{}
}

// notes gives what a write puts into the barrier's buffer: what it overwrites, be it nil,
// and the new pointer, where the compiler does not know that it is nil.
func (m *machine) notes(old, new ref, scanned bool) (list []ref) {
	if m.Barrier != Dijkstra {
		list = append(list, old)
	}
	if shades := m.barrier(old, new, scanned); shades[1] != 0 {
		list = append(list, new)
	}
	return list
}
