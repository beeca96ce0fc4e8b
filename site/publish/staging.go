// Package publish writes a site to a directory whole or not at all: the new site is made
// beside the old one, and the two change places in one step.
//
// Vocabulary. The site is the directory that the caller names. The stage is a directory
// beside it in which the new site is made. The manifest is the file .sourcedive at the root
// of a site; it lists the files that a build wrote. A file is foreign when it is in the site
// and not in its manifest: a CNAME, a .git folder, a symbolic link, an empty directory.
//
// Guarantees.
//
//   - W1. The site is the old one or the new one, never a mixture and never half of one: the
//     stage and the site change places in one system call (renameat2 on Linux, renamex_np
//     on Darwin). Where the system or the file system has none, two renames do it, and a
//     kill between the two is repaired by the next Begin.
//   - W2. One build at a time: a second Begin fails. The lock is a file beside the site, and
//     the kernel releases it when the process dies.
//   - W3. What a killed build left (.NAME.sourcedive-stage and .NAME.sourcedive-old, names
//     reserved for this package) is removed or repaired by the next Begin. It has the lock,
//     so no other process uses these directories.
//   - W4. Only files that an earlier build wrote are removed. Foreign files are carried over
//     with their modes and times, as hard links where the file system allows. A foreign
//     file at the path of a new one is an error.
//   - W5. The same Puts make the same tree and the same manifest, in any order: no clock, no
//     host name and no absolute path is written. An unchanged file is linked, not written
//     again, and keeps its time.
//   - W6. Names that differ only in case are refused on every system, so that a site that
//     builds on one machine builds on all.
//
// Limits. A process whose current directory is in the old site, such as a web server or a
// shell, sees the old files until it opens the directory again; Begin fails when it is this
// process. A symbolic link in the place of the site is refused, since the exchange would
// replace the link and not its target; links in the path above it are followed. A mount
// point cannot be exchanged and is refused. A foreign file that is replaced, not added,
// while Commit runs may keep its earlier content. Owners and extended attributes survive a
// hard link but not a copy, nor does the time of a symbolic link outside Linux.
package publish

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

const (
	dirMode  = 0o755
	fileMode = 0o644
)

// A Staging is a site that is being written. Put is safe for concurrent use; Commit and
// Abort wait for the calls of Put that run.
type Staging struct {
	place place
	lock  *lock
	old   *site               // as Begin saw it
	fresh fs.FileMode         // of a file made now
	swap  func(p place) error // replaced by tests that are killed half-way

	before Record // of the earlier build, if it is known

	busy  sync.RWMutex // held for reading by Put, for writing by Commit and Abort
	done  bool
	bytes atomic.Int64

	mu     sync.Mutex // guards what follows
	names  names
	files  []string
	stamps map[string]Stamp
	made   map[string]string // of what, by path; as Keep was told
	failed error             // the first Put that failed
}

// A Summary is what Commit did.
type Summary struct {
	Files   int   // files written by Put
	Bytes   int64 // their sizes together
	Removed int   // files of the earlier build that the new one does not write
	Kept    int   // foreign files and links carried over
}

// Begin starts a new site for dir and locks dir against other builds. It fails, and changes
// nothing, when dir is neither missing nor empty nor a site that this package wrote. The
// caller must call Commit or Abort.
func Begin(dir string) (*Staging, error) {
	p, err := locate(dir)
	if err != nil {
		return nil, err
	}
	l, err := p.acquire()
	if err != nil {
		return nil, err
	}
	s := &Staging{place: p, lock: l, swap: place.swap, names: names{}, stamps: map[string]Stamp{}, made: map[string]string{}}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return s, nil
}

// prepare repairs what a killed build left, inspects the site and makes the stage.
func (s *Staging) prepare() error {
	if err := s.place.repair(); err != nil {
		return err
	}
	var err error
	if s.old, err = inspect(s.place.dir); err != nil {
		return err
	}
	if err := os.Mkdir(s.place.stage, dirMode); err != nil {
		return explain("make directory", s.place.stage, err)
	}
	s.fresh, err = freshMode(s.place.stage)
	return err
}

// Keep takes a file from the earlier build, if that is remembered to have made it of the
// same, in the words of the caller, and it was not changed since; it reports whether it was.
// A file that it does not take is to be Put. After a failed Keep, Commit fails as well.
func (s *Staging) Keep(path, of string) (kept bool, err error) {
	err = s.add(path, func() (err error) {
		kept, err = s.keep(path, of)
		return err
	})
	return kept, err
}

