package pages

import (
	"html/template"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Src is the page of a file.
type Src struct {
	Layout
	Excluded string
	Facts    []urls.Link
	Code     template.HTML
	Cut      string // how much of a generated file is not shown: "900 more lines"
	Outline  []OutlineRow
	Lang     string
	Prev     urls.Link
	Next     urls.Link
}

// OutlineRow is a declaration of a file.
type OutlineRow struct {
	urls.Link
}

func filePage(p *Inputs, f Layout, file int32) templates.View {
	src, path := &p.Index.Files[file], p.URLs.File[file]
	pkg := p.Index.Packages[src.Pkg].Path
	m := p.Highlight(file)
	f.Description = "Source of " + src.Path + " in " + f.Version
	f.Crumbs = []urls.Link{
		{Text: "Source", Href: urls.Relative(path, urls.Files)},
		{Text: pkg, Href: urls.Relative(path, urls.Package(pkg))},
		{Text: strings.TrimPrefix(src.Path, pkg+"/")},
	}
	v := Src{
		Layout: f, Excluded: src.Excluded, Lang: highlight.LangClass(src.Lang),
		Facts:   []urls.Link{{Text: english.Count(m.Lines(), "line", "lines")}},
		Outline: outline(p, path, file),
	}
	light := true
	if foreignGenerated(p, file) && m.Lines() > generatedHead {
		v.Code = m.Head(generatedHead, sourceLinks(p, path, file))
		v.Cut = english.Count(m.Lines()-generatedHead, "more line", "more lines")
	} else {
		v.Code, light = m.All(sourceLinks(p, path, file))
	}
	if light {
		v.Lang += " light"
	}
	v.Prev, v.Next = adjacentFiles(p, path, file)
	return v
}

// sourceLinks keep the reader in the source: a use links to the declaration in
// its file, the declaration links to the page of its symbol.
func sourceLinks(p *Inputs, path string, file int32) highlight.Links {
	return highlight.Links{
		Above: p.PlainRemarks(path, file),
		Href: func(s index.Sym) string {
			if to := p.URLs.Declared(s); to != "" {
				return urls.Relative(path, to)
			}
			return p.Href(path, s)
		},
		Decl: func(s index.Sym) string {
			if own := p.URLs.Best(s); !strings.HasPrefix(own, path+"#") {
				return urls.Relative(path, own)
			}
			return "#" + p.URLs.ID[s]
		},
		ID: func(s index.Sym) string { return p.URLs.ID[s] },
	}
}

// outline lists the functions and types of a file.
func outline(p *Inputs, path string, file int32) []OutlineRow {
	var rows []OutlineRow
	for _, s := range declared(p, file) {
		sym := &p.Index.Symbols[s]
		if sym.Kind == index.KindConst || sym.Kind == index.KindVar {
			continue
		}
		rows = append(rows, OutlineRow{
			Link: urls.Link{Text: p.URLs.Local[s], Href: urls.Relative(path, p.URLs.Line(file, p.Highlight(file).Line(placeIn(sym, file))))},
		})
	}
	return rows
}

// adjacentFiles is the file before and the one after, in the same package.
func adjacentFiles(p *Inputs, path string, file int32) (prev, next urls.Link) {
	link := func(i int32) urls.Link {
		if i < 0 || int(i) >= len(p.Index.Files) || p.Index.Files[i].Pkg != p.Index.Files[file].Pkg {
			return urls.Link{}
		}
		name := p.Index.Files[i].Path
		return urls.Link{Text: name[strings.LastIndexByte(name, '/')+1:], Href: urls.Relative(path, p.URLs.File[i])}
	}
	return link(file - 1), link(file + 1)
}

func fileRoutes(p *Inputs) (list []Route) {
	for i := range p.Index.Files {
		file := int32(i)
		silent := func() bool { return len(p.Resolved.Remarks(file)) == 0 }
		list = append(list, Route{Path: p.URLs.File[i], Title: p.Index.Files[i].Path, View: func(f Layout) templates.View { return filePage(p.on(silent()), f, file) }, Silent: silent})
	}
	return list
}

// generatedHead is how much is shown of a file that a program wrote for another
// platform.
const generatedHead = 30

// foreignGenerated reports whether a file is a generated one of another platform: the
// numbers of its errors, and its system calls.
func foreignGenerated(p *Inputs, file int32) bool {
	return p.Index.Files[file].Excluded != "" && p.graph.Generated(file)
}
