package child

// StartOver undoes what KillInterrupted decides for later.
func StartOver() {
	ending.Lock()
	defer ending.Unlock()
	ending.atOnce = false
}
