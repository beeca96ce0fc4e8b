package pages

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/internal/explain/tables"
	"sourcedive/site/search"
)

// A saying is a text with all that print it.
type saying struct {
	extract.Message
	users   []index.Sym
	built   bool // whether a file of this build has it
	printed bool // piece by piece: it is found in the code of its functions as well
}

// messages makes a document of each text that the source prints, and notes it with
// the functions that print it.
func (d *documents) messages() {
	var list []*saying
	seen := map[string]*saying{}
	add := func(m extract.Message, users []index.Sym, built, printed bool) {
		for _, s := range users {
			if !printed {
				d.said[s] = append(d.said[s], m.Text)
			}
		}
		key := m.Kind + "\x00" + m.Text
		s := seen[key]
		switch {
		case s == nil:
			s = &saying{Message: m, users: users, built: built, printed: printed}
			seen[key], list = s, append(list, s)
		case m.Kind == "message":
			if !s.built && built { // the place that is built is the one to read
				s.Message, s.built = m, true
			}
			s.users = append(s.users, users...)
		}
	}
	for _, m := range extract.Messages.Of(d.p.Index) {
		add(m, d.users(m), true, false)
	}
	for file, t := range d.printed() {
		m := extract.Message{Kind: "message", Text: strings.Join(strings.Fields(t.Words("…")), " "), File: file, Off: int32(t.Off), Sym: index.NoSym}
		if d.p.Index.Files[file].Excluded != "" {
			add(m, nil, false, t.Kind == "print")
		} else if t.Kind == "print" { // the others are there
			if m.Sym = d.p.Index.Enclosing(file, m.Off); m.Sym != index.NoSym {
				m.Sym = d.p.Index.Outermost(m.Sym)
			}
			add(m, d.users(m), true, true)
		}
	}
	for _, s := range list {
		d.docs = append(d.docs, d.message(s))
	}
}

// printed are the texts that the Go files print piece by piece, and all texts of those that
// are not of this build, by file.
func (d *documents) printed() iter.Seq2[int32, tables.Text] {
	x := d.p.Index
	return func(yield func(int32, tables.Text) bool) {
		numbers, byPkg := map[string]int32{}, make([]map[string]string, len(x.Packages))
		for i := range x.Files {
			f := &x.Files[i]
			if f.Lang != index.LangGo {
				continue
			}
			if byPkg[f.Pkg] == nil {
				byPkg[f.Pkg] = map[string]string{}
			}
			numbers[f.Path], byPkg[f.Pkg][f.Path] = int32(i), f.Text
		}
		for _, files := range byPkg {
			for _, t := range tables.Texts(files) {
				if !yield(numbers[t.File], t) {
					return
				}
			}
		}
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
func (d *documents) message(m *saying) search.Doc {
	x, file, off, users := d.p.Index, m.File, m.Off, m.users
	doc := search.Doc{Kind: m.Kind, Title: clip(m.Text, 160), Said: []string{m.Text}, Pkg: x.Packages[x.Files[file].Pkg].Path}
	switch m.Kind {
	case "GODEBUG", "environment":
		doc.Base = m.Text
	default:
		if !m.printed {
			doc.Names = []string{m.Text}
		}
	}
	var in []string
	for _, s := range users {
		if name := x.Symbols[s].ID.Local(); x.Symbols[s].Kind.Callable() && !slices.Contains(in, name) {
			in = append(in, name)
		}
	}
	if len(in) > 0 {
		doc.Lead = "In " + strings.Join(in[:min(3, len(in))], ", ")
		if len(in) > 3 {
			doc.Lead += " and " + strconv.Itoa(len(in)-3) + " more"
		}
	}
	if doc.Elsewhere = !m.built; doc.Elsewhere {
		doc.Lead = "Not built for " + x.Config.Platform() + "."
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
