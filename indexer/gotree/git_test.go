package gotree

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sourcedive/internal/atomicfile"
)

func TestCommit(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	script := released("go1.26.8")
	script["src/runtime/proc.go"] = "package runtime // as released\n"
	script["test/big.go"] = "package big\n"
	dir := clone(t, script, developing("26"), released("go1.25.3"))
	gitDo(t, dir, "tag", "go1.26.8", "t0")
	hash := strings.TrimSpace(gitDo(t, dir, "rev-parse", "t1"))
	tests := []struct{ ref, version, note string }{
		{"t0", "go1.26.8", ""},
		{"t1", "go1.26-devel-" + hash[:12], "in development, listed by go1.26.8"},
		{hash[:9], "go1.26-devel-" + hash[:12], "in development"},
		{"master", "go1.25.3", "is not to be had"},
		{"master", "go1.25.3", "is not tagged so"},
	}
	cache := t.TempDir()
	for _, test := range tests {
		tree, err := resolve(t, dir+"@"+test.ref, Options{Offline: true, CacheDir: cache})
		if err != nil {
			t.Errorf("%s: %v", test.ref, err)
			continue
		}
		notes := strings.Join(tree.Notes, "\n")
		if tree.Version != test.version || tree.Immutable || !strings.Contains(notes, test.note) || (notes == "") != (test.note == "") {
			t.Errorf("%s: %+v", test.ref, tree)
		}
		if test.ref == "t0" && (!exists(filepath.Join(tree.Root, "src/runtime/proc.go")) || exists(filepath.Join(tree.Root, "test"))) {
			t.Errorf("wrong files in %s", tree.Root)
		}
	}
	wantClean(t, cache, 3)
}

// wantClean asserts that the cache holds n extracted trees and nothing half done.
func wantClean(t *testing.T, cache string, n int) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(cache, "trees"))
	if err != nil && n > 0 {
		t.Fatal(err)
	}
	if len(entries) != n {
		t.Errorf("%d entries in the cache, want %d: %v", len(entries), n, entries)
	}
}

// TestCommitLeavesCloneAlone compares all files of a clone before and after.
func TestCommitLeavesCloneAlone(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	dir := clone(t, released("go1.26.8"), developing("26"))
	write(t, filepath.Join(dir, "src/runtime/proc.go"), "package runtime // being edited\n")
	// Another repository named by the environment, as in a git hook.
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "elsewhere"))
	before := snapshot(t, dir)
	for _, spec := range []string{dir + "@t0", dir} {
		tree, err := resolve(t, spec, Options{Offline: true})
		if err != nil {
			t.Fatal(err)
		}
		if changed := strings.Contains(strings.Join(tree.Notes, "\n"), "has changes"); changed != (spec == dir) {
			t.Errorf("%s: notes %q", spec, tree.Notes)
		}
	}
	if after := snapshot(t, dir); after != before {
		t.Errorf("the clone changed:\n%s\nwas:\n%s", after, before)
	}
}

func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		info, _ := d.Info()
		b.WriteString(path + " " + info.ModTime().String() + " " + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCommitRefuses(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	dir := clone(t, released("go1.26.8"), map[string]string{"main.go": "package main"},
		map[string]string{"src/main.go": "package main"}, released("go1.4.3"))
	gitDo(t, dir, "branch", "release-branch.go1.22", "t0")
	plain := fakeTree(t, released("go1.22.0"))
	tests := []struct {
		spec string
		want []string
	}{
		{dir + "@release-branch.go1.23", []string{`no branch, tag or commit "release-branch.go1.23"`, "hint: did you mean release-branch.go1.22?"}},
		{dir + "@t1", []string{"@t1 is no Go tree: it has no src", "hint:"}},
		{dir + "@t2", []string{dir + "@t2 is no Go tree: it has no src/runtime"}},
		{dir + "@t3", []string{"go1.4.3 cannot be indexed"}},
		{filepath.Join(dir, "src") + "@master", []string{"is not a git repository, but a directory inside one"}},
		{plain + "@master", []string{"is not a git repository", "hint:"}},
		{plain + "/missing@master", []string{"no such directory"}},
	}
	for _, test := range tests {
		cache := t.TempDir()
		_, err := resolve(t, test.spec, Options{Offline: true, CacheDir: cache})
		wantError(t, err, test.want...)
		wantClean(t, cache, 0)
	}
}

// TestBrokenClone takes away an object that the archive needs.
func TestBrokenClone(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	dir := clone(t, released("go1.26.8"))
	blob := strings.TrimSpace(gitDo(t, dir, "rev-parse", "t0:src/runtime/proc.go"))
	if err := os.Remove(filepath.Join(dir, ".git/objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	_, err := resolve(t, dir+"@t0", Options{Offline: true, CacheDir: cache})
	wantError(t, err, "git archive", blob, "fsck")
	wantClean(t, cache, 0)
}

func TestNoGit(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	dir := clone(t, released("go1.26.8"))
	bin, _, _ := strings.Cut(os.Getenv("PATH"), string(os.PathListSeparator))
	t.Setenv("PATH", bin)
	_, err := resolve(t, dir+"@master", Options{})
	wantError(t, err, "git is needed", "hint: install git")
	if _, err := resolve(t, dir, Options{Offline: true}); err != nil {
		t.Errorf("a directory needs no git: %v", err)
	}
}

// TestDirWithAt reads a directory whose own name has an @ in it, as those of
// the module cache have.
func TestDirWithAt(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	root := install(t, "go1.22.0")
	tree, err := resolve(t, root, Options{Offline: true})
	if err != nil || tree.Root != root || !tree.Immutable {
		t.Errorf("%+v, %v", tree, err)
	}
}

// TestTidy keeps what another process may be filling just now, what was used of late, and of
// one version no more than the cache keeps of anything.
func TestTidy(t *testing.T) {
	parent := t.TempDir()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	days := map[string]int{
		atomicfile.Pattern + "old": 2, atomicfile.Pattern + "young": 0, commit: 50, strings.Replace(commit, "0", "f", 1): 70,
		"greet-v1.0.0-a": 1, "greet-v1.0.0-b": 3, "greet-v1.0.0-c": 2, "greet-v1.0.0-d": 4, "greet-v1.1.0-a": 5,
	}
	for name, age := range days {
		dir := filepath.Join(parent, name)
		write(t, filepath.Join(dir, "file"), "")
		list, err := sums(dir)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, sumsFile), string(list))
		if used := time.Now().AddDate(0, 0, -age); age > 0 {
			if err := os.Chtimes(dir, used, used); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !kept(filepath.Join(parent, "greet-v1.0.0-d")) || kept(filepath.Join(parent, "greet-v1.0.0-e")) {
		t.Error("kept finds what is there")
	}
	tidy(parent)
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{atomicfile.Pattern + "young", commit, "greet-v1.0.0-a", "greet-v1.0.0-c", "greet-v1.0.0-d", "greet-v1.1.0-a"}; !slices.Equal(left, want) {
		t.Errorf("left is %q, want %q", left, want)
	}
}
