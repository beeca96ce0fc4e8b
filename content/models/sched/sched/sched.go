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
// # What is not
//
// What a thread does between two waits is one action here: there are no locks, and no
// races inside an action. There are no timers, no workers of the collector, no cgo, no
// tracer, and no deep sleep of sysmon but the one with all processors idle. How long
// things take is set, with some chance: only the numbers that the runtime defines are
// exact.
//
// # Files
//
// queue.go holds the queues, schedule.go how work is found, goroutine.go what
// goroutines do, blocking.go system calls, network, sysmon and the stopped world,
// machine.go threads and time, invariant.go what must always hold.
package sched

import "sourcedive/content/models/model"

// Model describes the model.
func Model() model.Model {
	return model.Model{
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

func params() []model.Param {
	return []model.Param{
		{Name: "procs", Doc: "processors (GOMAXPROCS)", Min: 1, Max: 16, Default: 2},
		{Name: "goroutines", Doc: "goroutines that main starts", Min: 1, Max: 1000, Default: 8},
		{Name: "load", Doc: "what the goroutines do", Min: 0, Max: len(loads) - 1, Default: loadSpawn, Words: loads},
		{Name: "work", Doc: "microseconds that each computes", Min: 0, Max: 100_000, Default: 20},
		{Name: "phase", Doc: "schedtick of the first processor at the start, modulo 61", Min: 0, Max: globalEvery - 1, Default: 1},
	}
}

func start(v model.Values, seed uint64) model.Sim { return newRun(v, seed, false) }

// newRun starts a run; a quiet one keeps no events.
func newRun(v model.Values, seed uint64, quiet bool) *sim {
	return newSim(v.Int("procs"), v.Int("phase"), seed, quiet, func(r *model.Rand) []op {
		return workload(v.Int("load"), v.Int("goroutines"), int64(v.Int("work"))*1000, r)
	})
}

func parts() []model.Part {
	return []model.Part{
		{What: "order in which goroutines run on one processor", Standing: model.Exact, By: "order"},
		{What: "local queue, runnext, overflow, batches and stealing between two queues", Standing: model.Exact, By: "queues"},
		{What: "order in which a thief visits the other processors", Standing: model.Exact, By: "steal-order"},
		{What: "how many goroutines each of several processors runs", Standing: model.Statistical, By: "spread"},
		{What: "length of the time slices of goroutines that only compute", Standing: model.Statistical, By: "slices"},
		{What: "system calls, netpoll, locked threads, the stopped world", Standing: model.Illustrative, By: "the rules are those of the source, and tests hold the numbers to it"},
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

var mirrors = []model.Mirror{
	{Func: "(*sim).runqput", Symbol: "runtime.runqput"},
	{Func: "(*sim).runqputslow", Symbol: "runtime.runqputslow"},
	{Func: "runqputbatch", Symbol: "runtime.runqputbatch"},
	{Func: "runqget", Symbol: "runtime.runqget"},
	{Func: "(*sim).runqgrab", Symbol: "runtime.runqgrab"},
	{Func: "(*sim).runqsteal", Symbol: "runtime.runqsteal"},
	{Func: "(*sim).globrunqgetbatch", Symbol: "runtime.globrunqgetbatch"},
	{Func: "(*order).start", Symbol: "runtime.(*randomOrder).start"},
	{Func: "(*sim).findRunnable", Symbol: "runtime.findRunnable"},
	{Func: "(*sim).stealWork", Symbol: "runtime.stealWork"},
	{Func: "(*sim).schedule", Symbol: "runtime.schedule"},
	{Func: "(*sim).execute", Symbol: "runtime.execute"},
	{Func: "(*sim).wakep", Symbol: "runtime.wakep"},
	{Func: "(*sim).resetspinning", Symbol: "runtime.resetspinning"},
	{Func: "(*sim).startm", Symbol: "runtime.startm"},
	{Func: "(*sim).handoffp", Symbol: "runtime.handoffp"},
	{Func: "(*sim).stoplockedm", Symbol: "runtime.stoplockedm"},
	{Func: "(*sim).startlockedm", Symbol: "runtime.startlockedm"},
	{Func: "(*sim).newproc", Symbol: "runtime.newproc"},
	{Func: "(*sim).goschedImpl", Symbol: "runtime.goschedImpl"},
	{Func: "(*sim).entersyscall", Symbol: "runtime.reentersyscall"},
	{Func: "(*sim).exitsyscall", Symbol: "runtime.exitsyscall"},
	{Func: "(*sim).exitsyscallNoP", Symbol: "runtime.exitsyscallNoP"},
	{Func: "(*sim).injectglist", Symbol: "runtime.injectglist"},
	{Func: "(*sim).sysmon", Symbol: "runtime.sysmon"},
	{Func: "(*sim).retake", Symbol: "runtime.retake"},
	{Func: "(*sim).preemptone", Symbol: "runtime.preemptone"},
	{Func: "(*sim).stopTheWorldWithSema", Symbol: "runtime.stopTheWorldWithSema"},
	{Func: "(*sim).startTheWorldWithSema", Symbol: "runtime.startTheWorldWithSema"},
	{Func: "(*sim).procresize", Symbol: "runtime.procresize"},
}
