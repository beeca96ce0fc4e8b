package site

import (
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/graphview"
	"sourcedive/site/page"
)

// mapFrom is how many neighbours a function has that is worth a drawing; fewer are
// seen at a glance in the lists.
const mapFrom = 4

// neighbourhood draws the callers and callees of most weight.
func (p *Plan) neighbourhood(path string, sym indexer.Sym) *page.Map {
	left, right := p.neighbours(path, sym, p.ends(sym, true)), p.neighbours(path, sym, p.ends(sym, false))
	if len(left)+len(right) < mapFrom {
		return nil
	}
	m := graphview.Neighbourhood(graphview.Center{Name: p.urls.local[sym], Left: left, Right: right})
	if n := p.prologues(sym); m != nil && n > 0 {
		m.Cut = strings.TrimSpace(m.Cut + " Not drawn: the prologues of " + count(n, "function", "functions") + ".")
	}
	return m
}

// prologues counts the functions whose prologue calls one.
func (p *Plan) prologues(sym indexer.Sym) (n int) {
	for _, e := range p.x.Callers(sym) {
		if e.Construct == indexer.Prologue {
			n++
		}
	}
	return n
}

// neighbours are the other ends of a function's edges. The call in its prologue, which
// almost every function has, is none; generated copies are one.
func (p *Plan) neighbours(path string, sym indexer.Sym, ends []end) []graphview.Neighbour {
	var list []graphview.Neighbour
	count, told := map[int32]int{}, map[int32]bool{}
	for _, e := range ends {
		count[p.x.Symbols[e.sym].Body().File]++
	}
	for _, e := range ends {
		s := &p.x.Symbols[e.sym]
		file := s.Body().File
		if e.sym == sym || e.construct == indexer.Prologue || told[file] {
			continue
		}
		if n := count[file]; n > copies && p.generated(file) {
			told[file] = true
			row := p.copiesRow(path, file, n, page.EdgeRow{})
			list = append(list, graphview.Neighbour{Name: row.Text + " ×" + itoa(n), Href: row.Href, Kind: e.drawn(), Same: true})
			continue
		}
		list = append(list, graphview.Neighbour{
			Name: p.urls.local[e.sym], Href: p.href(path, e.sym), Kind: e.drawn(),
			Common: int(p.fanIn[e.sym]), Same: s.Pkg == p.x.Symbols[sym].Pkg,
		})
	}
	return list
}
