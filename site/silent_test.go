package site

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/toy"
	"sourcedive/site/pages"
	"sourcedive/templates"
)

// silentSite is the site of so many releases of the toy with some content, and with history.
func silentSite(t *testing.T, files fstest.MapFS, releases int) *Site {
	t.Helper()
	indexes, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	past, err := toy.ThePast()
	if err != nil {
		t.Fatal(err)
	}
	set, err := toy.Models()
	if err != nil {
		t.Fatal(err)
	}
	theme, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	content, err := article.Read(files, "sched")
	if err != nil {
		t.Fatal(err)
	}
	var versions []*Version
	for _, x := range indexes[:releases] {
		resolved, _ := annotate.Resolve(context.Background(), annotate.NewSnapshot(x), content)
		catalog := pages.NewCatalog(x, "linux/amd64").WithHistory(past.History, past.Sources)
		v, _ := NewVersion(pages.NewInputs(catalog, resolved, theme, set))
		versions = append(versions, v)
	}
	return New(versions, theme, "https://example.com/go")
}

// A page with the same around is the same page, whatever else the content says: that is what
// a build keeps of the one before.
func TestAround(t *testing.T) {
	all := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("../internal/toy/testdata/content"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("../internal/toy/testdata/content/" + path)
		all[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := silentSite(t, all, 1)
	for name, c := range map[string]struct {
		without string
		kept    int // pages at least
	}{
		"all":     {"", 100},
		"notes":   {"notes/", 100},
		"journey": {"journeys/", 100},
		"levels":  {"levels/", 100},
		"words":   {"/", 100},
	} {
		t.Run(name, func(t *testing.T) {
			some := maps.Clone(all)
			maps.DeleteFunc(some, func(path string, _ *fstest.MapFile) bool { return c.without != "" && strings.Contains(path, c.without) })
			other := silentSite(t, some, 1)
			kept := 0
			for _, path := range other.Paths() {
				around := other.around(path)
				if around == "" || around != whole.around(path) {
					continue
				}
				kept++
				if !bytes.Equal(page(t, other, path), page(t, whole, path)) {
					t.Errorf("%s is another page of the same around", path)
				}
			}
			if kept < c.kept {
				t.Errorf("%d pages are kept", kept)
			}
		})
	}
	beside := silentSite(t, all, 2)
	all["kb.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(all["kb.yaml"].Data), "does not look", "looks not", 1))}
	for name, other := range map[string]*Site{"beside another version": beside, "with another configuration": silentSite(t, all, 1)} {
		for _, path := range whole.Paths() {
			if around := other.around(path); around != "" && around == whole.around(path) {
				t.Errorf("%s has the same around %s", path, name)
			}
		}
	}
}

func page(t *testing.T, s *Site, path string) []byte {
	t.Helper()
	data, err := s.Page(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
