package pages

import (
	"path"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Search is the search page.
type Search struct {
	Layout
	Runtime bool   // what the runtime prints and is set by can be found
	Example string // what to look for
	Name    string // of a symbol, in full
	File    string
	Pkg     string
}

func searchPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Search"}}
	f.Description = "Find functions, types, fields, constants, messages and files"
	v := Search{Layout: f, Runtime: true, Example: "who wakes a parked goroutine", Name: "(*mcache).nextFree", File: "proc.go", Pkg: "runtime"}
	if ofRuntime(p) {
		return v
	}
	v.Runtime, v.Example, v.Name, v.File, v.Pkg = false, "a name, or words of a comment", "", "", ""
	x := p.Index
	for i := range x.Symbols {
		if s := &x.Symbols[i]; v.Name == "" || s.Kind == index.KindMethod && !strings.Contains(v.Name, ".") {
			v.Name = s.ID.Local()
		}
	}
	if len(x.Files) > 0 {
		v.File = path.Base(x.Files[0].Path)
	}
	if len(x.Packages) > 0 {
		v.Pkg = x.Packages[0].Path
	}
	return v
}
