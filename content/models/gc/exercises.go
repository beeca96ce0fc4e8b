package gc

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// worst is a searched schedule on a heap where losing takes few moves.
func worst(b Barrier, st Stacks) sim.Given {
	return sim.Given{
		"barrier": int(b), "stacks": int(st), "schedule": 1, "buffer": 0,
		"objects": 3, "fields": 1, "globals": 0, "goroutines": 1, "slots": 2,
	}
}

// wholeCycle is a cycle of every phase, at the moment when an object becomes grey: one is
// black by then, and the barrier has kept two.
func wholeCycle() sim.Demo {
	return sim.Demo{
		Title: "A whole cycle: grey objects are read until none is left",
		Given: sim.Given{"buffer": 0, "objects": 8, "goroutines": 1, "mutator": 20}, Seed: 1817, Step: 13,
	}
}

func demos() []sim.Demo {
	white := worst(Hybrid, Once)
	white["alloc"] = 1
	// Where one breaks, the step is that at which an object is freed; a test checks it.
	return []sim.Demo{
		wholeCycle(),
		{Title: "Barrier off: the lost object", Given: worst(Off, Once), Seed: 1, Step: 11, Breaks: true},
		{Title: "Dijkstra's barrier alone, stacks scanned once: lost", Given: worst(Dijkstra, Once), Seed: 1, Step: 12, Breaks: true},
		{Title: "Dijkstra's barrier with stacks scanned again, as in go1.7: nothing is lost", Given: worst(Dijkstra, Grey), Seed: 1, Step: 1},
		{Title: "Yuasa's barrier alone, a stack not yet scanned: lost", Given: worst(Yuasa, Once), Seed: 1, Step: 11, Breaks: true},
		{Title: "The hybrid barrier: every order was searched, nothing is lost", Given: worst(Hybrid, Once), Seed: 1, Step: 1},
		{Title: "New objects white: lost in spite of the hybrid barrier", Given: white, Seed: 1, Step: 9, Breaks: true},
	}
}

func exercises() []sim.Exercise {
	return []sim.Exercise{
		{
			Question: "The barrier shades only new pointers (Dijkstra), and each stack is scanned once. Which object can be lost, and how does the program reach it?",
			Given:    worst(Dijkstra, Once), Seed: 1, Step: 5, Answer: whatBroke, Breaks: true,
			Why: "A pointer is loaded from an object that is still white or grey onto a stack that is black already, and then removed from the heap. Neither the load nor the write to the stack has a barrier, and the write to the heap shades the new pointer only.",
		},
		{
			Question: "The barrier shades only overwritten pointers (Yuasa), and each stack is scanned once. Which object can be lost, and how does the program reach it?",
			Given:    worst(Yuasa, Once), Seed: 1, Step: 5, Answer: whatBroke, Breaks: true,
			Why: "A pointer that only a stack holds is stored in a black object and dropped from the stack before the stack is scanned. Nothing that was overwritten leads to it.",
		},
		{
			Question: "The hybrid barrier shades both. How many of the states of all heaps of three objects hide an object from the collector?",
			Given:    worst(Hybrid, Once), Seed: 1, Step: 1, Answer: searched,
			Why: "Shading what is overwritten keeps what was reached when marking began; shading what is written keeps what a stack has not shown yet. A stack need not be scanned twice.",
		},
		{
			Question: "For how many of the fifteen pairs of barrier and treatment of stacks can no object be lost?",
			Given:    worst(Hybrid, Once), Seed: 1, Step: 1, Answer: safePairs,
			Why: "Dijkstra's barrier needs stacks that are scanned again with the world stopped, Yuasa's needs stacks that were all scanned before the program went on, and both together need neither: that is what took the pause for stacks out of the collector in go1.8.",
		},
	}
}

func whatBroke(v sim.Values, seed uint64) string {
	m := Model()
	t, err := sim.Run(&m, v.Given(), seed, sim.Limit{Events: true})
	if err != nil {
		return err.Error()
	}
	if e, broken := t.Broken(); broken {
		return e.Broken
	}
	return "none can be lost"
}

func searched(v sim.Values, _ uint64) string {
	m := machineOf(v)
	f := Search(m.Size, m.Rules, searchStates)
	return fmt.Sprintf("%d of %d states, from %d heaps", f.Hidden, f.States, f.Heaps)
}

func safePairs(v sim.Values, _ uint64) string {
	m, safe, list := machineOf(v), 0, ""
	for b := Off; b <= Conditional; b++ {
		for st := Grey; st <= Black; st++ {
			f := Search(m.Size, Rules{Barrier: b, Stacks: st}, searchStates)
			if f.Lost || f.Cut {
				continue
			}
			safe++
			list += fmt.Sprintf("; %s with %s stacks", barrierWords[b], stackWords[st])
		}
	}
	return fmt.Sprintf("%d%s", safe, list)
}
