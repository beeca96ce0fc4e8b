package graphq

import (
	"slices"

	"sourcedive/indexer/index"
)

// PathKinds are the kinds of edge that a path may take when nothing else is asked for: all
// but function values whose caller is unknown. Of the edges that the compiler inserts it
// leaves out prologues and checks.
const PathKinds = index.AllKinds &^ (1 << index.EdgeRef) &^ index.Checks

// A Hop is an edge of a path.
type Hop struct {
	index.Edge
	Through index.Sym // of a switch, the function called at its site, which switches stacks; else NoSym
}

// Hops lists the edges of a function that a path may take, in order of their sites. Of
// edges of one kind to one function the first represents all, since a path shows one site.
// What can never run on this platform is left out.
// Function literals are nodes of their own here: folded into the function around it, a
// literal that is called from elsewhere would connect to all that this function calls.
func (g *Graph) Hops(sym index.Sym) (hops []Hop) {
	type key struct {
		to   index.Sym
		kind index.EdgeKind
	}
	seen := map[key]bool{}
	for _, e := range g.index.Callees(sym) {
		k := key{e.To, e.Kind}
		if !PathKinds.Has(e.Kind) || e.Dead || e.Construct == index.Check || e.Construct == index.Prologue || seen[k] {
			continue
		}
		seen[k] = true
		hops = append(hops, Hop{e, g.Through(e)})
	}
	return hops
}

// failures are where a goroutine or the program fails. Nearly every function can come to
// them, and they to nearly everything that the runtime does: a way through one is seldom
// what is asked for.
var failures = [...]index.ID{"runtime.gopanic", "runtime.sigpanic", "runtime.throw", "runtime.fatal", "runtime.fatalthrow", "runtime.fatalpanic"}

// Failures are the functions where a goroutine or the program fails, as far as they are here.
func (g *Graph) Failures() (list []index.Sym) {
	for _, id := range failures {
		if s, ok := g.index.Sym(id); ok {
			list = append(list, s)
		}
	}
	return list
}

// Paths lists up to most shortest paths between two functions, over calls that can be made
// on this platform. Those through a failure are listed only where no other path is.
func (g *Graph) Paths(from, to index.Sym, kinds index.Kinds, most int) [][]index.Edge {
	if paths := g.index.LivePaths(from, to, kinds, most, g.Failures()); len(paths) > 0 {
		return paths
	}
	return g.index.LivePaths(from, to, kinds, most, nil)
}

// Fails is the failure that a path goes through, NoSym for none.
func (g *Graph) Fails(path []index.Edge) index.Sym {
	failures := g.Failures()
	for _, e := range path[:max(len(path)-1, 0)] {
		if slices.Contains(failures, e.To) {
			return e.To
		}
	}
	return index.NoSym
}

// Through is the function that a switch goes through: the one called at the same site,
// which switches stacks; NoSym for none and for other edges.
func (g *Graph) Through(e index.Edge) index.Sym {
	if e.Kind == index.EdgeSwitch {
		for _, other := range g.index.Callees(e.From) {
			if other.File == e.File && other.At == e.At && other.Kind == index.EdgeCall {
				return other.To
			}
		}
	}
	return index.NoSym
}
