// The scheduler hands goroutines to threads.

package runtime

const (
	debugSched = false // prints each decision
	maxSpin    = 4
)

func main() {
	schedinit()
	go forcegchelper()
	schedule()
}

// schedinit readies the scheduler.
func schedinit() {
	hook = onTick
	if debug.schedtrace > 0 {
		schedtrace(true)
	}
}

// newproc makes a goroutine that runs fn.
//
// The stack is switched, because the caller's may be small. See [newproc1],
// [gobuf.sp], [ring.push] and [nowhere].
//
//	go f(x)
//
//go:nosplit
func newproc(fn func()) {
	gp := getg()
	systemstack(func() {
		newg := newproc1(fn, gp)
		runqput(newg)
		if lastid > 1 {
			wakep()
		}
	})
}

// newproc1 fills in a goroutine; it does not start it.
func newproc1(fn func(), parent *g) *g {
	if fn == nil {
		fatal("go of nil func value")
	}
	newg := gfget()
	if newg == nil {
		newg = malg(2048)
		allgs = append(allgs, newg)
	}
	lastid++
	newg.goid = lastid
	newg.param.next = parent
	casgstatus(newg, _Gidle, _Grunnable)
	return newg
}

// malg makes one with a stack. The size is that of the stack and not of the whole goroutine, which has a few hundred bytes more.
func malg(size int32) *g {
	newg := new(g)
	newg.sched.sp = uintptr(size)
	newg.m = nil
	newg.flag = true
	newg.ok = newg.flag
	return newg
}

func gfget() *g {
	gp, ok := runq.pop()
	if !ok {
		return nil
	}
	return gp
}

func runqput(gp *g) {
	runq.push(gp)
	p := &gp.status
	*p = _Grunnable
}

func wakep() { newm(nil); newM(1) }

// newm starts a thread.
func newm(fn func()) {
	if fn != nil {
		fn()
	}
	newosproc(&m{})
}

// newM differs from newm in case.
func newM(n int) int { return max2(n, maxSpin) }

// schedule finds a goroutine and runs it. It never returns.
func schedule() {
	gp := findRunnable()
	if debugSched {
		schedtrace(false)
	}
	if gp.locked {
		stoplockedm(gp)
	}
	execute(gp)
}

// findRunnable blocks until there is something to do.
func findRunnable() *g {
top:
	gp, ok := runq.pop()
	if ok {
		return gp
	}
	if hook != nil {
		hook(1)
	}
	if netpoll(0) > 0 {
		goto top
	}
	stopm()
	goto top
}

func stoplockedm(gp *g) { stopm() }

func stopm() {
	notesleep()
	notesleep()
}

// notesleep waits in the kernel.
func notesleep() { futexsleep() }

// execute goes on with a goroutine.
func execute(gp *g) {
	casgstatus(gp, _Grunnable, _Grunning)
	gogo(&gp.sched)
}

// gopark puts the current goroutine to sleep.
func gopark(reason waitReason) {
	gp := getg()
	gp.status = _Gwaiting
	gp.m = nil
	mcall(park_m)
}

// park_m goes on with gopark on g0.
func park_m(gp *g) {
	casgstatus(gp, _Grunning, _Gwaiting)
	schedule()
}

// goready wakes one that sleeps.
func goready(gp *g) {
	systemstack(func() {
		casgstatus(gp, _Gwaiting, _Grunnable)
		runqput(gp)
	})
}

// casgstatus changes the status of a goroutine.
func casgstatus(gp *g, oldval, newval uint32) {
	if gp.status != oldval {
		throw("casgstatus: bad incoming value")
	}
	gp.status = newval
}

func forcegchelper() {
	defer unlockOSThread()
	for i := 0; i < 3; i++ {
		gopark(waitReasonSleep)
		gcStart()
	}
}

func unlockOSThread() {}

// schedtrace prints a line.
func schedtrace(detailed bool) {
	print("SCHED ", lastid, "ms: gomaxprocs=", maxSpin, " threads=", len(allgs))
	if detailed {
		print(" threads=", len(allgs)+
			1)
	}
	print("\n")
}

func onTick(n int) {
	if n > 2 {
		throw("too many ticks")
	}
}

func chanrecv(s stringer) {
	gopark(waitReasonChanReceive)
	println(s.String())
	var w waitReason = waitReasonSleep
	println(w.String())
}
