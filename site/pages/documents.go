package pages

import (
	"path"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/search"
	"sourcedive/site/urls"
)

// SearchDocs lists what can be found on this version of the site, in the order of a
// search index.
func SearchDocs(p *Inputs) []search.Doc {
	d := documents{p: p, said: map[index.Sym][]string{}, called: map[index.Sym][]string{}}
	d.aliases()
	d.messages()
	d.symbols()
	d.elsewhere()
	d.files()
	d.pages()
	d.words()
	d.models()
	search.Order(d.docs)
	return d.docs
}

// documents gathers them.
type documents struct {
	p      *Inputs
	docs   []search.Doc
	said   map[index.Sym][]string
	called map[index.Sym][]string // what a reader may call a symbol
}

// aliases collects what the content calls symbols, and the statements that the
// compiler turns into calls of a function.
func (d *documents) aliases() {
	for sym, phrases := range d.p.Resolved.Aliases {
		d.called[sym] = append(d.called[sym], phrases...)
	}
	for _, t := range d.p.Resolved.Notes {
		for _, sym := range t.Symbols {
			d.called[sym] = append(d.called[sym], t.Aliases...)
		}
	}
	for i := range d.p.Index.Statements {
		s := &d.p.Index.Statements[i]
		if s.Name == prologueRow || len(s.Calls) > 6 {
			continue
		}
		for _, c := range s.Calls {
			if c.Sym != index.NoSym && c.Construct != index.Check && c.Construct != index.WriteBarrier && c.Construct != index.Prologue {
				d.called[c.Sym] = append(d.called[c.Sym], s.Title)
			}
		}
	}
}

// messages makes a document of each text that the source prints, and notes it with
// the functions that print it.
func (d *documents) messages() {
	seen := map[string]bool{}
	for _, m := range extract.Messages(d.p.Index) {
		users := d.users(m)
		for _, s := range users {
			d.said[s] = append(d.said[s], m.Text)
		}
		key := m.Kind + "\x00" + m.Text
		if m.Kind != "message" && seen[key] {
			continue
		}
		seen[key] = true
		d.docs = append(d.docs, d.message(m, users))
	}
}

// users are the symbols that a message leads to: the function around it, and those
// that use the constant or the variable that it names.
func (d *documents) users(m extract.Message) []index.Sym {
	x := d.p.Index
	named := m.Sym
	if m.Kind == "GODEBUG" {
		if s, ok := x.Sym(index.ID("runtime.debug." + m.Text)); ok {
			named = s
		}
	}
	if named == index.NoSym {
		return nil
	}
	list := []index.Sym{named}
	if !x.Symbols[named].Kind.Callable() {
		last := index.NoSym
		for _, u := range x.Uses(named) {
			s := x.Enclosing(u.File, u.Off)
			if s == index.NoSym || u.Access&index.Declare != 0 {
				continue
			}
			if s = x.Outermost(s); s != last {
				list = append(list, s)
				last = s
			}
		}
	}
	return list
}

// message is the document of a message. It leads to the first function that uses it,
// else to where it stands.
func (d *documents) message(m extract.Message, users []index.Sym) search.Doc {
	x, file, off := d.p.Index, m.File, m.Off
	doc := search.Doc{Kind: m.Kind, Title: clip(m.Text, 160), Said: []string{m.Text}, Pkg: x.Packages[x.Files[file].Pkg].Path}
	switch m.Kind {
	case "GODEBUG", "environment":
		doc.Base = m.Text
	default:
		doc.Names = []string{m.Text}
	}
	var in []string
	for _, s := range users {
		if x.Symbols[s].Kind.Callable() {
			in = append(in, x.Symbols[s].ID.Local())
		}
	}
	if len(in) > 0 {
		doc.Lead = "In " + strings.Join(in[:min(3, len(in))], ", ")
		if len(in) > 3 {
			doc.Lead += " and " + strconv.Itoa(len(in)-3) + " more"
		}
	}
	if len(users) > 0 && !x.Symbols[users[0]].Kind.Callable() {
		if at, ok := d.firstUse(users[0]); ok {
			file, off = at.File, at.Off
		}
	}
	doc.File, doc.Line = x.Files[file].Path, d.line(file, off)
	doc.URL = d.p.URLs.Line(file, doc.Line)
	if s := x.Enclosing(file, off); s != index.NoSym {
		if outer := x.Outermost(s); d.p.URLs.Page[outer] != "" && x.Symbols[outer].Body().Contains(file, off) {
			doc.URL = d.p.URLs.Page[outer] + "#L" + strconv.Itoa(doc.Line)
		}
	}
	doc.ID = m.Kind + " " + x.Files[m.File].Path + ":" + strconv.Itoa(d.line(m.File, m.Off)) + " " + clip(m.Text, 60)
	return doc
}

