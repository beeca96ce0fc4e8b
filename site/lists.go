package site

import (
	"slices"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// planLists plans the pages that lead to others.
func (p *Plan) planLists() {
	p.add("index.html", p.book.KB.Title, p.homePage)
	p.add("file/index.html", "Map of the source", p.filesPage)
	p.add("pkg/index.html", "Packages", p.packagesPage)
	p.add("about.html", "About this site", p.aboutPage)
	p.add(checkedPath, "Checked", p.checkedPage)
	p.add("search.html", "Search", p.searchPage)
	if len(p.x.Statements) > 0 {
		p.add(statementsPath, "What a Go statement becomes", p.statementsPage)
	}
	p.add(pathPath, "Path finder", p.pathPage)
	for i := range p.x.Packages {
		pkg := int32(i)
		path := "pkg/" + pathName(p.x.Packages[i].Path) + ".html"
		p.add(path, "package "+p.x.Packages[i].Path, func(f page.Frame) templates.View { return p.pkgPage(f, path, pkg) })
	}
	for letter, syms := range p.letters {
		path := "symbol/" + letter + ".html"
		p.add(path, "Symbols: "+strings.ToUpper(letter), func(f page.Frame) templates.View { return p.symbolsPage(f, path, letter, syms) })
	}
}

func (p *Plan) homePage(f page.Frame) templates.View {
	f.Kind = "home"
	f.Description = p.book.KB.Lead
	v := page.Home{Frame: f, Lead: p.book.KB.Lead, Notes: p.x.Config.Notes, Problems: len(p.x.Problems)}
	for _, j := range p.book.Journeys {
		v.Journeys = append(v.Journeys, p.journeyCard("index.html", j))
	}
	v.Models = p.modelCards("index.html")
	v.Areas, v.More = p.areaRows(), p.homeGroups()
	built := 0
	for i := range p.x.Files {
		if p.x.Files[i].Excluded == "" {
			built++
		}
	}
	funcs, asm := 0, 0
	for i := range p.x.Symbols {
		if p.urls.page[i] != "" && p.x.Symbols[i].Kind != indexer.KindType {
			funcs++
			if p.x.Symbols[i].Asm.OK() {
				asm++
			}
		}
	}
	v.Figures = []page.Figure{
		{Number: thousands(len(p.x.Packages)), What: "packages", Href: "pkg/index.html"},
		{Number: thousands(built), What: "files, and " + thousands(len(p.x.Files)-built) + " more for other platforms", Href: "file/index.html"},
		{Number: thousands(funcs), What: "functions, " + thousands(asm) + " of them in assembly", Href: p.index},
		{Number: thousands(len(p.x.Edges)), What: "calls between them", Href: pathPath},
	}
	v.Packages = p.packageRows("index.html")
	v.Statements = len(p.x.Statements) > 0
	return v
}

func (p *Plan) packageRows(from string) (rows []page.PackageRow) {
	files := make([]int, len(p.x.Packages))
	for i := range p.x.Files {
		if p.x.Files[i].Excluded == "" {
			files[p.x.Files[i].Pkg]++
		}
	}
	for _, i := range p.packageOrder() {
		pkg := &p.x.Packages[i]
		rows = append(rows, page.PackageRow{
			Link:     page.Link{Text: pkg.Path, Href: relative(from, "pkg/"+pathName(pkg.Path)+".html")},
			Synopsis: source.Synopsis(pkg.Doc), Counts: count(files[i], "file", "files"),
		})
	}
	return rows
}

// packageOrder is that of the content's list; the packages that came along as
// imports follow by name.
func (p *Plan) packageOrder() []int32 {
	order := make([]int32, len(p.x.Packages))
	for i := range order {
		order[i] = int32(i)
	}
	rank := func(i int32) int {
		if r := slices.Index(p.book.KB.Packages, p.x.Packages[i].Path); r >= 0 {
			return r
		}
		return len(p.book.KB.Packages)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return rank(a) - rank(b) })
	return order
}

func (p *Plan) packagesPage(f page.Frame) templates.View {
	f.Kind, f.Places = "list", p.places(f.Up, "packages")
	f.Crumbs = []page.Link{{Text: "Packages"}}
	f.Description = "The packages that this site reads"
	return page.Packages{Frame: f, Rows: p.packageRows("pkg/index.html")}
}

