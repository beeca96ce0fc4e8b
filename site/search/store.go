package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/gob"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// An Engine answers searches. A [Corpus], a [Kept] and an [Index] of the same documents
// give the same results, scores included.
type Engine interface {
	Search(text string, limit int) (Results, error)
}

// A Store is a directory of search data, by the key of all that the data was made of.
// Any number of processes may use it, and anybody may delete what is in it. The Store
// "" keeps nothing, and neither does any under the key "".
type Store string

const (
	keptOfEach = 6         // how many indexes, and how many exports, stay in a store
	staleAfter = time.Hour // the age from which an unfinished file is of a run that was killed
)

var errNowhere = errors.New("there is no directory to keep the search index in\n    hint: set HOME or XDG_CACHE_HOME")

// Engine returns what answers first: the index on the disk, else the export, else a
// corpus of docs, whose export is then kept.
func (s Store) Engine(key string, docs func() ([]Doc, Vocabulary, error)) (Engine, error) {
	if s.keeps(key) {
		if x, err := Open(s.index(key)); err == nil {
			return x, nil
		}
		if k, ok := s.load(key); ok {
			return k, nil
		}
	}
	list, same, err := docs()
	if err != nil {
		return nil, err
	}
	x := NewCorpus(list, same)
	if s.keeps(key) {
		s.save(key, x.Keep())
	}
	return x, nil
}

// Kept returns the export of a key, which it makes and keeps if there is none.
func (s Store) Kept(key string, docs func() ([]Doc, Vocabulary)) *Kept {
	if s.keeps(key) {
		if k, ok := s.load(key); ok {
			return k
		}
	}
	k := NewCorpus(docs()).Keep()
	if s.keeps(key) {
		s.save(key, k)
	}
	return k
}

// Index opens the bleve index of a key, which it builds if there is none that can be
// opened. The end of ctx ends the building, and removes what was built.
func (s Store) Index(ctx context.Context, key string, docs func() ([]Doc, Vocabulary)) (*Index, error) {
	if !s.keeps(key) {
		return nil, errNowhere
	}
	if x, err := Open(s.index(key)); err == nil {
		return x, nil
	}
	if err := os.MkdirAll(string(s), 0o777); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp(string(s), "*.tmp")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	defer context.AfterFunc(ctx, func() { os.RemoveAll(tmp) })() // merging looks at no context
	list, same := docs()
	if err := Build(ctx, tmp, list, same); err != nil {
		return nil, err
	}
	x, err := publish(tmp, s.index(key))
	s.prune()
	return x, err
}

// publish renames a finished index to dir and opens it. Where another process was as
// quick, it opens that one's, which is the same: an index that can be opened is never
// removed, since others may be about to open it.
func publish(tmp, dir string) (*Index, error) {
	damaged := tmp + ".old"
	defer os.RemoveAll(damaged)
	for range 2 {
		renamed := os.Rename(tmp, dir)
		x, err := Open(dir)
		if err == nil || renamed == nil {
			return x, err
		}
		if err := os.Rename(dir, damaged); err != nil {
			return nil, renamed
		}
	}
	return Open(dir)
}

func (s Store) keeps(key string) bool    { return s != "" && key != "" }
func (s Store) index(key string) string  { return filepath.Join(string(s), key+".index") }
func (s Store) export(key string) string { return filepath.Join(string(s), key+".export") }

// load reads an export. ok is false if there is none, or none that is whole.
func (s Store) load(key string) (k *Kept, ok bool) {
	data, err := os.ReadFile(s.export(key))
	if err != nil {
		return nil, false
	}
	k = new(Kept)
	err = gob.NewDecoder(bytes.NewReader(data)).Decode(k)
	return k, err == nil && k.complete()
}

// save writes an export beside its place and renames it. Errors are dropped: the
// export itself is at hand.
func (s Store) save(key string, k *Kept) {
	if os.MkdirAll(string(s), 0o777) != nil {
		return
	}
	tmp, err := os.CreateTemp(string(s), "*.tmp")
	if err != nil {
		return
	}
	defer os.Remove(tmp.Name())
	err = gob.NewEncoder(tmp).Encode(k)
	if cmp.Or(err, tmp.Close()) == nil && os.Rename(tmp.Name(), s.export(key)) == nil {
		s.prune()
	}
}

// prune removes all but the newest indexes and exports, and what runs that were killed
// left unfinished.
func (s Store) prune() {
	for _, pattern := range []string{"*.index", "*.export"} {
		names := s.newest(pattern)
		for _, old := range names[min(keptOfEach, len(names)):] {
			os.RemoveAll(old)
		}
	}
	for _, pattern := range []string{"*.tmp", "*.old"} {
		for _, name := range s.newest(pattern) {
			if time.Since(modified(name)) > staleAfter {
				os.RemoveAll(name)
			}
		}
	}
}

// newest lists what a pattern matches, newest first.
func (s Store) newest(pattern string) []string {
	names, _ := filepath.Glob(filepath.Join(string(s), pattern))
	slices.SortFunc(names, func(a, b string) int { return modified(b).Compare(modified(a)) })
	return names
}

// modified is when a file was modified; the zero time if it is gone meanwhile.
func modified(name string) time.Time {
	info, err := os.Stat(name)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
