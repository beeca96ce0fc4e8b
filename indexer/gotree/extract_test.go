package gotree

import (
	"archive/tar"
	"bytes"
	"errors"
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
