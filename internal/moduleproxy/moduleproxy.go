// Package moduleproxy writes a module proxy as a directory, for tests that fetch modules
// without a network: GOPROXY=file:///DIR, with GOSUMDB=off.
package moduleproxy

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Add adds a version of a module, whose files are all that is in files. One without a
// go.mod is published as such.
func Add(proxy, modulePath, version string, files fs.FS) error {
	escaped, err := module.EscapePath(modulePath)
	if err != nil {
		return err
	}
	at := filepath.Join(proxy, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(at, 0o777); err != nil {
		return err
	}
	mod, err := fs.ReadFile(files, "go.mod")
	if err != nil {
		mod = fmt.Appendf(nil, "module %s\n", modulePath)
	}
	list, _ := os.ReadFile(filepath.Join(at, "list")) // there is none yet, before the first version
	for name, text := range map[string]string{
		"list":            string(list) + version + "\n",
		version + ".mod":  string(mod),
		version + ".info": fmt.Sprintf(`{"Version":%q,"Time":"2026-01-02T15:04:05Z"}`, version),
	} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	members, err := membersOf(files)
	if err != nil {
		return err
	}
	out, err := os.Create(filepath.Join(at, version+".zip"))
	if err != nil {
		return err
	}
	if err := zip.Create(out, module.Version{Path: modulePath, Version: version}, members); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// Files are files by name, each with its text.
func Files(texts map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// member is a file of a module.
type member struct {
	fsys fs.FS
	name string
}

func membersOf(files fs.FS) (list []zip.File, err error) {
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, member{files, name})
		}
		return err
	})
	slices.SortFunc(list, func(a, b zip.File) int { return strings.Compare(a.Path(), b.Path()) })
	return list, err
}

func (m member) Path() string                 { return path.Clean(m.name) }
func (m member) Lstat() (os.FileInfo, error)  { return fs.Stat(m.fsys, m.name) }
func (m member) Open() (io.ReadCloser, error) { return m.fsys.Open(m.name) }
