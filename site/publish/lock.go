package publish

import (
	"errors"
	"os"
)

// errBusy says that another build holds the lock.
var errBusy = errors.New("busy")

// lock is a locked file beside the site. acquire and release are in a file for each kind of
// system.
type lock struct {
	file *os.File
	path string
}
