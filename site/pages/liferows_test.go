package pages

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/indexer/history"
	"sourcedive/site/urls"
)

// A change that came with a patch is said to be in the newest patch and not in the first.
func TestLifeRowPatched(t *testing.T) {
	tree := func(version, body string) history.Tree {
		return history.Tree{Version: version, FS: fstest.MapFS{"runtime/proc.go": {Data: []byte("package runtime\n\nfunc wakep() {\n\t" + body + "\n}\n")}}}
	}
	data, _, err := history.Build([]history.Tree{tree("go1.1.0", "one()"), tree("go1.2.0", "one()"), tree("go1.2.5", "two()")}, history.Options{Packages: []string{"runtime"}})
	if err != nil {
		t.Fatal(err)
	}
	p := &Inputs{Catalog: &Catalog{past: &past{History: history.New(data)}}}
	for minor, want := range []string{"", "Partly or wholly by a patch: go1.2.5 has it, go1.2.0 has not"} {
		var r LifeRow
		r.patched(p, 0, minor)
		if got := fmt.Sprint(r.Said); (want == "") != (len(r.Said) == 0) || !strings.Contains(got, want) {
			t.Errorf("minor %d says %s, want %q", minor, got, want)
		}
	}
}

// As many names as are shown are shown without more.
func TestLifeRowSay(t *testing.T) {
	for n, more := range map[int]string{shownCalls - 1: "", shownCalls: "", shownCalls + 1: "and 1 more", shownCalls + 5: "and 5 more"} {
		var r LifeRow
		r.say("Calls", make([]urls.Link, n)...)
		if s := r.Said[0]; s.More != more || len(s.Names) != min(n, shownCalls) {
			t.Errorf("of %d names %d are shown %s, want %s", n, len(s.Names), s.More, more)
		}
	}
}
