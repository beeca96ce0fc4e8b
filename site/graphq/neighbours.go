package graphq

import (
	"cmp"
	"slices"

	"sourcedive/indexer/index"
)

// A Neighbour is a peer that can be drawn beside a function.
type Neighbour struct {
	Peer
	FanIn int  // distinct callers of it; 0 of copies
	Near  bool // of the function's own package; copies always are
}

// Neighbours lists the peers of a function that can be drawn, copies in a generated file as
// one. The function itself is none, nor is what its prologue calls, which almost every
// function does.
func (g *Graph) Neighbours(sym index.Sym, dir Direction) (list []Neighbour) {
	peers := g.Peers(sym, dir)
	count := g.byFile(peers)
	seen := map[int32]bool{} // files of copies
	for _, p := range peers {
		file := fileOf(g, p)
		if p.Sym == sym || p.Construct == index.Prologue || seen[file] {
			continue
		}
		if n := count[file]; n > maxCopies && g.Generated(file) {
			seen[file] = true
			p.Copies = n
			list = append(list, Neighbour{Peer: p, Near: true})
			continue
		}
		list = append(list, Neighbour{p, int(g.fanIn()[p.Sym]), g.index.Symbols[p.Sym].Pkg == g.index.Symbols[sym].Pkg})
	}
	return list
}

// Choose keeps the n neighbours that say most about a function, in their own order, and
// counts the others. A function that is a peer by several kinds is one neighbour, by the
// first. Those that the words about the function name most come first, what cannot run on this
// platform last. Between them its own package, switches of stacks and new goroutines come
// first, calls that the compiler inserted and mere values last, and of callees those that few
// others call. Of two that weigh the same the earlier is kept.
func Choose(list []Neighbour, n int, dir Direction, named map[index.Sym]int) (kept []Neighbour, cut int) {
	seen := map[index.Sym]bool{}
	list = slices.DeleteFunc(slices.Clone(list), func(n Neighbour) bool {
		again := seen[n.Sym]
		seen[n.Sym] = true
		return again
	})
	if len(list) <= n {
		return list, 0
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	weight := func(i int) int { return rank(list[i], dir, named) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight(a), weight(b)) })
	order = order[:n]
	slices.Sort(order)
	for _, i := range order {
		kept = append(kept, list[i])
	}
	return kept, len(list) - n
}

// rank is low for what is kept first.
func rank(n Neighbour, dir Direction, named map[index.Sym]int) (w int) {
	w -= 10_000 * named[n.Sym]
	if n.Dead {
		w += 1_000_000
	}
	if !n.Near {
		w += 1000
	}
	switch n.Drawn() {
	case index.EdgeSwitch, index.EdgeGo:
		w -= 500
	case index.EdgeCompiler, index.EdgeRef:
		w += 2000
	}
	if dir == Callees {
		w += n.FanIn
	}
	return w
}
