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

	Source   string // what is shown
	Reader   string // the Go that reads it, "" for its own
	Switches string // a sentence on what is special about the runtime, "" for none
	Listed   string // what the listing is of
	Work     string // whose work the source is, and its licence
	Editor   EditorWords
}

// EditorWords say how an editor finds the source.
type EditorWords struct {
	Says    string
	Address string
	Label   string // of the directory
	Root    string
}

func aboutPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "About"}}
	f.Description = "What this site shows, how it was made, and under which licence"
	v := About{Layout: f, Notes: p.Index.Config.Notes, Source: f.Version, Listed: "the runtime and all it imports", Work: "The source shown on these pages is the work of the Go authors, under this licence:",
		Editor: EditorWords{"stands for the directory of your Go", "vscode://file{root}/src/{file}:{line}", "Directory of Go", "/usr/local/go"}}
	if ofRuntime(p) {
		v.Switches = "A function handed to systemstack or mcall counts as reached on the system stack."
	}
	if c := p.Index.Config; c.Module != "" {
		v.Source, v.Reader, v.Listed = c.Module+" "+c.Version+", checksum "+c.Sum+",", "with "+c.Go, "its packages"
		v.Work = "The source shown on these pages is under this licence:"
		if c.License == "" {
			v.Work = "The module has no file with a licence at its top."
		}
		v.Editor = EditorWords{"stands for a directory in which your clone lies at the path of the module", "vscode://file{root}/{file}:{line}", "Directory of clones", "/home/me/src"}
	}
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
