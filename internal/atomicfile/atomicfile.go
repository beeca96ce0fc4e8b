// Package atomicfile replaces files whole or not at all.
package atomicfile

import (
	"cmp"
	"os"
	"path/filepath"
)

// Pattern is what the names of unfinished files start with. Those that a killed
// process leaves behind can be removed.
const Pattern = ".tmp-"

// Write replaces the named file by what write puts into f: a reader sees the old
// content or all of the new one, and on error the old one stays. An existing file
// keeps its permissions; a new one is its owner's alone.
//
// Write does not wait for the disk. Where a crash of the machine must not lose both
// contents, write ends with f.Sync.
func Write(name string, write func(f *os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), Pattern)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it is renamed
	if info, statErr := os.Stat(name); statErr == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = write(f)
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
