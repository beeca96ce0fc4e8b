package answer

import (
	"encoding/json"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/internal/toy"
	"sourcedive/site/graphq"
)

func resolved(t *testing.T) *annotate.Resolved {
	t.Helper()
	list, err := toy.Resolved()
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every note of the toy with its sentences, and what they rest on.
func TestNotes(t *testing.T) {
	r := resolved(t)
	var b strings.Builder
	for i := range r.Index.Symbols {
		if notes := NotesOn(r, index.Sym(i)); len(notes) > 0 {
			b.WriteString(string(r.Index.Symbols[i].ID) + " " + asJSON(t, notes))
		}
	}
	golden.Check(t, "notes.txt", b.String())
}

func TestSymbolsAndStatements(t *testing.T) {
	x := resolved(t).Index
	var b strings.Builder
	for _, name := range []string{"schedule", "runtime.g", "findRunnable", "refill", "pool.drop", "pool.lock", "idle.lock"} {
		s, err := Find(x, name)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(asJSON(t, SymbolOf(x, s)))
	}
	golden.Check(t, "symbols.txt", b.String())

	golden.Check(t, "statements.txt", asJSON(t, Statements(x, "")))
	if got := Statements(x, "no construct has this"); got == nil || len(got) > 0 {
		t.Errorf("%v, want an empty list", got)
	}
}

// Lists are empty and not null, for those who read the JSON.
func TestNothingIsAnEmptyList(t *testing.T) {
	x := resolved(t).Index
	s, err := Find(x, "findRunnable")
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{
		"edges": EdgesWithin(x, s, graphq.Callers, 0, 1), "no depth": EdgesWithin(x, s, graphq.Callers, index.AllKinds, 0), "paths": Paths(x, s, s, 0, 1),
	} {
		if got := strings.TrimSpace(asJSON(t, v)); got != "[]" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
