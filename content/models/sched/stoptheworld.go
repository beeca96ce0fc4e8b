package sched

import (
	"fmt"
	"slices"
	"strings"
)

// stopp stops a processor for a stopped world.
func (pp *p) stopp() {
	sched := pp.sched
	pp.status = pStopped
	sched.stopwait--
	sched.worldMayStop()
}

// worldMayStop lets the thread that stops the world go on when all have stopped.
func (s *schedt) worldMayStop() {
	if s.stopwait == 0 && s.stopper.state == mStopping {
		s.stopper.state = mStopped
		s.stopper.at = s.now + s.stopper.curg.left
	}
}

// stopTheWorldWithSema stops all processors: idle ones and those in system calls at
// once, the others when their goroutine does.
func (gp *g) stopTheWorldWithSema(d int64) {
	mp, sched := gp.m, gp.m.sched
	if sched.gcwaiting { // somebody else does: wait for a turn, as worldsema makes one
		gp.pc--
		gp.preempt = true
		return
	}
	gp.left = d
	sched.gcwaiting, sched.stopwait, sched.stopper = true, len(sched.allp), mp
	mp.state, mp.at = mStopping, never
	sched.emit(mp.p.actor(), "runtime.stopTheWorldWithSema", "To stop the world every processor is needed: idle ones and those in system calls are taken, running ones are asked to stop.",
		"%s stops the world.", gp)
	for _, pp := range sched.allp {
		pp.preemptone("The world is to stop: every goroutine that runs is asked to.")
	}
	mp.p.stopp()
	for _, pp := range sched.allp {
		if pp.status == pRunning && pp.inSyscall() {
			pp.m.takeP().stopp()
		}
	}
	for pp := sched.pidleget(); pp != nil; pp = sched.pidleget() {
		pp.stopp()
	}
}

// gcstopm stops the processor of a thread that looks for work, and the thread.
func (mp *m) gcstopm() {
	sched := mp.sched
	if mp.spinning {
		mp.spinning = false
		sched.nmspinning--
	}
	pp := mp.releasep()
	mp.stopm()
	pp.stopp()
	sched.emit(pp.actor(), "runtime.gcstopm", "A thread that finds the world stopping gives up its processor; the last one wakes who stops the world.", "%s stops %s; processors to go: %d.", mp, pp, sched.stopwait)
}

// startTheWorldWithSema gives threads to the processors that have work, and the idle
// list the others.
func (gp *g) startTheWorldWithSema() {
	mp, sched := gp.m, gp.m.sched
	sched.injectglist(mp, sched.netpoll())
	work := sched.procresize(mp.p)
	var started []string
	sched.gcwaiting, sched.stopper = false, nil
	sched.sysmon.wake()
	mp.state, mp.at = mRunning, sched.now+opCost
	gp.left = 0
	for _, w := range work {
		if w.m == nil {
			w.m = sched.newm(w.p, false)
		} else {
			w.m.notewakeup(w.p)
		}
		started = append(started, fmt.Sprintf("%s with %s", w.p, w.m))
	}
	with := "no other processor has work"
	if started != nil {
		with = strings.Join(started, ", ") + " go on"
	}
	sched.emit(mp.p.actor(), "runtime.startTheWorldWithSema", "Processors with goroutines in their queue get a thread, if possible the one they had; the others are idle.", "The world goes on: %s.", with)
	sched.wakep(mp.p.actor())
}

// pair is a processor that is about to start, with its thread; nil is for a new one.
type pair struct {
	p *p
	m *m
}

// procresize sorts the stopped processors into those with work, in the order in which
// they start, and idle ones, the highest of which will be taken first. A processor whose
// thread sleeps gets it back; of the others the lowest chooses first, and starts last.
func (s *schedt) procresize(running *p) (work []pair) {
	var others []pair
	running.status = pRunning
	for _, pp := range s.allp {
		if pp == running {
			continue
		}
		pp.status = pIdle
		if pp.runqempty() {
			s.pidle = append(s.pidle, pp)
		}
	}
	for _, pp := range slices.Backward(s.allp) {
		if pp == running || pp.runqempty() {
			continue
		}
		if s.mgetSpecific(pp.oldm) {
			work = slices.Insert(work, 0, pair{pp, pp.oldm})
			continue
		}
		others = append(others, pair{pp, nil})
	}
	for i := range slices.Backward(others) {
		others[i].m = s.mget()
	}
	return append(others, work...)
}
