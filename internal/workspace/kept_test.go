package workspace

import (
	"bytes"
	"encoding/gob"
	"io"
	"os"
	"path/filepath"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/site/publish"
)

var claiming = map[string]string{
	"kb.yaml":       "packages: [sort, sync]\n",
	"glossary.yaml": "- term: sorting\n  def: It puts things in order.\n  claim: has(\"sort.Sort\", \"pdqsort($*_)\")\n",
}

// resolved is the verdict of the claim in the content, in a process of its own.
func resolved(t *testing.T, opt Options) claim.State {
	t.Helper()
	w, _ := opened(t, opt)
	s, err := w.Snapshot(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	read, err := w.Content()
	if err != nil {
		t.Fatal(err)
	}
	r, problems := w.Resolve(t.Context(), s, read)
	if len(r.Claims) != 1 {
		t.Fatalf("%d claims, %v", len(r.Claims), problems)
	}
	return r.Claims[0].Verdict.State
}

// A verdict is found out once for an index, and again where what was kept is damaged or
// of another index.
func TestFindings(t *testing.T) {
	first, _ := opened(t, Options{Content: writeFiles(t, claiming)})
	opt := first.opt
	if got := resolved(t, opt); got != claim.True {
		t.Fatalf("at first: %v", got)
	}
	files, _ := filepath.Glob(filepath.Join(opt.Cache, "findings", "*.value"))
	if len(files) != 1 {
		t.Fatalf("kept: %q", files)
	}
	made, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}

	// A wrong verdict that is kept is believed: this is how the test sees that it is read.
	w, _ := opened(t, opt)
	s, err := w.Snapshot(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	wrong := annotate.Findings{Verdicts: map[string]claim.Verdict{"has(\"sort.Sort\", \"pdqsort($*_)\")": {State: claim.False, Lasting: true}}}
	if err := w.opt.cacheDir("findings").Put(w.keys[s.Index], func(to io.Writer) error { return gob.NewEncoder(to).Encode(wrong) }); err != nil {
		t.Fatal(err)
	}
	if got := resolved(t, opt); got != claim.False {
		t.Errorf("what is kept is not read: %v", got)
	}
	fresh := opt
	fresh.Fresh = true
	if got := resolved(t, fresh); got != claim.True {
		t.Errorf("--fresh: %v", got)
	}
	other := map[string]string{"kb.yaml": "packages: [sort]\n", "glossary.yaml": claiming["glossary.yaml"]}
	if got := resolved(t, Options{Content: writeFiles(t, other), Cache: opt.Cache}); got != claim.True {
		t.Errorf("another index: %v", got)
	}

	for name, damage := range map[string]func([]byte) []byte{
		"empty":   func([]byte) []byte { return nil },
		"cut":     func(b []byte) []byte { return b[:len(b)/2] },
		"flipped": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
	} {
		if err := os.WriteFile(files[0], damage(bytes.Clone(made)), 0o666); err != nil {
			t.Fatal(err)
		}
		w, _ := opened(t, opt)
		if _, err := w.Snapshot(t.Context(), "local"); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(files[0]); err != nil {
			t.Errorf("%s: a version that nothing is asked of had its findings read, which removes damaged ones: %v", name, err)
		}
		if got := resolved(t, opt); got != claim.True {
			t.Errorf("%s: %v", name, got)
		}
		if again, err := os.ReadFile(files[0]); err != nil || len(again) != len(made) {
			t.Errorf("%s: not made anew: %d bytes, %v", name, len(again), err)
		}
	}
}

// The name of a site changes with all that the site is made of, and with nothing else.
func TestMadeOf(t *testing.T) {
	first, _ := opened(t, Options{Content: writeFiles(t, small)})
	of := func(opt Options, base string) Made {
		t.Helper()
		w, _ := opened(t, opt)
		of, err := NewOutput(w, "").MadeOf(t.Context(), base, "local")
		if err != nil {
			t.Fatal(err)
		}
		return of
	}
	base := of(first.opt, "http://a/")
	if again := of(first.opt, "http://a/"); again != base {
		t.Errorf("nothing changed: %+v, %+v", base, again)
	}
	template := writeFiles(t, nil)
	if err := os.CopyFS(template, first.templates); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*Options)) Options { o := first.opt; change(&o); return o }
	if same := of(with(func(o *Options) { o.Templates = template }), "http://a/"); same != base {
		t.Error("the same templates in a directory are no others")
	}
	if err := os.WriteFile(filepath.Join(template, "html", "more.tmpl"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	aliases := map[string]string{"kb.yaml": small["kb.yaml"], "aliases.yaml": "symbols:\n  sort.Sort: [for hens]\n"}
	packages := map[string]string{"kb.yaml": "packages: [sort]\n", "aliases.yaml": small["aliases.yaml"]}
	seen, without := map[string]string{base.Site: "nothing"}, map[string]string{base.Without: "nothing"}
	for name, got := range map[string]Made{
		"address":   of(first.opt, "http://b/"),
		"templates": of(with(func(o *Options) { o.Templates = template }), "http://a/"),
		"content":   of(with(func(o *Options) { o.Content = writeFiles(t, aliases) }), "http://a/"),
		"packages":  of(with(func(o *Options) { o.Content = writeFiles(t, packages) }), "http://a/"),
		"platform":  of(with(func(o *Options) { o.Platform = "linux/s390x" }), "http://a/"),
	} {
		if seen[got.Site] != "" {
			t.Errorf("%s and %s have one name", name, seen[got.Site])
		}
		seen[got.Site] = name
		if name == "address" || name == "content" {
			if got.Without != base.Without {
				t.Errorf("the %s changes pages that show none of it", name)
			}
			continue
		}
		if without[got.Without] != "" {
			t.Errorf("without content, %s and %s have one name", name, without[got.Without])
		}
		without[got.Without] = name
	}
}

// The record of a directory is for the directory, and a damaged one is none.
func TestWritten(t *testing.T) {
	w := &Workspace{opt: Options{Cache: t.TempDir()}}
	dir := t.TempDir()
	NewOutput(w, dir).Keep(publish.Record{Of: "tea", Files: map[string]publish.Stamp{"a": {Size: 1, Time: 2, Mode: 0o644, Sum: "x"}}, Bytes: 1})
	if r := NewOutput(w, dir).Written(); r.Of != "tea" || r.Bytes != 1 || r.Files["a"] != (publish.Stamp{Size: 1, Time: 2, Mode: 0o644, Sum: "x"}) {
		t.Errorf("%+v", r)
	}
	if r := NewOutput(w, filepath.Join(dir, "other")).Written(); r.Of != "" || r.Files != nil {
		t.Errorf("another directory: %+v", r)
	}
	files, _ := filepath.Glob(filepath.Join(w.opt.Cache, "sites", "*"))
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	data[20] ^= 1
	if err := os.WriteFile(files[0], data, 0o666); err != nil {
		t.Fatal(err)
	}
	if r := NewOutput(w, dir).Written(); r.Of != "" || r.Files != nil {
		t.Errorf("damaged: %+v", r)
	}
}
