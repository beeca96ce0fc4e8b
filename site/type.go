package site

import (
	"slices"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

func (p *Plan) typePage(f page.Frame, path string, sym indexer.Sym) templates.View {
	s := &p.x.Symbols[sym]
	v := page.Type{
		Frame: p.symbolFrame(f, path, s), Name: s.ID.Local(),
		Decl: p.signature(path, s), Badges: p.badges(s), Listing: p.listing(path, s.Decl, true),
		Keyword: typeKeyword(s), Sized: s.Size >= 0,
	}
	v.Kind = "type"
	v.Place = v.Listing.Place
	v.Lead, v.Doc = p.leadAndDoc(path, s)
	v.Written = p.notesOn(path, sym)
	v.Fields = p.fieldRows(path, sym)
	v.Methods = p.methodRows(path, sym)
	v.Uses = p.uses(path, sym)
	v.Facts = typeFacts(s, v)
	return v
}

// typeKeyword is what stands behind the name in the heading of a type whose body
// is a table.
func typeKeyword(s *indexer.Symbol) string {
	for _, k := range []string{"struct", "interface"} {
		if strings.HasSuffix(s.Sig, " "+k) {
			return k
		}
	}
	return ""
}

func typeFacts(s *indexer.Symbol, v page.Type) []page.Link {
	var facts []page.Link
	if s.Size >= 0 {
		facts = append(facts, page.Link{Text: count(int(s.Size), "byte", "bytes") + ", aligned to " + itoa(int(s.Align))})
	}
	fields := 0
	for _, f := range v.Fields {
		if f.Gap == "" {
			fields++
		}
	}
	if fields > 0 && v.Keyword == "struct" {
		facts = append(facts, page.Link{Text: count(fields, "field", "fields"), Href: "#fields"})
	}
	if len(v.Methods) > 0 {
		facts = append(facts, page.Link{Text: count(len(v.Methods), "method", "methods"), Href: "#methods"})
	}
	return facts
}

// children lists the symbols declared inside another, in order of the source.
func (p *Plan) children(sym indexer.Sym, kinds ...indexer.Kind) []indexer.Sym {
	list := slices.DeleteFunc(slices.Clone(p.byParent()[sym]), func(s indexer.Sym) bool {
		return !slices.Contains(kinds, p.x.Symbols[s].Kind)
	})
	slices.SortFunc(list, func(a, b indexer.Sym) int {
		x, y := p.x.Symbols[a].Decl, p.x.Symbols[b].Decl
		if x.File != y.File {
			return int(x.File - y.File)
		}
		return int(p.x.Symbols[a].Name.Off - p.x.Symbols[b].Name.Off)
	})
	return list
}

func byParent(x *indexer.Index) [][]indexer.Sym {
	lists := make([][]indexer.Sym, len(x.Symbols))
	for i := range x.Symbols {
		if up := x.Symbols[i].Parent; up != indexer.NoSym {
			lists[up] = append(lists[up], indexer.Sym(i))
		}
	}
	return lists
}

// fieldRows lists the fields of a struct, those of structs written inside it
// indented, and the gaps between them.
func (p *Plan) fieldRows(path string, sym indexer.Sym) []page.FieldRow {
	var rows []page.FieldRow
	next := int64(0)
	for _, f := range p.children(sym, indexer.KindField, indexer.KindAbstract) {
		s := &p.x.Symbols[f]
		if gap := s.Offset - next; s.Offset >= 0 && gap > 0 && next >= 0 {
			rows = append(rows, page.FieldRow{Gap: count(int(gap), "byte", "bytes") + " of padding", Offset: itoa(int(next))})
		}
		rows = append(rows, p.fieldRow(path, f, 0))
		rows = append(rows, p.innerRows(path, f, 1)...)
		next = s.Offset + s.Size
		if s.Offset < 0 || s.Size < 0 {
			next = -1
		}
	}
	if gap := p.x.Symbols[sym].Size - next; next > 0 && gap > 0 {
		rows = append(rows, page.FieldRow{Gap: count(int(gap), "byte", "bytes") + " of padding", Offset: itoa(int(next))})
	}
	return rows
}

func (p *Plan) innerRows(path string, sym indexer.Sym, depth int) (rows []page.FieldRow) {
	for _, f := range p.children(sym, indexer.KindField) {
		rows = append(rows, p.fieldRow(path, f, depth))
		rows = append(rows, p.innerRows(path, f, depth+1)...)
	}
	return rows
}

func (p *Plan) fieldRow(path string, f indexer.Sym, depth int) page.FieldRow {
	s := &p.x.Symbols[f]
	row := page.FieldRow{
		ID: p.urls.fieldID(f, p.urls.outerType(f)), Depth: depth, Name: s.ID.Base(), Doc: fieldDoc(s.Doc),
		Place: p.place(path, s.Decl.File, s.Name.Off),
		Type:  p.marked[s.Decl.File]().Inline(p.typeStart(s), s.Head, p.links(path)),
	}
	if s.Offset >= 0 {
		row.Offset = itoa(int(s.Offset))
	}
	if s.Size >= 0 {
		row.Size = itoa(int(s.Size))
	}
	var counts []string
	for _, way := range accessWays {
		if users := p.users(path, f, way.how); users.Count > 0 {
			users.What = way.what
			row.Uses = append(row.Uses, users)
			counts = append(counts, way.what+" "+itoa(users.Count))
		}
	}
	row.Summary = strings.Join(counts, ", ")
	return row
}

// accessWays are the ways to access a field that its row tells apart.
var accessWays = []struct {
	what string
	how  indexer.Access
}{
	{"read by", indexer.Read}, {"written by", indexer.Write}, {"address taken by", indexer.Address},
}

// fieldDoc is a field's comment on one line, cut where it gets long.
func fieldDoc(doc string) string {
	words := strings.Fields(doc)
	for n, w := 0, 0; w < len(words); w++ {
		if n += len(words[w]) + 1; n > 700 {
			return strings.Join(words[:w], " ") + " …"
		}
	}
	return strings.Join(words, " ")
}

// typeStart is where the type of a field begins: behind its names.
func (p *Plan) typeStart(s *indexer.Symbol) int32 {
	if s.Embedded {
		return s.Decl.Off
	}
	text := p.x.Files[s.Decl.File].Text
	off := s.Name.End
	for off < s.Head && (text[off] == ',' || text[off] == ' ' || text[off] == '\t') {
		if text[off] == ',' { // further names of the same type
			for off++; off < s.Head && text[off] == ' '; off++ {
			}
			for off < s.Head && text[off] != ',' && text[off] != ' ' && text[off] != '\t' {
				off++
			}
			continue
		}
		off++
	}
	return off
}

// users lists the functions that access a field or variable in one way.
func (p *Plan) users(path string, f indexer.Sym, how indexer.Access) page.Users {
	at := map[indexer.Sym]int{}
	var ends []end
	for _, u := range p.x.Uses(f) {
		if u.Access&how == 0 {
			continue
		}
		fn := p.x.Enclosing(u.File, u.Off)
		if fn == indexer.NoSym {
			continue
		}
		fn = p.x.Outermost(fn)
		i, ok := at[fn]
		if !ok {
			i = len(ends)
			at[fn] = i
			ends = append(ends, end{sym: fn})
		}
		ends[i].sites = append(ends[i].sites, indexer.Place{File: u.File, Off: u.Off})
	}
	users := page.Users{Count: len(ends)}
	for _, e := range ends {
		row := p.edgeRow(path, p.x.Symbols[f].Pkg, e)
		row.Href, row.Sites = row.Sites[0].Href, nil
		users.Rows = append(users.Rows, row)
	}
	return users
}

func (p *Plan) methodRows(path string, sym indexer.Sym) (rows []page.SymbolRow) {
	for _, m := range p.children(sym, indexer.KindMethod) {
		s := &p.x.Symbols[m]
		rows = append(rows, page.SymbolRow{
			Link: page.Link{Text: s.ID.Base(), Href: p.href(path, m)}, Kind: "method",
			Synopsis: source.Synopsis(s.Doc), Place: p.shortPlace(path, s.Pkg, s.Decl.File, s.Name.Off).Text,
		})
	}
	return rows
}

// uses lists the functions that name a type.
func (p *Plan) uses(path string, sym indexer.Sym) []page.UseGroup {
	all := p.users(path, sym, indexer.Read|indexer.Called|indexer.Write|indexer.Address)
	if all.Count == 0 {
		return nil
	}
	return []page.UseGroup{{What: count(all.Count, "function names it", "functions name it"), Rows: all.Rows}}
}
