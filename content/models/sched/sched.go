// Package sched is a model of the goroutine scheduler: goroutines (G), threads (M)
// and processors (P), from the go statement to the idle list.
//
// # What is modelled
//
// The local queue of 256 and runnext with its inherited time slice, the overflow of
// half a queue to the global one, the look at the global queue every 61st slice, the
// batch taken from it, stealing half of a queue in four rounds of random coprime order
// with runnext last, spinning threads and their limit, wakep and resetspinning, the
// last look before sleep, system calls with handoff and retake, netpoll, the 10 ms
// slice and preemption, goroutines locked to threads, and a stopped world.
//
// # What is not modelled
//
// What a thread does between two waits is one action here: there are no locks, and no
// races inside an action. There are no timers, no workers of the collector, no cgo, no
// tracer. A sleep of sysmon has no set end, where the runtime's is a minute at most.
// Goroutines are asked once to stop for a stopped world; the runtime asks again every
// 100 µs. How long things take is set, with some variation: only the numbers that the
// runtime defines are exact.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify sched checks the model against other versions.
//
// # Files
//
// The types are those of the runtime: a g, an m, a p, and the schedt that they share
// (machine.go). Functions that the runtime calls on behalf of the current thread are
// methods of m, those that a goroutine calls are methods of g, and those that work on
// one processor are methods of p.
//
// queue.go holds the queues, schedule.go how work is found and threads start,
// goroutine.go the states of a goroutine, syscall.go, netpoll.go, sysmon.go and
// stoptheworld.go what their names say, program.go the operations of a program, run.go
// time and events, invariant.go what must always hold, replay.go and decide.go what the
// checks against the real scheduler need.
package sched

import "sourcedive/content/models/sim"

// Model describes the model.
func Model() sim.Model {
	return sim.Model{
		Name: "sched", Title: "The goroutine scheduler", Clock: "µs",
		About: "Goroutines (G) run on threads (M) that hold a processor (P). The model has the queues, the order in which work is looked for, stealing, spinning and waking of threads, system calls with handoff, the network poller, time slices, locked threads and the stopped world. " +
			"It leaves out locks and races inside one action, timers, the collector's workers, cgo and the tracer; durations are set, except those that the runtime defines.",
		Params:    params(),
		Parts:     parts(),
		Funcs:     funcs,
		New:       start,
		Exercises: exercises(),
		Mirrors:   mirrors,
		Demos:     demos(),
		Draw:      draw,
		Opens:     sim.Demo{Given: sim.Given{"procs": 2, "goroutines": 6}, Seed: 7, Step: 16},
		Lines:     lines,
		Tries:     tries,
	}
}

var tries = []sim.Try{
	{Param: "procs", Name: "Processors", Says: "So many goroutines run at the same time, and no more.", Most: 8},
	{Param: "goroutines", Name: "Goroutines", Says: "From 258 on one processor the queue overflows, and half of it goes to the global one.", Most: 300},
	{Param: "work", Name: "Work", Says: "How long each of them computes. From 10 ms on its time slice can end first.", Unit: " µs", Most: 30_000},
}

func params() []sim.Param {
	return []sim.Param{
		{Name: "procs", Doc: "processors (GOMAXPROCS)", Min: 1, Max: 16, Default: 2},
		{Name: "goroutines", Doc: "goroutines that main starts", Min: 1, Max: 1000, Default: 8},
		{Name: "load", Doc: "what the goroutines do", Min: 0, Max: len(loads) - 1, Default: loadSpawn, Words: loads},
		{Name: "work", Doc: "microseconds that each computes", Min: 0, Max: 100_000, Default: 20},
		{Name: "phase", Doc: "schedtick of the first processor at the start, modulo 61", Min: 0, Max: globalEvery - 1, Default: 1},
	}
}

func start(v sim.Values, seed uint64) sim.Sim { return newRun(v, seed, false) }

// newRun starts a run; a quiet one keeps no events.
func newRun(v sim.Values, seed uint64, quiet bool) *simulation {
	return newSim(v.Int("procs"), v.Int("phase"), seed, quiet, func(r *sim.Rand) []op {
		return workload(v.Int("load"), v.Int("goroutines"), int64(v.Int("work"))*1000, r)
	})
}

