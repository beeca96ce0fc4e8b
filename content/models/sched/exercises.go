package sched

import (
	"fmt"
	"strings"

	"sourcedive/content/models/sim"
)

func demos() []sim.Demo {
	return []sim.Demo{
		{Title: "A full queue spills half of itself", Given: sim.Given{"procs": 1, "goroutines": 258, "work": 0}, Seed: 1, Step: 517, Ask: &sim.Ask{
			Question: "The queue holds 256 and is full. How many goroutines go to the global queue with the newcomer?",
			Choices:  []string{"none", "1", "128", "256"}, Right: 2, Because: "half of the ring, so that the lock is taken once for many.",
		}},
		{Title: "The 61st slice looks at the global queue first", Given: sim.Given{"procs": 1, "goroutines": 258, "work": 0}, Seed: 1, Step: 641},
		{Title: "A thief takes half, rounded up", Given: sim.Given{"procs": 2, "goroutines": 6}, Seed: 7, Step: 16, Ask: &sim.Ask{
			Question: "P0 has five goroutines in its queue. How many does P1 take?",
			Choices:  []string{"1", "2", "3", "5"}, Right: 2, Because: "half of five, rounded up, and runnext is left alone.",
		}},
		{Title: "A system call loses its processor", Given: sim.Given{"procs": 2, "goroutines": 4, "load": loadSyscall, "work": 100}, Seed: 1, Step: 20},
		{Title: "A time slice is over", Given: sim.Given{"procs": 1, "goroutines": 3, "work": 25_000}, Seed: 1, Step: 9},
		{Title: "A goroutine locked to its thread", Given: sim.Given{"procs": 2, "goroutines": 5, "load": loadLocked}, Seed: 1, Step: 29},
		{Title: "The network poller", Given: sim.Given{"procs": 1, "goroutines": 4, "load": loadNetwork, "work": 0}, Seed: 0, Step: 18},
		{Title: "The world stops", Given: sim.Given{"procs": 3, "goroutines": 6, "load": loadStop, "work": 50}, Seed: 1, Step: 21},
		{Title: "A thief leaves the owner three microseconds to take its runnext", Given: sim.Given{"procs": 2, "goroutines": 8, "load": loadChannel, "work": 2}, Seed: 3, Step: 66},
		{Title: "One more look before sleep finds work", Given: sim.Given{"procs": 5, "goroutines": 40, "load": loadNested, "work": 3}, Seed: 106, Step: 162},
		{Title: "No processor is free after a system call", Given: sim.Given{"procs": 1, "goroutines": 12, "load": loadSyscall}, Seed: 0, Step: 44},
	}
}

func exercises() []sim.Exercise {
	return []sim.Exercise{
		{
			Question: "On one processor main starts goroutines 1 to 6, which each note their number, and waits: in which order do they note it?",
			Given:    sim.Given{"procs": 1, "goroutines": 6}, Seed: 1,
			Why: "Each new goroutine takes runnext and kicks the one before it to the end of the queue: the last one runs first, and then the others in the order in which they were started.",
			Answer: func(v sim.Values, seed uint64) string {
				s := newRun(v, seed, true)
				for s.act() {
				}
				var list []string
				for _, n := range s.notes {
					list = append(list, fmt.Sprint(n+1))
				}
				return strings.Join(list, ", ")
			},
		},
		{
			Question: "On one processor main starts 300 goroutines and waits: how many of them are in the global queue then?",
			Given:    sim.Given{"procs": 1, "goroutines": 300, "work": 0}, Seed: 1, Step: 520,
			Why: "The queue holds 256. The newcomer that finds it full goes to the global queue together with half of the ring, and the rest fit again.",
			Answer: func(v sim.Values, seed uint64) string {
				s := newRun(v, seed, true)
				for s.waitg == nil && s.act() {
				}
				return fmt.Sprintf("%d: half a ring of %d, and the one that found it full", len(s.runq), ringSize)
			},
		},
		{
			Question: "Processor 0 has some goroutines in its queue and one in runnext when processor 1 comes to steal: how many does it get, and which one does it run first?",
			Given:    sim.Given{"procs": 2, "goroutines": 8}, Seed: 7, Step: 1,
			Why:    "A thief takes the older half of the queue, rounded up, without runnext. The last of those it runs at once, and the others stay in its own queue.",
			Answer: firstEvent("runtime.runqsteal", ""),
		},
		{
			Question: "Three goroutines compute for a long time on one processor: how long is each stretch that one of them runs, after the first?",
			Given:    sim.Given{"procs": 1, "goroutines": 3, "work": 70_000}, Seed: 1, Step: 9,
			Why: "The slice is 10 ms, but who watches it is sysmon. While all is quiet it looks every 10 ms, and needs one look to see that a new goroutine runs and another to see that it has run for 10 ms.",
			Answer: func(v sim.Values, seed uint64) string {
				list := Slices(v.Int("goroutines"), v.Int("work"))
				return fmt.Sprintf("%.1f ms", float64(list[1])/1000)
			},
		},
		{
			Question: "A goroutine is in a system call for a millisecond while the other processor is busy too: does its processor wait for it?",
			Given:    sim.Given{"procs": 2, "goroutines": 4, "load": loadSyscall, "work": 100}, Seed: 1, Step: 19,
			Why:    "Nothing happens when the call begins. When sysmon sees the same call at two looks, and there is work or nobody who looks for some, it takes the processor away and gives it to another thread.",
			Answer: firstEvent("runtime.retake", "No. "),
		},
	}
}

// firstEvent answers an exercise with the first event of a symbol.
func firstEvent(fn, before string) func(sim.Values, uint64) string {
	return func(v sim.Values, seed uint64) string {
		m := Model()
		t, err := sim.Run(&m, v.Given(), seed, sim.Limit{Events: true})
		if err != nil {
			return err.Error()
		}
		for _, e := range t.Events {
			if e.Func == fn {
				return fmt.Sprintf("%sAfter %d µs: %s", before, e.Time, e.What)
			}
		}
		return ""
	}
}
