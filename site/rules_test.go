package site

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/internal/golden"
	"sourcedive/site/page"
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
		step := page.Step{Lane: c.lane, Kind: c.kind, Leaves: c.leaves}
		cross(&step, c.from)
		if step.Enters != c.enters || step.Back != c.back {
			t.Errorf("%+v: %q, %q", c, step.Enters, step.Back)
		}
	}
}

func TestToyLanes(t *testing.T) {
	p := toyPlan(t)
	for _, c := range []struct {
		on   indexer.Stacks
		want string
	}{{0, "user stack"}, {indexer.UserStack, "user stack"}, {indexer.SystemStack, "g0"}, {indexer.SignalStack, "gsignal"}, {indexer.SystemStack | indexer.SignalStack, "g0"}} {
		if got := startLane(c.on); got != c.want {
			t.Errorf("start on %v: %s", c.on, got)
		}
	}
	for _, c := range []struct {
		id   indexer.ID
		kind indexer.EdgeKind
		sys  bool
		from string
		want string
	}{
		{"runtime.netpoll", indexer.EdgeCall, false, "user stack", "g0"},    // runs on g0 only
		{"runtime.netpoll", indexer.EdgeGo, false, "g0", "user stack"},      // a goroutine starts on its own stack
		{"runtime.stopm", indexer.EdgeCall, false, "g0", "g0"},              // stays
		{"runtime.stopm", indexer.EdgeCall, false, "gsignal", "user stack"}, // cannot run where it is called
		{"runtime.stopm", indexer.EdgeSwitch, false, "user stack", "g0"},
		{"runtime.stopm", indexer.EdgeCall, true, "user stack", "g0"},
		{"runtime.zcopy2", indexer.EdgeCall, false, "gsignal", "gsignal"}, // nothing is known of it
	} {
		if got := p.lane(c.from, end{sym: symbolOf(t, p, c.id), kind: c.kind, system: c.sys}); got != c.want {
			t.Errorf("%s by %s from %s: %s, want %s (%v)", c.id, c.kind, c.from, got, c.want, p.x.Stacks(symbolOf(t, p, c.id)))
		}
	}
}

func TestToyExported(t *testing.T) {
	sym := func(id indexer.ID, kind indexer.Kind) *indexer.Symbol { return &indexer.Symbol{ID: id, Kind: kind} }
	for _, c := range []struct {
		s    *indexer.Symbol
		want bool
	}{
		{sym("p.F", indexer.KindFunc), true}, {sym("p.A", indexer.KindConst), true}, {sym("p.Z", indexer.KindVar), true}, {sym("p.f", indexer.KindFunc), false},
		{sym("p.T.M", indexer.KindMethod), true}, {sym("p.(*T).M", indexer.KindMethod), true}, {sym("p.t.M", indexer.KindMethod), false}, {sym("p.T.m", indexer.KindMethod), false},
		{sym("p.T.F", indexer.KindField), false}, {sym("p.T.M", indexer.KindAbstract), false}, {sym("p.F.func1", indexer.KindClosure), false}, {sym("p._", indexer.KindVar), false},
		{&indexer.Symbol{ID: "p.F", Kind: indexer.KindFunc, Decl: indexer.Nowhere}, false},
	} {
		if got := isExported(c.s); got != c.want {
			t.Errorf("%s, a %s: %v", c.s.ID, c.s.Kind, got)
		}
	}
}

