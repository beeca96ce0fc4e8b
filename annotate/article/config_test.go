package article_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sourcedive/annotate/article"
	"sourcedive/content"
)

func kb(text string) fs.FS { return fstest.MapFS{"kb.yaml": {Data: []byte(text)}} }

func TestBuiltInContentReads(t *testing.T) {
	got, err := article.ReadConfig(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Packages) == 0 || len(got.Journeys) == 0 || got.Title == "" || len(got.Directives) == 0 {
		t.Errorf("it holds %+v", got)
	}
	for _, closed := range got.Closed {
		if !strings.Contains(strings.Join(got.Packages, " "), closed) {
			t.Errorf("closed package %s is not among the packages", closed)
		}
	}
}

func TestContentReads(t *testing.T) {
	got, err := article.ReadConfig(kb(`
title: A title
packages: [sort, errors]
journeys:
  - {name: one, root: [sort.Sort, sort.Old], title: Sorting, lead: How}
directives: {nosplit: stays}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := article.Config{
		Title: "A title", Packages: []string{"sort", "errors"},
		Journeys:   []article.JourneySpec{{Name: "one", Root: []string{"sort.Sort", "sort.Old"}, Title: "Sorting", Lead: "How"}},
		Directives: map[string]string{"nosplit": "stays"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
