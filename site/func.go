package site

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/graphview"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// planSymbols plans a page for each function, method and type.
func (p *Plan) planSymbols() {
	for i := range p.x.Symbols {
		s, path := indexer.Sym(i), p.urls.page[i]
		if path == "" {
			continue
		}
		title := string(p.x.Symbols[i].ID)
		if p.x.Symbols[i].Kind == indexer.KindType {
			p.add(path, "type "+title, func(f page.Frame) templates.View { return p.typePage(f, path, s) })
		} else {
			p.add(path, "func "+title, func(f page.Frame) templates.View { return p.funcPage(f, path, s) })
		}
	}
}

// symbolFrame fills in what function and type pages share.
func (p *Plan) symbolFrame(f page.Frame, path string, s *indexer.Symbol) page.Frame {
	pkg := p.x.Packages[s.Pkg].Path
	body := s.Body()
	file := p.x.Files[body.File].Path
	f.Places = p.places(f.Up, "source")
	f.Crumbs = []page.Link{
		{Text: pkg, Href: relative(path, "pkg/"+pathName(pkg)+".html")},
		{Text: file[strings.LastIndexByte(file, '/')+1:], Href: relative(path, p.urls.file[body.File])},
		{Text: s.ID.Local()},
	}
	f.Description = describe(s)
	return f
}

func describe(s *indexer.Symbol) string {
	text := source.Synopsis(s.Doc)
	if text == "" {
		text = s.Sig
	}
	if len(text) > 160 {
		text = strings.ToValidUTF8(text[:157], "") + "…"
	}
	return text
}

func (p *Plan) funcPage(f page.Frame, path string, sym indexer.Sym) templates.View {
	s := &p.x.Symbols[sym]
	v := page.Func{
		Frame: p.symbolFrame(f, path, s), Keyword: "func", Name: s.ID.Local(),
		Decl: p.signature(path, s), Badges: p.badges(s),
		Callers: p.side(path, sym, true), Callees: p.side(path, sym, false),
	}
	v.Kind = "func"
	if !s.Decl.OK() {
		v.Keyword = "TEXT"
	}
	v.Lead, v.Doc = p.leadAndDoc(path, s)
	v.Listings = p.listings(path, s)
	v.Place = v.Listings[len(v.Listings)-1].Place
	v.Facts = p.funcFacts(sym, v)
	v.Others, v.MoreOthers = p.otherFiles(path, sym)
	v.Paths = relative(path, pathPath) + "?from=" + url.QueryEscape(string(s.ID))
	v.Map = p.neighbourhood(path, sym)
	v.CalledFor = p.calledFor(path, sym)
	return v
}

// leadAndDoc splits a doc comment: a first paragraph of one sentence leads, the
// rest follows. A longer one stays whole.
func (p *Plan) leadAndDoc(path string, s *indexer.Symbol) (string, template.HTML) {
	first, rest, _ := strings.Cut(s.Doc, "\n\n")
	lead := source.Synopsis(first)
	if lead != strings.Join(strings.Fields(first), " ") || strings.HasPrefix(first, "\t") {
		lead, rest = "", s.Doc
	}
	return lead, source.Doc(rest, p.docLink(path, s.Pkg))
}

