package pages

import (
	"maps"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Explain is the page that explains a pasted text. What it says of one is made in the
// page, by the scripts.
type Explain struct {
	Layout
	Paste Paste
	Seen  []Seen
}

// Seen is articles under what their reader sees of a program.
type Seen struct {
	Title   string // "" for what has no place in a list
	Reading []Reading
}

// Paste is the form that takes a text to the page that explains it.
type Paste struct {
	To     string // address of that page
	Assets string // of the folder with its script
	Stamp  string
}

// Reading is an article that an answer may send its reader to.
type Reading struct {
	urls.Link
	Note string // a sentence about it
	ID   string // by which answers name it: explain.Answer.Read
}

// seen is the order of the list of case studies, by what is seen. Those that no line names come
// last.
var seen = []struct{ title, ids string }{
	{"It hangs or is slow", "lockchain starvation leak"},
	{"It died", "deadlock mapwrites nilpointer outofmemory overflow corruption"},
	{"Memory", "resident burst gclimit"},
	{"Processor and threads", "idlecpu allocation threads"},
}

func hasExplain(p *Inputs) bool { return len(p.Explain) > 0 }

// PasteForm is the form on a page with the given layout.
func PasteForm(f Layout) Paste { return Paste{f.Up + urls.Explain, f.Common, f.Stamp} }

func explainPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "What the runtime said"}}
	f.Description = "Paste a crash, a dump of goroutines or a trace line of a Go program: what it means, and where in the source it was said"
	v := Explain{Layout: f, Paste: PasteForm(f)}
	left := slices.Clone(p.Resolved.CaseStudies)
	for _, s := range seen {
		list := Seen{Title: s.title}
		for _, id := range strings.Fields(s.ids) {
			if i := slices.IndexFunc(left, func(t *annotate.Article) bool { return t.ID == id }); i >= 0 {
				list.Reading = append(list.Reading, readingOf(p, left[i]))
				left = slices.Delete(left, i, i+1)
			}
		}
		if len(list.Reading) > 0 {
			v.Seen = append(v.Seen, list)
		}
	}
	if len(left) > 0 {
		rest := Seen{}
		for _, t := range left {
			rest.Reading = append(rest.Reading, readingOf(p, t))
		}
		v.Seen = append(v.Seen, rest)
	}
	if wild := p.Resolved.Essay("wild"); wild != nil {
		v.Seen = append(v.Seen, Seen{Reading: []Reading{{Link: urls.Link{Text: wild.Title, Href: p.ArticlePage(wild)}, ID: "wild"}}})
	}
	return v
}

func readingOf(p *Inputs, t *annotate.Article) Reading {
	return Reading{urls.Link{Text: t.Title, Href: p.ArticlePage(t)}, t.About, t.ID}
}

// explainFiles are the tables, and where functions are read in this version.
func explainFiles(p *Inputs) (list []DataFile) {
	for _, name := range slices.Sorted(maps.Keys(p.Explain)) {
		list = append(list, DataFile{"assets/explain/" + name, func() ([]byte, error) { return p.Explain[name], nil }, true})
	}
	return append(list, DataFile{"assets/explain/names.js", func() ([]byte, error) { return explainNames(p), nil }, false})
}

// explainNames lists the functions that have a page here. A name that begins as the one
// before it starts with the letter that says how much of that is left out; an address
// follows after a tab where it is not the one that the name gives.
func explainNames(p *Inputs) []byte {
	var b strings.Builder
	last := ""
	for i := range p.Index.Symbols {
		id := string(p.Index.Symbols[i].ID)
		if !p.Index.Symbols[i].Kind.Callable() || p.URLs.Page[index.Sym(i)] == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		n := 0
		for n < len(id) && n < len(last) && n < len(digits)-1 && id[n] == last[n] {
			n++
		}
		b.WriteString(string(digits[n]) + id[n:])
		if at := pageAddress(p, index.Sym(i)); at != "" {
			b.WriteString("\t" + at)
		}
		last = id
	}
	return []byte("sourcedive.explainNames(" + jsString(p.Index.Config.Version) + ", " + jsString(b.String()) + ");\n")
}

// pageAddress is where a function is read, "" where the rule of the scripts finds it.
func pageAddress(p *Inputs, sym index.Sym) string {
	g := graphData{p: p}
	return strings.TrimPrefix(g.address(sym), "=")
}
