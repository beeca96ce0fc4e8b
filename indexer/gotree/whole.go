package gotree

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sourcedive/internal/atomicfile"
	"sourcedive/internal/cache"
)

const sumsFile = ".checksums" // of what whole made

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
	list, err := sums(tmp)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tmp, sumsFile), list, 0o666); err != nil {
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

// kept reports whether a directory is in the cache as whole made it, and marks it as used.
// One that was altered, or is of a program that kept no checksums, is removed.
func kept(dir string) bool {
	if !isDir(dir) {
		return false
	}
	want, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if err == nil {
		var got []byte
		if got, err = sums(dir); err == nil && bytes.Equal(got, want) {
			cache.Touch(dir)
			return true
		}
	}
	os.RemoveAll(dir)
	return false
}

// sums lists the files below a directory with their hashes, and links with their targets.
func sums(dir string) ([]byte, error) {
	var b bytes.Buffer
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if err != nil || e.IsDir() || rel == sumsFile {
			return err
		}
		var data []byte
		if e.Type()&fs.ModeSymlink != 0 {
			var to string
			to, err = os.Readlink(name)
			data = []byte(to)
		} else {
			data, err = os.ReadFile(name) // no file of a tree is large: see admit
		}
		fmt.Fprintf(&b, "%x %s %q\n", sha256.Sum256(data), e.Type(), filepath.ToSlash(rel))
		return err
	})
	return b.Bytes(), err
}