// docLink resolves a name in brackets, in a comment of the package.
func (p *Plan) docLink(path string, pkg int32) func(string) string {
	return func(name string) string {
		if _, ok := p.x.Pkg(name); ok {
			return relative(path, "pkg/"+pathName(name)+".html")
		}
		for _, id := range []string{name, p.x.Packages[pkg].Path + "." + name} {
			if s, ok := p.x.Sym(indexer.ID(id)); ok {
				return p.href(path, s)
			}
			if recv, method, ok := cutLast(id); ok {
				pkgPath, typ, _ := cutLast(recv)
				if s, ok := p.x.Sym(indexer.ID(pkgPath + ".(*" + typ + ")." + method)); ok {
					return p.href(path, s)
				}
			}
		}
		return ""
	}
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// listings shows the declaration and, for functions written in assembly, the code.
func (p *Plan) listings(path string, s *indexer.Symbol) []page.Listing {
	var list []page.Listing
	if s.Decl.OK() {
		list = append(list, p.listing(path, s.Decl, !s.Asm.OK()))
	}
	if s.Asm.OK() {
		list = append(list, p.listing(path, s.Asm, true))
	}
	for i := range list {
		list[i].Where = len(list) > 1
	}
	return list
}

func (p *Plan) funcFacts(sym indexer.Sym, v page.Func) []page.Link {
	s := &p.x.Symbols[sym]
	facts := []page.Link{
		{Text: count(v.Callers.Count, "caller", "callers"), Href: "#callers"},
		{Text: count(v.Callees.Count, "callee", "callees"), Href: "#callees"},
	}
	if on := p.x.Stacks(sym); on != 0 {
		facts = append([]page.Link{{Text: stackWords(on)}}, facts...)
	}
	body := s.Body()
	if n := p.marked[body.File]().Line(body.End-1) - p.marked[body.File]().Line(body.Off) + 1; n > 1 {
		facts = append([]page.Link{{Text: itoa(n) + " lines"}}, facts...)
	}
	if s.Asm.OK() {
		facts = append(facts, page.Link{Text: "assembly, " + frameSize(s)})
	}
	if s.Link != "" {
		facts = append(facts, page.Link{Text: "linker name " + s.Link})
	}
	if len(s.AsmFlags) > 0 {
		facts = append(facts, page.Link{Text: strings.Join(s.AsmFlags, " ")})
	}
	return facts
}

// shownOthers is how many files of other platforms a function's page lists; system
// calls are declared in dozens.
const shownOthers = 10

// stackWords names stacks as the runtime's own sources do.
func stackWords(on indexer.Stacks) string {
	words := strings.ReplaceAll(on.String(), "user", "user stacks")
	if strings.Contains(words, ",") {
		return "may run on " + words
	}
	return "runs on " + words
}

// otherFiles lists files of other platforms that declare the same function, and
// says how many more there are.
func (p *Plan) otherFiles(path string, sym indexer.Sym) (list []page.FileRow, more int) {
	others := p.others[p.cardKey(sym)]
	if more = len(others) - shownOthers; more > 0 {
		others = others[:shownOthers]
	}
	for _, at := range others {
		f := &p.x.Files[at.File]
		line := p.marked[at.File]().Line(at.Off)
		list = append(list, page.FileRow{
			Link:     page.Link{Text: f.Path[strings.LastIndexByte(f.Path, '/')+1:], Href: relative(path, p.urls.line(at.File, line))},
			Excluded: f.Excluded,
		})
	}
	return list, max(more, 0)
}

func frameSize(s *indexer.Symbol) string {
	text := "frame of " + count(int(max(s.Frame, 0)), "byte", "bytes")
	if s.Args >= 0 {
		text += ", " + count(int(s.Args), "byte", "bytes") + " of arguments"
	}
	return text
}

func (p *Plan) badges(s *indexer.Symbol) []page.Badge {
	var list []page.Badge
	for _, d := range s.Directives {
		key := d.Name
		if d.Name == "linkname" && len(strings.Fields(d.Args)) < 2 {
			key = "linkname alone"
		}
		list = append(list, page.Badge{Name: d.Name, Args: d.Args, Meaning: p.book.KB.Directives[key]})
	}
	return list
}

// kindMeans says each kind of edge in a few words, from the caller's side.
var kindMeans = [...]string{
	indexer.EdgeCall:     "direct call",
	indexer.EdgeDefer:    "deferred call",
	indexer.EdgeGo:       "starts a goroutine",
	indexer.EdgeSwitch:   "runs on the system stack",
	indexer.EdgeDynamic:  "through a function value or interface",
	indexer.EdgeRef:      "taken as a value",
	indexer.EdgeAsm:      "in assembly",
	indexer.EdgeLinkname: "under another name",
	indexer.EdgeCompiler: "inserted by the compiler",
}

// shownRows and shownSites bound what stands open on a page; the rest is folded.
const (
	shownRows  = 40
	listedRows = 600 // even folded; the prologue of every function calls morestack
	shownSites = 6
)

// side lists one side of a function's edges by kind. Closures count as part of
// the function that they are written in.
func (p *Plan) side(path string, sym indexer.Sym, callers bool) page.Side {
	var side page.Side
	ends := p.ends(sym, callers)
	seen := map[indexer.Sym]bool{}
	for _, kind := range indexer.EdgeKinds() {
		group := page.Edges{Kind: kind.String(), Means: kindMeans[kind]}
		for _, e := range ends {
			if e.kind == kind {
				group.Rows = append(group.Rows, p.edgeRow(path, p.x.Symbols[sym].Pkg, e))
				group.Count++
				seen[e.sym] = true
			}
		}
		group.Rows = p.collapse(path, group.Rows, ends, kind)
		if group.Count > 0 {
			if len(group.Rows) > listedRows {
				group.Rows, group.More = group.Rows[:listedRows], len(group.Rows)-listedRows
			}
			if len(group.Rows) > shownRows {
				group.Rows, group.Rest = group.Rows[:shownRows], group.Rows[shownRows:]
			}
			side.Kinds = append(side.Kinds, group)
		}
	}
	side.Count = len(seen)
	side.Empty = "None is known."
	if callers && p.x.Symbols[sym].Builtin {
		side.Empty = "None is written: compiled code calls it."
	}
	return side
}

// copies is how many functions of one generated file stand on their own in a list.
const copies = 4

// collapse puts the functions of a generated file, which are copies of each other,
// into one row where there are many.
func (p *Plan) collapse(path string, rows []page.EdgeRow, ends []end, kind indexer.EdgeKind) []page.EdgeRow {
	count := map[int32]int{}
	var files []int32 // of the rows
	for _, e := range ends {
		if e.kind == kind {
			file := p.x.Symbols[e.sym].Body().File
			files = append(files, file)
			count[file]++
		}
	}
	told := map[int32]bool{}
	var kept []page.EdgeRow
	for i, row := range rows {
		file := files[i]
		switch {
		case count[file] <= copies || !p.generated(file):
			kept = append(kept, row)
		case !told[file]:
			told[file] = true
			kept = append(kept, p.copiesRow(path, file, count[file], row))
		}
	}
	return kept
}

func (p *Plan) copiesRow(path string, file int32, n int, first page.EdgeRow) page.EdgeRow {
	name := p.x.Files[file].Path
	return page.EdgeRow{
		Text: name[strings.LastIndexByte(name, '/')+1:], Href: relative(path, p.urls.file[file]),
		Note: "×" + itoa(n) + ", such as " + first.Text, Sites: first.Sites,
	}
}

// generated reports whether a file says that a program wrote it.
func (p *Plan) generated(file int32) bool {
	text := p.x.Files[file].Text
	return strings.Contains(text[:min(len(text), 400)], "Code generated ")
}

// end is the other end of some edges of one kind, with their sites.
type end struct {
	sym     indexer.Sym
	kind    indexer.EdgeKind
	closure bool // through a function literal
	system  bool // which runs on the system stack

	construct indexer.Construct // of an inserted call
	sites     []indexer.Place
}

// ends groups the edges of a function and its closures by other end and kind:
// callers by name, callees in order of their first site.
func (p *Plan) ends(sym indexer.Sym, callers bool) []end {
	type key struct {
		sym  indexer.Sym
		kind indexer.EdgeKind
	}
	at := map[key]int{}
	var ends []end
	for _, e := range p.edgesOf(sym, callers) {
		other := e.To
		if callers {
			other = e.From
		}
		outer := p.x.Outermost(other)
		if outer == sym && other != sym {
			continue // its own closure
		}
		k := key{outer, e.Kind}
		i, ok := at[k]
		if !ok {
			i = len(ends)
			at[k] = i
			ends = append(ends, end{sym: outer, kind: e.Kind})
		}
		inner := other
		if !callers {
			inner = e.From
		}
		ends[i].construct = e.Construct
		ends[i].closure = ends[i].closure || p.x.Symbols[inner].Kind == indexer.KindClosure
		ends[i].system = ends[i].system || p.onSystemStack(inner)
		ends[i].sites = append(ends[i].sites, indexer.Place{File: e.File, Off: e.At})
	}
	if callers {
		slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(p.x.Symbols[a.sym].ID, p.x.Symbols[b.sym].ID) })
	}
	return ends
}

