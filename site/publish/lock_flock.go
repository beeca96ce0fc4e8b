//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// acquire takes the lock or fails with errBusy. The kernel releases it when the process
// dies. Another process's release may remove the file between open and lock; then the
// locked file is no longer the one at path, and acquire tries again.
func acquire(path string) (*lock, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, unix.EWOULDBLOCK) {
				return nil, errBusy
			}
			return nil, err
		}
		if current(f, path) {
			return &lock{f, path}, nil
		}
		f.Close()
	}
}

func current(f *os.File, path string) bool {
	locked, lerr := f.Stat()
	there, terr := os.Stat(path)
	return lerr == nil && terr == nil && os.SameFile(locked, there)
}

// release removes the file while it is locked: a process that has opened it sees by current
// that it is not the lock any more.
func (l *lock) release() error {
	return errors.Join(os.Remove(l.path), l.file.Close())
}
