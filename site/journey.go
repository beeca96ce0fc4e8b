package site

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/site/graphview"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// Bounds of a journey's map: how far it goes and how much it draws.
const (
	journeyDepth  = 2  // where the steps are not named
	namedDepth    = 5  // where they are
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
	w := walk{p, path, j.Keep, taken}
	root := p.step(path, end{sym: j.Sym}, "0", 0, startLane(p.x.Stacks(j.Sym)))
	steps, cut := w.steps(j.Sym, "", 1, journeyDirect, root.Lane)
	root.Listing = p.stepListing(path, j.Sym)
	v.Place = root.Listing.Place
	v.Start, v.Steps = root, steps
	v.Map = graphview.Lanes(branch(root, steps), laneNames[:])
	v.Map.Cut = cutSteps(cut)
	if j.Story != nil {
		v.Story, v.Faults = p.story(path, j.Story), p.faults(j.Story.File)
	}
	v.Prev, v.Next = p.journeyAround(path, i)
	return v
}

// walk makes the steps of one journey.
type walk struct {
	*Plan
	path  string
	keep  map[indexer.Sym]bool // the steps that the content names; empty for none
	taken map[indexer.Sym]bool
}

// steps lists what a function does next, in order of execution as far as the
// order of the source tells it: the steps that the content names, or else the
// weightiest of what is not everyone's helper.
func (w walk) steps(sym indexer.Sym, number string, depth, limit int, lane string) (steps []page.Step, cut int) {
	var ends []end
	for _, e := range w.ends(sym, false) {
		switch {
		case w.taken[e.sym] || e.dead || w.urls.page[e.sym] == "" || e.kind == indexer.EdgeRef || e.construct == indexer.Prologue:
		case !w.isStep(sym, e):
			cut++
		default:
			w.taken[e.sym] = true
			ends = append(ends, e)
		}
	}
	if over := len(ends) - limit; over > 0 && len(w.keep) == 0 {
		cut += over
		ends = w.weightiest(ends, limit)
	}
	for i, e := range ends {
		step := w.step(w.path, e, number+itoa(i+1), depth, w.lane(lane, e))
		cross(&step, lane)
		if e.system && step.Enters != "" {
			step.Literal = w.x.Symbols[e.inside].ID.Local()
			if last := len(steps) - 1; last >= 0 && steps[last].Literal == step.Literal {
				steps[last].Back, step.Enters = "", ""
			}
		}
		if depth == 1 {
			step.Listing = w.stepListing(w.path, e.sym)
		}
		if depth < journeyDepth || len(w.keep) > 0 && depth < namedDepth {
			var inner int
			share := min(journeyInner, (journeyNodes-1)/len(ends)-1)
			step.Steps, inner = w.steps(e.sym, number+itoa(i+1)+".", depth+1, share, step.Lane)
			cut += inner
		}
		steps = append(steps, step)
	}
	return steps, cut
}

func (w walk) isStep(from indexer.Sym, e end) bool {
	if len(w.keep) > 0 {
		return w.keep[e.sym]
	}
	return w.fanIn[e.sym] <= wellKnown && w.x.Symbols[e.sym].Pkg == w.x.Symbols[from].Pkg && !w.leaf(e.sym)
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

func (p *Plan) step(path string, e end, number string, depth int, lane string) page.Step {
	s := &p.x.Symbols[e.sym]
	step := page.Step{
		ID: "step-" + number, Number: number, Depth: depth, Kind: e.drawn(),
		Link:     page.Link{Text: s.ID.Local(), Href: p.href(path, e.sym)},
		Synopsis: source.Synopsis(s.Doc), Lane: lane,
	}
	if on := p.x.Stacks(e.sym); on != 0 {
		step.Facts = append(step.Facts, page.Link{Text: stackWords(on)})
	}
	found := p.endings(path, e.sym)
	step.Leaves, step.Resumes = neverReturns[s.ID], s.ID == resumes
	var notes []string
	for _, f := range found {
		step.Facts = append(step.Facts, f.Link)
		step.Leaves = step.Leaves || f.leaves
		notes = append(notes, f.note)
	}
	step.Note = strings.Join(notes, ", ")
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

func cutSteps(cut int) string {
	if cut == 0 {
		return ""
	}
	return "Not drawn: " + count(cut, "call", "calls") + " beside these steps."
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
