package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/graphq"
)

// What a release did that no small history does: it has new functions in many files, and
// the lists have names of every kind.
func TestReleaseListsOfAll(t *testing.T) {
	p := richPast(t)
	d := &history.Difference{From: "go1.2.5", To: "go1.3.0"}
	for i, n := range []int{5, 7, 4, 6, 7, 5, 5, 5, 9} {
		for k := range n {
			d.Appeared = append(d.Appeared, history.Change{Symbol: fmt.Sprintf("runtime.f%d%c", i, 'a'+k), Kind: "func", Added: i*k + 1, File: fmt.Sprintf("runtime/f%d.go", i)})
		}
	}
	some := func(symbol, kind string) history.Change {
		return history.Change{Symbol: symbol, Kind: kind, Added: 1, Removed: 2, File: "runtime/proc.go"}
	}
	away := some("runtime.onlyWindows", "func")
	away.Away = true
	d.Appeared = append(d.Appeared, away, some("runtime.pool", "type"), some("runtime.g.sched", "field"), some("runtime.g.extra", "field"), some("sync.x.y", "field"), some("runtime._Gfirst", "const"), history.Change{Symbol: "runtime.goready", Kind: "func", File: "runtime/proc.go"})
	d.Changed = []history.Change{some("runtime.schedule", "func"), some("runtime.g", "type"), some("runtime.g.id", "field"), some("sync.a.id", "field"), some("runtime._Gidle", "const")}
	d.Removed = []history.Change{
		away, {Symbol: "runtime.Oldie", Kind: "func", Removed: 2, File: "runtime/proc.go"}, {Symbol: "runtime.oldie", Kind: "func", Removed: 30, File: "runtime/proc.go"},
		{Symbol: "runtime.stub", Kind: "func", File: "runtime/proc.go"}, some("runtime.gone", "type"), some("runtime.gone.x", "field"), some("runtime._Gdying", "const"),
	}
	d.Renamed = []history.Renaming{
		{From: "runtime.wakeany", To: "runtime.wakep", Kind: "func", Added: 1, Removed: 1}, {From: "runtime.w", To: "runtime.onlyWindows", Kind: "func", Away: true},
		{From: "runtime.gp", To: "runtime.g", Kind: "type", Away: true}, {From: "runtime._a", To: "runtime._b", Kind: "const"},
	}
	d.Extracted = []history.Renaming{{From: "runtime.schedule", To: "runtime.stoplockedm", Kind: "func", Similarity: 72, Added: 3}}
	d.Calls = []history.Call{
		{From: "runtime.newm", To: "runtime.gogo"}, {From: "runtime.execute", To: "sync.x"}, {From: "runtime.execute", To: "runtime.gogo", Gained: true}, {From: "runtime.malg", To: "runtime.getg", Gained: true},
	}
	c := &change{Difference: d, minor: 2}
	golden.View(t, "view/lists/all", struct {
		Lists []NameList
		Areas []AreaBar
		Most  []MostRow
	}{releaseLists(p, "release/go1.3.html", c), areaBars(p, "release/go1.3.html", c), mostChanged(p, "release/go1.3.html", c)})
}

// A list is cut where it gets long, and a very long one says how to see all of it.
func TestReleaseListsAreCut(t *testing.T) {
	p := richPast(t)
	for _, c := range []struct{ n, rows, rest, more int }{
		{30, 30, 0, 0}, {31, 24, 7, 0}, {424, 24, 400, 0}, {425, 24, 400, 1}, {1524, 24, 400, 1100},
	} {
		d := &history.Difference{From: "go1.2.5", To: "go1.3.0"}
		for i := range c.n {
			d.Removed = append(d.Removed, history.Change{Symbol: fmt.Sprintf("runtime.c%04d", i), Kind: "const"})
		}
		lists := releaseLists(p, "release/go1.3.html", &change{Difference: d, minor: 2})
		if len(lists) != 1 {
			t.Fatalf("%d lists", len(lists))
		}
		more := ""
		if c.more > 0 {
			more = "and " + strings.Replace(fmt.Sprint(c.more), "1100", "1,100", 1) + " that are not listed; sourcedive changes go1.2 go1.3 --all prints all"
		}
		l := lists[0]
		if l.ID != "constants" || len(l.Rows) != c.rows || len(l.Rest) != c.rest || l.More != more {
			t.Errorf("of %d in %s: %d rows, %d more on demand, %q", c.n, l.ID, len(l.Rows), len(l.Rest), l.More)
		}
		if l.Rows[c.rows-1].Link.Text != fmt.Sprintf("c%04d", c.rows-1) || c.rest > 0 && l.Rest[0].Link.Text != fmt.Sprintf("c%04d", c.rows) {
			t.Errorf("of %d: the last row is %v", c.n, l.Rows[c.rows-1])
		}
	}
}

