package pages

import (
	"strconv"
	"strings"

	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/site/search"
)

// messages makes a document of each text that the source prints, and notes it with
// the functions that print it.
func (d *documents) messages() {
	seen := map[string]bool{}
	for _, m := range extract.Messages.Of(d.p.Index) {
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

// users are the symbols that a message is found with: the function around it, and those
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

// message is the document of a message. It links to the first function that uses it,
// else to its own place.
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
