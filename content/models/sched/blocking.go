package sched

import "slices"

// entersyscall leaves the processor wired to the thread: most calls are back before
// anyone needs it.
func (s *simulation) entersyscall(mp *m, d int64) {
	gp, pp := mp.curg, mp.p
	gp.status = syscall
	mp.syscalls, mp.oldp = pp.syscalltick, pp
	mp.state, mp.at = mSyscall, s.now+d
	s.emit(pp.actor(), "runtime.entersyscall", "A system call does not give its processor away: it is taken only if the call lasts.",
		"%s enters a system call on %s.", gp, mp)
	if s.gcwaiting { // the equivalent of entersyscallblock, at the last minute
		s.stopp(s.takeP(mp))
	}
	s.wakeSysmon()
}

// takeP unwires the processor of a thread in a system call.
func (s *simulation) takeP(mp *m) *p {
	pp := mp.p
	pp.m, pp.status, mp.p = nil, pIdle, nil
	pp.syscalltick++
	return pp
}

// exitsyscall goes on if there is a processor: the one that was never taken, the old
// one from another thread's system call, or an idle one. Else the goroutine queues.
func (s *simulation) exitsyscall(mp *m) {
	gp, oldp := mp.curg, mp.oldp
	mp.oldp = nil
	if mp.p == nil {
		s.exitsyscallTryGetP(mp, oldp)
	}
	if pp := mp.p; pp != nil {
		pp.syscalltick++
		gp.status, mp.state, mp.at = running, mRunning, s.now+opCost
		s.emit(pp.actor(), "runtime.exitsyscall", "A goroutine that finds a processor after its system call goes on at once, without a queue.",
			"%s is back from its system call and goes on on %s.", gp, pp)
		return
	}
	s.exitsyscallNoP(mp, gp)
}

func (s *simulation) exitsyscallTryGetP(mp *m, oldp *p) {
	if oldp.status == pRunning && oldp.inSyscall() {
		pp := s.takeP(oldp.m)
		s.acquirep(mp, pp)
		return
	}
	if pp := s.pidleget(); pp != nil {
		s.wakeSysmon()
		s.acquirep(mp, pp)
	}
}

func (s *simulation) exitsyscallNoP(mp *m, gp *g) {
	gp.status, mp.curg = runnable, nil
	s.runq = append(s.runq, gp)
	s.emit(mp.String(), "runtime.exitsyscallNoP", "No processor is free: the goroutine goes to the global queue, and its thread sleeps.",
		"%s is back from its system call, finds no processor and goes to the global queue.", gp)
	if gp.lockedm != nil {
		mp.state, mp.at = mLocked, never
		return
	}
	s.stopm(mp)
}

// waitForNetwork parks a goroutine until the poller has news for it.
func (s *simulation) waitForNetwork(mp *m, d int64) {
	gp := mp.curg
	gp.ready = s.now + d
	s.polls = append(s.polls, gp)
	for _, other := range s.allm {
		if other.state == mPolling { // the kernel adds it to the poll that runs
			other.at = min(other.at, gp.ready)
		}
	}
	s.park(mp, "for the network")
}

// netpoll takes the goroutines that the network is ready for.
func (s *simulation) netpoll() (list []*g) {
	s.polls = slices.DeleteFunc(s.polls, func(gp *g) bool {
		if gp.ready > s.now {
			return false
		}
		list = append(list, gp)
		return true
	})
	return list
}

// pollForWork asks the network without waiting, unless a thread waits there anyway.
func (s *simulation) pollForWork(mp *m) *g {
	if len(s.polls) == 0 || s.lastpoll == 0 {
		return nil
	}
	list := s.netpoll()
	if len(list) == 0 {
		return nil
	}
	list[0].status = runnable
	s.emit(mp.p.actor(), "runtime.netpoll", "Before it steals, a thread asks the network for goroutines that can go on.", "%s finds %s ready.", mp, list[0])
	s.injectglist(mp, list[1:])
	return list[0]
}

// pollBlocked lets a thread without processor wait in netpoll for all.
func (s *simulation) pollBlocked(mp *m) {
	s.lastpoll = 0
	mp.state, mp.at = mPolling, never
	for _, gp := range s.polls {
		mp.at = min(mp.at, gp.ready)
	}
	s.emit(mp.String(), "runtime.netpoll", "One thread that has nothing else to do waits for the network on behalf of all.", "%s waits for the network.", mp)
}

