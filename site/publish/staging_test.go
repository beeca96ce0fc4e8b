package publish

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// build writes files to dir and fails the test when it cannot.
func build(t testing.TB, dir string, files map[string]string) Summary {
	t.Helper()
	sum, err := tryBuild(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func tryBuild(dir string, files map[string]string) (Summary, error) {
	s, err := Begin(dir)
	if err != nil {
		return Summary{}, err
	}
	defer s.Abort()
	for path, data := range files {
		if err := s.Put(path, []byte(data)); err != nil {
			return Summary{}, err
		}
	}
	return s.Commit(context.Background())
}

// tree returns every entry below dir: path → mode and content, without the
// manifest.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir || d.Name() == manifestName {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		got[filepath.ToSlash(rel)], err = describe(name, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func describe(name string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	switch {
	case d.IsDir():
		return info.Mode().String(), nil
	case d.Type()&fs.ModeSymlink != 0:
		to, err := os.Readlink(name)
		return "-> " + to, err
	}
	data, err := os.ReadFile(name)
	return info.Mode().String() + " " + string(data), err
}

// files returns the contents of the regular files of a site.
func files(t testing.TB, dir string) map[string]string {
	got := map[string]string{}
	for p, v := range tree(t, dir) {
		if strings.HasPrefix(v, "-r") {
			_, got[p], _ = strings.Cut(v, " ")
		}
	}
	return got
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one with %q", parts)
	}
	for _, p := range append(parts, "\n    hint: ") {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("error %q lacks %q", err, p)
		}
	}
}

// wantAlone checks that nothing of ours is left beside the site.
func wantAlone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), ".sourcedive-") {
			t.Errorf("%s was left beside the site", e.Name())
		}
	}
}

func mustDo(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestBuildTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "on the way", "site")
	first := map[string]string{"index.html": "1", "a/b/c.html": "1", "a/gone.html": "x", "old/only.html": "x"}
	if sum := build(t, dir, first); sum != (Summary{Files: 4, Bytes: 4}) {
		t.Errorf("first build: %+v", sum)
	}
	second := map[string]string{"index.html": "22", "a/b/c.html": "22"}
	if sum := build(t, dir, second); sum != (Summary{Files: 2, Bytes: 4, Removed: 2}) {
		t.Errorf("second build: %+v", sum)
	}
	if got := files(t, dir); !maps.Equal(got, second) {
		t.Errorf("tree is %v", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "old")); err == nil {
		t.Error("a directory of the former build was left empty")
	}
	wantAlone(t, dir)
}

func TestManifest(t *testing.T) {
	want := "sourcedive manifest 1\nB2\na/x\nb\n"
	for _, order := range [][]string{{"b", "a/x", "B2"}, {"B2", "b", "a/x"}} {
		dir := filepath.Join(t.TempDir(), "site")
		s, err := Begin(dir)
		mustDo(t, err)
		for _, p := range order {
			mustDo(t, s.Put(p, nil))
		}
		_, err = s.Commit(t.Context())
		mustDo(t, err)
		got, err := os.ReadFile(filepath.Join(dir, manifestName))
		mustDo(t, err)
		if string(got) != want {
			t.Errorf("manifest is %q", got)
		}
	}
}

func TestParseManifestRefuses(t *testing.T) {
	for _, text := range []string{"", "sourcedive manifest 2\n", "x", "sourcedive manifest 1\na",
		"sourcedive manifest 1\n../a\n", "sourcedive manifest 1\n/a\n", "sourcedive manifest 1\nb\na\n",
		"sourcedive manifest 1\na\na\n", "sourcedive manifest 1\n\n", "sourcedive manifest 1\n.\n"} {
		if got, err := parseManifest(text); err == nil {
			t.Errorf("parseManifest(%q) = %q", text, got)
		}
	}
}

