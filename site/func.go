package site

import (
	"html/template"
	"net/url"
	"strings"

	"sourcedive/indexer"
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
	v.Models = p.visits(path, sym)
	v.Written = p.notesOn(path, sym)
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
		to := p.urls.file[at.File]
		if line := p.marked[at.File]().Line(at.Off); line <= generatedHead || !p.foreignGenerated(at.File) {
			to = p.urls.line(at.File, line)
		}
		list = append(list, page.FileRow{
			Link:     page.Link{Text: f.Path[strings.LastIndexByte(f.Path, '/')+1:], Href: relative(path, to)},
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