// polled is the return of a thread from netpoll.
func (s *simulation) polled(mp *m) {
	list := s.netpoll()
	s.lastpoll = s.now
	pp := s.pidleget()
	if pp == nil {
		s.injectglist(mp, list)
		s.stopm(mp)
		return
	}
	s.acquirep(mp, pp)
	if len(list) == 0 {
		s.schedule(mp)
		return
	}
	list[0].status = runnable
	s.emit(pp.actor(), "runtime.netpoll", "The thread that waited for the network takes an idle processor and runs the first that is ready.", "The network is ready for %d; %s takes %s for %s.", len(list), mp, pp, list[0])
	s.injectglist(mp, list[1:])
	s.found(mp, list[0], false)
}

// injectglist makes a list of goroutines runnable: one for each idle processor on the
// global queue, the others here; without a processor all on the global queue. mp is
// nil for sysmon.
func (s *simulation) injectglist(mp *m, list []*g) {
	if len(list) == 0 {
		return
	}
	for _, gp := range list {
		gp.status = runnable
	}
	actor, n := "sysmon", len(list)
	if mp != nil {
		actor = mp.String()
	}
	if mp != nil && mp.p != nil {
		n = min(n, len(s.pidle))
		rest := runqputbatch(mp.p, list[n:])
		s.runq = append(s.runq, list[:n]...)
		s.runq = append(s.runq, rest...)
	} else {
		s.runq = append(s.runq, list...)
	}
	s.emit(actor, "runtime.injectglist", "As many as there are idle processors go to the global queue, and a thread is started for each.", "%d become runnable, %d of them on the global queue.", len(list), n)
	for ; n > 0; n-- {
		pp := s.pidlegetSpinning()
		if pp == nil {
			break
		}
		s.startm(pp, false)
	}
	if mp != nil && mp.p != nil {
		s.wakep(actor)
	}
}

// sysmon is the thread without processor that looks after the others.
func (s *simulation) sysmon() {
	if s.gcwaiting || len(s.pidle) == len(s.allp) {
		s.sysmonWait, s.sysmonAt = true, never
		return
	}
	if s.lastpoll != 0 && s.lastpoll+pollEvery < s.now {
		s.lastpoll = s.now
		s.injectglist(nil, s.netpoll())
	}
	if s.retake() != 0 {
		s.sysmonIdle = 0
	} else {
		s.sysmonIdle++
	}
	switch {
	case s.sysmonIdle == 0:
		s.sysmonDelay = sysmonShort
	case s.sysmonIdle > sysmonRounds:
		s.sysmonDelay = min(2*s.sysmonDelay, sysmonLong)
	}
	s.sysmonAt = s.now + s.sysmonDelay
}

func (s *simulation) wakeSysmon() {
	if s.sysmonWait {
		s.sysmonWait, s.sysmonIdle, s.sysmonDelay = false, 0, sysmonShort
		s.sysmonAt = s.now + sysmonShort
	}
}

// retake takes processors from system calls that last, and asks goroutines to stop
// that have had their time slice. It counts the processors it took.
func (s *simulation) retake() (n int) {
	for _, pp := range s.allp {
		if pp.status != pRunning {
			continue
		}
		late := false
		if pp.seen.schedtick != pp.schedtick {
			pp.seen.schedtick, pp.seen.schedwhen = pp.schedtick, s.now
		} else if pp.seen.schedwhen+timeSlice <= s.now {
			s.preemptone(pp, "It has run for a time slice of 10 ms: sysmon asks it to stop, by its stack guard and by a signal.")
			late = true
		}
		if !pp.inSyscall() {
			continue
		}
		if !late && pp.seen.syscalltick != pp.syscalltick {
			pp.seen.syscalltick, pp.seen.syscallwhen = pp.syscalltick, s.now
			continue
		}
		if runqempty(pp) && s.nmspinning+len(s.pidle) > 0 && pp.seen.syscallwhen+retakeAlone > s.now {
			continue
		}
		mp := pp.m
		s.takeP(mp)
		n++
		s.emit("sysmon", "runtime.retake", "A system call that lasts longer than one look of sysmon loses its processor, at once if goroutines wait there, else after 10 ms.",
			"%s is taken from %s, which is in a system call.", pp, mp)
		s.handoffp(pp, "sysmon")
	}
	return n
}

