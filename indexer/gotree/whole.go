package gotree

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"sourcedive/internal/atomicfile"
	"sourcedive/internal/cache"
)

// whole makes dir by filling a directory beside it and renaming that, so that
// dir is there complete or not at all, also when the program is killed.
func whole(dir string, fill func(tmp string) error) error {
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return err
	}
	defer tidy(parent)
	tmp, err := os.MkdirTemp(parent, atomicfile.Pattern)
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := fill(tmp); err != nil {
		return err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	// Another process may have made the same directory meanwhile.
	if err := os.Rename(tmp, dir); err != nil && !isDir(dir) {
		return err
	}
	return nil
}

// tidy removes from the cache what is not worth its space, by the rule of all that is kept:
// launchers and versions of modules go by the version, and each commit by itself.
func tidy(parent string) {
	cache.Tidy(parent, func(file string) (string, bool) {
		return cmp.Or(cache.Name(file), file), !strings.HasPrefix(file, atomicfile.Pattern)
	})
}

// kept reports whether a directory is in the cache, and marks it as used.
func kept(dir string) bool {
	if !isDir(dir) {
		return false
	}
	cache.Touch(dir)
	return true
}
