// Package write is the door to the disk: it puts a whole site in the place of
// another in one step.
//
// Vocabulary. The site is the directory the caller names. The stage is a
// directory beside it, in which the new site grows. The manifest is the file
// .sourcedive at the root of a site; it lists the files a build wrote. What is
// in the site but not in its manifest is foreign: a CNAME, a .git folder, a
// symbolic link, an empty directory.
//
// Guarantees.
//
//   - W1. The site is the old one or the new one, never a mixture and never
//     half of one: the stage and the site change places in one system call
//     (renameat2 on Linux, renamex_np on Darwin). Where the system or the file
//     system has none, two renames do it, and a kill between the two is
//     repaired by the next Begin.
//   - W2. One build at a time: a lock beside the site, held by the process and
//     let go of by the kernel when the process dies, makes a second Begin fail.
//   - W3. What a killed build left behind (.NAME.sourcedive-stage and
//     .NAME.sourcedive-old, names reserved for this package) is removed or
//     repaired by the next Begin, which holds the lock and so knows that nobody
//     else uses it.
//   - W4. Only files that a former build wrote are removed. Foreign files are
//     carried over with their modes and times, as hard links where the file
//     system allows. A foreign file at the path of a new one is an error.
//   - W5. The same Puts make the same tree and the same manifest, in any order:
//     no clock, no host name and no absolute path is written. A file that is
//     as it was is linked and not written again, and keeps its time.
//   - W6. Names that a case-insensitive file system would merge are refused
//     everywhere, so that a site that builds on one machine builds on all.
//
// Limits. A process that stands in the old site, such as a web server or a
// shell, keeps seeing the old files until it opens the directory anew; Begin
// refuses when that process is this one. A symbolic link in the place of the
// site is refused, since the exchange would replace the link and not what it
// points to; links in the path above it are followed. A mount point cannot be
// exchanged and is refused. A foreign file that is replaced (not one that is
// added) while Commit runs may keep its former content. Owners and extended
// attributes survive a hard link but not a copy, nor does the time of a symbolic
// link outside Linux.
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

// Stage is a site in the making. Put may be called from several goroutines;
// Commit and Abort wait for those that run.
type Stage struct {
	place place
	lock  *lock
	old   *site               // as Begin saw it
	fresh fs.FileMode         // of a file made now
	swap  func(p place) error // replaced by tests that die half-way

	busy  sync.RWMutex // held for reading by Put, for writing by Commit and Abort
	done  bool
	bytes atomic.Int64

	mu     sync.Mutex // guards what follows
	names  names
	files  []string
	failed error // the first Put that failed
}

// Summary says what Commit did.
type Summary struct {
	Files   int   // files written by Put
	Bytes   int64 // their sizes together
	Removed int   // files of the former build that the new one does not write
	Kept    int   // foreign files and links carried over
}

// Begin makes an empty stage beside dir and locks dir against other builds. It
// fails, and changes nothing, when dir holds anything but a site of ours.
func Begin(dir string) (*Stage, error) {
	p, err := locate(dir)
	if err != nil {
		return nil, err
	}
	l, err := p.acquire()
	if err != nil {
		return nil, err
	}
	s := &Stage{place: p, lock: l, swap: place.swap, names: names{}}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return s, nil
}

// prepare repairs what a killed build left, looks at the site and makes the
// stage.
func (s *Stage) prepare() error {
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

// Put writes one file of the site. The path is relative to the site and has
// slashes. A stage of which a Put failed cannot be committed.
func (s *Stage) Put(path string, data []byte) error {
	s.busy.RLock()
	defer s.busy.RUnlock()
	if s.done {
		return errors.New("write " + path + ": the stage is closed")
	}
	err := s.put(path, data)
	if err != nil {
		s.mu.Lock()
		s.failed = cmp.Or(s.failed, err)
		s.mu.Unlock()
	}
	return err
}

func (s *Stage) put(path string, data []byte) error {
	local, err := localize(path)
	if err != nil {
		return err
	}
	if err := s.claim(path); err != nil {
		return err
	}
	s.bytes.Add(int64(len(data)))
	if s.reuse(path, local, data) {
		return nil
	}
	if err := writeFile(filepath.Join(s.place.stage, local), data); err != nil {
		return explain("write", filepath.Join(s.place.dir, local), err)
	}
	return nil
}

// claim reserves the path and makes the directories above it. Directories are
// made under the lock: there are few, and each is made once.
func (s *Stage) claim(path string) error {
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
func (s *Stage) makeDir(dir string) error {
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
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// Abort removes the stage and lets go of the lock. It does nothing after Commit
// or a former Abort, so it can be deferred.
func (s *Stage) Abort() error {
	s.busy.Lock()
	defer s.busy.Unlock()
	return s.discard()
}

func (s *Stage) discard() error {
	if s.done {
		return nil
	}
	s.done = true
	return errors.Join(removeTree(s.place.stage), s.lock.release())
}

// Commit puts the stage in the place of the site. When it fails, or ctx is
// done before the exchange, the stage is removed and the site is as it was;
// only an error that says that the new site is in place is told after it.
func (s *Stage) Commit(ctx context.Context) (Summary, error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	if s.done {
		return Summary{}, errors.New("commit " + s.place.dir + ": the stage is closed")
	}
	sum, err := s.commit(ctx)
	return sum, errors.Join(err, s.discard())
}
