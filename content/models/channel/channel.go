// Package channel is a model of channels and of select.
//
// # What is modelled
//
// The ring buffer with sendx and recvx, the queues of waiting senders and receivers,
// direct hand-off past the buffer, the hand-off through a full buffer, close with the
// order in which it wakes, and select: poll order, lock order by address with the
// runtime's heap sort, waiting in several queues, and leaving them again. Goroutines
// run on one processor, with runnext and a queue, so that the order in which they go
// on is the real one.
//
// # What is not modelled
//
// Locks are never contended, because one thing happens at a time. There are no
// channels of timers, no nil channels but in a select, and no run queue beyond 256.
//
// # Version
//
// The rules, the numbers and the names are those of go1.26. A test compares them with
// the source, and sourcedive model verify channel checks the model against other versions.
//
// # Files
//
// chan.go mirrors runtime/chan.go and select.go runtime/select.go; sim.go runs the
// goroutines, and program.go makes what they do.
package channel

import "sourcedive/content/models/sim"

// Model describes the model.
func Model() sim.Model {
	return sim.Model{
		Name: "channel", Title: "Channels and select",
		About: "Goroutines on one processor send, receive, close and select. The model has the ring buffer, the queues of waiting goroutines, direct hand-off, close, and select with its random poll order and its lock order by address. " +
			"It leaves out contended locks, channels of timers, and nil channels outside of a select.",
		Params: []sim.Param{
			{Name: "program", Doc: "what the goroutines do", Min: 0, Max: len(programs) - 1, Default: progBuffered, Words: programs},
			{Name: "goroutines", Doc: "goroutines; the random program has its own number", Min: 2, Max: 12, Default: 4},
			{Name: "capacity", Doc: "capacity of the channels; the unbuffered and the random program have their own", Min: 0, Max: 8, Default: 2},
		},
		Parts: []sim.Part{
			{What: "results of send, receive, close and select", Fidelity: sim.Exact, By: "sequences"},
			{What: "order in which goroutines are woken and go on, on one processor", Fidelity: sim.Exact, By: "sequences"},
			{What: "which case a select takes, given its random numbers and the order of the addresses", Fidelity: sim.Exact, By: "sequences"},
		},
		Funcs:     funcs,
		New:       start,
		Draw:      draw,
		Lines:     lines,
		Tries:     tries,
		Opens:     sim.Demo{Given: sim.Given{"program": progBuffered}, Seed: 1, Step: 10},
		Exercises: exercises(),
		Mirrors:   mirrors,
		Demos:     demos(),
	}
}

func start(v sim.Values, seed uint64) sim.Sim { return simOf(v, seed, false) }

func simOf(v sim.Values, seed uint64, quiet bool) *simulation {
	rand := sim.NewRand(seed)
	p := program(v.Int("program"), v.Int("goroutines"), v.Int("capacity"), rand)
	keys := make([]int, len(p.Caps))
	for i := range keys {
		keys[i] = i
	}
	return newSim(p, keys, rand.N, quiet)
}

// funcs are the symbols that events name.
var funcs = []string{
	"runtime.(*waitq).dequeueSudoG", "runtime.chanrecv", "runtime.chansend", "runtime.closechan", "runtime.execute",
	"runtime.goexit1", "runtime.goready", "runtime.recv", "runtime.selectgo", "runtime.send",
}

var mirrors = []sim.Mirror{
	{Func: "(*simulation).chansend", Symbol: "runtime.chansend"},
	{Func: "(*simulation).send", Symbol: "runtime.send"},
	{Func: "(*simulation).chanrecv", Symbol: "runtime.chanrecv"},
	{Func: "(*simulation).recv", Symbol: "runtime.recv"},
	{Func: "(*simulation).closechan", Symbol: "runtime.closechan"},
	{Func: "(*simulation).selectgo", Symbol: "runtime.selectgo"},
	{Func: "(*waitq).dequeue", Symbol: "runtime.(*waitq).dequeue"},
	{Func: "(*waitq).dequeueSudoG", Symbol: "runtime.(*waitq).dequeueSudoG"},
}

var tries = []sim.Try{
	{Param: "program", Name: "Program", Says: "Who sends, who receives, and what ends it."},
	{Param: "capacity", Name: "Capacity", Says: "Places in the ring. With 0 each value goes from stack to stack."},
	{Param: "goroutines", Name: "Goroutines", Says: "Half of them send, and half receive; in a closing program most receive."},
}

// lines are where the runtime does what the events tell.
var lines = []sim.Line{
	{Func: "runtime.(*waitq).dequeueSudoG", In: "runtime.selectgo", Text: "c.recvq.dequeueSudoG(sglist)"},
	{Func: "runtime.chanrecv", What: "waits", Text: "c.recvq.enqueue(mysg)"},
	{Func: "runtime.chanrecv", What: "closed", Text: "if c.closed != 0 {"},
	{Func: "runtime.chanrecv", Text: "typedmemmove(c.elemtype, ep, qp)"},
	{Func: "runtime.chansend", What: "waits", Text: "c.sendq.enqueue(mysg)"},
	{Func: "runtime.chansend", What: "panics", Text: "send on closed channel"},
	{Func: "runtime.chansend", Text: "typedmemmove(c.elemtype, qp, ep)"},
	{Func: "runtime.closechan", Text: "c.closed = 1"},
	{Func: "runtime.execute", Text: "casgstatus(gp, _Grunnable, _Grunning)"},
	{Func: "runtime.goexit1", Text: "mcall(goexit0)"},
	{Func: "runtime.goready", Text: "ready(gp, traceskip, true)"},
	{Func: "runtime.recv", What: "buffer", Text: "typedmemmove(c.elemtype, qp, sg.elem.get())"},
	{Func: "runtime.recv", Text: "recvDirect(c.elemtype, sg, ep)"},
	{Func: "runtime.selectgo", What: "looks", Text: "cheaprandn(uint32(norder + 1))"},
	{Func: "runtime.selectgo", What: "waits", Text: "c.recvq.enqueue(sg)"},
	{Func: "runtime.selectgo", Text: "for _, casei := range pollorder {"},
	{Func: "runtime.send", Text: "sendDirect(c.elemtype, sg, ep)"},
}
