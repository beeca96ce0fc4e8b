package publish

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

// reuse links a file of the earlier build into the stage when it is what Put would write,
// and reports whether it did. Making a file costs ten times what linking it does, and its
// removal with the old site is saved too; most files of most builds are unchanged. They
// keep their times, by which tools that copy a site see what changed.
func (s *Staging) reuse(path, local string, data []byte, sum string) (Stamp, bool) {
	if !s.old.files[path] {
		return Stamp{}, false
	}
	was := filepath.Join(s.place.dir, local)
	info, err := os.Lstat(was)
	if err != nil || info.Mode() != s.fresh || info.Size() != int64(len(data)) {
		return Stamp{}, false
	}
	stamp := stampOf(info, sum)
	if s.before.Files[path] != stamp {
		old, err := os.ReadFile(was)
		if err != nil || !bytes.Equal(old, data) {
			return Stamp{}, false
		}
	}
	return stamp, os.Link(was, filepath.Join(s.place.stage, local)) == nil
}

// freshMode returns the mode of a new file, which the process's umask decides: the mode of
// the new stage shows it.
func freshMode(stage string) (fs.FileMode, error) {
	info, err := os.Lstat(stage)
	if err != nil {
		return 0, explain("read", stage, err)
	}
	return info.Mode().Perm() & fileMode, nil
}
