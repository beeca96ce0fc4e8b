package sched

import (
	"fmt"
	"slices"

	"sourcedive/content/models/model"
)

// mostCells is how many goroutines of a queue a view shows.
const mostCells = 24

// view describes the state.
func (s *sim) view() model.View {
	if s.rec.Quiet {
		return model.View{}
	}
	var ps, ms []model.Lane
	for _, pp := range s.allp {
		ps = append(ps, s.lane(pp))
	}
	for _, mp := range s.allm {
		ms = append(ms, threadLane(mp))
	}
	var wait []model.Cell
	for _, gp := range s.allg {
		if gp.status == waiting || gp.status == syscall {
			wait = append(wait, cell(gp, model.Waiting, gp.status))
		}
	}
	return model.View{Blocks: []model.Block{
		{Kind: model.Lanes, ID: "p", Title: "Processors", Note: "what runs, runnext, and the queue from its head", Lanes: ps},
		{Kind: model.Queue, ID: "global", Title: "Global queue", Cells: cells(s.runq), Note: fmt.Sprintf("%d goroutines", len(s.runq))},
		{Kind: model.Lanes, ID: "m", Title: "Threads", Lanes: ms},
		{Kind: model.Queue, ID: "waiting", Title: "Waiting and in system calls", Cells: cut(wait, len(wait))},
		{Kind: model.Facts, ID: "facts", Title: "Scheduler", Facts: s.facts()},
	}}
}

func (s *sim) facts() []model.Fact {
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
	return []model.Fact{
		{Name: "spinning threads", Value: fmt.Sprint(s.nmspinning)},
		{Name: "idle processors", Value: idle},
		{Name: "goroutines not ended", Value: fmt.Sprint(s.alive)},
		{Name: "the world", Value: world},
	}
}

func (s *sim) lane(pp *p) model.Lane {
	l := model.Lane{ID: pp.String(), Title: pp.String(), State: model.Idle, Note: fmt.Sprintf("schedtick %d", pp.schedtick)}
	switch {
	case pp.status == pStopped:
		l.State = model.Old
	case pp.inSyscall():
		l.State = model.Waiting
	case pp.status == pRunning && pp.m != nil && pp.m.spinning:
		l.State = model.Spinning
	case pp.status == pRunning:
		l.State = model.Running
	}
	if pp.m != nil {
		l.Note = pp.m.String() + ", " + l.Note
		if gp := pp.m.curg; gp != nil {
			state := model.Running
			if gp.status != running {
				state = model.Waiting
			}
			l.Items = append(l.Items, cell(gp, state, gp.status))
		}
	}
	if gp := pp.runnext; gp != nil {
		c := cell(gp, model.Runnable, "runnext of "+pp.String())
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

func threadLane(mp *m) model.Lane {
	l := model.Lane{ID: mp.String(), Title: mp.String(), Note: mWords[mp.state], Items: []model.Cell{}}
	switch {
	case mp.spinning:
		l.State, l.Note = model.Spinning, l.Note+", spinning"
	case mp.state == mRunning:
		l.State = model.Running
	case mp.state == mParked:
		l.State = model.Idle
	case mp.state == mGone:
		l.State = model.Old
	default:
		l.State = model.Waiting
	}
	if mp.lockedg != nil {
		l.Note += ", locked to " + mp.lockedg.String()
	}
	for _, pp := range []*p{mp.p, mp.nextp} {
		if pp != nil {
			l.Items = append(l.Items, model.Cell{ID: pp.String(), Text: pp.String(), State: model.Used})
		}
	}
	if mp.curg != nil {
		l.Items = append(l.Items, cell(mp.curg, model.Plain, mp.curg.status))
	}
	return l
}

func cell(gp *g, state, title string) model.Cell {
	return model.Cell{ID: gp.String(), Text: gp.String(), State: state, Title: title}
}

// cells are the first goroutines of a queue, and a box for the rest.
func cells(list []*g) []model.Cell {
	var out []model.Cell
	for _, gp := range list[:min(len(list), mostCells)] {
		out = append(out, cell(gp, model.Runnable, runnable))
	}
	return cut(out, len(list))
}

func cut(out []model.Cell, n int) []model.Cell {
	if len(out) > mostCells {
		out = out[:mostCells]
	}
	if n > len(out) {
		out = append(out, model.Cell{Text: fmt.Sprintf("+%d", n-len(out)), Title: fmt.Sprintf("and %d more", n-len(out))})
	}
	return out
}