// onSystemStack reports whether a function literal is handed to a switch of stacks.
func (p *Plan) onSystemStack(s indexer.Sym) bool {
	for ; s != indexer.NoSym && p.x.Symbols[s].Kind == indexer.KindClosure; s = p.x.Symbols[s].Parent {
		for _, e := range p.x.Callers(s) {
			if e.Kind == indexer.EdgeSwitch {
				return true
			}
		}
	}
	return false
}

// drawn is the kind of curve that an end is drawn with.
func (e end) drawn() string {
	if e.system {
		return indexer.EdgeSwitch.String()
	}
	return e.kind.String()
}

// edgesOf gives the edges of a function and, for callees, of its closures, in
// order of their sites.
func (p *Plan) edgesOf(sym indexer.Sym, callers bool) []indexer.Edge {
	if callers {
		return p.x.Callers(sym)
	}
	var edges []indexer.Edge
	for _, s := range append([]indexer.Sym{sym}, p.closures(sym)...) {
		edges = append(edges, p.x.Callees(s)...)
	}
	slices.SortStableFunc(edges, func(a, b indexer.Edge) int { return cmp.Compare(a.At, b.At) })
	return edges
}

// closures lists the function literals inside a function, however deep: their IDs
// start with its own.
func (p *Plan) closures(sym indexer.Sym) []indexer.Sym {
	var list []indexer.Sym
	prefix := string(p.x.Symbols[sym].ID) + "."
	for i := sym + 1; int(i) < len(p.x.Symbols) && strings.HasPrefix(string(p.x.Symbols[i].ID), prefix[:len(prefix)-1]); i++ {
		if p.x.Symbols[i].Kind == indexer.KindClosure && strings.HasPrefix(string(p.x.Symbols[i].ID), prefix) {
			list = append(list, i)
		}
	}
	return list
}

