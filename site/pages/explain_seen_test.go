package pages

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/article"
	"sourcedive/content"
)

// TestEveryCaseStudyIsSeenAs wants each case study in the list by what is seen, and none there
// that is none.
func TestEveryCaseStudyIsSeenAs(t *testing.T) {
	c, err := article.Read(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, a := range c.Articles {
		if a.Kind == article.KindCaseStudy {
			want = append(want, a.ID)
		}
	}
	for _, s := range seen {
		got = append(got, strings.Fields(s.ids)...)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("listed are %q\n    hint: there are %q; the table is in explain.go", got, want)
	}
}
