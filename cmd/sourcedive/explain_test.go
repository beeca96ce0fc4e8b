package main

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/explain"
	"sourcedive/internal/explain/tables"
	"sourcedive/internal/workspace"
)

// A note is for something that there is: a message, a function or a reason to wait of
// some release.
func TestExplainNotes(t *testing.T) {
	notes, err := workspace.ExplainNotes()
	if err != nil {
		t.Fatal(err)
	}
	all, err := tables.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, m := range all.Messages {
		known[m.Text] = true
	}
	for _, list := range [][]tables.Word{all.Words.Reasons, all.Words.Statuses} {
		for _, w := range list {
			known["reason "+w.Text] = true
		}
	}
	for _, f := range all.Files {
		for _, fn := range f.Funcs {
			symbol := f.Name[:strings.LastIndexByte(f.Name, '/')] + "." + fn.Name
			known[symbol], known["profile "+symbol] = true, true
		}
	}
	for key, n := range notes {
		if line, tool := strings.CutPrefix(key, "tool "); tool {
			if a := explain.New(all, notes).Explain([]byte(line+"\n"), explain.Options{}); len(a.Blocks) != 1 || a.Blocks[0].Text != n.Text {
				t.Errorf("explain.yaml: %q is no line of a tool: %+v", key, a.Blocks)
			}
		} else if !known[key] {
			t.Errorf("explain.yaml: %q is no message, symbol or reason of any release", key)
		}
		if n.Text == "" || !slices.Contains([]string{"", "program", "runtime", "system", "goroutine"}, n.Blame) {
			t.Errorf("explain.yaml: %q: %+v", key, n)
		}
	}
	if len(notes) < 50 {
		t.Errorf("%d notes", len(notes))
	}
}

// A note reaches the answer: by the message, by the symbol, by the reason.
func TestExplainUsesNotes(t *testing.T) {
	notes, err := workspace.ExplainNotes()
	if err != nil {
		t.Fatal(err)
	}
	all, err := tables.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := explain.New(all, notes).Explain([]byte("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\ngoroutine 1 [select (no cases)]:\nmain.main()\n\t/a.go:3 +0x1\n"), explain.Options{})
	var b strings.Builder
	if err := a.JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"debug.SetMaxStack", "which never ends", "a fault of the program", "functions that repeat"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
	}
}
