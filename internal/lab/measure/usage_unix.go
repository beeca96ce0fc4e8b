//go:build unix

package measure

import (
	"os"
	"syscall"
)

// involuntary is how often a process that has ended lost its processor.
func involuntary(p *os.ProcessState) (int64, bool) {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return int64(u.Nivcsw), true
	}
	return 0, false
}
