package main

import (
	"io"
	"path"
	"regexp"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/internal/workspace"
)

// diagnostics are words for the author of the content. Source and records of the runtime may
// have them, and pages of these are not searched.
var diagnostics = regexp.MustCompile(`✗|\? no answer in|no symbol (?:&#34;|&quot;|")|no match of|cannot be worked out|class="ck (?:no|ask)"|to mend|There is no figure|hint: (?:did you mean|correct|sourcedive)`)

// TestOtherVersions reads the pages of versions that the content is not written for: what
// holds there is shown, and what does not is told to readers, not to authors.
func TestOtherVersions(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads two versions and renders their pages")
	}
	for _, c := range []struct {
		version      string
		notes        int
		hold, differ int // sentences, at least
	}{
		{"go1.22.0", 290, 1000, 100},
		{"go1.5.4", 10, 50, 50},
	} {
		t.Run(c.version, func(t *testing.T) {
			w, err := workspace.Open(workspace.Options{Content: "../../content", Log: io.Discard})
			if err != nil {
				t.Fatal(err)
			}
			s, err := w.Snapshot(t.Context(), c.version)
			if err != nil {
				t.Skipf("%s cannot be read here: %v", c.version, err)
			}
			content, err := w.Content()
			if err != nil {
				t.Fatal(err)
			}
			resolved, problems := annotate.Resolve(t.Context(), s, content)
			for _, p := range problems {
				t.Error(p)
			}
			if n := len(resolved.Notes); n < c.notes {
				t.Errorf("%d notes show, fewer than %d", n, c.notes)
			}
			if hold, differ := annotate.Verdicts(resolved); hold < c.hold || differ < c.differ {
				t.Errorf("%d sentences hold and %d do not", hold, differ)
			}
			pages, _, err := w.Site(t.Context(), "", s)
			if err != nil {
				t.Fatal(err)
			}
			read := 0
			for _, name := range pages.Paths() {
				_, page, _ := strings.Cut(name, "/")
				kind, _, _ := strings.Cut(page, "/")
				switch {
				case path.Ext(name) != ".html", kind == "src", kind == "type", kind == "release", kind == "lab", page == "explain.html":
					continue
				}
				data, err := pages.Page(name)
				if err != nil {
					t.Fatal(err)
				}
				read++
				if found := diagnostics.FindIndex(data); found != nil {
					t.Errorf("%s has words for its author: …%s…", name, data[max(0, found[0]-80):min(len(data), found[1]+80)])
				}
			}
			if read < 500 {
				t.Errorf("%d pages were read", read)
			}
		})
	}
}
