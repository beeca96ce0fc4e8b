package sched

// schedule finds a goroutine for a thread that has a processor, and runs it. Where
// the runtime's schedule blocks, this one returns, and is called again when the
// thread wakes.
func (s *simulation) schedule(mp *m) {
	if mp.lockedg != nil {
		s.stoplockedm(mp)
		return
	}
	if gp, inheritTime := s.findRunnable(mp); gp != nil {
		s.found(mp, gp, inheritTime)
	}
}

// found is the end of schedule.
func (s *simulation) found(mp *m, gp *g, inheritTime bool) {
	if mp.spinning {
		s.resetspinning(mp)
	}
	if gp.lockedm != nil {
		s.startlockedm(mp, gp)
		return
	}
	s.execute(mp, gp, inheritTime)
}

func (s *simulation) execute(mp *m, gp *g, inheritTime bool) {
	why := "A goroutine starts a new time slice and moves the processor's schedtick on."
	if inheritTime {
		why = "A goroutine from runnext goes on with the slice of the one before it, so that two that wake each other cannot starve the rest."
	} else {
		mp.p.schedtick++
	}
	mp.curg, mp.state, mp.at = gp, mRunning, s.now+switchCost
	gp.status, gp.preempt = running, false
	mp.p.ran++
	s.emit(mp.p.actor(), "runtime.execute", why, "%s runs %s on %s.", mp, gp, mp.p)
}

// findRunnable looks for work in the runtime's order: every 61st time the global
// queue, then the own queue, the global queue, the network, the other processors.
func (s *simulation) findRunnable(mp *m) (gp *g, inheritTime bool) {
	if mp.steal == nil { // else it goes on where it paused
		if s.gcwaiting {
			s.gcstopm(mp)
			return nil, false
		}
		if gp, inheritTime := s.fromQueues(mp.p); gp != nil {
			return gp, inheritTime
		}
		if gp := s.pollForWork(mp); gp != nil {
			return gp, false
		}
	}
	if mp.spinning || 2*s.nmspinning < len(s.allp)-len(s.pidle) {
		if !mp.spinning {
			s.becomeSpinning(mp)
		}
		gp, again := s.stealWork(mp)
		if gp != nil || mp.steal != nil {
			return gp, false
		}
		if again {
			return s.findRunnable(mp)
		}
	}
	return s.giveUp(mp)
}

// fromQueues takes from the global queue when its turn has come, from the local one,
// or from the global one when that is empty.
func (s *simulation) fromQueues(pp *p) (gp *g, inheritTime bool) {
	if pp.schedtick%globalEvery == 0 && len(s.runq) > 0 {
		gp := s.globrunqget()
		s.emit(pp.actor(), "runtime.globrunqget", "Every 61st slice looks at the global queue first; else two goroutines that wake each other could keep it waiting for ever.",
			"schedtick of %s is %d: %s comes from the global queue.", pp, pp.schedtick, gp)
		return gp, false
	}
	if gp, inheritTime := runqget(pp); gp != nil {
		return gp, inheritTime
	}
	return s.fromGlobal(pp), false
}

func (s *simulation) fromGlobal(pp *p) *g {
	gp, q := s.globrunqgetbatch(ringSize / 2)
	if gp == nil {
		return nil
	}
	runqputbatch(pp, q)
	s.emit(pp.actor(), "runtime.globrunqgetbatch", "An empty processor takes its share of the global queue: its length divided by GOMAXPROCS plus one, and at most half a ring.",
		"%s takes %d from the global queue and will run %s.", pp, len(q)+1, gp)
	return gp
}

// stealWork visits the other processors in four random orders. again is whether
// findRunnable must start anew; mp.steal that the thread pauses.
func (s *simulation) stealWork(mp *m) (gp *g, again bool) {
	at := mp.steal
	mp.steal = nil
	if at == nil {
		at = &stealing{enum: s.order.start(s.rand.Uint32())}
	}
	for ; at.try < stealTries; at.try, at.enum = at.try+1, s.order.start(s.rand.Uint32()) {
		for ; !at.enum.done(); at.enum.next() {
			if s.gcwaiting {
				return nil, true
			}
			p2 := s.allp[at.enum.pos]
			if p2 == mp.p || s.isIdle(p2) {
				continue
			}
			gp, wait := s.runqsteal(mp.p, p2, at.try == stealTries-1, at.next)
			if wait != nil {
				at.next, mp.steal = wait, at
				mp.state, mp.at = mPausing, s.now+stealPause
				s.emit(mp.p.actor(), "runtime.runqgrab", "runnext is taken in the last of four rounds alone, and only if its owner, which is likely to run it at once, has not done so 3 µs later.",
					"%s sees only runnext %s at %s, and pauses.", mp, wait, p2)
				return nil, false
			}
			at.next = nil
			if gp != nil {
				s.emit(mp.p.actor(), "runtime.runqsteal", "A thief takes the older half of a queue, rounded up, and runs the last of it.",
					"%s steals %d from %s and will run %s.", mp.p, mp.p.len()+1, p2, gp)
				return gp, false
			}
		}
	}
	s.emit(mp.p.actor(), "runtime.stealWork", "Four rounds over all processors, each in its own random order, and then a thief gives up.",
		"%s finds nothing to steal.", mp)
	return nil, false
}

// isIdle is the bit of the processor in idlepMask: it is set while pp is on the list.
func (s *simulation) isIdle(pp *p) bool {
	for _, idle := range s.pidle {
		if idle == pp {
			return true
		}
	}
	return false
}