func (s *Staging) keep(path, of string) (bool, error) {
	s.mu.Lock()
	s.made[path] = of
	s.mu.Unlock()
	was, ok := s.before.Files[path]
	if !ok || s.before.Made[path] != of || !s.untouched(path, was) {
		return false, nil
	}
	local, err := localize(path)
	if err != nil {
		return false, err
	}
	if err := s.claim(path); err != nil {
		return false, err
	}
	from, to := filepath.Join(s.place.dir, local), filepath.Join(s.place.stage, local)
	if os.Link(from, to) != nil {
		data, err := os.ReadFile(from)
		if err != nil {
			return false, explain("read", from, err)
		}
		info, err := writeFile(to, data)
		if err != nil {
			return false, explain("write", from, err)
		}
		was = stampOf(info, was.Sum)
	}
	s.stamp(path, was)
	return true, nil
}

// Put writes one file. The path is relative to the site and separated by slashes, such as
// go1.26.8/index.html; no two files have the same path, whatever its case. After a failed
// Put, Commit fails as well.
func (s *Staging) Put(path string, data []byte) error {
	return s.add(path, func() error { return s.put(path, data) })
}

// add does what adds a file, while the stage is open.
func (s *Staging) add(path string, do func() error) error {
	s.busy.RLock()
	defer s.busy.RUnlock()
	if s.done {
		return errors.New("write " + path + ": the stage is closed")
	}
	err := do()
	if err != nil {
		s.mu.Lock()
		s.failed = cmp.Or(s.failed, err)
		s.mu.Unlock()
	}
	return err
}

func (s *Staging) put(path string, data []byte) error {
	local, err := localize(path)
	if err != nil {
		return err
	}
	if err := s.claim(path); err != nil {
		return err
	}
	sum := sumOf(data)
	stamp, ok := s.reuse(path, local, data, sum)
	if !ok {
		info, err := writeFile(filepath.Join(s.place.stage, local), data)
		if err != nil {
			return explain("write", filepath.Join(s.place.dir, local), err)
		}
		stamp = stampOf(info, sum)
	}
	s.stamp(path, stamp)
	return nil
}

// stamp records a file of the stage.
func (s *Staging) stamp(path string, stamp Stamp) {
	s.bytes.Add(stamp.Size)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamps[path] = stamp
}

// claim reserves the path and makes the directories above it. Directories are
// made under the lock: there are few, and each is made once.
func (s *Staging) claim(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.names.addFile(path)
	if err == nil {
		err = s.makeDir(parent(path))
	}
	if errors.Is(err, errTaken) {
		return refuse("write", path, err.Error(), "two pages must not share a name; rename one of them")
	}
	s.files = append(s.files, path)
	return err
}

// makeDir makes a directory of the stage and those above it, once. It fails
// with errTaken when one of the names is.
func (s *Staging) makeDir(dir string) error {
	if dir == "." {
		return nil
	}
	added, err := s.names.addDir(dir)
	if err != nil || !added {
		return err
	}
	if err := s.makeDir(parent(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(s.place.staged(dir), dirMode); err != nil {
		return explain("make directory", s.place.staged(dir), err)
	}
	return nil
}

// writeFile is os.WriteFile for a file that must not exist yet: on a file
// system that folds names in a way of its own, O_EXCL is the last line.
func writeFile(name string, data []byte) (fs.FileInfo, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(data)
	info, stat := f.Stat()
	return info, errors.Join(err, stat, f.Close())
}

// Abort removes the stage and releases the lock; the site stays as it is. After Commit or
// another Abort it does nothing, so that it can be deferred.
func (s *Staging) Abort() error {
	s.busy.Lock()
	defer s.busy.Unlock()
	return s.discard()
}

func (s *Staging) discard() error {
	if s.done {
		return nil
	}
	s.done = true
	return errors.Join(removeTree(s.place.stage), s.lock.release())
}

// Commit makes the staged files the site. When it fails, or ctx is done before the exchange,
// the stage is removed and the site is as it was. An error after the exchange, such as a
// foreign file that was lost, says that the new site is in place.
func (s *Staging) Commit(ctx context.Context) (Summary, error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	if s.done {
		return Summary{}, errors.New("commit " + s.place.dir + ": the stage is closed")
	}
	sum, err := s.commit(ctx)
	return sum, errors.Join(err, s.discard())
}
