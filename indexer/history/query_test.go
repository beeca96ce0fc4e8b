package history

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func caseHistory(t *testing.T, name string) *History {
	t.Helper()
	return New(built(t, treesIn(t, "testdata/cases/"+name+".txtar")))
}

func mustPoint(t *testing.T, h *History, v string) Point {
	t.Helper()
	p, err := h.Point(v)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPoint(t *testing.T) {
	h := caseHistory(t, "patch")
	for v, want := range map[string]Point{
		"go1.20": {0, AtPatch}, "go1.20.0": {0, AtFirst}, "go1.20.1": {0, AtPatch}, "go1.20.5": {0, AtPatch}, "go1.20.9": {0, AtPatch},
		"go1.20rc1": {0, AtFirst}, "go1.22": {2, AtPatch}, "go1.22.0": {2, AtFirst},
	} {
		if p, err := h.Point(v); err != nil || p != want {
			t.Errorf("%s: %v, %v, want %v", v, p, err, want)
		}
	}
	for _, v := range []string{"go1.19", "go1.23", "go1.4", "tip", ""} {
		if _, err := h.Point(v); err == nil || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%q: %v", v, err)
		}
	}
}

// A first patch that lacks a change of the minor before it is seen as it was.
func TestStateOfFirstPatch(t *testing.T) {
	h := caseHistory(t, "patch")
	hash := func(name, v string) string {
		st, ok := h.State(one(t, h, name), mustPoint(t, h, v))
		if !ok {
			return "absent"
		}
		return fmt.Sprint(st.Name, st.Hash)
	}
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"fixedInBoth", "go1.20.0", "go1.21.0", true},
		{"fixedInBoth", "go1.20.5", "go1.21.0", false},
		{"fixedInBoth", "go1.20.5", "go1.21.4", true},
		{"fixedFromStart", "go1.20.5", "go1.21.0", true},
		{"fixedLater", "go1.20.5", "go1.21.0", true},
		{"fixedLater", "go1.21.0", "go1.21.4", false},
		{"newInBoth", "go1.20.0", "go1.21.0", true}, // absent
		{"dropped", "go1.20.0", "go1.21.0", true},
		{"dropped", "go1.20.5", "go1.21.0", false},
		{"newName", "go1.20.0", "go1.21.0", true},
		{"newName", "go1.20.5", "go1.21.0", false},
	} {
		if a, b := hash(c.name, c.a), hash(c.name, c.b); (a == b) != c.same {
			t.Errorf("%s: %s in %s and %s in %s", c.name, a, c.a, b, c.b)
		}
	}
}

