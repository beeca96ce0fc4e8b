// Package debug lets a program turn the knobs of its collector. See [runtime.GC].
package debug

import (
	"internal/godebug"
	"runtime"
)

var madvdontneed = godebug.New("#madvdontneed")

// FreeOSMemory forces a collection.
func FreeOSMemory() {
	if madvdontneed.Value() == "" {
		runtime.GC()
	}
}
