package site

import (
	"context"
	"fmt"
	"html/template"
	"sort"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/internal/diag"
	"sourcedive/site/modelview"
	"sourcedive/site/page"
	"sourcedive/site/search"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// Plan is one version of the site: which pages exist and how each is made.
type Plan struct {
	Dir string // the folder of this version on the site, e.g. "go1.26.8"
	*Survey
	book     *annotate.Book
	look     *templates.Set
	stage    *modelview.Stage // nil for no models
	pages    []planned
	glossary *annotate.Glossary
	byURL    map[string]int
	peers    []*Plan // the other versions of the site

	searchData  func() map[string][]byte // the scripts of the search, by name
	searchIndex func() (*search.Index, error)
}

// planned is a page that can be made.
type planned struct {
	path   string
	title  string
	assets bool                  // not a page to read: style, script, data
	view   func() templates.View // what the page's template prints; nil for assets
	render func() ([]byte, error)
}

// NewPlan plans one version, whose index was surveyed. stage holds the models, nil
// for none. A path that two pages want is a problem.
func NewPlan(s *Survey, book *annotate.Book, look *templates.Set, stage *modelview.Stage) (*Plan, diag.List) {
	p := &Plan{Dir: s.dir(), Survey: s, book: book, look: look, stage: stage, glossary: book.Glossary()}
	p.KeepSearch(context.Background(), "", "")
	p.planLists()
	p.planJourneys()
	p.planModels()
	p.planTexts()
	p.planSymbols()
	p.planSources()
	p.planAssets()
	return p, p.sort()
}

// sort sorts the pages and refuses paths that are the same but for case.
func (p *Plan) sort() (problems diag.List) {
	sort.Slice(p.pages, func(i, j int) bool { return p.pages[i].path < p.pages[j].path })
	p.byURL = make(map[string]int, len(p.pages))
	folded := make(map[string]string, len(p.pages))
	for i, page := range p.pages {
		fold := strings.ToLower(page.path)
		if other, taken := folded[fold]; taken {
			problems = append(problems, diag.Problem{File: page.path, Msg: "two pages want one path: " + other})
		}
		folded[fold] = page.path
		p.byURL[page.path] = i
	}
	return problems
}

// add plans a page that a template prints. view is called when the page is made.
func (p *Plan) add(path, title string, view func(page.Frame) templates.View) {
	made := func() templates.View { return view(p.frame(path, title)) }
	p.pages = append(p.pages, planned{path: path, title: title, view: made, render: func() ([]byte, error) { return p.look.Render(made()) }})
}

// addFile plans a file that is no page.
func (p *Plan) addFile(path string, render func() ([]byte, error)) {
	p.pages = append(p.pages, planned{path: path, assets: true, render: render})
}

// Page makes one page. ok is false when there is none of that path.
func (p *Plan) Page(path string) (data []byte, ok bool, err error) {
	i, ok := p.byURL[path]
	if !ok {
		return nil, false, nil
	}
	data, err = p.pages[i].render()
	if err != nil {
		err = fmt.Errorf("page %s/%s: %w", p.Dir, path, err)
	}
	return data, true, err
}

// Has reports whether a page exists.
func (p *Plan) Has(path string) bool {
	_, ok := p.byURL[path]
	return ok
}

// frame is what stands around a page.
func (p *Plan) frame(path, title string) page.Frame {
	up := strings.Repeat("../", strings.Count(path, "/"))
	f := page.Frame{
		Title: title, Up: up, Assets: up + "assets/", Stamp: p.look.Stamp(),
		Version: p.x.Config.Version, Platform: p.x.Config.Platform(),
		Places: p.places(up, ""), Index: up + p.index,
	}
	for _, peer := range p.peers {
		to := "index.html"
		if peer.Has(path) {
			to = path
		}
		f.Versions = append(f.Versions, page.Link{Text: peer.Dir, Href: up + "../" + peer.Dir + "/" + to})
	}
	return f
}

// places are the links in the header, as seen from a page.
func (p *Plan) places(up, here string) []page.Tab {
	tabs := []page.Tab{{Text: "Journeys", Href: up + "index.html#journeys", Here: here == "journeys"}}
	if p.stage != nil {
		tabs = append(tabs, page.Tab{Text: "Models", Href: up + "model/index.html", Here: here == "models"})
	}
	return append(tabs, []page.Tab{
		{Text: "Source", Href: up + "file/index.html", Here: here == "source"},
		{Text: "Packages", Href: up + "pkg/index.html", Here: here == "packages"},
		{Text: "A–Z", Href: up + p.index, Here: here == "symbols"},
	}...)
}

// links says where names lead on a page that shows a piece of source.
func (p *Plan) links(from string) source.Links {
	return source.Links{
		Href: func(s indexer.Sym) string { return p.href(from, s) },
		Decl: func(s indexer.Sym) string {
			if to := p.urls.best(s); to != from {
				return relative(from, to)
			}
			return ""
		},
	}
}

func (p *Plan) href(from string, s indexer.Sym) string {
	if to := p.urls.best(s); to != "" {
		return relative(from, to)
	}
	return ""
}

// place is a linked "runtime/proc.go:4135".
func (p *Plan) place(from string, file, off int32) page.Place {
	line := p.marked[file]().Line(off)
	return page.Place{
		Text: p.x.Files[file].Path + ":" + itoa(line),
		Href: relative(from, p.urls.line(file, line)),
	}
}

// shortPlace leaves out the folder where it is the page's own package.
func (p *Plan) shortPlace(from string, pkg, file, off int32) page.Place {
	pl := p.place(from, file, off)
	pl.Text = strings.TrimPrefix(pl.Text, p.x.Packages[pkg].Path+"/")
	return pl
}

// listing is a piece of source on a page other than its file's. Its lines have ids
// only where own is set: a page with pieces of several files can have them once.
func (p *Plan) listing(from string, at indexer.Place, own bool) page.Listing {
	m := p.marked[at.File]()
	links := p.links(from)
	if own {
		links.Above = p.remarks(from, at.File)
	} else {
		links.Line = func(n int) string { return relative(from, p.urls.line(at.File, n)) }
	}
	return page.Listing{
		Place: p.place(from, at.File, at.Off),
		Code:  m.HTML(at.Off, at.End, links),
		Lang:  langClass(m.File.Lang),
	}
}

func langClass(l indexer.Lang) string {
	return [...]string{"go", "asm", "c"}[l]
}

// signature is a symbol's declaration on one line, with links.
func (p *Plan) signature(from string, s *indexer.Symbol) template.HTML {
	if !s.Decl.OK() {
		return p.marked[s.Asm.File]().Inline(s.Name.Off, s.Name.End, source.Links{})
	}
	return p.marked[s.Decl.File]().Inline(s.Decl.Off, s.Head, p.links(from))
}

func itoa(n int) string { return strconv.Itoa(n) }

// count writes "1 caller", "2 callers".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func thousands(n int) string {
	s := itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Pages lists the paths of all pages and files, sorted.
func (p *Plan) Pages() []string {
	paths := make([]string, len(p.pages))
	for i := range p.pages {
		paths[i] = p.pages[i].path
	}
	return paths
}
