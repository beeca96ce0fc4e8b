package cache

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Keep is how many values of each name stay.
const Keep = 3

const (
	unfinished = 24 * time.Hour      // until which a file of a running process may be in use
	unused     = 60 * 24 * time.Hour // after which a value is taken to be of no use
)

// Trim removes what is not worth its space: all but the [Keep] values used last of
// each name, values unused for two months, and after a day whatever else is in
// the directory, which is what killed processes and older programs left.
func (d Dir) Trim() { Tidy(string(d), nameOf) }

// Tidy is Trim for a directory that others fill, who say of what is in it whether it is a
// value, and of which name. They call [Touch] when they use one.
func Tidy(dir string, nameOf func(file string) (name string, ok bool)) {
	entries, _ := os.ReadDir(dir)
	now := time.Now()
	values := map[string][]value{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue
		}
		v := value{filepath.Join(dir, e.Name()), info.ModTime()}
		name, ok := nameOf(e.Name())
		switch age := now.Sub(v.used); {
		case !ok && age > unfinished, age > unused:
			os.RemoveAll(v.path)
		case ok:
			values[name] = append(values[name], v)
		}
	}
	for _, list := range values {
		slices.SortFunc(list, func(a, b value) int { return cmp.Or(b.used.Compare(a.used), strings.Compare(a.path, b.path)) })
		for _, v := range list[min(Keep, len(list)):] {
			os.RemoveAll(v.path)
		}
	}
}

// value is one value on the disk.
type value struct {
	path string
	used time.Time
}

// nameOf is the name in a value's key, with the kind of value; false for what is none.
func nameOf(file string) (string, bool) {
	for _, end := range []string{fileEnd, dirEnd} {
		if key, ok := strings.CutSuffix(file, end); ok && !strings.HasPrefix(key, ".") {
			return Name(key) + end, true
		}
	}
	return "", false
}
