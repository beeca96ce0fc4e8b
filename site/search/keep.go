package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/gob"
	"os"
	"path/filepath"
	"slices"
)

// Store is a directory that keeps exports and indexes by the key of what they were
// made of. Whatever is in it can be deleted. A Store of "" keeps nothing.
type Store string

// kept is how many of each stay in a store.
const kept = 6

// Export gives the export of a key, or makes and keeps it.
func (s Store) Export(key string, make func() []File) []File {
	file := filepath.Join(string(s), key+".export")
	if s != "" {
		if data, err := os.ReadFile(file); err == nil {
			var files []File
			if gob.NewDecoder(bytes.NewReader(data)).Decode(&files) == nil && complete(files) {
				return files
			}
		}
	}
	files := make()
	if s != "" {
		s.keep(file, files)
	}
	return files
}

// complete reports whether files are those of an export.
func complete(files []File) bool {
	return slices.EqualFunc(files, ExportNames(), func(f File, name string) bool { return f.Name == name })
}

// keep writes an export beside its place and renames it. Errors are dropped: the
// export itself is at hand.
func (s Store) keep(file string, files []File) {
	if os.MkdirAll(string(s), 0o777) != nil {
		return
	}
	tmp, err := os.CreateTemp(string(s), "*.tmp")
	if err != nil {
		return
	}
	defer os.Remove(tmp.Name())
	err = gob.NewEncoder(tmp).Encode(files)
	if cmp.Or(err, tmp.Close()) == nil && os.Rename(tmp.Name(), file) == nil {
		s.prune("*.export")
	}
}

// Index opens the index of a key, or builds and keeps it. building is told before
// the documents are asked for. One that cannot be opened is built anew. The end of ctx
// removes what was built so far.
func (s Store) Index(ctx context.Context, key string, building func(), docs func() ([]Doc, Vocabulary, error)) (*Index, error) {
	if s == "" {
		return nil, errNowhere
	}
	dir := filepath.Join(string(s), key+".index")
	if x, err := Open(dir); err == nil {
		return x, nil
	}
	building()
	list, same, err := docs()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(string(s), 0o777); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp(string(s), "*.tmp")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	defer context.AfterFunc(ctx, func() { os.RemoveAll(tmp) })() // bleve looks at no context
	if err := Build(tmp, list, same); err != nil {
		return nil, err
	}
	os.RemoveAll(dir)
	if err := os.Rename(tmp, dir); err != nil {
		// Another process was as quick: what it built is the same.
		if x, second := Open(dir); second == nil {
			return x, nil
		}
		return nil, err
	}
	s.prune("*.index")
	s.prune("*.tmp") // of runs that were ended
	return Open(dir)
}

// prune removes all but the newest of what a pattern matches.
func (s Store) prune(pattern string) {
	names, _ := filepath.Glob(filepath.Join(string(s), pattern))
	age := func(name string) int64 {
		info, err := os.Stat(name)
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(age(b), age(a)) })
	for _, old := range names[min(kept, len(names)):] {
		os.RemoveAll(old)
	}
}
