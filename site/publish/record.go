package publish

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
)

// A Record is what a build left in a directory, for the next build of it. It is kept
// outside of the site, because it holds times.
type Record struct {
	Of    string            // what the files were made of, in the words of who kept the record
	Files map[string]Stamp  // by path
	Made  map[string]string // of what some of them were made, by path, in the words of who called Keep
	Bytes int64             // their sizes together
}

// A Stamp is a file as Put left it. A file of the same size, time and mode is taken to
// have the same bytes.
type Stamp struct {
	Size int64
	Time int64 // of its last change, in nanoseconds since 1970
	Mode fs.FileMode
	Sum  string // SHA-256 of its bytes
}

func stampOf(info fs.FileInfo, sum string) Stamp {
	return Stamp{info.Size(), info.ModTime().UnixNano(), info.Mode(), sum}
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return string(sum[:])
}

// Remember gives the build the record of an earlier one: Put then compares hashes, and
// reads only files that were changed since.
func (s *Staging) Remember(r Record) { s.before = r }

// Unchanged reports whether the directory holds what the remembered build left there:
// the same files, none changed and none missing. Foreign files do not count.
func (s *Staging) Unchanged() bool {
	if len(s.old.files) == 0 || len(s.old.files) != len(s.before.Files) {
		return false
	}
	for path, was := range s.before.Files {
		if !s.untouched(path, was) {
			return false
		}
	}
	return true
}

// untouched reports whether a file of the directory is as an earlier build left it.
func (s *Staging) untouched(path string, was Stamp) bool {
	info, err := os.Lstat(filepath.Join(s.place.dir, filepath.FromSlash(path)))
	return err == nil && s.old.files[path] && info.Mode() == s.fresh && stampOf(info, was.Sum) == was
}

// Record is what Commit left in the directory.
func (s *Staging) Record(of string) Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Record{Of: of, Files: s.stamps, Made: s.made, Bytes: s.bytes.Load()}
}
