package server

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watching runs watch on dir and hands over what it tells.
func watching(t *testing.T, dir string) <-chan []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	told, ready, done := make(chan []string, 100), make(chan bool), make(chan error, 1)
	go func() {
		done <- watch(ctx, []string{dir}, func(paths []string) { told <- paths }, func() { close(ready) })
	}()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return told
}

// wait collects what is told until every path of want is.
func wait(t *testing.T, told <-chan []string, want ...string) []string {
	t.Helper()
	var got []string
	limit := time.After(5 * time.Second)
	for {
		if !slices.ContainsFunc(want, func(p string) bool { return !slices.Contains(got, p) }) {
			return got
		}
		select {
		case paths := <-told:
			if !slices.IsSorted(paths) {
				t.Errorf("not sorted: %v", paths)
			}
			got = append(got, paths...)
		case <-limit:
			t.Fatalf("told %v; want %v", got, want)
		}
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func put(name string) error { return os.WriteFile(name, []byte(name), 0o644) }

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	at := func(p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
	must(t, os.MkdirAll(at("old/deep"), 0o755), put(at("old/deep/a.md")))
	told := watching(t, dir)

	must(t, put(at("old/deep/a.md")))
	wait(t, told, at("old/deep/a.md"))

	must(t, os.MkdirAll(at("new/nested/dir"), 0o755), put(at("new/nested/dir/b.md")))
	wait(t, told, at("new/nested/dir/b.md"))
	must(t, put(at("new/nested/dir/b.md")), put(at("new/nested/dir/c.md")))
	wait(t, told, at("new/nested/dir/b.md"), at("new/nested/dir/c.md"))

	must(t, os.Rename(at("new/nested/dir/b.md"), at("new/nested/dir/d.md")))
	wait(t, told, at("new/nested/dir/b.md"), at("new/nested/dir/d.md"))
	must(t, os.Remove(at("new/nested/dir/d.md")))
	wait(t, told, at("new/nested/dir/d.md"))

	// A renamed directory tells its files by their new names.
	must(t, os.Rename(at("new/nested"), at("moved")))
	wait(t, told, at("new/nested"), at("moved/dir/c.md"))
	must(t, put(at("moved/dir/c.md")))
	wait(t, told, at("moved/dir/c.md"))
}

func TestWatchIgnores(t *testing.T) {
	dir := t.TempDir()
	at := func(p string) string { return filepath.Join(dir, p) }
	must(t, os.Mkdir(at(".git"), 0o755), put(at("mode.md")))
	told := watching(t, dir)
	must(t, put(at("a.md~")), put(at(".a.md.swp")), put(at("4913")), put(at("#a.md#")), put(at("a.md.tmp")),
		put(at(".git/index")), put(at("a___jb_tmp___")), put(at(".goutputstream-X")), os.Chmod(at("mode.md"), 0o600),
		os.Rename(at("a.md.tmp"), at("a.md")))
	if got := wait(t, told, at("a.md")); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}

// What changed is told sorted and once: not again with the next change, nor without one.
func TestEachChangeIsToldOnce(t *testing.T) {
	w := &watcher{seen: map[string]bool{}}
	var told []string
	for _, paths := range [][]string{{"b", "a", "b"}, {"c"}, {}, {"a"}} {
		for _, p := range paths {
			w.mark(p)
		}
		w.report(func(paths []string) { told = append(told, strings.Join(paths, " ")) })
	}
	if got := strings.Join(told, ", "); got != "a b, c, a" {
		t.Errorf("told %s", got)
	}
}

// A burst is told once, and a burst without end is told as well.
func TestWatchDebounces(t *testing.T) {
	dir := t.TempDir()
	told := watching(t, dir)
	var want []string
	for i := range 50 {
		want = append(want, filepath.Join(dir, string(rune('A'+i))+".md"))
	}
	for _, name := range want {
		must(t, put(name))
	}
	calls := 0
	for got := []string{}; len(got) < len(want); calls++ {
		got = append(got, wait(t, told, want[len(got)])...)
	}
	if calls > 5 {
		t.Errorf("told in %d calls", calls)
	}
	stop := time.After(5 * time.Second)
	for {
		must(t, put(want[0]))
		select {
		case <-told:
			return
		case <-stop:
			t.Fatal("a burst without end is never told")
		case <-time.After(pause / 3):
		}
	}
}

func TestWatchFails(t *testing.T) {
	err := Watch(t.Context(), []string{filepath.Join(t.TempDir(), "none")}, nil)
	if err == nil || !strings.Contains(err.Error(), "none") || !strings.Contains(err.Error(), "\n    hint: ") {
		t.Errorf("error is %v", err)
	}
}

// A directory of the given ones that is gone when all is watched anew, after lost events, ends
// the watch at once; one below them does not.
func TestLostEventsOfADirectoryThatIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "content")
	must(t, os.Mkdir(dir, 0o777))
	notify, err := fsnotify.NewWatcher()
	must(t, err)
	defer notify.Close()
	w := &watcher{notify: notify, dirs: []string{dir}, seen: map[string]bool{}}
	must(t, w.overflow(fsnotify.ErrEventOverflow))
	must(t, w.add(filepath.Join(dir, "notes"), false))
	must(t, os.Remove(dir))
	if err := w.overflow(fsnotify.ErrEventOverflow); err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "\n    hint: ") {
		t.Errorf("error is %v", err)
	}
}
