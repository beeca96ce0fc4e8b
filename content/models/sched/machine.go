package sched

import (
	"fmt"
	"math"
)

// How long things take, in nanoseconds. The runtime defines the first group, and a
// test checks it against the source; the second has the magnitude that was measured.
const (
	sysmonShort  = 20 * 1000        // the first sleep of sysmon
	sysmonRounds = 50               // idle rounds before it sleeps longer each time
	sysmonLong   = 10 * 1000 * 1000 // and at most so long
	pollEvery    = 10 * 1000 * 1000 // sysmon polls the network when nobody has for so long
	retakeAlone  = 10 * 1000 * 1000 // how long a processor without work stays with a system call
	stealPause   = 3 * 1000         // before runnext of a running processor is taken

	opCost     = 100       // to do an operation of a goroutine
	switchCost = 200       // to switch to a goroutine
	signalCost = 2 * 1000  // from a request to preempt until the goroutine stops
	wakeCost   = 5 * 1000  // to wake a thread
	cloneCost  = 15 * 1000 // to make a thread

	never = math.MaxInt64
)

// g is a goroutine. It does the operations of its script.
type g struct {
	id      int
	status  string // what it does: one of the words below
	script  []op
	pc      int
	left    int64 // of the operation that takes time
	begun   bool  // the operation at pc has begun
	preempt bool
	m       *m // that runs it, or nil
	lockedm *m
	ready   int64 // when the network will be ready for it
}

const (
	running  = "running"
	runnable = "runnable"
	waiting  = "waiting"
	syscall  = "in a system call"
	dead     = "dead"
)

// m is a thread.
type m struct {
	id       int
	sched    *schedt
	state    mstate
	at       int64 // when it acts next
	p        *p
	nextp    *p // what it will find when it wakes
	oldp     *p // what it had before its system call
	curg     *g
	lockedg  *g
	spinning bool
	steal    *stealing
	spun     bool // before it waited in netpoll
}

type mstate uint8

const (
	mRunning  mstate = iota
	mSyscall         // runs curg in the kernel
	mWaking          // was started with nextp
	mParked          // idle, on the list
	mPausing         // before it takes a runnext
	mPolling         // blocked in netpoll
	mLocked          // waits for its own goroutine to be scheduled
	mStopping        // waits for all processors to stop
	mStopped         // has the world to itself
	mGone            // exited
)

var mWords = [...]string{"running", "in a system call", "waking", "idle", "pausing", "polling the network", "waiting for its goroutine", "stopping the world", "alone in the world", "gone"}

// stealing is how far a thread had come in stealWork when it paused.
type stealing struct {
	try  int
	enum enum
	next *g // the runnext that it saw
}

// schedt is the scheduler: what the runtime keeps in sched, allp, allm and allgs. The
// runtime has one, in global variables; here processors and threads point to theirs,
// because many runs coexist.
type schedt struct {
	recorder

	allg []*g
	allm []*m
	allp []*p

	runq         []*g // the global queue
	pidle        []*p // a stack, as in the runtime
	midle        []*m // a stack too
	nmspinning   int
	needspinning bool
	order        order

	gcwaiting bool
	stopwait  int
	stopper   *m

	polls    []*g  // wait for the network
	lastpoll int64 // 0 while a thread is blocked in netpoll

	sysmon sysmon
}

// newSched makes a scheduler with procs processors, none of which has a thread or is on
// the idle list.
func newSched(procs int, rec recorder) *schedt {
	s := &schedt{recorder: rec, lastpoll: 1}
	for i := range procs {
		s.allp = append(s.allp, &p{id: i, sched: s})
	}
	s.order.reset(uint32(procs))
	s.sysmon = sysmon{sched: s, delay: sysmonShort, at: sysmonShort}
	return s
}

func (s *schedt) newg(script []op) *g {
	gp := &g{id: len(s.allg) + 1, status: runnable, script: script}
	s.allg = append(s.allg, gp)
	return gp
}

func (g *g) String() string   { return fmt.Sprintf("G%d", g.id) }
func (pp *p) String() string  { return fmt.Sprintf("P%d", pp.id) }
func (mp *m) String() string  { return fmt.Sprintf("M%d", mp.id) }
func (pp *p) actor() string   { return pp.String() }
func (pp *p) inSyscall() bool { return pp.m != nil && pp.m.state == mSyscall }

func (mp *m) acquirep(pp *p) {
	mp.p, pp.m, pp.status = pp, mp, pRunning
	pp.oldm = mp // from when it lets go of pp on
}

func (mp *m) releasep() *p {
	pp := mp.p
	pp.m, pp.status, mp.p = nil, pIdle, nil
	return pp
}

func (mp *m) becomeSpinning() {
	sched := mp.sched
	mp.spinning = true
	sched.nmspinning++
	sched.needspinning = false
}

// dropg separates the thread from its goroutine.
func (mp *m) dropg() {
	mp.curg.m = nil
	mp.curg = nil
}

// mexit ends a thread whose goroutine ended locked to it.
func (mp *m) mexit(gp *g) {
	pp := mp.releasep()
	mp.lockedg, gp.lockedm = nil, nil
	mp.state, mp.at = mGone, never
	mp.sched.emit(pp.actor(), "runtime.mexit", "A thread may have been changed by the goroutine that had locked it; so it is ended and not used again.", "%s ends with %s.", mp, gp)
	pp.handoffp(pp.actor())
}

func (s *schedt) pidleput(pp *p) { s.pidle = append(s.pidle, pp) }

// pidleget takes the processor that was put on the idle list last, or nil.
func (s *schedt) pidleget() *p { return top(&s.pidle) }

// top takes the top of a stack, or nil.
func top[T any](stack *[]*T) *T {
	n := len(*stack)
	if n == 0 {
		return nil
	}
	x := (*stack)[n-1]
	*stack = (*stack)[:n-1]
	return x
}

// pidlegetSpinning leaves a note, when there is none for a spinning thread, to threads
// that are about to give up their processor.
func (s *schedt) pidlegetSpinning() *p {
	pp := s.pidleget()
	if pp == nil {
		s.needspinning = true
	}
	return pp
}
