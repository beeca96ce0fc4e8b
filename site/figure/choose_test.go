package figure_test

import (
	"sourcedive/indexer/index"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// neighbour is a neighbour with what its weight follows from.
type neighbour struct {
	Name, Href, Kind string
	Common           int  // callers
	Same             bool // package
}

// drawing chooses eight neighbours on each side and draws them, as pages do.
func drawing(name string, left, right []neighbour) *figure.Map {
	c := figure.Center{Name: name}
	c.Left, c.CutLeft = chosen(left, graphq.Callers)
	c.Right, c.CutRight = chosen(right, graphq.Callees)
	return figure.Neighbourhood(c)
}

func chosen(list []neighbour, dir graphq.Direction) (boxes []figure.Neighbour, cut int) {
	syms := map[string]index.Sym{}
	names := map[index.Sym]neighbour{}
	var all []graphq.Neighbour
	for _, n := range list {
		s, ok := syms[n.Href]
		if !ok {
			s = index.Sym(len(syms))
			syms[n.Href], names[s] = s, n
		}
		kind, _ := index.ParseEdgeKind(n.Kind)
		all = append(all, graphq.Neighbour{Peer: graphq.Peer{Sym: s, Kind: kind}, FanIn: n.Common, Near: n.Same})
	}
	kept, cut := graphq.Choose(all, 8, dir, nil)
	for _, k := range kept {
		boxes = append(boxes, figure.Neighbour{Name: names[k.Sym].Name, Href: names[k.Sym].Href, Kind: k.Kind.String()})
	}
	return boxes, cut
}
