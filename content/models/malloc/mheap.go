package malloc

import (
	"cmp"
	"fmt"
	"slices"
)

// alloc makes a span. While spans wait to be swept it reclaims as many pages first.
func (h *Heap) alloc(p, pages int, class SpanClass) *Span {
	if !h.sweepDone() {
		h.reclaim(p, pages)
	}
	return h.initSpan(p, h.allocSpan(p, pages), pages, class)
}

// allocSpan finds pages: in the P's page cache when they are few, else by first fit
// over the heap.
func (h *Heap) allocSpan(p, pages int) (base int) {
	if pages < cachePages/4 {
		c := &h.procs[p].pages
		if c.Free == 0 {
			*c = h.pages.ToCache()
			if c.Free != 0 {
				h.emit(p, "runtime.(*pageAlloc).allocToCache", "The cache takes what is free of one aligned block of 64 pages, the one with the lowest free page.",
					"P%d's page cache is empty and takes the block at page %d.", p, c.Base)
			}
		}
		if base, _, ok := c.Alloc(pages); ok {
			h.emit(p, "runtime.(*pageCache).alloc", "Fewer than 16 pages come from the P's own 64, without the heap's lock.",
				"P%d takes %s from page %d on, out of its page cache.", p, pagesOf(pages), base)
			return base
		}
	}
	base, _, ok := h.pages.Alloc(pages)
	if !ok {
		h.grow(p, pages)
		base, _, _ = h.pages.Alloc(pages)
	}
	h.emit(p, "runtime.(*pageAlloc).alloc", "First fit on addresses: the lowest run that is long enough, so the heap's end tends to fall free.",
		"P%d takes %s from page %d on, under the heap's lock.", p, pagesOf(pages), base)
	return base
}

// grow adds whole chunks of 512 pages to the heap, from the current arena.
func (h *Heap) grow(p, pages int) {
	ask := (pages + chunkPages - 1) / chunkPages * chunkPages
	if h.arenaAt+ask > h.arenaEnd {
		reserve := (ask + arenaPages - 1) / arenaPages * arenaPages
		h.arenaEnd += reserve
		h.emit(p, "runtime.(*mheap).sysAlloc", "Addresses are cheap: they are reserved an arena of 64 MB at a time and cost no memory yet.",
			"%d MB of addresses are reserved.", reserve/128)
	}
	for at := h.arenaAt; at < h.arenaAt+ask; at += chunkPages {
		h.pages.Grow(at / chunkPages)
	}
	h.emit(p, "runtime.(*mheap).grow", "The heap grows by whole chunks of 512 pages, the size of a bitmap in the page allocator.",
		"No run of %s is free, so the heap grows by %d MB.", pagesOf(pages), ask/128)
	h.arenaAt += ask
}

// initSpan lays a span out.
func (h *Heap) initSpan(p, base, pages int, class SpanClass) *Span {
	h.made++
	s := &Span{ID: h.made, Class: class, Base: base, Pages: pages, Slot: classes[class.Class()].Size, gen: h.sweepgen}
	if class.Class() == 0 {
		s.Slot = pages * pageSize
	}
	s.taken = make([]bool, Slots(class, h.marksInside))
	s.marks = make([]bool, len(s.taken))
	h.spans = append(h.spans, s)
	h.shown = s
	h.emit(p, "runtime.(*mheap).initSpan", "What the slots do not fill is lost: pointer bits and marks at the end, and the rest that is no slot.",
		"Span %d is laid out: %s of %d bytes, %d bytes left over.", s.ID, slotsOf(s.Slots()), s.Slot, s.Tail())
	return s
}

// Tail is what of a span no object can use.
func (s *Span) Tail() int { return s.Pages*pageSize - s.Slots()*s.Slot }

// Collect is a collection up to its sweeping: mark marks the slots that are reached.
// What was not marked is garbage from then on, and every span is to be swept. The
// sweeping of the last collection comes first: it needs the old marks.
func (h *Heap) Collect(mark func()) {
	for h.Sweep() {
	}
	mark()
	h.sweepgen += 2
	h.reclaimAt, h.reclaimCredit = 0, 0
	h.emit(-1, "runtime.gcSweep", "Adding 2 to the generation makes every swept span unswept at once; nothing is touched yet.",
		"The marking is over: sweep generation %d, %d spans to be swept.", h.sweepgen, len(h.spans))
}

// Flush is what a P does before it allocates again: its cached spans are stale.
func (h *Heap) Flush(p int) {
	c := h.procs[p]
	if c.flushGen == h.sweepgen {
		return
	}
	h.emit(p, "runtime.(*mcache).prepareForSweep", "A span in a cache is in no list for the sweeper, so its P has to give it back.",
		"P%d empties its cache, the tiny block included.", p)
	for i, s := range c.alloc {
		if s != nil {
			c.alloc[i] = nil
			h.uncacheSpan(p, s)
		}
	}
	c.tiny, c.tinyOffset = nil, 0
	c.flushGen = h.sweepgen
}

