package runtime

// newosproc asks the kernel for a thread.
func newosproc(mp *m) { mp.id++ }
