package graphq

import (
	"cmp"
	"slices"

	"sourcedive/indexer/index"
)

// AreaCall is how many pairs there are of a function of one area and one of another that it
// calls.
type AreaCall struct {
	From, To string
	Pairs    int
}

// everywhere is the number of areas from which on a function that all of them call says
// nothing about how two of them belong together: throw, getg, systemstack.
const everywhere = 7

// AreaCalls counts the calls among some functions that lead from an area to another. A
// function that belongs to no area has the area "". The order is by number.
func (g *Graph) AreaCalls(among []index.Sym, areaOf func(index.Sym) string) (list []AreaCall) {
	in := map[index.Sym]bool{}
	for _, s := range among {
		in[s] = g.areasCalling(s, areaOf) < everywhere
	}
	pairs := map[AreaCall]map[[2]index.Sym]bool{}
	for _, from := range slices.Compact(slices.Sorted(slices.Values(among))) {
		for _, p := range g.Peers(from, Callees) {
			key := AreaCall{From: areaOf(from), To: areaOf(p.Sym)}
			if !in[p.Sym] || p.Kind == index.EdgeRef || p.Dead || key.From == key.To || key.From == "" || key.To == "" {
				continue
			}
			if pairs[key] == nil {
				pairs[key] = map[[2]index.Sym]bool{}
			}
			pairs[key][[2]index.Sym{from, p.Sym}] = true
		}
	}
	for key, set := range pairs {
		list = append(list, AreaCall{key.From, key.To, len(set)})
	}
	slices.SortFunc(list, func(a, b AreaCall) int {
		return cmp.Or(b.Pairs-a.Pairs, cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}

// areasCalling counts the areas that the callers of a function are in.
func (g *Graph) areasCalling(s index.Sym, areaOf func(index.Sym) string) int {
	areas := map[string]bool{}
	for _, p := range g.Peers(s, Callers) {
		if area := areaOf(p.Sym); area != "" {
			areas[area] = true
		}
	}
	return len(areas)
}
