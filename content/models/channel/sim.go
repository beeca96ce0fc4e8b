package channel

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// Op is one operation of a goroutine.
type Op struct {
	Kind    OpKind
	Chan    int
	Value   int // to send: never 0, and never twice in a program
	Cases   []Case
	Default bool
}

// OpKind is the kind of an operation.
type OpKind int

// The operations.
const (
	Send OpKind = iota
	Recv
	Close
	Select
)

// Case is a case of a select. A Chan of -1 is nil.
type Case struct {
	Send  bool
	Chan  int
	Value int
}

// Program is what runs: channels by their capacity, and what each goroutine does.
type Program struct {
	Caps []int
	Gos  [][]Op
}

// Result is how an operation ended.
type Result struct {
	Kind  ResultKind
	OK    bool
	Value int
	Case  int
}

// ResultKind is how an operation ended.
type ResultKind int

// The results. Started is the first time that a goroutine runs.
const (
	Started ResultKind = iota
	Sent
	Received
	Closed
	Default
	Panicked
)

// Entry is a line of a run's log: an operation has ended, and its goroutine runs.
type Entry struct {
	G, Op int // Op is -1 when the goroutine starts
	Result
}

// g is a goroutine.
type g struct {
	id         int
	status     string
	ops        []Op
	pc         int
	begun      bool // has run
	result     Result
	waiting    []*sudog
	cases      []scase
	locks      []int
	param      *sudog // who woke it
	selectDone bool
}

const (
	running  = "running"
	runnable = "runnable"
	waiting  = "waiting"
	ended    = "ended"
)

// simulation runs a program on one processor: a goroutine runs until it waits, and who is
// made ready runs next.
type simulation struct {
	rec     sim.Recorder
	chans   []*channel
	gos     []*g
	runnext *g
	runq    []*g
	curg    *g
	draw    func(n int) int
	log     []Entry
}

// newSim starts a program. keys are the order of the channels' addresses; draw gives
// the random numbers of selects.
func newSim(p Program, keys []int, draw func(int) int, quiet bool) *simulation {
	s := &simulation{rec: sim.Recorder{Quiet: quiet}, draw: draw}
	for i, n := range p.Caps {
		s.chans = append(s.chans, &channel{id: i, buf: make([]int, n), key: keys[i]})
	}
	for i, ops := range p.Gos {
		gp := &g{id: i + 1, status: runnable, ops: ops}
		s.gos = append(s.gos, gp)
		s.runqput(gp)
	}
	s.rec.Start(s.view())
	return s
}

// runqput makes a goroutine the next to run; the one that was to be goes to the end.
func (s *simulation) runqput(gp *g) {
	if s.runnext != nil {
		s.runq = append(s.runq, s.runnext)
	}
	s.runnext = gp
}

func (g *g) String() string { return fmt.Sprintf("G%d", g.id) }

func (s *simulation) emit(gp *g, fn, why, what string, args ...any) {
	if s.rec.Quiet {
		return
	}
	s.rec.Add(sim.Event{Actor: gp.String(), Func: fn, What: fmt.Sprintf(what, args...), Why: why}, s.view())
}

// goready makes a goroutine runnable.
func (s *simulation) goready(by, gp *g) {
	gp.status = runnable
	s.runqput(gp)
	s.emit(by, "runtime.goready", "The goroutine that is woken runs next on this processor, when the waker stops; the one that was to be next goes to the end of the queue.", "%s is ready and will run next.", gp)
}

// Step implements sim.Sim.
func (s *simulation) Step() (sim.Event, bool) { return s.rec.Next(s.act) }

// State implements sim.Sim.
func (s *simulation) State() sim.View { return s.rec.Shown() }

// act runs one operation, or the next goroutine.
func (s *simulation) act() bool {
	if s.curg == nil && !s.schedule() {
		return false
	}
	gp := s.curg
	if gp.pc == len(gp.ops) {
		gp.status, s.curg = ended, nil
		s.emit(gp, "runtime.goexit1", "A goroutine that returns gives way to the next.", "%s ends.", gp)
		return true
	}
	o := &gp.ops[gp.pc]
	gp.result = Result{}
	if s.do(gp, o) {
		s.over(gp)
	} else {
		gp.status, s.curg = waiting, nil
	}
	if fault := s.broken(); fault != "" {
		s.rec.Break(gp.String(), fault, s.view())
		return false
	}
	return true
}

func (s *simulation) do(gp *g, o *Op) bool {
	switch o.Kind {
	case Send:
		return s.chansend(gp, s.chans[o.Chan], o.Value)
	case Recv:
		return s.chanrecv(gp, s.chans[o.Chan])
	case Select:
		return s.selectgo(gp, o)
	}
	s.closechan(gp, s.chans[o.Chan])
	return true
}

// over notes the result of the goroutine's operation.
func (s *simulation) over(gp *g) {
	if gp.result.Kind == Panicked {
		gp.result.Case = 0 // a select that panics has chosen no case
	}
	s.log = append(s.log, Entry{gp.id - 1, gp.pc, gp.result})
	gp.pc++
}

// schedule runs the next goroutine, and ends the operation in which it waited.
func (s *simulation) schedule() bool {
	gp := s.runnext
	switch {
	case gp != nil:
		s.runnext = nil
	case len(s.runq) > 0:
		gp, s.runq = s.runq[0], s.runq[1:]
	default:
		return false
	}
	s.curg, gp.status = gp, running
	s.emit(gp, "runtime.execute", "One processor runs one goroutine: first the one in runnext, then its queue.", "%s runs.", gp)
	if !gp.begun {
		gp.begun = true
		s.log = append(s.log, Entry{G: gp.id - 1, Op: -1})
		return true
	}
	s.woken(gp, &gp.ops[gp.pc])
	s.over(gp)
	return true
}

// broken reports which invariant does not hold: the buffer and the queues of a channel
// exclude each other, and a closed one has nobody waiting.
func (s *simulation) broken() string {
	for _, c := range s.chans {
		send, recv := c.sendq.live(), c.recvq.live()
		switch {
		case c.qcount < 0 || c.qcount > len(c.buf):
			return fmt.Sprintf("%s holds %d of %d", c, c.qcount, len(c.buf))
		case recv && c.qcount > 0:
			return fmt.Sprintf("somebody waits to receive from %s, which holds %d", c, c.qcount)
		case send && c.qcount < len(c.buf):
			return fmt.Sprintf("somebody waits to send on %s, which has room", c)
		case c.closed && (send || recv):
			return fmt.Sprintf("somebody waits on %s, which is closed", c)
		case len(c.buf) > 0 && (c.sendx-c.recvx-c.qcount)%len(c.buf) != 0:
			return fmt.Sprintf("%s holds %d from slot %d to %d", c, c.qcount, c.recvx, c.sendx)
		}
	}
	return ""
}

// Run runs a program to its end, or until everybody waits. keys and draws are what the
// real run had; a draw that it had not is 0.
func Run(p Program, keys []int, draws []int) []Entry {
	next := 0
	s := newSim(p, keys, func(n int) int {
		if next == len(draws) {
			return 0
		}
		next++
		return draws[next-1] % n // else another run than this one drew it
	}, true)
	for s.act() {
	}
	return s.log
}
