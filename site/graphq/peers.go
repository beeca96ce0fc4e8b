package graphq

import (
	"cmp"
	"slices"

	"sourcedive/indexer/index"
)

// A Peer is the other end of some edges of one kind, with their sites.
type Peer struct {
	Sym           index.Sym // never a function literal, but the function around it
	Kind          index.EdgeKind
	InLiteral     bool      // through a function literal
	OnSystemStack bool      // which runs on the system stack
	Dead          bool      // only in code that a constant condition excludes on this platform
	Inside        index.Sym // the function or the literal of the first site

	Construct index.Construct // for which the compiler inserted the call
	Sites     []index.Range   // of the edges, without ends
	Copies    int             // functions of Sym's generated file that it stands for; 0 for itself
}

// Drawn is the kind that an edge is drawn as: a call made on the system stack by a literal
// is a switch to the reader.
func (p Peer) Drawn() index.EdgeKind {
	if p.OnSystemStack {
		return index.EdgeSwitch
	}
	return p.Kind
}

// Peers lists the other ends of a function's edges, one for each function and kind:
// callers by ID, callees in order of their first site.
func (g *Graph) Peers(sym index.Sym, dir Direction) []Peer {
	type key struct {
		sym  index.Sym
		kind index.EdgeKind
	}
	at := map[key]int{}
	var peers []Peer
	for _, e := range g.Edges(sym, dir) {
		other, inner := e.To, e.From
		if dir == Callers {
			other = e.From
		}
		outer := g.index.Outermost(other)
		if outer == sym && other != sym {
			continue // its own literal
		}
		k := key{outer, e.Kind}
		i, ok := at[k]
		if !ok {
			i = len(peers)
			at[k] = i
			peers = append(peers, Peer{Sym: outer, Kind: e.Kind, Inside: e.From, Dead: true})
		}
		p := &peers[i]
		p.Construct = e.Construct
		p.Dead = p.Dead && e.Dead
		p.InLiteral = p.InLiteral || g.index.Symbols[inner].Kind == index.KindClosure
		p.OnSystemStack = p.OnSystemStack || g.onSystemStack(inner)
		p.Sites = append(p.Sites, index.Range{File: e.File, Off: e.At})
	}
	if dir == Callers {
		slices.SortStableFunc(peers, func(a, b Peer) int { return cmp.Compare(g.index.Symbols[a.Sym].ID, g.index.Symbols[b.Sym].ID) })
	}
	return peers
}

// onSystemStack reports whether a function literal, or one around it, is passed to a
// switch of stacks.
func (g *Graph) onSystemStack(s index.Sym) bool {
	for ; s != index.NoSym && g.index.Symbols[s].Kind == index.KindClosure; s = g.index.Symbols[s].Parent {
		for _, e := range g.index.Callers(s) {
			if e.Kind == index.EdgeSwitch {
				return true
			}
		}
	}
	return false
}

// A Group is the peers of one kind of edge.
type Group struct {
	Kind  index.EdgeKind
	Count int // of functions, each copy counted
	Peers []Peer
}

// Groups lists a function's peers by kind, in the order of the kinds, and counts the
// distinct functions among them. Where a generated file has more than four of a group, the
// first stands for all: they are copies of one another.
func (g *Graph) Groups(sym index.Sym, dir Direction) (groups []Group, functions int) {
	distinct := map[index.Sym]bool{}
	byKind := map[index.EdgeKind][]Peer{}
	for _, p := range g.Peers(sym, dir) {
		byKind[p.Kind] = append(byKind[p.Kind], p)
		distinct[p.Sym] = true
	}
	for _, kind := range index.EdgeKinds() {
		if peers := byKind[kind]; len(peers) > 0 {
			groups = append(groups, Group{kind, len(peers), g.collapse(peers)})
		}
	}
	return groups, len(distinct)
}

// maxCopies is how many functions of one generated file are listed one by one.
const maxCopies = 4

// collapse keeps the first of the peers in a generated file that has many of them.
func (g *Graph) collapse(peers []Peer) (kept []Peer) {
	count := g.byFile(peers)
	seen := map[int32]bool{}
	for _, p := range peers {
		file := fileOf(g, p)
		if n := count[file]; n > maxCopies && g.Generated(file) {
			if seen[file] {
				continue
			}
			seen[file] = true
			p.Copies = n
		}
		kept = append(kept, p)
	}
	return kept
}

func (g *Graph) byFile(peers []Peer) map[int32]int {
	count := map[int32]int{}
	for _, p := range peers {
		count[fileOf(g, p)]++
	}
	return count
}

func fileOf(g *Graph, p Peer) int32 { return g.index.Symbols[p.Sym].Body().File }
