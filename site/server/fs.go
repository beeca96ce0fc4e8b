package server

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// FS serves a built site from disk. Hidden files are not part of it: a folder
// .git may lie in a site, and the manifest does. To keep symbolic links from
// leading out, pass the FS of an os.Root.
func FS(fsys fs.FS) Site { return disk{fsys} }

type disk struct{ fsys fs.FS }

func (d disk) Page(name string) ([]byte, error) {
	if !fs.ValidPath(name) || hidden(name) {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	info, err := fs.Stat(d.fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file: %w", name, fs.ErrNotExist)
	}
	return fs.ReadFile(d.fsys, name)
}

// hidden excepts .well-known, which is made to be served.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return true
		}
	}
	return false
}

// NotFound returns the nearest 404.html at or above the path.
func (d disk) NotFound(name string) []byte {
	for name != "." && name != "/" {
		name = path.Dir(name)
		if data, err := d.Page(path.Join(name, "404.html")); err == nil {
			return data
		}
	}
	return nil
}
