package publish

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var long = time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)

// addForeign adds to a site what its owner might.
func addForeign(t *testing.T, dir string) {
	t.Helper()
	at := func(p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
	mustDo(t,
		os.WriteFile(at("CNAME"), []byte("example.org"), 0o600),
		os.MkdirAll(at(".git/objects/ab"), 0o755), os.WriteFile(at(".git/objects/ab/cd"), []byte("blob"), 0o444),
		os.Symlink("a/b.html", at("link")), os.Symlink("../nowhere", at("dangling")),
		os.Mkdir(at("empty"), 0o750),
		os.WriteFile(at("a/mine.txt"), []byte("mine"), 0o644),
		os.MkdirAll(at("a/deep/er"), 0o755), os.WriteFile(at("a/deep/er/x"), nil, 0o644),
		os.Chtimes(at("CNAME"), long, long),
		os.Chtimes(at("empty"), long, long), os.Chtimes(at(".git/objects"), long, long),
		os.Chmod(at(".git/objects"), 0o555))
	t.Cleanup(func() { _ = os.Chmod(at(".git/objects"), 0o755) })
}

func TestForeignIsKept(t *testing.T) {
	for _, way := range []string{"exchange", "renames"} {
		t.Run(way, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			build(t, dir, map[string]string{"a/b.html": "1", "gone/x": "1"})
			addForeign(t, dir)
			want := tree(t, dir)
			delete(want, "gone")
			delete(want, "gone/x")
			for i := range 2 {
				s, err := Begin(dir)
				mustDo(t, err, s.Put("a/b.html", []byte("1")))
				if way == "renames" {
					s.swap = func(p place) error { return p.swapByRenames(os.Rename) }
				}
				sum, err := s.Commit(t.Context())
				mustDo(t, err)
				if gone := 1 - i; sum.Kept != 6 || sum.Removed != gone { // the first build takes gone/x away
					t.Errorf("kept %d and removed %d; want 6 and %d", sum.Kept, sum.Removed, gone)
				}
				if got := tree(t, dir); !maps.Equal(got, want) {
					t.Errorf("got  %v\nwant %v", got, want)
				}
			}
			for _, p := range []string{"CNAME", "empty", ".git/objects"} {
				info, err := os.Stat(filepath.Join(dir, p))
				mustDo(t, err)
				if !info.ModTime().Equal(long) {
					t.Errorf("the time of %s became %v", p, info.ModTime())
				}
			}
			wantAlone(t, dir)
		})
	}
}

func TestForeignCollides(t *testing.T) {
	for _, c := range []struct{ foreign, put string }{
		{"x.html", "x.html"}, {"X.html", "x.html"}, {"x/y", "x"}, {"x", "x/y"}, {"X/y", "x/z"},
	} {
		dir := filepath.Join(t.TempDir(), "site")
		build(t, dir, map[string]string{"a": "1"})
		name := filepath.Join(dir, c.foreign)
		mustDo(t, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte("mine"), 0o644))
		before := tree(t, dir)
		_, err := tryBuild(dir, map[string]string{c.put: "new"})
		wantError(t, err, "no build of ours wrote it", filepath.Join(dir, strings.Split(c.foreign, "/")[0]))
		if !maps.Equal(tree(t, dir), before) {
			t.Errorf("%v: the site changed", c)
		}
		wantAlone(t, dir)
	}
}

// What stands at the path of a file of ours but is none is foreign.
func TestReplacedByOwner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1", "b": "1"})
	at := func(p string) string { return filepath.Join(dir, p) }
	mustDo(t, os.Remove(at("a")), os.Mkdir(at("a"), 0o755), os.WriteFile(at("a/mine"), []byte("m"), 0o644),
		os.Remove(at("b")), os.Symlink("a/mine", at("b")))
	sum := build(t, dir, map[string]string{"c": "2"})
	if sum.Kept != 2 || sum.Removed != 0 {
		t.Errorf("summary is %+v", sum)
	}
	if got := tree(t, dir); got["b"] != "-> a/mine" || !strings.HasSuffix(got["a/mine"], " m") {
		t.Errorf("tree is %v", got)
	}
}

// A file that its owner adds between the walk and the exchange is found by the
// second walk.
func TestForeignAddedDuringCommit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1", "gone": "1"})
	s, err := Begin(dir)
	mustDo(t, err, s.Put("a", []byte("2")))
	s.swap = func(p place) error {
		mustDo(t, os.MkdirAll(filepath.Join(dir, "new/dir"), 0o755),
			os.WriteFile(filepath.Join(dir, "new/dir/x"), []byte("late"), 0o644))
		return p.swap()
	}
	sum, err := s.Commit(t.Context())
	mustDo(t, err)
	want := map[string]string{"a": "2", "new/dir/x": "late"}
	if got := files(t, dir); !maps.Equal(got, want) || sum != (Summary{Files: 1, Bytes: 1, Removed: 1, Kept: 1}) {
		t.Errorf("tree is %v, summary %+v", got, sum)
	}
}

func TestCopyKeepsModeAndTime(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "to")
	mustDo(t, os.WriteFile(from, []byte("text"), 0o644), os.Chmod(from, 0o461), os.Chtimes(from, long, long))
	mustDo(t, copyFile(from, to))
	info, err := os.Stat(to)
	mustDo(t, err)
	data, err := os.ReadFile(to)
	if got := fmt.Sprint(info.Mode(), info.ModTime().UTC(), string(data), err); got != fmt.Sprint(fs.FileMode(0o461), long, "text", nil) {
		t.Error(got)
	}
}
