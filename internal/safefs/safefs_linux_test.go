package safefs_test

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sourcedive/internal/safefs"
)

// A pipe without a writer would block whoever opens it.
func TestPipesAndSockets(t *testing.T) {
	dir, fsys := open(t)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o666); err != nil {
		t.Skip(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "sock"))
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	link(t, "pipe.md", filepath.Join(dir, "to-pipe"))
	for _, name := range []string{"pipe.md", "sock", "to-pipe"} {
		_, err := fs.ReadFile(fsys, name)
		_, opened := fsys.Open(name)
		for _, err := range []error{err, opened} {
			if err == nil || !strings.Contains(err.Error(), name+": not a regular file") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// Devices, and files that the system makes up: their size is said to be 0.
func TestEndlessFiles(t *testing.T) {
	for dir, names := range map[string][]string{"/dev": {"zero", "random"}, "/proc/self": {"smaps"}} {
		if _, err := os.Stat(dir); err != nil {
			t.Skip(err)
		}
		fsys, err := safefs.Open(dir, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if text, err := fs.ReadFile(fsys, name); err == nil {
				t.Errorf("%s/%s: read %d bytes", dir, name, len(text))
			}
		}
	}
}
