package annotate_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

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

func TestResolve(t *testing.T) {
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

func TestResolveWithoutAnyHint(t *testing.T) {
	_, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(indexWith("a.b")), &article.Content{Config: article.Config{Journeys: []article.JourneySpec{{Name: "j", Root: []string{"runtime.schedule"}}}}})
	if len(problems) != 1 || problems[0].HintText() != "" {
		t.Errorf("problems %v", problems)
	}
}

func TestAliases(t *testing.T) {
	fsys := fstest.MapFS{"kb.yaml": {Data: []byte("packages: [runtime]\n")}, "aliases.yaml": {Data: []byte(`
symbols:
  gopark: [park a goroutine, put it to sleep]
  mcache.nextFree: [next free object]
  sync.(*Mutex).Lock: [take a lock]
  gone: [of another version]
words:
  alloc: [allocate]
`)}}
	read, err := article.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	book, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(someSymbols), read)
	got := map[string]string{}
	for sym, phrases := range book.Aliases {
		got[string(someSymbols.Symbols[sym].ID)] = strings.Join(phrases, "; ")
	}
	want := map[string]string{
		"runtime.gopark": "park a goroutine; put it to sleep", "runtime.(*mcache).nextFree": "next free object", "sync.(*Mutex).Lock": "take a lock",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Errorf("%v, -want +got:\n%s", problems, diff)
	}
	if diff := cmp.Diff(map[string]string{"allocate": "alloc"}, read.Config.Aliases.Same()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// An alias is of a symbol of package runtime first, of a method whether its receiver is a pointer
// or not, and of a generic function without brackets.
func TestAliasForms(t *testing.T) {
	x := indexWith("a.b", "maps.Keys[...]", "runtime.(*a).b", "runtime.box[...]", "runtime.c.d", "runtime.gopark", "runtime.sort", "sort.Sort")
	for name, want := range map[string]string{
		"a.b": "runtime.(*a).b", "box": "runtime.box[...]", "maps.Keys": "maps.Keys[...]", "sort.Sort": "sort.Sort", "gopark": "runtime.gopark", "runtime.gopark": "runtime.gopark", "c.d": "runtime.c.d", "sort": "runtime.sort", "lost": "", "x.lost": "",
	} {
		kb := article.Config{Aliases: article.Aliases{Symbols: map[string][]string{name: {"phrase"}}}}
		book, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: kb})
		got := ""
		for s := range book.Aliases {
			got = string(x.Symbols[s].ID)
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
