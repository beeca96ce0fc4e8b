package site

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"sourcedive/site/pages"
	"sourcedive/site/search"
)

// searchDir is the folder of the scripts that the search loads.
const searchDir = "assets/search/"

// KeepSearch sets the store that keeps the search data of the version between runs, and the
// key of all that the data is made of. Without a store the data is made on first use.
// Cancelling ctx stops the making of an index.
func (v *Version) KeepSearch(ctx context.Context, store search.Store, key string) {
	v.searchIndex = sync.OnceValues(func() (*search.Index, error) {
		return store.Index(ctx, key, func() {}, func() ([]search.Doc, search.Vocabulary, error) {
			docs, same := v.SearchDocs()
			return docs, same, nil
		})
	})
	v.searchData = sync.OnceValue(func() map[string][]byte {
		data := map[string][]byte{}
		for _, f := range store.Export(key, func() []search.File {
			docs, same := v.SearchDocs()
			return search.NewCorpus(docs, same).Export()
		}) {
			data[f.Name] = f.Data
		}
		return data
	})
}

// SearchDocs lists all that can be found in the version, and its synonyms.
func (v *Version) SearchDocs() ([]search.Doc, search.Vocabulary) {
	return pages.SearchDocs(v.inputs), v.inputs.Resolved.Config.Aliases.Same()
}

// isSearchData reports whether a path of the site is made from the search index.
func isSearchData(path string) bool { return strings.Contains(path, "/"+searchDir) }

// Search finds the best documents of a version for a query; version is its folder,
// or "" for the newest. The error wraps fs.ErrNotExist when there is no such version.
func (s *Site) Search(version, query string, limit int) ([]search.Row, error) {
	for _, p := range s.versions {
		if p.Dir != version && version != "" {
			continue
		}
		x, err := p.searchIndex()
		if err != nil {
			return nil, err
		}
		found, err := x.Search(query, limit)
		return found.Rows(p.Dir), err
	}
	return nil, fmt.Errorf("version %s: %w", version, fs.ErrNotExist)
}
