package annotate_test

import (
	"testing"

	"sourcedive/annotate"
)

// Whatever stands in a text or a list, reading and merging end with problems at worst,
// and each problem has a place in a file that is there.
func FuzzContent(f *testing.F) {
	f.Add(sound["notes/sched/enter.md"], sound["glossary.yaml"], sound["files.yaml"], sound["api.yaml"])
	for _, front := range []string{"symbol: &a [*a]", "symbol: !!binary x", "go: 1", "title: |\n x", "reviewed: {? a: b}", "reviewed: {go1.2: [x]}", "<<: {symbol: x}", "symbols: {a: b}", "level: [", "aliases: *x", "\t", "- a", "x", "symbol: null", "models: [[]]", "? [a]\n: b"} {
		f.Add("---\n"+front+"\n---\nx\n", "- "+front, front, front)
	}
	g := annotate.NewSnapshot(indexOf(f, "go1.26.8", shop))
	f.Fuzz(func(t *testing.T, text, glossary, list, api string) {
		files := map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/n.md": text, "glossary.yaml": glossary, "files.yaml": list, "api.yaml": api}
		book, problems := merge(t, g, files)
		for _, p := range problems {
			if _, ok := files[p.File]; !ok || p.Msg == "" {
				t.Fatalf("a problem of no file: %s", p)
			}
		}
		for _, n := range book.Notes {
			for _, r := range n.Remarks {
				if !r.Stmt.OK() || r.Stmt.Off > r.Place.Off {
					t.Fatalf("a remark nowhere: %+v", r)
				}
			}
		}
	})
}
