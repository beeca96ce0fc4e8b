package malloc

import "fmt"

const (
	arenaPages   = 8192 // pagesPerArena: 64 MB of addresses are reserved at a time
	reclaimPages = 512  // pagesPerReclaimerChunk
	sweepBudget  = 100  // spans that cacheSpan looks through before it takes a new one
)

// Span is a run of pages of one class.
type Span struct {
	ID    int // in the order in which they were made, from 1
	Class SpanClass
	Base  int // its first page
	Pages int
	Slot  int // bytes of a slot

	taken []bool // allocBits, and what was allocated since
	marks []bool // what the last collection reached
	next  int    // freeindex: slots below it are not looked at
	count int    // allocCount
	gen   int    // sweepgen, against the heap's: see the states below
	free  bool   // its pages are back in the heap
}

// A span's gen is its place in the cycle, as in mheap.go: sg-2 is to be
// swept, sg is swept, sg+1 is cached and stale, sg+3 is cached and swept. (sg-1, being
// swept, passes within one step here.)

// Slots is how many objects fit.
func (s *Span) Slots() int { return len(s.taken) }

// Taken is whether a slot is in use, or was when it was last swept.
func (s *Span) Taken(slot int) bool { return s.taken[slot] }

// Count is how many slots are in use.
func (s *Span) Count() int { return s.count }

// Freed reports whether the span's pages are back in the heap.
func (s *Span) Freed() bool { return s.free }

// Mark is the collector reaching a slot.
func (s *Span) Mark(slot int) { s.marks[slot] = true }

// mcentral holds the spans of a class that no P has. The two roles of each pair are
// distinguished by the sweep generation; spans leave a set in the order they came.
type mcentral struct{ partial, full [2]spanSet }

// As in the runtime, what is swept in one cycle is unswept in the next without a move.

func (c *mcentral) partialSwept(sweepgen int) *spanSet   { return &c.partial[sweepgen/2%2] }
func (c *mcentral) partialUnswept(sweepgen int) *spanSet { return &c.partial[1-sweepgen/2%2] }
func (c *mcentral) fullSwept(sweepgen int) *spanSet      { return &c.full[sweepgen/2%2] }
func (c *mcentral) fullUnswept(sweepgen int) *spanSet    { return &c.full[1-sweepgen/2%2] }

type spanSet []*Span

func (q *spanSet) push(s *Span) { *q = append(*q, s) }

func (q *spanSet) pop() *Span {
	if len(*q) == 0 {
		return nil
	}
	s := (*q)[0]
	*q = (*q)[1:]
	return s
}

// mcache is what a P allocates from without a lock.
type mcache struct {
	alloc      []*Span // by span class; nil is the runtime's empty dummy
	tiny       *Span   // where the tiny block is, and which slot
	tinySlot   int
	tinyOffset int
	flushGen   int
	pages      Cache
}

// Heap is the allocator of a process.
type Heap struct {
	marksInside bool
	procs       []*mcache
	central     []mcentral
	pages       Pages
	arenaAt     int // curArena: the next page to grow into
	arenaEnd    int
	spans       []*Span // in use, by ID
	made        int
	sweepgen    int

	reclaimAt     int // reclaimIndex
	reclaimCredit int

	shown   *Span                             // the one that was worked on last
	onEvent func(p int, fn, what, why string) // nil for none
}

// NewHeap makes a heap with nothing in it, for some Ps.
func NewHeap(procs int, marksInside bool) *Heap {
	h := &Heap{marksInside: marksInside, central: make([]mcentral, spanClasses()), sweepgen: 2}
	for range procs {
		h.procs = append(h.procs, &mcache{alloc: make([]*Span, spanClasses()), flushGen: h.sweepgen})
	}
	return h
}

func (h *Heap) emit(p int, fn, why, what string, args ...any) {
	if h.onEvent != nil {
		h.onEvent(p, fn, fmt.Sprintf(what, args...), why)
	}
}

