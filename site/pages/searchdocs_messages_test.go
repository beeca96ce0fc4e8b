package pages

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

// A message has one document, though many functions print it, and some for other platforms
// alone.
func TestMessageDocuments(t *testing.T) {
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go1.26.8", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "runtime", Name: "runtime"}},
		Files: []index.File{
			{Path: "runtime/mem_plan9.go", Excluded: "file name: _plan9", Text: "package runtime\n\nfunc brk() {\n\tprint(\"runtime: failed to map \", n, \" bytes\\n\")\n\tthrow(\"out of memory\")\n}\n"},
			{Path: "runtime/mem_windows.go", Excluded: "file name: _windows", Text: "package runtime\n\nfunc alloc() {\n\tprint(\"runtime: VirtualAlloc of \", n, \" bytes failed\\n\")\n}\nfunc again() {\n\tprint(\"runtime: VirtualAlloc of \", m, \" bytes failed\\n\")\n}\n"},
			{Path: "runtime/z.go", Text: "package runtime\n\nfunc f() {\n\tprint(\"runtime: failed to map \", n, \" bytes\\n\")\n\tthrow(\"out of memory\")\n\tthrow(\"out of memory\")\n}\n"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	resolved, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: article.Config{Title: "Tiny"}})
	var got []string
	for _, d := range SearchDocs(NewInputs(NewCatalog(x, "linux/amd64"), resolved, newer(t).Theme, nil)) {
		if d.Kind == "message" {
			got = append(got, fmt.Sprintf("%s | %s | %s:%d | elsewhere %v", d.Title, d.Lead, d.File, d.Line, d.Elsewhere))
		}
	}
	want := []string{
		"runtime: VirtualAlloc of … bytes failed | Not built for linux/amd64. | runtime/mem_windows.go:4 | elsewhere true",
		"runtime: failed to map … bytes |  | runtime/z.go:4 | elsewhere false",
		"out of memory |  | runtime/z.go:5 | elsewhere false",
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
}
