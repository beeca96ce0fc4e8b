package article_test

import (
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
	} {
		r, err := article.ParseRange(c.text)
		if err != nil || r.Holds(c.version) != c.want {
			t.Errorf("%q holds for %s: %t, %v", c.text, c.version, !c.want, err)
		}
	}
	for _, bad := range []string{"1.14", ">=", ">= 1.14", "=>1.14", ">=2.0", ">=1.14,", ">=1.x", "go1.14", ">=1.14.x"} {
		if r, err := article.ParseRange(bad); err == nil {
			t.Errorf("%q is read as %v", bad, r)
		}
	}
}
