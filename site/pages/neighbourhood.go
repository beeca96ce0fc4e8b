package pages

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// shownNeighbours is how many callers or callees fit into a drawing.
const shownNeighbours = 6

// neighbourhood draws a function between the callers and callees that characterize it best.
func neighbourhood(p *Inputs, path string, sym index.Sym) *figure.Map {
	callers, callees := p.graph.Neighbours(sym, graphq.Callers), p.graph.Neighbours(sym, graphq.Callees)
	named := p.named()[sym]
	c := figure.Center{Name: p.URLs.Local[sym]}
	callers, c.CutLeft = graphq.Choose(callers, shownNeighbours, graphq.Callers, named)
	callees, c.CutRight = graphq.Choose(callees, shownNeighbours, graphq.Callees, named)
	c.Left, c.Right = boxes(p, path, callers, named), boxes(p, path, callees, named)
	m := figure.Neighbourhood(c)
	if n := p.graph.Prologues(sym); m != nil && n > 0 {
		m.Cut = strings.TrimSpace(m.Cut + " Not drawn: the prologues of " + english.Count(n, "function", "functions") + ".")
	}
	return m
}

// namedBy collects what the words about a function name: its notes, with the remarks on its
// statements, and the journeys that it is a step of. A step weighs most, a mention in a
// story least.
func namedBy(p *Inputs) map[index.Sym]map[index.Sym]int {
	all := map[index.Sym]map[index.Sym]int{}
	name := func(about, s index.Sym, weight int) {
		if all[about] == nil {
			all[about] = map[index.Sym]int{}
		}
		all[about][s] += weight
	}
	for _, t := range p.Resolved.Notes {
		for _, s := range symbolsIn(p, t) {
			for _, about := range t.Symbols {
				name(about, s, 2)
			}
		}
	}
	for _, j := range p.Resolved.Journeys {
		steps := append(slices.Collect(maps.Keys(j.Keep)), j.Sym)
		var words []index.Sym
		if j.Story != nil {
			words = symbolsIn(p, j.Story)
		}
		for _, about := range steps {
			for _, s := range steps {
				name(about, s, 3)
			}
			for _, s := range words {
				name(about, s, 1)
			}
		}
	}
	callsOfRemarks(p, name)
	return all
}

// symbolsIn lists the symbols that a text links to.
func symbolsIn(p *Inputs, t *annotate.Article) (list []index.Sym) {
	t.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		for _, l := range b.Links {
			if ref, ok := p.Resolved.Resolve(l); ok && ref.Kind == markdown.ToSymbol {
				list = append(list, ref.Sym)
			}
		}
		if e := t.Excerpt(b); e != nil {
			list = append(list, e.Sym)
		}
	})
	return list
}

// everywhere is how many callers make a function of another package one that says nothing
// about them, as an atomic load does; so too what the compiler calls, as for a print.
const everywhere = 20

// callsOfRemarks names the callees whose calls stand in statements with a remark.
func callsOfRemarks(p *Inputs, name func(about, s index.Sym, weight int)) {
	for file := range p.Index.Files {
		for _, r := range p.Resolved.Remarks(int32(file)) {
			about := p.Index.Outermost(r.Sym)
			for _, peer := range p.graph.Neighbours(about, graphq.Callees) {
				if peer.FanIn >= everywhere && (!peer.Near || peer.Drawn() == index.EdgeCompiler) {
					continue
				}
				for _, at := range peer.Sites {
					if at.File == r.Place.File && at.Off >= r.Place.Off && at.Off < r.Place.End {
						name(about, peer.Sym, 2)
					}
				}
			}
		}
	}
}

func boxes(p *Inputs, path string, list []graphq.Neighbour, named map[index.Sym]int) (boxes []figure.Neighbour) {
	for _, n := range list {
		box := figure.Neighbour{Name: p.URLs.Local[n.Sym], Href: p.Href(path, n.Sym), Kind: n.Drawn().String(), Named: named[n.Sym] > 0}
		if n.Copies > 0 {
			file := fileLink(p, path, p.Index.Symbols[n.Sym].Body().File)
			box.Name, box.Href = file.Text+" ×"+strconv.Itoa(n.Copies), file.Href
		}
		boxes = append(boxes, box)
	}
	return boxes
}
