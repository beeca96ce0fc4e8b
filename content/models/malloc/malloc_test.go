package malloc

import (
	"go/ast"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

func TestModel(t *testing.T) {
	simtest.Check(t, Model(), simtest.Wanted{Runs: []sim.Given{
		{"objects": 100, "mix": 0, "gc": 20, "sweeper": 1},
		{"objects": 120, "mix": 1, "gc": 50, "churn": 95},
		{"objects": 120, "mix": 5, "size": 2048, "gc": 40, "procs": 4},
		{"objects": 2, "mix": 5, "size": 0},
		{"objects": 66, "mix": 5, "size": 128, "pointers": 0, "procs": 1, "gc": 0, "marks": 0}, // 64 slots
		{"objects": 90, "mix": 4, "gc": 13, "churn": 90, "marks": 0},
	}, Tellings: tellings})
}

// The derived classes are those of the source, sizes and pages.
func TestClassesAreThoseOfTheSource(t *testing.T) {
	gc := simtest.Std(t, "internal/runtime/gc")
	list := func(name string) []string {
		lit, ok := gc.Const(name).(*ast.CompositeLit)
		if !ok {
			t.Fatalf("%s is no table", name)
		}
		var texts []string
		for _, e := range lit.Elts {
			texts = append(texts, gc.Text(e))
		}
		return texts
	}
	sizes, pages := list("SizeClassToSize"), list("SizeClassToNPages")
	if len(classes) != len(sizes) || spanClasses() != 2*len(sizes) {
		t.Fatalf("%d classes, the source has %d", len(classes), len(sizes))
	}
	for i, c := range classes {
		if strconv.Itoa(c.Size) != sizes[i] || strconv.Itoa(c.Pages) != pages[i] {
			t.Errorf("class %d is %v, the source has %s bytes in %s pages", i, c, sizes[i], pages[i])
		}
	}
}

// Where a constant of the source is an expression, the expression is compared.
func TestNumbersAreThoseOfTheSource(t *testing.T) {
	parsed := map[string]*simtest.Package{
		"runtime":             simtest.Std(t, "runtime"),
		"internal/runtime/gc": simtest.Std(t, "internal/runtime/gc"),
	}
	for _, c := range []struct {
		pkg, name, text string
		is, want        int // is: ours; want: what the text comes to on 64-bit linux
	}{
		{"internal/runtime/gc", "PageShift", "13", pageShift, 13},
		{"internal/runtime/gc", "MinHeapAlign", "8", minHeapAlign, 8},
		{"internal/runtime/gc", "MaxSmallSize", "32768", maxSmall, 32768},
		{"internal/runtime/gc", "LargeSizeDiv", "128", classStep, 128},
		{"internal/runtime/gc", "TinySize", "16", tinySize, 16},
		{"internal/runtime/gc", "TinySizeClass", "2", tinyClass, 2},
		{"internal/runtime/gc", "MallocHeaderSize", "8", headerSize, 8},
		{"internal/runtime/gc", "MinSizeForMallocHeader", "goarch.PtrSize * goarch.PtrBits", maxNoHeader, 8 * 64},
		{"runtime", "pallocChunkPages", "1 << logPallocChunkPages", chunkPages, 1 << 9},
		{"runtime", "logPallocChunkPages", "9*(1-goarch.IsWasm) + 6*goarch.IsWasm", 9, 9},
		{"runtime", "pageCachePages", "8 * unsafe.Sizeof(pageCache{}.cache)", cachePages, 8 * 8},
		{"runtime", "pagesPerArena", "heapArenaBytes / pageSize", arenaPages, 64 << 20 / 8192},
		{"runtime", "pagesPerReclaimerChunk", "min(512, pagesPerArena)", reclaimPages, 512},
	} {
		p := parsed[c.pkg]
		e := p.Const(c.name)
		if e == nil {
			t.Errorf("%s.%s is not there", c.pkg, c.name)
			continue
		}
		if got := p.Text(e); got != c.text || c.is != c.want {
			t.Errorf("%s.%s is %s, not %s; the model has %d", c.pkg, c.name, got, c.text, c.is)
		}
	}
	for fn, want := range map[string]string{
		"(*mcentral).cacheSpan":    "spanBudget := 100",
		"gcUsesSpanInlineMarkBits": "heapBitsInSpan(size) && size >= 16",
		"(*mheap).allocSpan":       "npages < pageCachePages/4",
		"roundupsize":              "reqSize <= maxSmallSize-gc.MallocHeaderSize",
		"(*mheap).initSpan":        "reserve += nbytes / goarch.PtrSize / 8",
		"gcSweep":                  "mheap_.reclaimCredit.Store(0)",
		"nextFreeFast":             "if freeidx%64 == 0 && freeidx != s.nelems {",
	} {
		p := parsed["runtime"]
		if d := p.Func(fn); d == nil || !strings.Contains(p.Text(d), want) {
			t.Errorf("%s does not say %q any more", fn, want)
		}
	}
	if sweepBudget != 100 || smallestMark != 16 {
		t.Error("the model has other numbers")
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		size     int
		pointers bool
		want     Place
	}{
		{0, true, Place{Zero: true}},
		{1, false, Place{Span: tinySpan, Slot: 16, Pages: 1, Tiny: true}},
		{8, true, Place{Span: 2, Slot: 8, Pages: 1}},
		{16, false, Place{Span: 5, Slot: 16, Pages: 1}},
		{512, true, Place{Span: 52, Slot: 512, Pages: 1}},
		{520, true, Place{Span: 54, Slot: 576, Header: 8, Pages: 1}},
		{1024, true, Place{Span: 66, Slot: 1152, Header: 8, Pages: 1}},
		{32760, true, Place{Span: 134, Slot: 32768, Header: 8, Pages: 4}},
		{32761, false, Place{Span: 1, Slot: 32768, Pages: 4}}, // large, although the last class would hold it
	} {
		if got := PlaceOf(c.size, c.pointers); got != c.want {
			t.Errorf("%d bytes, pointers %v: %+v, want %+v", c.size, c.pointers, got, c.want)
		}
	}
	if got := PlaceOf(1024, true).Waste(1024); got != 128 { // of which 8 are its header
		t.Errorf("1024 bytes with pointers waste %d", got)
	}
}

// What the sweepers of one collection had to their credit is nothing to the next.
func TestCreditEndsWithTheCollection(t *testing.T) {
	h := NewHeap(1, true)
	s, _, _ := h.Alloc(0, 40_000, false)
	h.Collect(func() {})
	if !h.Sweep() || h.reclaimCredit != s.Pages {
		t.Errorf("%d pages came back, and the credit is %d", s.Pages, h.reclaimCredit)
	}
	if h.Collect(func() {}); h.reclaimCredit != 0 || h.reclaimAt != 0 {
		t.Errorf("the next collection begins with a credit of %d, at page %d", h.reclaimCredit, h.reclaimAt)
	}
}

// First fit takes the lowest hole that is long enough, across words and chunks.
func TestFirstFit(t *testing.T) {
	var p Pages
	p.Grow(3)
	p.Grow(4)
	p.Grow(7)
	take := func(n, want int) {
		t.Helper()
		if page, _, ok := p.Alloc(n); !ok || page != want {
			t.Errorf("%d pages: %d %v, want %d", n, page, ok, want)
		}
	}
	take(500, 3*512)
	take(20, 3*512+500)
	p.Free(3*512+10, 5)
	take(6, 3*512+520)
	take(5, 3*512+10)
	if _, _, ok := p.Alloc(513); ok {
		t.Error("513 pages across the hole")
	}
	take(512, 7*512)
	if _, fresh, _ := p.Alloc(3); fresh != 3 {
		t.Error("pages that nobody had are not fresh")
	}
	p.Free(3*512, 8)
	if _, fresh, _ := p.Alloc(8); fresh != 0 {
		t.Error("pages that came back are fresh")
	}
}

func TestPageCacheOwnsItsPages(t *testing.T) {
	var p Pages
	p.Grow(0)
	p.Alloc(3)
	c := p.ToCache()
	if c.Base != 0 || c.Free != ^uint64(7) {
		t.Fatalf("the cache is %+v", c)
	}
	if page, _, _ := p.Alloc(1); page != 64 {
		t.Errorf("page %d is out of the cache's block", page)
	}
	if page, _, ok := c.Alloc(4); !ok || page != 3 {
		t.Errorf("the cache gives page %d %v", page, ok)
	}
	all := Cache{Free: ^uint64(0)}
	if _, _, ok := all.Alloc(cachePages); !ok || all.Free != 0 {
		t.Errorf("a cache that is full does not give its 64 pages: %+v", all)
	}
	if _, _, ok := c.Alloc(60); ok {
		t.Error("the cache gives more than it has")
	}
	c.Flush(&p)
	if page, _, _ := p.Alloc(1); page != 7 || c.Free != 0 {
		t.Errorf("after the flush page %d is first", page)
	}
	if p.Free(3, 4); p.ToCache().Fresh != ^uint64(0xff) { // which the cache gave, and page 7
		t.Error("pages that came out of a cache are fresh again")
	}
}

// The checks of every step can fail.
func TestBrokenHeapsAreFound(t *testing.T) {
	for name, spoil := range map[string]func(*simulation){
		"counts":              func(s *simulation) { s.heap.spans[0].count++ },
		"objects and has":     func(s *simulation) { s.heap.spans[0].count-- },
		"of span":             func(s *simulation) { s.heap.pages.Free(s.heap.spans[0].Base, 1) },
		"is in spans":         func(s *simulation) { s.heap.spans[1].Base = s.heap.spans[0].Base },
		"page cache":          func(s *simulation) { s.heap.procs[0].pages.Free |= 1 },
		"is reached":          func(s *simulation) { o := s.objects[0]; o.span.taken[o.slot] = false; o.span.count-- },
		"two objects overlap": func(s *simulation) { s.objects = append(s.objects, s.objects[0]) },
	} {
		m := Model()
		v, err := m.Fill(sim.Given{"mix": 3, "procs": 1, "gc": 0, "churn": 0})
		if err != nil {
			t.Fatal(err)
		}
		s := newSim(v, 1).(*simulation)
		for range 30 {
			s.Step()
		}
		spoil(s)
		if got := s.heap.check() + s.check(); !strings.Contains(got, name) {
			t.Errorf("%s: the check says %q", name, got)
		}
	}
}

// Spans of 16 pages and more pass the page cache by.
func TestPageCacheLimit(t *testing.T) {
	h := NewHeap(1, true)
	for i, c := range []struct{ pages, want int }{{15, 0}, {15, 15}, {16, cachePages}, {15, 30}} {
		if s, _, _ := h.Alloc(0, c.pages*pageSize, false); s.Base != c.want {
			t.Errorf("span %d, of %d pages, is at page %d and not at %d", i+1, c.pages, s.Base, c.want)
		}
	}
}

// nextFreeFast looks no further than the word of 64 slots that freeindex is in.
func TestFastPathStaysInItsWord(t *testing.T) {
	s := &Span{taken: make([]bool, 128), next: 10}
	for slot := s.next; slot < 64; slot++ {
		s.taken[slot] = true
	}
	if slot, ok := s.nextFreeFast(); ok {
		t.Errorf("slot %d comes without the next word being loaded", slot)
	}
	if slot := s.nextFreeIndex(); slot != 64 {
		t.Errorf("the next free slot is %d", slot)
	}
}

// cacheSpan takes 101 spans off the unswept lists, one more than its budget says, and then
// asks for a new one. Those that somebody else has swept meanwhile count.
func TestSweepBudget(t *testing.T) {
	const class = SpanClass(40)
	unswept := func(h *Heap, free bool) *Span {
		return &Span{Class: class, gen: h.sweepgen - 2, free: free, taken: []bool{true, true}, marks: []bool{true, false}, count: 2}
	}
	for _, c := range []struct {
		swept int // spans ahead of one with room
		found bool
	}{{100, true}, {101, false}} {
		h := NewHeap(1, true)
		for name, list := range map[string]*spanSet{"with room": h.central[class].partialUnswept(h.sweepgen), "full": h.central[class].fullUnswept(h.sweepgen)} {
			*list = nil
			for range c.swept {
				list.push(unswept(h, true))
			}
			last := unswept(h, false)
			list.push(last)
			if got := h.cacheSpan(0, class); (got == last) != c.found {
				t.Errorf("behind %d spans that are swept, in the list of those that were %s: found is %v", c.swept, name, got == last)
			}
			*list = nil
		}
	}
}

// A P flushes its cache once after a collection, and not the spans that it has got since.
func TestFlushIsOnceACollection(t *testing.T) {
	h := NewHeap(1, true)
	h.Collect(func() {})
	h.Flush(0)
	s, _, _ := h.Alloc(0, 48, false)
	if h.Flush(0); h.procs[0].alloc[s.Class] != s {
		t.Errorf("span %d is new since the collection, and was given back", s.ID)
	}
}

// Addresses are reserved when an arena is used to its end, and not before.
func TestArenaIsUsedUp(t *testing.T) {
	h := NewHeap(1, true)
	for i, want := range []int{arenaPages, arenaPages, 2 * arenaPages} {
		if h.Alloc(0, arenaPages/2*pageSize, false); h.arenaEnd != want {
			t.Errorf("after %d halves of an arena %d pages of addresses are reserved, not %d", i+1, h.arenaEnd, want)
		}
	}
	if h.Alloc(0, 2*arenaPages*pageSize, false); h.arenaEnd != 4*arenaPages || h.arenaEnd < h.arenaAt {
		t.Errorf("with an object of two arenas %d pages are reserved, and %d in use", h.arenaEnd, h.arenaAt)
	}
}
