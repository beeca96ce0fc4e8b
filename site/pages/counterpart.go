package pages

import (
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// Counterpart is the page of another version that shows what a page of this one shows: the
// same function or type under the name that it has there, or what is said of it where it is
// gone. It is "" for pages of other things, and for what the other version knows nothing of.
func Counterpart(p, other *Inputs, path string) string {
	if p.past == nil || other.past == nil || p.past.Data != other.past.Data {
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
	there, ok := other.past.now[h]
	switch {
	case !ok:
		return other.past.goneAt[h]
	case history && historyPath(other, there) != "":
		return urls.History(other.URLs.Page[there])
	}
	return other.URLs.Page[there]
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