// The words that the runtime prints are those that the recorded tables have for a release
// and not for the one before, or the other way round.
func TestReleaseWords(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"go1.14", "go1.20"} {
		for _, l := range releaseWords(name) {
			fmt.Fprintf(&b, "%s %s: %s (%s)\n", name, l.id, l.title, l.note)
			for _, r := range l.rows {
				fmt.Fprintf(&b, "\t%s: %s\n", r.Note, r.Link.Text)
			}
		}
	}
	golden.Check(t, "data/words.golden", b.String())
	p := richPast(t)
	p.past.Minors[2] = history.Minor{Number: 14, First: "go1.14.2", Newest: "go1.14.15"}
	b.Reset()
	for _, l := range releaseLists(p, "release/go1.14.html", &change{Difference: &history.Difference{}, minor: 2}) {
		fmt.Fprintf(&b, "%s: %s, %s (%s), code %t\n", l.ID, l.Title, l.Count, l.Note, l.Code)
	}
	if want := "settings: GODEBUG settings, 2 (), code true\nreasons: Reasons to wait, 1 (), code false\nmessages: Messages, 115 (What the runtime prints when it throws, panics or dies), code false\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	for _, name := range []string{"go1.1", "go1.999"} {
		if got := releaseWords(name); got != nil {
			t.Errorf("%s has words: %v", name, got)
		}
	}
}

// What a release did to the fields of a type, which may have another name since.
func TestTypeChangeCompare(t *testing.T) {
	st := func(name string, hash uint32) history.State { return history.State{Name: name, Hash: hash} }
	was := map[history.Sym]history.State{
		1: st("runtime.old.same", 1), 2: st("runtime.old.typed", 1), 3: st("runtime.old.a", 1), 4: st("runtime.old.u.gone", 1), 5: st("runtime.old.d", 1), 6: st("runtime.old.z", 1),
	}
	now := map[history.Sym]history.State{
		1: st("runtime.new.same", 1), 2: st("runtime.new.typed", 2), 3: st("runtime.new.b", 1), 7: st("runtime.new.q", 1), 8: st("runtime.new.c", 1), 9: st("runtime.new.also", 1), 5: st("runtime.new.e", 2), 6: st("runtime.new.x", 1),
	}
	c := typeChange{there: true}
	c.compare(was, now, "runtime.old", "runtime.new")
	for _, l := range []struct {
		name      string
		got, want []string
	}{
		{"added", c.added, []string{"also", "c", "q"}}, {"removed", c.removed, []string{"u.gone"}},
		{"retyped", c.retyped, []string{"typed"}}, {"renamed", c.renamed, []string{"a → b", "d → e", "z → x"}},
	} {
		if !slices.Equal(l.got, l.want) {
			t.Errorf("%s: %q, want %q", l.name, l.got, l.want)
		}
	}
	gone := typeChange{}
	if gone.compare(was, nil, "runtime.old", ""); gone.changed() {
		t.Errorf("of a type that went each field is said to have gone: %v", gone.removed)
	}
	for _, one := range []typeChange{{other: true}, {added: c.added}, {removed: c.removed}, {retyped: c.retyped}, {renamed: c.renamed}} {
		if !one.changed() {
			t.Errorf("%+v is no change", one)
		}
	}
}

