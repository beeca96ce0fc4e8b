package sched

import (
	"fmt"
	"slices"

	"sourcedive/content/models/sim"
)

// This file lets a check compare single decisions of the model with those of the runtime's
// own functions: given a state in numbers, what is the state afterwards?

// Moment is a scheduler's state. Processors and threads count from 0, and -1 is none;
// goroutines count from 1, and 0 is none.
type Moment struct {
	Now          int64
	P            []MomentP
	M            []MomentM
	G            []MomentG
	Global       []int // the global queue
	Idle, IdleM  []int // the two stacks, from the bottom
	Spinning     int
	NeedSpinning bool
	Stopping     bool // the world
	StopWait     int
	LastPoll     int64
	Ready        []int // what the next poll gives, in its order
	Waiters      int   // others that wait for the network
	SysmonWaits  bool
}

// MomentP is a processor.
type MomentP struct {
	Status                 string // idle, running or stopped
	M, OldM                int
	Queue                  []int
	Next                   int
	Schedtick, Syscalltick uint32
	Seen                   [4]int64 // by sysmon: the two ticks, and when
}

// MomentM is a thread. Does is "sleeps", "wakes", "polls", or "" for anything else.
type MomentM struct {
	Does           string
	P, NextP, OldP int
	G, Locked      int
	Spinning       bool
}

// MomentG is a goroutine; its status is one of the model's words.
type MomentG struct {
	Status    string
	M, Locked int
	Preempt   bool
}

// Decision is what is to be decided.
type Decision struct {
	Kind    string
	M, P, G int      // who decides; M is -1 for sysmon
	Random  []uint32 // the numbers that stealing draws; then zeros
	Taken   bool     // in a thief's pause, owners take their runnext
	Rounds  int      // of sysmon
	After   []int    // what a blocking poll gives
	Comes   []int    // while a thread polls, these come to the queue of processor P
	NoIdle  bool     // while a thread blocks, others take all idle processors
	Stopper int      // who stops the world, while that is stopping
}

var pWords = []string{"idle", "running", "stopped"}

// Decide makes a decision, and logs in order which threads it woke and the like.
func Decide(at Moment, d Decision) (after Moment, log []string) {
	s := at.restore(d)
	s.heard = func(format string, args ...any) { log = append(log, fmt.Sprintf(format, args...)) }
	draw := func() uint32 {
		if len(d.Random) == 0 {
			return 0
		}
		n := d.Random[0]
		d.Random = d.Random[1:]
		return n
	}
	s.draw = draw
	var mp *m
	if d.M >= 0 {
		mp = s.allm[d.M]
	}
	switch d.Kind {
	case "schedule":
		mp.schedule()
	case "ready":
		mp.ready(s.allg[d.G-1])
	case "gosched", "preempted":
		mp.curg.goschedImpl(d.Kind == "preempted")
	case "handoff":
		s.allp[d.P].handoffp("")
	case "retake":
		s.hear("took %d", s.sysmon.retake())
	case "sysmon":
		s.rounds(d)
	case "entersyscall":
		mp.curg.entersyscall(1)
	case "exitsyscall":
		mp.curg.exitsyscall()
	case "stop":
		mp.curg.stopTheWorldWithSema(1)
		if mp.state == mStopping {
			s.hear("%s waits", mp)
		}
	case "start":
		mp.curg.startTheWorldWithSema()
	}
	if mp != nil {
		s.goOn(mp, d)
	}
	return s.moment(), log
}

// goOn lets a thread go on after its pauses, and once after it has polled.
func (s *schedt) goOn(mp *m, d Decision) {
	for polled := false; ; {
		switch {
		case mp.state == mPausing:
			if d.Taken {
				for _, pp := range s.allp {
					if pp.m != nil && pp.m != mp {
						pp.runnext = nil
					}
				}
			}
			mp.schedule()
		case mp.state == mPolling && !polled:
			polled = true
			s.hear("%s polls", mp)
			s.setReady(d.After)
			for _, n := range d.Comes {
				s.allp[d.P].push(s.gOf(n))
			}
			if d.NoIdle {
				s.takeIdle()
			}
			mp.polled()
		default:
			return
		}
	}
}

// rounds runs some rounds of sysmon.
func (s *schedt) rounds(d Decision) {
	sm := &s.sysmon
	sm.at = s.now + sm.delay
	for range d.Rounds {
		s.hear("sysmon sleeps %d µs", sm.delay/1000)
		s.now = sm.at
		if sm.run(); !sm.wait {
			continue
		}
		s.hear("sysmon sleeps until it is woken")
		if d.NoIdle {
			s.gcwaiting = false
			s.takeIdle()
		}
		heard := s.heard
		s.heard = nil
		sm.wake()
		s.heard = heard
		s.now = sm.at
		sm.run()
	}
}

func (s *schedt) takeIdle() {
	for pp := s.pidleget(); pp != nil; pp = s.pidleget() {
		pp.status = pRunning
	}
}

// setReady makes goroutines ready for the network, the first of the list last, because
// the poller gives the latest first.
func (s *schedt) setReady(list []int) {
	s.polls = slices.DeleteFunc(s.polls, func(gp *g) bool { return gp.id != 0 })
	for i, n := range list {
		gp := s.allg[n-1]
		gp.ready = s.now - int64(i)
		s.polls = append(s.polls, gp)
	}
}

