// Package safefs reads a directory whose content is not trusted. A file of it is a
// regular file of bounded size that lies in the directory: no symbolic link leads
// out of it, and no pipe, device or endless file can block a reader or fill memory.
package safefs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Text is the limit for files that people write, in bytes: more than thirty times
// the largest file of the built-in content and templates.
const Text = 1 << 20

// Open opens a directory, which may itself be reached by a symbolic link. Reading a
// file of more than limit bytes is an error that names the file and the limit.
// Symbolic links that stay in the directory are followed.
func Open(dir string, limit int64) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	// The root stays open for as long as the FS is in use; the os package closes it
	// when it is not.
	return &directory{root, dir, limit}, nil
}

type directory struct {
	root  *os.Root
	dir   string
	limit int64
}

// Open opens a directory or reads a whole file.
func (d *directory) Open(name string) (fs.File, error) {
	info, err := d.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		f, err := d.root.FS().Open(name)
		if err != nil {
			return nil, d.explain("open", name, err)
		}
		return f, nil
	}
	text, info, err := d.read(name)
	if err != nil {
		return nil, err
	}
	return &file{bytes.NewReader(text), info}, nil
}

// ReadFile reads a file.
func (d *directory) ReadFile(name string) ([]byte, error) {
	text, _, err := d.read(name)
	return text, err
}

// ReadDir lists a directory.
func (d *directory) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(d.root.FS(), name)
	if err != nil {
		return nil, d.explain("open", name, err)
	}
	return list, nil
}

// Stat describes what a name stands for. It opens nothing, and so waits for nothing.
func (d *directory) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(d.root.FS(), name)
	if err != nil {
		return nil, d.explain("stat", name, err)
	}
	return info, nil
}

// read looks before it opens, since opening a device can have an effect and opening a
// pipe can take for ever, and once more at what it has opened.
func (d *directory) read(name string) ([]byte, fs.FileInfo, error) {
	info, err := d.Stat(name)
	if err == nil {
		err = d.regular(name, info)
	}
	if err != nil {
		return nil, nil, err
	}
	f, err := d.root.OpenFile(name, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, nil, d.explain("open", name, err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, nil, d.explain("stat", name, err)
	}
	if err := d.regular(name, info); err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, d.limit+1)) // what the system calls its size may be less than there is
	switch {
	case err != nil:
		return nil, nil, d.explain("read", name, err)
	case int64(len(text)) > d.limit:
		return nil, nil, d.tooLarge(name)
	}
	return text, info, nil
}

func (d *directory) regular(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("not a regular file (%s)\n    hint: put a plain file there, or take it out of %s", info.Mode().Type(), d.dir)}
	case info.Size() > d.limit:
		return d.tooLarge(name)
	}
	return nil
}

func (d *directory) tooLarge(name string) error {
	return &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("more than %d bytes, the most that is read of a file\n    hint: split it, or take it out of %s", d.limit, d.dir)}
}

// explain says why a name cannot be read. A link that leads nowhere is a fault: only
// where there is no entry at all is a file absent.
func (d *directory) explain(op, name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	switch absent := errors.Is(err, fs.ErrNotExist); {
	case absent && d.isLink(name):
		err = fmt.Errorf("a symbolic link to nothing\n    hint: take it out of %s, or put a file there", d.dir)
	case absent, errors.Is(err, fs.ErrInvalid):
	case errors.Is(err, fs.ErrPermission):
		err = fmt.Errorf("%w\n    hint: make it readable, or take it out of %s", err, d.dir)
	case d.linked(name):
		err = fmt.Errorf("%w\n    hint: a symbolic link must stay in %s; copy the file there", err, d.dir)
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// linked reports whether a link is on the way to a name.
func (d *directory) linked(name string) bool {
	for i := 0; i <= len(name); i++ {
		if (i == len(name) || name[i] == '/') && d.isLink(name[:i]) {
			return true
		}
	}
	return false
}

func (d *directory) isLink(name string) bool {
	info, err := d.root.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// file is a file that was read.
type file struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }
