package modelcheck

import (
	"sourcedive/content/models"
	"sourcedive/content/models/gc"
	"sourcedive/content/models/pacer"
)

// suites are the checks of each model, by its name. A model without checks fails a
// test.
var suites = map[string][]Check{
	"sched": {
		{Name: "order", Run: schedOrder,
			Says: "with one processor and the collector off, a real run of n goroutines is one of the model's 61, by the phase of schedtick"},
		{Name: "queues", Run: schedQueues,
			Says: "the runtime's run queues give the same goroutines and lengths as the model's, for puts, gets, steals and batches"},
		{Name: "steal-order", Run: schedStealOrder,
			Says: "the runtime's thieves visit processors in the model's order"},
		{Name: "steals", Run: schedSteals,
			Says: "each turn of real goroutines on several processors is one that the model's queues allow"},
		{Name: "spread", Run: schedSpread,
			Says: "the share of goroutines run where they were started, on as many processors as the machine has, up to 4"},
		{Name: "decisions", Run: schedDecisions,
			Says: "12,000 drawn states of a scheduler: what the runtime's own functions, lifted out of its source, decide in each is what the model decides"},
		{Name: "slices", Run: schedSlices,
			Says: "how long goroutines that only compute run at a stretch"},
	},
	"malloc": {
		{Name: "classes", Run: unlessMissing(mallocSizes),
			Says: "sizes 0 to 40,000 with and without pointers: roundupsize, and for every object made the span's class, slot, slots, pages and place of the object"},
		{Name: "pages", Run: unlessMissing(mallocPages),
			Says: "120,000 seeded operations on the runtime's page allocator: each page number, and how many pages were new"},
		{Name: "page-cache", Run: unlessMissing(mallocCaches),
			Says: "120,000 seeded operations of four page caches over one page allocator: each page number, and the bitmaps of each fill"},
		{Name: "tiny", Run: unlessMissing(mallocTiny),
			Says: "50,000 objects below 16 bytes: which share a block, and at which offset"},
		{Name: "heap", Run: unlessMissing(mallocHeap),
			Says: "large objects in a real heap whose state the model goes on from: their pages, growth, the page reclaimer and its credit, the lists of their spans"},
		{Name: "slots", Run: unlessMissing(mallocSlots),
			Says: "spans filled, thinned, swept at once or by who allocates, and filled again, for nine sizes: span and slot of each object"},
	},
	"gc": {
		symbolsCheck(gc.Model(), map[string]string{ // the names in go1.24
			"runtime.scanObject":            "runtime.scanobject",
			"runtime.(*gcWork).putObj":      "runtime.(*gcWork).put",
			"runtime.(*gcWork).putObjBatch": "runtime.(*gcWork).putBatch",
			"runtime.(*gcWork).tryGetObj":   "runtime.(*gcWork).tryGet",
		}),
		{Name: "search", Run: gcSearch,
			Says: "every state of every heap of the sizes named: which barrier with which stacks can lose an object that the program reaches"},
		{Name: "buffers", Run: gcBuffers,
			Says: "the runtime's own functions, lifted out of its source, put grey objects into the same buffers as the model, take the same ones, and end marking or go on with it"},
		{Name: "barrier", Run: gcBarrier,
			Says: "a write to the heap during a real cycle puts into its P's buffer what the model's hybrid barrier shades, and a new object is marked"},
		{Name: "checkmark", Run: gcCheckmark,
			Says: "a real program that moves pointers about is marked without loss, and with the barrier's buffer thrown away it is not"},
	},
	"pacer": {
		symbolsCheck(pacer.Model(), nil),
		{Name: "controller", Run: pacerController,
			Says: "the model's controller gives what the real one gives, after every call of Go's own scenarios and of drawn ones"},
		{Name: "limiter", Run: pacerLimiter,
			Says: "the model's limiter gives what the real one gives, after every call of drawn sequences"},
		{Name: "program", Run: pacerProgram,
			Says: "goals and triggers of real programs lie where the model puts them from what their last cycle marked and measured"},
	},
	"stack": {
		{Name: "frames", Run: unlessMissing(stackFrames),
			Says: "200 goroutines that call and return at random over 20 sizes of frame, and are collected while they are parked: the stack's size and use at each entry, each return and each collection"},
		{Name: "edge", Run: unlessMissing(stackEdge),
			Says: "goroutines within 40 bytes of where a check at a function's entry, or a collection, changes its mind, in steps of 8 bytes"},
		{Name: "start", Run: unlessMissing(stackStart),
			Says: "the first stack of goroutines, new and reused, as the starting size changes"},
		{Name: "average", Run: unlessMissing(stackAverage),
			Says: "20,000 seeded outcomes of a collection given to gcComputeStartingStackSize, and the constants"},
		{Name: "pointers", Run: unlessMissing(stackPointers),
			Says: "2,000 pointers into a stack that moves: what each says afterwards, and what an integer with the same address says"},
		{Name: "limit", Run: unlessMissing(stackLimit),
			Says: "recursion until the runtime stops it, for two limits: the frames before, and their sizes"},
	},
	"channel": {
		{Name: "sequences", Run: channelSequences,
			Says: "real channels give the same results, and wake goroutines in the same order, for seeded programs of send, receive, close and select"},
	},
}

// All returns the checks of all models, in the order of the registry.
func All() []Check {
	var all []Check
	for _, name := range models.Names() {
		for _, c := range suites[name] {
			c.Model = name
			all = append(all, c)
		}
	}
	return all
}
