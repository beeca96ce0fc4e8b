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
	steps, cut := w.steps(j.Sym, "", 1, journeyDirect)
	root := p.step(path, end{sym: j.Sym}, "0", 0)
	root.Listing = p.stepListing(path, j.Sym)
	v.Place = root.Listing.Place
	v.Start, v.Steps = root, steps
	v.Map = graphview.Tree(v.Root.Text, branches(steps))
	v.Map.Cut = cutSteps(cut)
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
func (w walk) steps(sym indexer.Sym, number string, depth, limit int) (steps []page.Step, cut int) {
	var ends []end
	for _, e := range w.ends(sym, false) {
		switch {
		case w.taken[e.sym] || w.urls.page[e.sym] == "" || e.kind == indexer.EdgeRef || e.construct == indexer.Prologue:
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
		step := w.step(w.path, e, number+itoa(i+1), depth)
		if depth == 1 {
			step.Listing = w.stepListing(w.path, e.sym)
		}
		if depth < journeyDepth || len(w.keep) > 0 && depth < namedDepth {
			var inner int
			share := min(journeyInner, (journeyNodes-1)/len(ends)-1)
			step.Steps, inner = w.steps(e.sym, number+itoa(i+1)+".", depth+1, share)
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

func (p *Plan) step(path string, e end, number string, depth int) page.Step {
	s := &p.x.Symbols[e.sym]
	step := page.Step{
		ID: "step-" + number, Number: number, Depth: depth, Kind: e.drawn(),
		Link:     page.Link{Text: s.ID.Local(), Href: p.href(path, e.sym)},
		Synopsis: source.Synopsis(s.Doc),
	}
	if on := p.x.Stacks(e.sym); on != 0 {
		step.Stack = on.String()
		step.Facts = append(step.Facts, page.Link{Text: stackWords(on)})
	}
	step.Facts = append(step.Facts, p.endings(path, e.sym)...)
	if len(e.sites) > 0 {
		step.At = p.shortPlace(path, s.Pkg, e.sites[0].File, e.sites[0].Off)
	}
	return step
}

// What a call of these means for the one who calls.
var endings = []struct {
	words string
	ids   []indexer.ID
}{
	{"may block in", []indexer.ID{
		"runtime.gopark", "runtime.goparkunlock", "runtime.mPark", "runtime.notesleep", "runtime.notetsleep", "runtime.notetsleepg",
		"runtime.futexsleep", "runtime.semasleep", "runtime.semacquire", "runtime.netpoll", "runtime.usleep", "runtime.osyield",
	}},
	{"never comes back from", []indexer.ID{"runtime.gogo", "runtime.schedule", "runtime.goexit0", "runtime.mexit"}},
	{"can end the program in", []indexer.ID{"runtime.throw", "runtime.fatal", "runtime.fatalthrow", "runtime.abort"}},
}

// endings say where a function itself may block, leave for good, or end the program.
func (p *Plan) endings(path string, sym indexer.Sym) (facts []page.Link) {
	called := map[indexer.ID]indexer.Edge{}
	for _, e := range p.edgesOf(sym, false) {
		id := p.x.Symbols[e.To].ID
		if _, ok := called[id]; !ok && !e.Dead && e.Kind != indexer.EdgeRef {
			called[id] = e
		}
	}
	for _, ending := range endings {
		for _, id := range ending.ids {
			if e, ok := called[id]; ok {
				facts = append(facts, page.Link{
					Text: ending.words + " " + id.Local(),
					Href: p.siteHref(path, indexer.Place{File: e.File, Off: e.At}),
				})
				break
			}
		}
	}
	return facts
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
		list = append(list, graphview.Branch{Name: s.Link.Text, Href: "#" + s.ID, Kind: s.Kind, On: s.Stack, Next: branches(s.Steps)})
	}
	return list
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
