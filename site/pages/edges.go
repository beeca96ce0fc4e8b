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
	Means string // the kind, described from the caller's side
	Count int
	Rows  []EdgeRow
	Rest  []EdgeRow // folded away
	More  int       // not listed at all
}

// EdgeRow is one caller or callee, with its sites.
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

// kindMeans describes each kind of edge from the caller's side.
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

// Bounds of a list: rows beyond shownRows are folded away, rows beyond listedRows and sites
// beyond shownSites are counted only.
const (
	shownRows  = 40
	listedRows = 600 // even folded; the prologue of every function calls morestack
	shownSites = 6
)

// edgeList lists the callers or the callees of a function by kind.
func edgeList(p *Inputs, path string, sym index.Sym, dir graphq.Direction) EdgeList {
	groups, n := p.graph.Groups(sym, dir)
	list := EdgeList{Count: n, Empty: "None is known."}
	if dir == graphq.Callers && p.Index.Symbols[sym].Builtin {
		list.Empty = "None is written: compiled code calls it."
	}
	for _, g := range groups {
		edges := Edges{Kind: g.Kind.String(), Means: kindMeans[g.Kind], Count: g.Count}
		for _, peer := range g.Peers {
			edges.Rows = append(edges.Rows, peerRow(p, path, p.Index.Symbols[sym].Pkg, peer))
		}
		list.Kinds = append(list.Kinds, fold(edges))
	}
	return list
}

// fold bounds the rows of a list.
func fold(e Edges) Edges {
	if len(e.Rows) > listedRows {
		e.Rows, e.More = e.Rows[:listedRows], len(e.Rows)-listedRows
	}
	if len(e.Rows) > shownRows {
		e.Rows, e.Rest = e.Rows[:shownRows], e.Rows[shownRows:]
	}
	return e
}

// peerRow is the row of a function, or of the file of many copies of one.
func peerRow(p *Inputs, path string, pkg int32, peer graphq.Peer) EdgeRow {
	row := edgeRow(p, path, pkg, peer)
	if peer.Copies == 0 {
		return row
	}
	file := fileLink(p, path, p.Index.Symbols[peer.Sym].Body().File)
	return EdgeRow{Text: file.Text, Href: file.Href, Note: "×" + strconv.Itoa(peer.Copies) + ", such as " + row.Text, Sites: row.Sites}
}

// fileLink is a link to the page of a file under its plain name.
func fileLink(p *Inputs, path string, file int32) urls.Link {
	name := p.Index.Files[file].Path
	return urls.Link{Text: name[strings.LastIndexByte(name, '/')+1:], Href: urls.Relative(path, p.URLs.File[file])}
}

func edgeRow(p *Inputs, path string, pkg int32, peer graphq.Peer) EdgeRow {
	s := &p.Index.Symbols[peer.Sym]
	row := EdgeRow{Text: p.URLs.Local[peer.Sym], Href: p.Href(path, peer.Sym)}
	if s.Pkg != pkg {
		row.Pkg = p.PackageText(s.Pkg) + "."
	}
	switch {
	case peer.Dead:
		row.Note = "never on this platform"
	case peer.Construct != 0:
		row.Note = peer.Construct.String()
	case peer.OnSystemStack:
		row.Note = "on the system stack"
	case peer.InLiteral:
		row.Note = "in a function literal"
	}
	lines := map[string]bool{}
	for _, at := range peer.Sites {
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
