package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	pause    = 30 * time.Millisecond  // of quiet, after which changes are reported
	patience = 500 * time.Millisecond // after which they are reported without quiet
	glance   = time.Second            // between two looks at whether the directories are still there
)

// Watch calls changed with the files below dirs that were made, written, renamed or removed:
// paths that begin as those in dirs, sorted, each once. It returns nil when ctx is done, and
// fails when it cannot watch any longer. The calls do not overlap; changes during one are
// reported by the next.
//
// Hidden files and directories and the temporary files of editors are ignored.
// Directories that come later are watched as well. When a directory of dirs itself is
// removed, moved, or made anew, nobody would hear of changes any more: that is an error.
func Watch(ctx context.Context, dirs []string, changed func(paths []string)) error {
	return watch(ctx, dirs, changed, func() {})
}

// watch is Watch that calls ready once all directories are watched.
func watch(ctx context.Context, dirs []string, changed func(paths []string), ready func()) error {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return explain("watch", strings.Join(dirs, ", "), err)
	}
	defer notify.Close()
	w := &watcher{notify: notify, dirs: dirs, seen: map[string]bool{}}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return explain("watch", dir, err)
		}
		w.were = append(w.were, info)
		if err := w.add(dir, true); err != nil {
			return err
		}
	}
	clear(w.seen)
	ready()
	return w.run(ctx, changed)
}

type watcher struct {
	notify *fsnotify.Watcher
	dirs   []string
	were   []fs.FileInfo   // dirs when the watch began
	seen   map[string]bool // since the last call of changed
	since  time.Time       // when the first of them was seen
}

func (w *watcher) run(ctx context.Context, changed func(paths []string)) error {
	quiet := time.NewTimer(pause)
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case e := <-w.notify.Events:
			err = w.note(e)
		case err = <-w.notify.Errors:
			err = w.overflow(err)
		case <-look.C:
			if err := w.moved(); err != nil {
				return err
			}
			continue
		case <-quiet.C:
			w.report(changed)
			continue
		}
		if err != nil {
			return err
		}
		if len(w.seen) > 0 && time.Since(w.since) < patience {
			quiet.Reset(pause)
		}
	}
}

// moved is an error when a directory is no longer what is at its path. Events do not tell:
// there are none when a directory around it is moved.
func (w *watcher) moved() error {
	for i, dir := range w.dirs {
		if info, err := os.Stat(dir); err != nil || !os.SameFile(info, w.were[i]) {
			return fmt.Errorf("%s was moved, removed or made anew, and what is served is from before\n    hint: start the server again", dir)
		}
	}
	return nil
}

func (w *watcher) report(changed func(paths []string)) {
	if len(w.seen) == 0 {
		return
	}
	paths := slices.Sorted(maps.Keys(w.seen))
	clear(w.seen)
	changed(paths)
}

func (w *watcher) mark(path string) {
	if len(w.seen) == 0 {
		w.since = time.Now()
	}
	w.seen[path] = true
}

// note takes one event. A change of the mode alone is none: indexers and
// backups make them.
func (w *watcher) note(e fsnotify.Event) error {
	if e.Op == fsnotify.Chmod || e.Name == "" || temporary(filepath.Base(e.Name)) {
		return nil
	}
	if e.Has(fsnotify.Rename) {
		w.forget(e.Name)
	}
	if e.Has(fsnotify.Create) {
		// A symbolic link to a directory is not watched: it may lead out.
		if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
			return w.add(e.Name, false)
		}
	}
	w.mark(e.Name)
	return nil
}

// forget ends the watches below a directory that was renamed: they would go on
// and report its former name. Its new name, if it is below ours, is added by an
// event of its own. A watch that the system has ended already cannot be ended.
func (w *watcher) forget(dir string) {
	for _, name := range w.notify.WatchList() {
		if name == dir || strings.HasPrefix(name, dir+string(filepath.Separator)) {
			_ = w.notify.Remove(name)
		}
	}
}

// overflow handles an error of the watcher. After one that says that events were lost,
// anything may have changed.
func (w *watcher) overflow(err error) error {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		return explain("watch", strings.Join(w.dirs, ", "), err)
	}
	for _, dir := range w.dirs {
		w.mark(dir)
		if err := w.add(dir, true); err != nil {
			return err
		}
	}
	return nil
}

// add watches a directory and those below it, and marks the files in them: they
// may have been there before the watch was. A directory below the given ones
// may be gone again by then.
func (w *watcher) add(dir string, must bool) error {
	err := w.notify.Add(dir)
	if err == nil {
		return w.addInside(dir)
	}
	if errors.Is(err, fs.ErrNotExist) && !must {
		return nil
	}
	return explain("watch", dir, err)
}

func (w *watcher) addInside(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain("watch", dir, err)
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		switch {
		case temporary(e.Name()):
		case e.IsDir():
			if err := w.add(name, false); err != nil {
				return err
			}
		default:
			w.mark(name)
		}
	}
	return nil
}

// temporary reports whether editors write a file of that name beside one they save: Vim
// (4913, .x.swp, x~), Emacs (#x#, .#x), JetBrains (x___jb_tmp___), GTK
// (.goutputstream-x), and those that write x.tmp and rename it.
func temporary(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "#"), name == "4913",
		strings.HasSuffix(name, "~"), strings.Contains(name, "___jb_"):
		return true
	}
	switch filepath.Ext(name) {
	case ".tmp", ".swp", ".swx", ".swo":
		return true
	}
	return false
}

// explain adds a hint: the errors of inotify at its limits are those of a full disk and of
// too many open files.
func explain(what, where string, err error) error {
	hint := "check that the directory exists and may be read"
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		hint = "the system watches too many files; raise fs.inotify.max_user_watches and max_user_instances"
	}
	return fmt.Errorf("%s %s: %w\n    hint: %s", what, where, err, hint)
}
