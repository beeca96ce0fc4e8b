package sched

// The numbers that the runtime defines. A test checks each against the source.
const (
	ringSize    = 256              // len(p.runq)
	globalEvery = 61               // in findRunnable
	stealTries  = 4                // in stealWork
	timeSlice   = 10 * 1000 * 1000 // forcePreemptNS
)

// p is a processor: the right to run Go code, with a queue of its own.
type p struct {
	id          int
	sched       *schedt
	status      pstatus
	m, oldm     *m
	runnext     *g
	ring        [ringSize]*g
	head, tail  uint32
	schedtick   uint32
	syscalltick uint32
	seen        sysmontick
	ran         int // goroutines that were started here, for the figures
}

type pstatus uint8

const (
	pIdle    pstatus = iota
	pRunning         // also while its goroutine is in a system call
	pStopped         // for a stopped world
)

// sysmontick is what sysmon saw of a processor when it last looked.
type sysmontick struct {
	schedtick, syscalltick uint32
	schedwhen, syscallwhen int64
}

func (pp *p) len() int { return int(pp.tail - pp.head) }

func (pp *p) runqempty() bool { return pp.head == pp.tail && pp.runnext == nil }

// runqput puts gp on the local queue, or, with next, into runnext, and the one that was
// there on the queue.
func (pp *p) runqput(gp *g, next bool) {
	sched := pp.sched
	if next {
		old := pp.runnext
		pp.runnext = gp
		if old == nil {
			sched.emit(pp.actor(), "runtime.runqput", "The next goroutine to run is the one that was made ready last: it is likely to have its data in the cache.",
				"%s becomes runnext of %s.", gp, pp)
			return
		}
		queued := pp.push(old)
		sched.emit(pp.actor(), "runtime.runqput", "runnext holds one goroutine; a newer one kicks the older one to the tail of the queue.",
			"%s becomes runnext of %s and kicks %s to the queue.", gp, pp, old)
		if !queued {
			pp.runqputslow(old)
		}
		return
	}
	if !pp.push(gp) {
		pp.runqputslow(gp)
	}
}

// push puts gp at the tail of the ring, and reports whether there was room.
func (pp *p) push(gp *g) bool {
	if pp.tail-pp.head == ringSize {
		return false
	}
	pp.ring[pp.tail%ringSize] = gp
	pp.tail++
	return true
}

// runqputslow moves the older half of a full queue, and gp behind it, to the global
// queue.
func (pp *p) runqputslow(gp *g) {
	sched := pp.sched
	n := (pp.tail - pp.head) / 2
	for range n {
		sched.runq = append(sched.runq, pp.pop())
	}
	sched.runq = append(sched.runq, gp)
	sched.emit(pp.actor(), "runtime.runqputslow", "A full queue gives its older half and the newcomer to the global queue, so that the price of the lock is paid once for many.",
		"The queue of %s is full: %d goroutines and %s move to the global queue.", pp, n, gp)
}

// pop takes the head of the ring, which must not be empty.
func (pp *p) pop() *g {
	gp := pp.ring[pp.head%ringSize]
	pp.head++
	return gp
}

// runqputbatch puts what fits of q on the local queue and returns the rest.
func (pp *p) runqputbatch(q []*g) []*g {
	for len(q) > 0 && pp.tail-pp.head < ringSize {
		pp.ring[pp.tail%ringSize] = q[0]
		pp.tail++
		q = q[1:]
	}
	return q
}

// runqget takes the next goroutine of the local queue. That of runnext inherits what
// is left of the time slice.
func (pp *p) runqget() (gp *g, inheritTime bool) {
	if gp := pp.runnext; gp != nil {
		pp.runnext = nil
		return gp, true
	}
	if pp.head == pp.tail {
		return nil, false
	}
	return pp.pop(), false
}

// runqgrab takes the older half of a queue, rounded up. When the queue is empty and
// stealNext is set it may take runnext, but gives a running owner 3 µs to take it
// first: slept is the runnext that was seen before that pause, and wait asks for one.
func (pp *p) runqgrab(stealNext bool, slept *g) (batch []*g, wait *g) {
	n := pp.tail - pp.head
	n -= n / 2
	if n == 0 {
		next := pp.runnext
		switch {
		case !stealNext || next == nil:
			return nil, nil
		case next != slept && pp.status == pRunning && pp.m != nil && !pp.inSyscall():
			return nil, next
		}
		pp.runnext = nil
		return []*g{next}, nil
	}
	for range n {
		batch = append(batch, pp.pop())
	}
	return batch, nil
}

// runqsteal moves half of p2's queue to pp and returns the last of them, to be run.
func (pp *p) runqsteal(p2 *p, stealNext bool, slept *g) (gp, wait *g) {
	batch, wait := p2.runqgrab(stealNext, slept)
	if len(batch) == 0 {
		return nil, wait
	}
	n := len(batch) - 1
	gp = batch[n]
	pp.runqputbatch(batch[:n])
	return gp, nil
}

// globrunqget takes the head of the global queue.
func (s *schedt) globrunqget() *g {
	gp := s.runq[0]
	s.runq = s.runq[1:]
	return gp
}

// globrunqgetbatch takes a fair share of the global queue, at most n: one to run and
// the others for the local queue.
func (s *schedt) globrunqgetbatch(n int) (gp *g, q []*g) {
	size := len(s.runq)
	if size == 0 {
		return nil, nil
	}
	n = min(n, size, size/len(s.allp)+1)
	q = s.runq[:n:n]
	s.runq = s.runq[n:]
	return q[0], q[1:]
}

// order visits n processors in a random order, by steps that share no factor with n.
type order struct {
	count    uint32
	coprimes []uint32
}

// enum is one such visit.
type enum struct{ i, count, pos, inc uint32 }

func (o *order) reset(count uint32) {
	o.count, o.coprimes = count, o.coprimes[:0]
	for i := uint32(1); i <= count; i++ {
		if gcd(i, count) == 1 {
			o.coprimes = append(o.coprimes, i)
		}
	}
}

func (o *order) start(i uint32) enum {
	return enum{count: o.count, pos: i % o.count, inc: o.coprimes[i/o.count%uint32(len(o.coprimes))]}
}

func (e *enum) done() bool { return e.i == e.count }

func (e *enum) next() {
	e.i++
	e.pos = (e.pos + e.inc) % e.count
}

func gcd(a, b uint32) uint32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
