package graphq

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// Prologues counts the functions whose prologue calls one.
func (p *Graph) Prologues(sym index.Sym) (n int) {
	for _, e := range p.index.Callers(sym) {
		if e.Construct == index.Prologue {
			n++
		}
	}
	return n
}

func (p *Graph) BodyLen(s index.Sym) int32 {
	b := p.index.Symbols[s].Body()
	return b.End - b.Off
}

// Weightiest keeps the n functions with the most code for each caller, in order.
func (p *Graph) Weightiest(ends []Peer, n int) []Peer {
	weight := func(e Peer) int32 { return p.BodyLen(e.Sym) / max(p.FanIn[e.Sym], 1) }
	ranked := slices.Clone(ends)
	slices.SortStableFunc(ranked, func(a, b Peer) int { return cmp.Compare(weight(b), weight(a)) })
	least := weight(ranked[n-1])
	kept := slices.DeleteFunc(slices.Clone(ends), func(e Peer) bool { return weight(e) < least })
	return kept[:n]
}

// Leaf reports whether a function is a short one that leads nowhere: an accessor.
func (p *Graph) Leaf(sym index.Sym) bool {
	s := &p.index.Symbols[sym]
	return !s.Asm.OK() && len(p.index.Callees(sym)) == 0 && p.BodyLen(sym) < 240
}

// Lane is the stack that a step runs on when the one that leads to it runs on from:
// the same, unless the call switches or the function cannot run there.
func (p *Graph) Lane(from string, e Peer) string {
	on := p.index.Stacks(e.Sym)
	switch {
	case e.OnSystemStack || e.Kind == index.EdgeSwitch:
		return StartLane(index.SystemStack)
	case e.Kind == index.EdgeGo:
		return StartLane(index.UserStack)
	}
	for i, name := range LaneNames {
		if name == from && on&(1<<i) != 0 {
			return from
		}
	}
	if on == 0 {
		return from
	}
	return StartLane(on)
}

// Copies is how many functions of one generated file stand on their own in a list.
const Copies = 4

// Generated reports whether a file says that a program wrote it.
func (p *Graph) Generated(file int32) bool {
	text := p.index.Files[file].Text
	return strings.Contains(text[:min(len(text), 400)], "Code generated ")
}

// Peer is the other end of some edges of one kind, with their sites.
type Peer struct {
	Sym           index.Sym
	Kind          index.EdgeKind
	InLiteral     bool      // through a function literal
	OnSystemStack bool      // which runs on the system stack
	Dead          bool      // nothing but code that a constant keeps from running here
	Inside        index.Sym // of callees: the function or literal of the first site

	Construct index.Construct // of an inserted call
	Sites     []index.Range
}

// Peers groups the edges of a function and its closures by other end and kind:
// callers by name, callees in order of their first site.
func (p *Graph) Peers(sym index.Sym, callers bool) []Peer {
	type key struct {
		sym  index.Sym
		kind index.EdgeKind
	}
	at := map[key]int{}
	var ends []Peer
	for _, e := range p.Edges(sym, callers) {
		other := e.To
		if callers {
			other = e.From
		}
		outer := p.index.Outermost(other)
		if outer == sym && other != sym {
			continue // its own closure
		}
		k := key{outer, e.Kind}
		i, ok := at[k]
		if !ok {
			i = len(ends)
			at[k] = i
			ends = append(ends, Peer{Sym: outer, Kind: e.Kind, Inside: e.From, Dead: true})
		}
		inner := other
		if !callers {
			inner = e.From
		}
		ends[i].Construct = e.Construct
		ends[i].Dead = ends[i].Dead && e.Dead
		ends[i].InLiteral = ends[i].InLiteral || p.index.Symbols[inner].Kind == index.KindClosure
		ends[i].OnSystemStack = ends[i].OnSystemStack || p.OnSystemStack(inner)
		ends[i].Sites = append(ends[i].Sites, index.Range{File: e.File, Off: e.At})
	}
	if callers {
		slices.SortStableFunc(ends, func(a, b Peer) int { return cmp.Compare(p.index.Symbols[a.Sym].ID, p.index.Symbols[b.Sym].ID) })
	}
	return ends
}

// OnSystemStack reports whether a function literal is handed to a switch of stacks.
func (p *Graph) OnSystemStack(s index.Sym) bool {
	for ; s != index.NoSym && p.index.Symbols[s].Kind == index.KindClosure; s = p.index.Symbols[s].Parent {
		for _, e := range p.index.Callers(s) {
			if e.Kind == index.EdgeSwitch {
				return true
			}
		}
	}
	return false
}

// Drawn is the kind of curve that an end is drawn with.
func (e Peer) Drawn() string {
	if e.OnSystemStack {
		return index.EdgeSwitch.String()
	}
	return e.Kind.String()
}

// Edges gives the edges of a function and, for callees, of its closures, in
// order of their sites.
func (p *Graph) Edges(sym index.Sym, callers bool) []index.Edge {
	if callers {
		return p.index.Callers(sym)
	}
	var edges []index.Edge
	for _, s := range append([]index.Sym{sym}, p.Closures(sym)...) {
		edges = append(edges, p.index.Callees(s)...)
	}
	slices.SortStableFunc(edges, func(a, b index.Edge) int { return cmp.Compare(a.At, b.At) })
	return edges
}

// Closures lists the function literals inside a function, however deep: their IDs
// start with its own.
func (p *Graph) Closures(sym index.Sym) []index.Sym {
	var list []index.Sym
	prefix := string(p.index.Symbols[sym].ID) + "."
	for i := sym + 1; int(i) < len(p.index.Symbols) && strings.HasPrefix(string(p.index.Symbols[i].ID), prefix[:len(prefix)-1]); i++ {
		if p.index.Symbols[i].Kind == index.KindClosure && strings.HasPrefix(string(p.index.Symbols[i].ID), prefix) {
			list = append(list, i)
		}
	}
	return list
}

// A Graph answers what pages and the command line ask of a call graph, as plain data.
type Graph struct {
	index *index.Index
	FanIn []int32 // distinct callers, by symbol
}

// NewGraph readies the call graph of an index.
func NewGraph(x *index.Index) *Graph { return &Graph{x, fanIn(x)} }

// fanIn counts the distinct functions that lead to each symbol.
func fanIn(x *index.Index) []int32 {
	n := make([]int32, len(x.Symbols))
	for s := range x.Symbols {
		last := index.NoSym
		for _, e := range x.Callers(index.Sym(s)) {
			if e.From != last {
				n[s]++
				last = e.From
			}
		}
	}
	return n
}
