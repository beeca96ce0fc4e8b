package site

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"sourcedive/internal/diag"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/templates"
)

// A Version is the site of one version of Go: which pages exist and how each is made.
type Version struct {
	Dir    string // its folder on the site, such as "go1.26.8"
	inputs *pages.Inputs
	routes []route
	byURL  map[string]int
	peers  []*Version // the other versions of the site

	searchData func() map[string][]byte // the scripts of the search, by name
	searcher   *search.Searcher
}

// route is a page or a file that can be made.
type route struct {
	path   string
	title  string                // of a page
	asset  bool                  // not a page to read: style, script, data
	view   func() templates.View // what the page's template prints; nil for assets
	render func() ([]byte, error)
}

// NewVersion lists the pages of one version. A path that two pages want is a problem.
func NewVersion(p *pages.Inputs) (*Version, diag.List) {
	v := &Version{Dir: p.Dir(), inputs: p}
	v.KeepSearch(context.Background(), "", "")
	for i := range pages.Kinds {
		for _, r := range pages.Kinds[i].Routes(p) {
			v.addPage(&pages.Kinds[i], r)
		}
	}
	for _, f := range pages.DataFiles(p) {
		v.addFile(f.Path, f.Make)
	}
	for _, name := range search.ExportNames() {
		v.addFile(searchDir+name, func() ([]byte, error) { return v.searchData()[name], nil })
	}
	return v, v.sort()
}

// sort sorts the pages and refuses paths that are the same but for case.
func (p *Version) sort() (problems diag.List) {
	sort.Slice(p.routes, func(i, j int) bool { return p.routes[i].path < p.routes[j].path })
	p.byURL = make(map[string]int, len(p.routes))
	folded := make(map[string]string, len(p.routes))
	for i, page := range p.routes {
		fold := strings.ToLower(page.path)
		if other, taken := folded[fold]; taken {
			problems = append(problems, diag.Diagnostic{File: page.path, Msg: "two pages want one path: " + other})
		}
		folded[fold] = page.path
		p.byURL[page.path] = i
	}
	return problems
}

// addPage adds a page that a template prints. Its view is made when it is asked for.
func (v *Version) addPage(k *pages.Kind, r pages.Route) {
	view := func() templates.View { return r.View(v.layout(r.Path, r.Title, k)) }
	v.routes = append(v.routes, route{path: r.Path, title: r.Title, view: view, render: func() ([]byte, error) { return v.inputs.Theme.Render(view()) }})
}

// addFile adds a file that is no page.
func (v *Version) addFile(path string, render func() ([]byte, error)) {
	v.routes = append(v.routes, route{path: path, asset: true, render: render})
}

// Page makes one page. ok is false when there is none of that path.
func (p *Version) Page(path string) (data []byte, ok bool, err error) {
	i, ok := p.byURL[path]
	if !ok {
		return nil, false, nil
	}
	data, err = p.routes[i].render()
	if err != nil {
		err = fmt.Errorf("page %s/%s: %w", p.Dir, path, err)
	}
	return data, true, err
}

// Has reports whether a page exists.
func (p *Version) Has(path string) bool {
	_, ok := p.byURL[path]
	return ok
}

// Pages lists the paths of all pages and files, sorted.
func (p *Version) Pages() []string {
	paths := make([]string, len(p.routes))
	for i := range p.routes {
		paths[i] = p.routes[i].path
	}
	return paths
}
