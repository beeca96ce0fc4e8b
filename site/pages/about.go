package pages

import (
	"runtime/debug"
	"strconv"

	"sourcedive/site/urls"
	"sourcedive/templates"
)

// About is the page on how the site was made.
type About struct {
	Layout
	Facts    []Stat
	Notes    []string
	Tools    []urls.Link
	License  string
	Listing  string // the compiler whose listing gave the calls it inserts, "" for none
	Problems []string
}

func aboutPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "About"}}
	f.Description = "What this site shows, how it was made, and under which licence"
	v := About{Layout: f, Notes: p.Index.Config.Notes}
	for _, problem := range p.Index.Problems {
		v.Problems = append(v.Problems, problem.File+":"+strconv.Itoa(problem.Line)+": "+problem.Msg)
	}
	v.Tools = tools()
	v.License, v.Listing = p.Index.Config.License, p.Index.Config.Listing
	return v
}

// tools lists the modules that this program is made with, as it knows itself.
func tools() []urls.Link {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	list := []urls.Link{{Text: "built with " + info.GoVersion}}
	for _, m := range info.Deps {
		list = append(list, urls.Link{Text: m.Path + " " + m.Version})
	}
	return list
}