// Names leave out what the reader knows.
func TestNamesOfThePast(t *testing.T) {
	p, m := newer(t).past, &past{source: moduleInputs(t).source}
	for _, c := range []struct{ got, want string }{
		{p.short("runtime.g"), "g"}, {p.short("sync.Mutex"), "sync.Mutex"},
		{p.beside("runtime.a", "runtime.b"), "a"}, {p.beside("sync.a", "sync.b"), "a"}, {p.beside("sync.a", "runtime.b"), "sync.a"}, {p.beside("runtime.a", "sync.b"), "a"},
		{m.short("example.com/m/v2.F"), "m/v2.F"}, {m.short("example.com/m/v2/sub.G"), "m/v2/sub.G"}, {m.beside("example.com/m/v2/sub.G", "example.com/m/v2/sub.F"), "G"},
		{percent(0, 0), "0 %"}, {percent(1, 3), "33.3 %"}, {percent(2, 2), "100.0 %"},
		{ageRuns([]int{5, 5, 5, 19, 5}, strconv.Itoa), "5*3 19 5"}, {ageRuns(nil, nil), ""}, {ageRuns([]int{7, 7}, strconv.Itoa), "7*2"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A line falls into words, and of two lines that share enough only the rest is marked.
func TestWordsOfLines(t *testing.T) {
	for line, want := range map[string]string{
		"\tx_1 := az09AZ(é)  // @[`{/:": "\t|x_1| |:|=| |az09AZ|(|é|)|  |/|/| |@|[|`|{|/|:", "": "", "a": "a", "  ": "  ", "a@b`c[d{e/f:g": "a|@|b|`|c|[|d|{|e|/|f|:|g", "\t\tx \ty": "\t\t|x| \t|y",
	} {
		if got := strings.Join(words(line), "|"); got != want {
			t.Errorf("%q falls into %s, want %s", line, got, want)
		}
	}
	text := func(list []DiffSpan) (s string) {
		for _, d := range list {
			if d.On {
				s += "[" + d.Text + "]"
			} else {
				s += d.Text
			}
		}
		return s
	}
	for _, c := range []struct{ old, now, a, b string }{
		{"f(a, b)", "f(a, b, c)", "f(a, b)", "f(a, b[, c])"}, {"abc def", "abc", "abc[ def]", "abc"},
		{"a a a", "a a", "a a[ a]", "a a"}, {"xxx yyyyy", "xxx zzzzz", "xxx [yyyyy]", "xxx [zzzzz]"}, {"xxx yyyyyy", "xxx zzzzz", "xxx yyyyyy", "xxx zzzzz"},
		{"xxx yyyyy", "xxx zzzzzz", "xxx yyyyy", "xxx zzzzzz"}, {"\t\t\txxx yyyyy", "\t\t\txxx zzzzz", "\t\t\txxx [yyyyy]", "\t\t\txxx [zzzzz]"}, {"one;", "two;", "one;", "two;"},
		{"a a", "a a a", "a a", "a a[ a]"}, {"yyyy xx", "zzzz xx", "[yyyy] xx", "[zzzz] xx"}, {"same", "same", "same", "same"},
	} {
		if a, b := inLine(c.old, c.now); text(a) != c.a || text(b) != c.b {
			t.Errorf("%q and %q: %s and %s", c.old, c.now, text(a), text(b))
		}
	}
}

// A type that has the name another type had before has its own fields alone: those of the
// other one came and changed under the name that this has now.
func TestFieldsOfATypeWithAnOldName(t *testing.T) {
	tree := func(version, decls string) history.Tree {
		return history.Tree{Version: version, FS: fstest.MapFS{"runtime/proc.go": {Data: []byte("package runtime\n\n" + decls)}}}
	}
	const renamed = "type worker struct {\n\tid, spins int\n\tlocks, depth, ticks uint32\n}\n"
	trees := []history.Tree{
		tree("go1.2.0", strings.ReplaceAll(renamed, "worker", "thread")), tree("go1.3.0", renamed),
		tree("go1.4.0", renamed+"\ntype thread struct {\n\tstack uintptr\n}\n"),
		tree("go1.5.0", strings.Replace(renamed, "int", "int64", 1)+"\ntype thread struct {\n\tstack uintptr\n}\n"),
	}
	data, _, err := history.Build(trees, history.Options{Packages: []string{"runtime"}})
	if err != nil {
		t.Fatal(err)
	}
	p := inputsWith(t, nil)
	p.Catalog.WithHistory(history.New(data), nil)
	seen := 0
	for i := range p.past.Symbols {
		st, ok := p.past.State(history.Sym(i), p.past.Newest())
		if !ok || p.past.Symbols[i].Kind != history.Type {
			continue
		}
		seen++
		list := typeChanges(p.past, history.Sym(i))
		was, now := &list[2], &list[3]
		switch st.Name {
		case "runtime.thread":
			if !was.arrived || !slices.Equal(was.added, []string{"stack"}) || now.changed() {
				t.Errorf("%s arrives with %q and changes: %+v", st.Name, was.added, now)
			}
		case "runtime.worker":
			if list[1].arrived || was.changed() || !slices.Equal(now.retyped, []string{"id", "spins"}) {
				t.Errorf("%s: %+v, then %+v", st.Name, was, now)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d types, want 2", seen)
	}
}

// A neighbour stands out as soon as the words about a function name it once, in a story.
func TestNeighboursThatWordsName(t *testing.T) {
	p := newer(t)
	sym := symbolOf(t, p, "runtime.malg")
	for weight, want := range []bool{false, true, true} {
		got := boxes(p, "func/runtime/schedule.html", []graphq.Neighbour{{Peer: graphq.Peer{Sym: sym}}}, map[index.Sym]int{sym: weight})
		if len(got) != 1 || got[0].Named != want {
			t.Errorf("of weight %d: %+v, want named %t", weight, got, want)
		}
	}
}
