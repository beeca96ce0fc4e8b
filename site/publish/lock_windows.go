package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// acquire takes the lock or fails with errBusy. The file stays, since an open file cannot be
// removed here; the system releases the lock when the process ends.
func acquire(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, err
	}
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{}); err != nil {
		f.Close()
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			return nil, errBusy
		}
		return nil, err
	}
	return &lock{f, path}, nil
}

func (l *lock) release() error { return l.file.Close() }
