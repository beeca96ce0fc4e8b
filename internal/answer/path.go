package answer

import (
	"fmt"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// Hop is an edge of a path.
type Hop struct {
	Edge
	Through string `json:"through,omitempty"` // of a switch, the function that switches stacks
}

// Paths lists the shortest paths between two functions, at most so many, through a panic or
// fatal error only where there is no other. It is never nil.
func Paths(x *index.Index, from, to index.Sym, set index.Kinds, most int) [][]Hop {
	g := graphq.New(x)
	rows := [][]Hop{}
	for _, path := range g.Paths(from, to, set, most) {
		row := []Hop{}
		for _, e := range path {
			hop := Hop{Edge: EdgeOf(x, e)}
			if s := g.Through(e); s != index.NoSym {
				hop.Through = string(x.Symbols[s].ID)
			}
			row = append(row, hop)
		}
		rows = append(rows, row)
	}
	return rows
}

// OnlyThrough names the panic or fatal error that all paths between two functions go through,
// "" where there is a path that does not.
func OnlyThrough(x *index.Index, from, to index.Sym, set index.Kinds) string {
	g := graphq.New(x)
	for _, path := range g.Paths(from, to, set, 1) {
		if s := g.Fails(path); s != index.NoSym {
			return string(x.Symbols[s].ID)
		}
	}
	return ""
}

// NoPath is an error that names the edges over which there is no path, and what would
// help.
func NoPath(x *index.Index, from, to index.Sym, set index.Kinds) error {
	hint, g := "", graphq.New(x)
	switch rest := index.AllKinds &^ set; {
	case len(x.Paths(from, to, set, 1)) > 0:
		hint = "\n    hint: there is one over calls that can never run on " + x.Config.Platform()
	case len(g.Paths(from, to, index.AllKinds, 1)) > 0:
		hint = "\n    hint: there is one with --kind " + strings.ReplaceAll(KindWords(index.AllKinds), ", ", ",") + "; left out were " + KindWords(rest)
	case len(g.Paths(to, from, set, 1)) > 0:
		hint = "\n    hint: there is one the other way round"
	case len(x.Callers(to)) == 0:
		hint = fmt.Sprintf("\n    hint: nothing is known to lead to %s", x.Symbols[to].ID)
	}
	return fmt.Errorf("no path from %s to %s over %s%s", x.Symbols[from].ID, x.Symbols[to].ID, KindWords(set), hint)
}

// KindWords names the kinds of edge in a set.
func KindWords(set index.Kinds) string {
	var words []string
	for _, kind := range index.EdgeKinds() {
		if set.Has(kind) {
			words = append(words, kind.String())
		}
	}
	return strings.Join(words, ", ")
}
