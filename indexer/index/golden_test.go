package index_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// The names of numbers are part of the JSON, the style sheets and the pages.
func TestNamesOfNumbers(t *testing.T) {
	var b strings.Builder
	for k := range index.Kind(8) {
		fmt.Fprintf(&b, "kind %d: %s, callable %v\n", k, k, k.Callable())
	}
	for k := range index.EdgeKind(9) {
		fmt.Fprintf(&b, "edge %d: %s\n", k, k)
	}
	for c := range index.Construct(19) {
		fmt.Fprintf(&b, "construct %d: %s\n", c, c)
	}
	for s := range index.Stacks(8) {
		fmt.Fprintf(&b, "stacks %d: %s\n", s, s)
	}
	for k := range index.LockKind(5) {
		fmt.Fprintf(&b, "lock %d: %s\n", k, k)
	}
	for a := range index.LockAct(8) {
		fmt.Fprintf(&b, "act %d: %s\n", a, a)
	}
	for l := range index.Leaves(4) {
		fmt.Fprintf(&b, "leaves %d: %s\n", l, l)
	}
	golden.Check(t, "names.txt", b.String())
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "a", 1}, {"ab", "", 2}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "ab", 1}, {"bc", "abc", 1}, {"abc", "acb", 2},
		{"kitten", "sitting", 3}, {"abcdef", "badcfe", 4}, {"xay", "a", 2}, {"abcd", "abcd12345", 5}, {"aaaaaaaaaa", "ac", 9},
		{strings.Repeat("ab", 50), strings.Repeat("ab", 48), 4}, {strings.Repeat("a", 63), strings.Repeat("a", 64), 1}, {strings.Repeat("a", 62) + "b", strings.Repeat("a", 63), 1},
	} {
		for limit := range c.want + 3 {
			want := min(c.want, limit+1)
			if got := index.Distance(c.a, c.b, limit); got != want {
				t.Errorf("distance of %q and %q within %d is %d, want %d", c.a, c.b, limit, got, want)
			}
			if got := index.Distance(c.b, c.a, limit); got != want {
				t.Errorf("distance of %q and %q within %d is %d, want %d", c.b, c.a, limit, got, want)
			}
		}
	}
}

// program is an index of functions of a package: a line each, in the order of their
// names, with edges from the start of a line.
func program(t *testing.T, pkg string, names []string, edges ...index.Edge) *index.Index {
	t.Helper()
	slices.Sort(names)
	x := &index.Index{
		Config:   index.Config{Version: "go0", GOOS: "plan9", GOARCH: "amd64", Roots: []string{pkg}},
		Packages: []index.Package{{Path: pkg, Name: "p", Imports: []string{}}},
	}
	var text strings.Builder
	for _, name := range names {
		off := int32(text.Len())
		fmt.Fprintf(&text, "func %s()\n", name)
		end := int32(text.Len()) - 1
		x.Symbols = append(x.Symbols, index.Symbol{
			ID: index.ID(pkg + "." + name), Kind: index.KindFunc, Parent: index.NoSym, Asm: index.NoRange,
			Decl: index.Range{Off: off, End: end}, Name: index.Range{Off: off + 5, End: off + 5 + int32(len(name))}, Head: end,
			Offset: -1, Size: -1, Align: -1, Args: -1,
		})
	}
	x.Files = []index.File{{Path: pkg + "/p.go", Text: text.String()}}
	for i := range edges {
		edges[i].At = x.Symbols[edges[i].From].Decl.Off
		edges[i].Rule = index.RuleStatic
	}
	x.Edges = index.SortedEdges(edges)
	return x
}