// Alloc allocates on a P: the span and slot of the object, and where in the slot it
// begins. An object of size 0 has no span.
func (h *Heap) Alloc(p, size int, pointers bool) (s *Span, slot, offset int) {
	place := mallocgc(size, pointers)
	h.emitPlace(p, size, pointers, place)
	switch {
	case place.Zero:
		return nil, 0, 0
	case place.Tiny:
		return h.mallocTiny(p, size)
	case place.Span.Class() == 0:
		return h.allocLarge(p, place), 0, 0
	}
	s, slot = h.slot(p, place.Span)
	return s, slot, place.Header
}

// mallocTiny packs objects below 16 bytes without pointers into shared slots.
func (h *Heap) mallocTiny(p, size int) (*Span, int, int) {
	c := h.procs[p]
	off := alignTiny(c.tinyOffset, size)
	if off+size <= tinySize && c.tiny != nil {
		c.tinyOffset = off + size
		h.shown = c.tiny
		h.emit(p, "runtime.mallocgcTiny", "The offset is rounded up to 8, 4 or 2 when the size divides by it; what fits costs no slot.",
			"%s fit into the tiny block at offset %d.", bytesOf(size), off)
		return c.tiny, c.tinySlot, off
	}
	s, slot := h.slot(p, tinySpan)
	if size < c.tinyOffset || c.tiny == nil {
		c.tiny, c.tinySlot, c.tinyOffset = s, slot, size
	}
	return s, slot, 0
}

// BeginTiny gives a P a tiny block of which some is taken.
func (h *Heap) BeginTiny(p, taken int) (*Span, int) {
	c := h.procs[p]
	c.tiny, c.tinySlot = h.slot(p, tinySpan)
	c.tinyOffset = taken
	return c.tiny, c.tinySlot
}

func alignTiny(off, size int) int {
	for _, to := range []int{8, 4, 2} {
		if size%to == 0 {
			return (off + to - 1) / to * to
		}
	}
	return off
}

// slot takes the next free slot of a P's span of a class.
func (h *Heap) slot(p int, class SpanClass) (*Span, int) {
	if s := h.procs[p].alloc[class]; s != nil {
		if slot, ok := s.nextFreeFast(); ok {
			h.shown = s
			h.emit(p, "runtime.nextFreeFast", "The P's own span has a free slot within the 64 bits that it keeps at hand, so there is no lock.",
				"P%d takes slot %d of span %d.", p, slot, s.ID)
			return s, slot
		}
	}
	return h.nextFree(p, class)
}

// nextFreeFast stays within a word of 64 slots: it leaves the last of them to
// nextFree, which loads the next word.
func (s *Span) nextFreeFast() (slot int, ok bool) {
	for slot = s.next; slot < s.Slots() && slot/64 == s.next/64; slot++ {
		if s.taken[slot] {
			continue
		}
		if (slot+1)%64 == 0 && slot+1 != s.Slots() {
			return 0, false
		}
		s.take(slot)
		return slot, true
	}
	return 0, false
}

func (s *Span) take(slot int) {
	s.taken[slot] = true
	s.next = slot + 1
	s.count++
}

// nextFreeIndex is the next free slot, or Slots when there is none.
func (s *Span) nextFreeIndex() int {
	for s.next < s.Slots() && s.taken[s.next] {
		s.next++
	}
	return s.next
}

// nextFree is the slow way to a slot: further into the span, or into another one.
func (h *Heap) nextFree(p int, class SpanClass) (*Span, int) {
	c := h.procs[p]
	s := c.alloc[class]
	if s == nil || s.nextFreeIndex() == s.Slots() {
		h.refill(p, class)
		s = c.alloc[class]
	}
	slot := s.nextFreeIndex()
	s.take(slot)
	h.shown = s
	h.emit(p, "runtime.(*mcache).nextFree", "Slots are taken upwards from freeindex; a taken slot is found free again only by the next sweep.",
		"P%d takes slot %d of span %d.", p, slot, s.ID)
	return s, slot
}

