package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// swap exchanges the stage and the site, in one step where the system can. After any failure
// of that it tries the two renames: when the cause was another, they fail too, and with the
// better message.
func (p place) swap() error {
	if exchange(p.stage, p.dir) == nil {
		return nil
	}
	return p.swapByRenames(os.Rename)
}

// swapByRenames exchanges them by renames. Between the two there is no site; repair
// recognizes that state by p.former.
func (p place) swapByRenames(rename func(from, to string) error) error {
	if err := rename(p.dir, p.former); err != nil {
		return explain("move away", p.dir, err)
	}
	if err := rename(p.stage, p.dir); err != nil {
		if back := rename(p.former, p.dir); back != nil {
			return refuse("move into place", p.dir, cause(err).Error(), "the old site is at "+p.former)
		}
		return explain("move into place", p.dir, err)
	}
	if err := rename(p.former, p.stage); err != nil {
		return explain("the new site is in place; move the old one from", p.former, err)
	}
	return nil
}

// repair undoes what a killed build left. The site at p.former is always whole, since it is
// never emptied under that name: without a site it is the site, and with one it is the
// site before.
func (p place) repair() error {
	if err := removeTree(p.stage); err != nil {
		return err
	}
	if _, err := os.Lstat(p.former); err != nil {
		return nil
	}
	now, err := inspect(p.dir)
	if err != nil {
		return fmt.Errorf("%w\n    hint: a killed build left the old site at %s", err, p.former)
	}
	if _, err := os.Lstat(filepath.Join(p.dir, manifestName)); err != nil {
		return p.restore(now)
	}
	if err := renamed(p.former, p.stage); err != nil {
		return err
	}
	return removeTree(p.stage)
}

// restore puts the old site back. An empty directory in its place is removed; one that is
// not empty makes it fail.
func (p place) restore(now *site) error {
	if now.exists {
		if err := os.Remove(p.dir); err != nil {
			return explain("put back the old site at", p.dir, err)
		}
	}
	return renamed(p.former, p.dir)
}

func renamed(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return explain("move into place", to, err)
	}
	return nil
}

// removeTree is os.RemoveAll that also empties directories without write permission, as a
// foreign directory can be.
func removeTree(dir string) error {
	err := os.RemoveAll(dir)
	if errors.Is(err, fs.ErrPermission) {
		unlockDirs(dir)
		err = os.RemoveAll(dir)
	}
	if err != nil {
		return explain("remove", dir, err)
	}
	return nil
}

// unlockDirs makes directories writable. RemoveAll reports those that it could not.
func unlockDirs(dir string) {
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && err == nil {
			_ = os.Chmod(name, 0o700)
		}
		return nil
	})
}
