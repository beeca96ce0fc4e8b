package index

import "slices"

// Kinds is a set of edge kinds.
type Kinds uint16

// AllKinds holds every kind, and Checks.
const AllKinds Kinds = 1<<len(edgeKindNames) - 1 | Checks

// Checks adds to the compiler's edges those of prologues and of bounds and arithmetic
// checks. Nearly every function has them, and a way through one is a way to the end
// of the program.
const Checks Kinds = 1 << 15

// KindsOf makes a set.
func KindsOf(list ...EdgeKind) (k Kinds) {
	for _, kind := range list {
		k |= 1 << kind
	}
	return k
}

// Has reports whether the set holds a kind.
func (k Kinds) Has(kind EdgeKind) bool { return k&(1<<kind) != 0 }

// follows reports whether a way may go over an edge.
func (k Kinds) follows(e Edge) bool {
	return k.Has(e.Kind) && (k&Checks != 0 || e.Construct != Check && e.Construct != Prologue)
}

// ParseEdgeKind finds a kind by its word.
func ParseEdgeKind(word string) (EdgeKind, bool) {
	i := slices.Index(edgeKindNames[:], word)
	return EdgeKind(max(i, 0)), i >= 0
}

// Reach lists what a function reaches within a number of edges, nearest first,
// with the distance of each. A depth of 0 or less has no bound.
func (x *Index) Reach(from Sym, depth int, kinds Kinds) (reached []Sym, distance []int) {
	dist := map[Sym]int{from: 0}
	queue := []Sym{from}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if depth > 0 && dist[s] == depth {
			continue
		}
		for _, e := range x.Callees(s) {
			if _, seen := dist[e.To]; !seen && kinds.follows(e) {
				dist[e.To] = dist[s] + 1
				queue = append(queue, e.To)
				reached, distance = append(reached, e.To), append(distance, dist[e.To])
			}
		}
	}
	return reached, distance
}

// Paths lists up to most shortest paths between two functions over some kinds of
// edges, in order of their sites; none when there is no path. Each pair of
// functions on a path is joined by the first edge between them.
func (x *Index) Paths(from, to Sym, kinds Kinds, most int) [][]Edge {
	return paths(x, from, to, most, kinds.follows)
}

// LivePaths lists the shortest paths over edges that can be taken on this platform, and
// through none of some functions. Either end may be one of these.
func (x *Index) LivePaths(from, to Sym, kinds Kinds, most int, avoid []Sym) [][]Edge {
	return paths(x, from, to, most, func(e Edge) bool {
		return kinds.follows(e) && !e.Dead && (e.To == to || !slices.Contains(avoid, e.To))
	})
}

func paths(x *Index, from, to Sym, most int, follows func(Edge) bool) [][]Edge {
	dist := distancesTo(x, to, follows)
	if _, ok := dist[from]; !ok || from == to {
		return nil
	}
	var paths [][]Edge
	var walk func(s Sym, path []Edge)
	walk = func(s Sym, path []Edge) {
		if s == to {
			paths = append(paths, slices.Clone(path))
			return
		}
		seen := map[Sym]bool{}
		for _, e := range x.Callees(s) {
			d, ok := dist[e.To]
			if ok && d == dist[s]-1 && follows(e) && !seen[e.To] && len(paths) < most {
				seen[e.To] = true
				walk(e.To, append(path, e))
			}
		}
	}
	walk(from, nil)
	return paths
}

// distancesTo measures how far every function is from one, against the edges.
func distancesTo(x *Index, to Sym, follows func(Edge) bool) map[Sym]int {
	dist := map[Sym]int{to: 0}
	queue := []Sym{to}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, e := range x.Callers(s) {
			if _, seen := dist[e.From]; !seen && follows(e) {
				dist[e.From] = dist[s] + 1
				queue = append(queue, e.From)
			}
		}
	}
	return dist
}
