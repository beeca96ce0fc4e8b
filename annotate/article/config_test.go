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

// An error says where it is and what it is.
func TestContentFaults(t *testing.T) {
	for _, c := range []struct {
		name string
		fsys fs.FS
		want []string
	}{
		{"no file", fstest.MapFS{}, []string{"kb.yaml", "hint:"}},
		{"empty", kb(""), []string{"kb.yaml", "no packages", "hint:"}},
		{"no packages", kb("title: x\n"), []string{"kb.yaml", "no packages"}},
		{"bad YAML", kb("title: x\npackages: [sort\njourneys: {\n"), []string{"kb.yaml", "[3:1]", "packages"}},
		{"tab", kb("title: x\n\tpackages: [sort]\n"), []string{"kb.yaml", "[2:"}},
		{"unknown key", kb("packages: [sort]\npakages: [errors]\n"), []string{"kb.yaml", "[2:1]", "pakages"}},
		{"unknown key in a journey", kb("packages: [sort]\njourneys:\n  - name: a\n    rot: [x]\n"), []string{"kb.yaml", "[4:5]", "rot"}},
		{"wrong type", kb("packages: sort\n"), []string{"kb.yaml", "[1:"}},
		{"key twice", kb("packages: [sort]\npackages: [errors]\n"), []string{"kb.yaml", "[2:", "packages"}},
		{"journey twice", kb("packages: [sort]\njourneys:\n  - {name: a, root: [x]}\n  - {name: a, root: [y]}\n"), []string{"kb.yaml", `"a"`}},
		{"journey without name", kb("packages: [sort]\njourneys:\n  - {root: [x]}\n"), []string{"kb.yaml", "name"}},
		{"journey without root", kb("packages: [sort]\njourneys:\n  - {name: a}\n"), []string{"kb.yaml", `"a"`, "root"}},
		{"journey's name is a path", kb("packages: [sort]\njourneys:\n  - {name: ../../evil, root: [x]}\n"), []string{"kb.yaml", "evil"}},
		{"closed package is not read", kb("packages: [sort]\nclosed: [runtime]\n"), []string{"kb.yaml", "runtime"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := article.ReadConfig(c.fsys)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v\nwant a message with %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\x1b") {
				t.Error("the message is coloured")
			}
		})
	}
}

func TestAliasFaults(t *testing.T) {
	for text, want := range map[string]string{
		"symbols: [x]\n":                "[1:",
		"simbols: {}\n":                 "simbols",
		"words: {a: [b], c: [b]}\n":     `"b"`,
		"words: {a: [a]}\n":             `"a"`,
		"symbols: {x: []}\n":            "x has no aliases",
		"symbols:\n  x: [a\n  y: [b]\n": "aliases.yaml",
	} {
		_, err := article.Read(fstest.MapFS{"kb.yaml": {Data: []byte("packages: [sort]\n")}, "aliases.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "aliases.yaml") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
