package modelcheck

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"sourcedive/content/models/malloc"
)

// mallocRun runs a part of the program of malloc's checks and gives its lines.
func mallocRun(ctx context.Context, tc Toolchain, part string) ([][]uint64, error) {
	return mallocProgram(ctx, tc, "malloc_main", map[string]string{"runtime/zz_probe.go": "malloc_runtime"}, part)
}

func mallocProgram(ctx context.Context, tc Toolchain, name string, over map[string]string, part string) ([][]uint64, error) {
	out, err := tc.runProgram(ctx, name, over, []string{"GOGC=off"}, part)
	if err != nil {
		return nil, err
	}
	return numbers(out)
}

// numbers reads lines of decimal numbers.
func numbers(out []byte) (lines [][]uint64, err error) {
	for line := range bytes.Lines(out) {
		var row []uint64
		for _, f := range bytes.Fields(line) {
			n, err := strconv.ParseUint(string(f), 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%q: not a line of numbers", line)
			}
			row = append(row, n)
		}
		lines = append(lines, row)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("the program printed nothing")
	}
	return lines, nil
}

// ints are numbers that are known to be small.
func ints(row []uint64) []int {
	list := make([]int, len(row))
	for i, n := range row {
		list[i] = int(n)
	}
	return list
}

// compare counts a case: the numbers of the runtime and those of the model.
func (r *Result) compare(what string, real, model []int) {
	r.expect(slices.Equal(real, model), "%s: the runtime %v, the model %v", what, real, model)
}

// mallocSizes also finds out whether this version keeps marks inside spans: it has to
// be one or the other for all sizes.
func mallocSizes(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := mallocRun(ctx, tc, "sizes")
	if err != nil {
		return Result{}, err
	}
	inside := marksInside(lines)
	r := Result{Detail: []string{"marks outside the spans: spans of small objects hold what the table says"}}
	if inside {
		r.Detail[0] = "marks inside the spans of objects from 16 to 512 bytes (the Green Tea collector): they hold fewer slots than the table says"
	}
	for _, row := range lines {
		n := ints(row)
		size := n[1]
		if n[0] == 0 {
			r.compare(fmt.Sprintf("roundupsize of %d without and with pointers", size), n[2:], []int{malloc.RoundUp(size, true), malloc.RoundUp(size, false)})
			continue
		}
		pointers := n[0] == 2
		p := malloc.PlaceOf(size, pointers)
		last := malloc.RoundUp(size, true)
		if pointers {
			last = p.Header
		}
		want := []int{int(p.Span), p.Slot, malloc.Slots(p.Span, inside), p.Pages, last}
		r.compare(fmt.Sprintf("%d bytes, pointers %v: class, slot, slots, pages, and capacity or offset", size, pointers), n[2:], want)
	}
	return r, nil
}

// marksInside looks at spans of 512 bytes: with the marks inside they hold 15.
func marksInside(lines [][]uint64) bool {
	for _, n := range lines {
		if n[0] == 1 && n[1] == 512 {
			return n[4] == 15
		}
	}
	return false
}

func mallocPages(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := mallocRun(ctx, tc, "pages")
	if err != nil {
		return Result{}, err
	}
	var pages malloc.Pages
	for _, c := range []int{0xc000, 0xc001, 0xc002, 0xc003, 0xc005, 0xc006, 0xc007, 0xc008} {
		pages.Grow(c)
	}
	return replayPages(lines, &pages), nil
}

func mallocCaches(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := mallocRun(ctx, tc, "caches")
	if err != nil {
		return Result{}, err
	}
	var pages malloc.Pages
	for _, c := range []int{0xc000, 0xc001, 0xc002} {
		pages.Grow(c)
	}
	return replayPages(lines, &pages), nil
}

