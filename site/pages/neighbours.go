package pages

import (
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// mapFrom is how many neighbours a function has that is worth a drawing; fewer are
// seen at a glance in the lists.
const mapFrom = 4

// neighbourhood draws the callers and callees of most weight.
func neighbourhood(p *Inputs, path string, sym index.Sym) *figure.Map {
	left, right := neighbours(p, path, sym, p.graph.Peers(sym, true)), neighbours(p, path, sym, p.graph.Peers(sym, false))
	if len(left)+len(right) < mapFrom {
		return nil
	}
	m := figure.Neighbourhood(figure.Center{Name: p.URLs.Local[sym], Left: left, Right: right})
	if n := p.graph.Prologues(sym); m != nil && n > 0 {
		m.Cut = strings.TrimSpace(m.Cut + " Not drawn: the prologues of " + english.Count(n, "function", "functions") + ".")
	}
	return m
}

// neighbours are the other ends of a function's edges. The call in its prologue, which
// almost every function has, is none; generated copies are one.
func neighbours(p *Inputs, path string, sym index.Sym, ends []graphq.Peer) []figure.Neighbour {
	var list []figure.Neighbour
	count, told := map[int32]int{}, map[int32]bool{}
	for _, e := range ends {
		count[p.Index.Symbols[e.Sym].Body().File]++
	}
	for _, e := range ends {
		s := &p.Index.Symbols[e.Sym]
		file := s.Body().File
		if e.Sym == sym || e.Construct == index.Prologue || told[file] {
			continue
		}
		if n := count[file]; n > graphq.Copies && p.graph.Generated(file) {
			told[file] = true
			row := copiesRow(p, path, file, n, EdgeRow{})
			list = append(list, figure.Neighbour{Name: row.Text + " ×" + strconv.Itoa(n), Href: row.Href, Kind: e.Drawn(), Same: true})
			continue
		}
		list = append(list, figure.Neighbour{
			Name: p.URLs.Local[e.Sym], Href: p.Href(path, e.Sym), Kind: e.Drawn(),
			Common: int(p.graph.FanIn[e.Sym]), Same: s.Pkg == p.Index.Symbols[sym].Pkg,
		})
	}
	return list
}
