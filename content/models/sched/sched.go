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
// tracer, and no deep sleep of sysmon but the one with all processors idle. How long
// things take is set, with some chance: only the numbers that the runtime defines are
// exact.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify sched checks the model against other versions.
//
// # Files
//
// queue.go holds the queues, schedule.go how work is found, goroutine.go what
// goroutines do, blocking.go system calls, network, sysmon and the stopped world,
// machine.go threads and time, invariant.go what must always hold.
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
	}
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
		{What: "system calls, netpoll, locked threads, the stopped world", Fidelity: sim.Illustrative, By: "the rules are those of the source, and tests hold the numbers to it"},
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
	{Func: "(*simulation).runqput", Symbol: "runtime.runqput"},
	{Func: "(*simulation).runqputslow", Symbol: "runtime.runqputslow"},
	{Func: "runqputbatch", Symbol: "runtime.runqputbatch"},
	{Func: "runqget", Symbol: "runtime.runqget"},
	{Func: "(*simulation).runqgrab", Symbol: "runtime.runqgrab"},
	{Func: "(*simulation).runqsteal", Symbol: "runtime.runqsteal"},
	{Func: "(*simulation).globrunqgetbatch", Symbol: "runtime.globrunqgetbatch"},
	{Func: "(*order).start", Symbol: "runtime.(*randomOrder).start"},
	{Func: "(*simulation).findRunnable", Symbol: "runtime.findRunnable"},
	{Func: "(*simulation).stealWork", Symbol: "runtime.stealWork"},
	{Func: "(*simulation).schedule", Symbol: "runtime.schedule"},
	{Func: "(*simulation).execute", Symbol: "runtime.execute"},
	{Func: "(*simulation).wakep", Symbol: "runtime.wakep"},
	{Func: "(*simulation).resetspinning", Symbol: "runtime.resetspinning"},
	{Func: "(*simulation).startm", Symbol: "runtime.startm"},
	{Func: "(*simulation).handoffp", Symbol: "runtime.handoffp"},
	{Func: "(*simulation).stoplockedm", Symbol: "runtime.stoplockedm"},
	{Func: "(*simulation).startlockedm", Symbol: "runtime.startlockedm"},
	{Func: "(*simulation).newproc", Symbol: "runtime.newproc"},
	{Func: "(*simulation).goschedImpl", Symbol: "runtime.goschedImpl"},
	{Func: "(*simulation).entersyscall", Symbol: "runtime.reentersyscall"},
	{Func: "(*simulation).exitsyscall", Symbol: "runtime.exitsyscall"},
	{Func: "(*simulation).exitsyscallNoP", Symbol: "runtime.exitsyscallNoP"},
	{Func: "(*simulation).injectglist", Symbol: "runtime.injectglist"},
	{Func: "(*simulation).sysmon", Symbol: "runtime.sysmon"},
	{Func: "(*simulation).retake", Symbol: "runtime.retake"},
	{Func: "(*simulation).preemptone", Symbol: "runtime.preemptone"},
	{Func: "(*simulation).stopTheWorldWithSema", Symbol: "runtime.stopTheWorldWithSema"},
	{Func: "(*simulation).startTheWorldWithSema", Symbol: "runtime.startTheWorldWithSema"},
	{Func: "(*simulation).procresize", Symbol: "runtime.procresize"},
}
