package workspace

import (
	"bytes"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/site"
)

// filesOf are the files of a site, or of a part.
func filesOf(t *testing.T, s *site.Site) map[string][]byte {
	t.Helper()
	var mu sync.Mutex
	files := map[string][]byte{}
	if err := s.Render(t.Context(), nil, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = bytes.Clone(data)
		return nil
	}, nil); err != nil {
		t.Fatal(err)
	}
	return files
}

// A site of several versions that is made one after the other is the one that is made of
// all at once; no version stays in memory, and which pages each has is found out once.
func TestSeveralVersions(t *testing.T) {
	w, log := opened(t, Options{})
	versions := []string{"local"}
	if _, err := w.Tree(t.Context(), "go1.22.0"); err == nil {
		versions = append(versions, "go1.22.0")
	} else {
		t.Logf("with one version alone: %v", err)
	}
	peers, err := NewSeries(w).Peers(t.Context(), versions...)
	if err != nil || len(peers) != len(versions) || strings.Count(log.String(), "reading ") != len(versions) {
		t.Fatalf("%d peers, %v; log:\n%s", len(peers), err, log)
	}
	again, log := opened(t, w.opt)
	if peers, err = NewSeries(again).Peers(t.Context(), versions...); err != nil || strings.Contains(log.String(), "reading ") || len(again.snapshots) > 0 {
		t.Errorf("%d snapshots, %v; log:\n%s", len(again.snapshots), err, log)
	}
	made := map[string][]byte{}
	for i, version := range versions {
		part, problems, err := NewSeries(again).Part(t.Context(), "http://x/", version, peers)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		files := filesOf(t, part)
		if n := len(files) - peers[i].Files; n < 0 || i > 0 && n != 0 {
			t.Errorf("%s: %d files, %d of its own", version, len(files), peers[i].Files)
		}
		for path, data := range files {
			if made[path] != nil {
				t.Errorf("%s is made twice", path)
			}
			made[path] = data
		}
		NewSeries(again).Forget(version)
		if n := len(again.snapshots) + len(again.sourced) + len(again.keys) + len(again.catalogs) + len(again.searchers); n > 0 {
			t.Errorf("%d things are kept of %s", n, version)
		}
	}
	list, err := w.Snapshots(t.Context(), versions...)
	if err != nil {
		t.Fatal(err)
	}
	whole, _, err := w.Site(t.Context(), "http://x/", list...)
	if err != nil {
		t.Fatal(err)
	}
	want := filesOf(t, whole)
	if a, b := slices.Sorted(maps.Keys(made)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
		t.Errorf("%d files one after the other, %d at once", len(a), len(b))
	}
	for path, data := range want {
		if !bytes.Equal(data, made[path]) {
			t.Errorf("%s differs", path)
		}
	}
	var option *OptionError
	if _, err := NewSeries(w).Peers(t.Context(), "local", runtime.Version()); !errors.As(err, &option) || !strings.Contains(err.Error(), "was asked for twice") {
		t.Errorf("one version twice: %v", err)
	}
}