func finish(t *testing.T, x *index.Index) *index.Index {
	t.Helper()
	x, err := index.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Each rule of the stacks, with an example of what it does not do.
func TestStackRules(t *testing.T) {
	names := []string{
		"Exported", "afterCheck", "afterPanic", "afterPrologue", "asmcgocall", "asyncPreempt", "builtin", "byAsmcgocall", "byDead", "byDynamic", "byExported", "byGo", "byHandler",
		"byHandlerValue", "byMcall", "byMorestack", "byMorestackc", "byMstart", "byRef", "byRt0", "bySwitch", "bySysGo", "bySystemstack", "byTramp", "byTrampgo", "byCgoTramp", "cgoSigtramp",
		"caller", "callsMcall", "directed", "goexit", "lone", "main", "mcall", "morestack", "morestack_noctxt", "morestackc", "mstart", "other", "rt0_go", "sigpanic", "sigpanic0", "sigtramp", "sigtrampgo", "sysOnly", "systemstack",
	}
	slices.Sort(names)
	sym := func(name string) index.Sym {
		i, ok := slices.BinarySearch(names, name)
		if !ok {
			t.Fatalf("no function %s", name)
		}
		return index.Sym(i)
	}
	var edges []index.Edge
	join := func(from, to string, kind index.EdgeKind) *index.Edge {
		edges = append(edges, index.Edge{From: sym(from), To: sym(to), Kind: kind})
		return &edges[len(edges)-1]
	}
	call := index.EdgeCall
	join("Exported", "byExported", call)
	join("Exported", "bySwitch", index.EdgeSwitch)
	join("bySwitch", "bySysGo", index.EdgeGo)
	join("lone", "byGo", index.EdgeGo)
	join("Exported", "byRef", index.EdgeRef)
	join("Exported", "byDead", call).Dead = true
	join("bySwitch", "afterCheck", call).Construct = index.Check
	join("bySwitch", "afterPanic", call).Construct = index.PanicCall
	join("bySwitch", "afterPrologue", call).Construct = index.Prologue
	join("callsMcall", "mcall", call)
	join("bySwitch", "callsMcall", call)
	join("bySwitch", "other", call)
	join("Exported", "other", call)
	join("Exported", "directed", call)
	join("lone", "caller", call)
	for from, to := range map[string]string{"sigtramp": "byTramp", "sigtrampgo": "byTrampgo", "cgoSigtramp": "byCgoTramp", "rt0_go": "byRt0", "mstart": "byMstart", "morestack": "byMorestack", "morestackc": "byMorestackc",
		"mcall": "byMcall", "systemstack": "bySystemstack", "asmcgocall": "byAsmcgocall"} {
		join(from, to, call)
	}
	for _, to := range []string{"morestackc", "asmcgocall", "systemstack"} {
		join("Exported", to, call)
	}
	join("byTramp", "byHandler", call)
	join("byTramp", "byHandlerValue", index.EdgeDynamic)
	join("Exported", "byDynamic", index.EdgeDynamic)
	x := program(t, "runtime", names, edges...)
	x.Symbols[sym("directed")].Directives = []index.Directive{{Name: "nosplit"}, {Name: "systemstack"}}
	x.Symbols[sym("sysOnly")].Directives = []index.Directive{{Name: "systemstack"}}
	x.Symbols[sym("builtin")].Builtin = true
	x = finish(t, x)
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "%-18s %s\n", name, x.Stacks(index.Sym(i)))
	}
	for _, pkg := range []string{"internal/p", "runtime/internal/p", "runtime/p", "p"} {
		x := finish(t, program(t, pkg, []string{"F", "g"}))
		fmt.Fprintf(&b, "%-18s F %s, g %s\n", pkg, x.Stacks(0), x.Stacks(1))
	}
	golden.Check(t, "stacks.txt", b.String())
}

// What is near a name that does not exist: by edit distance, then by name, and
// nothing that is further by two than the best.
func TestNearest(t *testing.T) {
	x := finish(t, program(t, "runtime", []string{"gopark", "gopork", "goparkunlock", "park_m", "p", "readyA", "readyB", "readyABC", "unrelated", "parks"}))
	var b strings.Builder
	for _, name := range []string{"runtime.gopark1", "gopar", "goparks", "GOPARK", "park", "ready", "readyC", "readyAB", "x", "q", "runtime.q", "", "runtime.goparkunlok", "zzzzzzzz", "gopark.gopark"} {
		fmt.Fprintf(&b, "%s: %s | %s\n", name, strings.Join(x.Nearest(name, 3), " "), strings.Join(x.Nearest(name, 1), " "))
	}
	small := ready(t)
	for _, name := range []string{"p.T.b", "T.a", "a", "p.(*T).n", "T.n", "p.f.func2", "p.init.func2", "func1"} {
		fmt.Fprintf(&b, "small %s: %s\n", name, strings.Join(small.Nearest(name, 5), " "))
	}
	golden.Check(t, "nearest.txt", b.String())
}

