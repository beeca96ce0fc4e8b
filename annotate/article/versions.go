package article

import (
	"fmt"
	"go/version"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"
)

// Range is a set of versions, of Go or of a module, given by comparisons, all of which must
// hold. An empty one holds for all. A bound without a patch number is about the whole minor:
// <=1.26 includes go1.26.8, and <=v1.6 includes v1.6.2.
type Range []Comparison

// Comparison is one bound of a Range.
type Comparison struct{ Op, Version string }

var ofModule = regexp.MustCompile(`^(<=|>=|==|!=|<|>)(v[0-9].*)$`)

var comparison = regexp.MustCompile(`^(?:go)?(<=|>=|==|!=|<|>)(?:go)?(1(?:\.[0-9]+(?:\.[0-9]+|rc[0-9]+|beta[0-9]+)?)?)$`)

// ParseRange reads comparisons between blanks: ">=1.14 <1.27", "go>=1.24".
func ParseRange(text string) (Range, error) {
	var r Range
	for _, word := range strings.Fields(text) {
		if m := ofModule.FindStringSubmatch(word); m != nil && semver.IsValid(m[2]) {
			r = append(r, Comparison{m[1], m[2]})
			continue
		}
		m := comparison.FindStringSubmatch(word)
		if m == nil || !version.IsValid("go"+m[2]) {
			return nil, fmt.Errorf("%q compares with no version", word)
		}
		r = append(r, Comparison{m[1], "go" + m[2]})
	}
	return r, nil
}

// Holds reports whether a version, such as go1.26.8, is in the range.
func (r Range) Holds(v string) bool {
	for _, c := range r {
		if !c.holds(v) {
			return false
		}
	}
	return true
}

func (c Comparison) holds(v string) bool {
	switch c.Version {
	case version.Lang(c.Version):
		v = version.Lang(v)
	case semver.MajorMinor(c.Version):
		v = semver.MajorMinor(v)
	}
	d := CompareVersions(v, c.Version)
	switch c.Op {
	case "<":
		return d < 0
	case "<=":
		return d <= 0
	case ">":
		return d > 0
	case ">=":
		return d >= 0
	case "==":
		return d == 0
	}
	return d != 0
}

// CompareVersions orders versions of Go, or of a module.
func CompareVersions(a, b string) int {
	if semver.IsValid(a) && semver.IsValid(b) {
		return semver.Compare(a, b)
	}
	return version.Compare(a, b)
}

// String writes the range as ParseRange reads it.
func (r Range) String() string {
	words := make([]string, len(r))
	for i, c := range r {
		words[i] = c.Op + strings.TrimPrefix(c.Version, "go")
	}
	return strings.Join(words, " ")
}
