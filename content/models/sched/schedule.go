package sched

import "slices"

// schedule finds a goroutine for a thread that has a processor, and runs it. Where
// the runtime's schedule blocks, this one returns, and is called again when the
// thread wakes.
func (mp *m) schedule() {
	if mp.lockedg != nil {
		mp.stoplockedm()
		return
	}
	if gp, inheritTime := mp.findRunnable(); gp != nil {
		mp.found(gp, inheritTime)
	}
}

// found is the end of schedule.
func (mp *m) found(gp *g, inheritTime bool) {
	if mp.spinning {
		mp.resetspinning()
	}
	if gp.lockedm != nil {
		mp.startlockedm(gp)
		return
	}
	mp.execute(gp, inheritTime)
}

func (mp *m) execute(gp *g, inheritTime bool) {
	sched := mp.sched
	why := "A goroutine starts a new time slice and moves the processor's schedtick on."
	if inheritTime {
		why = "A goroutine from runnext goes on with the slice of the one before it, so that two that wake each other cannot starve the rest."
	} else {
		mp.p.schedtick++
	}
	mp.curg, gp.m = gp, mp
	mp.state, mp.at = mRunning, sched.now+switchCost
	gp.status, gp.preempt = running, false
	mp.p.ran++
	sched.emit(mp.p.actor(), "runtime.execute", why, "%s runs %s on %s.", mp, gp, mp.p)
}

// findRunnable looks for work in the runtime's order: every 61st time the global
// queue, then its own queue, the global queue, the network, the other processors.
func (mp *m) findRunnable() (gp *g, inheritTime bool) {
	sched := mp.sched
	if mp.steal == nil { // else it goes on where it paused
		if sched.gcwaiting {
			mp.gcstopm()
			return nil, false
		}
		if gp, inheritTime := mp.p.fromQueues(); gp != nil {
			return gp, inheritTime
		}
		if gp := mp.pollForWork(); gp != nil {
			return gp, false
		}
	}
	if mp.spinning || 2*sched.nmspinning < len(sched.allp)-len(sched.pidle) {
		if !mp.spinning {
			mp.becomeSpinning()
		}
		gp, again := mp.stealWork()
		if gp != nil || mp.steal != nil {
			return gp, false
		}
		if again {
			return mp.findRunnable()
		}
	}
	return mp.giveUp()
}

// fromQueues takes from the global queue when its turn has come, else from the local one,
// or from the global one when that is empty.
func (pp *p) fromQueues() (gp *g, inheritTime bool) {
	sched := pp.sched
	if pp.schedtick%globalEvery == 0 && len(sched.runq) > 0 {
		gp := sched.globrunqget()
		sched.emit(pp.actor(), "runtime.globrunqget", "Every 61st slice looks at the global queue first; else a P whose own queue never runs empty would never look there.",
			"schedtick of %s is %d: %s comes from the global queue.", pp, pp.schedtick, gp)
		return gp, false
	}
	if gp, inheritTime := pp.runqget(); gp != nil {
		return gp, inheritTime
	}
	return pp.fromGlobal(), false
}

func (pp *p) fromGlobal() *g {
	sched := pp.sched
	gp, q := sched.globrunqgetbatch(ringSize / 2)
	if gp == nil {
		return nil
	}
	pp.runqputbatch(q)
	sched.emit(pp.actor(), "runtime.globrunqgetbatch", "An empty processor takes its share of the global queue: its length divided by GOMAXPROCS plus one, and at most half a ring.",
		"%s takes %d from the global queue and will run %s.", pp, len(q)+1, gp)
	return gp
}

