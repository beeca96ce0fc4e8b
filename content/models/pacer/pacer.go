// Package pacer models how the collector decides when to begin, how much a program that
// allocates must help, and when it need not.
//
// # What is modelled
//
// Controller has the arithmetic of the runtime's: the goal from what the last cycle
// marked, stacks, globals and GOGC, with the least heap, the distance for sweeping and
// the memory limit; the trigger between its bounds, from the runway that the ratio of
// allocation to marking asks for; the number of workers; the work that a byte owes,
// revised while marking, with the extension of the goal for a heap that grows; what a
// cycle teaches. Limiter is the bucket that keeps the collector from taking more than
// half of the processors for long.
//
// A run drives them with a program of steady rates, as if each processor gave its
// exact share.
//
// # What is not modelled
//
// Left out are the credit of background workers that assists steal, the slack that
// processors keep to themselves, idle workers, and forced and periodic cycles. The
// scavenger is reduced to returning what is free above the limit.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify pacer checks the model against other versions.
package pacer

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// Model describes the pacer's model.
func Model() sim.Model {
	return sim.Model{
		Name:  "pacer",
		Title: "When a collection begins, and who pays for it",
		About: "Goal, trigger, assists and the CPU limiter, computed as the runtime computes them, for a program with steady rates of allocation and a live heap that may jump. " +
			"Left out are the credit that assists steal from background workers, idle workers, forced cycles and most of the scavenger.",
		Clock:  "µs",
		Params: params(),
		Parts: []sim.Part{
			{What: "goal, trigger, runway, work owed by a byte and number of workers", Fidelity: sim.Exact, By: "check controller: the real controller on its own scenarios and on drawn input"},
			{What: "the goal that a memory limit sets", Fidelity: sim.Exact, By: "check controller: drawn memory statistics"},
			{What: "the limiter's bucket", Fidelity: sim.Exact, By: "check limiter: the real limiter on drawn input"},
			{What: "goal and trigger of a real program", Fidelity: sim.Statistical, By: "check program: what real programs say of each cycle"},
			{What: "time, and how processors are shared between marking and allocating", Fidelity: sim.Illustrative, By: "idealised: each gets its exact share"},
			{What: "mapped memory", Fidelity: sim.Illustrative, By: "idealised: what was mapped stays, up to the limit"},
		},
		Funcs: []string{
			"runtime.(*gcCPULimiterState).update",
			"runtime.(*gcControllerState).commit",
			"runtime.(*gcControllerState).endCycle",
			"runtime.(*gcControllerState).memoryLimitHeapGoal",
			"runtime.(*gcControllerState).revise",
			"runtime.(*gcControllerState).startCycle",
			"runtime.(*gcControllerState).trigger",
		},
		New:       newSim,
		Opens:     sim.Demo{Seed: 1, Step: 50},
		Draw:      draw,
		Lines:     lines,
		Tries:     tries,
		Exercises: exercises(),
		Mirrors: []sim.Mirror{
			{Func: "(*Controller).Commit", Symbol: "runtime.(*gcControllerState).commit"},
			{Func: "(*Controller).goal", Symbol: "runtime.(*gcControllerState).heapGoalInternal"},
			{Func: "(*Controller).LimitGoal", Symbol: "runtime.(*gcControllerState).memoryLimitHeapGoal"},
			{Func: "(*Controller).Trigger", Symbol: "runtime.(*gcControllerState).trigger"},
			{Func: "(*Controller).StartCycle", Symbol: "runtime.(*gcControllerState).startCycle"},
			{Func: "(*Controller).Revise", Symbol: "runtime.(*gcControllerState).revise"},
			{Func: "(*Controller).EndCycle", Symbol: "runtime.(*gcControllerState).endCycle"},
			{Func: "(*Controller).ResetLive", Symbol: "runtime.(*gcControllerState).resetLive"},
			{Func: "(*Limiter).Update", Symbol: "runtime.(*gcCPULimiterState).updateLocked"},
			{Func: "(*Limiter).accumulate", Symbol: "runtime.(*gcCPULimiterState).accumulate"},
		},
		Demos: demos(),
	}
}

