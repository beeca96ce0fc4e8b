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

// Journey is the page of one root.
type Journey struct {
	Layout
	Name   string
	Lead   string
	Root   urls.Link
	Decl   template.HTML
	Place  highlight.Place
	Map    *figure.Map
	About  string      // of the story, one sentence
	Rests  []urls.Link // how much of the story rests on the source
	Intro  template.HTML
	Story  []TextPart
	Start  Step // the root itself
	Steps  []Step
	Others []urls.Link // the other journeys
	Prev   urls.Link
	Next   urls.Link
}

// Step is one function of a journey, in the order of the calls in the source.
type Step struct {
	ID       string
	Number   string // "1", "1.2"
	Depth    int
	Kind     string // how it is reached
	Link     urls.Link
	Synopsis string
	At       highlight.Place // the site of its call
	Lane     string          // the stack it runs on in this journey: "user stack"
	Enters   string          // where this is another one than before: "switches to g0"
	Back     string          // what follows that: "back on the user stack"
	Note     string          // "blocks, throws"
	Leaves   bool            // never returns to the step that led to it
	Resumes  bool            // goes on in a goroutine, on its stack
	Literal  string          // the function literal that calls it on another stack: "newproc.func1"
	Facts    []urls.Link     // on which stack it runs, where it blocks and ends
	Listing  *highlight.Listing
	Steps    []Step
}

// walked are the steps of a journey that have pages.
func walked(p *Inputs, j annotate.Journey) graphq.Journey {
	return p.graph.Journey(j.Sym, j.Keep, func(s index.Sym) bool { return p.URLs.Page[s] != "" })
}

// journeyCard is a journey on a page that has the prefix up to the root of the version.
func journeyCard(p *Inputs, up string, j annotate.Journey) JourneyCard {
	root := walked(p, j).Root
	path := urls.Journey(j.Name)
	drawn := figure.Lanes(branch(step(p, path, root, "0", 0, ""), steps(p, path, root, "", 1)), graphq.Lanes[:])
	return JourneyCard{
		Link: urls.Link{Text: j.Title, Href: up + path}, Thumb: figure.Small(drawn),
		Root: p.Index.Symbols[j.Sym].ID.Local(), Lead: j.Lead,
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
	walk := walked(p, j)
	v.Start, v.Steps = step(p, path, walk.Root, "0", 0, ""), steps(p, path, walk.Root, "", 1)
	v.Start.Listing = stepListing(p, path, j.Sym)
	for i, next := range walk.Root.Next {
		v.Steps[i].Listing = stepListing(p, path, next.Sym)
	}
	v.Place = v.Start.Listing.Place
	v.Map = figure.Lanes(branch(v.Start, v.Steps), graphq.Lanes[:])
	v.Map.Cut = cutSteps(walk.Cut)
	if j.Story != nil {
		story(p, path, j.Story, &v)
	}
	for n, other := range p.Resolved.Journeys {
		if n != i {
			v.Others = append(v.Others, urls.Link{Text: other.Title, Href: urls.Relative(path, urls.Journey(other.Name))})
		}
	}
	v.Prev, v.Next = adjacentJourneys(p, path, i)
	return v
}

// steps are those that follow a step, numbered after it.
func steps(p *Inputs, path string, from graphq.Step, number string, depth int) (list []Step) {
	for i, next := range from.Next {
		number := number + strconv.Itoa(i+1)
		s := step(p, path, next, number, depth, from.Lane)
		s.Steps = steps(p, path, next, number+".", depth+1)
		list = append(list, s)
	}
	return list
}

// step is a step that follows one in the lane from.
func step(p *Inputs, path string, g graphq.Step, number string, depth int, from string) Step {
	s := &p.Index.Symbols[g.Sym]
	step := Step{
		ID: "step-" + number, Number: number, Depth: depth, Kind: g.Drawn().String(),
		Link:     urls.Link{Text: s.ID.Local(), Href: p.Href(path, g.Sym)},
		Synopsis: highlight.Synopsis(s.Doc), Lane: g.Lane, Leaves: g.Leaves, Resumes: g.Resumes,
	}
	if g.Switches {
		step.Enters = "switches to " + laneName(g.Lane)
	}
	if g.Returns {
		step.Back = "back on " + laneName(from)
	}
	if g.Literal != index.NoSym {
		step.Literal = p.Index.Symbols[g.Literal].ID.Local()
	}
	if on := p.Index.Stacks(g.Sym); on != 0 && ofRuntime(p) {
		step.Facts = append(step.Facts, urls.Link{Text: stackWords(on)})
	}
	var notes []string
	for _, e := range g.Endings {
		words := endWords[e.End]
		step.Facts = append(step.Facts, urls.Link{Text: words.fact + " " + p.Index.Symbols[e.Sym].ID.Local(), Href: p.SiteHref(path, e.Site)})
		notes = append(notes, words.note)
	}
	step.Note = strings.Join(notes, ", ")
	if len(g.Sites) > 0 {
		step.At = p.ShortPlace(path, s.Pkg, g.Sites[0].File, g.Sites[0].Off)
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

func adjacentJourneys(p *Inputs, path string, i int) (prev, next urls.Link) {
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
		list = append(list, Route{Path: urls.Journey(j.Name), Title: j.Title + ": " + j.Name, View: func(f Layout) templates.View { return journeyPage(p, f, i, j) }})
	}
	return list
}

// story fills in the narration of a journey, stop by stop.
func story(p *Inputs, path string, t *annotate.Article, v *Journey) {
	w := p.On(path, t, 1, "")
	v.About, v.Intro = t.About, w.Blocks(t.Introduction())
	for i, s := range t.Stops {
		v.Story = append(v.Story, TextPart{ID: "story-" + strconv.Itoa(i+1), Heading: s.Title, Body: w.Beside(s.Blocks)})
	}
	v.Rests = w.Standing()
}
