package sched

import (
	"fmt"
	"math"

	"sourcedive/content/models/sim"
)

// What takes how long, in nanoseconds. The runtime defines the first group, and a
// test checks it against the source; the second is of the order that was measured.
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
	state    mstate
	at       int64 // when it acts next
	p        *p
	nextp    *p // what it will find when it wakes
	oldp     *p // what it had before its system call
	curg     *g
	lockedg  *g
	spinning bool
	syscalls uint32 // syscalltick of its processor at the last system call
	steal    *stealing
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

// stealing is where a thread was in stealWork when it paused.
type stealing struct {
	try  int
	enum enum
	next *g // the runnext that it saw
}

// simulation is one run: the fields of the runtime's sched, and the world around it.
type simulation struct {
	rec  sim.Recorder
	rand *sim.Rand
	now  int64

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

	sysmonAt    int64
	sysmonDelay int64
	sysmonIdle  int
	sysmonWait  bool

	chans map[int]*channel // never ranged over
	alive int              // goroutines that have not ended, but for main
	waitg *g               // main, when it waits for the others
	notes []int32
	over  bool
}

// newSim starts a run: main runs on P0, and all other processors are idle.
func newSim(procs, phase int, seed uint64, quiet bool, script func(*sim.Rand) []op) *simulation {
	s := &simulation{rec: sim.Recorder{Quiet: quiet}, rand: sim.NewRand(seed), chans: map[int]*channel{}, lastpoll: 1, sysmonDelay: sysmonShort, sysmonAt: sysmonShort}
	for i := range procs {
		s.allp = append(s.allp, &p{id: i})
	}
	s.pidle = append(s.pidle, s.allp[1:]...) // as procresize leaves them: the highest on top
	s.order.reset(uint32(procs))
	m0 := &m{}
	s.allm = []*m{m0}
	s.acquirep(m0, s.allp[0])
	m0.p.schedtick = uint32(phase)
	m0.curg = s.newg(script(s.rand))
	m0.curg.status = running
	s.rec.Start(s.view())
	return s
}

func (s *simulation) newg(script []op) *g {
	gp := &g{id: len(s.allg) + 1, status: runnable, script: script}
	s.allg = append(s.allg, gp)
	return gp
}

func (g *g) String() string            { return fmt.Sprintf("G%d", g.id) }
func (pp *p) String() string           { return fmt.Sprintf("P%d", pp.id) }
func (mp *m) String() string           { return fmt.Sprintf("M%d", mp.id) }
func (pp *p) actor() string            { return pp.String() }
func (pp *p) inSyscall() bool          { return pp.m != nil && pp.m.state == mSyscall }
func (s *simulation) microtime() int64 { return s.now / 1000 }

// emit records an event with the state right after it.
func (s *simulation) emit(actor, fn, why, what string, args ...any) {
	if s.rec.Quiet {
		return
	}
	s.rec.Add(sim.Event{Time: s.microtime(), Actor: actor, Func: fn, What: fmt.Sprintf(what, args...), Why: why}, s.view())
}

// Step implements sim.Sim.
func (s *simulation) Step() (sim.Event, bool) { return s.rec.Next(s.act) }

// State implements sim.Sim.
func (s *simulation) State() sim.View { return s.rec.Shown() }

// act lets the thread act whose time comes first. It reports false when the run is
// over.
func (s *simulation) act() bool {
	if s.over {
		return false
	}
	var first *m
	at := int64(never)
	for _, mp := range s.allm {
		if mp.at < at {
			first, at = mp, mp.at
		}
	}
	if first == nil {
		s.over = true
		s.rec.Break("sched", "no thread will ever act again, and goroutines are left", s.view())
		return false
	}
	if s.sysmonAt < at {
		s.now = s.sysmonAt
		s.sysmon()
	} else {
		s.now = at
		s.wake(first)
	}
	if s.rec.Quiet {
		return true
	}
	if fault := s.broken(); fault != "" {
		s.over = true
		s.rec.Break("sched", fault, s.view())
	}
	return true
}

// wake does what a thread has been waiting to do.
func (s *simulation) wake(mp *m) {
	mp.at = never
	switch mp.state {
	case mRunning:
		s.proceed(mp)
	case mSyscall:
		s.exitsyscall(mp)
	case mWaking:
		pp := mp.nextp
		mp.nextp = nil
		s.acquirep(mp, pp)
		if mp.lockedg != nil {
			s.execute(mp, mp.lockedg, false)
			return
		}
		s.schedule(mp)
	case mPausing:
		s.schedule(mp)
	case mPolling:
		s.polled(mp)
	case mStopped:
		s.startTheWorldWithSema(mp)
	}
}

func (s *simulation) acquirep(mp *m, pp *p) { mp.p, pp.m, pp.status = pp, mp, pRunning }

func (s *simulation) releasep(mp *m) *p {
	pp := mp.p
	pp.oldm, pp.m, pp.status, mp.p = mp, nil, pIdle, nil
	return pp
}

func (s *simulation) pidleput(pp *p) { s.pidle = append(s.pidle, pp) }

func (s *simulation) pidleget() *p {
	n := len(s.pidle)
	if n == 0 {
		return nil
	}
	pp := s.pidle[n-1]
	s.pidle = s.pidle[:n-1]
	return pp
}

// pidlegetSpinning leaves word for threads about to give up their processor when
// there is none for a spinning thread.
func (s *simulation) pidlegetSpinning() *p {
	pp := s.pidleget()
	if pp == nil {
		s.needspinning = true
	}
	return pp
}

func (s *simulation) becomeSpinning(mp *m) {
	mp.spinning = true
	s.nmspinning++
	s.needspinning = false
}

// jitter makes what takes time on a machine take a little more or less of it.
func (s *simulation) jitter(d int64) int64 { return d + int64(s.rand.N(int(d/4)+1)) }
