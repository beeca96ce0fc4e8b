package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counted gives the samples, and counts how often.
func counted(n *int) func() ([]Doc, Vocabulary) {
	return func() ([]Doc, Vocabulary) { *n++; return samples() }
}

// exported is the file of the export with the key "k".
func exported(s Store) string { return filepath.Join(string(s.exports()), "k.value") }

func TestStoreKeepsExports(t *testing.T) {
	s := Store(t.TempDir())
	made := 0
	first := s.Kept("k", counted(&made))
	second := s.Kept("k", counted(&made))
	if diff := cmp.Diff(first.Files, second.Files); diff != "" || made != 1 {
		t.Errorf("made %d times; %s", made, diff)
	}
	for name, damage := range map[string]func() error{
		"junk":       func() error { return os.WriteFile(exported(s), []byte("junk"), 0o666) },
		"cut":        func() error { return os.Truncate(exported(s), 5000) },
		"incomplete": func() error { s.save("k", &Kept{Files: first.Files[1:], Hits: first.Hits}); return nil },
	} {
		made = 0
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if s.Kept("k", counted(&made)); made != 1 {
			t.Errorf("%s: made %d times", name, made)
		}
	}
	made = 0
	Store("").Kept("k", counted(&made))
	s.Kept("", counted(&made))
	s.Kept("", counted(&made))
	if made != 3 {
		t.Errorf("%d made of 3, though none is kept", made)
	}
}

func TestStoreKeepsIndexes(t *testing.T) {
	s := Store(t.TempDir())
	built := 0
	open := func() {
		t.Helper()
		x, err := s.Index(t.Context(), "k", counted(&built))
		if err != nil {
			t.Fatal(err)
		}
		x.Close()
	}
	open()
	open()
	if built != 1 {
		t.Errorf("built %d times", built)
	}
	dir, err := s.indexes().GetDir("k")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, bleveDir, "store", "root.bolt"), 100); err != nil {
		t.Fatal(err)
	}
	open()
	if built != 2 {
		t.Errorf("a damaged index is used, or built %d times", built)
	}
	if left, _ := filepath.Glob(filepath.Join(string(s.indexes()), "*tmp*")); len(left) > 0 {
		t.Errorf("left: %s", left)
	}
	if _, err := Store("").Index(t.Context(), "k", counted(&built)); err == nil {
		t.Error("an index is kept nowhere")
	}
}

// The index answers where there is one, else the export; documents are asked for last.
func TestEngineIsWhatIsAtHand(t *testing.T) {
	s := Store(t.TempDir())
	made := 0
	docs := func() ([]Doc, Vocabulary, error) { made++; d, v := samples(); return d, v, nil }
	for i, want := range []string{"*search.Corpus", "*search.Kept", "*search.Index"} {
		if i == 2 {
			x, err := s.Index(t.Context(), "k", samples)
			if err != nil {
				t.Fatal(err)
			}
			x.Close()
		}
		e, err := s.Engine("k", docs)
		if got := fmt.Sprintf("%T", e); got != want || err != nil || made != 1 {
			t.Errorf("%d: %s, want %s; %v; made %d times", i, got, want, err, made)
		}
		closeEngine(e)
	}
	failed := errors.New("failed")
	if _, err := s.Engine("other", func() ([]Doc, Vocabulary, error) { return nil, nil, failed }); err != failed {
		t.Errorf("%v", err)
	}
}

// Searches of many processes at once, the first ones of a store, all succeed, as do the
// buildings of its index.
func TestManyFirstSearches(t *testing.T) {
	s := Store(t.TempDir())
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			e, err := s.Engine("k", func() ([]Doc, Vocabulary, error) { d, v := samples(); return d, v, nil })
			if err != nil {
				t.Error(err)
				return
			}
			defer closeEngine(e)
			if r, err := e.Search("schedule", 5); err != nil || r.Total == 0 {
				t.Errorf("%+v, %v", r, err)
			}
		})
		all.Go(func() {
			x, err := s.Index(t.Context(), "k", samples)
			if err != nil {
				t.Error(err)
				return
			}
			defer x.Close()
			if r, err := x.Search("schedule", 5); err != nil || r.Total == 0 {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	all.Wait()
}

// A building that is interrupted, at its start or later, ends and leaves nothing.
func TestBuildingEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := Store(t.TempDir())
	for range 2 {
		if x, err := s.Index(ctx, "k", func() ([]Doc, Vocabulary) { cancel(); return samples() }); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, %v", x, err)
		}
	}
	if left, _ := os.ReadDir(string(s.indexes())); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if err := Build(t.Context(), t.TempDir(), nil, nil); err == nil {
		t.Error("an index of nothing")
	}
}
