package sched

// newproc makes a goroutine: it will be the next to run here.
func (gp *g) newproc(script []op) {
	mp, sched := gp.m, gp.m.sched
	newg := sched.newg(script)
	sched.emit(mp.p.actor(), "runtime.newproc1", "A go statement makes a runnable goroutine; the new one does not run before its maker stops or another processor takes it.",
		"%s makes %s.", gp, newg)
	mp.p.runqput(newg, true)
	sched.wakep(mp.p.actor())
}

// ready makes a waiting goroutine the next to run on mp's processor.
func (mp *m) ready(gp *g) {
	sched := mp.sched
	gp.status = runnable
	sched.emit(mp.p.actor(), "runtime.ready", "Whoever wakes a goroutine puts it on its own processor, where the data is.", "%s makes %s ready.", mp.curg, gp)
	mp.p.runqput(gp, true)
	sched.wakep(mp.p.actor())
}

// park stops a running goroutine until somebody makes it ready.
func (gp *g) park(what string) {
	mp := gp.m
	gp.status = waiting
	mp.dropg()
	mp.sched.emit(mp.p.actor(), "runtime.park_m", "A goroutine that waits is on no queue of the scheduler; its thread looks for another.", "%s waits %s.", gp, what)
	mp.schedule()
}

// goschedImpl puts the running goroutine at the end of the global queue.
func (gp *g) goschedImpl(preempted bool) {
	mp, sched := gp.m, gp.m.sched
	gp.status = runnable
	mp.dropg()
	fn, how := "runtime.gosched_m", "yields"
	if preempted {
		fn, how = "runtime.gopreempt_m", "is preempted"
	}
	if preempted && sched.gcwaiting {
		sched.emit(mp.p.actor(), fn, "A goroutine that is preempted to stop the world stays with its processor, and goes on at once afterwards.", "%s %s.", gp, how)
		mp.p.runqput(gp, true)
	} else {
		sched.runq = append(sched.runq, gp)
		sched.emit(mp.p.actor(), fn, "A goroutine that yields or is preempted goes to the end of the global queue, behind all that wait there.", "%s %s and goes to the global queue.", gp, how)
	}
	sched.wakep(mp.p.actor())
	mp.schedule()
}
