package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/graphq"
	"sourcedive/site/pages"
	"sourcedive/templates"
)

// What a step says of the stack that it runs on, and of the one that it comes back to.
func TestToyCrossing(t *testing.T) {
	for _, c := range []struct {
		lane, from, kind string
		leaves           bool
		enters, back     string
	}{
		{"g0", "g0", "call", false, "", ""},
		{"g0", "user stack", "switch", false, "switches to g0", "back on the user stack"},
		{"user stack", "g0", "call", false, "switches to the user stack", "back on g0"},
		{"gsignal", "g0", "call", true, "switches to gsignal", ""},
		{"user stack", "g0", "go", false, "switches to the user stack", ""},
	} {
		step := pages.Step{Lane: c.lane, Kind: c.kind, Leaves: c.leaves}
		pages.cross(&step, c.from)
		if step.Enters != c.enters || step.Back != c.back {
			t.Errorf("%+v: %q, %q", c, step.Enters, step.Back)
		}
	}
}

func TestToyLanes(t *testing.T) {
	p := toyPlan(t)
	for _, c := range []struct {
		on   index.Stacks
		want string
	}{{0, "user stack"}, {index.UserStack, "user stack"}, {index.SystemStack, "g0"}, {index.SignalStack, "gsignal"}, {index.SystemStack | index.SignalStack, "g0"}} {
		if got := graphq.StartLane(c.on); got != c.want {
			t.Errorf("start on %v: %s", c.on, got)
		}
	}
	for _, c := range []struct {
		id   index.ID
		kind index.EdgeKind
		sys  bool
		from string
		want string
	}{
		{"runtime.netpoll", index.EdgeCall, false, "user stack", "g0"},    // runs on g0 only
		{"runtime.netpoll", index.EdgeGo, false, "g0", "user stack"},      // a goroutine starts on its own stack
		{"runtime.stopm", index.EdgeCall, false, "g0", "g0"},              // stays
		{"runtime.stopm", index.EdgeCall, false, "gsignal", "user stack"}, // cannot run where it is called
		{"runtime.stopm", index.EdgeSwitch, false, "user stack", "g0"},
		{"runtime.stopm", index.EdgeCall, true, "user stack", "g0"},
		{"runtime.zcopy2", index.EdgeCall, false, "gsignal", "gsignal"}, // nothing is known of it
	} {
		if got := p.graph.lane(c.from, graphq.Peer{Sym: symbolOf(t, p, c.id), Kind: c.kind, OnSystemStack: c.sys}); got != c.want {
			t.Errorf("%s by %s from %s: %s, want %s (%v)", c.id, c.kind, c.from, got, c.want, p.x.Stacks(symbolOf(t, p, c.id)))
		}
	}
}

func TestToyExported(t *testing.T) {
	sym := func(id index.ID, kind index.Kind) *index.Symbol { return &index.Symbol{ID: id, Kind: kind} }
	for _, c := range []struct {
		s    *index.Symbol
		want bool
	}{
		{sym("p.F", index.KindFunc), true}, {sym("p.A", index.KindConst), true}, {sym("p.Z", index.KindVar), true}, {sym("p.f", index.KindFunc), false},
		{sym("p.T.M", index.KindMethod), true}, {sym("p.(*T).M", index.KindMethod), true}, {sym("p.t.M", index.KindMethod), false}, {sym("p.T.m", index.KindMethod), false},
		{sym("p.T.F", index.KindField), false}, {sym("p.T.M", index.KindAbstract), false}, {sym("p.F.func1", index.KindClosure), false}, {sym("p._", index.KindVar), false},
		{&index.Symbol{ID: "p.F", Kind: index.KindFunc, Decl: index.NoRange}, false},
	} {
		if got := pages.isExported(c.s); got != c.want {
			t.Errorf("%s, a %s: %v", c.s.ID, c.s.Kind, got)
		}
	}
}

