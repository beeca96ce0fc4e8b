package pages

import (
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/site/search"
)

// former makes a document of each function that is gone, and of each name that a function
// had before, which says what became of it.
func (d *documents) former() {
	if d.p.past == nil {
		return
	}
	seen := map[string]bool{}
	for _, doc := range d.docs {
		seen[doc.ID] = true
	}
	add := func(name, url, lead, file string) {
		if name == "" || seen[name] || strings.Contains(name, "@") { // init functions have names by file
			return
		}
		seen[name] = true
		plain := index.ID(name).Plain()
		dot := strings.LastIndexByte(plain, '.') + 1
		kind := index.KindFunc
		if dot > 0 {
			kind = index.KindMethod
		}
		d.docs = append(d.docs, search.Doc{
			ID: name, Kind: kind.String(), Title: index.ID(name).Local(), Pkg: packageOf(name), Base: plain[dot:], Names: []string{plain[:dot]},
			Lead: lead, URL: url, File: file, Elsewhere: true,
		})
	}
	for _, h := range d.p.past.gone {
		st, minor, _ := d.p.past.lastBefore(h)
		add(st.Name, d.p.past.goneAt[h], "Gone after "+d.p.past.release(minor)+".", st.File)
	}
	for i, h := range d.p.past.syms {
		if h == history.NoSym || d.p.past.Symbols[h].Kind != history.Func || d.p.URLs.Page[i] == "" {
			continue
		}
		st, _ := d.p.past.State(h, d.p.past.here)
		now := st.Name
		for _, n := range d.p.past.Names(h) {
			if !strings.EqualFold(n.Name, now) {
				add(n.Name, d.p.URLs.Page[i], "Until "+history.Lang(n.Until)+" the name of "+d.p.past.short(now)+".", "")
			}
		}
	}
}
