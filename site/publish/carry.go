package publish

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// carrier copies foreign files from one tree to the stage. A late carrier copies only those
// whose path the stage does not have.
type carrier struct {
	staging *Staging
	old     *site
	from    string
	late    bool

	kept, removed int
	dirs          []foreignDir
}

// foreignDir is a directory whose mode and time are set after it was filled:
// filling it would change the time, and the mode may forbid it.
type foreignDir struct {
	path  string
	mode  fs.FileMode
	mtime time.Time
}

func (c *carrier) run(ctx context.Context) error {
	if !c.old.exists {
		return nil
	}
	err := filepath.WalkDir(c.from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return explain("read", name, err)
		}
		if err := ctx.Err(); err != nil {
			return explain("commit", c.from, err)
		}
		return c.visit(name, d)
	})
	return errors.Join(err, c.finishDirs())
}

// visit decides about one entry of the old site: ours, or foreign.
func (c *carrier) visit(name string, d fs.DirEntry) error {
	rel, err := filepath.Rel(c.from, name)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	switch {
	case rel == ".", rel == manifestName:
		return nil
	case d.IsDir():
		return c.visitDir(name, rel, d)
	case c.old.files[rel] && d.Type().IsRegular():
		if !c.staging.names.hasFile(rel) {
			c.removed++
		}
		return nil
	case c.late && c.staging.names.hasFile(rel):
		return nil
	}
	return c.keep(name, rel, d)
}

// visitDir makes a foreign directory. One that an earlier build made is made again only when
// a file needs it.
func (c *carrier) visitDir(name, rel string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return explain("read", name, err)
	}
	// Removing the old site would empty what is mounted in it.
	if mounted(info, c.old.device) {
		return refuse("keep", name, "it is a mount point", "unmount it, or choose another --out")
	}
	if c.old.dirs[rel] || c.staging.names.hasDir(rel) {
		return nil
	}
	if err := c.staging.makeDir(rel); err != nil {
		return c.collision(name, err)
	}
	c.dirs = append(c.dirs, foreignDir{c.staging.place.staged(rel), info.Mode(), info.ModTime()})
	return nil
}

// keep carries over one foreign file or link.
func (c *carrier) keep(name, rel string, d fs.DirEntry) error {
	if err := c.staging.names.addFile(rel); err != nil {
		return c.collision(name, err)
	}
	if err := c.staging.makeDir(parent(rel)); err != nil {
		return c.collision(name, err)
	}
	if err := linkOrCopy(name, c.staging.place.staged(rel), d); err != nil {
		return explain("keep", name, err)
	}
	c.kept++
	return nil
}

func (c *carrier) collision(name string, err error) error {
	if !errors.Is(err, errTaken) {
		return err
	}
	return refuse("keep", name, "no build of ours wrote it, and this one writes a file in its place",
		"move it away, or choose another --out")
}

// finishDirs sets modes and times, of inner directories first.
func (c *carrier) finishDirs() error {
	for _, d := range slices.Backward(c.dirs) {
		err := errors.Join(os.Chtimes(d.path, time.Time{}, d.mtime), os.Chmod(d.path, d.mode))
		if err != nil {
			return explain("set mode and time of", d.path, err)
		}
	}
	return nil
}

// linkOrCopy prefers the hard link, which keeps everything and costs nothing.
// Only Linux is known to link a symbolic link itself and not what it points to.
func linkOrCopy(from, to string, d fs.DirEntry) error {
	symlink := d.Type()&fs.ModeSymlink != 0
	if !symlink || runtime.GOOS == "linux" {
		err := os.Link(from, to)
		if err == nil || !symlink && !d.Type().IsRegular() {
			return err
		}
	}
	if symlink {
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	return copyFile(from, to)
}

// copyFile copies content, mode and time.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close(),
		os.Chmod(to, info.Mode()), os.Chtimes(to, time.Time{}, info.ModTime()))
}
