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

// KeepSearch names the store that keeps the search data of v between runs, and the key
// of all that the data is made of. The end of ctx ends the making of an index.
func (v *Version) KeepSearch(ctx context.Context, store search.Store, key string) {
	v.SearchWith(search.NewSearcher(ctx, store), key)
}

// SearchWith has s answer the searches of v. A searcher that answered those of an
// earlier build goes on to do so until the index of v is made.
func (v *Version) SearchWith(s *search.Searcher, key string) {
	source := s.Update(key, v.SearchDocs)
	v.searcher = s
	v.searchData = sync.OnceValue(func() map[string][]byte {
		data := map[string][]byte{}
		for _, f := range source.Files() {
			data[f.Name] = f.Data
		}
		return data
	})
}

// SearchDocs lists all that can be found, and the words that mean the same.
func (p *Version) SearchDocs() ([]search.Doc, search.Vocabulary) {
	return pages.SearchDocs(p.inputs), p.inputs.Resolved.Config.Aliases.Same()
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
		found, err := p.searcher.Search(query, limit)
		return found.Rows(p.Dir), err
	}
	return nil, fmt.Errorf("version %s: %w", version, fs.ErrNotExist)
}
