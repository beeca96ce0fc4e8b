package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func content(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "note.md")
	text := func(s string) func(*os.File) error {
		return func(f *os.File) error { _, err := f.WriteString(s); return err }
	}
	if err := os.WriteFile(name, []byte("a longer text than the next"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Write(name, text("new")); err != nil || content(t, name) != "new" {
		t.Errorf("%v, %q", err, content(t, name))
	}
	if info, _ := os.Stat(name); info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v", info.Mode())
	}
	broken := errors.New("broken")
	err := Write(name, func(f *os.File) error {
		f.WriteString("half")
		if content(t, name) != "new" {
			t.Error("an unfinished content can be seen")
		}
		return broken
	})
	if !errors.Is(err, broken) || content(t, name) != "new" {
		t.Errorf("%v, %q", err, content(t, name))
	}
	if err := Write(filepath.Join(dir, "nowhere", "x"), text("x")); err == nil {
		t.Error("a file in no directory")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
