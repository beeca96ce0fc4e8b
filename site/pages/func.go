package pages

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Badge is a directive with its meaning.
type Badge struct {
	Name    string
	Args    string
	Meaning string
}

// Func is the page of a function.
type Func struct {
	Layout
	Keyword   string
	Name      string
	Decl      template.HTML
	Place     highlight.Place
	Facts     []urls.Link
	Locks     Locks
	CalledFor CalledFor
	Badges    []Badge
	Comment
	Long       bool        // the declaration is a long one
	Nearby     []urls.Link // functions beside it in its file; the one without an address is this
	Models     []urls.Link // the steps of models that represent it
	Map        *figure.Map
	Written    []Note // the notes on it, the first of which opens the page
	Listings   []highlight.Listing
	Life       *Life
	LifeLeft   bool      // it stands below what the function is for, not below the drawing
	Paths      string    // address of the path finder, from here
	Others     []FileRow // files of other platforms that declare it too
	MoreOthers int       // of those, not listed
	Callers    EdgeList
	Callees    EdgeList
}

// symbolFrame fills in what function and type pages share.
func symbolFrame(p *Inputs, f Layout, path string, s *index.Symbol) Layout {
	pkg := p.Index.Packages[s.Pkg].Path
	body := s.Body()
	file := p.Index.Files[body.File].Path
	f.Crumbs = []urls.Link{
		{Text: pkg, Href: urls.Relative(path, urls.Package(pkg))},
		{Text: file[strings.LastIndexByte(file, '/')+1:], Href: urls.Relative(path, p.URLs.File[body.File])},
		{Text: s.ID.Local()},
	}
	f.Description = describe(s)
	return f
}

func describe(s *index.Symbol) string {
	text := highlight.Synopsis(s.Doc)
	if text == "" {
		text = s.Sig
	}
	if len(text) > 160 {
		text = strings.ToValidUTF8(text[:157], "") + "…"
	}
	return text
}

func funcPage(p *Inputs, f Layout, path string, sym index.Sym) templates.View {
	s := &p.Index.Symbols[sym]
	v := Func{
		Layout: symbolFrame(p, f, path, s), Keyword: "func", Name: s.ID.Local(),
		Decl: p.Signature(path, s), Badges: badges(p, s),
		Callers: edgeList(p, path, sym, graphq.Callers), Callees: edgeList(p, path, sym, graphq.Callees),
	}
	if !s.Decl.OK() {
		v.Keyword = "TEXT"
	}
	v.Styles = figureStyle(p, sym)
	v.Long = len(s.ID.Local())+len(s.Sig) > longDecl
	v.Listings = listings(p, path, s)
	v.Nearby = nearby(p, path, sym)
	v.Place = v.Listings[len(v.Listings)-1].Place
	v.Facts = funcFacts(p, sym, v)
	v.Locks = locksOf(p, path, sym)
	v.Others, v.MoreOthers = otherFiles(p, path, sym)
	v.Paths = urls.Relative(path, urls.PathFinder) + "?from=" + url.QueryEscape(string(s.ID))
	v.Models = visits(p, path, sym)
	v.Written = notesOn(p, path, sym)
	v.Comment = comment(p, path, s, len(v.Written) > 0)
	v.Life = lifeOf(p, path, sym)
	v.Map = neighbourhood(p, path, sym)
	v.LifeLeft = len(v.Written) == 0 && v.Map != nil && textHeight(len(s.Doc)) < v.Map.H
	v.CalledFor = calledFor(p, path, sym)
	return v
}

// longDecl is how long a declaration may be, in letters, to stand in large type.
const longDecl = 60

// textHeight is about how high a comment of some letters is, in pixels.
func textHeight(letters int) int {
	const line, pixels = 58, 27
	return (min(letters, wholeComment) + line - 1) / line * pixels
}

// nearby lists the functions around one in its file.
func nearby(p *Inputs, path string, sym index.Sym) (list []urls.Link) {
	var all []index.Sym
	file := p.Index.Symbols[sym].Body().File
	for _, s := range declared(p, file) {
		if k := p.Index.Symbols[s].Kind; p.URLs.Page[s] != "" && (k == index.KindFunc || k == index.KindMethod) {
			all = append(all, s)
		}
	}
	at := slices.Index(all, sym)
	if at < 0 || len(all) == 1 {
		return nil
	}
	for _, s := range all[max(at-shownNearby, 0):min(at+shownNearby+1, len(all))] {
		l := urls.Link{Text: p.URLs.Local[s]}
		if s != sym {
			l.Href = p.Href(path, s)
		}
		list = append(list, l)
	}
	return list
}