func (p *Plan) filesPage(f page.Frame) templates.View {
	const path = "file/index.html"
	f.Kind, f.Places = "list", p.places(f.Up, "source")
	f.Crumbs = []page.Link{{Text: "Source"}}
	f.Description = "Every file of the packages that this site reads"
	v := page.Files{Frame: f}
	for _, i := range p.packageOrder() {
		pkg := p.x.Packages[i].Path
		d := page.Dir{Link: page.Link{Text: pkg, Href: relative(path, "pkg/"+pathName(pkg)+".html")}, ID: pathName(pkg)}
		d.Rows, d.Out = p.fileRows(path, i)
		d.Count = count(len(d.Rows), "file", "files")
		v.Dirs = append(v.Dirs, d)
	}
	return v
}

// fileRows lists the files of a package, apart from those that are excluded.
func (p *Plan) fileRows(from string, pkg int32) (in []page.FileRow, out page.Excluded) {
	for i := range p.x.Files {
		file := &p.x.Files[i]
		if file.Pkg != pkg {
			continue
		}
		row := page.FileRow{
			Link:     page.Link{Text: file.Path[strings.LastIndexByte(file.Path, '/')+1:], Href: relative(from, p.urls.file[i])},
			Lines:    thousands(strings.Count(file.Text, "\n")),
			Excluded: file.Excluded,
		}
		if file.Excluded != "" {
			out.Rows = append(out.Rows, row)
			continue
		}
		row.What = p.fileSummary(int32(i))
		if line := p.book.FileLine(int32(i)); line != nil {
			row.What, row.Says = "", p.plainWords(from).Line(line)
		}
		in = append(in, row)
	}
	out.Count = count(len(out.Rows), "file", "files") + " that " + p.x.Config.Platform() + " leaves out"
	return in, out
}

// fileSummary names the functions of a file that most others lead to.
func (p *Plan) fileSummary(file int32) string {
	funcs := slices.DeleteFunc(slices.Clone(p.declared(file)), func(s indexer.Sym) bool { return !p.x.Symbols[s].Kind.Callable() })
	slices.SortStableFunc(funcs, func(a, b indexer.Sym) int { return int(p.bodyLen(b) - p.bodyLen(a)) })
	var names []string
	for _, s := range funcs[:min(5, len(funcs))] {
		names = append(names, p.x.Symbols[s].ID.Local())
	}
	return strings.Join(names, ", ")
}

func (p *Plan) bodyLen(s indexer.Sym) int32 {
	b := p.x.Symbols[s].Body()
	return b.End - b.Off
}

func (p *Plan) pkgPage(f page.Frame, path string, pkg int32) templates.View {
	x := &p.x.Packages[pkg]
	f.Kind, f.Places = "pkg", p.places(f.Up, "packages")
	f.Crumbs = []page.Link{{Text: "Packages", Href: relative(path, "pkg/index.html")}, {Text: x.Path}}
	f.Description = source.Synopsis(x.Doc)
	v := page.Pkg{Frame: f, Doc: source.Doc(x.Doc, p.docLink(path, pkg))}
	for _, imp := range x.Imports {
		link := page.Link{Text: imp}
		if _, ok := p.x.Pkg(imp); ok {
			link.Href = relative(path, "pkg/"+pathName(imp)+".html")
		}
		v.Imports = append(v.Imports, link)
	}
	for i := range p.x.Files {
		if p.x.Files[i].Pkg == pkg && p.x.Files[i].Excluded == "" {
			v.Files = append(v.Files, p.fileOutline(path, int32(i)))
		}
	}
	_, v.Out = p.fileRows(path, pkg)
	v.Exported = p.exported(path, pkg)
	v.Facts = []page.Link{{Text: count(len(v.Files), "file", "files"), Href: "#files"}}
	if n := len(v.Exported); n > 0 {
		v.Facts = append(v.Facts, page.Link{Text: count(n, "exported name", "exported names"), Href: "#exported"})
	}
	return v
}

func (p *Plan) fileOutline(path string, file int32) page.FileOutline {
	name := p.x.Files[file].Path
	o := page.FileOutline{Link: page.Link{Text: name[strings.LastIndexByte(name, '/')+1:], Href: relative(path, p.urls.file[file])}}
	for _, s := range p.declared(file) {
		if p.urls.page[s] != "" {
			o.Rows = append(o.Rows, page.OutlineRow{Link: page.Link{Text: p.urls.local[s], Href: p.href(path, s)}})
		}
	}
	return o
}

