package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// place is the path of a site, and the paths beside it that are reserved for it.
type place struct {
	dir    string // the site
	stage  string // the site in the making; after the exchange the old site
	former string // the old site between two renames
	lock   string
}

// locate resolves the links above dir, so that two ways to write one directory
// share one lock, and refuses directories nobody means to replace.
func locate(dir string) (place, error) {
	abs, err := filepath.Abs(dir)
	if dir == "" || err != nil {
		return place{}, refuse("write", fmt.Sprintf("%q", dir), "not a directory name", "name one with --out DIR")
	}
	if err := guard(abs); err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(filepath.Dir(abs), dirMode); err != nil {
		return place{}, explain("make directory", filepath.Dir(abs), err)
	}
	above, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return place{}, explain("write", abs, err)
	}
	return placeAt(above, filepath.Base(abs)), nil
}

func placeAt(above, base string) place {
	at := func(suffix string) string { return filepath.Join(above, "."+base+".sourcedive-"+suffix) }
	return place{dir: filepath.Join(above, base), stage: at("stage"), former: at("old"), lock: at("lock")}
}

// staged returns the path in the stage of a slash path. It does not check the path, since
// foreign names are kept as they are.
func (p place) staged(path string) string {
	return filepath.Join(p.stage, filepath.FromSlash(path))
}

// guard refuses the root, the home directory, and a directory that contains the current one,
// which would be removed under the shell that runs this program.
func guard(abs string) error {
	if filepath.Dir(abs) == abs {
		return refuse("write", abs, "this is the root directory", "choose a new directory with --out DIR")
	}
	if home, err := os.UserHomeDir(); err == nil && same(abs, home) {
		return refuse("write", abs, "this is the home directory", "choose a new directory with --out DIR")
	}
	here, err := os.Getwd()
	for err == nil && filepath.Dir(here) != here {
		if same(abs, here) {
			return refuse("write", abs, "the current directory lies in it and would be removed",
				"change to another directory first, or choose another --out")
		}
		here = filepath.Dir(here)
	}
	return nil
}

func same(a, b string) bool {
	ai, aerr := os.Stat(a)
	bi, berr := os.Stat(b)
	return aerr == nil && berr == nil && os.SameFile(ai, bi)
}

// acquire locks the place for this process.
func (p place) acquire() (*lock, error) {
	l, err := acquire(p.lock)
	switch {
	case errors.Is(err, errBusy):
		return nil, refuse("write", p.dir, "another build is writing there", "wait until it has ended, or choose another --out")
	case err != nil:
		return nil, explain("lock", p.lock, err)
	}
	return l, nil
}

// site is what is at the path of a site: nothing, an empty directory, or the site of an
// earlier build.
type site struct {
	exists bool
	mode   fs.FileMode
	device uint64
	files  map[string]bool // that the earlier build wrote
	dirs   map[string]bool // above those files
}

// inspect returns what is at dir. It fails when that is not a site that this package wrote.
func inspect(dir string) (*site, error) {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &site{}, nil
	case err != nil:
		return nil, explain("write", dir, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, refuse("write", dir, "this is a symbolic link", "name the directory it points to with --out DIR")
	case !info.IsDir():
		return nil, refuse("write", dir, "this is not a directory", "choose a directory with --out DIR")
	}
	if above, err := os.Stat(filepath.Dir(dir)); err == nil && mounted(info, device(above)) {
		return nil, refuse("write", dir, "this is a mount point, which cannot be exchanged",
			"choose a directory in it with --out "+filepath.Join(dir, "site"))
	}
	files, err := ours(dir)
	if err != nil {
		return nil, err
	}
	return newSite(info, files), nil
}

// ours returns the manifest of dir, and none when dir is empty.
func ours(dir string) ([]string, error) {
	files, err := readManifest(dir)
	if err == nil {
		return files, nil
	}
	entries, rerr := os.ReadDir(dir)
	switch {
	case rerr != nil:
		return nil, explain("read", dir, rerr)
	case len(entries) == 0:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("write", dir, "the directory is not empty and no site of ours",
			"choose an empty or a new directory with --out DIR")
	}
	return nil, refuse("write", dir, cause(err).Error(), "remove the directory, or choose another with --out DIR")
}

func newSite(info fs.FileInfo, files []string) *site {
	s := &site{exists: true, mode: info.Mode(), device: device(info), files: map[string]bool{}, dirs: map[string]bool{}}
	for _, f := range files {
		s.files[f] = true
		for d := parent(f); d != "." && !s.dirs[d]; d = parent(d) {
			s.dirs[d] = true
		}
	}
	return s
}
