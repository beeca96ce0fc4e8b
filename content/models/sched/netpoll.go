package sched

import (
	"cmp"
	"slices"
)

// waitForNetwork parks a running goroutine until the poller has news for it.
func (gp *g) waitForNetwork(d int64) {
	sched := gp.m.sched
	gp.ready = sched.now + d
	sched.polls = append(sched.polls, gp)
	for _, other := range sched.allm {
		if other.state == mPolling { // the kernel adds it to the poll that runs
			other.at = min(other.at, gp.ready)
		}
	}
	gp.park("for the network")
}

// netpoll takes the goroutines that the network is ready for, the latest first: the
// kernel reports them in the order in which they became ready, and their list is a stack.
func (s *schedt) netpoll() (list []*g) {
	s.polls = slices.DeleteFunc(s.polls, func(gp *g) bool {
		if gp.ready > s.now {
			return false
		}
		list = append(list, gp)
		return true
	})
	slices.SortStableFunc(list, func(a, b *g) int { return cmp.Compare(b.ready, a.ready) })
	return list
}

// pollForWork asks the network without waiting, unless another thread is waiting there.
func (mp *m) pollForWork() *g {
	sched := mp.sched
	if len(sched.polls) == 0 || sched.lastpoll == 0 {
		return nil
	}
	list := sched.netpoll()
	if len(list) == 0 {
		return nil
	}
	list[0].status = runnable
	sched.emit(mp.p.actor(), "runtime.netpoll", "Before it steals, a thread asks the network for goroutines that can go on.", "%s finds %s ready.", mp, list[0])
	sched.injectglist(mp, list[1:])
	return list[0]
}

// pollBlocked lets a thread without a processor wait in netpoll on behalf of all.
func (mp *m) pollBlocked() {
	sched := mp.sched
	sched.lastpoll = 0
	mp.state, mp.at = mPolling, never
	for _, gp := range sched.polls {
		mp.at = min(mp.at, gp.ready)
	}
	sched.emit(mp.String(), "runtime.netpoll", "One thread that has nothing else to do waits for the network on behalf of all.", "%s waits for the network.", mp)
}

// polled is the return of a thread from netpoll.
func (mp *m) polled() {
	sched := mp.sched
	list := sched.netpoll()
	sched.lastpoll = sched.now
	pp := sched.pidleget()
	if pp == nil {
		sched.injectglist(mp, list)
		mp.stopm()
		return
	}
	mp.acquirep(pp)
	if len(list) == 0 {
		if mp.spun {
			mp.becomeSpinning()
		}
		mp.schedule()
		return
	}
	list[0].status = runnable
	sched.emit(pp.actor(), "runtime.netpoll", "The thread that waited for the network takes an idle processor and runs the first that is ready.", "The network is ready for %d; %s takes %s for %s.", len(list), mp, pp, list[0])
	sched.injectglist(mp, list[1:])
	mp.found(list[0], false)
}

// injectglist makes a list of goroutines runnable: one for each idle processor on the
// global queue, the others here; without a processor all on the global queue. mp is
// nil for sysmon.
func (s *schedt) injectglist(mp *m, list []*g) {
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
	why := "Without a processor of its own the thread puts all on the global queue, and starts threads for idle processors."
	if mp != nil && mp.p != nil {
		why = "As many as there are idle processors go to the global queue, and a thread is started for each."
		n = min(n, len(s.pidle))
		rest := mp.p.runqputbatch(list[n:])
		s.runq = append(s.runq, list[:n]...)
		s.runq = append(s.runq, rest...)
	} else {
		s.runq = append(s.runq, list...)
	}
	s.emit(actor, "runtime.injectglist", why, "%d become runnable, %d of them on the global queue.", len(list), n)
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
