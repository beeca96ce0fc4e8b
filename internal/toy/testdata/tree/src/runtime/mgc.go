package runtime

// GC runs a collection. It blocks the caller.
func GC() { gcStart() }

func gcStart() {
	if debug.gctrace > 0 {
		gcMarkTermination()
	}
	zcopy1()
}

// gcMarkTermination prints what a cycle did.
func gcMarkTermination() {
	print("gc ", lastid, " @", lastid, "s ")
}
