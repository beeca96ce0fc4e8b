//go:build !unix

package measure

import "os"

// involuntary is not read on this system.
func involuntary(*os.ProcessState) (int64, bool) { return 0, false }