func (d *documents) firstUse(s index.Sym) (index.Range, bool) {
	x := d.p.Index
	for _, u := range x.Uses(s) {
		if u.Access&index.Declare == 0 && x.Enclosing(u.File, u.Off) != index.NoSym {
			return index.Range{File: u.File, Off: u.Off}, true
		}
	}
	return index.NoRange, false
}

func (d *documents) line(file, off int32) int { return d.p.Highlight(file).Line(off) }

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
// of a type, else what stands behind the name.
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

// longCode is where reading the source of one symbol ends: beyond are tables.
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

// headComment is what a file says of itself before it declares anything; the
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

// pages makes documents of what is written for readers: journeys and statements.
func (d *documents) pages() {
	for _, j := range d.p.Resolved.Journeys {
		d.docs = append(d.docs, search.Doc{
			ID: "journey " + j.Name, Kind: "journey", Title: j.Title, Names: []string{j.Title, j.Name}, Lead: j.Lead, Text: j.Lead,
			URL: urls.Journey(j.Name),
		})
	}
	for i := range d.p.Index.Statements {
		s := &d.p.Index.Statements[i]
		d.docs = append(d.docs, search.Doc{
			ID: "statement " + s.Name, Kind: "statement", Title: s.Title, Names: []string{s.Title}, Lead: s.Text, Text: s.Text, Code: s.Code,
			URL: urls.Statements + "#" + s.Name,
		})
	}
}

// clip cuts a text that is too long for a row.
func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ") + "…"
	}
	return text
}

// words are the notes, tours and terms of the content.
func (d *documents) words() {
	b := d.p.Resolved
	for _, list := range [][]*annotate.Article{b.Notes, b.Tours, b.CaseStudies, b.Levels} {
		for _, t := range list {
			kind := "note"
			if t.Kind == article.KindTour {
				kind = "tour"
			}
			text := t.Doc.Text()
			lead := t.About
			if lead == "" {
				lead = highlight.Synopsis(text)
			}
			d.docs = append(d.docs, search.Doc{
				ID: t.Kind.Slug() + " " + t.ID, Kind: kind, Title: t.Title, Names: []string{t.Title}, Aliases: t.Aliases,
				Lead: clip(lead, 160), Text: text, URL: d.p.ArticlePage(t),
			})
		}
	}
	for _, t := range b.Terms {
		def := t.Def.Text()
		d.docs = append(d.docs, search.Doc{
			ID: "term " + t.Name, Kind: "term", Title: t.Name, Names: []string{t.Name}, Aliases: t.Also, Lead: clip(def, 160), Text: def,
			URL: urls.Glossary + "#" + urls.TermID(t.Name),
		})
	}
	for _, m := range b.Myths {
		for _, stop := range m.Stops {
			d.docs = append(d.docs, search.Doc{
				ID: "myth " + m.ID + " " + stop.ID, Kind: "note", Title: "Myth: " + stop.Title, Names: []string{stop.Title},
				URL: urls.Myths + "#" + m.ID + "-" + stop.ID,
			})
		}
	}
}

// models are the runnable models.
func (d *documents) models() {
	if d.p.Models == nil {
		return
	}
	for i := range d.p.Models.Models {
		show := &d.p.Models.Models[i]
		d.docs = append(d.docs, search.Doc{
			ID: "model " + show.Name, Kind: "model", Title: show.Title, Names: []string{show.Title, show.Name, "model"},
			Lead: highlight.Synopsis(show.About), Text: show.About, URL: urls.Model(show.Name),
		})
	}
}
