package answer

import (
	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// Edge is one edge of the call graph.
type Edge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"` // call, defer, go, switch, dynamic, ref, asm, linkname or compiler
	Place
	Never bool `json:"never,omitempty"` // behind a condition that is constant on this platform
}

// Other is the end of the edge that a list of callers, or of callees, is about.
func (e Edge) Other(dir graphq.Direction) string {
	if dir == graphq.Callers {
		return e.From
	}
	return e.To
}

// EdgeOf is an edge of the index as plain data.
func EdgeOf(x *index.Index, e index.Edge) Edge {
	return Edge{
		From: string(x.Symbols[e.From].ID), To: string(x.Symbols[e.To].ID), Kind: e.Kind.String(),
		Place: Place{x.Files[e.File].Path, x.Line(e.File, e.At)}, Never: e.Dead,
	}
}

// Edges lists the edges of a function in one direction, as its page does: a literal
// written in a function counts as part of it, and callers under another name that
// linkname gives the function follow its own. It is never nil.
func Edges(g *graphq.Graph, x *index.Index, s index.Sym, dir graphq.Direction) []Edge {
	edges := g.Edges(s, dir)
	if dir == graphq.Callers {
		edges = append(edges, g.Linked(s)...)
	}
	rows := make([]Edge, len(edges))
	for i, e := range edges {
		rows[i] = EdgeOf(x, e)
	}
	return rows
}

// EdgesWithin lists the callers or callees of a function over edges of some kinds, and
// theirs, up to a distance of depth. Each function's edges come once.
func EdgesWithin(x *index.Index, s index.Sym, dir graphq.Direction, set index.Kinds, depth int) []Edge {
	g := graphq.New(x)
	rows := []Edge{}
	seen := map[index.Sym]bool{s: true}
	level := []index.Sym{s}
	for ; depth > 0 && len(level) > 0; depth-- {
		var next []index.Sym
		for _, at := range level {
			for _, r := range Edges(g, x, at, dir) {
				if kind, ok := index.ParseEdgeKind(r.Kind); !ok || !set.Has(kind) {
					continue
				}
				rows = append(rows, r)
				if other, ok := x.Sym(index.ID(r.Other(dir))); ok && !seen[other] {
					seen[other] = true
					next = append(next, other)
				}
			}
		}
		level = next
	}
	return rows
}