// refill changes a full span of a P for one with room.
func (h *Heap) refill(p int, class SpanClass) {
	c := h.procs[p]
	if s := c.alloc[class]; s != nil {
		h.emit(p, "runtime.(*mcache).refill", "A P gives a span back when it is full, and all of them when a collection begins to sweep.",
			"P%d's span %d for %s is full: %d of %d slots.", p, s.ID, nameOf(class), s.count, s.Slots())
		h.uncacheSpan(p, s)
	} else {
		h.emit(p, "runtime.(*mcache).refill", "Each P keeps one span for each span class, and starts with none.",
			"P%d has no span for %s.", p, nameOf(class))
	}
	s := h.cacheSpan(p, class)
	s.gen = h.sweepgen + 3
	c.alloc[class] = s
}

// uncacheSpan gives a span to its central list. One that was cached when a collection
// ended has to be swept first.
func (h *Heap) uncacheSpan(p int, s *Span) {
	if s.gen == h.sweepgen+1 {
		s.gen = h.sweepgen - 2
		h.sweep(p, s, false)
		return
	}
	s.gen = h.sweepgen
	h.pushSwept(s)
}

func (h *Heap) pushSwept(s *Span) {
	c := &h.central[s.Class]
	if s.count < s.Slots() {
		c.partialSwept(h.sweepgen).push(s)
	} else {
		c.fullSwept(h.sweepgen).push(s)
	}
}

// cacheSpan finds a span with a free slot: swept, then to be swept, then new.
func (h *Heap) cacheSpan(p int, class SpanClass) *Span {
	c := &h.central[class]
	if s := c.partialSwept(h.sweepgen).pop(); s != nil {
		h.emit(p, "runtime.(*mcentral).cacheSpan", "First choice: a span that is swept and has room.",
			"P%d gets span %d from the central list: %d of %d slots are taken.", p, s.ID, s.count, s.Slots())
		return s
	}
	budget := sweepBudget
	for ; budget >= 0; budget-- {
		s := c.partialUnswept(h.sweepgen).pop()
		if s == nil {
			break
		}
		if s.gen == h.sweepgen-2 && !s.free {
			h.sweep(p, s, true)
			h.emit(p, "runtime.(*mcentral).cacheSpan", "Second choice: a span that had room before the collection; who needs it sweeps it.",
				"P%d gets span %d, just swept: %d of %d slots are taken.", p, s.ID, s.count, s.Slots())
			return s
		}
	}
	for ; budget >= 0; budget-- {
		s := c.fullUnswept(h.sweepgen).pop()
		if s == nil {
			break
		}
		if s.gen != h.sweepgen-2 || s.free {
			continue
		}
		h.sweep(p, s, true)
		if s.nextFreeIndex() != s.Slots() {
			h.emit(p, "runtime.(*mcentral).cacheSpan", "Third choice: a span that was full before the collection and is not any more.",
				"P%d gets span %d, just swept: %d of %d slots are taken.", p, s.ID, s.count, s.Slots())
			return s
		}
		c.fullSwept(h.sweepgen).push(s)
	}
	h.emit(p, "runtime.(*mcentral).grow", "No span of the class has room, or a hundred were swept and none had.",
		"The central list of %s has nothing, so it asks the heap for %s.", nameOf(class), pagesOf(classes[class.Class()].Pages))
	return h.alloc(p, classes[class.Class()].Pages, class)
}

// allocLarge gives an object a span of its own.
func (h *Heap) allocLarge(p int, place Place) *Span {
	s := h.alloc(p, place.Pages, place.Span)
	s.take(0)
	h.central[place.Span].fullSwept(h.sweepgen).push(s)
	h.shown = s
	h.emit(p, "runtime.(*mcache).allocLarge", "Over 32,760 bytes there are no classes: the object gets whole pages and no cache is asked.",
		"The object has span %d to itself.", s.ID)
	return s
}
