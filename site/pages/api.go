package pages

import (
	"html/template"

	"sourcedive/site/urls"
	"sourcedive/templates"
)

// API lists the exported API with what it touches inside.
type API struct {
	Layout
	Groups  []APIGroup
	Runtime bool // they are the runtime's
}

// APIGroup is the API of one package.
type APIGroup struct {
	ID   string
	Pkg  string
	Rows []APIRow
}

// APIRow is one entry of the API.
type APIRow struct {
	Link   urls.Link
	Text   template.HTML
	Inside []urls.Link
}

func apiPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "API"}}
	f.Description = "What the exported functions of the runtime touch inside"
	v := API{Layout: f, Runtime: ofRuntime(p)}
	w := p.Plain(urls.API)
	at := map[int32]int{}
	for _, e := range p.Resolved.API {
		pkg := p.Index.Symbols[e.Sym].Pkg
		i, ok := at[pkg]
		if !ok {
			i = len(v.Groups)
			at[pkg] = i
			name := p.Index.Packages[pkg].Path
			v.Groups = append(v.Groups, APIGroup{ID: urls.Escape(name), Pkg: name})
		}
		row := APIRow{Link: urls.Link{Text: p.Index.Symbols[e.Sym].ID.Local(), Href: p.Href(urls.API, e.Sym)}, Text: w.Line(e.Text)}
		for _, s := range e.Inside {
			row.Inside = append(row.Inside, urls.Link{Text: p.SymbolText(s), Href: p.Href(urls.API, s)})
		}
		v.Groups[i].Rows = append(v.Groups[i].Rows, row)
	}
	return v
}