// restore builds the state.
func (at Moment) restore(d Decision) *schedt {
	s := newSched(len(at.P), recorder{rec: sim.Recorder{Quiet: true}, rand: sim.NewRand(1), now: at.Now})
	for _, x := range at.G {
		gp := s.newg(nil)
		gp.status, gp.preempt = x.Status, x.Preempt
	}
	for i := range at.M {
		s.allm = append(s.allm, &m{id: i, sched: s})
	}
	for i, x := range at.G {
		s.allg[i].m, s.allg[i].lockedm = s.mOf(x.M), s.mOf(x.Locked)
	}
	for i, x := range at.M {
		mp := s.allm[i]
		mp.curg, mp.lockedg, mp.spinning = s.gOf(x.G), s.gOf(x.Locked), x.Spinning
		mp.p, mp.nextp, mp.oldp = s.pOf(x.P), s.pOf(x.NextP), s.pOf(x.OldP)
		mp.state = x.state(mp, slices.Contains(at.IdleM, i))
	}
	for i, x := range at.P {
		pp := s.allp[i]
		pp.status = pstatus(slices.Index(pWords, x.Status))
		pp.m, pp.oldm, pp.runnext = s.mOf(x.M), s.mOf(x.OldM), s.gOf(x.Next)
		for _, n := range x.Queue {
			pp.push(s.gOf(n))
		}
		pp.schedtick, pp.syscalltick = x.Schedtick, x.Syscalltick
		pp.seen = sysmontick{uint32(x.Seen[0]), uint32(x.Seen[1]), x.Seen[2], x.Seen[3]}
	}
	for _, n := range at.Global {
		s.runq = append(s.runq, s.gOf(n))
	}
	for _, n := range at.Idle {
		s.pidleput(s.allp[n])
	}
	for _, n := range at.IdleM {
		s.midle = append(s.midle, s.allm[n])
	}
	s.nmspinning, s.needspinning = at.Spinning, at.NeedSpinning
	s.gcwaiting, s.stopwait, s.lastpoll = at.Stopping, at.StopWait, at.LastPoll
	if at.Stopping {
		s.stopper = s.allm[d.Stopper]
		s.stopper.state = mStopping
		if d.Kind == "start" {
			s.stopper.state = mStopped
		}
	}
	s.sysmon.wait = at.SysmonWaits
	for range at.Waiters {
		s.polls = append(s.polls, &g{ready: never})
	}
	s.setReady(at.Ready)
	return s
}

// state is what a thread does, as the model has it.
func (x MomentM) state(mp *m, idle bool) mstate {
	switch {
	case x.Does == "wakes":
		return mWaking
	case x.Does == "polls":
		return mPolling
	case x.Does == "sleeps" && idle:
		return mParked
	case x.Does == "sleeps":
		return mLocked
	case mp.curg != nil && mp.curg.status == syscall:
		return mSyscall
	}
	return mRunning
}

func (s *schedt) gOf(n int) *g {
	if n == 0 {
		return nil
	}
	return s.allg[n-1]
}

func (s *schedt) mOf(n int) *m {
	if n < 0 {
		return nil
	}
	return s.allm[n]
}

func (s *schedt) pOf(n int) *p {
	if n < 0 {
		return nil
	}
	return s.allp[n]
}

// moment gives the state in numbers.
func (s *schedt) moment() (at Moment) {
	at.Now = s.now
	for _, gp := range s.allg {
		at.G = append(at.G, MomentG{gp.status, numberOf(gp.m), numberOf(gp.lockedm), gp.preempt})
	}
	does := map[mstate]string{mWaking: "wakes", mPolling: "polls", mParked: "sleeps", mLocked: "sleeps"}
	for _, mp := range s.allm {
		at.M = append(at.M, MomentM{does[mp.state], placeOf(mp.p), placeOf(mp.nextp), placeOf(mp.oldp), nameOf(mp.curg), nameOf(mp.lockedg), mp.spinning})
	}
	for _, pp := range s.allp {
		x := MomentP{
			Status: pWords[pp.status], M: numberOf(pp.m), OldM: numberOf(pp.oldm), Next: nameOf(pp.runnext),
			Schedtick: pp.schedtick, Syscalltick: pp.syscalltick,
			Seen: [4]int64{int64(pp.seen.schedtick), int64(pp.seen.syscalltick), pp.seen.schedwhen, pp.seen.syscallwhen},
		}
		for i := pp.head; i != pp.tail; i++ {
			x.Queue = append(x.Queue, nameOf(pp.ring[i%ringSize]))
		}
		at.P = append(at.P, x)
	}
	for _, gp := range s.runq {
		at.Global = append(at.Global, gp.id)
	}
	for _, pp := range s.pidle {
		at.Idle = append(at.Idle, pp.id)
	}
	for _, mp := range s.midle {
		at.IdleM = append(at.IdleM, mp.id)
	}
	for _, gp := range s.polls {
		if gp.id == 0 {
			at.Waiters++
		} else {
			at.Ready = append(at.Ready, gp.id)
		}
	}
	at.Spinning, at.NeedSpinning, at.SysmonWaits = s.nmspinning, s.needspinning, s.sysmon.wait
	at.Stopping, at.StopWait, at.LastPoll = s.gcwaiting, s.stopwait, s.lastpoll
	return at
}

func numberOf(mp *m) int {
	if mp == nil {
		return -1
	}
	return mp.id
}

func placeOf(pp *p) int {
	if pp == nil {
		return -1
	}
	return pp.id
}

func nameOf(gp *g) int {
	if gp == nil {
		return 0
	}
	return gp.id
}
