package lab

import (
	"fmt"
	"slices"
)

// The labs of stacks and goroutines in memory: memory, leaks and stack.

func memoryLab() Lab {
	started := func(name, arg string, null bool, n, quick int, need, quickNeed Need) Case {
		return Case{
			Name: name, Arg: arg, Null: null,
			Full:  Amount{Processes: 6, Rounds: 1, Size: n, Need: need},
			Quick: Amount{Processes: 2, Rounds: 1, Size: quick, Need: quickNeed},
		}
	}
	titles := map[string]string{}
	for _, what := range []string{"goroutines", "threads", "nothing"} {
		for id, of := range map[string]string{
			"rss": "resident", "address": "address space", "stack": "stack in use",
			"kernelstack": "kernel stacks (whole machine)", "pagetables": "page tables (whole machine)", "slab": "slab (whole machine)",
		} {
			titles[what+" "+id] = what + ": " + of
		}
	}
	return Lab{
		Name: "memory", Lowest: 18, Titles: titles, Log: true,
		Plot: []string{"goroutines stack", "goroutines rss", "threads rss", "threads kernelstack"},
		Cases: []Case{
			started("goroutines", "goroutines", false, 100000, 20000, Need{MB: 400}, Need{MB: 100}),
			started("goroutines again", "goroutines", true, 100000, 20000, Need{MB: 400}, Need{MB: 100}),
			started("nothing", "nothing", false, 1000, 200, Need{MB: 32}, Need{MB: 32}),
			started("threads", "threads", false, 1000, 200, Need{MB: 200, Threads: 1000}, Need{MB: 64, Threads: 200}),
			started("threads again", "threads", true, 1000, 200, Need{MB: 200, Threads: 1000}, Need{MB: 64, Threads: 200}),
		},
		Checks: []Check{
			{
				Says: "the stack of a goroutine that waits is 2,048 bytes", OS: []string{"linux", "darwin"},
				Needs: []Ref{{ID: "goroutines stack"}}, Holds: stackClass,
			},
			{
				Says: "a goroutine that waits takes 2,500 to 3,000 bytes of resident memory", OS: []string{"linux"},
				Bound: &Bound{Of: []Ref{{ID: "goroutines rss"}}, Min: 2500, Max: 3000, Unit: "bytes"},
			},
			{
				Says: "the stack of a thread in the kernel takes 16 KiB", OS: []string{"linux"},
				Bound: &Bound{Of: []Ref{{ID: "threads kernelstack"}}, Min: 16000, Max: 17000, Unit: "bytes"},
			},
			ratioOf("a thread takes 5 to 10 times as much resident memory as a goroutine", Ref{ID: "threads rss"}, Ref{ID: "goroutines rss"}, 5, 10, "linux"),
			{
				Says: "with what the kernel keeps a thread takes at least ten times as much as a goroutine", OS: []string{"linux"},
				Bound: &Bound{Of: []Ref{{ID: "threads rss"}, {ID: "threads kernelstack"}, {ID: "threads slab"}}, Over: []Ref{{ID: "goroutines rss"}}, Min: 10},
			},
		},
		Pairs:  []Pair{{"a thread takes %s as much resident memory as a goroutine", Ref{ID: "goroutines rss"}, Ref{ID: "threads rss"}}},
		Answer: Answer{Of: Ref{ID: "threads rss"}, Over: Ref{ID: "goroutines rss"}, Unit: "times"},
	}
}

// stackClass allows for the spans that are in use but not full: 32 KiB of them for each
// of a few caches, over 20,000 goroutines or more.
func stackClass(series [][]float64) (bool, string) {
	low, high := slices.Min(series[0]), slices.Max(series[0])
	return low > 2040 && high < 2056, fmt.Sprintf("%g to %g bytes in %d runs", low, high, len(series[0]))
}