// stealWork visits the other processors in four random orders. again is whether
// findRunnable must start over; mp.steal is set when the thread pauses.
func (mp *m) stealWork() (gp *g, again bool) {
	sched := mp.sched
	at := mp.steal
	mp.steal = nil
	if at == nil {
		at = &stealing{enum: sched.order.start(sched.random())}
	}
	for {
		for ; !at.enum.done(); at.enum.next() {
			if sched.gcwaiting {
				return nil, true
			}
			p2 := sched.allp[at.enum.pos]
			if p2 == mp.p || sched.isIdle(p2) {
				continue
			}
			gp, wait := mp.p.runqsteal(p2, at.try == stealTries-1, at.next)
			if wait != nil {
				at.next, mp.steal = wait, at
				mp.state, mp.at = mPausing, sched.now+stealPause
				sched.hear("pauses %d µs", stealPause/1000)
				sched.emit(mp.p.actor(), "runtime.runqgrab", "runnext is taken in the last of four rounds alone, and only if its owner, which is likely to run it at once, has not done so 3 µs later.",
					"%s sees only runnext %s at %s, and pauses.", mp, wait, p2)
				return nil, false
			}
			at.next = nil
			if gp != nil {
				sched.emit(mp.p.actor(), "runtime.runqsteal", "A thief takes the older half of a queue, rounded up, and runs the last of it.",
					"%s steals %d from %s and will run %s.", mp.p, mp.p.len()+1, p2, gp)
				return gp, false
			}
		}
		if at.try++; at.try == stealTries {
			break
		}
		at.enum = sched.order.start(sched.random())
	}
	sched.emit(mp.p.actor(), "runtime.stealWork", "Four rounds over all processors, each in its own random order, and then a thief gives up.",
		"%s finds nothing to steal.", mp)
	return nil, false
}

// isIdle is the bit of the processor in idlepMask: it is set while pp is on the list.
func (s *schedt) isIdle(pp *p) bool {
	for _, idle := range s.pidle {
		if idle == pp {
			return true
		}
	}
	return false
}

// giveUp puts the processor on the idle list and the thread to sleep, after a last
// look: work that came while the thread was spinning has woken nobody else.
func (mp *m) giveUp() (gp *g, inheritTime bool) {
	sched := mp.sched
	if sched.gcwaiting {
		return mp.findRunnable()
	}
	if gp := mp.p.fromGlobal(); gp != nil {
		return gp, false
	}
	if !mp.spinning && sched.needspinning {
		mp.becomeSpinning()
		return mp.findRunnable()
	}
	sched.emit(mp.p.actor(), "runtime.pidleput", "A processor without work goes to the idle list, and its thread sleeps: spinning costs power.",
		"%s has nothing to do and gives up %s.", mp, mp.p)
	sched.pidleput(mp.releasep())
	was := mp.spinning
	if was {
		mp.spinning = false
		sched.nmspinning--
		if again := mp.recheck(); again {
			return mp.findRunnable()
		}
	}
	if len(sched.polls) > 0 && sched.lastpoll != 0 {
		mp.spun = was
		mp.pollBlocked()
		return nil, false
	}
	mp.stopm()
	return nil, false
}

// recheck looks once more at all local queues after the thread has stopped spinning,
// and gets a processor back when there is work. (The runtime looks at the global queue
// too; here nothing can have come since giveUp did.)
func (mp *m) recheck() bool {
	sched := mp.sched
	work := false
	for _, p2 := range sched.allp {
		work = work || !sched.isIdle(p2) && !p2.runqempty()
	}
	if !work {
		return false
	}
	pp := sched.pidlegetSpinning()
	if pp == nil {
		return false
	}
	mp.acquirep(pp)
	mp.becomeSpinning()
	sched.emit(pp.actor(), "runtime.checkRunqsNoP", "Whoever made a goroutine ready while a thread was spinning woke nobody, so that thread looks again before it sleeps.",
		"%s has seen work after all and takes %s back.", mp, pp)
	return true
}

func (mp *m) resetspinning() {
	sched := mp.sched
	mp.spinning = false
	sched.nmspinning--
	sched.emit(mp.p.actor(), "runtime.resetspinning", "The last spinning thread that finds work wakes another: there may be more.",
		"%s has found work and spins no longer.", mp)
	sched.wakep(mp.p.actor())
}

// wakep starts a spinning thread when there is an idle processor and none spins yet.
func (s *schedt) wakep(actor string) {
	if s.nmspinning != 0 {
		return
	}
	pp := s.pidlegetSpinning()
	if pp == nil {
		return
	}
	s.nmspinning++
	mp := s.startm(pp, true)
	s.emit(actor, "runtime.wakep", "New work wakes one idle processor, but only if no thread is spinning already: that one will find it.",
		"%s is woken for %s to look for work.", mp, pp)
}