// giveUp puts the processor on the idle list and the thread to sleep, after a last
// look: work that came while the thread was spinning has woken nobody else.
func (s *simulation) giveUp(mp *m) (gp *g, inheritTime bool) {
	if s.gcwaiting {
		return s.findRunnable(mp)
	}
	if gp := s.fromGlobal(mp.p); gp != nil {
		return gp, false
	}
	if !mp.spinning && s.needspinning {
		s.becomeSpinning(mp)
		return s.findRunnable(mp)
	}
	s.emit(mp.p.actor(), "runtime.pidleput", "A processor without work goes to the idle list, and its thread sleeps: spinning costs power.",
		"%s has nothing to do and gives up %s.", mp, mp.p)
	s.pidleput(s.releasep(mp))
	was := mp.spinning
	if was {
		mp.spinning = false
		s.nmspinning--
		if again := s.recheck(mp); again {
			return s.findRunnable(mp)
		}
	}
	if len(s.polls) > 0 && s.lastpoll != 0 {
		s.pollBlocked(mp)
		return nil, false
	}
	s.stopm(mp)
	return nil, false
}

// recheck looks once more at all local queues after the thread has stopped spinning,
// and gets a processor back when there is work. (The runtime looks at the global queue
// too; here nothing can have come since giveUp did.)
func (s *simulation) recheck(mp *m) bool {
	work := false
	for _, p2 := range s.allp {
		work = work || !s.isIdle(p2) && !runqempty(p2)
	}
	if !work {
		return false
	}
	pp := s.pidlegetSpinning()
	if pp == nil {
		return false
	}
	s.acquirep(mp, pp)
	s.becomeSpinning(mp)
	s.emit(pp.actor(), "runtime.checkRunqsNoP", "Who made a goroutine ready while a thread was spinning woke nobody; so that thread looks again before it sleeps.",
		"%s has seen work after all and takes %s back.", mp, pp)
	return true
}

func (s *simulation) resetspinning(mp *m) {
	mp.spinning = false
	s.nmspinning--
	s.emit(mp.p.actor(), "runtime.resetspinning", "The last spinning thread that finds work wakes another: there may be more.",
		"%s has found work and spins no longer.", mp)
	s.wakep(mp.p.actor())
}

// wakep starts a spinning thread when there is an idle processor and none spins yet.
func (s *simulation) wakep(actor string) {
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
func (s *simulation) startm(pp *p, spinning bool) *m {
	var mp *m
	cost := int64(wakeCost)
	if n := len(s.midle); n > 0 {
		mp = s.midle[n-1]
		s.midle = s.midle[:n-1]
	} else {
		mp = &m{id: len(s.allm)}
		s.allm = append(s.allm, mp)
		cost = cloneCost
	}
	mp.spinning = spinning
	s.notewakeup(mp, pp, cost)
	return mp
}

// notewakeup wakes a sleeping thread, which will find pp.
func (s *simulation) notewakeup(mp *m, pp *p, cost int64) {
	mp.nextp, mp.state, mp.at = pp, mWaking, s.now+s.jitter(cost)
}

// stopm puts a thread without a processor to sleep.
func (s *simulation) stopm(mp *m) {
	mp.state, mp.at = mParked, never
	s.midle = append(s.midle, mp)
}

// handoffp finds a thread for a processor whose own cannot go on, if there is any
// reason to run it.
func (s *simulation) handoffp(pp *p, actor string) {
	const fn = "runtime.handoffp"
	const why = "A processor whose thread is blocked gets another thread if it has work, or if nobody else is looking for some; else it is idle."
	if !runqempty(pp) || len(s.runq) > 0 {
		s.emit(actor, fn, why, "%s has work and goes to %s.", pp, s.startm(pp, false))
		return
	}
	if s.nmspinning+len(s.pidle) == 0 {
		s.nmspinning, s.needspinning = 1, false
		s.emit(actor, fn, why, "Nobody looks for work: %s goes to %s, which will.", pp, s.startm(pp, true))
		return
	}
	switch {
	case s.gcwaiting:
		s.stopp(pp)
	case len(s.pidle) == len(s.allp)-1 && s.lastpoll != 0:
		s.emit(actor, fn, why, "%s would be the last to go idle and nobody polls the network: it goes to %s.", pp, s.startm(pp, false))
	default:
		s.pidleput(pp)
		s.emit(actor, fn, why, "%s has no work and is idle.", pp)
	}
}

// stoplockedm gives the processor away: this thread runs its own goroutine only, and
// that one waits.
func (s *simulation) stoplockedm(mp *m) {
	pp := s.releasep(mp)
	mp.state, mp.at = mLocked, never
	s.emit(pp.actor(), "runtime.stoplockedm", "A thread that is locked to a goroutine runs no other; while that one waits the thread sleeps.",
		"%s is locked to %s, gives up %s and sleeps.", mp, mp.lockedg, pp)
	s.handoffp(pp, pp.actor())
}

// startlockedm hands the own processor to the thread that gp is locked to.
func (s *simulation) startlockedm(mp *m, gp *g) {
	pp := s.releasep(mp)
	s.notewakeup(gp.lockedm, pp, wakeCost)
	s.stopm(mp)
	s.emit(pp.actor(), "runtime.startlockedm", "Only the thread that a goroutine is locked to may run it: who finds it hands over its processor and sleeps.",
		"%s found %s, hands %s to %s and sleeps.", mp, gp, pp, gp.lockedm)
}
