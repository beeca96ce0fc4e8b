package sched

import (
	"fmt"
	"slices"

	"sourcedive/content/models/sim"
)

// mostCells is how many goroutines of a queue a view shows.
const mostCells = 24

// view describes the state.
func (s *simulation) view() sim.View {
	if s.rec.Quiet {
		return sim.View{}
	}
	var ps, ms []sim.Lane
	for _, pp := range s.allp {
		ps = append(ps, processorLane(pp))
	}
	for _, mp := range s.allm {
		ms = append(ms, threadLane(mp))
	}
	var wait []sim.Cell
	for _, gp := range s.allg {
		if gp.status == waiting || gp.status == syscall {
			wait = append(wait, cell(gp, sim.Waiting, gp.status))
		}
	}
	return sim.View{Blocks: []sim.Block{
		{Kind: sim.Lanes, ID: "p", Title: "Processors", Note: "what runs, runnext, and the queue from its head", Lanes: ps},
		{Kind: sim.Queue, ID: "global", Title: "Global queue", Cells: cells(s.runq), Note: fmt.Sprintf("%d goroutines", len(s.runq))},
		{Kind: sim.Lanes, ID: "m", Title: "Threads", Lanes: ms},
		{Kind: sim.Queue, ID: "waiting", Title: "Waiting and in system calls", Cells: cut(wait, len(wait))},
		{Kind: sim.Facts, ID: "facts", Title: "Scheduler", Facts: s.facts()},
	}}
}

func (s *simulation) facts() []sim.Fact {
	idle := "none"
	if n := len(s.pidle); n > 0 {
		idle = ""
		for _, pp := range slices.Backward(s.pidle) {
			idle += pp.String() + " "
		}
		idle = idle[:len(idle)-1]
	}
	world := "running"
	if s.gcwaiting {
		world = fmt.Sprintf("stopping, %d processors to go", s.stopwait)
		if s.stopwait == 0 {
			world = "stopped"
		}
	}
	return []sim.Fact{
		{Name: "spinning threads", Value: fmt.Sprint(s.nmspinning)},
		{Name: "idle processors", Value: idle},
		{Name: "goroutines not ended", Value: fmt.Sprint(s.alive)},
		{Name: "the world", Value: world},
	}
}

func processorLane(pp *p) sim.Lane {
	l := sim.Lane{ID: pp.String(), Title: pp.String(), State: sim.Idle, Note: fmt.Sprintf("schedtick %d", pp.schedtick), First: int(pp.head)}
	switch {
	case pp.status == pStopped:
		l.State = sim.Old
	case pp.inSyscall():
		l.State = sim.Waiting
	case pp.status == pRunning && pp.m != nil && pp.m.spinning:
		l.State = sim.Spinning
	case pp.status == pRunning:
		l.State = sim.Running
	}
	if pp.m != nil {
		l.Note = pp.m.String() + ", " + l.Note
		if gp := pp.m.curg; gp != nil {
			state := sim.Running
			if gp.status != running {
				state = sim.Waiting
			}
			l.Items = append(l.Items, cell(gp, state, gp.status))
		}
	}
	if gp := pp.runnext; gp != nil {
		c := cell(gp, sim.Runnable, "runnext of "+pp.String())
		c.Tag = "next"
		l.Items = append(l.Items, c)
	}
	var ring []*g
	for i := pp.head; i != pp.tail; i++ {
		ring = append(ring, pp.ring[i%ringSize])
	}
	l.Items = append(l.Items, cells(ring)...)
	return l
}

func threadLane(mp *m) sim.Lane {
	l := sim.Lane{ID: mp.String(), Title: mp.String(), Note: mWords[mp.state], Items: []sim.Cell{}}
	switch {
	case mp.spinning:
		l.State, l.Note = sim.Spinning, l.Note+", spinning"
	case mp.state == mRunning:
		l.State = sim.Running
	case mp.state == mParked:
		l.State = sim.Idle
	case mp.state == mGone:
		l.State = sim.Old
	default:
		l.State = sim.Waiting
	}
	if mp.lockedg != nil {
		l.Note += ", locked to " + mp.lockedg.String()
	}
	for _, pp := range []*p{mp.p, mp.nextp} {
		if pp != nil {
			l.Items = append(l.Items, sim.Cell{ID: pp.String(), Text: pp.String(), State: sim.Used})
		}
	}
	if mp.curg != nil {
		l.Items = append(l.Items, cell(mp.curg, sim.Plain, mp.curg.status))
	}
	return l
}

func cell(gp *g, state, title string) sim.Cell {
	return sim.Cell{ID: gp.String(), Text: gp.String(), State: state, Title: title}
}

// cells are the first goroutines of a queue, and a box for the rest.
func cells(list []*g) []sim.Cell {
	var out []sim.Cell
	for _, gp := range list[:min(len(list), mostCells)] {
		out = append(out, cell(gp, sim.Runnable, runnable))
	}
	return cut(out, len(list))
}

func cut(out []sim.Cell, n int) []sim.Cell {
	if len(out) > mostCells {
		out = out[:mostCells]
	}
	if n > len(out) {
		out = append(out, sim.Cell{Text: fmt.Sprintf("+%d", n-len(out)), Title: fmt.Sprintf("and %d more", n-len(out))})
	}
	return out
}
