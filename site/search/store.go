package search

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"path/filepath"

	"sourcedive/internal/cache"
)

// An Engine answers searches. A [Corpus], a [Kept] and an [Index] of the same documents
// give the same results, scores included.
type Engine interface {
	Search(text string, limit int) (Results, error)
}

// A Store is a directory of search data, by the key of all that the data was made of
// (see [cache.Key]). Any number of processes may use it, and anybody may delete what is
// in it. The Store "" keeps nothing, and neither does any under the key "".
type Store string

var errNowhere = errors.New("there is no directory to keep the search index in\n    hint: set HOME or XDG_CACHE_HOME")

// Engine returns what answers first: the index on the disk, else the export, else a
// corpus of docs, whose export is then kept.
func (s Store) Engine(key string, docs func() ([]Doc, Vocabulary, error)) (Engine, error) {
	if s.keeps(key) {
		if x, err := s.open(key); err == nil {
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
// opened. One that cannot be stored is an error: bleve searches on the disk. The end of
// ctx ends the building, and removes what was built.
func (s Store) Index(ctx context.Context, key string, docs func() ([]Doc, Vocabulary)) (*Index, error) {
	if !s.keeps(key) {
		return nil, errNowhere
	}
	if x, err := s.open(key); err == nil {
		return x, nil
	}
	list, same := docs()
	dir, err := s.indexes().PutDir(key, func(tmp string) error {
		stop := context.AfterFunc(ctx, func() { os.RemoveAll(tmp) }) // merging looks at no context
		err := Build(ctx, tmp, list, same)
		if !stop() {
			return ctx.Err() // whatever Build met, or did not, its files are being removed
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return Open(dir)
}

// open opens the bleve index of a key, if it is there and whole.
func (s Store) open(key string) (*Index, error) {
	dir, err := s.indexes().GetDir(key)
	if err != nil {
		return nil, err
	}
	return Open(dir)
}

func (s Store) keeps(key string) bool { return s != "" && key != "" }
func (s Store) indexes() cache.Dir    { return cache.Dir(filepath.Join(string(s), "index")) }
func (s Store) exports() cache.Dir    { return cache.Dir(filepath.Join(string(s), "export")) }

// load reads an export. ok is false if there is none, or none that is whole.
func (s Store) load(key string) (k *Kept, ok bool) {
	data, err := s.exports().Get(key)
	if err != nil {
		return nil, false
	}
	k = new(Kept)
	err = gob.NewDecoder(bytes.NewReader(data)).Decode(k)
	return k, err == nil && k.complete()
}

// save keeps an export. Errors are dropped: the export itself is at hand.
func (s Store) save(key string, k *Kept) {
	_ = s.exports().Put(key, func(w io.Writer) error { return gob.NewEncoder(w).Encode(k) })
}
