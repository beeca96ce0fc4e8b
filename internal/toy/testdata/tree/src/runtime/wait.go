package runtime

func gogetenv(name string) string { return name }

//	sleep1()
//
// sleep1 sleeps.
func sleep1() { gopark(waitReasonSleep) }
func sleep2() { gopark(waitReasonSleep); gopark(waitReasonSleep) }

func readEnv() bool { return gogetenv("GOGC") == "" || gogetenv("GOGC") == "off" }

// notetsleepg blocks and switches at once.
func notetsleepg(gp *g) {
	systemstack(func() {
		notesleep()
		futexsleep()
		go sleep1()
	})
	systemstack(func() {
		execute(gp)
	})
	mcall(park_m)
}

func later() {
	f := func(gp *g) {
		stopm()
		gp.locked = true
		throw("stack overflow")
	}
	f(getg())
}

// holes has one byte of padding inside and one at its end.
type holes struct {
	z empty
	a uint8
	y empty
	b uint16
	c uint8
}

// aUnused comes first by name.
func aUnused() { casgstatus(nil, _Grunning, _Gwaiting) }

func three1() { gopark(waitReasonThree) }
func three2() { gopark(waitReasonThree) }
func three3() { gopark(waitReasonThree) }