func TestFind(t *testing.T) {
	h := caseHistory(t, "place")
	names := func(list []Sym) (out []string) {
		for _, sym := range list {
			st, _ := h.Last(sym)
			out = append(out, st.Name)
		}
		return out
	}
	for _, c := range []struct {
		name string
		want string // the first
		n    int
	}{
		{"runtime.findThing", "runtime.findThing", 1},
		{"findThing", "runtime.findThing", 1},
		{"findthing", "runtime.findThing", 1}, // an old name
		{"mHeap_Init", "runtime.(*mheap).init", 1},
		{"(*mheap).init", "runtime.(*mheap).init", 1},
		{"mheap.init", "runtime.(*mheap).init", 1},
		{"init", "runtime.(*mheap).init", 1},
		{"runtime/internal/sys.Zeros", "internal/runtime/sys.Zeros", 1},
		{"sys.Zeros", "internal/runtime/sys.Zeros", 1},
		{"Zeros[...]", "internal/runtime/sys.Zeros", 1},
		{"same", "runtime.(*other).same", 2}, // what is there before what is gone
	} {
		list, err := h.Find(c.name)
		if err != nil || len(list) != c.n || names(list)[0] != c.want {
			t.Errorf("%s: %v, %v, want %d with %s first", c.name, names(list), err, c.n, c.want)
		}
	}
	for name, hint := range map[string]string{"findThink": "did you mean runtime.findThing, runtime.findthing (now runtime.findThing)?", "quitedifferent": "", "": ""} {
		_, err := h.Find(name)
		if !errors.Is(err, ErrNoSymbol) || !strings.HasSuffix(err.Error(), hint) || hint == "" && strings.Contains(err.Error(), "hint") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNames(t *testing.T) {
	h := caseHistory(t, "back")
	first := h.Find
	list, err := first("runtime.reused")
	if err != nil || len(list) != 2 {
		t.Fatalf("%v, %v", list, err)
	}
	// Today's comes first; the other is sumAbove now.
	if got := h.Names(list[1]); !reflect.DeepEqual(got, []Named{{"runtime.reused", "go1.20.0", "go1.20.0"}, {"runtime.sumAbove", "go1.21.0", "go1.22.0"}}) {
		t.Errorf("names of sumAbove: %v", got)
	}
	if got := h.OldNames("runtime.sumAbove"); !reflect.DeepEqual(got, []Named{{"runtime.reused", "go1.20.0", "go1.20.0"}}) {
		t.Errorf("old names of sumAbove: %v", got)
	}
	if got := h.OldNames("runtime.reused"); got != nil {
		t.Errorf("old names of reused: %v", got)
	}
	if got := h.Names(one(t, h, "closeonexec")); !reflect.DeepEqual(got, []Named{{"runtime.closeonexec", "go1.20.0", "go1.20.0"}, {"runtime.closeonexec", "go1.22.0", "go1.22.0"}}) {
		t.Errorf("names of closeonexec: %v", got)
	}
	a, b, c := mustPoint(t, h, "go1.20"), mustPoint(t, h, "go1.21"), mustPoint(t, h, "go1.22")
	for _, s := range []struct {
		name     string
		from, to Point
		want     string
	}{
		{"runtime.reused", a, c, "runtime.sumAbove"},
		{"runtime.sumAbove", c, a, "runtime.reused"},
		{"runtime.reused", c, a, ""},
		{"runtime.closeonexec", a, b, ""},
		{"runtime.closeonexec", a, c, "runtime.closeonexec"},
		{"runtime.never", a, c, ""},
	} {
		if got, ok := h.Successor(s.name, s.from, s.to); got != s.want || ok != (s.want != "") {
			t.Errorf("%s of %v in %v: %q, want %q", s.name, s.from, s.to, got, s.want)
		}
	}
}

func TestAt(t *testing.T) {
	h := caseHistory(t, "platform")
	a, b := mustPoint(t, h, "go1.20"), mustPoint(t, h, "go1.21")
	for _, c := range []struct {
		name string
		p    Point
		away string
	}{
		{"runtime.duffcopy", a, "false"}, {"runtime.duffcopy", b, "true"}, {"runtime.duffcopy[...]", a, "false"},
		{"runtime.tagged", a, "true"}, {"runtime.tagged", b, "none"}, {"duffcopy", a, "none"},
	} {
		got := "none"
		if sym, ok := h.At(c.name, c.p); ok {
			got = fmt.Sprint(h.Symbols[sym].Away)
		}
		if got != c.away {
			t.Errorf("%s at %v: away %s, want %s", c.name, c.p, got, c.away)
		}
	}
}

func TestLineOfLife(t *testing.T) {
	h := caseHistory(t, "patch")
	for name, want := range map[string][]Cell{
		"fixedInBoth":  {{20, Arrived, "runtime.fixedInBoth", 0, 0, true}, {21, Same, "runtime.fixedInBoth", 0, 0, true}, {22, Same, "runtime.fixedInBoth", 0, 0, false}},
		"fixedLater":   {{20, Arrived, "runtime.fixedLater", 0, 0, false}, {21, Changed, "runtime.fixedLater", 1, 1, true}, {22, Same, "runtime.fixedLater", 0, 0, false}},
		"dropped":      {{20, Absent, "", 0, 0, true}, {21, Absent, "", 0, 0, true}, {22, Absent, "", 0, 0, false}},
		"changedTwice": {{20, Absent, "", 0, 0, false}, {21, Arrived, "runtime.changedTwice", 0, 0, true}, {22, Changed, "runtime.changedTwice", 1, 1, false}},
	} {
		if diff := cmp.Diff(want, h.LineOfLife(one(t, h, name))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	if n, of := h.Changes(one(t, h, "fixedLater")); n != 1 || of != 2 {
		t.Errorf("fixedLater changed in %d of %d", n, of)
	}
}

func TestLineAges(t *testing.T) {
	h := caseHistory(t, "extract")
	end := mustPoint(t, h, "go1.22")
	// uniques has its loop from long, which is older.
	if got, want := h.LineAges(one(t, h, "uniques"), end), []int{21, 20, 20, 20, 22, 20, 20, 20, 20, 20, 20, 20}; !slices.Equal(got, want) {
		t.Errorf("uniques: %v, want %v", got, want)
	}
	if got := h.LineAges(one(t, h, "long"), end); got != nil {
		t.Errorf("long is gone and has lines of %v", got)
	}
	h = caseHistory(t, "change")
	if got, want := h.LineAges(one(t, h, "grows"), h.Newest()), []int{20, 22, 20, 21, 22, 20, 20}; !slices.Equal(got, want) {
		t.Errorf("grows: %v, want %v", got, want)
	}
	for i := range h.Symbols {
		st, _ := h.State(Sym(i), h.Newest())
		if got := len(h.LineAges(Sym(i), h.Newest())); got != st.Lines {
			t.Errorf("%s has %d lines and %d ages", st.Name, st.Lines, got)
		}
	}
}

func TestSize(t *testing.T) {
	h := caseHistory(t, "change")
	sym := one(t, h, "grows")
	for _, c := range []struct {
		from, to       string
		added, removed int
	}{
		{"go1.20", "go1.21", 1, 0}, {"go1.21", "go1.22", 2, 0}, {"go1.20", "go1.22", 3, 0}, {"go1.22", "go1.20", 0, 3}, {"go1.21", "go1.21", 0, 0},
	} {
		if a, r := h.Size(sym, mustPoint(t, h, c.from), mustPoint(t, h, c.to)); a != c.added || r != c.removed {
			t.Errorf("%s → %s: +%d −%d, want +%d −%d", c.from, c.to, a, r, c.added, c.removed)
		}
	}
	h = caseHistory(t, "extract")
	if a, r := h.Size(one(t, h, "uniques"), mustPoint(t, h, "go1.20"), h.Newest()); a != 12 || r != 0 {
		t.Errorf("uniques from nothing: +%d −%d", a, r)
	}
}

// What two versions have different, forward and back.
func TestDifference(t *testing.T) {
	h := caseHistory(t, "calls")
	a, b := mustPoint(t, h, "go1.20"), mustPoint(t, h, "go1.21")
	calls := func(d *Difference) (out []string) {
		for _, c := range d.Calls {
			out = append(out, fmt.Sprintf("%s→%s %v", c.From, c.To, c.Gained))
		}
		return out
	}
	want := []string{
		"runtime.asmCaller→runtime.one false", "runtime.asmCaller→runtime.two true", "runtime.caller→internal/cpu.Has true",
		"runtime.caller→runtime.(*thing).only false", "runtime.caller→runtime.one false", "runtime.caller→runtime.two true",
		"runtime.instance→runtime.generic false", "runtime.instance→runtime.one true",
	}
	if got := calls(h.Difference(a, b, nil)); !slices.Equal(got, want) {
		t.Errorf("calls: %q", got)
	}
	for i := range want {
		if s, ok := strings.CutSuffix(want[i], " true"); ok {
			want[i] = s + " false"
		} else {
			want[i] = strings.TrimSuffix(want[i], " false") + " true"
		}
	}
	if got := calls(h.Difference(b, a, nil)); !slices.Equal(got, want) {
		t.Errorf("calls backward: %q", got)
	}
	d := h.Difference(a, b, func(st State) bool { return st.Name != "runtime.caller" && st.Name != "runtime.instance" })
	if len(d.Changed) != 1 || d.Changed[0].Symbol != "runtime.asmCaller" || d.Changed[0].Added != 1 || d.Changed[0].Removed != 2 {
		t.Errorf("changed: %+v", d.Changed)
	}
	if len(d.Appeared) != 1 || d.Appeared[0].Symbol != "runtime.fresh" || len(d.Removed) != 1 || d.Removed[0].Symbol != "runtime.(*other).lone" {
		t.Errorf("appeared: %+v, removed: %+v", d.Appeared, d.Removed)
	}
	if len(d.Renamed) != 1 || d.Renamed[0].From != "runtime.oldName" || d.Renamed[0].To != "runtime.newName" || d.Renamed[0].Rule != 2 {
		t.Errorf("renamed: %+v", d.Renamed)
	}
	// duffcopy loses its body for linux/amd64: that is all there is to say.
	h = caseHistory(t, "platform")
	d = h.Difference(mustPoint(t, h, "go1.20"), mustPoint(t, h, "go1.21"), nil)
	var removed []string
	for _, c := range d.Removed {
		removed = append(removed, fmt.Sprint(c.Symbol, " ", c.Away))
	}
	if want := []string{"runtime.duffcopy false", "runtime.onUnix false", "runtime.plusBuild false", "runtime.tagged true"}; len(d.Appeared) != 0 || !slices.Equal(removed, want) {
		t.Errorf("appeared: %+v, removed: %v, want none and %v", d.Appeared, removed, want)
	}
	if len(d.Elsewhere) != 1 || d.Elsewhere[0].Symbol != "runtime.yield" {
		t.Errorf("elsewhere: %+v", d.Elsewhere)
	}
}

func TestRelease(t *testing.T) {
	h := caseHistory(t, "patch")
	s, err := h.Release(21)
	if err != nil {
		t.Fatal(err)
	}
	var patched []string
	for _, c := range s.Patched {
		patched = append(patched, c.Symbol)
	}
	if want := []string{"runtime.changedTwice", "runtime.fixedInBoth", "runtime.fixedLater"}; !slices.Equal(patched, want) {
		t.Errorf("patched: %v, want %v", patched, want)
	}
	if s.From != "go1.20.5" || s.To != "go1.21.4" || len(s.Changed) != 1 || s.Changed[0].Symbol != "runtime.fixedLater" {
		t.Errorf("%s → %s: %+v", s.From, s.To, s.Changed)
	}
	if s, err := h.Release(20); err != nil || s.Difference != nil {
		t.Errorf("the first minor: %+v, %v", s, err)
	}
	if _, err := h.Release(19); err == nil {
		t.Error("a minor that is not there")
	}
}

func TestEvents(t *testing.T) {
	h := caseHistory(t, "patch")
	kinds := func(name string) (out []string) {
		for _, e := range h.Events(one(t, h, name)) {
			out = append(out, strings.Join(strings.Fields(e.Version+" "+e.Kind+" "+e.Of), " "))
		}
		return out
	}
	for name, want := range map[string][]string{
		"fixedInBoth": {"go1.20.0 appeared", "go1.20.5 backported changed", "go1.21.4 backported changed"},
		"newInBoth":   {"go1.20.5 backported appeared", "go1.21.4 backported appeared"},
		"fixedLater":  {"go1.20.0 appeared", "go1.21.4 backported changed"},
		"dropped":     {"go1.20.0 appeared", "go1.20.5 backported removed", "go1.21.4 backported removed"},
	} {
		if got := kinds(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	h = caseHistory(t, "place")
	for name, want := range map[string]string{
		"sys.Zeros": "moved from runtime/internal/sys.Zeros to internal/runtime/sys.Zeros by R1",
		"findThing": "renamed from runtime.findthing to runtime.findThing by R3",
		"toFile":    "moved from runtime/a.go to runtime/b.go by R0",
	} {
		if e := h.Events(one(t, h, name))[1]; fmt.Sprintf("%s from %s to %s by R%d", e.Kind, e.From, e.To, e.Rule) != want {
			t.Errorf("%s: %+v, want %s", name, e, want)
		}
	}
	h = caseHistory(t, "patch")
	l := h.Life(one(t, h, "dropped"))
	if l.Since != "go1.20.0" || l.Until != "go1.20.0" {
		t.Errorf("dropped: since %s until %s", l.Since, l.Until)
	}
}

// What is known of when a change came depends on which patches were at hand.
func TestExact(t *testing.T) {
	d := &Data{Minors: []Minor{{19, "go1.19.2", "go1.19.9"}, {20, "go1.20.0", "go1.20.5"}}}
	for p, want := range map[Point]bool{{0, AtFirst}: false, {0, AtPatch}: true, {1, AtFirst}: true, {1, AtPatch}: true} {
		if got := d.Exact(p); got != want {
			t.Errorf("%s: %v", d.Version(p), got)
		}
	}
}

// Code that two symbols had says nothing of which one a new name is.
func TestSpliceTwins(t *testing.T) {
	h := caseHistory(t, "rename")
	s, err := h.Splice(Tree{Version: "go1.20.7", FS: fstest.MapFS{"runtime/a.go": {Data: []byte(`package runtime

func third(list []int) int { return len(list)*17 + cap(list)*19 + 23 + list[0]*29 + list[1]*31 }
`)}}})
	if err != nil || s.Places["runtime.third"] != (Place{Sym: NoSym}) {
		t.Errorf("%+v, %v", s.Places, err)
	}
}

// A tree between two versions of the data.
func TestSplice(t *testing.T) {
	h := caseHistory(t, "patch")
	tree := Tree{Version: "go1.21.2", FS: fstest.MapFS{"runtime/a.go": {Data: []byte(`package runtime

func fixedInBoth(n int) int { return n + 1 }

func fixedLater(n int) int { return n }

func fixedFromStart(n int) int { return n + 3 }

func anotherName(list []int, n int) (total int) {
	for i, x := range list {
		if x > n {
			total += i * x
		}
	}
	return total
}

func new() int { return 1 }

func newInBoth(n int) int { return n * 5 }
`)}}}
	s, err := h.Splice(tree)
	if err != nil {
		t.Fatal(err)
	}
	sym := func(name string) Sym { return one(t, h, name) }
	want := map[string]Place{
		"runtime.fixedInBoth":    {Sym: sym("fixedInBoth"), Known: true, Point: Point{0, AtPatch}},
		"runtime.fixedLater":     {Sym: sym("fixedLater"), Known: true, Point: Point{0, AtFirst}},
		"runtime.fixedFromStart": {Sym: sym("fixedFromStart")},
		"runtime.newInBoth":      {Sym: sym("newInBoth"), Known: true, Point: Point{0, AtPatch}},
		"runtime.anotherName":    {Sym: sym("newName"), Known: true, Point: Point{0, AtFirst}, OldTo: "runtime.newName", Rule: R2},
		"runtime.new":            {Sym: NoSym},
	}
	if diff := cmp.Diff(want, s.Places); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if s.Base != (Point{1, AtPatch}) || !slices.Equal(s.Gone, []Sym{sym("changedTwice")}) {
		t.Errorf("base %v, gone %v", s.Base, s.Gone)
	}
	for name, want := range map[string]string{
		"fixedInBoth": "", "fixedLater": "runtime.fixedLater changed", "fixedFromStart": "runtime.fixedFromStart changed",
		"newName": "runtime.anotherName renamed runtime.newName R2", "newInBoth": "", "changedTwice": " removed",
	} {
		got, e, ok := s.In(h, sym(name))
		if got += " " + e.Kind; e.Rule > 0 {
			got += fmt.Sprintf(" %s R%d", e.From, e.Rule)
		}
		if ok != (want != "") || ok && (got != want || e.Version != "go1.21.2") {
			t.Errorf("%s: %q in %s, %t, want %q", name, got, e.Version, ok, want)
		}
	}
	if s, err = h.Splice(Tree{Version: "go1.30-devel", FS: tree.FS}); err != nil || s.Base != h.Newest() {
		t.Errorf("of a version to come: %v, %v", s, err)
	}
}

func TestSourceOf(t *testing.T) {
	trees := treesIn(t, "testdata/cases/platform.txtar")
	h := New(built(t, trees))
	for name, want := range map[string]string{
		"yield":       "func yield() int { return 1 }",
		"load":        "func load(p *int) int\nTEXT ·load(SB), NOSPLIT, $0-16\n\tMOVQ\tp+0(FP), AX\n\tMOVQ\t(AX), BX\n\tMOVQ\tBX, ret+8(FP)\n\tRET",
		"local":       "TEXT local<>(SB), NOSPLIT, $0\n\tCALL\t·load(SB)\n\tRET",
		"onlyWindows": "func onlyWindows() int { return 3 }",
	} {
		st, _ := h.State(one(t, h, name), Point{0, AtPatch})
		src, err := SourceOf(trees[0], st)
		if err != nil || src.Text != want || src.Hash != st.Hash || src.Line != st.Line {
			t.Errorf("%s: %+v, %v, want %q", name, src, err, want)
		}
	}
	if _, err := SourceOf(trees[1], State{Name: "runtime.tagged", File: "runtime/tagged.go"}); err == nil {
		t.Error("found a function that is not there")
	}
}

// Compare sees a change of a body, of a step and of a name.
func TestCompare(t *testing.T) {
	trees := treesIn(t, "testdata/cases/patch.txtar")
	whole := built(t, trees)
	if got := Compare(whole, built(t, trees[2:])); len(got) > 0 {
		t.Errorf("the last minors alone: %q", got)
	}
	other := built(t, trees)
	step(other, "fixedLater", 1).Hash ^= 1
	if got := Compare(whole, other); len(got) != 2 || !strings.Contains(got[0], "recorded, not made: func runtime.fixedLater go1.21.4 code") {
		t.Errorf("another hash: %q", got)
	}
	if got := Compare(whole, built(t, trees[:1])); len(got) != 1 || !strings.Contains(got[0], "in a row") {
		t.Errorf("other patches: %q", got)
	}
	here := func(v string) (Tree, bool) { return Tree{Version: v}, v != "go1.21.0" }
	if got := Runs(whole, here); len(got) != 2 || len(got[0]) != 2 || len(got[1]) != 1 {
		t.Errorf("runs: %v", got)
	}
}
