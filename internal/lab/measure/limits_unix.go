//go:build linux || darwin

package measure

import (
	"os"

	"golang.org/x/sys/unix"
)

// processLimits reads ulimit -v in MB and ulimit -u. The system does not hold root to
// the latter.
func processLimits() (addressMB, tasks int64) {
	addressMB, tasks = unlimited, unlimited
	var l unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &l) == nil && l.Cur < 1<<60 {
		addressMB = int64(l.Cur >> 20)
	}
	if os.Geteuid() != 0 && unix.Getrlimit(unix.RLIMIT_NPROC, &l) == nil && l.Cur < 1<<60 {
		tasks = int64(l.Cur)
	}
	return addressMB, tasks
}