func params() []sim.Param {
	return []sim.Param{
		{Name: "gogc", Doc: "GOGC; -1 is off", Min: -1, Max: 2000, Default: 100},
		{Name: "limit", Doc: "GOMEMLIMIT in MiB; 0 is none", Min: 0, Max: 8192, Default: 0},
		{Name: "live", Doc: "MiB that the program holds on to", Min: 0, Max: 4096, Default: 64},
		{Name: "step", Doc: "percent of that in the second half of the run", Min: 0, Max: 1000, Default: 100},
		{Name: "stacks", Doc: "KiB of goroutine stacks", Min: 0, Max: 1 << 20, Default: 64},
		{Name: "globals", Doc: "KiB of globals", Min: 0, Max: 1 << 20, Default: 32},
		{Name: "scannable", Doc: "percent of the heap that may hold pointers", Min: 0, Max: 100, Default: 100},
		{Name: "procs", Doc: "GOMAXPROCS", Min: 1, Max: 64, Default: 8},
		{Name: "alloc", Doc: "KiB that a processor allocates in a millisecond", Min: 1, Max: 20000, Default: 132},
		{Name: "scan", Doc: "KiB that a processor scans in a millisecond", Min: 1, Max: 20000, Default: 1024},
		{Name: "overhead", Doc: "MiB of memory that is not heap", Min: 0, Max: 4096, Default: 4},
		{Name: "cycles", Doc: "how many cycles to run", Min: 1, Max: 60, Default: 12},
	}
}

func demos() []sim.Demo {
	return []sim.Demo{
		{Title: "A small heap: the least goal", Given: sim.Given{"live": 1, "cycles": 6}, Seed: 1, Step: 1},
		{Title: "The live heap doubles: one cycle passes its goal at an even pace", Given: sim.Given{"step": 200}, Seed: 1, Step: 70},
		{Title: "A memory limit just above the live heap", Given: sim.Given{"gogc": -1, "limit": 80}, Seed: 1, Step: 40},
		{Title: "A limit below the live heap: the limiter stops a spiral", Given: sim.Given{"live": 512, "limit": 480, "procs": 4, "cycles": 60}, Seed: 1, Step: 154},
	}
}

func exercises() []sim.Exercise {
	return []sim.Exercise{
		{
			Question: "A program holds 1 MiB and GOGC is 200. What is the goal of its second cycle?",
			Given:    sim.Given{"live": 1, "gogc": 200, "cycles": 4}, Seed: 1, Step: 11,
			Answer: goalOfCycle(2),
			Why:    "Twice 1 MiB on top would be 3 MiB and a bit for roots, but the least heap of 4 MiB is scaled by GOGC as well.",
		},
		{
			Question: "A program holds 64 MiB, and its goroutines have 64 MiB of stacks. What is the goal in the steady state with GOGC=100?",
			Given:    sim.Given{"stacks": 64 << 10, "cycles": 12}, Seed: 1, Step: 100,
			Answer: goalOfCycle(12),
			Why:    "Since go1.18 GOGC is a percentage of stacks and globals too, which are work for the collector but not a part of the heap. What was allocated while marking counts as kept.",
		},
		{
			Question: "GOGC is off, the limit is 256 MiB, 4 MiB are not heap, and 64 MiB are live. What is the goal?",
			Given:    sim.Given{"gogc": -1, "limit": 256, "cycles": 3}, Seed: 1, Step: 1,
			Answer: goalOfCycle(1),
			Why:    "The limit less what is not heap, less a headroom of 3 percent or 1 MiB, whichever is more: 252 MiB less 3 percent.",
		},
		{
			Question: "The limit is below the live heap. What share of its time does the program have left in the end?",
			Given:    sim.Given{"live": 512, "limit": 480, "procs": 4, "cycles": 60}, Seed: 1, Step: 154,
			Answer: programShare,
			Why:    "The goal is what was marked, so one cycle follows the other, and assists would take nearly every processor. The limiter's bucket holds a second for each processor; once it is full nobody has to help, so that marking and program settle at about half each.",
		},
	}
}

// goalOfCycle runs up to the commit of a cycle.
func goalOfCycle(n int) func(sim.Values, uint64) string {
	return func(v sim.Values, seed uint64) string {
		s := newSim(v, seed).(*simulation)
		for s.cycle < n-1 || s.stage != allocating {
			if _, ok := s.Step(); !ok {
				return "it has not so many cycles"
			}
		}
		return fmt.Sprintf("%s: %s", size(s.Goal()), s.whyGoal())
	}
}

// programShare measures the second half of a run.
func programShare(v sim.Values, seed uint64) string {
	s := newSim(v, seed).(*simulation)
	var from, spent float64
	for {
		before := s.now
		marking := s.stage == marking
		if _, ok := s.Step(); !ok {
			break
		}
		if s.cycle >= s.cycles/2 {
			wall := float64(s.now - before)
			from += wall
			if marking {
				spent += wall * s.used
			}
		}
	}
	return fmt.Sprintf("%.0f percent", (1-spent/from)*100)
}
