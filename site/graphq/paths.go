package graphq

import "sourcedive/indexer/index"

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
		if !PathKinds.Has(e.Kind) || e.Construct == index.Check || e.Construct == index.Prologue || seen[k] {
			continue
		}
		seen[k] = true
		hops = append(hops, Hop{e, g.Through(e)})
	}
	return hops
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