func (p *Plan) exported(path string, pkg int32) (rows []page.SymbolRow) {
	for i := range p.x.Symbols {
		s := &p.x.Symbols[i]
		if s.Pkg == pkg && isExported(s) {
			rows = append(rows, p.symbolRow(path, indexer.Sym(i), s.ID.Local()))
		}
	}
	slices.SortStableFunc(rows, func(a, b page.SymbolRow) int {
		return strings.Compare(indexer.ID("p."+a.Text).Plain(), indexer.ID("p."+b.Text).Plain())
	})
	return rows
}

// isExported reports whether users of the package can name the symbol.
func isExported(s *indexer.Symbol) bool {
	if s.Kind == indexer.KindClosure || s.Kind == indexer.KindField || s.Kind == indexer.KindAbstract || !s.Decl.OK() {
		return false
	}
	for part := range strings.SplitSeq(s.ID.Plain(), ".") {
		if part == "" || part[0] < 'A' || part[0] > 'Z' {
			return false
		}
	}
	return true
}

func (p *Plan) symbolRow(path string, sym indexer.Sym, text string) page.SymbolRow {
	s := &p.x.Symbols[sym]
	at := s.Name
	if !at.OK() {
		at = s.Body()
	}
	return page.SymbolRow{
		Link: page.Link{Text: text, Href: p.href(path, sym)}, Kind: s.Kind.String(),
		Synopsis: describeShort(s), Place: p.place(path, at.File, at.Off).Text,
	}
}

func describeShort(s *indexer.Symbol) string {
	text := source.Synopsis(s.Doc)
	if r := []rune(text); len(r) > 110 {
		text = string(r[:108])
		text = strings.TrimRight(text[:max(strings.LastIndexByte(text, ' '), 1)], " ,") + " …"
	}
	return text
}

// letters groups symbols by the first letter of their own name.
func (u *urls) letters() map[string][]indexer.Sym {
	groups := map[string][]indexer.Sym{}
	base := make([]string, len(u.x.Symbols))
	for i := range u.x.Symbols {
		s := &u.x.Symbols[i]
		if s.Kind == indexer.KindClosure || s.Kind == indexer.KindField || s.Kind == indexer.KindAbstract {
			continue
		}
		base[i] = strings.ToLower(u.plain[i][strings.LastIndexByte(u.plain[i], '.')+1:])
		letter := base[i][:1]
		if letter < "a" || letter > "z" {
			letter = "other"
		}
		groups[letter] = append(groups[letter], indexer.Sym(i))
	}
	for _, list := range groups {
		slices.SortStableFunc(list, func(a, b indexer.Sym) int { return strings.Compare(base[a], base[b]) })
	}
	return groups
}

func (p *Plan) symbolsPage(f page.Frame, path, letter string, syms []indexer.Sym) templates.View {
	f.Kind, f.Places = "list", p.places(f.Up, "symbols")
	f.Crumbs = []page.Link{{Text: "A–Z"}, {Text: strings.ToUpper(letter)}}
	f.Description = "All functions, types, constants and variables whose names start with " + strings.ToUpper(letter)
	v := page.Symbols{Frame: f, Letter: strings.ToUpper(letter)}
	for _, l := range strings.Split("a b c d e f g h i j k l m n o p q r s t u v w x y z other", " ") {
		link := page.Link{Text: strings.ToUpper(l)}
		if to := "symbol/" + l + ".html"; p.Has(to) && l != letter {
			link.Href = relative(path, to)
		}
		v.Letters = append(v.Letters, link)
	}
	for _, s := range syms {
		v.Rows = append(v.Rows, p.symbolRow(path, s, string(p.x.Symbols[s].ID)))
	}
	return v
}

func (p *Plan) aboutPage(f page.Frame) templates.View {
	f.Kind = "about"
	f.Crumbs = []page.Link{{Text: "About"}}
	f.Description = "What this site shows, how it was made, and under which licence"
	v := page.About{Frame: f, Notes: p.x.Config.Notes}
	for _, problem := range p.x.Problems {
		v.Problems = append(v.Problems, problem.File+":"+itoa(problem.Line)+": "+problem.Msg)
	}
	v.Tools = tools()
	v.License, v.Listing = p.x.Config.License, p.x.Config.Listing
	return v
}
