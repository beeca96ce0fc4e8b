package publish

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// tinyDisk mounts a file system of one megabyte.
func tinyDisk(t *testing.T) string {
	if os.Geteuid() != 0 {
		t.Skip("only root may mount the tiny disk this test fills")
	}
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=1m,mode=755"); err != nil {
		t.Skip("this system lets even root mount nothing: ", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
	return disk
}

func TestFullDisk(t *testing.T) {
	dir := filepath.Join(tinyDisk(t), "site")
	old := map[string]string{"a/index.html": "1"}
	build(t, dir, old)
	s, err := Begin(dir)
	mustDo(t, err)
	for i := 0; err == nil && i < 1000; i++ {
		err = s.Put(fmt.Sprintf("b/f%d.html", i), make([]byte, 10_000))
	}
	wantError(t, err, dir, "no space left on device", "free some space")
	_, err = s.Commit(t.Context())
	wantError(t, err, "no space left on device")
	wantAlone(t, dir)
	if got := files(t, dir); !maps.Equal(got, old) {
		t.Errorf("tree is %v", got)
	}
	build(t, dir, map[string]string{"a/index.html": "2"})
}

func TestReadOnlyDisk(t *testing.T) {
	disk := tinyDisk(t)
	dir := filepath.Join(disk, "site")
	build(t, dir, map[string]string{"a": "1"})
	mustDo(t, unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""))
	_, err := Begin(dir)
	wantError(t, err, disk, "read-only file system")
}

func TestMountPoints(t *testing.T) {
	disk := tinyDisk(t)
	_, err := Begin(disk)
	wantError(t, err, "mount point")

	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, map[string]string{"a": "1"})
	inner := filepath.Join(dir, "disk")
	mustDo(t, os.Mkdir(inner, 0o755), unix.Mount("tmpfs", inner, "tmpfs", 0, "size=64k"))
	t.Cleanup(func() { _ = unix.Unmount(inner, unix.MNT_DETACH) })
	mustDo(t, os.WriteFile(filepath.Join(inner, "precious"), nil, 0o644))
	_, err = tryBuild(dir, map[string]string{"a": "2"})
	wantError(t, err, "mount point", inner)
	if _, err := os.Stat(filepath.Join(inner, "precious")); err != nil {
		t.Error(err)
	}
}

func TestTooManyOpenFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s, err := Begin(dir)
	mustDo(t, err)
	var was unix.Rlimit
	mustDo(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &was))
	mustDo(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 3, Max: was.Max}))
	err = s.Put("a/b.html", nil)
	mustDo(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &was))
	wantError(t, err, filepath.Join(dir, "a/b.html"), "too many open files", "ulimit -n")
	mustDo(t, s.Abort())
	wantAlone(t, dir)
}
