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

// program is what the goroutines share and what they have done.
type program struct {
	chans map[int]*channel // never ranged over
	alive int              // goroutines that have not ended, but for main
	waitg *g               // main, when it waits for the others
	notes []int32
	ended bool // main has
}

// proceed does the next operation of a goroutine that runs.
func (pr *program) proceed(gp *g) {
	mp := gp.m
	if gp.preempt {
		gp.goschedImpl(true)
		return
	}
	if gp.pc == len(gp.script) {
		pr.goexit(gp)
		return
	}
	o := &gp.script[gp.pc]
	if o.kind == opRun {
		if !gp.begun {
			gp.begun, gp.left = true, o.d
		}
		if gp.left > 0 {
			mp.at, gp.left = mp.sched.now+gp.left, 0
			return
		}
		gp.begun = false
		gp.pc++
		pr.proceed(gp)
		return
	}
	gp.pc++
	mp.at = mp.sched.now + opCost
	pr.do(gp, o)
}

func (pr *program) do(gp *g, o *op) {
	mp, sched := gp.m, gp.m.sched
	switch o.kind {
	case opGo:
		pr.alive++
		gp.newproc(o.body)
	case opGosched:
		gp.goschedImpl(false)
	case opSend, opRecv:
		pr.rendezvous(gp, o)
	case opSyscall:
		gp.entersyscall(o.d)
	case opRead:
		gp.waitForNetwork(o.d)
	case opLock:
		mp.lockedg, gp.lockedm = gp, mp
		sched.emit(mp.p.actor(), "runtime.lockOSThread", "From now on no other thread runs this goroutine, and this thread no other goroutine.", "%s and %s are locked to each other.", gp, mp)
	case opUnlock:
		mp.lockedg, gp.lockedm = nil, nil
		sched.emit(mp.p.actor(), "runtime.unlockOSThread", "Thread and goroutine are free again.", "%s and %s are free of each other.", gp, mp)
	case opStop:
		gp.stopTheWorldWithSema(o.d)
	case opWait:
		if pr.alive > 0 {
			pr.waitg = gp
			gp.park("for the others to end")
		}
	case opNote:
		pr.notes = append(pr.notes, int32(o.n))
		pr.proceed(gp)
	}
}

// goexit ends a goroutine. A thread that is still locked to it ends too.
func (pr *program) goexit(gp *g) {
	mp, sched := gp.m, gp.m.sched
	gp.status = dead
	mp.dropg()
	sched.emit(mp.p.actor(), "runtime.gdestroy", "A goroutine that ends is kept for reuse with its stack.", "%s ends.", gp)
	if gp.id == 1 {
		pr.ended = true
		return
	}
	pr.alive--
	if pr.alive == 0 && pr.waitg != nil {
		main := pr.waitg
		pr.waitg = nil
		main.status = runnable
		mp.p.runqput(main, true)
		sched.wakep(mp.p.actor())
	}
	if gp.lockedm != nil {
		mp.mexit(gp)
		return
	}
	mp.schedule()
}

// rendezvous sends or receives: whoever comes second makes the first one ready.
func (pr *program) rendezvous(gp *g, o *op) {
	c := pr.chans[o.n]
	if c == nil {
		c = &channel{}
		pr.chans[o.n] = c
	}
	mine, other, what := &c.sendq, &c.recvq, "to send"
	if o.kind == opRecv {
		mine, other, what = other, mine, "to receive"
	}
	if len(*other) > 0 {
		partner := (*other)[0]
		*other = (*other)[1:]
		gp.m.ready(partner)
		return
	}
	*mine = append(*mine, gp)
	gp.park(what)
}
