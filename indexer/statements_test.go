package indexer_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
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

func TestStatements(t *testing.T) {
	cfg := config("runtime")
	cfg.Closed = []string{"runtime"}
	cfg.Listing = &asmlist.Listing{} // says that there is a compiler
	cfg.Statements = append(snippets(t), "package p\n\n// Refused. No compiler takes it.\nfunc Refused() { undeclared() }\n")
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
	if note := byName["Refused"].Note; note != x.Config.Version+" does not compile it: undefined: undeclared" {
		t.Errorf("what does not compile is noted as %q", note)
	}
	for line := range strings.Lines(becomes) {
		if f := strings.Fields(line); len(f) > 0 {
			checkBecomes(t, byName[f[0]], f)
		}
	}
}

func checkStatement(t *testing.T, x *index.Index, s index.Statement) {
	if s.Title == "" || s.Text == "" || s.Group == "" && s.Note == "" || !strings.HasPrefix(s.Code, "func "+s.Name+"(") {
		t.Errorf("%s: %q, %q, %q, %.40q", s.Name, s.Group, s.Title, s.Text, s.Code)
	}
	if s.Note != "" && s.Name != "Refused" {
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