// Ids of terms are made of their letters and digits.
func TestToyTermIDs(t *testing.T) {
	for name, want := range map[string]string{"latch": "term-latch", "G & M": "term-g-m", "az 09": "term-az-09", "a{b:c`d/e": "term-a-b-c-d-e", " x ": "term-x"} {
		if got := termID(&annotate.Term{Name: name}); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// A piece of source is taken from a symbol up to a bound, and a field gives its type.
func TestToyCodeToSearch(t *testing.T) {
	x := &index.Index{Files: []index.File{{Text: strings.Repeat("x", pages.longCode+10)}, {Text: "TEXT"}}}
	d := pages.documents{p: &Version{Survey: &Survey{x: x}}}
	at := func(n int32) index.Range { return index.Range{End: n} }
	for _, c := range []struct {
		name string
		s    *index.Symbol
		want int
	}{
		{"short", &index.Symbol{Decl: at(5), Asm: index.NoRange, Value: "12"}, 5 + 1 + 2},
		{"at the bound", &index.Symbol{Decl: at(pages.longCode - 1), Asm: index.NoRange}, pages.longCode},
		{"long", &index.Symbol{Decl: at(pages.longCode), Asm: index.NoRange, Value: "12"}, pages.longCode + 2},
		{"assembly", &index.Symbol{Decl: at(5), Asm: index.Range{File: 1, End: 4}}, 5 + 1 + 4 + 1},
		{"field", &index.Symbol{Kind: index.KindField, Type: "abc", Decl: at(50), Asm: index.NoRange}, 3},
	} {
		if got := len(d.code(c.s)); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.want)
		}
	}
}

// The tables of printers and of tables are the ones that the tests of messages go by.
func TestToyKindsOfMessages(t *testing.T) {
	for _, c := range []struct {
		have map[string]string
		want string
	}{
		{extract.printers, "message: Errorf New errorString fatal fatalthrow newError panic panicCheck1 panicCheck2 plainError throw; environment: Getenv gogetenv; GODEBUG: Setting"},
		{extract.tables, "wait reason: waitReasonStrings; lock rank: lockNames; GODEBUG: All dbgvars; message: boundsErrorFmts gStatusStrings gcMarkWorkerModeStrings sigtable; metric: allDesc initMetrics"},
	} {
		n := 0
		for part := range strings.SplitSeq(c.want, "; ") {
			kind, names, _ := strings.Cut(part, ": ")
			for _, name := range strings.Fields(names) {
				if n++; c.have[name] != kind {
					t.Errorf("%s is of kind %q, want %q", name, c.have[name], kind)
				}
			}
		}
		if n != len(c.have) {
			t.Errorf("%d names, want %d", len(c.have), n)
		}
	}
}

// What a call of a function means for the one who calls.
func TestToyEndings(t *testing.T) {
	var b strings.Builder
	for _, way := range pages.endings {
		fmt.Fprintf(&b, "%s %s %v\n", way.note, way.words, way.ids)
	}
	const want = `blocks may block in [runtime.gopark runtime.goparkunlock runtime.mPark runtime.notesleep runtime.notetsleep runtime.notetsleepg runtime.futexsleep runtime.semasleep runtime.semacquire runtime.netpoll runtime.usleep runtime.osyield]
leaves never comes back from [runtime.gogo runtime.schedule runtime.goexit0 runtime.mexit]
throws can end the program in [runtime.throw runtime.fatal runtime.fatalthrow runtime.abort]
`
	if b.String() != want {
		t.Errorf("got:\n%s", &b)
	}
	for _, id := range []index.ID{"runtime.gogo", "runtime.throw", "runtime.goexit0"} {
		if !pages.neverReturns[id] || len(pages.neverReturns) != 3 {
			t.Errorf("%s returns", id)
		}
	}
}

