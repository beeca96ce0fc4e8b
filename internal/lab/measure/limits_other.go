//go:build !linux && !darwin

package measure

// processLimits is not read on this system.
func processLimits() (addressMB, tasks int64) { return unlimited, unlimited }
