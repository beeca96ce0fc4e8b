package safefs

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

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
