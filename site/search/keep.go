package search

import (
	"bytes"
	"context"
	"encoding/gob"
	"io"
	"os"
	"slices"

	"sourcedive/internal/cache"
)

// Store is a directory that keeps exports and indexes by the key of what they were
// made of. Whatever is in it can be deleted. A Store of "" keeps nothing.
type Store string

// Export gives the export of a key, or makes and keeps it. The export is at hand, so
// a disk that cannot be written only costs time.
func (s Store) Export(key string, make func() []File) []File {
	if data, err := cache.Dir(s).Get(key); err == nil {
		var files []File
		if gob.NewDecoder(bytes.NewReader(data)).Decode(&files) == nil && complete(files) {
			return files
		}
	}
	files := make()
	_ = cache.Dir(s).Put(key, func(w io.Writer) error { return gob.NewEncoder(w).Encode(files) })
	return files
}

// complete reports whether files are those of an export.
func complete(files []File) bool {
	return slices.EqualFunc(files, ExportNames(), func(f File, name string) bool { return f.Name == name })
}

// Index opens the index of a key, or builds and keeps it. building is called before
// the documents are asked for. One that cannot be opened is built anew, and one that
// cannot be stored is an error: bleve searches on the disk. The end of ctx removes what
// was built so far.
func (s Store) Index(ctx context.Context, key string, building func(), docs func() ([]Doc, Vocabulary, error)) (*Index, error) {
	if s == "" {
		return nil, errNowhere
	}
	if dir, err := cache.Dir(s).GetDir(key); err == nil {
		if x, err := Open(dir); err == nil {
			return x, nil
		}
	}
	building()
	list, same, err := docs()
	if err != nil {
		return nil, err
	}
	dir, err := cache.Dir(s).PutDir(key, func(tmp string) error {
		defer context.AfterFunc(ctx, func() { os.RemoveAll(tmp) })() // bleve looks at no context
		return Build(tmp, list, same)
	})
	if err != nil {
		return nil, err
	}
	return Open(dir)
}
