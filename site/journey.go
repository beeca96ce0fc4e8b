package site

import (
	"cmp"
	"slices"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/site/graphview"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// Bounds of a journey's map: how far it goes and how much it draws.
const (
	journeyDepth  = 2
	journeyNodes  = 40 // in all
	journeyDirect = 12 // steps from the root
	journeyInner  = 5  // steps from each of these, fewer when these are many
	wellKnown     = 40 // callers from which on a function is everyone's helper, not a step
)

// planJourneys plans a page for each journey.
func (p *Plan) planJourneys() {
	for i, j := range p.book.Journeys {
		p.add("journey/"+j.Name+".html", j.Title+": "+j.Name, func(f page.Frame) templates.View { return p.journeyPage(f, i, j) })
	}
}

func (p *Plan) journeyCard(from string, j annotate.Journey) page.JourneyCard {
	s := &p.x.Symbols[j.Sym]
	return page.JourneyCard{
		Link: page.Link{Text: j.Title, Href: relative(from, "journey/"+j.Name+".html")},
		Root: s.ID.Local(), Lead: j.Lead,
	}
}

func (p *Plan) journeyPage(f page.Frame, i int, j annotate.Journey) templates.View {
	path := "journey/" + j.Name + ".html"
	s := &p.x.Symbols[j.Sym]
	f.Kind, f.Places, f.Description = "journey", p.places(f.Up, "journeys"), j.Lead
	f.Crumbs = []page.Link{{Text: "Journeys", Href: relative(path, "index.html") + "#journeys"}, {Text: j.Title}}
	v := page.Journey{
		Frame: f, Name: j.Title, Lead: j.Lead, Decl: p.signature(path, s),
		Root: page.Link{Text: s.ID.Local(), Href: p.href(path, j.Sym)},
	}
	taken := map[indexer.Sym]bool{j.Sym: true}
	steps, cut := p.steps(path, j.Sym, "", 1, journeyDirect, taken)
	root := p.step(path, end{sym: j.Sym}, "0", 0)
	root.Listing = p.stepListing(path, j.Sym)
	v.Place = root.Listing.Place
	v.Start, v.Steps = root, steps
	v.Map = graphview.Tree(v.Root.Text, branches(steps))
	v.Map.Cut = cutSteps(cut)
	v.Prev, v.Next = p.journeyAround(path, i)
	return v
}

// steps lists what a function does next, in order of execution as far as the
// order of the source tells it. Helpers of everyone are passed over; of the rest
// the weightiest are kept.
func (p *Plan) steps(path string, sym indexer.Sym, number string, depth, limit int, taken map[indexer.Sym]bool) (steps []page.Step, cut int) {
	var ends []end
	for _, e := range p.ends(sym, false) {
		switch {
		case taken[e.sym] || p.urls.page[e.sym] == "" || e.kind == indexer.EdgeRef || e.construct == indexer.Prologue:
		case p.fanIn[e.sym] > wellKnown || p.x.Symbols[e.sym].Pkg != p.x.Symbols[sym].Pkg || p.leaf(e.sym):
			cut++
		default:
			taken[e.sym] = true
			ends = append(ends, e)
		}
	}
	if over := len(ends) - limit; over > 0 {
		cut += over
		ends = p.weightiest(ends, limit)
	}
	for i, e := range ends {
		step := p.step(path, e, number+itoa(i+1), depth)
		if depth == 1 {
			step.Listing = p.stepListing(path, e.sym)
		}
		if depth < journeyDepth {
			var inner int
			share := min(journeyInner, (journeyNodes-1)/len(ends)-1)
			step.Steps, inner = p.steps(path, e.sym, number+itoa(i+1)+".", depth+1, share, taken)
			cut += inner
		}
		steps = append(steps, step)
	}
	return steps, cut
}

// weightiest keeps the n functions with the most code for each caller, in order.
func (p *Plan) weightiest(ends []end, n int) []end {
	weight := func(e end) int32 { return p.bodyLen(e.sym) / max(p.fanIn[e.sym], 1) }
	ranked := slices.Clone(ends)
	slices.SortStableFunc(ranked, func(a, b end) int { return cmp.Compare(weight(b), weight(a)) })
	least := weight(ranked[n-1])
	kept := slices.DeleteFunc(slices.Clone(ends), func(e end) bool { return weight(e) < least })
	return kept[:n]
}

// leaf reports whether a function is a short one that leads nowhere: an accessor.
func (p *Plan) leaf(sym indexer.Sym) bool {
	s := &p.x.Symbols[sym]
	return !s.Asm.OK() && len(p.x.Callees(sym)) == 0 && p.bodyLen(sym) < 240
}

func (p *Plan) step(path string, e end, number string, depth int) page.Step {
	s := &p.x.Symbols[e.sym]
	step := page.Step{
		ID: "step-" + number, Number: number, Depth: depth, Kind: e.drawn(),
		Link:     page.Link{Text: s.ID.Local(), Href: p.href(path, e.sym)},
		Synopsis: source.Synopsis(s.Doc),
	}
	if len(e.sites) > 0 {
		step.At = p.shortPlace(path, s.Pkg, e.sites[0].File, e.sites[0].Off)
	}
	return step
}

// stepListing shows the code of a step: the Go body where there is one, else the
// assembly.
func (p *Plan) stepListing(path string, sym indexer.Sym) *page.Listing {
	l := p.listing(path, p.x.Symbols[sym].Body(), false)
	return &l
}

func branches(steps []page.Step) []graphview.Branch {
	var list []graphview.Branch
	for _, s := range steps {
		list = append(list, graphview.Branch{Name: s.Link.Text, Href: "#" + s.ID, Kind: s.Kind, Next: branches(s.Steps)})
	}
	return list
}

func cutSteps(cut int) string {
	if cut == 0 {
		return ""
	}
	return "Not drawn: " + count(cut, "call", "calls") + " to helpers that much of the runtime shares, to other packages, or beyond the first few of a function."
}

func (p *Plan) journeyAround(path string, i int) (prev, next page.Link) {
	link := func(i int) page.Link {
		if i < 0 || i >= len(p.book.Journeys) {
			return page.Link{}
		}
		j := p.book.Journeys[i]
		return page.Link{Text: j.Title, Href: relative(path, "journey/"+j.Name+".html")}
	}
	return link(i - 1), link(i + 1)
}