// replayPages does to the model what was done to the runtime's page allocator.
func replayPages(lines [][]uint64, pages *malloc.Pages) Result {
	var cache [4]malloc.Cache
	r := Result{Seed: 20261121}
	failed := 0
	for i, row := range lines {
		n := ints(row)
		what := fmt.Sprintf("operation %d", i+1)
		switch n[0] {
		case 0:
			page, fresh, _ := pages.Alloc(n[1])
			failed += count(page == 0)
			r.compare(what, n[2:], []int{page, fresh})
		case 1:
			pages.Free(n[2], n[1])
			r.agree()
		case 2:
			page, fresh, _ := cache[n[1]].Alloc(n[2])
			r.compare(what, n[3:], []int{page, fresh})
		case 3:
			c := &cache[n[1]]
			c.Flush(pages)
			*c = pages.ToCache()
			r.compare(what, n[2:], []int{c.Base, int(c.Free), int(c.Fresh)})
		case 4:
			cache[n[1]].Flush(pages)
			r.agree()
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d allocations found no room", failed))
	return r
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mallocTiny begins with the block that the program found; from then on all is the
// model's. A block is named by the first object in it.
func mallocTiny(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := mallocRun(ctx, tc, "tiny")
	if err != nil {
		return Result{}, err
	}
	h := malloc.NewHeap(1, true)
	base := map[[2]int]uint64{} // the model's block, and where the runtime has it
	begin := lines[0]
	if begin[0] != 0 {
		s, slot := h.BeginTiny(0, int(begin[1]))
		base[[2]int{s.ID, slot}] = begin[0]
	}
	r := Result{Seed: 20261121}
	shared := 0
	for i, n := range lines[1:] {
		if n[0] == 0 { // a collection; of what it keeps the program makes nothing more
			h.Collect(func() {})
			h.Flush(0)
			for h.Sweep() {
			}
			clear(base)
			has, taken := malloc.TinyBlock(h, 0)
			r.compare("after a collection: whether there is a block, and how much of it is taken", []int{count(n[1] != 0), int(n[2])}, []int{count(has), taken})
			continue
		}
		s, slot, off := h.Alloc(0, int(n[0]), false)
		block, known := base[[2]int{s.ID, slot}]
		if !known { // a block that nothing is in yet: it can lie anywhere that 16 divides
			block = n[1] &^ 15
			base[[2]int{s.ID, slot}] = block
		}
		shared += count(known)
		r.compare(fmt.Sprintf("object %d of %d bytes: offset in its block", i+1, n[0]), []int{int(n[1] - block)}, []int{off})
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d of %d objects shared a block", shared, len(lines)-1))
	return r, nil
}

// mallocHeap makes a run again in which a goroutine of the runtime's own has allocated
// meanwhile, and so moved what the model cannot know.
func mallocHeap(ctx context.Context, tc Toolchain) (r Result, err error) {
	const tries = 3
	for range tries {
		if r, err = mallocHeapOnce(ctx, tc); err != nil || r.enough() {
			break
		}
	}
	return r, err
}

// mallocHeapOnce lets the model go on from the real heap after each marking.
func mallocHeapOnce(ctx context.Context, tc Toolchain) (Result, error) {
	over := map[string]string{"runtime/zz_probe.go": "malloc_runtime", "runtime/zz_probe_heap.go": "malloc_heap_runtime"}
	lines, err := mallocProgram(ctx, tc, "malloc_heap", over, "heap")
	if err != nil {
		return Result{}, err
	}
	r := Result{Seed: 20261121}
	var found malloc.Found
	var h malloc.Resumed
	var began []int
	grown, reclaimed, swept, cached := 0, 0, 0, 0
	for _, row := range lines {
		switch n := ints(row); n[0] {
		case 100:
			found = malloc.Found{ArenaAt: n[1], ArenaEnd: n[2], Free: map[int][8]uint64{}}
		case 101:
			found.Cache = malloc.Cache{Base: n[1], Free: row[2]}
		case 102:
			found.Free[n[1]] = [8]uint64(row[2:])
		case 103:
			found.Spans = append(found.Spans, malloc.FoundSpan{Base: n[1], Pages: n[2], Class: malloc.SpanClass(n[3]), Unswept: n[4] == 1, Marked: n[5] == 1})
		case 104:
			h = malloc.Restore(found)
			began = n[1:]
		case 105:
			before := h.Spans()
			s, _, _ := h.Alloc(0, n[1]*8192, false)
			reclaimed += before + 1 - h.Spans()
			cached += count(n[1] < 16)
			r.compare(fmt.Sprintf("%d pages: which", n[1]), n[2:], []int{s.Base})
		case 106:
			swept++
			r.compare(fmt.Sprintf("the sweeper at page %d: pages that came back", n[1]), n[2:], []int{h.SweepAt(n[1])})
		case 107:
			at, end, credit, full, partial := h.Growth()
			grown += count(at != began[0])
			// What else is in the lists the model does not know: only what came.
			real := []int{n[1], n[2], n[3], n[4] - began[3], n[5] - began[4]}
			began[0] = at
			r.compare("where the heap grows and ends, credit, and what came into the lists", real, []int{at, end, credit, full - found.Large(), partial})
		case 109:
			return Result{Skipped: "the arenas of this machine are not side by side"}, nil
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("the heap grew %d times, %d spans were reclaimed by who allocated, %d swept; %d allocations asked the page cache", grown, reclaimed, swept, cached))
	return r, nil
}

// mallocSlots replays fills and sweeps. Spans that the program's own start left half
// full are not known to the model; only objects in spans that it saw begin count.
func mallocSlots(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := mallocRun(ctx, tc, "slots")
	if err != nil {
		return Result{}, err
	}
	var r Result
	r.Seed = 20261121
	inside := slices.ContainsFunc(lines, func(n []uint64) bool { return n[0] == 0 && n[1] == 512 && n[4] == 15 })
	var f *fill
	skipped, swept, left := 0, 0, 0
	for _, row := range lines {
		n := ints(row)
		if f == nil || f.size != n[1] {
			f = newFill(n[1], inside)
		}
		switch n[0] {
		case 0:
			if !f.alloc(&r, n[2], n[3], n[4], n[5]) {
				skipped++
			}
		case 1:
			f.dead[[2]int{n[2], n[3]}] = true
		case 2:
			f.collect(true)
			swept++
		case 4:
			f.collect(false)
			left++
		case 3:
			f = nil
		}
	}
	if !inside && r.Agreed < r.Cases {
		// The order in which slots are found again after a sweep is another one there.
		return Result{Skipped: fmt.Sprintf("%s keeps its marks outside of spans, and %d of %d objects lay elsewhere than the model, which follows later versions, says", tc.Version, r.Cases-r.Agreed, r.Cases)}, nil
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d collections that swept, %d that left it to the allocations; %d objects were in spans from before and do not count", swept, left, skipped))
	return r, nil
}

// fill is one size of mallocSlots: the model's heap, and where its spans are.
type fill struct {
	size    int
	h       *malloc.Heap
	at      map[*malloc.Span]int // where the model's spans are
	begun   map[int]bool         // the addresses
	ours    map[int]bool         // all addresses that the model's spans ever had
	foreign map[int]bool         // spans that were there before
	live    map[[2]int]object    // by address and slot
	dead    map[[2]int]bool
}

type object struct {
	span *malloc.Span
	slot int
}

func newFill(size int, inside bool) *fill {
	return &fill{size, malloc.NewHeap(1, inside), map[*malloc.Span]int{}, map[int]bool{}, map[int]bool{}, map[int]bool{}, map[[2]int]object{}, map[[2]int]bool{}}
}

// alloc compares an allocation; false means that the object is in a foreign span.
func (f *fill) alloc(r *Result, base, slot, slots, taken int) bool {
	begun := f.begun[base]
	if f.foreign[base] || !f.ours[base] && taken > 1 {
		f.foreign[base] = true
		return false
	}
	s, n, _ := f.h.Alloc(0, f.size, false)
	at, known := f.at[s]
	if !known {
		if begun {
			at = 0 // the model begins a span where the runtime goes on with one
		} else {
			at = base
			f.at[s] = base
			f.begun[base], f.ours[base] = true, true
		}
	}
	r.compare(fmt.Sprintf("an object of %d bytes: span, slot, slots", f.size), []int{base, slot, slots}, []int{at, n, s.Slots()})
	f.live[[2]int{base, slot}] = object{s, n}
	return true
}

// collect marks what did not die, and sweeps or leaves that to the allocations.
func (f *fill) collect(sweep bool) {
	f.h.Collect(func() {
		for key, o := range f.live {
			if f.dead[key] {
				delete(f.live, key)
			} else {
				o.span.Mark(o.slot)
			}
		}
	})
	clear(f.dead)
	f.h.Flush(0)
	for sweep && f.h.Sweep() {
	}
	for s, at := range f.at {
		if s.Freed() {
			delete(f.begun, at)
			delete(f.at, s)
		}
	}
}
