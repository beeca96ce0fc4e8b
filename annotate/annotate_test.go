package annotate_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/indexer/index"
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

// index has symbols of these IDs; a # in front makes a field, a closure ends in func1.
func indexWith(ids ...string) *index.Index {
	x := &index.Index{Config: index.Config{Version: "go1.26.8", GOOS: "linux", GOARCH: "amd64"}}
	for _, id := range ids {
		s := index.Symbol{ID: index.ID(strings.TrimPrefix(id, "#")), Parent: index.NoSym}
		switch {
		case strings.HasPrefix(id, "#"):
			s.Kind = index.KindField
		case strings.HasSuffix(id, "func1"):
			s.Kind = index.KindClosure
		}
		x.Symbols = append(x.Symbols, s)
	}
	return x
}

var someSymbols = indexWith(
	"reflect.Value.Call", "runtime.(*mcache).nextFree", "runtime.Gosched", "runtime.findRunnable", "#runtime.g.sched",
	"runtime.gcStart", "runtime.gopark", "runtime.goparkunlock", "runtime.goready", "runtime.mallocgc", "runtime.mallocgcLarge",
	"runtime.newproc", "runtime.newproc.func1", "runtime.newproc1", "runtime.schedule", "sync.(*Mutex).Lock",
)

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"runtime.gopark1", "runtime.gopark"},
		{"gopark1", "runtime.gopark"},
		{"malocgc", "runtime.mallocgc"},
		{"runtime.malocgc", "runtime.mallocgc"},
		{"MallocGC", "runtime.mallocgc"},
		{"runtime.mcache.nextFree", "runtime.(*mcache).nextFree"},
		{"runtime.mcache.nextFre", "runtime.(*mcache).nextFree"},
		{"mcache.nextFree", "runtime.(*mcache).nextFree"},
		{"(*mcache).nextFree", "runtime.(*mcache).nextFree"},
		{"nextFree", "runtime.(*mcache).nextFree"},
		{"sync.Mutex.Lok", "sync.(*Mutex).Lock"},
		{"runtime.shedule", "runtime.schedule"},
		{"runtime.g.schedd", "runtime.g.sched"},
	} {
		got := someSymbols.Nearest(c.name, 3)
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("nearest to %s: %v, want %s first", c.name, got, c.want)
		}
		if len(got) > 3 {
			t.Errorf("nearest to %s: %d names, want at most 3", c.name, len(got))
		}
	}
	for _, nonsense := range []string{"", "xyzzyplugh", "runtime.xyzzyplugh", "net/http.(*Server).ListenAndServeTLS", "q", "%", strings.Repeat("a", 5000)} {
		if got := someSymbols.Nearest(nonsense, 3); len(got) > 0 {
			t.Errorf("nearest to %.30q: %v, want none", nonsense, got)
		}
	}
	if got := someSymbols.Nearest("runtime.newproc.func2", 9); strings.Contains(strings.Join(got, " "), "func1") {
		t.Errorf("a closure is offered: %v", got)
	}
	if got := someSymbols.Nearest("gopark", 0); len(got) > 0 {
		t.Errorf("none of them wanted, got %v", got)
	}
	if a, b := someSymbols.Nearest("newproc2", 9), someSymbols.Nearest("newproc2", 9); cmp.Diff(a, b) != "" {
		t.Error("two answers differ")
	}
}

func TestMerge(t *testing.T) {
	spec := article.Config{Journeys: []article.JourneySpec{
		{Name: "first", Root: []string{"runtime.gcStart", "runtime.newproc"}},
		{Name: "renamed", Root: []string{"runtime.startGC", "runtime.newproc"}},
		{Name: "lost", Root: []string{"runtime.malocgc", "runtime.gopark1"}},
		{Name: "last", Root: []string{"runtime.schedule"}},
	}}
	book, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(someSymbols), &article.Content{Config: spec})
	var got []string
	for _, j := range book.Journeys {
		got = append(got, j.Name+" "+string(someSymbols.Symbols[j.Sym].ID))
	}
	if diff := cmp.Diff([]string{"first runtime.gcStart", "renamed runtime.newproc", "last runtime.schedule"}, got); diff != "" {
		t.Errorf("journeys, -want +got:\n%s", diff)
	}
	if len(problems) != 1 {
		t.Fatalf("problems %v", problems)
	}
	told := problems[0].String()
	for _, want := range []string{"kb.yaml", "lost", "runtime.malocgc", "runtime.gopark1", "go1.26.8 linux/amd64", "hint: did you mean", "runtime.mallocgc"} {
		if !strings.Contains(told, want) {
			t.Errorf("%s\nwant %q in it", told, want)
		}
	}
	if book.Index != someSymbols {
		t.Error("the book has another index")
	}
	if len(spec.Journeys) != 4 {
		t.Error("Merge changed its input")
	}
}

func TestMergeWithoutAnyHint(t *testing.T) {
	_, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(indexWith("a.b")), &article.Content{Config: article.Config{Journeys: []article.JourneySpec{{Name: "j", Root: []string{"runtime.schedule"}}}}})
	if len(problems) != 1 || problems[0].HintText() != "" {
		t.Errorf("problems %v", problems)
	}
}

func TestAliases(t *testing.T) {
	fsys := fstest.MapFS{"kb.yaml": {Data: []byte("packages: [runtime]\n")}, "aliases.yaml": {Data: []byte(`
symbols:
  gopark: [park a goroutine]
  mcache.nextFree: [next free object]
  sync.(*Mutex).Lock: [take a lock]
  gone: [of another version]
words:
  alloc: [allocate]
`)}}
	kb, err := article.ReadConfig(fsys)
	if err != nil {
		t.Fatal(err)
	}
	book, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(someSymbols), &article.Content{Config: kb})
	got := map[string]string{}
	for sym, phrases := range book.Aliases {
		got[string(someSymbols.Symbols[sym].ID)] = strings.Join(phrases, "; ")
	}
	want := map[string]string{
		"runtime.gopark": "park a goroutine", "runtime.(*mcache).nextFree": "next free object", "sync.(*Mutex).Lock": "take a lock",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Errorf("%v, -want +got:\n%s", problems, diff)
	}
	if diff := cmp.Diff(map[string]string{"allocate": "alloc"}, kb.Aliases.Same()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
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
		_, err := article.ReadConfig(fstest.MapFS{"kb.yaml": {Data: []byte("packages: [sort]\n")}, "aliases.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "aliases.yaml") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
