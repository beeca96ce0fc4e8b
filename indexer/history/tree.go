package history

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Tree is the source of one version: FS is the src directory of its GOROOT, or has the
// packages of a module at their import paths.
type Tree struct {
	Version string // "go1.26.8"; the first release of go1.20 is "go1.20" or "go1.20.0"
	FS      fs.FS
	Go      string // of a module: the version of Go that reads it
}

// Options say which packages of a tree are read: those that are named, and of each
// closed one all that it imports for one of the common platforms, however indirectly, and
// all public packages below it. What a package imports holds the former places of its
// parts as well: runtime/internal/atomic was one before internal/runtime/atomic.
type Options struct {
	Packages []string
	Closed   []string
}

// named holds for packages that are read whether or not anything imports them.
func (o Options) named(p string) bool {
	return slices.Contains(o.Packages, p) || slices.Contains(o.Closed, p) || slices.ContainsFunc(o.Closed, func(c string) bool {
		return strings.HasPrefix(p, c+"/") && !slices.Contains(strings.Split(p, "/"), "internal")
	})
}

// walker reads the packages of one tree.
type walker struct {
	fs       fs.FS
	rank     *ranker
	reader   *reader
	snap     *snapshot
	opt      Options
	done     map[string]bool
	queue    []string // imports of closed packages, still to be read
	problems []string
}

// walk reads every package that the options hold, then what the closed ones import.
func (w *walker) walk() error {
	err := fs.WalkDir(w.fs, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() || p == "." {
			return nil
		}
		if base := path.Base(p); p == "cmd" || base == "vendor" || base == "testdata" || base[0] == '_' || base[0] == '.' {
			return fs.SkipDir
		}
		if w.opt.named(p) {
			return w.dir(p, slices.Contains(w.opt.Closed, p))
		}
		return nil
	})
	for err == nil && len(w.queue) > 0 {
		p := w.queue[0]
		w.queue = w.queue[1:]
		if info, statErr := fs.Stat(w.fs, p); statErr == nil && info.IsDir() {
			err = w.dir(p, true)
		}
	}
	return err
}

// dir reads one package, for all platforms. Imports of a closed package are queued,
// also when the package itself was read already.
func (w *walker) dir(pkg string, closed bool) error {
	key := pkg
	if closed {
		key += " closed"
	}
	if w.done[key] {
		return nil
	}
	again := w.done[pkg] || w.done[pkg+" closed"]
	w.done[key] = true
	entries, err := fs.ReadDir(w.fs, pkg)
	if err != nil {
		return err
	}
	files, err := w.files(pkg, entries)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.err != nil {
			w.problems = append(w.problems, fmt.Sprintf("%s/%s: %v", pkg, f.name, f.err))
		}
		if f.ignored {
			continue
		}
		rank := w.rank.rank(f.name, f)
		if closed && rank != rankOther {
			w.queue = append(w.queue, f.imports...)
		}
		if !again {
			w.snap.add(f, rank)
		}
	}
	return nil
}

// files reads the files of one package, some at a time.
func (w *walker) files(pkg string, entries []fs.DirEntry) ([]*file, error) {
	var names []string
	for _, e := range entries {
		name := e.Name()
		ext := path.Ext(name)
		if !e.IsDir() && !strings.HasSuffix(name, "_test.go") && (ext == ".go" || ext == ".s") && name[0] != '_' && name[0] != '.' {
			names = append(names, name)
		}
	}
	list, errs := make([]*file, len(names)), make([]error, len(names))
	var wg sync.WaitGroup
	slots := make(chan bool, runtime.GOMAXPROCS(0))
	for i, name := range names {
		slots <- true
		wg.Go(func() {
			defer func() { <-slots }()
			text, err := fs.ReadFile(w.fs, path.Join(pkg, name))
			if err != nil {
				errs[i] = err
				return
			}
			list[i] = w.reader.file(pkg, name, text)
		})
	}
	wg.Wait()
	return list, errors.Join(errs...)
}
