//go:build unix

package publish

import (
	"io/fs"
	"syscall"
)

// device returns the number of the file system that a file is on.
func device(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Dev)
	}
	return 0
}

// mounted reports whether a directory is on another device than the one above it.
func mounted(info fs.FileInfo, above uint64) bool { return device(info) != above }
