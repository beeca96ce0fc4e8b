package site

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"sourcedive/site/page"
	"sourcedive/site/search"
	"sourcedive/templates"
)

// searchDir is the folder of the scripts that the search loads.
const searchDir = "assets/search/"

// planSearch plans the search page and the data behind it.
func (p *Plan) planSearch() {
	for _, name := range search.ExportNames() {
		p.addFile(searchDir+name, func() ([]byte, error) { return p.searchData()[name], nil })
	}
}

// KeepSearch says where the search data of this plan is kept between runs, and the
// key of all that it is made of. Without it the data is made on first use. The end of ctx
// ends the making of an index.
func (p *Plan) KeepSearch(ctx context.Context, store search.Store, key string) {
	p.searchIndex = sync.OnceValues(func() (*search.Index, error) {
		return store.Index(ctx, key, func() {}, func() ([]search.Doc, search.Vocabulary, error) {
			docs, same := p.SearchDocs()
			return docs, same, nil
		})
	})
	p.searchData = sync.OnceValue(func() map[string][]byte {
		data := map[string][]byte{}
		for _, f := range store.Export(key, func() []search.File {
			docs, same := p.SearchDocs()
			return search.NewCorpus(docs, same).Export()
		}) {
			data[f.Name] = f.Data
		}
		return data
	})
}

// SearchDocs lists all that can be found, and the words that mean the same.
func (p *Plan) SearchDocs() ([]search.Doc, search.Vocabulary) {
	return p.documents(), p.book.KB.Aliases.Same()
}

// isSearchData reports whether a path of the site is made from the search index.
func isSearchData(path string) bool { return strings.Contains(path, "/"+searchDir) }

func (p *Plan) searchPage(f page.Frame) templates.View {
	f.Kind = "search"
	f.Crumbs = []page.Link{{Text: "Search"}}
	f.Description = "Find functions, types, fields, constants, messages and files"
	return page.Search{Frame: f}
}

// Search finds the best documents of a version for a query; version is its folder,
// or "" for the newest. The error wraps fs.ErrNotExist when there is no such version.
func (s *Site) Search(version, query string, limit int) ([]search.Row, error) {
	for _, p := range s.plans {
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
