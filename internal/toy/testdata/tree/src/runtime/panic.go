package runtime

// throw ends the program.
func throw(s string) {
	systemstack(func() { print("fatal error: ", s, "\n") })
	abort()
}

// fatal is throw for faults of the user.
func fatal(s string) { throw(s) }

//go:linkname sync_fatal sync.fatal
func sync_fatal(s string) { fatal(s) }

//go:linkname sync_runtime_Semacquire sync.runtime_Semacquire
func sync_runtime_Semacquire(addr *uint32) {
	gopark(waitReasonZero)
}

//go:linkname fatalpanic
func fatalpanic() { abort() }
