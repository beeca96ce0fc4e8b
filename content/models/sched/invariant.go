package sched

import "fmt"

// broken returns the invariant that does not hold, with the facts, or "".
func (s *simulation) broken() string {
	for _, fault := range []func() string{s.lostGoroutine, s.wrongCounts, s.lazy, s.deaf} {
		if f := fault(); f != "" {
			return f
		}
	}
	return ""
}

// lostGoroutine: every runnable goroutine is in exactly one queue, every running one
// on exactly one thread with a processor, and no other is in a queue.
func (s *simulation) lostGoroutine() string {
	places := make([]int, len(s.allg)+1)
	queued := make([]int, len(s.allg)+1)
	for _, gp := range s.runq {
		queued[gp.id]++
	}
	for _, pp := range s.allp {
		if pp.tail-pp.head > ringSize {
			return fmt.Sprintf("%s holds %d", pp, pp.tail-pp.head)
		}
		for i := pp.head; i != pp.tail; i++ {
			queued[pp.ring[i%ringSize].id]++
		}
		if pp.runnext != nil {
			queued[pp.runnext.id]++
		}
	}
	for _, mp := range s.allm {
		if mp.curg != nil {
			places[mp.curg.id]++
		}
		if mp.state == mWaking && mp.lockedg != nil { // startlockedm hands it over
			queued[mp.lockedg.id]++
		}
	}
	for _, gp := range s.allg {
		want, on := 0, 0
		switch gp.status {
		case runnable:
			want = 1
		case running, syscall:
			on = 1
		}
		if queued[gp.id] != want || places[gp.id] != on {
			return fmt.Sprintf("%s is %s, is in %d queues and on %d threads", gp, gp.status, queued[gp.id], places[gp.id])
		}
	}
	return ""
}

// wrongCounts: the number of spinning threads is right, a processor or goroutine
// has at most one thread, and idle ones have none and no work.
func (s *simulation) wrongCounts() string {
	spinning := 0
	for _, mp := range s.allm {
		if mp.spinning {
			spinning++
		}
		if mp.p != nil && mp.p.m != mp {
			return fmt.Sprintf("%s has %s, which has %v", mp, mp.p, mp.p.m)
		}
		if mp.curg != nil && mp.curg.m != mp {
			return fmt.Sprintf("%s runs %s, which has %v", mp, mp.curg, mp.curg.m)
		}
	}
	if spinning != s.nmspinning {
		return fmt.Sprintf("%d threads spin, and nmspinning is %d", spinning, s.nmspinning)
	}
	for _, mp := range s.midle {
		if mp.state != mParked {
			return fmt.Sprintf("%s is on the idle list and is %s", mp, mWords[mp.state])
		}
	}
	for _, pp := range s.pidle {
		if pp.m != nil || !pp.runqempty() || pp.status != pIdle {
			return fmt.Sprintf("%s is on the idle list and is not idle", pp)
		}
	}
	return ""
}

// lazy: no processor is idle and no thread spins while a goroutine waits in a queue,
// unless a thread is on its way to look.
func (s *simulation) lazy() string {
	if len(s.pidle) == 0 || s.nmspinning > 0 || s.gcwaiting {
		return ""
	}
	for _, mp := range s.allm {
		if mp.state == mWaking {
			return ""
		}
	}
	work := len(s.runq)
	for _, pp := range s.allp {
		work += pp.len()
	}
	if work == 0 {
		return ""
	}
	return fmt.Sprintf("%d goroutines wait in queues while %s is idle and nobody is looking for work", work, s.pidle[len(s.pidle)-1])
}

// deaf: a thread that polls the network wakes when that is ready for the first goroutine,
// even for one that came to wait after the poll had begun.
func (s *simulation) deaf() string {
	for _, mp := range s.allm {
		for _, gp := range s.polls {
			if mp.state == mPolling && gp.ready < mp.at {
				return fmt.Sprintf("%s polls the network until %d, which is ready for %s at %d", mp, mp.at, gp, gp.ready)
			}
		}
	}
	return ""
}
