package site

import (
	"slices"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// planSources plans a page for each file.
func (p *Plan) planSources() {
	for i := range p.x.Files {
		file := int32(i)
		p.add(p.urls.file[i], p.x.Files[i].Path, func(f page.Frame) templates.View { return p.srcPage(f, file) })
	}
}

func (p *Plan) srcPage(f page.Frame, file int32) templates.View {
	src, path := &p.x.Files[file], p.urls.file[file]
	pkg := p.x.Packages[src.Pkg].Path
	m := p.marked[file]()
	f.Kind, f.Places = "src", p.places(f.Up, "source")
	f.Description = "Source of " + src.Path + " in " + f.Version
	f.Crumbs = []page.Link{
		{Text: "Source", Href: relative(path, "file/index.html")},
		{Text: pkg, Href: relative(path, "pkg/"+pathName(pkg)+".html")},
		{Text: strings.TrimPrefix(src.Path, pkg+"/")},
	}
	v := page.Src{
		Frame: f, Excluded: src.Excluded, Lang: langClass(src.Lang),
		Facts:   []page.Link{{Text: count(m.Lines(), "line", "lines")}},
		Outline: p.outline(path, file),
	}
	light := true
	if p.foreignGenerated(file) && m.Lines() > generatedHead {
		v.Code = m.Head(generatedHead, p.sourceLinks(path, file))
		v.Cut = count(m.Lines()-generatedHead, "more line", "more lines")
	} else {
		v.Code, light = m.All(p.sourceLinks(path, file))
	}
	if light {
		v.Lang += " light"
	}
	v.Prev, v.Next = p.around(path, file)
	return v
}

// generatedHead is how much is shown of a file that a program wrote for another
// platform.
const generatedHead = 30

// foreignGenerated reports whether a file is a generated one of another platform: the
// numbers of its errors, and its system calls.
func (p *Plan) foreignGenerated(file int32) bool {
	return p.x.Files[file].Excluded != "" && p.generated(file)
}

// sourceLinks keep the reader in the source: a use leads to the declaration in
// its file, the declaration leads to the page of its symbol.
func (p *Plan) sourceLinks(path string, file int32) source.Links {
	return source.Links{
		Above: p.plainRemarks(path, file),
		Href: func(s indexer.Sym) string {
			if to := p.urls.declared(s); to != "" {
				return relative(path, to)
			}
			return p.href(path, s)
		},
		Decl: func(s indexer.Sym) string {
			if own := p.urls.best(s); !strings.HasPrefix(own, path+"#") {
				return relative(path, own)
			}
			return "#" + p.urls.id[s]
		},
		ID: func(s indexer.Sym) string { return p.urls.id[s] },
	}
}

// outline lists the functions and types of a file.
func (p *Plan) outline(path string, file int32) []page.OutlineRow {
	var rows []page.OutlineRow
	for _, s := range p.declared(file) {
		sym := &p.x.Symbols[s]
		if sym.Kind == indexer.KindConst || sym.Kind == indexer.KindVar {
			continue
		}
		rows = append(rows, page.OutlineRow{
			Link: page.Link{Text: p.urls.local[s], Href: relative(path, p.urls.line(file, p.marked[file]().Line(placeIn(sym, file))))},
		})
	}
	return rows
}

// declared lists what a file declares at its top level, in order.
func (p *Plan) declared(file int32) []indexer.Sym { return p.byFile()[file] }

func byFile(x *indexer.Index) [][]indexer.Sym {
	lists := make([][]indexer.Sym, len(x.Files))
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Asm.OK() && s.Decl.OK() {
			lists[s.Asm.File] = append(lists[s.Asm.File], indexer.Sym(i))
		}
		if s.Name.OK() && s.Kind != indexer.KindField && s.Kind != indexer.KindAbstract {
			lists[s.Name.File] = append(lists[s.Name.File], indexer.Sym(i))
		}
	}
	for file, list := range lists {
		slices.SortStableFunc(list, func(a, b indexer.Sym) int {
			return int(placeIn(&x.Symbols[a], int32(file)) - placeIn(&x.Symbols[b], int32(file)))
		})
	}
	return lists
}

// placeIn is where a file has a symbol: its name, or its TEXT block when the name
// stands in another file.
func placeIn(s *indexer.Symbol, file int32) int32 {
	if s.Name.OK() && s.Name.File == file {
		return s.Name.Off
	}
	return s.Asm.Off
}

// around is the file before and the one after, in the same package.
func (p *Plan) around(path string, file int32) (prev, next page.Link) {
	link := func(i int32) page.Link {
		if i < 0 || int(i) >= len(p.x.Files) || p.x.Files[i].Pkg != p.x.Files[file].Pkg {
			return page.Link{}
		}
		name := p.x.Files[i].Path
		return page.Link{Text: name[strings.LastIndexByte(name, '/')+1:], Href: relative(path, p.urls.file[i])}
	}
	return link(file - 1), link(file + 1)
}