// startm wakes an idle thread for pp, or makes one.
func (s *schedt) startm(pp *p, spinning bool) *m {
	mp := s.mget()
	if mp == nil {
		return s.newm(pp, spinning)
	}
	mp.spinning = spinning
	mp.notewakeup(pp)
	return mp
}

// mget takes the thread that has slept for the shortest time, or nil.
func (s *schedt) mget() *m { return top(&s.midle) }

// mgetSpecific takes a particular thread off the list, if it is there. The runtime knows
// that by its neighbours: a thread that sleeps alone has none, and is not found.
func (s *schedt) mgetSpecific(mp *m) bool {
	n := slices.Index(s.midle, mp)
	if n < 0 || len(s.midle) == 1 {
		return false
	}
	s.midle = slices.Delete(s.midle, n, n+1)
	return true
}

// newm makes a thread for pp.
func (s *schedt) newm(pp *p, spinning bool) *m {
	mp := &m{id: len(s.allm), sched: s, nextp: pp, spinning: spinning, state: mWaking, at: s.now + s.jitter(cloneCost)}
	s.allm = append(s.allm, mp)
	s.hear("%s is made for %s", mp, pp)
	return mp
}

// notewakeup wakes a sleeping thread, which will find pp.
func (mp *m) notewakeup(pp *p) {
	sched := mp.sched
	mp.nextp, mp.state, mp.at = pp, mWaking, sched.now+sched.jitter(wakeCost)
	sched.hear("%s is woken for %s", mp, pp)
}

// stopm puts a thread without a processor to sleep.
func (mp *m) stopm() {
	sched := mp.sched
	mp.state, mp.at = mParked, never
	sched.midle = append(sched.midle, mp)
}

// handoffp finds a thread for a processor whose own cannot go on, if there is any
// reason to run it.
func (pp *p) handoffp(actor string) {
	sched := pp.sched
	const fn = "runtime.handoffp"
	const why = "A processor whose thread is blocked gets another thread if it has work, or if nobody else is looking for some; else it is idle."
	if !pp.runqempty() || len(sched.runq) > 0 {
		sched.emit(actor, fn, why, "%s has work and goes to %s.", pp, sched.startm(pp, false))
		return
	}
	if sched.nmspinning+len(sched.pidle) == 0 {
		sched.nmspinning, sched.needspinning = 1, false
		sched.emit(actor, fn, why, "Nobody looks for work: %s goes to %s, which will.", pp, sched.startm(pp, true))
		return
	}
	switch {
	case sched.gcwaiting:
		pp.stopp()
	case len(sched.pidle) == len(sched.allp)-1 && sched.lastpoll != 0:
		sched.emit(actor, fn, why, "%s would be the last to go idle and nobody polls the network: it goes to %s.", pp, sched.startm(pp, false))
	default:
		sched.pidleput(pp)
		sched.emit(actor, fn, why, "%s has no work and is idle.", pp)
	}
}

// stoplockedm gives the processor away: this thread runs its own goroutine only, and
// that one waits.
func (mp *m) stoplockedm() {
	pp := mp.releasep()
	mp.state, mp.at = mLocked, never
	mp.sched.emit(pp.actor(), "runtime.stoplockedm", "A thread that is locked to a goroutine runs no other; while that one waits the thread sleeps.",
		"%s is locked to %s, gives up %s and sleeps.", mp, mp.lockedg, pp)
	pp.handoffp(pp.actor())
}

// startlockedm hands over its own processor to the thread that gp is locked to.
func (mp *m) startlockedm(gp *g) {
	pp := mp.releasep()
	gp.lockedm.notewakeup(pp)
	mp.stopm()
	mp.sched.emit(pp.actor(), "runtime.startlockedm", "Only the thread that a goroutine is locked to may run it: who finds it hands over its processor and sleeps.",
		"%s found %s, hands %s to %s and sleeps.", mp, gp, pp, gp.lockedm)
}
