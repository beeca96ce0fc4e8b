//go:build !unix

package lab

import "os"

// involuntary is not read on this system.
func involuntary(*os.ProcessState) (int64, bool) { return 0, false }
