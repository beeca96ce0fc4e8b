package sched

// entersyscall leaves the processor wired to the thread: most calls are back before
// anyone needs it.
func (gp *g) entersyscall(d int64) {
	mp, pp, sched := gp.m, gp.m.p, gp.m.sched
	gp.status = syscall
	mp.oldp, mp.state, mp.at = pp, mSyscall, sched.now+d
	sched.emit(pp.actor(), "runtime.entersyscall", "A system call does not give its processor away: it is taken if the call lasts, or to stop the world.",
		"%s enters a system call on %s.", gp, mp)
	if sched.gcwaiting { // the equivalent of entersyscallblock, at the last minute
		mp.takeP().stopp()
	}
	sched.sysmon.wake()
}

// takeP unwires the processor of a thread in a system call.
func (mp *m) takeP() *p {
	pp := mp.p
	pp.m, pp.status, mp.p = nil, pIdle, nil
	pp.syscalltick++
	return pp
}

// exitsyscall goes on if there is a processor: the one that was never taken, the old
// one from another thread's system call, or an idle one. Else the goroutine queues.
func (gp *g) exitsyscall() {
	mp, oldp, sched := gp.m, gp.m.oldp, gp.m.sched
	mp.oldp = nil
	if mp.p == nil {
		gp.exitsyscallTryGetP(oldp)
	}
	if pp := mp.p; pp != nil {
		pp.syscalltick++
		gp.status, mp.state, mp.at = running, mRunning, sched.now+opCost
		sched.emit(pp.actor(), "runtime.exitsyscall", "A goroutine that finds a processor after its system call goes on at once, without a queue.",
			"%s is back from its system call and goes on on %s.", gp, pp)
		return
	}
	gp.exitsyscallNoP()
}

func (gp *g) exitsyscallTryGetP(oldp *p) {
	mp, sched := gp.m, gp.m.sched
	if oldp.status == pRunning && oldp.inSyscall() {
		mp.acquirep(oldp.m.takeP())
		return
	}
	if pp := sched.pidleget(); pp != nil {
		sched.sysmon.wake()
		mp.acquirep(pp)
	}
}

func (gp *g) exitsyscallNoP() {
	mp, sched := gp.m, gp.m.sched
	gp.status = runnable
	mp.dropg()
	sched.runq = append(sched.runq, gp)
	sched.emit(mp.String(), "runtime.exitsyscallNoP", "No processor is free: the goroutine goes to the global queue, and its thread sleeps.",
		"%s is back from its system call, finds no processor and goes to the global queue.", gp)
	if gp.lockedm != nil {
		mp.state, mp.at = mLocked, never
		return
	}
	mp.stopm()
}
