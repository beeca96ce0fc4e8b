package gotree

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// copyModule copies a module out of the module cache, where any go command may remove it.
// Only regular files are in one, and none is larger than a tree may have.
func copyModule(dst, src string) error {
	a := admission{root: src, src: src}
	return filepath.WalkDir(src, func(name string, d fs.DirEntry, err error) error {
		if err := a.visit(name, d, err); err != nil {
			return err
		}
		rel, err := filepath.Rel(src, name)
		if err != nil {
			return err
		}
		to := filepath.Join(dst, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(to, 0o777)
		case d.Type().IsRegular():
			return copyFile(to, name)
		}
		return nil
	})
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// licenses are the names of a module's licence, best first.
var licenses = []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "LICENCE.md", "COPYING", "COPYING.txt", "COPYING.md", "UNLICENSE"}

// copyLicense puts the licence where that of a Go tree is.
func copyLicense(tree, src string) error {
	for _, name := range licenses {
		if regular(filepath.Join(src, name)) {
			return copyFile(filepath.Join(tree, "LICENSE"), filepath.Join(src, name))
		}
	}
	return nil
}

// packagesIn are the import paths of the directories with Go files below that of a module,
// as the go command's patterns match them.
func packagesIn(tree, module string) (paths []string, err error) {
	fsys := os.DirFS(filepath.Join(tree, "src", filepath.FromSlash(module)))
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		hidden := name != "." && (base[0] == '_' || base[0] == '.')
		if d.IsDir() {
			if _, err := fs.Stat(fsys, path.Join(name, "go.mod")); name != "." && (hidden || base == "testdata" || base == "vendor" || err == nil) {
				return fs.SkipDir
			}
			return nil
		}
		if !hidden && strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go") {
			paths = append(paths, path.Join(module, path.Dir(name)))
		}
		return nil
	})
	slices.Sort(paths)
	return slices.Compact(paths), err
}
