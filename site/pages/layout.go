package pages

import (
	"slices"
	"strings"

	"sourcedive/site/urls"
)

// Layout is what surrounds every page: head, header and footer.
type Layout struct {
	Kind        string // of the page, the class of body
	Title       string // unique on the site
	Description string
	Up          string   // prefix from the page to its version's root: "../../", or ""
	Assets      string   // address of the folder that holds style, scripts and data
	Common      string   // address of the folder of those that are the same in all versions: Assets, where there is one version
	Stamp       string   // changes when the assets do
	Styles      []string // names of style sheets among the assets, besides that of all pages
	Wasm        bool     // its scripts compile WebAssembly
	Version     string
	Platform    string
	Versions    []urls.Link // other versions: this page there, or their first page
	Crumbs      []urls.Link // the way to this page; the last is the page itself
	Nav         []Tab
	Places      []Place // on the paths of levels, a page may be several stops
	Index       string  // address of the A–Z
}

// grids are the columns that the pages of a class stand in, classes of base.css; those of
// the other classes have one.
var grids = map[string]string{
	"text": "page", "journey": "page",
	"func": "page func", "type": "page func", "src": "page func file",
}

// Grid is the class of the page's main element.
func (f Layout) Grid() string {
	if grid := grids[f.Kind]; grid != "" {
		return grid
	}
	return "page full"
}

// styles are what pages of a class link besides the style of all pages.
var styles = map[string][]string{
	"front": {"figure.css", "scene.css", "front.css"}, "text": {"figure.css"}, "journey": {"figure.css"},
	"history": {"history.css"}, "release": {"history.css"}, "releases": {"history.css"},
	"models": {"scene.css", "model.css"}, "model": {"scene.css", "model.css"}, "exercises": {"model.css"},
	"lab": {"figure.css", "lab.css"}, "explain": {"explain.css"},
}

// StylesOf are the style sheets of the pages of a class.
func StylesOf(class string) []string { return slices.Clip(styles[class]) }

// Around is a key that differs between pages whose header or footer differ.
func (f Layout) Around() string {
	var b strings.Builder
	for _, list := range [][]urls.Link{f.Versions, {{Text: f.Version, Href: f.Up}, {Text: f.Platform}}} {
		for _, l := range list {
			b.WriteString(l.Text + " " + l.Href + "\n")
		}
	}
	for _, tab := range f.Nav {
		if tab.Here {
			b.WriteString(tab.Text)
		}
		b.WriteString(tab.Href + "\n")
	}
	return b.String()
}

// Tab is one of the places in the header.
type Tab struct {
	Text string
	Href string
	Here bool // the page is under it
}
