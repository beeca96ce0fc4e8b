package pages

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// One of each kind of text is enough for its pages and links.
func TestToyOneOfEach(t *testing.T) {
	content, err := article.Read(fstest.MapFS{
		"kb.yaml":          {Data: []byte("title: One\npackages: [runtime]\n")},
		"tours/one.md":     {Data: []byte("---\ntitle: One tour\n---\n## Only\n\n```source runtime.main\n```\n")},
		"myths/gc.md":      {Data: []byte("---\ntitle: One myth\n---\n## Only\n\n```claim\nexists(\"runtime.GC\")\n```\n")},
		"glossary.yaml":    {Data: []byte("- {term: one, def: Only.}\n")},
		"notes/core/GC.md": {Data: []byte("---\nsymbol: runtime.GC\ntitle: Only\nlevel: junior\n---\nOnly.\n")},
		"api.yaml":         {Data: []byte("- {symbol: runtime.GC, text: Only., inside: []}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	x := *newer(t).Index
	x.Statements = x.Statements[1:2]
	resolved, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(&x), content)
	p := NewInputs(NewCatalog(&x, "linux/amd64"), resolved, newer(t).Theme, nil)
	have := append(pathsOf(p), dataPathsOf(p)...)
	for _, path := range []string{"tour/index.html", "tour/one/1.html", "myths.html", "glossary.html", "api.html", "statements.html", "assets/cards/terms.js"} {
		if !slices.Contains(have, path) {
			t.Errorf("no page %s", path)
		}
	}
	for want, inputs := range map[string]*Inputs{"One": p, "A toy site, drawn": newer(t)} { // nothing is drawn without models
		if got := FrontPage(inputs, Layout{}).(Home).Title; got != want {
			t.Errorf("the front page is titled %q, want %q", got, want)
		}
	}
	golden.View(t, "view/bare/home-one", viewOf(t, p, "index.html"))
	golden.View(t, "view/bare/statements-one", viewOf(t, p, "statements.html"))
	golden.View(t, "view/bare/func-one", viewOf(t, p, "func/runtime/newproc.html"))
}

// A tree without package runtime has nothing to tell of itself.
func TestToyTinyTree(t *testing.T) {
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go1.3.0", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "p", Name: "p"}},
		Files: []index.File{{Path: "p/p.go", Text: "package p\n"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	resolved, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: article.Config{Title: "Tiny"}})
	p := NewInputs(NewCatalog(x, "linux/amd64"), resolved, newer(t).Theme, nil)
	golden.Check(t, "view/bare/paths-tiny.golden", strings.Join(pathsOf(p), "\n")+"\n")
	golden.View(t, "view/bare/home-tiny", viewOf(t, p, "index.html"))
	golden.View(t, "view/bare/checked-tiny", viewOf(t, p, "checked.html"))
	golden.View(t, "view/bare/files-tiny", viewOf(t, p, "file/index.html"))
}

// What is not there has no page, no heading and no link.
func TestToyWithoutContent(t *testing.T) {
	p := toyRelease(t, 1)
	resolved, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(p.Index), &article.Content{Config: article.Config{Title: "Bare"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	bare := NewInputs(NewCatalog(p.Index, "plan9/386"), resolved, p.Theme, nil)
	if bare.Dir() != "go1.2.0-linux-amd64" {
		t.Errorf("the folder is %s", bare.Dir())
	}
	paths := slices.DeleteFunc(pathsOf(bare), func(path string) bool {
		dir, _, _ := strings.Cut(path, "/")
		return slices.Contains([]string{"func", "src", "type", "symbol"}, dir)
	})
	golden.Check(t, "view/bare/paths.golden", strings.Join(paths, "\n")+"\n")
	golden.View(t, "view/bare/home", viewOf(t, bare, "index.html"))
	golden.View(t, "view/bare/checked", viewOf(t, bare, "checked.html"))
	golden.View(t, "view/bare/func", viewOf(t, bare, "func/runtime/newproc.html"))
}
