package workspace

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/internal/cache"
	"sourcedive/site/publish"
)

// makeAll makes whatever is kept between runs, in a process of its own, and returns the hash
// of the pages and of the answers.
func makeAll(t *testing.T, opt Options, out string) string {
	t.Helper()
	w, _ := opened(t, opt)
	peers, err := NewSeries(w).Peers(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	part, problems, err := NewSeries(w).Part(t.Context(), "http://x/", "local", peers)
	if err != nil {
		t.Fatal(problems, err)
	}
	files := filesOf(t, part)
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %x\n", path, sha256.Sum256(files[path]))
	}
	found, _, err := w.Search(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	hits, err := found.Search("Stable", 5)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.listing(t.Context(), tree, []string{"sort"}); err != nil {
		t.Fatal(err)
	}
	e, err := claim.Compile(`exists("sort.Sort")`)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := w.ClaimAlone(t.Context(), e, "local")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(h, hits.Hits, v.State)
	o := NewOutput(w, out)
	if r := o.Written(); r.Of != "" && r.Of != "tea" {
		t.Errorf("the record is of %q", r.Of)
	}
	o.Keep(publish.Record{Of: "tea", Files: map[string]publish.Stamp{}})
	return fmt.Sprintf("%d files, %x", len(files), h.Sum(nil))
}

// values lists the files of a cache by the directory that they are kept in. One that is in
// no store of package cache is a fault.
func values(t *testing.T, dir string) map[string][]string {
	t.Helper()
	kept := map[string][]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() { // the models of all tests are a link
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		store, rest, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if kept[store] = append(kept[store], path); !strings.HasSuffix(rest, ".value") && !strings.Contains(rest, ".values/") {
			t.Errorf("%s is kept without a checksum: keep it in a store of package cache", rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// Whatever is kept between runs is verified when it is read: with one bit of each file
// changed, everything comes out as before, and is kept anew.
func TestKeptIsVerified(t *testing.T) {
	first, _ := opened(t, Options{Content: writeFiles(t, map[string]string{"kb.yaml": "packages: [sort]\n", "glossary.yaml": claiming["glossary.yaml"]})})
	opt, out := first.opt, t.TempDir()
	want := makeAll(t, opt, out)
	kept := values(t, opt.Cache)
	for _, files := range kept {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)/2] ^= 16
			if err := os.WriteFile(file, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := makeAll(t, opt, out); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, files := range kept {
		for _, file := range files {
			if key, ok := strings.CutSuffix(filepath.Base(file), ".value"); ok {
				if _, err := cache.Dir(filepath.Dir(file)).Get(key); err != nil {
					t.Errorf("%s is not made anew: %v", file, err)
				}
			}
		}
	}

	// Each kind that docs/architecture.md lists was damaged above, or is named here.
	elsewhere := map[string]string{
		"trees": "package gotree", "shims": "package gotree", "modules": "package gotree",
		"models": "package models, whose tests take a minute to make them", "sources": "made where other toolchains are",
	}
	doc, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "## What is kept between runs")
	table, _, _ = strings.Cut(table, "\n## ")
	documented := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*?) \\|").FindAllStringSubmatch(table, -1) {
		for _, name := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(row[1], -1) {
			documented[name[1]] = true
			if kept[name[1]] == nil && elsewhere[name[1]] == "" {
				t.Errorf("%s is documented and was not made here: make it in makeAll", name[1])
			}
		}
	}
	for name := range kept {
		if !documented[name] {
			t.Errorf("%s is kept and has no row in docs/architecture.md", name)
		}
	}
}
