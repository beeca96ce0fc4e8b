package pages

import (
	"html/template"
	"slices"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Pkg is the page of a package.
type Pkg struct {
	Layout
	Doc      template.HTML
	Facts    []urls.Link
	Imports  []urls.Link
	Exported []SymbolRow
	Files    []FileOutline
	Out      Excluded
}

// FileOutline is a file with the names that it declares.
type FileOutline struct {
	urls.Link
	Rows []OutlineRow
}

// Packages lists all packages.
type Packages struct {
	Layout
	Lead string
	Rows []PackageRow
}

func packagesLead(p *Inputs) string {
	switch {
	case ofRuntime(p):
		return "The runtime, what it is made of, and the packages that reach into it by linkname."
	case p.Index.Config.Module != "":
		return "The packages of " + p.Index.Config.Module + "."
	}
	return "The packages that are read here."
}

func packageRows(p *Inputs, from string) (rows []PackageRow) {
	files := make([]int, len(p.Index.Packages))
	for i := range p.Index.Files {
		if p.Index.Files[i].Excluded == "" {
			files[p.Index.Files[i].Pkg]++
		}
	}
	for _, i := range packageOrder(p) {
		pkg := &p.Index.Packages[i]
		rows = append(rows, PackageRow{
			Link:     urls.Link{Text: pkg.Path, Href: urls.Relative(from, urls.Package(pkg.Path))},
			Synopsis: highlight.Synopsis(pkg.Doc), Counts: english.Count(files[i], "file", "files"),
		})
	}
	return rows
}

// packageOrder is that of the content's list; the packages that came along as
// imports follow by name.
func packageOrder(p *Inputs) []int32 {
	order := make([]int32, len(p.Index.Packages))
	for i := range order {
		order[i] = int32(i)
	}
	rank := func(i int32) int {
		if r := slices.Index(p.Resolved.Config.Packages, p.Index.Packages[i].Path); r >= 0 {
			return r
		}
		return len(p.Resolved.Config.Packages)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return rank(a) - rank(b) })
	return order
}

func packagesPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Packages"}}
	f.Description = "The packages that this site reads"
	return Packages{Layout: f, Lead: packagesLead(p), Rows: packageRows(p, urls.Packages)}
}

func pkgPage(p *Inputs, f Layout, path string, pkg int32) templates.View {
	x := &p.Index.Packages[pkg]
	f.Crumbs = []urls.Link{{Text: "Packages", Href: urls.Relative(path, urls.Packages)}, {Text: x.Path}}
	f.Description = highlight.Synopsis(x.Doc)
	v := Pkg{Layout: f, Doc: highlight.Doc(x.Doc, p.DocLink(path, pkg))}
	for _, imp := range x.Imports {
		link := urls.Link{Text: imp}
		if _, ok := p.Index.Pkg(imp); ok {
			link.Href = urls.Relative(path, urls.Package(imp))
		}
		v.Imports = append(v.Imports, link)
	}
	for i := range p.Index.Files {
		if p.Index.Files[i].Pkg == pkg && p.Index.Files[i].Excluded == "" {
			v.Files = append(v.Files, fileOutline(p, path, int32(i)))
		}
	}
	_, v.Out = fileRows(p, path, pkg)
	v.Exported = exported(p, path, pkg)
	v.Facts = []urls.Link{{Text: english.Count(len(v.Files), "file", "files"), Href: "#files"}}
	if n := len(v.Exported); n > 0 {
		v.Facts = append(v.Facts, urls.Link{Text: english.Count(n, "exported name", "exported names"), Href: "#exported"})
	}
	return v
}

func fileOutline(p *Inputs, path string, file int32) FileOutline {
	name := p.Index.Files[file].Path
	o := FileOutline{Link: urls.Link{Text: name[strings.LastIndexByte(name, '/')+1:], Href: urls.Relative(path, p.URLs.File[file])}}
	for _, s := range declared(p, file) {
		if p.URLs.Page[s] != "" {
			o.Rows = append(o.Rows, OutlineRow{Link: urls.Link{Text: p.URLs.Local[s], Href: p.Href(path, s)}})
		}
	}
	return o
}

func exported(p *Inputs, path string, pkg int32) (rows []SymbolRow) {
	for i := range p.Index.Symbols {
		s := &p.Index.Symbols[i]
		if s.Pkg == pkg && isExported(s) {
			rows = append(rows, symbolRow(p, path, index.Sym(i), s.ID.Local()))
		}
	}
	slices.SortStableFunc(rows, func(a, b SymbolRow) int {
		return strings.Compare(index.ID("p."+a.Text).Plain(), index.ID("p."+b.Text).Plain())
	})
	return rows
}

// isExported reports whether users of the package can name the symbol.
func isExported(s *index.Symbol) bool {
	if s.Kind == index.KindClosure || s.Kind == index.KindField || s.Kind == index.KindAbstract || !s.Decl.OK() {
		return false
	}
	for part := range strings.SplitSeq(s.ID.Plain(), ".") {
		if part == "" || part[0] < 'A' || part[0] > 'Z' {
			return false
		}
	}
	return true
}

func symbolRow(p *Inputs, path string, sym index.Sym, text string) SymbolRow {
	s := &p.Index.Symbols[sym]
	at := s.Name
	if !at.OK() {
		at = s.Body()
	}
	return SymbolRow{
		Link: urls.Link{Text: text, Href: p.Href(path, sym)}, Kind: s.Kind.String(),
		Synopsis: describeShort(s), Place: p.Place(path, at.File, at.Off).Text,
	}
}

func describeShort(s *index.Symbol) string {
	text := highlight.Synopsis(s.Doc)
	if r := []rune(text); len(r) > 110 {
		text = string(r[:108])
		text = strings.TrimRight(text[:max(strings.LastIndexByte(text, ' '), 1)], " ,") + " …"
	}
	return text
}

func packageRoutes(p *Inputs) (list []Route) {
	for i := range p.Index.Packages {
		pkg, path := int32(i), urls.Package(p.Index.Packages[i].Path)
		list = append(list, Route{Path: path, Title: "package " + p.Index.Packages[i].Path, View: func(f Layout) templates.View { return pkgPage(p, f, path, pkg) }})
	}
	return list
}