func TestPutRefuses(t *testing.T) {
	for _, c := range []struct{ before, path, want string }{
		{"", "../x", "leaves the site"},
		{"", "a/../../x", "leaves the site"},
		{"", "a/../x", "not clean"},
		{"", "/etc/x", "absolute"},
		{"", "", "leaves the site"},
		{"", ".", "leaves the site"},
		{"", "a//b", "not clean"},
		{"", "a/", "not clean"},
		{"", `a\b`, "backslash"},
		{"", "a\x00b", "control character"},
		{"", "a\nb", "control character"},
		{"", "a\xffb", "not clean"},
		{"", ".sourcedive", "manifest"},
		{"", ".SourceDive", "manifest"},
		{"", ".sourcedive/x", "manifest"},
		{"a/b", "a/b", "written before"},
		{"func/newm.html", "func/newM.html", "only in case"},
		{"func/a.html", "Func/b.html", "only in case"},
		{"s", "ſ", "only in case"},
		{"a", "a/b", "taken"},
		{"a/b", "a", "directory"},
	} {
		s, err := Begin(filepath.Join(t.TempDir(), "site"))
		mustDo(t, err)
		if c.before != "" {
			mustDo(t, s.Put(c.before, nil))
		}
		wantError(t, s.Put(c.path, nil), c.want)
		_, err = s.Commit(t.Context())
		wantError(t, err, c.want)
		wantAlone(t, s.place.dir)
		if _, err := os.Lstat(s.place.dir); err == nil {
			t.Errorf("a site was made in spite of %q", c.path)
		}
	}
}

func TestAbort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1"})
	s, err := Begin(dir)
	mustDo(t, err, s.Put("b", nil), s.Abort(), s.Abort())
	wantAlone(t, dir)
	if got := files(t, dir); !maps.Equal(got, map[string]string{"a": "1"}) {
		t.Errorf("tree is %v", got)
	}
	if s.Put("c", nil) == nil {
		t.Error("Put after Abort succeeded")
	}
	if _, err := s.Commit(t.Context()); err == nil {
		t.Error("Commit after Abort succeeded")
	}
}

func TestAbortAfterCommitDoesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s, err := Begin(dir)
	mustDo(t, err, s.Put("a", nil))
	_, err = s.Commit(t.Context())
	mustDo(t, err)
	next, err := Begin(dir)
	mustDo(t, err, s.Abort(), next.Put("b", nil))
	_, err = next.Commit(t.Context())
	mustDo(t, err)
}

func TestCanceledCommitLeavesOldSite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1"})
	s, err := Begin(dir)
	mustDo(t, err, s.Put("a", []byte("2")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Commit(ctx); err == nil {
		t.Error("Commit succeeded")
	}
	wantAlone(t, dir)
	if got := files(t, dir); got["a"] != "1" {
		t.Errorf("tree is %v", got)
	}
}

func TestSecondBuildIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s, err := Begin(dir)
	mustDo(t, err)
	_, err = Begin(dir)
	wantError(t, err, "another build is writing there")
	mustDo(t, s.Abort())
	build(t, dir, nil)
}

// An unchanged file is linked; a changed one and one whose mode was changed
// are written.
func TestReuse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	at := func(p string) string { return filepath.Join(dir, p) }
	build(t, dir, map[string]string{"d/same": "1", "content": "1", "mode": "1", "edited": "1"})
	mustDo(t, os.Chmod(at("mode"), 0o600), os.WriteFile(at("edited"), []byte("2"), 0o644))
	was := map[string]os.FileInfo{}
	for p := range files(t, dir) {
		info, err := os.Lstat(at(p))
		mustDo(t, err)
		was[p] = info
	}
	want := map[string]string{"d/same": "1", "content": "2", "mode": "1", "edited": "1"}
	build(t, dir, want)
	for p, info := range was {
		now, err := os.Lstat(at(p))
		mustDo(t, err)
		if os.SameFile(now, info) != (p == "d/same") || now.Mode() != was["d/same"].Mode() {
			t.Errorf("%s: same file %v, mode %v", p, os.SameFile(now, info), now.Mode())
		}
	}
	if got := files(t, dir); !maps.Equal(got, want) {
		t.Errorf("tree is %v", got)
	}
}