// shownNearby is how many functions before and after one its page lists.
const shownNearby = 3

// listings shows the declaration and, for functions written in assembly, the code.
func listings(p *Inputs, path string, s *index.Symbol) []highlight.Listing {
	var list []highlight.Listing
	if s.Decl.OK() {
		list = append(list, p.Listing(path, s.Decl, !s.Asm.OK()))
	}
	if s.Asm.OK() {
		list = append(list, p.Listing(path, s.Asm, true))
	}
	for i := range list {
		list[i].Where = len(list) > 1
	}
	return list
}

func funcFacts(p *Inputs, sym index.Sym, v Func) []urls.Link {
	s := &p.Index.Symbols[sym]
	facts := []urls.Link{
		{Text: english.Count(v.Callers.Count, "caller", "callers"), Href: "#callers"},
		{Text: english.Count(v.Callees.Count, "callee", "callees"), Href: "#callees"},
	}
	if on := p.Index.Stacks(sym); on != 0 && ofRuntime(p) {
		facts = append([]urls.Link{{Text: stackWords(on)}}, facts...)
	}
	body := s.Body()
	if n := p.Highlight(body.File).Line(body.End-1) - p.Highlight(body.File).Line(body.Off) + 1; n > 1 {
		facts = append([]urls.Link{{Text: strconv.Itoa(n) + " lines"}}, facts...)
	}
	if s.Asm.OK() {
		facts = append(facts, urls.Link{Text: "assembly, " + frameSize(s)})
	}
	if s.Link != "" {
		facts = append(facts, urls.Link{Text: "linker name " + s.Link})
	}
	if len(s.AsmFlags) > 0 {
		facts = append(facts, urls.Link{Text: strings.Join(s.AsmFlags, " ")})
	}
	return facts
}

// shownOthers is how many files of other platforms a function's page lists; system
// calls are declared in dozens.
const shownOthers = 10

// stackWords names stacks as the runtime's own sources do.
func stackWords(on index.Stacks) string {
	words := strings.ReplaceAll(on.String(), "user", "user stacks")
	if strings.Contains(words, ",") {
		return "may run on " + words
	}
	return "runs on " + words
}

// otherFiles lists files of other platforms that declare the same function, and
// counts those beyond the bound.
func otherFiles(p *Inputs, path string, sym index.Sym) (list []FileRow, more int) {
	others := p.others[cardKey(p.Source, sym)]
	if more = len(others) - shownOthers; more > 0 {
		others = others[:shownOthers]
	}
	for _, at := range others {
		f := &p.Index.Files[at.File]
		to := p.URLs.File[at.File]
		if line := p.Highlight(at.File).Line(at.Off); line <= generatedHead || !foreignGenerated(p, at.File) {
			to = p.URLs.Line(at.File, line)
		}
		list = append(list, FileRow{
			Link:     urls.Link{Text: f.Path[strings.LastIndexByte(f.Path, '/')+1:], Href: urls.Relative(path, to)},
			Excluded: f.Excluded,
		})
	}
	return list, max(more, 0)
}

func frameSize(s *index.Symbol) string {
	text := "frame of " + english.Count(int(max(s.Frame, 0)), "byte", "bytes")
	if s.Args >= 0 {
		text += ", " + english.Count(int(s.Args), "byte", "bytes") + " of arguments"
	}
	return text
}

func badges(p *Inputs, s *index.Symbol) []Badge {
	var list []Badge
	for _, d := range s.Directives {
		key := d.Name
		if d.Name == "linkname" && len(strings.Fields(d.Args)) < 2 {
			key = "linkname alone"
		}
		list = append(list, Badge{Name: d.Name, Args: d.Args, Meaning: p.Resolved.Config.Directives[key]})
	}
	return list
}

// symbolRoutes are the pages of the symbols of some kinds.
func symbolRoutes(word string, view func(*Inputs, Layout, string, index.Sym) templates.View, kinds ...index.Kind) func(*Inputs) []Route {
	return func(p *Inputs) (list []Route) {
		for i := range p.Index.Symbols {
			sym, path := index.Sym(i), p.URLs.Page[i]
			if path != "" && slices.Contains(kinds, p.Index.Symbols[i].Kind) {
				silent := func() bool { return p.silentOn(sym) }
				list = append(list, Route{Path: path, Title: word + string(p.Index.Symbols[i].ID), View: func(f Layout) templates.View { return view(p.on(silent()), f, path, sym) }, Silent: silent})
			}
		}
		return list
	}
}
