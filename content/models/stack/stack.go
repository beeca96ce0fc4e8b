// Package stack is a model of how the stacks of goroutines grow and shrink, beside
// the segmented stacks that Go had before.
//
// # What is modelled
//
// The comparison that a function begins with, by the size of its frame; doubling, and
// more than doubling for a large frame; the copy, with the pointers that move along
// and the integers that do not; shrinking when a collection finds less than a quarter
// in use; the size that new stacks start with, and for which goroutines it counts; the
// limit (rules.go, machine.go). segments.go is the old way. sim.go has the programs,
// view.go what is shown of them.
//
// # What is not modelled
//
// Left out are functions that do not check (nosplit), and the frames of the runtime
// itself, which a goroutine that parks has on its stack too: here a collection finds
// every goroutine waiting in the function that it called last. So are preemption, which
// uses the same comparison; system and signal stacks; the addresses of stacks, but for
// their reuse; and defers, panics and channels that point into stacks, which the runtime
// adjusts as well. The numbers are those of 64-bit linux.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify stack checks the model against other versions.
package stack

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// Model describes the model.
func Model() sim.Model {
	return sim.Model{
		Name:  "stack",
		Title: "Stacks that grow, move and shrink",
		About: "How a goroutine's stack follows its calls: the comparison at the entry of each function, growth by doubling, the copy that moves pointers along, shrinking by collections, the size that new stacks begin with, and the limit. " +
			"Beside it the same calls with the segments of Go 1.1, which make the cost of a call depend on where it happens. " +
			"Left out are functions without a check, the runtime's own frames, and where stacks lie.",
		Clock:     "op",
		Params:    params(),
		Parts:     parts(),
		Funcs:     funcs(),
		New:       newSim,
		Opens:     sim.Demo{Seed: 1, Step: 16},
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
		{Name: "program", Doc: "what runs: one goroutine that calls itself deep and returns; one that loops on the edge of a segment; many that end and are replaced; one that never returns", Min: 0, Max: 3, Default: 0, Words: []string{"recursion", "edge", "burst", "runaway"}},
		{Name: "depth", Doc: "how many calls deep, or how many turns on the edge", Min: 1, Max: 60, Default: 12},
		{Name: "frames", Doc: "how large the frames are", Min: 0, Max: 3, Default: 0, Words: []string{"mixed", "small", "medium", "large"}},
		{Name: "collections", Doc: "how many collections when the recursion has come back", Min: 0, Max: 10, Default: 2},
		{Name: "goroutines", Doc: "how many in a burst", Min: 1, Max: 8, Default: 3},
		{Name: "limit", Doc: "the limit of a stack's size; the runtime's own is the last, 1,000,000,000 bytes", Min: 0, Max: 2, Default: 2, Words: []string{"64k", "1m", "1g"}},
	}
}

func parts() []sim.Part {
	return []sim.Part{
		{What: "when a stack grows, and to which size", Fidelity: sim.Exact, By: "frames and edge: a real program's stack at every call and return"},
		{What: "when a collection shrinks it", Fidelity: sim.Exact, By: "frames and edge: a real program's stack before and after each collection"},
		{What: "the size that new stacks start with", Fidelity: sim.Exact, By: "average: the runtime's own computation over seeded outcomes"},
		{What: "which goroutines begin with it", Fidelity: sim.Exact, By: "start: the first stacks of goroutines in a real program"},
		{What: "which words a copy changes", Fidelity: sim.Exact, By: "pointers: a real list on a stack that moves"},
		{What: "the limit", Fidelity: sim.Exact, By: "limit: a real recursion to its end"},
		{What: "where stacks lie, and the order of ended goroutines", Fidelity: sim.Illustrative, By: "addresses are handed out in order; the runtime has lists for each P"},
		{What: "the segments", Fidelity: sim.Illustrative, By: "Go 1.1's rules and sizes for the frames alone, without arguments"},
	}
}

func funcs() []string {
	return []string{
		"runtime.copystack", "runtime.gcComputeStartingStackSize", "runtime.gfget", "runtime.gfput", "runtime.malg",
		"runtime.morestack", "runtime.newstack", "runtime.scanstack", "runtime.shrinkstack", "runtime.stackGuard", "runtime.throw",
	}
}

func mirrors() []sim.Mirror {
	return []sim.Mirror{
		{Func: "newstack", Symbol: "runtime.newstack"},
		{Func: "shrinkstack", Symbol: "runtime.shrinkstack"},
		{Func: "gcComputeStartingStackSize", Symbol: "runtime.gcComputeStartingStackSize"},
		{Func: "adjustpointer", Symbol: "runtime.adjustpointer"},
		{Func: "(*machine).copystack", Symbol: "runtime.copystack"},
		{Func: "(*machine).newproc1", Symbol: "runtime.newproc1"},
		{Func: "(*machine).scanstack", Symbol: "runtime.scanstack"},
		{Func: "(*machine).stackalloc", Symbol: "runtime.stackalloc"},
		{Func: "(*Pool).gfput", Symbol: "runtime.gfput"},
		{Func: "(*Pool).gfget", Symbol: "runtime.gfget"},
	}
}

