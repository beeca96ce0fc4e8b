package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// names has the files and directories of the stage by folded path, as a case-insensitive
// file system finds them.
type names map[string]name

type name struct {
	path string
	dir  bool
}

var errTaken = errors.New("taken")

// addFile adds a file, or fails with errTaken.
func (n names) addFile(p string) error {
	if was, ok := n[fold(p)]; ok {
		return taken(p, was)
	}
	n[fold(p)] = name{path: p}
	return nil
}

// addDir adds a directory and reports whether it was new. It fails with errTaken.
func (n names) addDir(p string) (bool, error) {
	was, ok := n[fold(p)]
	if !ok {
		n[fold(p)] = name{path: p, dir: true}
		return true, nil
	}
	if was.path != p || !was.dir {
		return false, taken(p, was)
	}
	return false, nil
}

func (n names) hasFile(p string) bool { was, ok := n[fold(p)]; return ok && was.path == p && !was.dir }
func (n names) hasDir(p string) bool  { was, ok := n[fold(p)]; return ok && was.path == p && was.dir }

func taken(p string, was name) error {
	switch {
	case was.path != p:
		return fmt.Errorf("the name is %w by %s, which differs only in case", errTaken, was.path)
	case was.dir:
		return fmt.Errorf("the name is %w by a directory", errTaken)
	}
	return fmt.Errorf("the name is %w: it was written before", errTaken)
}

// fold maps names that differ only in case to one. Upper first: some letters,
// such as the long s, have a common upper case but no common lower case.
func fold(p string) string { return strings.ToLower(strings.ToUpper(p)) }

func parent(p string) string { return path.Dir(p) }

// localize checks a path of the site and returns it as the system writes it.
// Control characters would break the manifest, which has one path a line.
func localize(p string) (string, error) {
	bad := func(why string) (string, error) {
		return "", refuse("write", fmt.Sprintf("%q", p), why, "a path of the site looks like go1.26.8/index.html")
	}
	first, _, _ := strings.Cut(p, "/")
	switch {
	case !fs.ValidPath(p) || p == ".":
		return bad("the path leaves the site, is absolute or is not clean")
	case strings.ContainsRune(p, '\\'):
		return bad("the path has a backslash")
	case strings.ContainsFunc(p, unicode.IsControl):
		return bad("the path has a control character")
	case fold(first) == manifestName:
		return bad("the name is reserved for the manifest")
	}
	local, err := filepath.Localize(p)
	if err != nil {
		return bad("this system cannot have a file of that name")
	}
	return local, nil
}
