package browsertest

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const kB = 1024

// TestWeight holds the site to its budget, in bytes as written.
func TestWeight(t *testing.T) {
	t.Parallel()
	site, _ := mustCrawl(t)
	total := 0
	var funcs []int
	for name, size := range site.files {
		total += size
		if strings.HasPrefix(name, the.at("func/")) {
			funcs = append(funcs, size)
		}
	}
	slices.Sort(funcs)
	within(t, "files", len(site.files), 11_000)
	within(t, "bytes of the site", total, 115_000_000)
	within(t, "bytes of a function's page, 90th percentile", funcs[len(funcs)*9/10], 60*kB)
	within(t, "bytes of a function's page, the largest", funcs[len(funcs)-1], 240*kB)
	within(t, "bytes of the style of all pages, compressed", packed(t, "site.css"), 9*kB)
	within(t, "bytes of all style, compressed", packed(t, "*.css"), 19*kB)
	within(t, "bytes of scripts, compressed", packed(t, "theme.js", "app.js", "path.js", "search.js"), 25*kB)
}

// TestSourceWeight compares the pages of source with the source. Where almost
// every word is a name, as in tables of constants, a page may be heavier.
func TestSourceWeight(t *testing.T) {
	t.Parallel()
	site, _ := mustCrawl(t)
	const frame = 4 * kB // what stands around the source on every page
	pages, sources, heavy := 0, 0, 0
	for i := range the.index.Files {
		f := &the.index.Files[i]
		page := site.files[the.at("src/"+f.Path+".html")]
		pages += page
		sources += len(f.Text)
		if page > 3*len(f.Text)+frame {
			heavy++
		}
		if f.Path == "runtime/proc.go" {
			within(t, "bytes of the page of proc.go", page, 3*len(f.Text))
		}
	}
	within(t, "bytes of all pages of source", pages, 3*sources)
	within(t, "pages of source heavier than three times their source", heavy, len(the.index.Files)/16)
}

func within(t *testing.T, what string, got, most int) {
	t.Helper()
	if got > most {
		t.Errorf("%s: %d, and %d is the most", what, got, most)
	} else {
		t.Logf("%s: %d of at most %d", what, got, most)
	}
}

// packed is the size of assets as a server sends them.
func packed(t *testing.T, patterns ...string) (n int) {
	t.Helper()
	for _, pattern := range patterns {
		names, err := filepath.Glob(filepath.Join(the.dir, the.at("assets"), pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("no assets %s (%v)", pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			w.Write(data)
			w.Close()
			n += b.Len()
		}
	}
	return n
}
