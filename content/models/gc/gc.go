// Package gc models how the collector marks a heap that the program changes meanwhile,
// small enough to try every heap and every order of steps.
//
// # What is modelled
//
// The phases of a cycle: off, sweep termination with the world stopped, mark beside the
// running program, the end of marking (each P flushes its buffers, then the world
// stops and they are flushed again), mark termination, sweep. Roots are the slots of
// the goroutines' stacks and global variables. Objects are white, grey or black; a
// worker reads a grey object field by field, and the program can run between any two
// of them. A stack is scanned as a whole. The program loads pointers it can reach,
// stores pointers it holds, copies and drops them, and allocates. Writes to objects and
// globals have a barrier, writes to stacks have none.
//
// The switches are the barrier, when stacks are scanned, the colour of new objects, and
// whether the barrier shades at once or notes pointers in a buffer.
//
// Search visits all states that can follow from all heaps of a size. It moves the same
// machine as the run that is shown: program and collector lists what can happen next,
// apply does it.
//
// # What is not modelled
//
// Left out are pointers that a channel hands from stack to stack, which have a barrier of
// their own; objects without pointers, finalizers, weak pointers, new goroutines (they
// begin without roots), and reads and writes that the machine's memory reorders.
//
// Flushing every P is one step: what a P notes after its flush comes to light, as in the
// runtime, when the world has stopped.
//
// There are no sizes and no spans. In go1.26 the Green Tea collector is the default: grey
// objects of 16 to 512 bytes wait span by span, in queues of spans (tryDeferToSpanScan,
// scanSpan), and only the others one by one in work buffers (putObj, scanObject). The
// model shows the latter for all, as the collector was before. That changes the order in
// which grey objects are read, and not what is kept: the search reads them in any order.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify gc checks the model against other versions.
package gc

import "sourcedive/content/models/sim"

var (
	barrierWords = []string{Off: "off", Dijkstra: "dijkstra", Yuasa: "yuasa", Hybrid: "hybrid", Conditional: "conditional"}
	stackWords   = []string{Grey: "grey", Once: "once", Black: "black"}
)

// Model describes the collector's model.
func Model() sim.Model {
	return sim.Model{
		Name:  "gc",
		Title: "Marking a heap while the program changes it",
		About: "Phases, roots, work buffers, tricolour marking and the write barrier, on a heap of up to eight objects. " +
			"The barrier, the treatment of stacks and the colour of new objects are switches, and the schedule can be drawn, or searched for: then the run shows the shortest way to lose an object, if there is one. " +
			"Grey objects wait one by one in work buffers here, as they all did before go1.26; there most small ones wait span by span instead (the Green Tea collector), which changes the order in which they are read and not what is kept. " +
			"Left out are sizes and spans, finalizers, weak pointers, channels that hand pointers from stack to stack, and goroutines that start while marking.",
		Params:    params(),
		Parts:     parts(),
		Funcs:     funcs,
		New:       newSim,
		Opens:     wholeCycle(),
		Draw:      draw,
		Lines:     lines,
		Tries:     tries,
		Exercises: exercises(),
		Mirrors: []sim.Mirror{
			{Func: "(*machine).barrier", Symbol: "runtime.atomicwb"},
			{Func: "(*heap).flush", Symbol: "runtime.wbBufFlush1"},
			{Func: "(*heap).shade", Symbol: "runtime.greyobject"},
			{Func: "(*machine).readField", Symbol: "runtime.scanObject"},
			{Func: "(*machine).scan", Symbol: "runtime.scanstack"},
			{Func: "(*machine).turn", Symbol: "runtime.gcMarkDone"},
			{Func: "(*work).putObj", Symbol: "runtime.(*gcWork).putObj"},
			{Func: "(*work).putObjBatch", Symbol: "runtime.(*gcWork).putObjBatch"},
			{Func: "(*work).tryGetObj", Symbol: "runtime.(*gcWork).tryGetObj"},
			{Func: "(*work).dispose", Symbol: "runtime.(*gcWork).dispose"},
		},
		Demos: demos(),
	}
}

func params() []sim.Param {
	return []sim.Param{
		{Name: "barrier", Doc: "what a write shades while marking", Max: int(Conditional), Default: int(Hybrid), Words: barrierWords},
		{Name: "stacks", Doc: "when stacks are scanned: grey ones again at the end, once beside the program, black ones all at the start", Max: int(Black), Default: int(Once), Words: stackWords},
		{Name: "alloc", Doc: "colour of objects allocated while marking", Max: 1, Default: 0, Words: []string{"black", "white"}},
		{Name: "buffer", Doc: "pointers that a P's barrier buffer holds; without one the barrier shades at once", Max: 3, Default: 2, Words: []string{"none", "2", "4", "8"}},
		{Name: "schedule", Doc: "drawn at random, or the shortest one that loses an object, which is searched for in heaps of up to four objects or so", Max: 1, Default: 0, Words: []string{"random", "worst"}},
		{Name: "objects", Doc: "objects that fit into the heap", Min: 2, Max: maxObjects, Default: 6},
		{Name: "fields", Doc: "pointers in an object", Min: 1, Max: maxFields, Default: 2},
		{Name: "globals", Doc: "global variables", Min: 0, Max: maxFields, Default: 1},
		{Name: "goroutines", Doc: "goroutines, each on its own P", Min: 1, Max: maxStacks, Default: 2},
		{Name: "slots", Doc: "variables on a stack", Min: 1, Max: maxSlots, Default: 2},
		{Name: "mutator", Doc: "of a hundred steps while the world runs, how many are the program's", Min: 0, Max: 90, Default: 50},
		{Name: "cycles", Doc: "how many cycles to run", Min: 1, Max: 5, Default: 1},
	}
}

func parts() []sim.Part {
	return []sim.Part{
		{What: "which barrier with which stacks can lose a reached object", Fidelity: sim.Exact, By: "check search: every state of every heap of the sizes it states"},
		{What: "what a write notes: old and new pointer, and the colour of new objects", Fidelity: sim.Exact, By: "check barrier: the buffer of a real P during a real cycle"},
		{What: "no reached object is lost in real cycles, and some are without the barrier", Fidelity: sim.Statistical, By: "check checkmark: real programs under GODEBUG=gccheckmark=1"},
		{What: "work buffers: which one an object goes to, and comes from", Fidelity: sim.Exact, By: "check buffers: the runtime's own functions, with buffers of two objects"},
		{What: "when marking ends, goes on, or goes back after the world has stopped", Fidelity: sim.Exact, By: "check buffers: the runtime's own gcMarkDone"},
		{What: "the order in which grey objects are read", Fidelity: sim.Illustrative, By: "that of work buffers; in go1.26 only objects below 16 and above 512 bytes wait there, the others in queues of spans"},
		{What: "how often program and collector take turns", Fidelity: sim.Illustrative, By: "drawn"},
	}
}
