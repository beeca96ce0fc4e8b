package safefs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/internal/safefs"
)

const limit = 1000

// open makes a directory with files beside a file that is not in it.
func open(t *testing.T) (dir string, fsys fs.FS) {
	t.Helper()
	top := t.TempDir()
	dir = filepath.Join(top, "content")
	for _, err := range []error{
		os.WriteFile(filepath.Join(top, "secret"), []byte("secret"), 0o666),
		os.MkdirAll(filepath.Join(dir, "notes"), 0o777),
		os.WriteFile(filepath.Join(dir, "a.md"), []byte("text"), 0o666),
		os.WriteFile(filepath.Join(dir, "notes", "b.md"), []byte("more"), 0o666),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	fsys, err := safefs.Open(dir, limit)
	if err != nil {
		t.Fatal(err)
	}
	return dir, fsys
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}

func TestPlainFiles(t *testing.T) {
	_, fsys := open(t)
	if err := fstest.TestFS(fsys, "a.md", "notes/b.md"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(fsys, "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is absent: %v", err)
	}
}

func TestOpenNothing(t *testing.T) {
	if _, err := safefs.Open(filepath.Join(t.TempDir(), "none"), limit); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is absent: %v", err)
	}
}

func TestLinks(t *testing.T) {
	dir, fsys := open(t)
	link(t, "notes", filepath.Join(dir, "inside"))
	link(t, "../a.md", filepath.Join(dir, "notes", "a.md"))
	link(t, "../secret", filepath.Join(dir, "out"))
	link(t, "../../secret", filepath.Join(dir, "notes", "out.md"))
	link(t, filepath.Join(dir, "a.md"), filepath.Join(dir, "absolute"))
	link(t, "..", filepath.Join(dir, "up"))
	link(t, "gone", filepath.Join(dir, "dangling"))
	link(t, "loop", filepath.Join(dir, "loop"))
	for name, want := range map[string]string{"inside/b.md": "more", "notes/a.md": "text"} {
		if text, err := fs.ReadFile(fsys, name); err != nil || string(text) != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	for _, name := range []string{"out", "notes/out.md", "absolute", "up", "up/secret", "dangling", "loop"} {
		for way, err := range everyWay(fsys, name) {
			if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "\n    hint: ") {
				t.Errorf("%s %s: %v", way, name, err)
			}
		}
	}
}

// everyWay tries all that fs.FS offers to reach the bytes of a file.
func everyWay(fsys fs.FS, name string) map[string]error {
	ways := map[string]error{}
	_, ways["read"] = fs.ReadFile(fsys, name)
	_, ways["open"] = fsys.Open(name)
	_, ways["list"] = fs.ReadDir(fsys, name)
	_, ways["stat"] = fs.Stat(fsys, name)
	return ways
}

func TestSize(t *testing.T) {
	dir, fsys := open(t)
	for _, size := range []int64{limit, limit + 1, 1 << 40} { // the last is all hole
		name := filepath.Join(dir, "big.md")
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, size); err != nil {
			t.Skip(err)
		}
		text, err := fs.ReadFile(fsys, "big.md")
		_, opened := fsys.Open("big.md")
		if size == limit {
			if err != nil || opened != nil || len(text) != limit {
				t.Errorf("%d bytes: %d, %v, %v", size, len(text), err, opened)
			}
			continue
		}
		for _, err := range []error{err, opened} {
			if err == nil || !strings.Contains(err.Error(), "big.md: more than 1000 bytes") {
				t.Errorf("%d bytes: %v", size, err)
			}
		}
	}
}
