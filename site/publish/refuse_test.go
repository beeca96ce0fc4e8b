package publish

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestBeginRefuses(t *testing.T) {
	above := t.TempDir()
	at := func(name string) string { return filepath.Join(above, name) }
	build(t, at("site"), map[string]string{"a": "1"})
	mustDo(t,
		os.Mkdir(at("foreign"), 0o755), os.WriteFile(at("foreign/x"), nil, 0o644),
		os.WriteFile(at("file"), nil, 0o644),
		os.Symlink("foreign", at("link")), os.Symlink("nowhere", at("dangling")),
		os.Mkdir(at("damaged"), 0o755), os.WriteFile(at("damaged/.sourcedive"), []byte("x"), 0o644),
		os.MkdirAll(at("odd/.sourcedive"), 0o755),
		os.Mkdir(at("home"), 0o755))
	t.Setenv("HOME", at("home"))
	t.Setenv("USERPROFILE", at("home"))
	t.Chdir(at("site"))
	for _, c := range []struct{ dir, want, hint string }{
		{at("foreign"), "not empty and no site of ours", "choose an empty or a new directory"},
		{at("file"), "not a directory", "choose a directory"},
		{at("file/site"), "not a directory", ""},
		{at("link"), "symbolic link", "name the directory it points to"},
		{at("dangling"), "symbolic link", "name the directory it points to"},
		{at("damaged"), "another format", "remove the directory"},
		{at("odd"), "not a regular file", "remove the directory"},
		{at("home"), "home directory", "choose a new directory"},
		{at("site"), "current directory", "change to another directory first"},
		{".", "current directory", "change to another directory first"},
		{above, "current directory", "change to another directory first"},
		{"/", "root directory", "choose a new directory"},
		{"", "not a directory name", "name one with --out DIR"},
	} {
		_, err := Begin(c.dir)
		wantError(t, err, c.want, "\n    hint: "+c.hint)
		if _, err := os.Lstat(at("site/a")); err != nil {
			t.Fatalf("Begin(%q) harmed the site: %v", c.dir, err)
		}
	}
	wantAlone(t, at("site"))
}

func TestBeginTakes(t *testing.T) {
	above := t.TempDir()
	mustDo(t, os.Mkdir(filepath.Join(above, "empty"), 0o700), os.Symlink(".", filepath.Join(above, "link")))
	build(t, filepath.Join(above, "empty"), map[string]string{"a": "1"})
	info, err := os.Stat(filepath.Join(above, "empty"))
	mustDo(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the mode of the directory became %v", info.Mode())
	}
	// The same directory by another path: the same lock.
	s, err := Begin(filepath.Join(above, "empty"))
	mustDo(t, err)
	_, err = Begin(filepath.Join(above, "link", "empty"))
	wantError(t, err, "another build")
	mustDo(t, s.Abort())
}

// TestFailedPut puts a file where the stage needs a directory.
func TestFailedPut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1"})
	s, err := Begin(dir)
	mustDo(t, err, os.WriteFile(filepath.Join(s.place.stage, "sub"), nil, 0o644))
	err = s.Put("sub/x", nil)
	wantErrorText(t, err, "sub")
	_, err = s.Commit(t.Context())
	wantErrorText(t, err, "could not be written")
	wantAlone(t, dir)
	if got := files(t, dir); !maps.Equal(got, map[string]string{"a": "1"}) {
		t.Errorf("tree is %v", got)
	}
}

// Of several files that could not be written the first is told: the others may follow from it.
func TestFirstFailureIsTold(t *testing.T) {
	s, err := Begin(filepath.Join(t.TempDir(), "site"))
	mustDo(t, err)
	t.Cleanup(func() { s.Abort() })
	first, second := s.Put("../first", nil), s.Put("../second", nil)
	if first == nil || second == nil {
		t.Fatalf("Put: %v, %v", first, second)
	}
	_, err = s.Commit(t.Context())
	if !errors.Is(err, first) || errors.Is(err, second) {
		t.Errorf("Commit: %v; want %v", err, first)
	}
}

func wantErrorText(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("error is %v; want one with %q", err, part)
	}
}

func TestUnwritableParent(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("directories have no write bit here")
	}
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere; TestReadOnlyDisk stands for this one")
	}
	above := t.TempDir()
	mustDo(t, os.Chmod(above, 0o555))
	_, err := Begin(filepath.Join(above, "site"))
	wantError(t, err, above, "permission denied")
}
