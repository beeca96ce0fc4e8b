package safefs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What the system says is passed on as it is, with a hint about links where one is on the way.
func TestSystemErrors(t *testing.T) {
	dir := t.TempDir()
	for name, target := range map[string]string{"link": "notes", "notes/inner": "/"} {
		if err := os.MkdirAll(filepath.Join(dir, "notes"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d := &directory{root, dir, 100}
	for name, hint := range map[string]bool{"notes": false, "notes/a.md": false, "link": true, "link/a.md": true, "notes/inner": true, "notes/inner/a.md": true, ".": false} {
		err := d.explain("open", name, &fs.PathError{Op: "openat", Path: name, Err: syscall.EMFILE})
		if want := "open " + name + ": " + syscall.EMFILE.Error(); !errors.Is(err, syscall.EMFILE) || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "hint: a symbolic link") != hint {
			t.Errorf("%s: %v, with a hint about links: want %t", name, err, hint)
		}
	}
}

// What may not be read is named, with the directory that it is in; root may read all, so no
// file stands for it.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d := &directory{root, dir, 100}
	err = d.explain("open", "notes", &fs.PathError{Op: "openat", Path: "notes", Err: syscall.EACCES})
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "open notes: ") || !strings.Contains(err.Error(), "\n    hint: make it readable, or take it out of "+dir) {
		t.Errorf("%v", err)
	}
}
