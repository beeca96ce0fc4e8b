package gotree

import (
	"archive/tar"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// TestUntarStaysInside unpacks archives that try to leave their directory.
func TestUntarStaysInside(t *testing.T) {
	tests := map[string][]*tar.Header{
		"dots":    {{Typeflag: tar.TypeReg, Name: "../outside"}},
		"rooted":  {{Typeflag: tar.TypeReg, Name: "/outside"}},
		"by link": {{Typeflag: tar.TypeSymlink, Name: "link", Linkname: ".."}, {Typeflag: tar.TypeReg, Name: "link/outside"}},
	}
	for name, headers := range tests {
		t.Run(name, func(t *testing.T) {
			var archive bytes.Buffer
			w := tar.NewWriter(&archive)
			for _, h := range headers {
				if err := w.WriteHeader(h); err != nil {
					t.Fatal(err)
				}
			}
			w.Close()
			dst := filepath.Join(t.TempDir(), "in")
			if err := os.Mkdir(dst, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := untar(&archive, dst); err == nil || exists(filepath.Join(dst, "../outside")) {
				t.Errorf("unpacked outside, error %v", err)
			}
		})
	}
}

func TestUntarTruncated(t *testing.T) {
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "file", Size: 2000}); err != nil {
		t.Fatal(err)
	}
	if err := untar(&archive, t.TempDir()); err == nil {
		t.Error("half an archive was taken for a whole one")
	}
}

// TestWhole makes one directory from several goroutines, some of which fail.
func TestWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "parent", "dir")
	bad := errors.New("bad")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			err := whole(dir, func(tmp string) error {
				if err := os.WriteFile(filepath.Join(tmp, "file"), []byte("x"), 0o666); err != nil {
					return err
				}
				if i%2 == 1 {
					return bad
				}
				return nil
			})
			if (i%2 == 1) != errors.Is(err, bad) || (i%2 == 0 && err != nil) {
				t.Errorf("goroutine %d: %v", i, err)
			}
		})
	}
	group.Wait()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 || !exists(filepath.Join(dir, "file")) {
		t.Errorf("%v, %v", entries, err)
	}
}

// What whole made is verified before it is used, and goes where it is not what was made.
func TestKeptAsMade(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"":        func(string) error { return nil },
		"flipped": func(dir string) error { return os.WriteFile(filepath.Join(dir, "sub", "file"), []byte("y"), 0o666) },
		"cut":     func(dir string) error { return os.Truncate(filepath.Join(dir, "sub", "file"), 0) },
		"more":    func(dir string) error { return os.WriteFile(filepath.Join(dir, "more"), nil, 0o666) },
		"less":    func(dir string) error { return os.Remove(filepath.Join(dir, "sub", "file")) },
		"no sums": func(dir string) error { return os.Remove(filepath.Join(dir, sumsFile)) },
		"link": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "link")), os.Symlink("elsewhere", filepath.Join(dir, "link")))
		},
	} {
		dir := filepath.Join(t.TempDir(), "dir")
		if kept(dir) {
			t.Fatal("nothing is kept")
		}
		if err := whole(dir, func(tmp string) error {
			return errors.Join(os.Mkdir(filepath.Join(tmp, "sub"), 0o777), os.WriteFile(filepath.Join(tmp, "sub", "file"), []byte("x"), 0o666), os.Symlink("sub", filepath.Join(tmp, "link")))
		}); err != nil {
			t.Fatal(err)
		}
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		if got := kept(dir); got != (name == "") || got != isDir(dir) {
			t.Errorf("%q: kept %v, there %v", name, got, isDir(dir))
		}
	}
}

// A tree, a module and a launcher that were altered in the cache are made anew.
func TestAlteredInTheCache(t *testing.T) {
	serving(t, greet)
	cache := t.TempDir()
	read := func() string {
		t.Helper()
		tree, err := resolve(t, "module:example.com/greet@v1.1.0", Options{CacheDir: cache})
		if err != nil {
			t.Fatal(err)
		}
		return listIn(t, tree, "list", "-deps", "example.com/greet")
	}
	want := read()
	for _, kind := range []string{"modules", "shims"} {
		n := 0
		err := filepath.WalkDir(filepath.Join(cache, kind), func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || d.Name() == sumsFile {
				return err
			}
			n++
			return os.Truncate(name, 0)
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) || kind == "modules" && n == 0 {
			t.Fatalf("%s: %d files, %v", kind, n, err)
		}
		if got := read(); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

func TestWriting(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	wantError(t, writing(full, "cache"), "write cache", "hint: free some space")
	if err := writing(nil, "cache"); err != nil {
		t.Error(err)
	}
	known := refuse("do that", "what")
	if err := writing(known, "cache"); err != known {
		t.Errorf("a known error was wrapped: %v", err)
	}
}
