package pages

import (
	"html/template"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// JourneyCard introduces a journey.
type JourneyCard struct {
	urls.Link
	Root string
	Lead string
}

// Journey is the page of one root.
type Journey struct {
	Layout
	Name   string
	Lead   string
	Root   urls.Link
	Decl   template.HTML
	Place  highlight.Place
	Map    *figure.Map
	Story  []TextPart
	Faults []string // what does not resolve in the story
	Start  Step     // the root itself
	Steps  []Step
	Prev   urls.Link
	Next   urls.Link
}

// Step is one function of a journey, in order of execution.
type Step struct {
	ID       string
	Number   string // "1", "1.2"
	Depth    int
	Kind     string // how it is reached
	Link     urls.Link
	Synopsis string
	At       highlight.Place // the site that leads to it
	Lane     string          // the stack it runs on in this journey: "user stack"
	Enters   string          // where this is another one than before: "switches to g0"
	Back     string          // what follows that: "back on the user stack"
	Note     string          // "blocks, throws"
	Leaves   bool            // never returns to the step that led to it
	Resumes  bool            // goes on in a goroutine, on its stack
	Literal  string          // the function literal that calls it on another stack: "newproc.func1"
	Facts    []urls.Link     // where it runs, blocks and ends
	Listing  *highlight.Listing
	Steps    []Step
}

// Bounds of a journey's map: how far it goes and how much it draws.
const (
	journeyDepth  = 2  // where the steps are not named
	namedDepth    = 5  // where they are
	journeyNodes  = 40 // in all
	journeyDirect = 12 // steps from the root
	journeyInner  = 5  // steps from each of these, fewer when these are many
	wellKnown     = 40 // callers from which on a function is everyone's helper, not a step
)

func journeyCard(p *Inputs, from string, j annotate.Journey) JourneyCard {
	s := &p.Index.Symbols[j.Sym]
	return JourneyCard{
		Link: urls.Link{Text: j.Title, Href: urls.Relative(from, urls.Journey(j.Name))},
		Root: s.ID.Local(), Lead: j.Lead,
	}
}

func journeyPage(p *Inputs, f Layout, i int, j annotate.Journey) templates.View {
	path := urls.Journey(j.Name)
	s := &p.Index.Symbols[j.Sym]
	f.Description = j.Lead
	f.Crumbs = []urls.Link{{Text: "Journeys", Href: urls.Relative(path, urls.Home) + "#journeys"}, {Text: j.Title}}
	v := Journey{
		Layout: f, Name: j.Title, Lead: j.Lead, Decl: p.Signature(path, s),
		Root: urls.Link{Text: s.ID.Local(), Href: p.Href(path, j.Sym)},
	}
	taken := map[index.Sym]bool{j.Sym: true}
	w := walk{p, path, j.Keep, taken}
	root := step(p, path, graphq.Peer{Sym: j.Sym}, "0", 0, graphq.StartLane(p.Index.Stacks(j.Sym)))
	steps, cut := w.steps(j.Sym, "", 1, journeyDirect, root.Lane)
	root.Listing = stepListing(p, path, j.Sym)
	v.Place = root.Listing.Place
	v.Start, v.Steps = root, steps
	v.Map = figure.Lanes(branch(root, steps), graphq.LaneNames[:])
	v.Map.Cut = cutSteps(cut)
	if j.Story != nil {
		v.Story, v.Faults = story(p, path, j.Story), p.Faults(j.Story.File)
	}
	v.Prev, v.Next = journeyAround(p, path, i)
	return v
}

// walk makes the steps of one journey.
type walk struct {
	*Inputs
	path  string
	keep  map[index.Sym]bool // the steps that the content names; empty for none
	taken map[index.Sym]bool
}

// steps lists what a function does next, in order of execution as far as the
// order of the source tells it: the steps that the content names, or else the
// weightiest of what is not everyone's helper.
func (w walk) steps(sym index.Sym, number string, depth, limit int, lane string) (steps []Step, cut int) {
	var ends []graphq.Peer
	for _, e := range w.graph.Peers(sym, false) {
		switch {
		case w.taken[e.Sym] || e.Dead || w.URLs.Page[e.Sym] == "" || e.Kind == index.EdgeRef || e.Construct == index.Prologue:
		case !w.isStep(sym, e):
			cut++
		default:
			w.taken[e.Sym] = true
			ends = append(ends, e)
		}
	}
	if over := len(ends) - limit; over > 0 && len(w.keep) == 0 {
		cut += over
		ends = w.graph.Weightiest(ends, limit)
	}
	for i, e := range ends {
		step := step(w.Inputs, w.path, e, number+strconv.Itoa(i+1), depth, w.graph.Lane(lane, e))
		cross(&step, lane)
		if e.OnSystemStack && step.Enters != "" {
			step.Literal = w.Index.Symbols[e.Inside].ID.Local()
			if last := len(steps) - 1; last >= 0 && steps[last].Literal == step.Literal {
				steps[last].Back, step.Enters = "", ""
			}
		}
		if depth == 1 {
			step.Listing = stepListing(w.Inputs, w.path, e.Sym)
		}
		if depth < journeyDepth || len(w.keep) > 0 && depth < namedDepth {
			var inner int
			share := min(journeyInner, (journeyNodes-1)/len(ends)-1)
			step.Steps, inner = w.steps(e.Sym, number+strconv.Itoa(i+1)+".", depth+1, share, step.Lane)
			cut += inner
		}
		steps = append(steps, step)
	}
	return steps, cut
}

func (w walk) isStep(from index.Sym, e graphq.Peer) bool {
	if len(w.keep) > 0 {
		return w.keep[e.Sym]
	}
	return w.graph.FanIn[e.Sym] <= wellKnown && w.Index.Symbols[e.Sym].Pkg == w.Index.Symbols[from].Pkg && !w.graph.Leaf(e.Sym)
}

func step(p *Inputs, path string, e graphq.Peer, number string, depth int, lane string) Step {
	s := &p.Index.Symbols[e.Sym]
	step := Step{
		ID: "step-" + number, Number: number, Depth: depth, Kind: e.Drawn(),
		Link:     urls.Link{Text: s.ID.Local(), Href: p.Href(path, e.Sym)},
		Synopsis: highlight.Synopsis(s.Doc), Lane: lane,
	}
	if on := p.Index.Stacks(e.Sym); on != 0 {
		step.Facts = append(step.Facts, urls.Link{Text: stackWords(on)})
	}
	found := endings(p, path, e.Sym)
	step.Leaves, step.Resumes = neverReturns[s.ID], s.ID == resumes
	var notes []string
	for _, f := range found {
		step.Facts = append(step.Facts, f.Link)
		step.Leaves = step.Leaves || f.leaves
		notes = append(notes, f.note)
	}
	step.Note = strings.Join(notes, ", ")
	if len(e.Sites) > 0 {
		step.At = p.ShortPlace(path, s.Pkg, e.Sites[0].File, e.Sites[0].Off)
	}
	return step
}

// stepListing shows the code of a step: the Go body where there is one, else the
// assembly.
func stepListing(p *Inputs, path string, sym index.Sym) *highlight.Listing {
	l := p.Listing(path, p.Index.Symbols[sym].Body(), false)
	return &l
}

func cutSteps(cut int) string {
	if cut == 0 {
		return ""
	}
	return "Not drawn: " + english.Count(cut, "call", "calls") + " beside these steps."
}

func journeyAround(p *Inputs, path string, i int) (prev, next urls.Link) {
	link := func(i int) urls.Link {
		if i < 0 || i >= len(p.Resolved.Journeys) {
			return urls.Link{}
		}
		j := p.Resolved.Journeys[i]
		return urls.Link{Text: j.Title, Href: urls.Relative(path, urls.Journey(j.Name))}
	}
	return link(i - 1), link(i + 1)
}

func journeyRoutes(p *Inputs) (list []Route) {
	for i, j := range p.Resolved.Journeys {
		list = append(list, Route{urls.Journey(j.Name), j.Title + ": " + j.Name, func(f Layout) templates.View { return journeyPage(p, f, i, j) }})
	}
	return list
}

// story is the narration of a journey, stop by stop.
func story(p *Inputs, path string, t *annotate.Article) (parts []TextPart) {
	w := p.On(path, t, 1, "")
	for i, s := range t.Stops {
		parts = append(parts, TextPart{ID: "story-" + strconv.Itoa(i+1), Heading: s.Title, Body: w.Blocks(s.Blocks)})
	}
	return parts
}