func TestReportCounts(t *testing.T) {
	for _, c := range []struct {
		s    index.Score
		want float64
	}{{index.Score{}, 100}, {index.Score{Found: 0, All: 1}, 0}, {index.Score{Found: 1, All: 4}, 25}, {index.Score{Found: 3, All: 3}, 100}} {
		if got := c.s.Percent(); got != c.want {
			t.Errorf("%v is %v %%, want %v", c.s, got, c.want)
		}
	}
	r := index.Report{}
	for _, cause := range []string{"a", "a", "a", "b", "c", "c"} {
		r.Differences = append(r.Differences, index.Difference{Cause: cause})
	}
	if got := fmt.Sprint(r.Causes()); got != "[{a 3} {b 1} {c 2}]" {
		t.Errorf("causes %s", got)
	}
	if got := (&index.Report{}).Causes(); len(got) != 0 {
		t.Errorf("causes of nothing: %v", got)
	}
}

// Reasons of functions that nothing calls, those that go by a name or by assembly.
func TestReasonsByForm(t *testing.T) {
	names := []string{"Exported", "debugCall", "init", "lone", "plain"}
	x := program(t, "p", names)
	asm := "TEXT ·debugCall(SB),0,$0\n\tRET\nTEXT ·lone(SB),0,$0\n\tRET\nTEXT ·plain(SB),0,$0\n\tRET\n"
	x.Files = append(x.Files, index.File{Path: "p/p.s", Lang: index.LangAsm, Text: asm})
	for i, name := range names {
		at := strings.Index(asm, "TEXT ·"+name)
		if at < 0 {
			continue
		}
		s := &x.Symbols[i]
		s.Asm = index.Range{File: 1, Off: int32(at), End: int32(at + len("TEXT ·(SB),0,$0\n\tRET\n") + len(name))}
		if name == "lone" { // no declaration in Go
			s.Decl, s.Head = index.NoRange, 0
			s.Name = index.Range{File: 1, Off: int32(at + len("TEXT ·")), End: int32(at + len("TEXT ·lone"))}
		}
	}
	x = finish(t, x)
	var got []string
	for _, o := range x.Orphans(0) {
		reason, _, _ := strings.Cut(string(o.Reason), ":")
		got = append(got, x.Symbols[o.Sym].ID.Base()+" "+reason)
	}
	if want := "Exported exported, debugCall entry, init init, lone entry, plain unused"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

func TestIDsTakenApart(t *testing.T) {
	var b strings.Builder
	for _, s := range []string{
		"", "\x00", "a\x00", "a", "a.", ".a", "a.b", "a/b.c", "a/b", "a(b", "a.(*T).m", "a.(*T)", "a.(*T).", "a.(T).m", "a.T.m", "a.f.func1", "a.f.func1.2", "a.init.0", "a.init.0.func1", "a.init.x", "a.(*init).0",
		"a%2eb/c%2ed.e", "a%2", "a%zz.b", "a%61.b", "a%2E.b", "a%7f.b", "a%20b.c", "a b.c", "é.f", "a.é", "a.b[...]", "a.b[...].c", "a.(*T[...]).m", "go:x", "type:.eq.a.T", "a..b", "a.b.", "a~b.c", "a\"b.c", "a.1", "x/a.b/c.d",
	} {
		n, err := index.ParseID(index.ID(s))
		fmt.Fprintf(&b, "%q: path %q parts %q pointer %v", s, n.Path, n.Parts, n.Pointer)
		if err != nil {
			fmt.Fprintf(&b, "\n    %v", err)
		}
		b.WriteByte('\n')
	}
	golden.Check(t, "ids.txt", b.String())
}