func (p *Plan) edgeRow(path string, pkg int32, e end) page.EdgeRow {
	s := &p.x.Symbols[e.sym]
	row := page.EdgeRow{Text: p.urls.local[e.sym], Href: p.href(path, e.sym)}
	if s.Pkg != pkg {
		row.Pkg = p.x.Packages[s.Pkg].Path + "."
	}
	switch {
	case e.construct != 0:
		row.Note = e.construct.String()
	case e.system:
		row.Note = "on the system stack"
	case e.closure:
		row.Note = "in a function literal"
	}
	lines := map[string]bool{}
	for _, at := range e.sites {
		pl := p.shortPlace(path, pkg, at.File, at.Off)
		pl.Href = p.siteHref(path, at)
		if lines[pl.Text] {
			continue
		}
		lines[pl.Text] = true
		if len(row.Sites) == shownSites {
			row.More++
			continue
		}
		if strings.HasPrefix(pl.Href, "#") {
			pl.Text = shortenSite(pl.Text, pl.Text)
		} else if n := len(row.Sites); n > 0 {
			pl.Text = shortenSite(row.Sites[0].Text, pl.Text)
		}
		row.Sites = append(row.Sites, pl)
	}
	return row
}

// siteHref leads to a line on the page of the function that it is in, where there
// is one, else in its file.
func (p *Plan) siteHref(path string, at indexer.Place) string {
	line := p.marked[at.File]().Line(at.Off)
	if fn := p.x.Enclosing(at.File, at.Off); fn != indexer.NoSym {
		if own := p.urls.page[p.x.Outermost(fn)]; own != "" {
			return relative(path, own+"#L"+itoa(line))
		}
	}
	return relative(path, p.urls.line(at.File, line))
}

// shortenSite leaves out the file where it is that of the row's first site, or the
// page's own: ":4143".
func shortenSite(first, text string) string {
	file, _, _ := strings.Cut(first, ":")
	return strings.TrimPrefix(text, file)
}

// mapFrom is how many neighbours a function has that is worth a drawing; fewer are
// seen at a glance in the lists.
const mapFrom = 4

// neighbourhood draws the callers and callees of most weight.
func (p *Plan) neighbourhood(path string, sym indexer.Sym) *page.Map {
	left, right := p.neighbours(path, sym, p.ends(sym, true)), p.neighbours(path, sym, p.ends(sym, false))
	if len(left)+len(right) < mapFrom {
		return nil
	}
	m := graphview.Neighbourhood(graphview.Center{Name: p.urls.local[sym], Left: left, Right: right})
	if n := p.prologues(sym); m != nil && n > 0 {
		m.Cut = strings.TrimSpace(m.Cut + " Not drawn: the prologues of " + count(n, "function", "functions") + ".")
	}
	return m
}

// prologues counts the functions whose prologue calls one.
func (p *Plan) prologues(sym indexer.Sym) (n int) {
	for _, e := range p.x.Callers(sym) {
		if e.Construct == indexer.Prologue {
			n++
		}
	}
	return n
}

// neighbours are the other ends of a function's edges. The call in its prologue, which
// almost every function has, is none; generated copies are one.
func (p *Plan) neighbours(path string, sym indexer.Sym, ends []end) []graphview.Neighbour {
	var list []graphview.Neighbour
	count, told := map[int32]int{}, map[int32]bool{}
	for _, e := range ends {
		count[p.x.Symbols[e.sym].Body().File]++
	}
	for _, e := range ends {
		s := &p.x.Symbols[e.sym]
		file := s.Body().File
		if e.sym == sym || e.construct == indexer.Prologue || told[file] {
			continue
		}
		if n := count[file]; n > copies && p.generated(file) {
			told[file] = true
			row := p.copiesRow(path, file, n, page.EdgeRow{})
			list = append(list, graphview.Neighbour{Name: row.Text + " ×" + itoa(n), Href: row.Href, Kind: e.drawn(), Same: true})
			continue
		}
		list = append(list, graphview.Neighbour{
			Name: p.urls.local[e.sym], Href: p.href(path, e.sym), Kind: e.drawn(),
			Common: int(p.fanIn[e.sym]), Same: s.Pkg == p.x.Symbols[sym].Pkg,
		})
	}
	return list
}
