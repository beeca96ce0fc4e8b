//go:build !unix

package publish

import "io/fs"

func device(fs.FileInfo) uint64 { return 0 }

func mounted(fs.FileInfo, uint64) bool { return false }
