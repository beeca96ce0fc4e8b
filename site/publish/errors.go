package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// refuse returns the error for what this package does not do: what, where, why, and a hint.
func refuse(what, where, why, hint string) error {
	return fmt.Errorf("%s %s: %s\n    hint: %s", what, where, why, hint)
}

// explain adds to an error of the system what was done where, and a hint where there is one.
func explain(what, where string, err error) error {
	hint := hintFor(err)
	if hint == "" {
		return fmt.Errorf("%s %s: %w", what, where, cause(err))
	}
	return fmt.Errorf("%s %s: %w\n    hint: %s", what, where, cause(err), hint)
}

// cause drops the operation and the path that package os put before the cause;
// they name the stage, and explain the site.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

var hints = []struct {
	errs []error
	hint string
}{
	{[]error{syscall.ENOSPC, syscall.EDQUOT}, "free some space, or choose a directory on another disk with --out DIR"},
	{[]error{syscall.EMFILE, syscall.ENFILE}, "too many files are open; close some programs or raise the limit with ulimit -n"},
	{[]error{syscall.EFBIG}, "a limit on the size of files is set; raise it with ulimit -f"},
	{[]error{syscall.EROFS}, "the file system is read-only; choose another --out"},
	{[]error{syscall.EBUSY, syscall.EXDEV}, "this directory cannot be renamed here; choose an --out that does not exist yet"},
	{[]error{syscall.ENOTDIR}, "there is a file where a directory is needed; choose another --out"},
	{[]error{syscall.ENAMETOOLONG}, "choose a shorter --out"},
	{[]error{fs.ErrPermission}, "the directory and the one above it must be writable; change their rights or choose another --out"},
}

func hintFor(err error) string {
	for _, h := range hints {
		for _, e := range h.errs {
			if errors.Is(err, e) {
				return h.hint
			}
		}
	}
	return ""
}
