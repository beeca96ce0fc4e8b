package site

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
)

// kindMeans says each kind of edge in a few words, from the caller's side.
var kindMeans = [...]string{
	indexer.EdgeCall:     "direct call",
	indexer.EdgeDefer:    "deferred call",
	indexer.EdgeGo:       "starts a goroutine",
	indexer.EdgeSwitch:   "runs on the system stack",
	indexer.EdgeDynamic:  "through a function value or interface",
	indexer.EdgeRef:      "taken as a value",
	indexer.EdgeAsm:      "in assembly",
	indexer.EdgeLinkname: "under another name",
	indexer.EdgeCompiler: "inserted by the compiler",
}

// shownRows and shownSites bound what stands open on a page; the rest is folded.
const (
	shownRows  = 40
	listedRows = 600 // even folded; the prologue of every function calls morestack
	shownSites = 6
)

// side lists one side of a function's edges by kind. Closures count as part of
// the function that they are written in.
func (p *Plan) side(path string, sym indexer.Sym, callers bool) page.Side {
	var side page.Side
	ends := p.ends(sym, callers)
	seen := map[indexer.Sym]bool{}
	for _, kind := range indexer.EdgeKinds() {
		group := page.Edges{Kind: kind.String(), Means: kindMeans[kind]}
		for _, e := range ends {
			if e.kind == kind {
				group.Rows = append(group.Rows, p.edgeRow(path, p.x.Symbols[sym].Pkg, e))
				group.Count++
				seen[e.sym] = true
			}
		}
		group.Rows = p.collapse(path, group.Rows, ends, kind)
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
	if callers && p.x.Symbols[sym].Builtin {
		side.Empty = "None is written: compiled code calls it."
	}
	return side
}

// copies is how many functions of one generated file stand on their own in a list.
const copies = 4

// collapse puts the functions of a generated file, which are copies of each other,
// into one row where there are many.
func (p *Plan) collapse(path string, rows []page.EdgeRow, ends []end, kind indexer.EdgeKind) []page.EdgeRow {
	count := map[int32]int{}
	var files []int32 // of the rows
	for _, e := range ends {
		if e.kind == kind {
			file := p.x.Symbols[e.sym].Body().File
			files = append(files, file)
			count[file]++
		}
	}
	told := map[int32]bool{}
	var kept []page.EdgeRow
	for i, row := range rows {
		file := files[i]
		switch {
		case count[file] <= copies || !p.generated(file):
			kept = append(kept, row)
		case !told[file]:
			told[file] = true
			kept = append(kept, p.copiesRow(path, file, count[file], row))
		}
	}
	return kept
}

func (p *Plan) copiesRow(path string, file int32, n int, first page.EdgeRow) page.EdgeRow {
	name := p.x.Files[file].Path
	return page.EdgeRow{
		Text: name[strings.LastIndexByte(name, '/')+1:], Href: relative(path, p.urls.file[file]),
		Note: "×" + itoa(n) + ", such as " + first.Text, Sites: first.Sites,
	}
}

// generated reports whether a file says that a program wrote it.
func (p *Plan) generated(file int32) bool {
	text := p.x.Files[file].Text
	return strings.Contains(text[:min(len(text), 400)], "Code generated ")
}

// end is the other end of some edges of one kind, with their sites.
type end struct {
	sym     indexer.Sym
	kind    indexer.EdgeKind
	closure bool        // through a function literal
	system  bool        // which runs on the system stack
	dead    bool        // nothing but code that a constant keeps from running here
	inside  indexer.Sym // of callees: the function or literal of the first site

	construct indexer.Construct // of an inserted call
	sites     []indexer.Place
}

// ends groups the edges of a function and its closures by other end and kind:
// callers by name, callees in order of their first site.
func (p *Plan) ends(sym indexer.Sym, callers bool) []end {
	type key struct {
		sym  indexer.Sym
		kind indexer.EdgeKind
	}
	at := map[key]int{}
	var ends []end
	for _, e := range p.edgesOf(sym, callers) {
		other := e.To
		if callers {
			other = e.From
		}
		outer := p.x.Outermost(other)
		if outer == sym && other != sym {
			continue // its own closure
		}
		k := key{outer, e.Kind}
		i, ok := at[k]
		if !ok {
			i = len(ends)
			at[k] = i
			ends = append(ends, end{sym: outer, kind: e.Kind, inside: e.From, dead: true})
		}
		inner := other
		if !callers {
			inner = e.From
		}
		ends[i].construct = e.Construct
		ends[i].dead = ends[i].dead && e.Dead
		ends[i].closure = ends[i].closure || p.x.Symbols[inner].Kind == indexer.KindClosure
		ends[i].system = ends[i].system || p.onSystemStack(inner)
		ends[i].sites = append(ends[i].sites, indexer.Place{File: e.File, Off: e.At})
	}
	if callers {
		slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(p.x.Symbols[a.sym].ID, p.x.Symbols[b.sym].ID) })
	}
	return ends
}

