package malloc

// This file lets a check continue from the heap of a real program.

// Found is the state of a heap, as far as pages depend on it. Pages count from the first arena.
type Found struct {
	ArenaAt, ArenaEnd int
	Cache             Cache
	Free              map[int][8]uint64 // of the chunks there are, by their first page
	Spans             []FoundSpan
}

// FoundSpan is a span in use. What is in it does not matter, but whether anything of it
// was marked.
type FoundSpan struct {
	Base, Pages     int
	Class           SpanClass
	Unswept, Marked bool
}

// Resumed is a heap that continues from such a state.
type Resumed struct{ *Heap }

// Restore makes the heap that was found, for one P, after a marking.
func Restore(f Found) Resumed {
	h := NewHeap(1, true)
	h.arenaAt, h.arenaEnd = f.ArenaAt, f.ArenaEnd
	for at, words := range f.Free {
		h.pages.Grow(at / chunkPages)
		copy(h.pages.free[(at-h.pages.first)/64:], words[:])
	}
	h.procs[0].pages = f.Cache
	for _, x := range f.Spans {
		h.made++
		s := &Span{ID: h.made, Class: x.Class, Base: x.Base, Pages: x.Pages, gen: h.sweepgen, count: 1}
		s.taken, s.marks = []bool{true}, []bool{x.Marked}
		h.spans = append(h.spans, s)
		switch {
		case x.Unswept:
			s.gen = h.sweepgen - 2
			h.central[x.Class].fullUnswept(h.sweepgen).push(s)
		default:
			h.central[x.Class].fullSwept(h.sweepgen).push(s)
		}
	}
	return Resumed{h}
}

// Large is how many swept spans of one object without pointers were found.
func (f Found) Large() (n int) {
	for _, s := range f.Spans {
		if s.Class == makeSpanClass(0, true) && !s.Unswept {
			n++
		}
	}
	return n
}

// Spans is how many spans are in use.
func (h Resumed) Spans() int { return len(h.spans) }

// SweepAt is the background sweeper at the span that begins at a page; it gives how many
// pages came back.
func (h Resumed) SweepAt(page int) (pages int) {
	for _, s := range h.spans {
		if s.Base == page && s.gen == h.sweepgen-2 {
			if h.sweepone(s); s.free {
				return s.Pages
			}
			return 0
		}
	}
	return -1
}

// Growth is what a large allocation moves: where the heap grows next, where its addresses
// end, the reclaimer's credit, and how many spans of one object without pointers are in the
// swept lists.
func (h Resumed) Growth() (at, end, credit, full, partial int) {
	c := &h.central[makeSpanClass(0, true)]
	return h.arenaAt, h.arenaEnd, h.reclaimCredit, len(*c.fullSwept(h.sweepgen)), len(*c.partialSwept(h.sweepgen))
}

// TinyBlock reports whether a P has a tiny block, and how much of it is taken.
func TinyBlock(h *Heap, p int) (has bool, taken int) {
	c := h.procs[p]
	return c.tiny != nil, c.tinyOffset
}
