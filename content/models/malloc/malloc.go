// Package malloc is a model of the memory allocator: from the size of an object to
// its class, through the caches and lists of spans, down to pages and arenas, and
// back through sweeping.
//
// # What is modelled
//
// The 68 size classes and 136 span classes, derived by the rules that made the
// runtime's table (classes.go); the tiny allocator, the cache of a P, the central
// lists, sweeping (heap.go); spans, the page reclaimer, growth by chunks in arenas
// (mheap.go); the page allocator and the page caches (pages.go). sim.go is a program
// that allocates and forgets, view.go what is shown of it.
//
// # What is not modelled
//
// The Ps take turns, and there are no threads. Marking is one step, which marks what the
// program still references. Left out are the scavenger, which returns memory to the
// operating system; zeroing; profiling; finalizers; the pace of sweeping, which in the
// runtime follows allocation; and the random offset of the first page, so that page 0 is
// the heap's first. The layout is that of 64-bit systems.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify malloc checks the model against other versions.
package malloc

import (
	"fmt"
	"strings"

	"sourcedive/content/models/sim"
)

// Model describes the model.
func Model() sim.Model {
	return sim.Model{
		Name:  "malloc",
		Title: "Memory, from an object to its pages",
		About: "How an allocation finds its place: the size class, the span in the cache of the P, the central list of the class, the page cache, the page allocator, the arena; and how a collection makes room again by sweeping. " +
			"All of it by the runtime's rules, for 64-bit systems. " +
			"Left out are threads, marking, the scavenger, zeroing, and the pace at which spans are swept.",
		Clock:     "alloc",
		Params:    params(),
		Parts:     parts(),
		Funcs:     funcs(),
		New:       newSim,
		Opens:     sim.Demo{Seed: 1, Step: 52},
		Draw:      draw,
		Lines:     lines,
		Tries:     tries,
		Exercises: exercises(),
		Mirrors:   mirrors(),
		Demos:     demos(),
	}
}

func params() []sim.Param {
	return []sim.Param{
		{Name: "objects", Doc: "how many objects the program allocates", Min: 1, Max: 400, Default: 24},
		{Name: "mix", Doc: "how large they are", Min: 0, Max: 5, Default: 0, Words: []string{"mixed", "tiny", "small", "medium", "large", "equal"}},
		{Name: "size", Doc: "bytes of each, when they are equal", Min: 0, Max: 100000, Default: 1024},
		{Name: "pointers", Doc: "how many of a hundred have pointers in them", Min: 0, Max: 100, Default: 40},
		{Name: "churn", Doc: "how likely, of a hundred, an allocation is followed by forgetting an object", Min: 0, Max: 100, Default: 70},
		{Name: "gc", Doc: "a collection after so many allocations, 0 for none", Min: 0, Max: 400, Default: 16},
		{Name: "sweeper", Doc: "whether the background sweeper sweeps a span after each allocation", Min: 0, Max: 1, Default: 0, Words: []string{"off", "on"}},
		{Name: "procs", Doc: "how many Ps allocate", Min: 1, Max: 4, Default: 2},
		{Name: "marks", Doc: "where the mark bits of small objects are: in the span (Go 1.26), or outside it", Min: 0, Max: 1, Default: 1, Words: []string{"outside", "inside"}},
	}
}

func parts() []sim.Part {
	return []sim.Part{
		{What: "size classes, span classes, headers, slots of a span, waste", Fidelity: sim.Exact, By: "classes: every size to 40,000, with and without pointers"},
		{What: "which pages a span gets", Fidelity: sim.Exact, By: "pages: the runtime's page allocator over seeded operations"},
		{What: "the page caches of the Ps", Fidelity: sim.Exact, By: "page-cache: the runtime's own over seeded operations"},
		{What: "the tiny allocator", Fidelity: sim.Exact, By: "tiny: addresses of small objects in a real program, over collections"},
		{What: "the order of slots and of spans, also after sweeping, in the background or by who allocates", Fidelity: sim.Exact, By: "slots: addresses in a real program with one P"},
		{What: "growth by chunks out of arenas, the page reclaimer and its credit, large objects", Fidelity: sim.Exact, By: "heap: pages in a real heap, from whose state the model goes on"},
		{What: "what a program allocates and forgets", Fidelity: sim.Illustrative, By: "chosen at random from the seed"},
		{What: "when a span is swept in the background", Fidelity: sim.Illustrative, By: "the runtime paces it by allocation; here it is a span for each allocation, or none"},
	}
}

