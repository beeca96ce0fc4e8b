package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"sourcedive/internal/golden"
)

// What is said of each fault of the system, and of names that no site has.
func TestWordsOfFaults(t *testing.T) {
	var b strings.Builder
	for _, err := range []error{
		syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE, syscall.EFBIG, syscall.EROFS, syscall.EBUSY, syscall.EXDEV, syscall.ENOTDIR, syscall.ENAMETOOLONG, syscall.EACCES, syscall.EPERM,
		fs.ErrPermission, errors.New("another"), &fs.PathError{Op: "open", Path: "/stage/x", Err: syscall.EROFS}, &os.LinkError{Op: "link", Old: "/a", New: "/b", Err: syscall.EXDEV}, fmt.Errorf("around: %w", &fs.PathError{Op: "open", Path: "/x", Err: syscall.EIO}),
	} {
		fmt.Fprintln(&b, explain("write", "/site", err))
	}
	for _, p := range []string{"index.html", "a/b.html", "", ".", "..", "a/../b", "/a", "a//b", "a/", "a\\b", "a\tb", "a\x7f", "a\u0085b", manifestName, manifestName + "/x", strings.ToUpper(manifestName), "a/" + manifestName, "\x00"} {
		local, err := localize(p)
		fmt.Fprintf(&b, "%q: %q %v\n", p, local, err)
	}
	n := names{}
	for _, p := range []string{"a/x", "a/X", "b/ſ", "b/s"} {
		fmt.Fprintf(&b, "file %s: %v\n", p, n.addFile(p))
	}
	for _, p := range []string{"a", "a", "A", "a/x"} {
		fresh, err := n.addDir(p)
		fmt.Fprintf(&b, "directory %s: new %t, %v\n", p, fresh, err)
	}
	fmt.Fprintf(&b, "file a: %v\n", n.addFile("a"))
	for _, p := range []string{"a", "A", "a/x", "a/X", "none"} {
		fmt.Fprintf(&b, "%s is a file %t, a directory %t\n", p, n.hasFile(p), n.hasDir(p))
	}
	fmt.Fprintf(&b, "%+v\n", placeAt("/up", "site"))
	golden.Check(t, "words.txt", b.String())
}
