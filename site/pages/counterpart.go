package pages

import (
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// A Directory says where a version has the pages of the symbols that the history knows.
type Directory struct {
	Past      string                 // the history that it goes by; "" where there is none
	Pages     map[history.Sym]string // of functions and types that the version has
	Histories map[history.Sym]string // of functions that have a page for that
	Gone      map[history.Sym]string // of what the version no longer has
}

// NewDirectory lists the pages of a version.
func NewDirectory(p *Inputs) Directory {
	if p.past == nil {
		return Directory{}
	}
	d := Directory{Past: p.past.digest(), Pages: map[history.Sym]string{}, Histories: map[history.Sym]string{}, Gone: p.past.goneAt}
	for h, sym := range p.past.now {
		if page := p.URLs.Page[sym]; page != "" {
			d.Pages[h] = page
			if historyPath(p, sym) != "" {
				d.Histories[h] = urls.History(page)
			}
		}
	}
	return d
}

// Counterpart is the page of another version that shows what a page of this one shows: the
// same function or type under the name that it has there, or what is said of it where it is
// gone. It is "" for pages of other things, and for what the other version knows nothing of.
func Counterpart(p *Inputs, other *Directory, path string) string {
	if p.past == nil || p.past.digest() != other.Past {
		return ""
	}
	page, history := path, strings.HasPrefix(path, "history/")
	if history {
		page = "func/" + strings.TrimPrefix(path, "history/")
	}
	sym, ok := p.past.byPage()[page]
	if !ok {
		return ""
	}
	h, ok := p.past.of(sym)
	if !ok {
		return ""
	}
	there, ok := other.Pages[h]
	switch {
	case !ok:
		return other.Gone[h]
	case history && other.Histories[h] != "":
		return other.Histories[h]
	}
	return there
}

// pagesOf are the symbols that have a page of their own, by its path.
func pagesOf(m *urls.Map) map[string]index.Sym {
	found := map[string]index.Sym{}
	for i, page := range m.Page {
		if page != "" {
			found[page] = index.Sym(i)
		}
	}
	return found
}