func funcs() []string {
	return []string{
		"runtime.(*mcache).allocLarge", "runtime.(*mcache).nextFree", "runtime.(*mcache).prepareForSweep", "runtime.(*mcache).refill",
		"runtime.(*mcentral).cacheSpan", "runtime.(*mcentral).grow",
		"runtime.(*mheap).freeSpan", "runtime.(*mheap).grow", "runtime.(*mheap).initSpan", "runtime.(*mheap).reclaim", "runtime.(*mheap).sysAlloc",
		"runtime.(*pageAlloc).alloc", "runtime.(*pageAlloc).allocToCache", "runtime.(*pageCache).alloc",
		"runtime.(*sweepLocked).sweep",
		"runtime.gcSweep", "runtime.mallocgc", "runtime.mallocgcTiny", "runtime.nextFreeFast", "runtime.sweepone",
	}
}

func mirrors() []sim.Mirror {
	return []sim.Mirror{
		{Func: "mallocgc", Symbol: "runtime.mallocgc"},
		{Func: "roundupsize", Symbol: "runtime.roundupsize"},
		{Func: "makeSpanClass", Symbol: "runtime.makeSpanClass"},
		{Func: "heapBitsInSpan", Symbol: "runtime.heapBitsInSpan"},
		{Func: "(*Heap).mallocTiny", Symbol: "runtime.mallocgcTiny"},
		{Func: "(*Span).nextFreeFast", Symbol: "runtime.nextFreeFast"},
		{Func: "(*Span).nextFreeIndex", Symbol: "runtime.(*mspan).nextFreeIndex"},
		{Func: "(*Heap).nextFree", Symbol: "runtime.(*mcache).nextFree"},
		{Func: "(*Heap).refill", Symbol: "runtime.(*mcache).refill"},
		{Func: "(*Heap).cacheSpan", Symbol: "runtime.(*mcentral).cacheSpan"},
		{Func: "(*Heap).uncacheSpan", Symbol: "runtime.(*mcentral).uncacheSpan"},
		{Func: "(*Heap).allocSpan", Symbol: "runtime.(*mheap).allocSpan"},
		{Func: "(*Heap).grow", Symbol: "runtime.(*mheap).grow"},
		{Func: "(*Heap).initSpan", Symbol: "runtime.(*mheap).initSpan"},
		{Func: "(*Heap).reclaim", Symbol: "runtime.(*mheap).reclaim"},
		{Func: "(*Heap).sweep", Symbol: "runtime.(*sweepLocked).sweep"},
		{Func: "(*Pages).Alloc", Symbol: "runtime.(*pageAlloc).alloc"},
		{Func: "(*Pages).ToCache", Symbol: "runtime.(*pageAlloc).allocToCache"},
		{Func: "(*Cache).Alloc", Symbol: "runtime.(*pageCache).alloc"},
		{Func: "(*Cache).Flush", Symbol: "runtime.(*pageCache).flush"},
	}
}

func demos() []sim.Demo {
	return []sim.Demo{
		{Title: "Three objects in one slot: the tiny allocator", Given: sim.Given{"mix": 1, "objects": 12, "pointers": 0, "gc": 0, "procs": 1}, Seed: 3, Step: 20},
		{Title: "A span of 512-byte objects holds 15, not 16", Given: sim.Given{"mix": 5, "size": 512, "objects": 17, "pointers": 0, "gc": 0, "procs": 1}, Seed: 1, Step: 36, Ask: &sim.Ask{
			Question: "How many objects of 512 bytes fit into a span of 8,192?",
			Choices:  []string{"15", "16"}, Right: 0, Because: "128 bytes of marks stand at its end.",
		}},
		{Title: "One survivor holds a whole span", Given: sim.Given{"mix": 5, "size": 1024, "objects": 60, "gc": 30, "churn": 80, "sweeper": 1, "pointers": 0, "procs": 1}, Seed: 6, Step: 97},
		{Title: "Large objects: first fit over the pages", Given: sim.Given{"mix": 4, "objects": 60, "gc": 15, "churn": 90, "sweeper": 1}, Seed: 5, Step: 150},
		{Title: "An allocation sweeps for itself", Given: sim.Given{"mix": 5, "size": 8192, "objects": 40, "gc": 20, "churn": 100, "sweeper": 1, "procs": 1}, Seed: 2, Step: 117},
	}
}

