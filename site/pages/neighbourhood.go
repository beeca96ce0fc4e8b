package pages

import (
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// Bounds of the drawing on a function's page. Fewer neighbours than mapFrom are seen at a
// glance in the lists; more than shownNeighbours on one side do not fit.
const (
	mapFrom         = 4
	shownNeighbours = 8
)

// neighbourhood draws a function between the callers and callees that characterize it best.
func neighbourhood(p *Inputs, path string, sym index.Sym) *figure.Map {
	callers, callees := p.graph.Neighbours(sym, graphq.Callers), p.graph.Neighbours(sym, graphq.Callees)
	if len(callers)+len(callees) < mapFrom {
		return nil
	}
	c := figure.Center{Name: p.URLs.Local[sym]}
	callers, c.CutLeft = graphq.Choose(callers, shownNeighbours, graphq.Callers)
	callees, c.CutRight = graphq.Choose(callees, shownNeighbours, graphq.Callees)
	c.Left, c.Right = boxes(p, path, callers), boxes(p, path, callees)
	m := figure.Neighbourhood(c)
	if n := p.graph.Prologues(sym); m != nil && n > 0 {
		m.Cut = strings.TrimSpace(m.Cut + " Not drawn: the prologues of " + english.Count(n, "function", "functions") + ".")
	}
	return m
}

func boxes(p *Inputs, path string, list []graphq.Neighbour) (boxes []figure.Neighbour) {
	for _, n := range list {
		box := figure.Neighbour{Name: p.URLs.Local[n.Sym], Href: p.Href(path, n.Sym), Kind: n.Drawn().String()}
		if n.Copies > 0 {
			file := fileLink(p, path, p.Index.Symbols[n.Sym].Body().File)
			box.Name, box.Href = file.Text+" ×"+strconv.Itoa(n.Copies), file.Href
		}
		boxes = append(boxes, box)
	}
	return boxes
}