// sweep makes what is not marked free. A span without any object goes back to the
// heap, unless the caller keeps it to allocate from.
func (h *Heap) sweep(p int, s *Span, preserve bool) (freed bool) {
	count := 0
	for i := range s.taken {
		s.taken[i] = s.taken[i] && s.marks[i]
		s.marks[i] = false
		if s.taken[i] {
			count++
		}
	}
	dead := s.count - count
	s.count, s.next, s.gen = count, 0, h.sweepgen
	h.shown = s
	h.emit(p, "runtime.(*sweepLocked).sweep", "The mark bits become the allocation bits; the memory itself is not touched.",
		"Span %d is swept: %s freed, %d still in use.", s.ID, slotsOf(dead), count)
	if preserve {
		return false
	}
	if count == 0 {
		h.freeSpan(p, s)
		return true
	}
	h.pushSwept(s)
	return false
}

// freeSpan gives a span's pages back to the heap. They can become a span of any class.
func (h *Heap) freeSpan(p int, s *Span) {
	h.pages.Free(s.Base, s.Pages)
	s.free = true
	h.spans = slices.DeleteFunc(h.spans, func(o *Span) bool { return o == s })
	h.emit(p, "runtime.(*mheap).freeSpan", "Only a span without a single object gives its pages back: one survivor holds all of them.",
		"Span %d is empty and gives back %s from page %d on.", s.ID, pagesOf(s.Pages), s.Base)
}

// Sweep sweeps the next span; false means that none is left.
func (h *Heap) Sweep() bool {
	for i := range h.central {
		c := &h.central[i]
		for _, set := range []*spanSet{c.fullUnswept(h.sweepgen), c.partialUnswept(h.sweepgen)} {
			for s := set.pop(); s != nil; s = set.pop() {
				if s.gen != h.sweepgen-2 || s.free {
					continue // who needed it swept it
				}
				h.emit(-1, "runtime.sweepone", "The sweeper goes from class to class, full spans before those with room.",
					"The background sweeper comes to span %d.", s.ID)
				h.sweepone(s)
				return true
			}
		}
	}
	return false
}

// sweepone is the sweeper coming to a span. Pages that it gives back need not be reclaimed
// by those who allocate.
func (h *Heap) sweepone(s *Span) {
	if h.sweep(-1, s, false) {
		h.reclaimCredit += s.Pages
	}
}

// sweepDone reports whether no span in the central lists waits to be swept.
func (h *Heap) sweepDone() bool {
	for _, s := range h.spans {
		if s.gen == h.sweepgen-2 {
			return false
		}
	}
	return true
}

// reclaim sweeps spans without a marked object until as many pages came back as are
// about to be taken, so that the heap does not grow over its own garbage.
func (h *Heap) reclaim(p, pages int) {
	for pages > 0 {
		if take := min(h.reclaimCredit, pages); take > 0 {
			h.reclaimCredit -= take
			pages -= take
			continue
		}
		if h.reclaimAt >= h.arenaEnd {
			return
		}
		found := 0
		for _, s := range slices.SortedFunc(slices.Values(h.spans), func(a, b *Span) int { return cmp.Compare(a.Base, b.Base) }) {
			if s.Base < h.reclaimAt || s.Base >= h.reclaimAt+reclaimPages || s.gen != h.sweepgen-2 || slices.Contains(s.marks, true) {
				continue
			}
			h.emit(p, "runtime.(*mheap).reclaim", "Before it takes new pages, an allocation tries to free as many from spans in which nothing is marked.",
				"P%d reclaims span %d, which has no live object.", p, s.ID)
			if h.sweep(p, s, false) {
				found += s.Pages
			}
		}
		h.reclaimAt += reclaimPages
		h.reclaimCredit += max(found-pages, 0)
		pages -= min(found, pages)
	}
}

// check finds what must not be: pages in two spans, counts that do not fit.
func (h *Heap) check() string {
	owner := map[int]int{}
	for _, s := range h.spans {
		count := 0
		for _, t := range s.taken {
			if t {
				count++
			}
		}
		if count != s.count {
			return fmt.Sprintf("span %d counts %d objects and has %d", s.ID, s.count, count)
		}
		for page := s.Base; page < s.Base+s.Pages; page++ {
			if owner[page] != 0 {
				return fmt.Sprintf("page %d is in spans %d and %d", page, owner[page], s.ID)
			}
			owner[page] = s.ID
			if h.pages.isFree(page) {
				return fmt.Sprintf("page %d of span %d is free", page, s.ID)
			}
		}
	}
	for p, c := range h.procs {
		for i := range cachePages {
			page := c.pages.Base + i
			if c.pages.Free>>i&1 == 1 && (owner[page] != 0 || h.pages.isFree(page)) {
				return fmt.Sprintf("page %d is in P%d's page cache and in span %d or free", page, p, owner[page])
			}
		}
	}
	return ""
}
