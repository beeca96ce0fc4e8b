package pages

import (
	"slices"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Files is the map of the source.
type Files struct {
	Layout
	Dirs []Folder
}

// Folder is a folder of the source.
type Folder struct {
	urls.Link
	ID    string
	Count string
	Rows  []FileRow
	Out   Excluded
}

// Excluded lists the files that the platform leaves out.
type Excluded struct {
	Count string // "7 files that linux/amd64 leaves out"
	Rows  []FileRow
}

func filesPage(p *Inputs, f Layout) templates.View {
	const path = urls.Files
	f.Crumbs = []urls.Link{{Text: "Source"}}
	f.Description = "Every file of the packages that this site reads"
	v := Files{Layout: f}
	for _, i := range packageOrder(p) {
		pkg := p.Index.Packages[i].Path
		d := Folder{Link: urls.Link{Text: pkg, Href: urls.Relative(path, urls.Package(pkg))}, ID: urls.Escape(pkg)}
		d.Rows, d.Out = fileRows(p, path, i)
		d.Count = english.Count(len(d.Rows), "file", "files")
		v.Dirs = append(v.Dirs, d)
	}
	return v
}

// fileRows lists the files of a package, apart from those that are excluded.
func fileRows(p *Inputs, from string, pkg int32) (in []FileRow, out Excluded) {
	for i := range p.Index.Files {
		file := &p.Index.Files[i]
		if file.Pkg != pkg {
			continue
		}
		row := FileRow{
			Link:     urls.Link{Text: file.Path[strings.LastIndexByte(file.Path, '/')+1:], Href: urls.Relative(from, p.URLs.File[i])},
			Lines:    english.Thousands(strings.Count(file.Text, "\n")),
			Excluded: file.Excluded,
		}
		if file.Excluded != "" {
			out.Rows = append(out.Rows, row)
			continue
		}
		row.What = fileSummary(p, int32(i))
		if line := p.Resolved.FileLine(int32(i)); line != nil {
			row.What, row.Says = "", p.Plain(from).Line(line)
		}
		in = append(in, row)
	}
	out.Count = english.Count(len(out.Rows), "file", "files") + " that " + p.Index.Config.Platform() + " leaves out"
	return in, out
}

// fileSummary names the longest functions of a file.
func fileSummary(p *Inputs, file int32) string {
	funcs := slices.DeleteFunc(slices.Clone(declared(p, file)), func(s index.Sym) bool { return !p.Index.Symbols[s].Kind.Callable() })
	slices.SortStableFunc(funcs, func(a, b index.Sym) int { return int(p.graph.BodyLen(b) - p.graph.BodyLen(a)) })
	var names []string
	for _, s := range funcs[:min(5, len(funcs))] {
		names = append(names, p.Index.Symbols[s].ID.Local())
	}
	return strings.Join(names, ", ")
}
