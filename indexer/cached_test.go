package indexer_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"sourcedive/indexer"
	"sourcedive/internal/cache"
)

// What cannot be read from the cache is built anew, and then read.
func TestCachedNoticesDamage(t *testing.T) {
	dir := cache.Dir(t.TempDir())
	cfg := shim(t, t.TempDir(), txtar.Parse([]byte("-- a/a.go --\npackage a\n\nfunc F() {}\n")).Files)
	cfg.Roots = []string{"a"}
	built := 0
	read := func() {
		t.Helper()
		x, err := indexer.Cached(t.Context(), cfg, dir, func() { built++ })
		if err != nil || len(x.Symbols) == 0 {
			t.Fatal(err)
		}
	}
	read()
	read()
	if built != 1 {
		t.Fatalf("built %d times, want once", built)
	}
	for i, damage := range []func([]byte) []byte{
		func([]byte) []byte { return nil },
		func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
	} {
		list, _ := filepath.Glob(filepath.Join(string(dir), "*"))
		if len(list) != 1 {
			t.Fatalf("kept: %q", list)
		}
		data, _ := os.ReadFile(list[0])
		if err := os.WriteFile(list[0], damage(data), 0o666); err != nil {
			t.Fatal(err)
		}
		read()
		read()
		if built != i+2 {
			t.Errorf("after damage %d: built %d times", i, built)
		}
	}
}
