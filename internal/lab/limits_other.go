//go:build !linux && !darwin

package lab

// processLimits is not read on this system.
func processLimits() (addressMB, tasks int64) { return unlimited, unlimited }
