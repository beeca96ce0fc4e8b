package pages

import (
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// Edges is the callers or the callees of one kind.
type Edges struct {
	Kind  string
	Means string // the kind in a few words
	Count int
	Rows  []EdgeRow
	Rest  []EdgeRow // folded away
	More  int       // not listed at all
}

// EdgeRow is one function at the other end, with its sites.
type EdgeRow struct {
	Text  string
	Href  string
	Pkg   string // where it differs from the page's
	Note  string // "in a closure"
	Sites []highlight.Place
	More  int // sites not listed
}

// EdgeList is one side of a function's edges.
type EdgeList struct {
	Count int
	Kinds []Edges
	Empty string // why there are none
}

// kindMeans says each kind of edge in a few words, from the caller's side.
var kindMeans = [...]string{
	index.EdgeCall:     "direct call",
	index.EdgeDefer:    "deferred call",
	index.EdgeGo:       "starts a goroutine",
	index.EdgeSwitch:   "runs on the system stack",
	index.EdgeDynamic:  "through a function value or interface",
	index.EdgeRef:      "taken as a value",
	index.EdgeAsm:      "in assembly",
	index.EdgeLinkname: "under another name",
	index.EdgeCompiler: "inserted by the compiler",
}

// shownRows and shownSites bound what stands open on a page; the rest is folded.
const (
	shownRows  = 40
	listedRows = 600 // even folded; the prologue of every function calls morestack
	shownSites = 6
)

// side lists one side of a function's edges by kind. Closures count as part of
// the function that they are written in.
func side(p *Inputs, path string, sym index.Sym, callers bool) EdgeList {
	var side EdgeList
	ends := p.graph.Peers(sym, callers)
	seen := map[index.Sym]bool{}
	for _, kind := range index.EdgeKinds() {
		group := Edges{Kind: kind.String(), Means: kindMeans[kind]}
		for _, e := range ends {
			if e.Kind == kind {
				group.Rows = append(group.Rows, edgeRow(p, path, p.Index.Symbols[sym].Pkg, e))
				group.Count++
				seen[e.Sym] = true
			}
		}
		group.Rows = collapse(p, path, group.Rows, ends, kind)
		if group.Count > 0 {
			if len(group.Rows) > listedRows {
				group.Rows, group.More = group.Rows[:listedRows], len(group.Rows)-listedRows
			}
			if len(group.Rows) > shownRows {
				group.Rows, group.Rest = group.Rows[:shownRows], group.Rows[shownRows:]
			}
			side.Kinds = append(side.Kinds, group)
		}
	}
	side.Count = len(seen)
	side.Empty = "None is known."
	if callers && p.Index.Symbols[sym].Builtin {
		side.Empty = "None is written: compiled code calls it."
	}
	return side
}

// collapse puts the functions of a generated file, which are copies of each other,
// into one row where there are many.
func collapse(p *Inputs, path string, rows []EdgeRow, ends []graphq.Peer, kind index.EdgeKind) []EdgeRow {
	count := map[int32]int{}
	var files []int32 // of the rows
	for _, e := range ends {
		if e.Kind == kind {
			file := p.Index.Symbols[e.Sym].Body().File
			files = append(files, file)
			count[file]++
		}
	}
	told := map[int32]bool{}
	var kept []EdgeRow
	for i, row := range rows {
		file := files[i]
		switch {
		case count[file] <= graphq.Copies || !p.graph.Generated(file):
			kept = append(kept, row)
		case !told[file]:
			told[file] = true
			kept = append(kept, copiesRow(p, path, file, count[file], row))
		}
	}
	return kept
}

func copiesRow(p *Inputs, path string, file int32, n int, first EdgeRow) EdgeRow {
	name := p.Index.Files[file].Path
	return EdgeRow{
		Text: name[strings.LastIndexByte(name, '/')+1:], Href: urls.Relative(path, p.URLs.File[file]),
		Note: "×" + strconv.Itoa(n) + ", such as " + first.Text, Sites: first.Sites,
	}
}

func edgeRow(p *Inputs, path string, pkg int32, e graphq.Peer) EdgeRow {
	s := &p.Index.Symbols[e.Sym]
	row := EdgeRow{Text: p.URLs.Local[e.Sym], Href: p.Href(path, e.Sym)}
	if s.Pkg != pkg {
		row.Pkg = p.Index.Packages[s.Pkg].Path + "."
	}
	switch {
	case e.Dead:
		row.Note = "never on this platform"
	case e.Construct != 0:
		row.Note = e.Construct.String()
	case e.OnSystemStack:
		row.Note = "on the system stack"
	case e.InLiteral:
		row.Note = "in a function literal"
	}
	lines := map[string]bool{}
	for _, at := range e.Sites {
		pl := p.ShortPlace(path, pkg, at.File, at.Off)
		pl.Href = p.SiteHref(path, at)
		if lines[pl.Text] {
			continue
		}
		lines[pl.Text] = true
		if len(row.Sites) == shownSites {
			row.More++
			continue
		}
		if strings.HasPrefix(pl.Href, "#") {
			pl.Text = shortenSite(pl.Text, pl.Text)
		} else if n := len(row.Sites); n > 0 {
			pl.Text = shortenSite(row.Sites[0].Text, pl.Text)
		}
		row.Sites = append(row.Sites, pl)
	}
	return row
}

// shortenSite leaves out the file where it is that of the row's first site, or the
// page's own: ":4143".
func shortenSite(first, text string) string {
	file, _, _ := strings.Cut(first, ":")
	return strings.TrimPrefix(text, file)
}