func demos() []sim.Demo {
	return []sim.Demo{
		{Title: "A copy moves the pointers and not the integer", Given: sim.Given{"frames": 2}, Seed: 1, Step: 21},
		{Title: "A large frame grows the stack by more than double", Given: sim.Given{"frames": 3, "depth": 4}, Seed: 1, Step: 4, Ask: &sim.Ask{
			Question: "The old stack has 2,048 bytes, of which 40 are used. How many are copied?",
			Choices:  []string{"40", "2,048"}, Right: 0, Because: "what is not used has nothing worth keeping.",
		}},
		{Title: "Collections halve a stack that is hardly used", Given: sim.Given{"depth": 14, "collections": 4}, Seed: 2, Step: 50},
		{Title: "The hot split: a segment made and freed on every turn", Given: sim.Given{"program": 1, "depth": 20}, Seed: 1, Step: 60},
		{Title: "A reused goroutine starts at the average, a new one at 2 KB", Given: sim.Given{"program": 2, "frames": 2, "depth": 6}, Seed: 3, Step: 45},
		{Title: "Stack overflow: the next size would be beyond the limit", Given: sim.Given{"program": 3, "frames": 3, "limit": 0}, Seed: 1, Step: 17},
	}
}

func exercises() []sim.Exercise {
	return []sim.Exercise{
		{
			Question: "A goroutine starts with 2,048 bytes and calls a function with a frame of 112 bytes, which calls itself. Which call makes the stack grow?",
			Given:    sim.Given{"program": 1, "depth": 1}, Seed: 1, Step: 11,
			Why: "928 bytes below the guard are not to be used by functions that check; each call takes its frame and 8 bytes for the return address.",
			Answer: func(sim.Values, uint64) string {
				used, n := entryUse, 1
				for !needsMore(stackMin, used, 112) {
					used = Below(used, 112)
					n++
				}
				return fmt.Sprintf("Call %d, with %d bytes used: it gets %d.", n, used, newstack(stackMin, used, 112))
			},
		},
		{
			Question: "A goroutine waits with a stack of 32,768 bytes, of which it uses 7,300. How large is the stack after three collections, and how large if it uses 7,400?",
			Given:    sim.Given{"depth": 14, "collections": 4}, Seed: 2, Step: 50,
			Why: "Half, once a collection, while the use and 800 bytes are below a quarter.",
			Answer: func(sim.Values, uint64) string {
				after := func(used int) (size int) {
					size = 32768
					for range 3 {
						size = shrinkstack(size, used)
					}
					return size
				}
				return fmt.Sprintf("%s with 7,300 used, %s with 7,400.", bytesOf(after(7300)), bytesOf(after(7400)))
			},
		},
		{
			Question: "A loop on the edge of a segment calls a small function 20 times. How many segments are made for it, and how often does the stack that moves grow?",
			Given:    sim.Given{"program": 1, "depth": 20}, Seed: 1, Step: 60,
			Why: "The segment is freed by the return that the call was made for; a stack that has grown stays grown.",
			Answer: func(v sim.Values, seed uint64) string {
				s := newSim(v, seed).(*simulation)
				before := 0
				for _, ok := s.Step(); ok; _, ok = s.Step() {
					if s.m.costs.cut == 0 {
						before = s.m.costs.growths
					}
				}
				return fmt.Sprintf("%d segments, and %s in the loop (%d on the way down).", s.m.costs.cut, many(s.m.costs.growths-before, "growth"), before)
			},
		},
		{
			Question: "debug.SetMaxStack(100000) is called, and a function calls itself for ever. How large is the stack when the program dies?",
			Given:    sim.Given{"program": 3, "frames": 3, "limit": 0}, Seed: 1, Step: 17,
			Why: "Sizes are powers of two, and the next would be beyond the limit. By the same rule the runtime's own limit of 1,000,000,000 bytes ends in a stack of half a gigabyte.",
			Answer: func(sim.Values, uint64) string {
				return bytesOf(largest(100000)) + "; " + bytesOf(largest(maxStack)) + " without the call."
			},
		},
		{
			Question: "Eight goroutines that use 6,000 bytes each are collected and end, and nine are started. What do they begin with?",
			Given:    sim.Given{"program": 2, "frames": 2, "depth": 6}, Seed: 3, Step: 45,
			Why: "The average use and the guard, rounded up, is for goroutines that are made of ended ones; the ninth is new and gets the minimum.",
			Answer: func(sim.Values, uint64) string {
				var p Pool
				starting := Starting(8*6000, 8, maxStack)
				for range 8 {
					p.Put(8192, starting)
				}
				var sizes []int
				for range 9 {
					size, _, _ := p.Get(starting)
					sizes = append(sizes, size)
				}
				return fmt.Sprintf("%d.", sizes)
			},
		},
	}
}

// largest is the size that a stack can come to under a limit.
func largest(limit int) int {
	size := stackMin
	for size*2 <= limit {
		size *= 2
	}
	return size
}
