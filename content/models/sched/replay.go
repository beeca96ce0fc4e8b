package sched

import (
	"fmt"
	"slices"

	"sourcedive/content/models/sim"
)

// This file has what the checks against the real scheduler need of the model.

// Order runs n goroutines of a workload on one processor whose schedtick is phase at
// the start, and gives the numbers that they noted, in order.
func Order(load string, n, phase int) []int32 {
	kind := slices.Index(loads, load)
	if kind < 0 {
		return nil
	}
	s := newSim(1, phase, 1, true, func(r *sim.Rand) []op { return workload(kind, n, 0, r) })
	for s.act() {
	}
	return s.notes
}

// Phases is how many different starts Order has.
const Phases = globalEvery

// Shares runs n goroutines that compute for work µs on some processors, and reports how
// many each processor ran; main is on the first.
func Shares(procs, n, work int, seed uint64) []int {
	s := newSim(procs, 1, seed, true, func(r *sim.Rand) []op { return workload(loadSpawn, n, int64(work)*1000, r) })
	for s.act() {
	}
	shares := make([]int, procs)
	for i, pp := range s.allp {
		shares[i] = pp.ran
	}
	return shares
}

// Slices runs n goroutines that compute for work µs on one processor, and reports how
// long each stretch was, in µs, but for the first and the last of each.
func Slices(n, work int) (list []int64) {
	m := Model()
	t, err := sim.Run(&m, sim.Given{"procs": 1, "goroutines": n, "work": work}, 1, sim.Limit{Events: true})
	if err != nil {
		return nil
	}
	last := int64(-1)
	for _, e := range t.Events {
		switch e.Func {
		case "runtime.execute":
			last = e.Time
		case "runtime.gopreempt_m":
			list = append(list, e.Time-last)
		}
	}
	return list
}

// Queues does operations on the queues of two processors and the global one. An
// operation is a kind, a processor, and a number: 0 runqput (1: next), 1 runqget, 2
// steal from the other, 3 steal also its runnext, 4 globrunqgetbatch (at most so
// many), 5 globrunqget. A result is the number of the operation that had put in what
// came out, then the lengths of both rings and of the global queue.
func Queues(procs int, ops [][3]uint32) (out [][4]uint32) {
	s := newSched(procs, recorder{rec: sim.Recorder{Quiet: true}})
	ps := [2]*p{{id: 0, sched: s}, {id: 1, sched: s}}
	for i, o := range ops {
		pp := ps[o[1]]
		var gp *g
		switch o[0] {
		case 0:
			pp.runqput(&g{id: i + 1}, o[2] == 1)
		case 1:
			gp, _ = pp.runqget()
		case 2, 3:
			if pp.runqempty() {
				gp, _ = pp.runqsteal(ps[1-o[1]], o[0] == 3, nil)
			}
		case 4:
			if pp.runqempty() {
				var q []*g
				gp, q = s.globrunqgetbatch(int(o[2]))
				pp.runqputbatch(q)
			}
		case 5:
			if len(s.runq) > 0 {
				gp = s.globrunqget()
			}
		}
		r := [4]uint32{0, uint32(ps[0].len()), uint32(ps[1].len()), uint32(len(s.runq))}
		if gp != nil {
			r[0] = uint32(gp.id)
		}
		out = append(out, r)
	}
	return out
}

// Visit is the order in which a thief visits count processors when its random number
// is i.
func Visit(count, i uint32) (list []uint32) {
	var o order
	o.reset(count)
	for e := o.start(i); !e.done(); e.next() {
		list = append(list, e.pos)
	}
	return list
}

// Turn is one start of a goroutine, by its number, on a processor.
type Turn struct{ P, G int }

// Explain looks for what the queues of the model can do, step by step, to run n
// goroutines in the given turns, when processor start started them in the order of
// their numbers and then waited. It fails when no step of the model gives a turn:
// when something else was at the head of the queue, or a thief got what stealing half
// of a queue does not give. A processor notes its turn a moment after it got the
// goroutine, so what the others did meanwhile may precede it.
func Explain(procs, start, n int, turns []Turn) error {
	r := &replay{s: newSched(procs, recorder{rec: sim.Recorder{Quiet: true}}), start: start, n: n}
	r.budget, r.worst = 20*n, Turn{-1, -1}
	if !r.explain(turns) {
		return fmt.Errorf("after %d turns P%d cannot have got goroutine %d", r.explained, r.worst.P, r.worst.G)
	}
	return nil
}

// explain tries to do the next turn of a processor, the one noted first before the
// others, and then the rest.
func (r *replay) explain(turns []Turn) bool {
	if len(turns) == 0 {
		return true
	}
	if done := r.n - len(turns); done >= r.explained {
		r.explained, r.worst = done, turns[0]
	}
	for at := range turns {
		if r.budget == 0 || !isFirst(turns, at) {
			continue
		}
		r.budget--
		was := r.clone()
		if r.take(turns[at]) && r.explain(slices.Delete(slices.Clone(turns), at, at+1)) {
			return true
		}
		r.s.allp, r.made = was.s.allp, was.made
	}
	return false
}

// clone is a copy of the state, to come back to.
func (r *replay) clone() *replay {
	s := &schedt{}
	for _, pp := range r.s.allp {
		one := *pp
		s.allp = append(s.allp, &one)
	}
	return &replay{s: s, made: r.made}
}

// isFirst reports whether a turn is the next one of its processor: any of those may have
// come first, if the others were noted late.
func isFirst(turns []Turn, at int) bool {
	return !slices.ContainsFunc(turns[:at], func(t Turn) bool { return t.P == turns[at].P })
}

type replay struct {
	s         *schedt
	start     int
	n, made   int
	budget    int // how often another order may still be tried
	explained int // the most turns that could be explained, and the one after them
	worst     Turn
}

// take takes a turn, if the model allows it.
func (r *replay) take(t Turn) bool {
	pp := r.s.allp[t.P]
	if t.P == r.start {
		for r.made < r.n { // who started them has stopped, so all are there
			r.make()
		}
	}
	if next := pp.runnext; next != nil || pp.len() > 0 {
		if next == nil {
			next = pp.ring[pp.head%ringSize]
		}
		if next.id != t.G {
			return false
		}
		pp.runqget()
		return true
	}
	return r.steal(pp, t.G)
}

func (r *replay) make() {
	r.s.allp[r.start].runqput(&g{id: r.made}, true)
	r.made++
}

// steal finds the processor from which a thief gets the goroutine. While goroutines
// are still being made it waits until there are as many as that needs.
func (r *replay) steal(pp *p, want int) bool {
	for {
		for _, p2 := range r.s.allp {
			if p2 != pp && gives(p2) == want {
				pp.runqsteal(p2, true, nil)
				return true
			}
		}
		if r.made == r.n {
			return false
		}
		r.make()
	}
}

// gives is the goroutine that a thief would get to run.
func gives(pp *p) int {
	if n := pp.tail - pp.head; n > 0 {
		return pp.ring[(pp.head+n-n/2-1)%ringSize].id
	}
	if pp.runnext != nil {
		return pp.runnext.id
	}
	return -1
}
