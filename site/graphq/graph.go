// Package graphq answers questions about a call graph with plain data: who calls a
// function and whom it calls, its neighbourhood, the steps of a journey, and the edges
// that a path may take. Pages and the command line print the same answers.
//
// # Vocabulary
//
// A [Peer] is the other end of a function's edges of one kind, with their sites. Function
// literals count as part of the function that they are written in: a call made by
// newproc.func1 is one of newproc's, and says so. A [Neighbour] is a peer worth a box in a
// drawing. A [Step] is a peer that a journey goes through. A lane is the stack that a step
// runs on.
//
// # Limits
//
// The order of steps is the order of their sites in the source, which is that of execution
// only where the code does not branch or loop. Addresses, words and drawings are left to
// the caller: nothing here knows of pages, except that a journey asks which functions have
// one.
package graphq

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"sourcedive/indexer/index"
)

// A Graph is the call graph of an index.
type Graph struct {
	index *index.Index
	fanIn func() []int32 // distinct callers, by symbol; most questions need none
}

// New returns the call graph of an index.
func New(x *index.Index) *Graph {
	return &Graph{x, sync.OnceValue(func() []int32 { return fanIn(x) })}
}

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

// A Direction is one of the two ways to look along an edge.
type Direction bool

const (
	Callers Direction = true  // against the edges
	Callees Direction = false // along them
)

// Edges lists the edges of a function: those into it by calling function and site, those
// out of it in order of their sites, with those of the function literals in it.
func (g *Graph) Edges(sym index.Sym, dir Direction) []index.Edge {
	if dir == Callers {
		return g.index.Callers(sym)
	}
	var edges []index.Edge
	for _, s := range append([]index.Sym{sym}, g.literals(sym)...) {
		edges = append(edges, g.index.Callees(s)...)
	}
	slices.SortStableFunc(edges, func(a, b index.Edge) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.At, b.At)) })
	return edges
}

// Linked lists the edges that come to a function under the other names that linkname gives
// it: the directive's own edge, and the calls of the body behind a declaration or of the
// declarations of a body.
func (g *Graph) Linked(sym index.Sym) (edges []index.Edge) {
	for _, e := range g.index.Callees(sym) {
		if e.Kind != index.EdgeLinkname {
			continue
		}
		edges = append(edges, e)
		for _, c := range g.index.Callers(e.To) {
			if c.From != sym {
				edges = append(edges, c)
			}
		}
	}
	for _, e := range g.index.Callers(sym) {
		if e.Kind == index.EdgeLinkname {
			edges = append(edges, g.index.Callers(e.From)...)
		}
	}
	return edges
}

// literals lists the function literals inside a function, however deep: their IDs start
// with its own.
func (g *Graph) literals(sym index.Sym) (list []index.Sym) {
	id := string(g.index.Symbols[sym].ID)
	for i := sym + 1; int(i) < len(g.index.Symbols) && strings.HasPrefix(string(g.index.Symbols[i].ID), id); i++ {
		s := &g.index.Symbols[i]
		if s.Kind == index.KindClosure && s.ID[len(id)] == '.' {
			list = append(list, i)
		}
	}
	return list
}

// BodyLen is the length of a function's body in bytes.
func (g *Graph) BodyLen(sym index.Sym) int32 {
	b := g.index.Symbols[sym].Body()
	return b.End - b.Off
}

// Generated reports whether a file declares itself the output of a program.
func (g *Graph) Generated(file int32) bool {
	text := g.index.Files[file].Text
	return strings.Contains(text[:min(len(text), 400)], "Code generated ")
}

// Prologues counts the functions whose prologue calls one.
func (g *Graph) Prologues(sym index.Sym) (n int) {
	for _, e := range g.index.Callers(sym) {
		if e.Construct == index.Prologue {
			n++
		}
	}
	return n
}
