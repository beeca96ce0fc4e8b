package extract

import (
	"fmt"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"strings"
	"testing"
)

// What the source prints, by the form of its text.
func TestToyMessages(t *testing.T) {
	text := `package p

func f() {
	throw("bad thing")
	throw(g("inner (text)") + "joined")
	panic(plainError("two  spaces"))
	errors.New("an error")
	gogetenv("GOGC")
	throw("ab")
	throw("123 456")
	throw("AAA")
	throw("ZZZ")
	other("not a message")
	throw(x)
	h := throw
	other("not said")
	_ = waitReasonStrings[1]
	_ = []string{"not a reason"}
}

func throw(s string) { print("said") }

func throw2(s string) {}

var waitReasonStrings = [...]string{
	a: "waiting for one",
	"waiting for two",
}

var notATable = []string{"nothing"}

var allDesc = []D{{Name: "/gc/heap:bytes"}, {Name: "heap"}}

var dbgvars = []*V{{name: "gctrace", doc: "not a name"}, {Name: "madvise"}}

var sigtable = []S{{1, "SIGHUP: hangup"}, {2, "signal 2"}}
`
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go1", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "p", Name: "p"}},
		Files: []index.File{{Path: "p/p.go", Text: text}, {Path: "p/q.go", Text: text, Excluded: "x"}, {Path: "p/r.s", Lang: index.LangAsm, Text: text}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range Messages.Of(x) {
		fmt.Fprintf(&b, "%d:%d %s: %s\n", m.File, x.Line(m.File, m.Off), m.Kind, m.Text)
	}
	golden.Check(t, "messages.golden", b.String())
}

// The tables of printers and of tables are the ones that the tests of messages go by.
func TestToyKindsOfMessages(t *testing.T) {
	for _, c := range []struct {
		have map[string]string
		want string
	}{
		{printers, "message: Errorf New errorString fatal fatalthrow newError panic panicCheck1 panicCheck2 plainError throw; environment: Getenv gogetenv; GODEBUG: Setting"},
		{messageTables, "wait reason: waitReasonStrings; lock rank: lockNames; GODEBUG: All dbgvars; message: boundsErrorFmts gStatusStrings gcMarkWorkerModeStrings sigtable; metric: allDesc initMetrics"},
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
