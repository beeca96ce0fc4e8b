package runtime

// newstack makes the stack larger.
func newstack() {
	gp := getg()
	if gp.sched.sp > uncachedLimit {
		throw("stack overflow")
	}
	copystack(gp, gp.sched.sp*2)
}

func copystack(gp *g, size uintptr) { gp.sched.sp = size }