// What is made of the search index is written last.
func TestToySearchDataIsLast(t *testing.T) {
	paths := toy(t).Paths()
	slices.SortStableFunc(paths, func(a, b string) int { return later(a) - later(b) })
	first := slices.IndexFunc(paths, isSearchData)
	if first < 0 || slices.ContainsFunc(paths[first:], func(s string) bool { return !strings.Contains(s, "/assets/search/") }) {
		t.Errorf("the first of the search data is %d of %d", first, len(paths))
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
	x := &indexer.Index{Files: []indexer.File{{Text: strings.Repeat("x", longCode+10)}, {Text: "TEXT"}}}
	d := documents{p: &Plan{Survey: &Survey{x: x}}}
	at := func(n int32) indexer.Place { return indexer.Place{End: n} }
	for _, c := range []struct {
		name string
		s    *indexer.Symbol
		want int
	}{
		{"short", &indexer.Symbol{Decl: at(5), Asm: indexer.Nowhere, Value: "12"}, 5 + 1 + 2},
		{"at the bound", &indexer.Symbol{Decl: at(longCode - 1), Asm: indexer.Nowhere}, longCode},
		{"long", &indexer.Symbol{Decl: at(longCode), Asm: indexer.Nowhere, Value: "12"}, longCode + 2},
		{"assembly", &indexer.Symbol{Decl: at(5), Asm: indexer.Place{File: 1, End: 4}}, 5 + 1 + 4 + 1},
		{"field", &indexer.Symbol{Kind: indexer.KindField, Type: "abc", Decl: at(50), Asm: indexer.Nowhere}, 3},
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
		{printers, "message: Errorf New errorString fatal fatalthrow newError panic panicCheck1 panicCheck2 plainError throw; environment: Getenv gogetenv; GODEBUG: Setting"},
		{tables, "wait reason: waitReasonStrings; lock rank: lockNames; GODEBUG: All dbgvars; message: boundsErrorFmts gStatusStrings gcMarkWorkerModeStrings sigtable; metric: allDesc initMetrics"},
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
	for _, way := range endings {
		fmt.Fprintf(&b, "%s %s %v\n", way.note, way.words, way.ids)
	}
	const want = `blocks may block in [runtime.gopark runtime.goparkunlock runtime.mPark runtime.notesleep runtime.notetsleep runtime.notetsleepg runtime.futexsleep runtime.semasleep runtime.semacquire runtime.netpoll runtime.usleep runtime.osyield]
leaves never comes back from [runtime.gogo runtime.schedule runtime.goexit0 runtime.mexit]
throws can end the program in [runtime.throw runtime.fatal runtime.fatalthrow runtime.abort]
`
	if b.String() != want {
		t.Errorf("got:\n%s", &b)
	}
	for _, id := range []indexer.ID{"runtime.gogo", "runtime.throw", "runtime.goexit0"} {
		if !neverReturns[id] || len(neverReturns) != 3 {
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
	// The plain look has no template for it; what is said then is said without one.
	if got := string(s.NotFound("go1.2.0/nowhere.html")); got != "not found\n" {
		t.Errorf("%q", got)
	}
}

// Callers are counted once, however often they call.
func TestToyFanIn(t *testing.T) {
	p := toyPlan(t)
	for id, want := range map[indexer.ID]int32{"runtime.notesleep": 2, "runtime.chanrecv": 4, "runtime.rt0_go": 0, "internal/many.zcallWellKnown": wellKnown + 1, "internal/many.zcallKnown": wellKnown} {
		if got := p.fanIn[symbolOf(t, p, id)]; got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}

// A short function that calls nothing is an accessor.
func TestToyAccessors(t *testing.T) {
	p := toyPlan(t)
	for id, want := range map[indexer.ID]bool{"internal/many.zcallLeaf239": true, "internal/many.zcallLeaf240": false, "internal/many.zcallStep02": false, "runtime.futexsleep": false} {
		if got := p.leaf(symbolOf(t, p, id)); got != want {
			t.Errorf("%s: %v, %d bytes", id, got, p.bodyLen(symbolOf(t, p, id)))
		}
	}
}

// What is not there has no page, no heading and no link.
func TestToyWithoutContent(t *testing.T) {
	p := toy(t).plans[1]
	book, problems := annotate.Merge(t.Context(), annotate.NewGround(p.x), &annotate.Content{KB: annotate.KB{Title: "Bare"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	bare, problems := NewPlan(NewSurvey(p.x, "plan9/386"), book, p.look, nil)
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