// onSystemStack reports whether a function literal is handed to a switch of stacks.
func (p *Plan) onSystemStack(s indexer.Sym) bool {
	for ; s != indexer.NoSym && p.x.Symbols[s].Kind == indexer.KindClosure; s = p.x.Symbols[s].Parent {
		for _, e := range p.x.Callers(s) {
			if e.Kind == indexer.EdgeSwitch {
				return true
			}
		}
	}
	return false
}

// drawn is the kind of curve that an end is drawn with.
func (e end) drawn() string {
	if e.system {
		return indexer.EdgeSwitch.String()
	}
	return e.kind.String()
}

// edgesOf gives the edges of a function and, for callees, of its closures, in
// order of their sites.
func (p *Plan) edgesOf(sym indexer.Sym, callers bool) []indexer.Edge {
	if callers {
		return p.x.Callers(sym)
	}
	var edges []indexer.Edge
	for _, s := range append([]indexer.Sym{sym}, p.closures(sym)...) {
		edges = append(edges, p.x.Callees(s)...)
	}
	slices.SortStableFunc(edges, func(a, b indexer.Edge) int { return cmp.Compare(a.At, b.At) })
	return edges
}

// closures lists the function literals inside a function, however deep: their IDs
// start with its own.
func (p *Plan) closures(sym indexer.Sym) []indexer.Sym {
	var list []indexer.Sym
	prefix := string(p.x.Symbols[sym].ID) + "."
	for i := sym + 1; int(i) < len(p.x.Symbols) && strings.HasPrefix(string(p.x.Symbols[i].ID), prefix[:len(prefix)-1]); i++ {
		if p.x.Symbols[i].Kind == indexer.KindClosure && strings.HasPrefix(string(p.x.Symbols[i].ID), prefix) {
			list = append(list, i)
		}
	}
	return list
}

func (p *Plan) edgeRow(path string, pkg int32, e end) page.EdgeRow {
	s := &p.x.Symbols[e.sym]
	row := page.EdgeRow{Text: p.urls.local[e.sym], Href: p.href(path, e.sym)}
	if s.Pkg != pkg {
		row.Pkg = p.x.Packages[s.Pkg].Path + "."
	}
	switch {
	case e.dead:
		row.Note = "never on this platform"
	case e.construct != 0:
		row.Note = e.construct.String()
	case e.system:
		row.Note = "on the system stack"
	case e.closure:
		row.Note = "in a function literal"
	}
	lines := map[string]bool{}
	for _, at := range e.sites {
		pl := p.shortPlace(path, pkg, at.File, at.Off)
		pl.Href = p.siteHref(path, at)
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

// siteHref leads to a line on the page of the function that it is in, where there
// is one, else in its file.
func (p *Plan) siteHref(path string, at indexer.Place) string {
	line := p.marked[at.File]().Line(at.Off)
	if fn := p.x.Enclosing(at.File, at.Off); fn != indexer.NoSym {
		if own := p.urls.page[p.x.Outermost(fn)]; own != "" {
			return relative(path, own+"#L"+itoa(line))
		}
	}
	return relative(path, p.urls.line(at.File, line))
}

// shortenSite leaves out the file where it is that of the row's first site, or the
// page's own: ":4143".
func shortenSite(first, text string) string {
	file, _, _ := strings.Cut(first, ":")
	return strings.TrimPrefix(text, file)
}
