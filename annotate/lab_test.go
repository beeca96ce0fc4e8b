package annotate_test

import (
	"maps"
	"strings"
	"testing"

	"sourcedive/annotate"
)

// A lab is about the symbols that it names. It is no note of theirs, and a name of none is
// reported.
func TestLabSymbols(t *testing.T) {
	files := maps.Clone(sound)
	files["labs/queue.md"] = "---\ntitle: A queue\nabout: How long is it?\npredict: How many wait?\nsymbols: [runtime.enter, runtime.entre]\n---\nIt is long. {-}\n"
	resolved, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
	if len(problems) != 1 || !strings.Contains(problems[0].String(), `labs/queue.md:5:26: no symbol "runtime.entre"`) {
		t.Errorf("problems %v", problems)
	}
	if len(resolved.Labs) != 1 || len(resolved.Labs[0].Symbols) != 1 {
		t.Fatalf("labs %+v", resolved.Labs)
	}
	for _, n := range resolved.NotesOf(resolved.Labs[0].Symbols[0]) {
		if n.ID == "queue" {
			t.Error("the lab is a note of its symbol")
		}
	}
}
