package pages

import (
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
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
