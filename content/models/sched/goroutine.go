package sched

// op is one thing that a goroutine does.
type op struct {
	kind opKind
	d    int64 // how long, in nanoseconds
	n    int   // which channel, or what to note
	body []op  // of a new goroutine
}

type opKind uint8

const (
	opRun     opKind = iota // compute
	opGo                    // the go statement
	opGosched               // runtime.Gosched
	opSend                  // on an unbuffered channel
	opRecv
	opSyscall // a system call that blocks
	opRead    // wait for the network
	opLock    // runtime.LockOSThread
	opUnlock
	opStop // stop the world, as the start of a collection does
	opWait // main: until all others have ended
	opNote // note the number n: the order of a run
)

// channel is unbuffered: the waiting senders and receivers.
type channel struct{ sendq, recvq []*g }

// proceed does the next operation of the goroutine that mp runs.
func (s *simulation) proceed(mp *m) {
	gp := mp.curg
	if gp.preempt {
		s.gopreempt(mp)
		return
	}
	if gp.pc == len(gp.script) {
		s.goexit(mp)
		return
	}
	o := &gp.script[gp.pc]
	if o.kind == opRun {
		if !gp.begun {
			gp.begun, gp.left = true, o.d
		}
		if gp.left > 0 {
			mp.at, gp.left = s.now+gp.left, 0
			return
		}
		gp.begun = false
		gp.pc++
		s.proceed(mp)
		return
	}
	gp.pc++
	mp.at = s.now + opCost
	s.do(mp, gp, o)
}

func (s *simulation) do(mp *m, gp *g, o *op) {
	switch o.kind {
	case opGo:
		s.newproc(mp, o.body)
	case opGosched:
		s.goschedImpl(mp, false)
	case opSend, opRecv:
		s.rendezvous(mp, gp, o)
	case opSyscall:
		s.entersyscall(mp, o.d)
	case opRead:
		s.waitForNetwork(mp, o.d)
	case opLock:
		mp.lockedg, gp.lockedm = gp, mp
		s.emit(mp.p.actor(), "runtime.lockOSThread", "From now on no other thread runs this goroutine, and this thread no other goroutine.", "%s and %s are locked to each other.", gp, mp)
	case opUnlock:
		mp.lockedg, gp.lockedm = nil, nil
		s.emit(mp.p.actor(), "runtime.unlockOSThread", "Thread and goroutine are free again.", "%s and %s are free of each other.", gp, mp)
	case opStop:
		s.stopTheWorldWithSema(mp, o.d)
	case opWait:
		if s.alive > 0 {
			s.waitg = gp
			s.park(mp, "for the others to end")
		}
	case opNote:
		s.notes = append(s.notes, int32(o.n))
		s.proceed(mp)
	}
}

// newproc makes a goroutine: it will be the next to run here.
func (s *simulation) newproc(mp *m, script []op) {
	newg := s.newg(script)
	s.alive++
	s.emit(mp.p.actor(), "runtime.newproc1", "A go statement makes a runnable goroutine; the new one does not run before its maker stops or another processor takes it.",
		"%s makes %s.", mp.curg, newg)
	s.runqput(mp.p, newg, true)
	s.wakep(mp.p.actor())
}

// ready makes a waiting goroutine the next to run on mp's processor.
func (s *simulation) ready(mp *m, gp *g) {
	gp.status = runnable
	s.emit(mp.p.actor(), "runtime.ready", "Who wakes a goroutine puts it on its own processor, where the data is.", "%s makes %s ready.", mp.curg, gp)
	s.runqput(mp.p, gp, true)
	s.wakep(mp.p.actor())
}

// park stops the goroutine that mp runs until somebody makes it ready.
func (s *simulation) park(mp *m, what string) {
	gp := mp.curg
	gp.status = waiting
	mp.curg = nil
	s.emit(mp.p.actor(), "runtime.park_m", "A goroutine that waits is on no queue of the scheduler; its thread looks for another.", "%s waits %s.", gp, what)
	s.schedule(mp)
}

// goschedImpl puts the running goroutine at the end of the global queue.
func (s *simulation) goschedImpl(mp *m, preempted bool) {
	gp := mp.curg
	gp.status = runnable
	mp.curg = nil
	fn, how := "runtime.gosched_m", "yields"
	if preempted {
		fn, how = "runtime.gopreempt_m", "is preempted"
	}
	if preempted && s.gcwaiting {
		s.emit(mp.p.actor(), fn, "A goroutine that is preempted to stop the world stays with its processor, and goes on at once afterwards.", "%s %s.", gp, how)
		s.runqput(mp.p, gp, true)
	} else {
		s.runq = append(s.runq, gp)
		s.emit(mp.p.actor(), fn, "Who yields or is preempted goes to the end of the global queue, behind everybody who waits there.", "%s %s and goes to the global queue.", gp, how)
	}
	s.wakep(mp.p.actor())
	s.schedule(mp)
}

func (s *simulation) gopreempt(mp *m) {
	s.goschedImpl(mp, true)
}

// goexit ends a goroutine. A thread that is still locked to it ends too.
func (s *simulation) goexit(mp *m) {
	gp := mp.curg
	gp.status = dead
	mp.curg = nil
	s.emit(mp.p.actor(), "runtime.gdestroy", "A goroutine that ends is kept for reuse with its stack.", "%s ends.", gp)
	if gp.id == 1 {
		s.over = true
		return
	}
	s.alive--
	if s.alive == 0 && s.waitg != nil {
		main := s.waitg
		s.waitg = nil
		main.status = runnable
		s.runqput(mp.p, main, true)
		s.wakep(mp.p.actor())
	}
	if gp.lockedm != nil {
		pp := s.releasep(mp)
		mp.lockedg, gp.lockedm = nil, nil
		mp.state, mp.at = mGone, never
		s.emit(pp.actor(), "runtime.mexit", "A thread may have been changed by the goroutine that had locked it; so it is ended and not used again.", "%s ends with %s.", mp, gp)
		s.handoffp(pp, pp.actor())
		return
	}
	s.schedule(mp)
}

// rendezvous sends or receives: whoever comes second makes the first one ready.
func (s *simulation) rendezvous(mp *m, gp *g, o *op) {
	c := s.chans[o.n]
	if c == nil {
		c = &channel{}
		s.chans[o.n] = c
	}
	mine, other, what := &c.sendq, &c.recvq, "to send"
	if o.kind == opRecv {
		mine, other, what = other, mine, "to receive"
	}
	if len(*other) > 0 {
		partner := (*other)[0]
		*other = (*other)[1:]
		s.ready(mp, partner)
		return
	}
	*mine = append(*mine, gp)
	s.park(mp, what)
}