// preemptone asks the goroutine of a processor to stop.
func (s *simulation) preemptone(pp *p, why string) {
	mp := pp.m
	if mp == nil || mp.state != mRunning || mp.curg == nil || mp.curg.preempt {
		return
	}
	gp := mp.curg
	gp.preempt = true
	if gp.begun { // the signal interrupts it; what is left it does later
		gp.left = max(0, mp.at-(s.now+signalCost))
		mp.at = min(mp.at, s.now+signalCost)
	}
	actor := "sysmon"
	if s.stopper != nil {
		actor = s.stopper.String()
	}
	s.emit(actor, "runtime.preemptone", why, "%s is asked to stop on %s.", gp, pp)
}

// stopp stops a processor for a stopped world.
func (s *simulation) stopp(pp *p) {
	pp.status = pStopped
	s.stopwait--
	s.worldMayStop()
}

// worldMayStop lets the thread that stops the world go on when all have stopped.
func (s *simulation) worldMayStop() {
	if s.stopwait == 0 && s.stopper.state == mStopping {
		s.stopper.state = mStopped
		s.stopper.at = s.now + s.stopper.curg.left
	}
}

// stopTheWorldWithSema stops all processors: idle ones and those in system calls at
// once, the others when their goroutine does.
func (s *simulation) stopTheWorldWithSema(mp *m, d int64) {
	if s.gcwaiting { // somebody else does: wait for a turn, as worldsema makes one
		mp.curg.pc--
		mp.curg.preempt = true
		return
	}
	mp.curg.left = d
	s.gcwaiting, s.stopwait, s.stopper = true, len(s.allp), mp
	mp.state, mp.at = mStopping, never
	s.emit(mp.p.actor(), "runtime.stopTheWorldWithSema", "To stop the world every processor is needed: idle ones and those in system calls are taken, running ones are asked to stop.",
		"%s stops the world.", mp.curg)
	for _, pp := range s.allp {
		s.preemptone(pp, "The world is to stop: every goroutine that runs is asked to.")
	}
	s.stopp(mp.p)
	for _, pp := range s.allp {
		if pp.status == pRunning && pp.inSyscall() {
			s.stopp(s.takeP(pp.m))
		}
	}
	for pp := s.pidleget(); pp != nil; pp = s.pidleget() {
		s.stopp(pp)
	}
}

// gcstopm stops the processor of a thread that looks for work, and the thread.
func (s *simulation) gcstopm(mp *m) {
	if mp.spinning {
		mp.spinning = false
		s.nmspinning--
	}
	pp := s.releasep(mp)
	s.stopm(mp)
	s.stopp(pp)
	s.emit(pp.actor(), "runtime.gcstopm", "A thread that finds the world stopping gives up its processor; the last one wakes who stops the world.", "%s stops %s; processors to go: %d.", mp, pp, s.stopwait)
}

// startTheWorldWithSema gives threads to the processors that have work, and the idle
// list the others.
func (s *simulation) startTheWorldWithSema(mp *m) {
	s.injectglist(mp, s.netpoll())
	work := s.procresize(mp)
	s.gcwaiting, s.stopper = false, nil
	s.wakeSysmon()
	mp.state, mp.at = mRunning, s.now+opCost
	mp.curg.left = 0
	s.emit(mp.p.actor(), "runtime.startTheWorldWithSema", "Processors with goroutines in their queue get a thread, if possible the one they had; the others are idle.", "The world goes on; other processors with work: %d.", len(work))
	for _, w := range work {
		if w.m != nil {
			s.notewakeup(w.m, w.p, wakeCost)
			continue
		}
		s.startm(w.p, false)
	}
	s.wakep(mp.p.actor())
}

// pair is a processor that is about to start, with the thread it had, or nil.
type pair struct {
	p *p
	m *m
}

// procresize sorts the stopped processors into those with work, in the order in which
// they start, and idle ones, the highest of which will be taken first.
func (s *simulation) procresize(mp *m) (work []pair) {
	var others []pair
	mp.p.status = pRunning
	for _, pp := range s.allp {
		if pp == mp.p {
			continue
		}
		pp.status = pIdle
		if runqempty(pp) {
			s.pidle = append(s.pidle, pp)
		}
	}
	for _, pp := range slices.Backward(s.allp) {
		if pp == mp.p || runqempty(pp) {
			continue
		}
		if n := slices.Index(s.midle, pp.oldm); n >= 0 {
			s.midle = slices.Delete(s.midle, n, n+1)
			work = slices.Insert(work, 0, pair{pp, pp.oldm})
			continue
		}
		others = append(others, pair{pp, nil}) // highest first, as they will start
	}
	return append(others, work...)
}
