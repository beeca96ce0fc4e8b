package publish

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// recorded builds a site and returns the record of it.
func recorded(t *testing.T, dir string, before Record, files map[string]string) Record {
	t.Helper()
	s, err := Begin(dir)
	mustDo(t, err)
	s.Remember(before)
	for path, data := range files {
		mustDo(t, s.Put(path, []byte(data)))
	}
	_, err = s.Commit(t.Context())
	mustDo(t, err)
	return s.Record("tea")
}

func unchanged(t *testing.T, dir string, r Record) bool {
	t.Helper()
	s, err := Begin(dir)
	mustDo(t, err)
	defer s.Abort()
	s.Remember(r)
	return s.Unchanged()
}

// Whatever becomes of a file that was written is noticed; foreign files are not ours.
func TestUnchanged(t *testing.T) {
	files := map[string]string{"a": "1", "d/b": "2"}
	at := func(dir, p string) string { return filepath.Join(dir, p) }
	for name, c := range map[string]struct {
		do   func(dir string) error
		want bool
	}{
		"nothing":  {func(string) error { return nil }, true},
		"foreign":  {func(dir string) error { return os.WriteFile(at(dir, "CNAME"), nil, 0o644) }, true},
		"size":     {func(dir string) error { return os.WriteFile(at(dir, "a"), []byte("12"), 0o644) }, false},
		"bytes":    {func(dir string) error { return os.WriteFile(at(dir, "a"), []byte("2"), 0o644) }, false},
		"time":     {func(dir string) error { return os.Chtimes(at(dir, "d/b"), time.Time{}, long) }, false},
		"mode":     {func(dir string) error { return os.Chmod(at(dir, "d/b"), 0o600) }, false},
		"missing":  {func(dir string) error { return os.Remove(at(dir, "d/b")) }, false},
		"manifest": {func(dir string) error { return os.WriteFile(at(dir, manifestName), manifest([]string{"a"}), 0o644) }, false},
		"other":    {func(dir string) error { build(t, dir, map[string]string{"a": "1", "d/b": "3"}); return nil }, false},
		"more":     {func(dir string) error { build(t, dir, map[string]string{"a": "1", "d/b": "2", "c": ""}); return nil }, false},
		"same":     {func(dir string) error { build(t, dir, files); return nil }, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			r := recorded(t, dir, Record{}, files)
			time.Sleep(5 * time.Millisecond) // what the clock of a file system can tell apart
			mustDo(t, c.do(dir))
			if got := unchanged(t, dir, r); got != c.want {
				t.Errorf("unchanged: %t", got)
			}
		})
	}
	if unchanged(t, filepath.Join(t.TempDir(), "none"), Record{}) {
		t.Error("a directory that is not there is what nobody wrote")
	}
}

// With a record, files are written as they are without: what is the same keeps its time,
// what the owner changed is written again.
func TestRemembered(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	r := recorded(t, dir, Record{}, map[string]string{"same": "1", "changed": "1", "spoilt": "1", "gone": "1"})
	mustDo(t, os.Chtimes(filepath.Join(dir, "spoilt"), long, long), os.WriteFile(filepath.Join(dir, "spoilt"), []byte("x"), 0o644))
	again := recorded(t, dir, r, map[string]string{"same": "1", "changed": "2", "spoilt": "1", "new": "1"})
	for path, data := range map[string]string{"same": "1", "changed": "2", "spoilt": "1", "new": "1"} {
		if got, err := os.ReadFile(filepath.Join(dir, path)); err != nil || string(got) != data {
			t.Errorf("%s has %q, %v", path, got, err)
		}
	}
	if again.Files["same"] != r.Files["same"] || again.Files["changed"] == r.Files["changed"] || len(again.Files) != 4 || again.Bytes != 4 || again.Of != "tea" {
		t.Errorf("%+v, then %+v", r, again)
	}
	if !unchanged(t, dir, again) || unchanged(t, dir, r) {
		t.Error("the record is not of the directory")
	}
}

// A file is kept that was made of the same and not touched since; whatever else may have
// become of it, it is to be made again.
func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	at := func(p string) string { return filepath.Join(dir, p) }
	var r Record
	of := map[string]string{"d/same": "tea", "other": "tea", "spoilt": "tea", "gone": "tea", "unsaid": ""}
	first, err := Begin(dir)
	mustDo(t, err)
	for path, of := range of {
		if of != "" {
			kept, err := first.Keep(path, of)
			if mustDo(t, err); kept {
				t.Errorf("%s is kept of no site", path)
			}
		}
		mustDo(t, first.Put(path, []byte("1")))
	}
	_, err = first.Commit(t.Context())
	mustDo(t, err)
	r = first.Record("")
	mustDo(t, os.WriteFile(at("spoilt"), []byte("x"), 0o644), os.Chtimes(at("spoilt"), long, long), os.Remove(at("gone")))
	of["other"], of["unsaid"], of["new"] = "coffee", "tea", "tea"
	s, err := Begin(dir)
	mustDo(t, err)
	s.Remember(r)
	for path, of := range of {
		kept, err := s.Keep(path, of)
		if mustDo(t, err); kept != (r.Made[path] == of && path != "spoilt" && path != "gone") {
			t.Errorf("%s is kept: %t", path, kept)
		}
		if !kept {
			mustDo(t, s.Put(path, []byte("2")))
		}
	}
	sum, err := s.Commit(t.Context())
	mustDo(t, err)
	if sum.Files != len(of) || sum.Bytes != int64(len(of)) {
		t.Errorf("%+v", sum)
	}
	for path := range of {
		want := "2"
		if path == "d/same" {
			want = "1"
		}
		if got, err := os.ReadFile(at(path)); err != nil || string(got) != want {
			t.Errorf("%s has %q, %v", path, got, err)
		}
	}
	again := s.Record("")
	if again.Files["d/same"] != r.Files["d/same"] || again.Made["other"] != "coffee" || len(again.Files) != len(of) {
		t.Errorf("%+v", again)
	}
	if r = again; !unchanged(t, dir, r) {
		t.Error("what was kept is not recorded as it is")
	}
}
