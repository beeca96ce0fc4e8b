package indexer_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
)

// snippets are the site's own.
func snippets(t *testing.T) (texts []string) {
	t.Helper()
	names, err := filepath.Glob("../content/statements*.go.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no snippets (%v)", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// becomes are facts that hold in every version: a * stands for the rest of a name,
// a ! for no such call, and nothing for no call at all.
const becomes = `
Go runtime.newproc
Defer runtime.deferreturn
DeferLoop runtime.defer*
Panic runtime.gopanic
Append runtime.growslice*
MapInt64 runtime.mapaccess1_fast64
MapString runtime.mapaccess1_faststr
MapCommaOk runtime.mapaccess2_faststr
Send runtime.chansend1
Close runtime.closechan
Select runtime.selectgo
SelectNone runtime.block
PointerStore runtime.gcWriteBarrier*
Concat2 runtime.concatstring2
StructEqual runtime.memequal
MakeChan runtime.makechan
Prologue runtime.morestack*
Append !runtime.morestack*
MapLen
RangeSlice
AnyOfPointer
`

// refused are files with snippets that no compiler takes: that costs the others nothing.
var refused = []string{`package p

import "unsafe"

// # Refused

// Refused. No compiler takes it.
func Refused() { undeclared() }

// Early. It needs what comes later.
func Early() { Needs() }

// Beside. There is nothing wrong with it.
func Beside(c chan int) { c <- 1 }

//go:noinline
func helper() string { return 1 }

var sink *int

// Needs. It calls what is refused.
func Needs() { helper(); println(unsafe.Sizeof(0)) }

// Twice. It needs two things.
func Twice() { Needs(); helper() }

// Last. There is nothing wrong with it either.
func Last(c chan int) { go func() { close(c) }() }
`, `package p

// # Without a place

// Survives. It is compiled without the next one.
func Survives(c chan int) { c <- 1 }

// Elsewhere. The compiler complains at a place that is not in the file.
func Elsewhere() {
//line elsewhere.go:7
	nosuch()
}
`}

func TestStatements(t *testing.T) {
	cfg := config("runtime")
	cfg.Closed = []string{"runtime"}
	cfg.Listing = &asmlist.Listing{} // says that there is a compiler
	cfg.Statements = append(snippets(t), refused...)
	x, err := indexer.Build(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]index.Statement{}
	for _, s := range x.Statements {
		if _, twice := byName[s.Name]; twice {
			t.Errorf("%s stands there twice", s.Name)
		}
		byName[s.Name] = s
		checkStatement(t, x, s)
	}
	if len(byName) < 46 {
		t.Errorf("only %d constructs", len(byName))
	}
	for name, want := range map[string]string{
		"Refused": "undefined: undeclared", "Early": "cannot use", "Needs": "cannot use", "Twice": "cannot use",
		"Beside": "", "Last": "", "Elsewhere": "elsewhere.go:7: undefined: nosuch", "Survives": "",
	} {
		s, ok := byName[name]
		if ok != true || want == "" && s.Note != "" || want != "" && !strings.HasPrefix(s.Note, x.Config.Version+" does not compile it: "+want) {
			t.Errorf("%s: %t, noted as %q, want %q", name, ok, s.Note, want)
		}
		if calls := called(s); (len(calls) > 0) != (want == "") {
			t.Errorf("%s calls %v", name, calls)
		}
	}
	for line := range strings.Lines(becomes) {
		if f := strings.Fields(line); len(f) > 0 {
			checkBecomes(t, byName[f[0]], f)
		}
	}
}

func checkStatement(t *testing.T, x *index.Index, s index.Statement) {
	if s.Title == "" || s.Text == "" || s.Group == "" || !strings.HasPrefix(s.Code, "func "+s.Name+"(") {
		t.Errorf("%s: %q, %q, %q, %.40q", s.Name, s.Group, s.Title, s.Text, s.Code)
	}
	if s.Note != "" && s.Group != "Refused" && s.Group != "Without a place" {
		t.Errorf("%s: %s", s.Name, s.Note)
	}
	for _, c := range s.Calls {
		if c.Sym == index.NoSym || !x.Symbols[c.Sym].Kind.Callable() {
			t.Errorf("%s calls %s, which is no symbol", s.Name, c.Name)
		}
	}
	t.Logf("%-28s %v", s.Name, called(s))
}

func called(s index.Statement) (names []string) {
	for _, c := range s.Calls {
		names = append(names, c.Name)
	}
	return names
}

func checkBecomes(t *testing.T, s index.Statement, fact []string) {
	names := called(s)
	if len(fact) == 1 {
		if s.Name == "" || len(names) > 0 {
			t.Errorf("%s calls %v, want nothing", fact[0], names)
		}
		return
	}
	name, unwanted := strings.CutPrefix(fact[1], "!")
	prefix, open := strings.CutSuffix(name, "*")
	found := slices.ContainsFunc(names, func(n string) bool { return n == name || open && strings.HasPrefix(n, prefix) })
	if found == unwanted {
		t.Errorf("%s calls %v, want %s", fact[0], names, fact[1])
	}
}

// What a compiler of before does not know costs none of the other statements anything.
func TestStatementsOfAnOlderVersion(t *testing.T) {
	for tag, unknown := range map[string][]string{
		"go1.18.10": {"RangeFunc", "RangeFuncDefer"},
		"go1.12.17": {"RangeFunc", "RangeFuncDefer", "AnyOfInt"},
	} {
		tree, err := gotree.Resolve(context.Background(), gotree.Spec{Kind: gotree.Tag, Tag: tag}, gotree.Options{Offline: true, CacheDir: t.TempDir()})
		if err != nil {
			t.Logf("not tried: %v", err)
			continue
		}
		x, err := indexer.Build(context.Background(), indexer.Config{
			Root: tree.Root, Version: tree.Version, Env: tree.Env, GOOS: runtime.GOOS, GOARCH: runtime.GOARCH, Roots: []string{"runtime"},
			Listing: &asmlist.Listing{}, Statements: snippets(t),
		})
		if err != nil {
			t.Fatal(err)
		}
		noted := map[string]bool{}
		calls := map[string][]string{}
		for _, s := range x.Statements {
			noted[s.Name], calls[s.Name] = s.Note != "", called(s)
		}
		for _, name := range unknown {
			if !noted[name] {
				t.Errorf("%s knows %s", tag, name)
			}
		}
		known := 0
		for name, n := range noted {
			if !n {
				known++
			} else if calls[name] != nil {
				t.Errorf("%s: %s is not compiled, and calls %v", tag, name, calls[name])
			}
		}
		if known < 70 || !slices.Contains(calls["Go"], "runtime.newproc") || !slices.Contains(calls["Send"], "runtime.chansend1") {
			t.Errorf("%s: %d of %d statements are compiled; go becomes %v, a send %v", tag, known, len(noted), calls["Go"], calls["Send"])
		}
	}
}
