package pages

import (
	"html/template"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Type is the page of a type.
type Type struct {
	Layout
	Name    string
	Decl    template.HTML
	Keyword string // "struct" or "interface", "" when Decl is enough
	Place   highlight.Place
	Facts   []urls.Link
	Badges  []Badge
	Comment
	Written []Note // the notes on it
	Life    *Life
	Fields  []FieldRow
	Methods []SymbolRow
	Few     bool // methods: they stand beside what the type is for
	Sized   bool // offsets and sizes are known
	Listing highlight.Listing
	Uses    []UseGroup
}

// FieldRow is one field of a struct, or a gap.
type FieldRow struct {
	ID      string
	Depth   int
	Name    string
	Type    template.HTML
	Offset  string
	Size    string
	Doc     string
	Gap     string // for padding: "7 bytes of padding"
	Place   highlight.Place
	Summary string // "read by 12, written by 5"
	Uses    []Users
}

// Users is who accesses a field in one way.
type Users struct {
	What  string // "read by"
	Count int
	Rows  []EdgeRow
}

// UseGroup is where a type is named.
type UseGroup struct {
	What string
	Rows []EdgeRow
}

func typePage(p *Inputs, f Layout, path string, sym index.Sym) templates.View {
	s := &p.Index.Symbols[sym]
	v := Type{
		Layout: symbolFrame(p, f, path, s), Name: s.ID.Local(),
		Decl: p.Signature(path, s), Badges: badges(p, s), Listing: p.Listing(path, s.Decl, true),
		Keyword: typeKeyword(s), Sized: s.Size >= 0,
	}
	v.Place = v.Listing.Place
	v.Styles, v.Written = figureStyle(p, sym), notesOn(p, path, sym)
	v.Comment = comment(p, path, s, len(v.Written) > 0)
	v.Life = lifeOf(p, path, sym)
	v.Fields = fieldRows(p, path, sym)
	v.Methods = methodRows(p, path, sym)
	v.Few = len(v.Methods) <= fewMethods
	v.Uses = uses(p, path, sym)
	v.Facts = typeFacts(s, v)
	return v
}

// fewMethods is how many methods leave the fields of a type in sight.
const fewMethods = 8

// typeKeyword follows the name in the heading of a type whose body
// is a table.
func typeKeyword(s *index.Symbol) string {
	for _, k := range []string{"struct", "interface"} {
		if strings.HasSuffix(s.Sig, " "+k) {
			return k
		}
	}
	return ""
}

func typeFacts(s *index.Symbol, v Type) []urls.Link {
	var facts []urls.Link
	if s.Size >= 0 {
		facts = append(facts, urls.Link{Text: english.Count(int(s.Size), "byte", "bytes") + ", aligned to " + strconv.Itoa(int(s.Align))})
	}
	fields := 0
	for _, f := range v.Fields {
		if f.Gap == "" {
			fields++
		}
	}
	if fields > 0 && v.Keyword == "struct" {
		facts = append(facts, urls.Link{Text: english.Count(fields, "field", "fields"), Href: "#fields"})
	}
	if len(v.Methods) > 0 {
		facts = append(facts, urls.Link{Text: english.Count(len(v.Methods), "method", "methods"), Href: "#methods"})
	}
	return facts
}

// fieldRows lists the fields of a struct, those of structs written inside it
// indented, and the gaps between them.
func fieldRows(p *Inputs, path string, sym index.Sym) []FieldRow {
	var rows []FieldRow
	next := int64(0)
	for _, f := range children(p, sym, index.KindField, index.KindAbstract) {
		s := &p.Index.Symbols[f]
		if gap := s.Offset - next; s.Offset >= 0 && gap > 0 && next >= 0 {
			rows = append(rows, FieldRow{Gap: english.Count(int(gap), "byte", "bytes") + " of padding", Offset: strconv.Itoa(int(next))})
		}
		rows = append(rows, fieldRow(p, path, f, 0))
		rows = append(rows, innerRows(p, path, f, 1)...)
		next = s.Offset + s.Size
		if s.Offset < 0 || s.Size < 0 {
			next = -1
		}
	}
	if gap := p.Index.Symbols[sym].Size - next; next > 0 && gap > 0 {
		rows = append(rows, FieldRow{Gap: english.Count(int(gap), "byte", "bytes") + " of padding", Offset: strconv.Itoa(int(next))})
	}
	return rows
}

func innerRows(p *Inputs, path string, sym index.Sym, depth int) (rows []FieldRow) {
	for _, f := range children(p, sym, index.KindField) {
		rows = append(rows, fieldRow(p, path, f, depth))
		rows = append(rows, innerRows(p, path, f, depth+1)...)
	}
	return rows
}

func fieldRow(p *Inputs, path string, f index.Sym, depth int) FieldRow {
	s := &p.Index.Symbols[f]
	row := FieldRow{
		ID: p.URLs.FieldID(f, p.URLs.Outer(f)), Depth: depth, Name: s.ID.Base(), Doc: fieldDoc(s.Doc),
		Place: p.Place(path, s.Decl.File, s.Name.Off),
		Type:  p.Highlight(s.Decl.File).Inline(typeStart(p, s), s.Head, p.Links(path)),
	}
	if s.Offset >= 0 {
		row.Offset = strconv.Itoa(int(s.Offset))
	}
	if s.Size >= 0 {
		row.Size = strconv.Itoa(int(s.Size))
	}
	var counts []string
	locks, rank := lockUsers(p, path, f)
	if rank != "" {
		counts = append(counts, "lock of rank "+rank)
	}
	for _, users := range locks {
		row.Uses = append(row.Uses, users)
		counts = append(counts, users.What+" "+strconv.Itoa(users.Count))
	}
	for _, way := range accessWays {
		if users := users(p, path, f, way.how); users.Count > 0 {
			users.What = way.what
			row.Uses = append(row.Uses, users)
			counts = append(counts, way.what+" "+strconv.Itoa(users.Count))
		}
	}
	row.Summary = strings.Join(counts, ", ")
	return row
}

// accessWays are the ways to access a field that its row distinguishes.
var accessWays = []struct {
	what string
	how  index.Access
}{
	{"read by", index.Read}, {"written by", index.Write}, {"address taken by", index.Address},
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
func typeStart(p *Inputs, s *index.Symbol) int32 {
	if s.Embedded {
		return s.Decl.Off
	}
	text := p.Index.Files[s.Decl.File].Text
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
func users(p *Inputs, path string, f index.Sym, how index.Access) Users {
	at := map[index.Sym]int{}
	var ends []graphq.Peer
	for _, u := range p.Index.Uses(f) {
		if u.Access&how == 0 {
			continue
		}
		fn := p.Index.Enclosing(u.File, u.Off)
		if fn == index.NoSym {
			continue
		}
		fn = p.Index.Outermost(fn)
		i, ok := at[fn]
		if !ok {
			i = len(ends)
			at[fn] = i
			ends = append(ends, graphq.Peer{Sym: fn})
		}
		ends[i].Sites = append(ends[i].Sites, index.Range{File: u.File, Off: u.Off})
	}
	users := Users{Count: len(ends)}
	for _, e := range ends {
		row := edgeRow(p, path, p.Index.Symbols[f].Pkg, e)
		row.Href, row.Sites = row.Sites[0].Href, nil
		users.Rows = append(users.Rows, row)
	}
	return users
}

func methodRows(p *Inputs, path string, sym index.Sym) (rows []SymbolRow) {
	for _, m := range children(p, sym, index.KindMethod) {
		s := &p.Index.Symbols[m]
		rows = append(rows, SymbolRow{
			Link: urls.Link{Text: s.ID.Base(), Href: p.Href(path, m)}, Kind: "method",
			Synopsis: highlight.Synopsis(s.Doc), Place: p.ShortPlace(path, s.Pkg, s.Decl.File, s.Name.Off).Text,
		})
	}
	return rows
}

// uses lists the functions that name a type.
func uses(p *Inputs, path string, sym index.Sym) []UseGroup {
	all := users(p, path, sym, index.Read|index.Called|index.Write|index.Address)
	if all.Count == 0 {
		return nil
	}
	return []UseGroup{{What: english.Count(all.Count, "function names it", "functions name it"), Rows: all.Rows}}
}
