package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"
	"sync"

	"sourcedive/internal/diag"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/templates"
)

// A Version is the site of one version of Go: its pages and files by path.
type Version struct {
	Dir    string // its folder on the site, such as "go1.26.8"
	inputs *pages.Inputs
	routes []route
	byPath map[string]int
	peers  []*Peer       // the other versions of the site
	config func() string // hash of the configuration, made on first use

	searchData func() map[string][]byte // the scripts of the search, by name
	searcher   *search.Searcher
}

// route is a page or a file that can be made.
type route struct {
	path   string
	title  string                // of a page
	asset  bool                  // not a page to read: style, script, data
	shared bool                  // the same in all versions of the site
	view   func() templates.View // what the page's template prints; nil for assets
	around func() string         // of a page that the content says nothing on, see [Site.Render]; else ""
	render func(*bytes.Buffer) ([]byte, error)
}

// NewVersion lists the pages of a version. Two pages of one path, or of paths that differ in
// case only, are a problem.
func NewVersion(p *pages.Inputs) (*Version, diag.List) {
	v := &Version{Dir: p.Dir(), inputs: p}
	v.config = sync.OnceValue(func() string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%#v", p.Resolved.Config))
		return string(sum[:])
	})
	v.KeepSearch(context.Background(), "", "")
	for i := range pages.Kinds {
		for _, r := range pages.Kinds[i].Routes(p) {
			v.addPage(&pages.Kinds[i], r)
		}
	}
	for _, f := range pages.DataFiles(p) {
		v.addFile(f.Path, f.Make)
		v.routes[len(v.routes)-1].shared = f.Shared
	}
	for _, name := range search.ExportNames() {
		v.addFile(searchDir+name, func() ([]byte, error) { return v.searchData()[name], nil })
	}
	return v, v.sort()
}

// sort sorts the pages and refuses paths that are the same but for case.
func (v *Version) sort() (problems diag.List) {
	sort.Slice(v.routes, func(i, j int) bool { return v.routes[i].path < v.routes[j].path })
	v.byPath = make(map[string]int, len(v.routes))
	folded := make(map[string]string, len(v.routes))
	for i, page := range v.routes {
		fold := strings.ToLower(page.path)
		if other, taken := folded[fold]; taken {
			problems = append(problems, diag.Diagnostic{File: page.path, Msg: "two pages want one path: " + other})
		}
		folded[fold] = page.path
		v.byPath[page.path] = i
	}
	return problems
}

// addPage adds a page that a template prints. Its view is made when it is asked for.
func (v *Version) addPage(k *pages.Kind, r pages.Route) {
	layout := func() pages.Layout { return v.layout(r.Path, r.Title, k) }
	view := func() templates.View { return r.View(layout()) }
	around := func() string {
		if r.Silent == nil || !r.Silent() {
			return ""
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %#v", v.config(), layout()))
		return string(sum[:])
	}
	v.routes = append(v.routes, route{path: r.Path, title: r.Title, view: view, around: around, render: func(b *bytes.Buffer) ([]byte, error) {
		err := v.inputs.Theme.Write(b, view())
		return b.Bytes(), err
	}})
}

// addFile adds a file that is no page.
func (v *Version) addFile(path string, render func() ([]byte, error)) {
	v.routes = append(v.routes, route{path: path, asset: true, around: func() string { return "" }, render: func(*bytes.Buffer) ([]byte, error) { return render() }})
}

// Page makes one page. ok is false when there is none of that path.
func (v *Version) Page(path string) (data []byte, ok bool, err error) {
	return v.page(path, new(bytes.Buffer))
}

// page makes one page, in an empty buffer.
func (v *Version) page(path string, b *bytes.Buffer) (data []byte, ok bool, err error) {
	i, ok := v.byPath[path]
	if !ok {
		return nil, false, nil
	}
	data, err = v.routes[i].render(b)
	if err != nil {
		err = fmt.Errorf("page %s/%s: %w", v.Dir, path, err)
	}
	return data, true, err
}

// around is that of a page, "" for one that is none.
func (v *Version) around(path string) string {
	if i, ok := v.byPath[path]; ok {
		return v.routes[i].around()
	}
	return ""
}

// shares reports whether a file is the same in all versions.
func (v *Version) shares(path string) bool {
	i, ok := v.byPath[path]
	return ok && v.routes[i].shared
}

// Has reports whether a page exists.
func (v *Version) Has(path string) bool {
	_, ok := v.byPath[path]
	return ok
}

// Pages lists the paths of all pages and files, sorted.
func (v *Version) Pages() []string {
	paths := make([]string, len(v.routes))
	for i := range v.routes {
		paths[i] = v.routes[i].path
	}
	return paths
}
