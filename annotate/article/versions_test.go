package article_test

import (
	"cmp"
	"testing"

	"sourcedive/annotate/article"
)

func TestRange(t *testing.T) {
	for _, c := range []struct {
		text, version string
		want          bool
	}{
		{"", "go1.5", true},
		{">=1.14", "go1.14", true}, {">=1.14", "go1.13.15", false}, {">=1.14", "go1.26.8", true},
		{"<1.14", "go1.14.1", false}, {"<1.14", "go1.13.15", true},
		{"<=1.26", "go1.26.8", true}, {"<=1.26", "go1.27.0", false}, {">1.26", "go1.26.8", false}, {">1.26", "go1.27rc1", true},
		{"==1.26", "go1.26.8", true}, {"!=1.26", "go1.26.8", false}, {"==1.26.7", "go1.26.8", false},
		{">=1.26.3", "go1.26.2", false}, {">=1.26.3", "go1.26.3", true}, {">=1.9", "go1.10.8", true},
		{"go>=1.22 go<1.27", "go1.26.8", true}, {">=1.22 <1.25", "go1.26.8", false}, {">=1.27", "go1.27-devel-abc123", true},
		{">=1.27beta1", "go1.27rc1", true}, {">=1.27rc2", "go1.27rc1", false}, {">=1", "go1.26.8", true}, {"<=1", "go1.26.8", false},
		{"<=v1.6", "v1.6.2", true}, {">v1.6", "v1.6.2", false}, {"==v1.6", "v1.6.2", true}, {"!=v1.6", "v1.6.2", false}, {"<v1.6", "v1.6.0", false}, {">v1.6", "v1.5.9", false}, {">v1.6", "v1.10.0", true},
		{"<=v1.6.1", "v1.6.2", false}, {">=v1.6.1", "v1.6.0", false}, {"!=v1.6.1", "v1.6.2", true}, {">=v1.1 <v2.0.0-rc.1", "v2.0.0-beta", true}, {"<=v1", "v1.6.2", false}, {">=v2", "v2.0.0", true},
	} {
		r, err := article.ParseRange(c.text)
		if err != nil || r.Holds(c.version) != c.want {
			t.Errorf("%q holds for %s: %t, %v", c.text, c.version, !c.want, err)
		}
	}
	for _, bad := range []string{"1.14", ">=", ">= 1.14", "=>1.14", ">=2.0", ">=1.14,", ">=1.x", "go1.14", ">=1.14.x", ">=1.01", ">=1.14.00", ">=1.26rc", ">=1.26beta", ">=1.14.1rc1", ">=v1.x", ">=v", ">=v1.02.0", ">=gov1.2.0", "~v1.2"} {
		if r, err := article.ParseRange(bad); err == nil {
			t.Errorf("%q is read as %v", bad, r)
		}
	}
}

// Versions are ordered by number, and those of a module come before those of Go.
func TestCompareVersions(t *testing.T) {
	list := []string{"v0.24.0", "v1.2.0-rc.1", "v1.2.0", "v1.10.0", "go1", "go1.9.7", "go1.26beta1", "go1.26rc1", "go1.26.0", "go1.26.8", "go1.27-devel-abc123"}
	for i, a := range list {
		for j, b := range list {
			if got, want := article.CompareVersions(a, b), cmp.Compare(i, j); got != want {
				t.Errorf("%s and %s: %d, want %d", a, b, got, want)
			}
		}
	}
}

// A range is written as it is read.
func TestRangeAsWritten(t *testing.T) {
	for text, want := range map[string]string{"": "", "go>=1.14  go<1.27": ">=1.14 <1.27", ">=go1.14 !=1.20.1": ">=1.14 !=1.20.1", ">=v1.2 ==v1.6.0": ">=v1.2 ==v1.6.0"} {
		r, err := article.ParseRange(text)
		if err != nil || r.String() != want {
			t.Errorf("%q is written %q, %v, want %q", text, r, err, want)
		}
	}
}