// Pages and assets are found by their version's folder, and nothing else is.
func TestToyAddresses(t *testing.T) {
	s := toy(t)
	for _, dir := range []string{"go1.3.0", "go1.2.0"} {
		if data, err := s.Page(dir + "/assets/site.css"); err != nil || string(data) != "body{}\n" {
			t.Errorf("%s: %q, %v", dir, data, err)
		}
	}
	for _, name := range []string{"go1.3.0/nowhere.html", "go1.1.0/assets/site.css", "assets/site.css", "go1.3.0", "statements.html", "go1.2.0/statements.html"} {
		if _, err := s.Page(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]string{"404.html": "Not found go1.3.0/", "go1.3.0/assets/model/program.js": "sourcedive.program(\"d2FzbQ==\");\n", "go1.3.0/assets/model/exec.js": "// exec"} {
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
	set, err := templates.Parse(fstest.MapFS{"layout.tmpl": toyLook["layout.tmpl"]})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Two pages that a file system may take for one are a problem.
func TestToyPagesThatCollide(t *testing.T) {
	p := &Version{pages: []route{{path: "func/B.html"}, {path: "func/b.html"}, {path: "func/a.html"}}}
	problems := p.sort()
	if len(problems) != 1 || problems[0].File != "func/b.html" || !strings.Contains(problems[0].Msg, "func/B.html") {
		t.Errorf("%v", problems)
	}
	if got := p.Pages(); !slices.IsSorted(got) || p.Has("func/c.html") || !p.Has("func/a.html") {
		t.Errorf("%v", got)
	}
}

// Where each symbol is read: on a page of its own, on its type's, in its file.
func TestToyAddressesOfSymbols(t *testing.T) {
	p := toyPlan(t)
	var b strings.Builder
	for i := range p.x.Symbols {
		s := &p.x.Symbols[i]
		if strings.Contains(string(s.ID), "zcall") {
			continue
		}
		fmt.Fprintf(&b, "%s  %s\n  best %s\n  declared %s\n  for scripts %q, id %q\n", s.ID, s.Kind, p.urls.Best(index.Sym(i)), p.urls.Declared(index.Sym(i)), pages.nameAddress(p, index.Sym(i)), p.urls.ID[i])
	}
	golden.Check(t, "view/site/addresses.golden", b.String())
}

// The script of a model names what the version has, and the pairs of functions.
func TestToyModelData(t *testing.T) {
	p := toyPlan(t)
	text, err := pages.modelData(p, &p.models.Models[0])
	if err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(string(text), "sourcedive.model(")
	body, end := strings.CutSuffix(body, ");\n")
	var data struct {
		Name, Clock string
		Params      []struct {
			Name    string
			Default int
		}
		Runs           []byte
		Links, Mirrors map[string]string
	}
	if err := json.Unmarshal([]byte(body), &data); err != nil || !ok || !end || len(data.Runs) == 0 {
		t.Fatalf("%v in %s", err, text)
	}
	data.Runs = nil
	golden.View(t, "view/model/data", data)
}

// A list of just as many rows as stand open has nothing folded away.
func TestToyListsThatFit(t *testing.T) {
	v := viewOf(t, toyPlan(t), "func/internal/many/zcallKnown.html").(pages.Func)
	k := v.Callers.Kinds[0]
	if k.Count != pages.shownRows || len(k.Rows) != pages.shownRows || k.Rest != nil || k.More != 0 {
		t.Errorf("%d callers: %d rows, %d folded (nil: %v)", k.Count, len(k.Rows), len(k.Rest), k.Rest == nil)
	}
}

// One of each kind of text is enough for its pages and links.
func TestToyOneOfEach(t *testing.T) {
	words, err := article.Read(fstest.MapFS{
		"kb.yaml":       {Data: []byte("title: One\npackages: [runtime]\n")},
		"tours/one.md":  {Data: []byte("---\ntitle: One tour\n---\n## Only\n\n```source runtime.main\n```\n")},
		"myths/gc.md":   {Data: []byte("---\ntitle: One myth\n---\n## Only\n\n```claim\nexists(\"runtime.GC\")\n```\n")},
		"glossary.yaml": {Data: []byte("- {term: one, def: Only.}\n")},
		"api.yaml":      {Data: []byte("- {symbol: runtime.GC, text: Only., inside: []}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	x := *toyPlan(t).x
	x.Statements = x.Statements[1:2]
	book, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(&x), words)
	p, _ := NewVersion(NewSurvey(&x, "linux/amd64"), book, toyPlan(t).theme, nil)
	for _, path := range []string{"tour/index.html", "tour/one/1.html", "myths.html", "glossary.html", "api.html", "statements.html", "assets/cards/terms.js"} {
		if !p.Has(path) {
			t.Errorf("no page %s", path)
		}
	}
	golden.View(t, "view/bare/home-one", viewOf(t, p, "index.html"))
	golden.View(t, "view/bare/statements-one", viewOf(t, p, "statements.html"))
	golden.View(t, "view/bare/func-one", viewOf(t, p, "func/runtime/newproc.html"))
}

// Everything is made once, and what comes of the search index last.
func TestToyRenderOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	s := toy(t)
	var paths []string
	done := 0
	if err := s.Render(t.Context(), func(path string, data []byte) error {
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

// Callers are counted once, however often they call.
func TestToyFanIn(t *testing.T) {
	p := toyPlan(t)
	for id, want := range map[index.ID]int32{"runtime.notesleep": 2, "runtime.chanrecv": 4, "runtime.rt0_go": 0, "internal/many.zcallWellKnown": pages.wellKnown + 1, "internal/many.zcallKnown": pages.wellKnown} {
		if got := p.graph.fanIn[symbolOf(t, p, id)]; got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}

// A short function that calls nothing is an accessor.
func TestToyAccessors(t *testing.T) {
	p := toyPlan(t)
	for id, want := range map[index.ID]bool{"internal/many.zcallLeaf239": true, "internal/many.zcallLeaf240": false, "internal/many.zcallStep02": false, "runtime.futexsleep": false} {
		if got := p.graph.leaf(symbolOf(t, p, id)); got != want {
			t.Errorf("%s: %v, %d bytes", id, got, p.graph.bodyLen(symbolOf(t, p, id)))
		}
	}
}

// Names in the brackets of a doc comment: with and without a package, methods by either
// receiver, packages.
func TestToyDocLinks(t *testing.T) {
	p := toyPlan(t)
	pkg, _ := p.x.Pkg("internal/a+b")
	link := p.docLink("func/internal/a~2bb/L1.html", pkg)
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

// A tree without package runtime has nothing to tell of itself.
func TestToyTinyTree(t *testing.T) {
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go1.3.0", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "p", Name: "p"}},
		Files: []index.File{{Path: "p/p.go", Text: "package p\n"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	book, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: article.Config{Title: "Tiny"}})
	p, _ := NewVersion(NewSurvey(x, "linux/amd64"), book, toyPlan(t).theme, nil)
	var b strings.Builder
	for _, path := range p.Pages() {
		if !strings.HasPrefix(path, "assets/") {
			b.WriteString(path + "\n")
		}
	}
	golden.Check(t, "view/bare/paths-tiny.golden", b.String())
	golden.View(t, "view/bare/home-tiny", viewOf(t, p, "index.html"))
	golden.View(t, "view/bare/checked-tiny", viewOf(t, p, "checked.html"))
	golden.View(t, "view/bare/files-tiny", viewOf(t, p, "file/index.html"))
}

// What is not there has no page, no heading and no link.
func TestToyWithoutContent(t *testing.T) {
	p := toy(t).versions[1]
	book, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(p.x), &article.Content{Config: article.Config{Title: "Bare"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	bare, problems := NewVersion(NewSurvey(p.x, "plan9/386"), book, p.theme, nil)
	if len(problems) > 0 || bare.Dir != "go1.2.0-linux-amd64" {
		t.Errorf("%s: %v", bare.Dir, problems)
	}
	var paths []string
	for _, path := range bare.Pages() {
		if !strings.HasPrefix(path, "assets/") && !strings.HasPrefix(path, "func/") && !strings.HasPrefix(path, "src/") && !strings.HasPrefix(path, "type/") && !strings.HasPrefix(path, "symbol/") {
			paths = append(paths, path)
		}
	}
	golden.Check(t, "view/bare/paths.golden", strings.Join(paths, "\n")+"\n")
	golden.View(t, "view/bare/home", viewOf(t, bare, "index.html"))
	golden.View(t, "view/bare/checked", viewOf(t, bare, "checked.html"))
	golden.View(t, "view/bare/func", viewOf(t, bare, "func/runtime/newproc.html"))
}