func exercises() []sim.Exercise {
	place := func(v sim.Values, pointers bool) Place { return PlaceOf(v.Int("size"), pointers) }
	return []sim.Exercise{
		{
			Question: "A string of 33 bytes is made. How many bytes of memory does it take?",
			Given:    sim.Given{"mix": 5, "size": 33, "objects": 1, "pointers": 0, "procs": 1}, Seed: 1, Step: 1,
			Why: "A slot has the size of its class, and after 32 comes 48.",
			Answer: func(v sim.Values, _ uint64) string {
				p := place(v, false)
				return fmt.Sprintf("%d bytes: class %d, %d of them wasted.", p.Slot, p.Span.Class(), p.Waste(v.Int("size")))
			},
		},
		{
			Question: "A slice of 128 pointers asks for 1,024 bytes, and there is a class of just that size. How many does it take?",
			Given:    sim.Given{"mix": 5, "size": 1024, "objects": 1, "pointers": 100, "procs": 1}, Seed: 1, Step: 1,
			Why: "Beyond 512 bytes an object with pointers carries a header of 8 bytes, so 1,032 bytes have to fit.",
			Answer: func(v sim.Values, _ uint64) string {
				p, bare := place(v, true), place(v, false)
				return fmt.Sprintf("%d bytes, %d of them header and %d lost. Without pointers it takes %d.", p.Slot, p.Header, p.Waste(v.Int("size"))-p.Header, bare.Slot)
			},
		},
		{
			Question: "A span of 8 KB is filled with objects of 512 bytes. How many fit?",
			Given:    sim.Given{"mix": 5, "size": 512, "objects": 17, "pointers": 0, "gc": 0, "procs": 1}, Seed: 1, Step: 36,
			Why: "The collector keeps 128 bytes of marks at the end of spans of small objects, so the sixteenth has no room; the comment in sizeclasses.go counts without them.",
			Answer: func(v sim.Values, _ uint64) string {
				c := place(v, false).Span
				return fmt.Sprintf("%d. With the marks outside the span it would be %d.", Slots(c, true), Slots(c, false))
			},
		},
		{
			Question: "Ten objects of 5 bytes without pointers are made one after another. How many slots of 16 bytes do they take?",
			Given:    sim.Given{"mix": 5, "size": 5, "objects": 10, "pointers": 0, "gc": 0, "procs": 1}, Seed: 1, Step: 20,
			Why: "The tiny allocator puts them end to end as long as they fit; a fresh block that has more room left becomes the block.",
			Answer: func(v sim.Values, seed uint64) string {
				h := NewHeap(1, true)
				var slots []string
				last := -1
				for range v.Int("objects") {
					_, slot, off := h.Alloc(0, v.Int("size"), false)
					if slot != last {
						slots = append(slots, "")
						last = slot
					}
					slots[len(slots)-1] += fmt.Sprintf(" %d", off)
				}
				return fmt.Sprintf("%d slots, with offsets%s.", len(slots), strings.Join(slots, ";"))
			},
		},
		{
			Question: "After 40 objects of 8 KB, of which half are forgotten at random, a collection runs and all spans are swept. And with objects of 1 KB? How many pages come back in each case?",
			Given:    sim.Given{"mix": 5, "size": 1024, "objects": 40, "gc": 40, "churn": 50, "pointers": 0, "procs": 1}, Seed: 2, Step: 0,
			Why: "An object of 8 KB has its span to itself; of eight in a span one survivor is enough to hold the page.",
			Answer: func(v sim.Values, seed uint64) string {
				return fmt.Sprintf("%s with 8 KB, %s with 1 KB.", pagesOf(freedOfHalf(8192, v.Int("objects"), seed)), pagesOf(freedOfHalf(v.Int("size"), v.Int("objects"), seed)))
			},
		},
	}
}

// freedOfHalf allocates n equal objects, forgets half at random, collects and sweeps:
// how many pages of spans came back.
func freedOfHalf(size, n int, seed uint64) int {
	h, rand := NewHeap(1, true), sim.NewRand(seed)
	objects := make([]object, n)
	for i := range objects {
		objects[i].span, objects[i].slot, _ = h.Alloc(0, size, false)
	}
	rand.Shuffle(n, func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	before := len(h.spans)
	h.Collect(func() {
		for _, o := range objects[:n/2] {
			o.span.Mark(o.slot)
		}
	})
	h.Flush(0)
	for h.Sweep() {
	}
	return (before - len(h.spans)) * PlaceOf(size, false).Pages
}
