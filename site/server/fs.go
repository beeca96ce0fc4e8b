package server

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// FS returns the Site of a directory that a build wrote. Hidden files are not served: the
// directory has a manifest, and may have a folder .git. Pass the FS of an os.Root where
// symbolic links must not leave the directory.
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

// hidden reports whether a path has a hidden part. That of RFC 8615, .well-known, is public.
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