func parts() []sim.Part {
	return []sim.Part{
		{What: "order in which goroutines run on one processor", Fidelity: sim.Exact, By: "order"},
		{What: "local queue, runnext, overflow, batches and stealing between two queues", Fidelity: sim.Exact, By: "queues"},
		{What: "order in which a thief visits the other processors", Fidelity: sim.Exact, By: "steal-order"},
		{What: "how many goroutines each of several processors runs", Fidelity: sim.Statistical, By: "spread"},
		{What: "length of the time slices of goroutines that only compute", Fidelity: sim.Statistical, By: "slices"},
		{What: "what is decided in one moment: whom to wake, what to take, hand over, preempt or stop, in system calls, with the network, with locked threads, in a stopped world", Fidelity: sim.Exact, By: "decisions"},
		{What: "when things happen: how long system calls, wake-ups and the network take", Fidelity: sim.Illustrative, By: "set, but for the numbers that the runtime defines"},
	}
}

// funcs are the symbols that events name.
var funcs = []string{
	"runtime.checkRunqsNoP", "runtime.entersyscall", "runtime.execute", "runtime.exitsyscall", "runtime.exitsyscallNoP",
	"runtime.gcstopm", "runtime.gdestroy", "runtime.globrunqget", "runtime.globrunqgetbatch", "runtime.gopreempt_m",
	"runtime.gosched_m", "runtime.handoffp", "runtime.injectglist", "runtime.lockOSThread", "runtime.mexit", "runtime.netpoll",
	"runtime.newproc1", "runtime.park_m", "runtime.pidleput", "runtime.preemptone", "runtime.ready", "runtime.resetspinning",
	"runtime.retake", "runtime.runqgrab", "runtime.runqput", "runtime.runqputslow", "runtime.runqsteal",
	"runtime.startTheWorldWithSema", "runtime.startlockedm", "runtime.stealWork", "runtime.stopTheWorldWithSema",
	"runtime.stoplockedm", "runtime.unlockOSThread", "runtime.wakep",
}

var mirrors = []sim.Mirror{
	{Func: "(*p).runqput", Symbol: "runtime.runqput"},
	{Func: "(*p).runqputslow", Symbol: "runtime.runqputslow"},
	{Func: "(*p).runqputbatch", Symbol: "runtime.runqputbatch"},
	{Func: "(*p).runqget", Symbol: "runtime.runqget"},
	{Func: "(*p).runqgrab", Symbol: "runtime.runqgrab"},
	{Func: "(*p).runqsteal", Symbol: "runtime.runqsteal"},
	{Func: "(*schedt).globrunqgetbatch", Symbol: "runtime.globrunqgetbatch"},
	{Func: "(*order).start", Symbol: "runtime.(*randomOrder).start"},
	{Func: "(*m).findRunnable", Symbol: "runtime.findRunnable"},
	{Func: "(*m).stealWork", Symbol: "runtime.stealWork"},
	{Func: "(*m).schedule", Symbol: "runtime.schedule"},
	{Func: "(*m).execute", Symbol: "runtime.execute"},
	{Func: "(*schedt).wakep", Symbol: "runtime.wakep"},
	{Func: "(*m).resetspinning", Symbol: "runtime.resetspinning"},
	{Func: "(*schedt).startm", Symbol: "runtime.startm"},
	{Func: "(*p).handoffp", Symbol: "runtime.handoffp"},
	{Func: "(*m).stoplockedm", Symbol: "runtime.stoplockedm"},
	{Func: "(*m).startlockedm", Symbol: "runtime.startlockedm"},
	{Func: "(*g).newproc", Symbol: "runtime.newproc"},
	{Func: "(*g).goschedImpl", Symbol: "runtime.goschedImpl"},
	{Func: "(*g).entersyscall", Symbol: "runtime.reentersyscall"},
	{Func: "(*g).exitsyscall", Symbol: "runtime.exitsyscall"},
	{Func: "(*g).exitsyscallNoP", Symbol: "runtime.exitsyscallNoP"},
	{Func: "(*schedt).injectglist", Symbol: "runtime.injectglist"},
	{Func: "(*sysmon).run", Symbol: "runtime.sysmon"},
	{Func: "(*sysmon).retake", Symbol: "runtime.retake"},
	{Func: "(*p).preemptone", Symbol: "runtime.preemptone"},
	{Func: "(*g).stopTheWorldWithSema", Symbol: "runtime.stopTheWorldWithSema"},
	{Func: "(*g).startTheWorldWithSema", Symbol: "runtime.startTheWorldWithSema"},
	{Func: "(*schedt).procresize", Symbol: "runtime.procresize"},
}
