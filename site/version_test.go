package site

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sourcedive/internal/golden"
	"sourcedive/internal/toy"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// The menu of versions leads to the same page, or else to the first one.
func TestToyVersionMenu(t *testing.T) {
	s := toyVersions(t)
	for _, c := range []struct {
		version int
		path    string
		want    urls.Link
	}{
		{0, "func/runtime/schedule.html", urls.Link{Text: "go1.2.0", Href: "../../../go1.2.0/func/runtime/schedule.html"}},
		{1, "func/runtime/schedule.html", urls.Link{Text: "go1.3.0", Href: "../../../go1.3.0/func/runtime/schedule.html"}},
		{0, "func/runtime/stoplockedm.html", urls.Link{Text: "go1.2.0", Href: "../../../go1.2.0/index.html"}},
		{0, "index.html", urls.Link{Text: "go1.2.0", Href: "../go1.2.0/index.html"}},
		{0, "statements.html", urls.Link{Text: "go1.2.0", Href: "../go1.2.0/index.html"}},
	} {
		f := s.versions[c.version].layout(c.path, "", &pages.Kind{})
		if len(f.Versions) != 1 || f.Versions[0] != c.want {
			t.Errorf("%s: %v, want %v", c.path, f.Versions, c.want)
		}
	}
}

// Search asks the version that is named, and the newest for none.
func TestToySearch(t *testing.T) {
	s := &Site{}
	for _, p := range toyVersions(t).versions {
		q := *p
		q.KeepSearch(t.Context(), search.Store(t.TempDir()), "toy")
		t.Cleanup(func() { q.searcher.Wait(time.Minute) }) // what it makes is in a directory that is removed next
		s.versions = append(s.versions, &q)
	}
	for version, want := range map[string]string{"": "go1.3.0/", "go1.2.0": "go1.2.0/", "go1.3.0": "go1.3.0/"} {
		rows, err := s.Search(version, "findRunnable", 3)
		if err != nil || len(rows) == 0 || !strings.Contains(fmt.Sprint(rows[0]), want+"func/runtime/findRunnable.html") {
			t.Errorf("version %q: %v, %v", version, rows, err)
		}
	}
	if _, err := s.Search("go1.1.0", "findRunnable", 3); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "version go1.1.0: ") {
		t.Errorf("a version that is not there: %v", err)
	}
}

// A path that is no page's is not made, and the page for it is that of its version.
func TestToyMissing(t *testing.T) {
	s := toyVersions(t)
	v := s.missingView("../", s.versions[1])
	if v.Up != "../go1.2.0/" || v.Assets != "../go1.2.0/assets/" || v.Index != "../go1.2.0/"+s.versions[1].inputs.AZ || v.Versions != nil {
		t.Errorf("%+v", v.Layout)
	}
}

// Pages and assets are found by their version's folder, what both versions have in common
// in a folder above, and nothing else is.
func TestToyAddresses(t *testing.T) {
	s := toyVersions(t)
	if data, err := s.Page("assets/site.css"); err != nil || strings.Join(strings.Fields(string(data)), " ") != "css/base.css css/page.css css/code.css css/symbol.css css/proof.css css/search.css" {
		t.Errorf("style: %q, %v", data, err)
	}
	for _, dir := range []string{"go1.3.0", "go1.2.0"} {
		if data, err := s.Page(dir + "/assets/app.js"); err != nil || !strings.HasPrefix(string(data), "js/app.js") {
			t.Errorf("%s: %q, %v", dir, data, err)
		}
	}
	for _, name := range []string{"go1.3.0/nowhere.html", "go1.1.0/assets/app.js", "assets/app.js", "go1.3.0/assets/site.css", "go1.2.0/assets/model/program.js", "go1.3.0", "sitemap.html", "go1.3.0/sitemap.xml", "statements.html", "go1.2.0/statements.html"} {
		if _, err := s.Page(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]string{"404.html": "Not found go1.3.0/", "assets/model/program.js": "sourcedive.program(\"d2FzbQ==\");\n", "assets/model/exec.js": "// exec"} {
		if got, err := s.Page(name); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, want := range map[string]string{"x": "Not found go1.3.0/", "go1.2.0/x": "Not found ../go1.2.0/", "go1.2.0/a/b/x": "Not found ../../../go1.2.0/", "a/x": "Not found ../go1.3.0/"} {
		if got := string(s.NotFound(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := string((&Site{versions: s.versions, theme: noTemplates(t)}).NotFound("x")); got != "not found\n" {
		t.Errorf("without a template: %q", got)
	}
}

func noTemplates(t *testing.T) *templates.Theme {
	t.Helper()
	set, err := templates.Parse(toy.Bare())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Two pages that a file system may take for one are a problem.
func TestToyPagesThatCollide(t *testing.T) {
	p := &Version{routes: []route{{path: "func/B.html"}, {path: "func/b.html"}, {path: "func/a.html"}}}
	problems := p.sort()
	if len(problems) != 1 || problems[0].File != "func/b.html" || !strings.Contains(problems[0].Msg, "func/B.html") {
		t.Errorf("%v", problems)
	}
	if got := p.Pages(); !slices.IsSorted(got) || p.Has("func/c.html") || !p.Has("func/a.html") {
		t.Errorf("%v", got)
	}
}

// Everything is made once, and what comes of the search index last.
func TestToyRenderOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	s := toyVersions(t)
	var paths []string
	done := 0
	if err := s.Render(t.Context(), nil, func(path string, data []byte) error {
		if paths = append(paths, path); len(data) == 0 {
			t.Errorf("%s is empty", path)
		}
		return nil
	}, func() { done++ }); err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(s.Paths()) || done != len(paths) {
		t.Errorf("%d of %d paths, %d done", len(paths), len(s.Paths()), done)
	}
	first := slices.IndexFunc(paths, isSearchData)
	if first < 0 || slices.ContainsFunc(paths[first:], func(s string) bool { return !strings.Contains(s, "/assets/search/") }) {
		t.Errorf("the first of the search data is %d of %d", first, len(paths))
	}
}

// What is above the versions.
func TestViewsAboveTheVersions(t *testing.T) {
	s := toyVersions(t)
	golden.View(t, "front", s.frontView())
	golden.View(t, "missing", s.missingView("../../", s.versions[1]))
	golden.Check(t, "sitemap.golden", withoutMany(string(s.sitemap())))
}

// Every path of the new version is planned, with its title.
func TestPlannedPaths(t *testing.T) {
	var b strings.Builder
	cards := 0
	for _, p := range toyVersions(t).versions[0].routes {
		if !strings.HasPrefix(p.path, "assets/cards/") || strings.HasSuffix(p.path, "terms.js") {
			fmt.Fprintf(&b, "%s  %s\n", p.path, p.title)
		} else {
			cards++
		}
	}
	if cards != 128 {
		t.Errorf("%d files of cards", cards)
	}
	golden.Check(t, "paths.golden", withoutMany(b.String()))
}
