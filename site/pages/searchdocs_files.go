package pages

import (
	"path"
	"strings"

	"sourcedive/site/highlight"
	"sourcedive/site/search"
	"sourcedive/site/urls"
)

// files makes documents of files and packages.
func (d *documents) files() {
	x := d.p.Index
	for i := range x.Files {
		f := &x.Files[i]
		head := headComment(f.Text)
		name := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
		d.docs = append(d.docs, search.Doc{
			ID: f.Path, Kind: "file", Title: f.Path, Pkg: x.Packages[f.Pkg].Path, Base: name, Names: []string{path.Base(f.Path)},
			Lead: highlight.Synopsis(head), Text: head, URL: d.p.URLs.File[i], File: f.Path, Line: 1, Elsewhere: f.Excluded != "",
		})
	}
	for i := range x.Packages {
		pkg := &x.Packages[i]
		d.docs = append(d.docs, search.Doc{
			ID: "package " + pkg.Path, Kind: "package", Title: pkg.Path, Pkg: pkg.Path, Base: pkg.Name, Names: []string{pkg.Path},
			Lead: highlight.Synopsis(pkg.Doc), Text: pkg.Doc, URL: urls.Package(pkg.Path), File: pkg.Path, Line: 0,
		})
	}
}

// headComment is the comments of a file before its first declaration; the
// copyright is not that.
func headComment(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		comment, ok := strings.CutPrefix(line, "//")
		switch {
		case ok && !strings.HasPrefix(comment, "go:") && !strings.HasPrefix(comment, " +build"):
			b.WriteString(strings.TrimPrefix(comment, " ") + "\n")
		case line == "" || ok:
			b.WriteString("\n")
		case strings.HasPrefix(line, "package ") || strings.HasPrefix(line, "#"):
		default:
			return withoutCopyright(b.String())
		}
		if b.Len() > 8<<10 {
			break
		}
	}
	return withoutCopyright(b.String())
}

func withoutCopyright(text string) string {
	var kept []string
	for _, para := range strings.Split(text, "\n\n") {
		if !strings.Contains(para, "Copyright ") && !strings.Contains(para, "BSD-style") {
			kept = append(kept, para)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n\n"))
}
