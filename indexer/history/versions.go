package history

import (
	"fmt"
	"go/version"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"
)

// Versions are those of Go, go1.26.8, or of a module, v1.6.0. A minor is go1.26, or v1.6.

// Lang is the minor of a version, "" if it is none.
func Lang(v string) string {
	if semver.IsValid(v) {
		return semver.MajorMinor(v)
	}
	return version.Lang(v)
}

func compare(a, b string) int {
	if semver.IsValid(a) && semver.IsValid(b) {
		return semver.Compare(a, b)
	}
	return version.Compare(a, b)
}

// canonical gives the first release of a minor the name that people use: go1.20.0.
func canonical(tag string) string {
	if tag == version.Lang(tag) {
		return tag + ".0"
	}
	return tag
}

// ofModule is added to the numbers of a module's minors, so that none is one of Go's.
const ofModule = 1_000_000

// minorOf is 26 for go1.26.8 and for go1.26rc1. The number of a module's minor rises with
// the version, and is that of no other.
func minorOf(tag string) (int, error) {
	if semver.IsValid(tag) {
		major, minor, _ := strings.Cut(strings.TrimPrefix(semver.MajorMinor(tag), "v"), ".")
		m, err1 := strconv.Atoi(major)
		n, err2 := strconv.Atoi(minor)
		if err1 == nil && err2 == nil && m < 10_000 && n < 100_000 {
			return ofModule + m*100_000 + n, nil
		}
	}
	n, err := strconv.Atoi(strings.TrimPrefix(version.Lang(tag), "go1."))
	if err != nil {
		return 0, fmt.Errorf("%q is no version of Go\n    hint: versions are named like go1.26.8", tag)
	}
	return n, nil
}

// MinorName is the minor of a number that LineAges gives, as it stands beside a line: 1.26.
func MinorName(d *Data, number int) string {
	for _, m := range d.Minors {
		if m.Number == number {
			return strings.TrimPrefix(Lang(m.Newest), "go")
		}
	}
	return ""
}

// releaseTags is the number up to which release tags hold: that of the Go that reads a
// module, and of a version of Go its own.
func (t Tree) releaseTags() (int, error) {
	if t.Go != "" {
		return minorOf(t.Go)
	}
	return minorOf(t.Version)
}
