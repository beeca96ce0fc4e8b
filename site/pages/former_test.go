package pages

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/indexer/history"
)

// A former name says until which release it was the name, not since which.
func TestFormerNames(t *testing.T) {
	const body = "(n int) int {\n\tfor i := range n {\n\t\tn += i * n\n\t\tprintln(n, i)\n\t}\n\treturn n\n}\n"
	var trees []history.Tree
	for minor, name := range []string{"wakeone", "wakeone", "wakep"} {
		text := "package runtime\n\nfunc " + name + body
		trees = append(trees, history.Tree{Version: fmt.Sprintf("go1.%d.0", minor+1), FS: fstest.MapFS{"runtime/proc.go": {Data: []byte(text)}}})
	}
	data, _, err := history.Build(trees, history.Options{Packages: []string{"runtime"}})
	if err != nil {
		t.Fatal(err)
	}
	p := *newer(t)
	p.Catalog = NewCatalog(p.Index, "linux/amd64").WithHistory(history.New(data), nil)
	d := &documents{p: &p}
	d.former()
	for _, doc := range d.docs {
		if doc.ID == "runtime.wakeone" {
			if want := "Until go1.2 the name of wakep."; doc.Lead != want {
				t.Errorf("wakeone says %q, want %q", doc.Lead, want)
			}
			return
		}
	}
	t.Error("the former name has no document")
}

// Grown most are those that gained most lines, not the longest of those that grew.
func TestGrownMost(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("\tprintln()\n", n) }
	var trees []history.Tree
	for minor, n := range [][2]int{{30, 2}, {30, 2}, {31, 20}} {
		text := "package runtime\n\nfunc wakep() {\n" + lines(n[0]) + "}\n\nfunc gopark() {\n" + lines(n[1]) + "}\n"
		trees = append(trees, history.Tree{Version: fmt.Sprintf("go1.%d.0", minor+1), FS: fstest.MapFS{"runtime/proc.go": {Data: []byte(text)}}})
	}
	data, _, err := history.Build(trees, history.Options{Packages: []string{"runtime"}})
	if err != nil {
		t.Fatal(err)
	}
	p := *newer(t)
	p.Catalog = NewCatalog(p.Index, "linux/amd64").WithHistory(history.New(data), nil)
	var got []string
	for _, r := range grown(&p, "index.html", allLives(p.past)).Rows {
		got = append(got, r.Link.Text+" "+r.Text)
	}
	if want := []string{"gopark 4 → 22", "wakep 32 → 33"}; !slices.Equal(got, want) {
		t.Errorf("grown most: %q, want %q", got, want)
	}
}
