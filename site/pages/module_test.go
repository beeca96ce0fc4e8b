package pages

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
)

// moduleInputs are those of a module of two packages, without words.
func moduleInputs(t *testing.T) *Inputs {
	t.Helper()
	sym := func(id index.ID, pkg int32, file int32) index.Symbol {
		return index.Symbol{ID: id, Kind: index.KindFunc, Pkg: pkg, Parent: index.NoSym, Decl: index.Range{File: file, Off: 11, End: 21}, Head: 19, Name: index.Range{File: file, Off: 16, End: 17}, Asm: index.NoRange, Sig: "func F()", Doc: "F does it.", Offset: -1, Size: -1, Align: -1, Args: -1}
	}
	x, err := index.New(&index.Index{
		Config:   index.Config{Module: "example.com/m/v2", Version: "v2.1.0", Sum: "h1:sum=", Go: "go1.26.8", GOOS: "linux", GOARCH: "amd64", Roots: []string{"example.com/m/v2", "example.com/m/v2/sub"}},
		Packages: []index.Package{{Path: "example.com/m/v2", Name: "m", Doc: "Package m is small."}, {Path: "example.com/m/v2/sub", Name: "sub"}},
		Files: []index.File{
			{Path: "example.com/m/v2/m.go", Text: "package m\n\nfunc F() {}\n"},
			{Path: "example.com/m/v2/sub/s.go", Pkg: 1, Text: "package s\n\nfunc G() {}\n"},
		},
		Symbols: []index.Symbol{sym("example.com/m/v2.F", 0, 0), sym("example.com/m/v2/sub.G", 1, 1)},
		Edges:   []index.Edge{{From: 0, To: 1, File: 0, At: 20, Rule: index.RuleStatic}},
	})
	if err != nil {
		t.Fatal(err)
	}
	resolved, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: article.Config{Title: "m", Module: "example.com/m/v2"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return NewInputs(NewCatalog(x, "linux/amd64"), resolved, newer(t).Theme, nil)
}

// Where package runtime is not read, no page speaks of it, and names are short.
func TestModulePages(t *testing.T) {
	p := moduleInputs(t)
	home := homePage(p, Layout{}).(Home)
	if len(home.Packages) != 2 || home.Packages[0].Text != "example.com/m/v2" || home.Packages[0].Synopsis != "Package m is small." || len(home.Doors) > 0 || home.Scene != nil {
		t.Errorf("home %+v", home)
	}
	about := aboutPage(p, Layout{Version: "v2.1.0"}).(About)
	if about.Source != "example.com/m/v2 v2.1.0, checksum h1:sum=," || about.Reader != "with go1.26.8" || about.Switches != "" || strings.Contains(about.Work, "Go authors") {
		t.Errorf("about %+v", about)
	}
	path := pathPage(p, Layout{}).(Path)
	if path.From != "F" || path.To != "G" || path.Command != "sourcedive graph path example.com/m/v2.F example.com/m/v2/sub.G" {
		t.Errorf("path %+v", path)
	}
	search := searchPage(p, Layout{}).(Search)
	if search.Runtime || search.File != "m.go" || search.Name != "F" {
		t.Errorf("search %+v", search)
	}
	if lead := packagesPage(p, Layout{}).(Packages).Lead; lead != "The packages of example.com/m/v2." {
		t.Errorf("packages %q", lead)
	}
	fn := funcPage(p, Layout{}, p.URLs.Page[0], 0).(Func)
	for _, fact := range fn.Facts {
		if strings.Contains(fact.Text, "stack") {
			t.Errorf("a function of a module %s", fact.Text)
		}
	}
	if fn.Callees.Count != 1 {
		t.Errorf("callees %+v", fn.Callees)
	}
	if got := p.SymbolText(1); got != "m/v2/sub.G" {
		t.Errorf("prose calls the callee %s", got)
	}
}

// The releases of a module are told as those of Go are, under their own names.
func TestModuleReleases(t *testing.T) {
	p := moduleInputs(t)
	tree := func(version, text string) history.Tree {
		return history.Tree{Version: version, Go: "go1.26.8", FS: fstest.MapFS{
			"example.com/m/v2/m.go":     {Data: []byte(text), Mode: 0o644},
			"example.com/m/v2/sub/s.go": {Data: []byte("package s\n\nfunc G() {}\n"), Mode: 0o644},
		}}
	}
	trees := map[string]history.Tree{
		"v2.0.0": tree("v2.0.0", "package m\n\nfunc F() { K() }\n\nfunc K() {}\n\nfunc H() { F(); F(); F() }\n"),
		"v2.1.0": tree("v2.1.0", "package m\n\nfunc F() {}\n\nfunc K() {}\n"),
	}
	data, _, err := history.Build(slices.Collect(maps.Values(trees)), history.Options{Packages: p.Index.Config.Roots})
	if err != nil {
		t.Fatal(err)
	}
	p.WithHistory(history.New(data), func(v string) (map[string]history.Source, bool) {
		found, err := history.SourcesOf(trees[v], data.Options, func(string) bool { return true })
		return found, err == nil
	})
	life := funcPage(p, Layout{}, p.URLs.Page[0], 0).(Func).Life
	if life == nil || life.Words != "Since v2.0 or before, changed in 1 of 1 release." || life.First != "v2.0" || life.Last != "v2.1" || life.Ages != "v2.1" || life.Old != "v2.0" {
		t.Fatalf("life %+v", life)
	}
	if r := life.Rows[0]; r.Release.Text != "v2.1" || !strings.HasSuffix(r.Release.Href, "release/v2.1.html") || !r.Here || r.Said[0].Text != "No longer calls" {
		t.Errorf("row %+v", r)
	}
	var paths []string
	for _, r := range slices.Concat(releaseRoutes(p), goneRoutes(p), historyRoutes(p)) {
		paths = append(paths, r.Path)
	}
	if want := []string{"release/v2.0.html", "release/v2.1.html", "gone/example.com/m/v2/H.html"}; !slices.Equal(paths, want) {
		t.Errorf("paths %q", paths)
	}
	release := releasePage(p, Layout{}, "release/v2.1.html", 1).(Release)
	if release.Of != "example.com/m/v2" || release.Name != "v2.1" || release.Before != "v2.0" || release.Facts[0].Text != "v2.0.0 and v2.1.0, linux/amd64, example.com/m/v2" || release.Most[0].Link.Text != "m/v2.F" {
		t.Errorf("release %+v", release)
	}
	gone := gonePage(p, Layout{}, p.past.goneAt[p.past.gone[0]], p.past.gone[0]).(Gone)
	if gone.Name != "m/v2.H" || gone.Words != "Not in v2.1.0. v2.0 was the last release to have it, in example.com/m/v2/m.go." || gone.Facts[1].Text != "what v2.1 changed" {
		t.Errorf("gone %+v", gone)
	}
	all := releasesPage(p, Layout{}).(Releases)
	if !strings.HasPrefix(all.Description, "Releases of example.com/m/v2 since v2.0") || all.Ages[0].Link.Text != "v2.0" || all.Rows[0].Text != "1 changed, 0 new, 1 gone" {
		t.Errorf("releases %+v", all)
	}
}
