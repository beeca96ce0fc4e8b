package gotree

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What a tree may have below src. The largest source file of go1.27 has 3 MB, all
// of them together have 110.
const (
	maxSource = 16 << 20  // bytes of one source file
	maxOther  = 256 << 20 // of any other file
	maxAll    = 1 << 30   // of all source files
	maxFiles  = 500_000
)

// admit refuses a tree with anything below src that is no file of its own: a device
// or a pipe, which would be waited for, a link to somewhere else, or a file of a size
// that no source has. It reads no file.
func admit(root string) error {
	if !isDir(filepath.Join(root, "src")) {
		return nil // no tree at all, as identify reports
	}
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return err
	}
	// Distributions keep src apart from the programs, behind a link.
	src, err := filepath.EvalSymlinks(filepath.Join(root, "src"))
	if err != nil {
		return err
	}
	a := admission{root: root, src: src}
	for _, name := range []string{"VERSION", "LICENSE"} {
		path := filepath.Join(root, name)
		if info, err := os.Lstat(path); err == nil {
			if err := a.entry(path, info); err != nil {
				return err
			}
		}
	}
	return filepath.WalkDir(src, a.visit)
}

// admission is the state of one walk.
type admission struct {
	root  string // without symbolic links, as is src
	src   string
	files int
	bytes int64
}

func (a *admission) visit(path string, d fs.DirEntry, err error) error {
	if err != nil {
		return because(err, "check that the tree can be read", "read the tree")
	}
	info, err := d.Info()
	if err != nil {
		return because(err, "wait until nothing changes the tree", "read the tree")
	}
	if a.files++; a.files > maxFiles {
		return refuse("name a clone of the Go repository", "%s has more than %d files below src", a.root, maxFiles)
	}
	return a.entry(path, info)
}

func (a *admission) entry(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return nil
	case info.Mode()&fs.ModeSymlink != 0:
		return a.link(path)
	case !info.Mode().IsRegular():
		return refuse("remove it: only regular files are read", "%s is no regular file, but %s", path, kindOf(info.Mode()))
	}
	return a.size(path, info.Size())
}

// link judges a symbolic link: by its target, which must be inside the tree.
// Editors lock files with links to nothing and begin with a dot; the go
// command passes these over.
func (a *admission) link(path string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		if strings.HasPrefix(filepath.Base(path), ".") {
			return nil
		}
		return refuse("remove it", "%s is a symbolic link that leads nowhere", path)
	}
	if !within(a.root, target) && !within(a.src, target) {
		return refuse("put a copy in its place: nothing outside the tree is read", "%s is a symbolic link to %s, outside the tree", path, target)
	}
	info, err := os.Stat(target)
	if err != nil {
		return err
	}
	return a.entry(path, info)
}

func (a *admission) size(path string, size int64) error {
	most := int64(maxOther)
	if isSource(path) {
		most = maxSource
		a.bytes += size
	}
	if size > most {
		return refuse("no file of Go's source is that large: remove it", "%s has %d bytes, the limit is %d", path, size, most)
	}
	if a.bytes > maxAll {
		return refuse("no release of Go has that much: name another tree", "the source files in %s have more than %d bytes together", a.root, maxAll)
	}
	return nil
}

func isSource(path string) bool {
	switch filepath.Ext(path) {
	case ".go", ".s", ".S", ".h", ".mod", ".sum", ".work", "":
		return true
	}
	return false
}

func within(dir, path string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(os.PathSeparator))+string(os.PathSeparator))
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

func regular(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

// readRegular reads a file that is a regular one and has no more bytes than most.
func readRegular(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse("only regular files are read", "%s is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		return nil, refuse("", "%s has more than %d bytes", path, most)
	}
	return text, err
}

// readSmall is readRegular for a file of a few lines.
func readSmall(path string) ([]byte, error) { return readRegular(path, 1<<20) }
