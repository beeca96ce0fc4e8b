//go:build !darwin && !dragonfly && !freebsd && !linux && !netbsd && !openbsd && !windows

package publish

import (
	"errors"
	"io/fs"
	"os"
)

// acquire makes the file, or fails with errBusy when there is one. A killed
// build leaves it, and it must be removed by hand: better than a mixture.
func acquire(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	if errors.Is(err, fs.ErrExist) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	return &lock{f, path}, nil
}

func (l *lock) release() error {
	return errors.Join(l.file.Close(), os.Remove(l.path))
}
