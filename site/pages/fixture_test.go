package pages

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/lab"
	"sourcedive/internal/toy"
	"sourcedive/templates"
)

// toyInputs are what the pages of both releases of the toy are made of, the newer first.
var toyInputs = sync.OnceValues(func() ([]*Inputs, error) {
	indexes, err := toy.Indexes()
	if err != nil {
		return nil, err
	}
	resolved, err := toy.Resolved()
	if err != nil {
		return nil, err
	}
	theme, err := toy.Theme()
	if err != nil {
		return nil, err
	}
	set, err := toy.Models()
	if err != nil {
		return nil, err
	}
	f, err := os.Open("../../internal/lab/testdata/alloc.json")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	results, err := lab.Decode(f)
	if err != nil {
		return nil, err
	}
	past, err := toy.ThePast()
	if err != nil {
		return nil, err
	}
	var list []*Inputs
	for i, x := range indexes {
		p := NewInputs(NewCatalog(x, "linux/amd64").WithHistory(past.History, past.Sources), resolved[i], theme, set)
		p.Labs = map[string]lab.Result{"alloc": results[0]}
		p.Explain = map[string][]byte{"notes.js": []byte("sourcedive.explainTables(\"notes\", '{}');\n")}
		list = append(list, p)
	}
	return list, nil
})

// toyRelease is the newer release (0) or the older one (1).
func toyRelease(t testing.TB, i int) *Inputs {
	t.Helper()
	list, err := toyInputs()
	if err != nil {
		t.Fatal(err)
	}
	return list[i]
}

func newer(t testing.TB) *Inputs { return toyRelease(t, 0) }

// routesOf lists the pages of all kinds, and the kind of each.
func routesOf(p *Inputs) (routes []Route, kinds []*Kind) {
	for i := range Kinds {
		for _, r := range Kinds[i].Routes(p) {
			routes, kinds = append(routes, r), append(kinds, &Kinds[i])
		}
	}
	return routes, kinds
}

// viewOf is what the template of a page prints, in a layout of its title and its place.
func viewOf(t testing.TB, p *Inputs, path string) templates.View {
	t.Helper()
	routes, kinds := routesOf(p)
	for i, r := range routes {
		if r.Path == path {
			up := strings.Repeat("../", strings.Count(path, "/"))
			return r.View(Layout{Kind: kinds[i].Class, Title: r.Title, Up: up, Assets: up + "assets/", Common: up + "assets/"})
		}
	}
	t.Fatalf("no page %s among %d", path, len(routes))
	return nil
}

// symbolOf is the symbol of an ID that the toy has.
func symbolOf(t testing.TB, p *Inputs, id index.ID) index.Sym {
	t.Helper()
	s, ok := p.Index.Sym(id)
	if !ok {
		t.Fatalf("no symbol %s", id)
	}
	return s
}

// pathsOf lists the paths of all pages, sorted.
func pathsOf(p *Inputs) (paths []string) {
	routes, _ := routesOf(p)
	for _, r := range routes {
		paths = append(paths, r.Path)
	}
	slices.Sort(paths)
	return paths
}

// dataPathsOf lists the paths of all files that are no pages.
func dataPathsOf(p *Inputs) (paths []string) {
	for _, f := range DataFiles(p) {
		paths = append(paths, f.Path)
	}
	return paths
}
