package sched

// sysmon is the thread that needs no processor and watches the others. Its rounds come
// closer together while it has something to do.
type sysmon struct {
	sched *schedt
	at    int64 // when its next round begins
	delay int64 // between two rounds
	idle  int   // rounds in a row without a processor taken
	wait  bool  // sleeps until it is woken
	woken bool  // from that sleep: it does not look whether to sleep again
}

// run is one round.
func (sm *sysmon) run() {
	sched := sm.sched
	if !sm.woken && (sched.gcwaiting || len(sched.pidle) == len(sched.allp)) {
		sm.wait, sm.at = true, never
		return
	}
	sm.woken = false
	if sched.lastpoll != 0 && sched.lastpoll+pollEvery < sched.now {
		sched.lastpoll = sched.now
		sched.injectglist(nil, sched.netpoll())
	}
	if sm.retake() != 0 {
		sm.idle = 0
	} else {
		sm.idle++
	}
	switch {
	case sm.idle == 0:
		sm.delay = sysmonShort
	case sm.idle > sysmonRounds:
		sm.delay = min(2*sm.delay, sysmonLong)
	}
	sm.at = sched.now + sm.delay
}

// wake ends a sleep that had no set end. The interrupted round continues at once.
func (sm *sysmon) wake() {
	if sm.wait {
		sm.wait, sm.woken, sm.idle, sm.delay = false, true, 0, sysmonShort
		sm.at = sm.sched.now + wakeCost
		sm.sched.hear("sysmon is woken")
	}
}

// retake takes processors from long system calls, and asks goroutines that have had their
// time slice to stop. It counts the processors that it took.
func (sm *sysmon) retake() (n int) {
	sched := sm.sched
	for _, pp := range sched.allp {
		if pp.status != pRunning {
			continue
		}
		late := false
		if pp.seen.schedtick != pp.schedtick {
			pp.seen.schedtick, pp.seen.schedwhen = pp.schedtick, sched.now
		} else if pp.seen.schedwhen+timeSlice <= sched.now {
			pp.preemptone("It has run for a time slice of 10 ms: sysmon asks it to stop, by its stack guard and by a signal.")
			late = true
		}
		if !pp.inSyscall() {
			continue
		}
		if !late && pp.seen.syscalltick != pp.syscalltick {
			pp.seen.syscalltick, pp.seen.syscallwhen = pp.syscalltick, sched.now
			continue
		}
		if pp.runqempty() && sched.nmspinning+len(sched.pidle) > 0 && pp.seen.syscallwhen+retakeAlone > sched.now {
			continue
		}
		mp := pp.m
		mp.takeP()
		n++
		sched.emit("sysmon", "runtime.retake", "A thread that sysmon finds twice in the same system call loses its processor: now, if goroutines wait there or no other processor is idle or looks for work, else after 10 ms.",
			"%s is taken from %s, which is in a system call.", pp, mp)
		pp.handoffp("sysmon")
	}
	return n
}

// preemptone asks the goroutine of a processor to stop, as often as it is called.
func (pp *p) preemptone(why string) {
	sched := pp.sched
	mp := pp.m
	if mp == nil || mp.state != mRunning || mp.curg == nil {
		return
	}
	gp := mp.curg
	gp.preempt = true
	if gp.begun { // the signal interrupts it; what is left it does later
		gp.left += max(0, mp.at-(sched.now+signalCost))
		mp.at = min(mp.at, sched.now+signalCost)
	}
	sched.hear("%s is sent a signal", mp)
	actor := "sysmon"
	if sched.stopper != nil {
		actor = sched.stopper.String()
	}
	sched.emit(actor, "runtime.preemptone", why, "%s is asked to stop on %s.", gp, pp)
}
