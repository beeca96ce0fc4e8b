package highlight_test

import (
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/toy"
	"sourcedive/site/highlight"
)

// The lines that an excerpt is about are in one element, also where they go on behind it.
func TestExcerptCites(t *testing.T) {
	plain := strings.NewReplacer("<b>", "", "</b>", "") // of the colours
	m := highlight.New(&index.File{Lang: index.LangAsm, Text: "one\n\ttwo\n\tthree\nfour"})
	for _, c := range []struct {
		from, to, on, off int
		want              string
	}{
		{1, 3, 2, 2, "one\n<span class=cited>\ttwo</span>\n\tthree"}, {1, 3, 1, 3, "<span class=cited>one\n\ttwo\n\tthree</span>"},
		{2, 3, 3, 9, "two\n<span class=cited>three</span>"}, {2, 3, 2, 3, "<span class=cited>two\nthree</span>"}, {3, 4, 4, 4, "\tthree\n<span class=cited>four</span>"},
		{1, 2, 3, 4, "one\n\ttwo"}, {2, 2, 2, 2, "<span class=cited>two</span>"},
	} {
		if got := plain.Replace(string(m.Excerpt(c.from, c.to, c.on, c.off))); got != c.want {
			t.Errorf("lines %d to %d of %d to %d: %q, want %q", c.on, c.off, c.from, c.to, got, c.want)
		}
	}
}

// A line says nothing where it is blank or not there.
func TestBlankLines(t *testing.T) {
	m := highlight.New(&index.File{Path: "p", Text: "one\n \t\nthree\n"})
	for n, want := range map[int]bool{-1: true, 0: true, 1: false, 2: true, 3: false, 4: true, 5: true} {
		if got := m.Blank(n); got != want {
			t.Errorf("line %d is blank: %t", n, got)
		}
	}
	if m := highlight.New(&index.File{Text: "one\ntwo"}); m.Blank(1) || m.Blank(2) || !m.Blank(3) {
		t.Error("a line without an end is blank, or the one behind it is not")
	}
}

// How symbols are called and linked, from pages at several places.
func TestToySymbols(t *testing.T) {
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	p := highlight.NewSource(list[0])
	sym := func(id index.ID) index.Sym {
		s, ok := p.Index.Sym(id)
		if !ok {
			t.Fatalf("no symbol %s", id)
		}
		return s
	}
	const page = "func/runtime/gopark.html"
	links := p.Links(page)
	lock := p.SymbolLink(page, "sync.(*Mutex).Lock")
	for _, c := range []struct{ got, want string }{
		{p.SymbolText(sym("runtime.gopark")), "gopark"}, {p.SymbolText(sym("sync.(*Mutex).Lock")), "sync.(*Mutex).Lock"},
		{p.SymbolLink(page, "runtime.gopark").Text, "gopark"}, {p.SymbolLink(page, "runtime.gopark").Href, "gopark.html"},
		{lock.Text, "sync.(*Mutex).Lock"}, {lock.Href, "../sync/Mutex.Lock.html"}, {p.SymbolLink(page, "runtime.nowhere").Text, "nowhere"}, {p.SymbolLink(page, "runtime.nowhere").Href, ""},
		{links.Href(sym("runtime.gopark")), "gopark.html"}, {links.Decl(sym("runtime.gopark")), ""}, {links.Decl(sym("runtime.stopm")), "stopm.html"}, {links.Href(sym("runtime.g")), "../../type/runtime/g.html"},
		{highlight.LangClass(index.LangGo), "go"}, {highlight.LangClass(index.LangAsm), "asm"}, {highlight.LangClass(index.LangHeader), "c"},
		{textOf(t, p.Signature(page, &p.Index.Symbols[sym("runtime.gopark")])), "func gopark(reason waitReason)"},
		{textOf(t, p.Signature(page, &p.Index.Symbols[sym("runtime.rt0_go")])), "runtime·rt0_go"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// Names of a module are without what its packages have in common; those of other packages, of
// runtime and of Go's own are as elsewhere.
func TestNamesInAModule(t *testing.T) {
	for module, want := range map[string]string{
		"github.com/google/uuid": "uuid", "go.uber.org/zap/v2": "zap/v2", "zap": "zap", "v2": "v2", "gopkg.in/yaml.v3": "yaml.v3", "a/v2x": "v2x", "a/xv2": "xv2", "a/v/b": "b", "a/v": "v", "a/b/v10": "b/v10", "": "",
	} {
		if got := highlight.ModuleName(module); got != want {
			t.Errorf("%q is %q, want %q", module, got, want)
		}
	}
	x := &index.Index{Config: index.Config{Version: "v2.1.0", GOOS: "linux", GOARCH: "amd64", Module: "go.uber.org/zap/v2"}}
	for i, path := range []string{"go.uber.org/zap/v2", "go.uber.org/zap/v2/core", "runtime", "sync"} {
		x.Packages = append(x.Packages, index.Package{Path: path, Name: "p"})
		x.Files = append(x.Files, index.File{Path: path + "/p.go", Pkg: int32(i), Text: "package p; func F() {}"})
		x.Symbols = append(x.Symbols, index.Symbol{
			ID: index.ID(path + ".F"), Kind: index.KindFunc, Pkg: int32(i), Parent: index.NoSym, Decl: index.Range{File: int32(i), Off: 11, End: 22}, Name: index.Range{File: int32(i), Off: 16, End: 17}, Asm: index.NoRange, Head: 21,
		})
	}
	for _, c := range []struct{ module, names, packages string }{
		{"go.uber.org/zap/v2", "zap/v2.F zap/v2/core.F F sync.F", "zap/v2 zap/v2/core runtime sync"},
		{"", "go.uber.org/zap/v2.F go.uber.org/zap/v2/core.F F sync.F", "go.uber.org/zap/v2 go.uber.org/zap/v2/core runtime sync"},
	} {
		x.Config.Module = c.module
		p := highlight.NewSource(x)
		var names, packages []string
		for i := range x.Symbols {
			names = append(names, p.SymbolText(index.Sym(i)))
			packages = append(packages, p.PackageText(int32(i)))
		}
		if got := strings.Join(names, " "); got != c.names {
			t.Errorf("module %q has %s, want %s", c.module, got, c.names)
		}
		if got := strings.Join(packages, " "); got != c.packages {
			t.Errorf("module %q has packages %s, want %s", c.module, got, c.packages)
		}
	}
}
