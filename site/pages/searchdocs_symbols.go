package pages

import (
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/search"
)

// symbols makes a document of each symbol but closures, which fold into their
// functions.
func (d *documents) symbols() {
	x := d.p.Index
	for i := range x.Symbols {
		s, sym := &x.Symbols[i], index.Sym(i)
		if s.Kind == index.KindClosure || s.ID.Base() == "_" {
			continue
		}
		at := s.Name
		if !at.OK() {
			at = s.Body()
		}
		plain := d.p.URLs.Plain[sym]
		doc := search.Doc{
			ID: string(s.ID), Kind: s.Kind.String(), Title: d.p.URLs.Local[sym], Pkg: x.Packages[s.Pkg].Path,
			Base: strings.TrimSuffix(s.ID.Base(), "<>"), Names: []string{strings.TrimSuffix(plain, plain[strings.LastIndexByte(plain, '.')+1:])},
			Aliases: d.called[sym], Said: d.said[sym], Lead: highlight.Synopsis(s.Doc), Text: s.Doc, Code: d.code(s),
			URL: d.p.URLs.Best(sym), File: x.Files[at.File].Path, Line: d.line(at.File, at.Off),
			Uses: len(x.Uses(sym)),
		}
		d.docs = append(d.docs, doc)
	}
}

// code is the source that a symbol is found by: the body of a function, the fields
// of a type, else its value.
func (d *documents) code(s *index.Symbol) string {
	if s.Kind == index.KindField {
		return s.Type
	}
	var text string
	for _, at := range []index.Range{s.Decl, s.Asm} {
		if at.OK() {
			text += d.p.Index.Files[at.File].Text[at.Off:at.End] + "\n"
		}
	}
	if len(text) > longCode {
		text = text[:longCode]
	}
	return text + s.Value
}

// longCode bounds the source of one symbol that is searched, in bytes: longer ones are tables.
const longCode = 48 << 10

// elsewhere makes a document of each function that only other platforms have.
func (d *documents) elsewhere() {
	x, seen := d.p.Index, map[string]bool{}
	for i := range x.Symbols {
		if s := &x.Symbols[i]; s.Kind.Callable() {
			seen[x.Packages[s.Pkg].Path+" "+s.ID.Plain()] = true
		}
	}
	for i := range x.Files {
		f := &x.Files[i]
		pkg := x.Packages[f.Pkg].Path
		for _, o := range f.Others {
			if key := pkg + " " + o.Plain; !seen[key] {
				seen[key] = true
				line := d.line(int32(i), o.Off)
				dot := strings.LastIndexByte(o.Plain, '.') + 1
				kind := index.KindFunc
				if dot > 0 {
					kind = index.KindMethod
				}
				d.docs = append(d.docs, search.Doc{
					ID: pkg + "." + o.Plain, Kind: kind.String(), Title: o.Plain, Pkg: pkg, Base: o.Plain[dot:], Names: []string{o.Plain[:dot]},
					Lead: "Not built for " + x.Config.Platform() + ".", URL: d.p.URLs.Line(int32(i), line), File: f.Path, Line: line, Elsewhere: true,
				})
			}
		}
	}
}
