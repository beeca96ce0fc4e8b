package channel

import (
	"fmt"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
)

func demos() []sim.Demo {
	return []sim.Demo{
		{Title: "A value goes past the buffer", Given: sim.Given{"program": progBuffered}, Seed: 1, Step: 4},
		{Title: "A receiver takes the oldest value, and the sender's takes its slot", Given: sim.Given{"program": progBuffered}, Seed: 1, Step: 10, Ask: &sim.Ask{
			Question: "The buffer holds 2 and 3, and G1 waits with 4. Which value does G4 get?",
			Choices:  []string{"2", "3", "4"}, Right: 0, Because: "values come out in the order in which they were sent, and 4 takes the slot that 2 leaves.",
		}},
		{Title: "Close wakes everybody, the last one first", Given: sim.Given{"program": progClose, "goroutines": 6, "capacity": 0}, Seed: 1, Step: 14},
		{Title: "A send on a closed channel", Given: sim.Given{"program": progClose, "goroutines": 6, "capacity": 0}, Seed: 1, Step: 19},
		{Title: "A select waits in two queues", Given: sim.Given{"program": progSelect, "goroutines": 5}, Seed: 1, Step: 3},
		{Title: "A select leaves the other queue when it runs, and not before", Given: sim.Given{"program": progSelect, "goroutines": 5}, Seed: 1, Step: 10},
		{Title: "Hand-off without a buffer", Given: sim.Given{"program": progUnbuffered}, Seed: 1, Step: 8},
	}
}

func exercises() []sim.Exercise {
	closing := sim.Given{"program": progClose, "goroutines": 6, "capacity": 0}
	selecting := sim.Given{"program": progSelect, "goroutines": 5, "capacity": 2}
	return []sim.Exercise{
		{
			Question: "Four goroutines wait to receive when a channel is closed: in which order do they go on?",
			Given:    closing, Seed: 1,
			Why: "Close collects them in the order in which they waited, on a stack, and makes them ready from its top: the last one first. Each becomes runnext and kicks the one before it to the queue; so the first that waited runs first, and behind it the others from the last to the second.",
			Answer: func(v sim.Values, seed uint64) string {
				var woken, order []string
				events := run(v, seed)
				at := first(events, "runtime.closechan") + 1
				for ; events[at].Func == "runtime.goready"; at++ {
					name, _, _ := strings.Cut(events[at].What, " ")
					woken = append(woken, name)
				}
				for _, e := range events[at:] {
					if e.Func == "runtime.execute" && slices.Contains(woken, e.Actor) {
						order = append(order, e.Actor)
					}
				}
				return strings.Join(order, ", ")
			},
		},
		{
			Question: "A channel's buffer is full and a sender waits when a receiver comes: which value does the receiver get, and what happens to the sender's?",
			Given:    sim.Given{"program": progBuffered, "goroutines": 4, "capacity": 2}, Seed: 1,
			Why:    "Values come out in the order in which they were sent: the receiver takes the oldest one of the buffer, and puts the sender's into the slot that this leaves.",
			Answer: firstEvent("runtime.recv"),
		},
		{
			Question: "A receiver waits on an empty channel that has a buffer of two: does a sender use the buffer?",
			Given:    sim.Given{"program": progBuffered, "goroutines": 2, "capacity": 2}, Seed: 1,
			Why: "A goroutine that waits to receive means that the buffer is empty. The value is written to where the receiver wants it, on its stack, and the receiver is made ready.",
			Answer: func(v sim.Values, seed uint64) string {
				return "No: " + firstEvent("runtime.send")(v, seed)
			},
		},
		{
			Question: "A goroutine selects from two channels that both hold a value: which case does it take?",
			Given:    selecting, Seed: 1,
			Why: "The first that is ready in the poll order, which is drawn anew for each select: no case is favoured by where it is written.",
			Answer: func(v sim.Values, seed uint64) string {
				events := run(v, seed)
				for i, e := range events[:len(events)-1] {
					if e.Func == "runtime.selectgo" && strings.Contains(events[i+1].What, " takes ") {
						return fmt.Sprintf("%s %s With another seed it may be the other one.", e.What, events[i+1].What)
					}
				}
				return ""
			},
		},
		{
			Question: "A goroutine that waits in a select of two channels is woken on one: who takes it out of the queue of the other?",
			Given:    selecting, Seed: 1,
			Why:    "Whoever wakes it holds the lock of one channel only. The woken goroutine locks all its channels again and leaves the other queues; until then they skip it, because its select is decided.",
			Answer: firstEvent("runtime.(*waitq).dequeueSudoG"),
		},
	}
}

// run gives the events of a run.
func run(v sim.Values, seed uint64) []sim.Event {
	m := Model()
	t, err := sim.Run(&m, v.Given(), seed, sim.Limit{Events: true})
	if err != nil {
		return nil
	}
	return t.Events
}

// first is the index of the first event of a symbol, or the last of all.
func first(events []sim.Event, fn string) int {
	for i, e := range events {
		if e.Func == fn {
			return i
		}
	}
	return len(events) - 1
}

// firstEvent answers an exercise with the first event of a symbol.
func firstEvent(fn string) func(sim.Values, uint64) string {
	return func(v sim.Values, seed uint64) string {
		events := run(v, seed)
		return events[first(events, fn)].What
	}
}
