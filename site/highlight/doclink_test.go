package highlight_test

import (
	"strconv"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/toy"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// Names in the brackets of a doc comment: with and without a package, methods by either
// receiver, packages.
func TestToyDocLinks(t *testing.T) {
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	p := highlight.NewSource(list[0])
	pkg, _ := p.Index.Pkg("internal/a+b")
	link := p.DocLink("func/internal/a~2bb/L1.html", pkg)
	for name, want := range map[string]string{
		"L1": "L1.html", "internal/godebug.New": "../godebug/New.html", "runtime": "../../../pkg/runtime.html", "internal/a+b": "../../../pkg/internal/a~2bb.html",
		"Odd.Grow": "Odd.Grow.html", "Odd.shrink": "Odd.shrink.html", "sync.Mutex.Lock": "../../sync/Mutex.Lock.html", "Odd.Size": "../../../type/internal/a~2bb/Odd.html#f.Size",
		"nowhere": "", "Odd.Shrink": "", "sync.Mutex.Nowhere": "",
	} {
		if got := link(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A place is named from the package that the page is on: without its folder, and whole
// where it is another one's, even one inside it.
func TestToyPlaces(t *testing.T) {
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	p := highlight.NewSource(list[0])
	runtime, _ := p.Index.Pkg("runtime")
	sync, _ := p.Index.Pkg("sync")
	file, _ := p.Index.File("runtime/proc.go")
	off := int32(strings.Index(p.Index.Files[file].Text, "\n") + 1) // of line 2
	const href = "../../src/runtime/proc.go.html#L2"
	for _, c := range []struct {
		got  highlight.Place
		want string
	}{
		{p.Place("func/runtime/main.html", file, off), "runtime/proc.go:2"},
		{p.ShortPlace("func/runtime/main.html", runtime, file, off), "proc.go:2"},
		{p.ShortPlace("func/runtime/main.html", sync, file, off), "runtime/proc.go:2"},
	} {
		if c.got.Text != c.want || c.got.Href != href {
			t.Errorf("%+v, want %s and %s", c.got, c.want, href)
		}
	}
}

// A call's site is a line of the page of the function around it, and of the file's page
// where it is in no function.
func TestToySites(t *testing.T) {
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	p := highlight.NewSource(list[0])
	s, _ := p.Index.Sym("runtime.schedule")
	body := p.Index.Symbols[s].Body()
	line := p.Index.Line(body.File, body.Off)
	at := func(off int32) index.Range { return index.Range{File: body.File, Off: off} }
	if got, want := p.SiteHref("func/runtime/main.html", at(body.Off)), urls.Relative("func/runtime/main.html", p.URLs.Page[s])+"#L"+strconv.Itoa(line); got != want {
		t.Errorf("a site in a function: %s, want %s", got, want)
	}
	text := p.Index.Files[body.File].Text
	s, _ = p.Index.Sym("runtime.newproc")
	inner := int32(strings.Index(text, "newproc1(fn, gp)")) // in a function literal of newproc
	if got, want := p.SiteHref("index.html", at(inner)), p.URLs.Page[s]+"#L"+strconv.Itoa(p.Index.Line(body.File, inner)); got != want {
		t.Errorf("a site in a function literal: %s, want %s", got, want)
	}
	if got, want := p.SiteHref("index.html", at(0)), p.URLs.File[body.File]+"#L1"; got != want {
		t.Errorf("a site in no function: %s, want %s", got, want)
	}
}