func leaksLab() Lab {
	cost := func(n, processes, quick int, need int64) Case {
		return Case{
			Name: fmt.Sprintf("cost %d", n), Arg: "cost",
			Full:  Amount{Processes: processes, Rounds: 4, Size: n, Need: Need{MB: need}},
			Quick: Amount{Processes: quick, Rounds: 3, Size: n, Need: Need{MB: need}},
		}
	}
	return Lab{
		Name: "leaks", Lowest: 18,
		Plot: []string{"stacks", "profile"},
		Cases: []Case{
			{Name: "detect", Full: Amount{Processes: 3, Rounds: 1, Need: Need{MB: 32}}, Quick: Amount{Processes: 1, Rounds: 1, Need: Need{MB: 32}}},
			cost(1000, 3, 2, 64), cost(10000, 3, 2, 128), cost(100000, 2, 0, 600),
		},
		Titles: map[string]string{
			"found": "leaks found, of four", "false": "groups that grow and are no leak", "profiled": "leaks that the goroutineleak profile names, of four", "stacks": "all stacks, a goroutine, by number",
			"profile": "the profile, a goroutine, by number", "stops by stacks": "stops of the world of runtime.Stack(all)",
			"stops by profile": "stops of the world of the goroutine profile",
		},
		Checks: []Check{
			{Says: "the detector finds the four leaks", Needs: []Ref{{ID: "found"}}, Holds: every(4, "runs")},
			{Says: "the detector reports nothing else", Needs: []Ref{{ID: "false"}}, Holds: every(0, "runs")},
			{Says: "taking all stacks is one stop of the world", Needs: []Ref{{"stops by stacks", 10000}}, Holds: every(1, "calls"), From: 22},
			{Says: "the goroutine profile is two stops of the world", Needs: []Ref{{"stops by profile", 10000}}, Holds: every(2, "calls"), From: 23},
			{Says: "the goroutineleak profile names three of the four", Needs: []Ref{{ID: "profiled"}}, Holds: every(3, "runs"), From: 27},
		},
		Pairs: []Pair{
			{"among 10,000 goroutines the profile takes %s as long as all stacks", Ref{"stacks", 10000}, Ref{"profile", 10000}},
			{"a goroutine among 10,000 takes %s as long as one among 1,000", Ref{"stacks", 1000}, Ref{"stacks", 10000}},
		},
		Answer: Answer{Of: Ref{"stacks", 10000}, Unit: "ns a goroutine"},
	}
}

func stackLab() Lab {
	depths := []Pair{}
	for _, d := range []float64{4, 64, 1024} {
		depths = append(depths, Pair{fmt.Sprintf("%g frames deep the first descent takes %%s as long as the second", d), Ref{"warm", d}, Ref{"cold", d}})
	}
	return Lab{
		Name: "stack", Lowest: 18, Log: true,
		Plot: []string{"cold", "warm"},
		Cases: []Case{
			{Name: "calls", Full: Amount{Processes: 5, Rounds: 600, Need: Need{MB: 64}}, Quick: Amount{Processes: 2, Rounds: 300, Need: Need{MB: 64}}},
			{Name: "depth", Full: Amount{Processes: 5, Rounds: 200, Need: Need{MB: 128}}, Quick: Amount{Processes: 2, Rounds: 120, Need: Need{MB: 128}}},
		},
		Titles: map[string]string{
			"first": "first call, by bytes of the frame", "second": "second call, by bytes of the frame", "moved": "stacks that moved, by bytes of the frame",
			"cold": "first descent, a frame, by depth", "warm": "second descent, a frame, by depth", "mallocs": "allocations that MemStats counts in a stack of 8 MB",
		},
		Checks: []Check{
			{Says: "a frame of 1,800 bytes moves every new stack", Needs: []Ref{{"moved", 1800}}, Holds: every(1, "stacks moved"), OS: []string{"linux", "darwin"}},
			{Says: "frames of 64 and of 900 bytes move none", Needs: []Ref{{"moved", 64}, {"moved", 900}}, Holds: every(0, "stacks stayed")},
			{Says: "MemStats counts no allocation while a stack grows to 8 MB", Needs: []Ref{{"mallocs", 4096}}, Holds: every(0, "runs")},
			ratioOf("the call that moves the stack takes at least twice as long as the next", Ref{"first", 1800}, Ref{"second", 1800}, 2, 0),
			ratioOf("a first descent of 1,024 frames costs less a frame than one of 4", Ref{"cold", 1024}, Ref{"cold", 4}, 0, 1),
		},
		Pairs:  append([]Pair{{"the call that moves the stack takes %s as long as the next", Ref{"second", 1800}, Ref{"first", 1800}}}, depths...),
		Answer: Answer{Of: Ref{"first", 1800}, Over: Ref{"second", 1800}, Unit: "times"},
	}
}
