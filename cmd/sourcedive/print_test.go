package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

func TestPrintReport(t *testing.T) {
	r := &index.Report{
		Version: "go1.2", Platform: "linux/arm", Package: "p", Toolchain: "go1.2.1",
		Written: index.Score{Found: 1, All: 3}, Inserted: index.Score{Found: 20, All: 20}, Direct: index.Score{},
		Differences: []index.Difference{
			{Cause: "dead: x", From: "p.a", To: "p.b", File: "p/a.go", Line: 3}, {Cause: "dead: x", From: "p.b", To: "p.c", File: "p/b.go", Line: 40}, {Cause: "missed: y", From: "p.c", To: "p.d", File: "p/c.go", Line: 5},
		},
	}
	head := `go1.2 linux/arm, callers in package p, against go1.2.1

     1 of      3   33.333 %  pairs that the source writes, found as direct edges
    20 of     20  100.000 %  pairs that the compiler inserts, found
     0 of      0  100.000 %  direct edges without a named cause, listed by the compiler

differences by cause
     2  dead: x
     1  missed: y
`
	for list, more := range map[string]string{"": "", "dead": "\np.a → p.b  p/a.go:3\np.b → p.c  p/b.go:40\n", "missed: y": "\np.c → p.d  p/c.go:5\n", "y": "\n"} {
		var b bytes.Buffer
		printReport(&b, r, list)
		if diff := cmp.Diff(head+more, b.String()); diff != "" {
			t.Errorf("list %q, -want +got:\n%s", list, diff)
		}
	}
}

func TestPrintVersions(t *testing.T) {
	list := []gotree.Version{{Tag: "go1.26.8", Here: true, Local: true}, {Tag: "go1.22.0", Here: true}, {Tag: "go1.27rc1", Note: "not released"}, {Tag: "go1.4"}}
	var b bytes.Buffer
	if err := printVersions(&b, list, false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("go1.26.8     local\ngo1.22.0     here\ngo1.27rc1           not released\ngo1.4\n", b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	b.Reset()
	if err := printVersions(&b, list[1:3], true); err != nil {
		t.Fatal(err)
	}
	want := `[
  {
    "tag": "go1.22.0",
    "here": true,
    "local": false
  },
  {
    "tag": "go1.27rc1",
    "here": false,
    "local": false,
    "note": "not released"
  }
]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	b.Reset()
	if err := printVersions(&b, nil, true); err != nil || b.String() != "[]\n" {
		t.Errorf("no versions: %q, %v", b.String(), err)
	}
}

// Neighbours that say the same for the same reason are one line, wherever the reason's
// line has moved.
func TestPrintHistory(t *testing.T) {
	no := func(value string) []answer.Part { return []answer.Part{{Text: "size == 3", Value: value}} }
	rows := []answer.Verdict{
		{Version: "go1.6", State: "unanswerable", Cause: "no symbol in go1.6"}, {Version: "go1.7", State: "unanswerable", Cause: "no symbol in go1.7"},
		{Version: "go1.8", State: "false", Because: no("size = 2")}, {Version: "go1.9.1", State: "false", Because: no("at p/a.go:12 and p/b.s:3")}, {Version: "go1.10", State: "false", Because: no("at p/a.go:99 and p/b.s:4")},
		{Version: "go1.11", State: "false", Because: no("")}, {Version: "go1.12", State: "true", Because: no("x")}, {Version: "go1.13", State: "true", Because: no("y")},
		{Version: "go1.15", State: notRead, Cause: "it is not here"}, {Version: "go1.16", State: "skipped", Cause: "it runs a program"}, {Version: "go1.17", State: "true"},
	}
	lines := `go1.6 … go1.7     unanswerable  no symbol in it
go1.8             false         size = 2
go1.9.1 … go1.10  false         at p/a.go and p/b.s
go1.11            false         size == 3
go1.12 … go1.13   true
go1.15            not read      it is not here
go1.16            skipped       it runs a program
go1.17            true

holds in: go1.12 … go1.13, go1.17
does not hold in: go1.8 … go1.11
cannot be answered in: go1.6 … go1.7
skipped in: go1.16
not read: go1.15
`
	for _, c := range []struct {
		versions []string
		want     string
	}{{nil, lines + "not looked at, because no version is at hand: go1.5, go1.14\n"}, {[]string{"go1.6"}, lines}} {
		var b bytes.Buffer
		cmd := &claimCommand{out: &b}
		cmd.source.versions = c.versions
		if err := cmd.printHistory(rows); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(c.want, "\n"), strings.Split(b.String(), "\n")); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}
