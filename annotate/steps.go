package annotate

import (
	"slices"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
)

// Bounds of the steps of a level's path.
const (
	shortestPath = 10
	longestPath  = 25
)

// stops finds the steps of an article that is made of steps.
func (r *articleResolver) stops() {
	switch r.article.Kind {
	case article.KindTour, article.KindJourney, article.KindMyths:
		r.sections()
	case article.KindLevel:
		r.path()
	}
}

// walkless leaves out tours and myths of which this version has nothing.
func walkless(out *Resolved) {
	if out.WrittenFor == "" {
		return
	}
	for _, list := range []*[]*Article{&out.Tours, &out.Myths} {
		*list = slices.DeleteFunc(*list, func(t *Article) bool {
			if len(t.Stops) > 0 {
				return false
			}
			key := keyOf(t.Kind, t.ID)
			delete(out.articles, key)
			out.absent[key] = true
			return true
		})
	}
}

// sections makes a step of each section.
func (r *articleResolver) sections() {
	t := r.article
	for _, s := range t.Doc.Sections {
		if s.Heading == nil {
			continue
		}
		stop := Step{Title: s.Title(), ID: s.Heading.ID, Blocks: s.Blocks, Sym: index.NoSym}
		shows, here := r.fill(&stop)
		if !r.promised && !here && len(s.Blocks) > 0 {
			continue // what it is about is not in this version
		}
		if t.Kind == article.KindMyths && len(stop.Claims) == 0 {
			r.report(s.Heading.Pos, "add a claim block that is true because the statement is wrong", "a myth without a claim")
		} else if t.Kind != article.KindMyths && !shows {
			r.report(s.Heading.Pos, "add a source block, or a link [[note:…]]", "a stop that shows no source and links no note")
		}
		t.Stops = append(t.Stops, stop)
	}
	if len(t.Stops) == 0 {
		r.differsAt(markdown.Pos{Line: 1, Col: 1}, "each starts with a line ## and its title", "a %s without stops", t.Kind)
	}
}

// fill finds what a section shows, and reports whether it has a source block or a
// link to a note, and whether any of that is in this version. A myth is there where one of
// its claims holds.
func (r *articleResolver) fill(stop *Step) (shows, here bool) {
	myth := r.article.Kind == article.KindMyths
	visit := func(b *markdown.Block) {
		shows = shows || b.Kind == markdown.Source
		if e := r.article.excerpts[b]; e != nil {
			if here = here || !myth; stop.Excerpt == nil {
				stop.Excerpt = e
				stop.Sym = e.Sym
			}
		}
		if c := r.article.claims[b]; c != nil {
			stop.Claims = append(stop.Claims, c)
			here = here || myth && c.Applies && c.Verdict.State != claim.False && c.Verdict.State != claim.Unanswerable
		}
		for _, l := range b.Links {
			if l.Kind != markdown.ToNote {
				continue
			}
			shows = true
			ref, ok := r.resolved.Resolve(l)
			here = here || ok && !myth
			if ok && stop.Sym == index.NoSym && len(ref.Text.Symbols) > 0 {
				stop.Sym = ref.Text.Symbols[0]
			}
		}
	}
	for _, b := range stop.Blocks {
		visit(b)
		for _, in := range []*markdown.Doc{b.Body, b.Answer} {
			if in != nil {
				in.All(func(b *markdown.Block, _ []*markdown.Block) { visit(b) })
			}
		}
	}
	return shows, here
}

// path makes a step of each item of a level's numbered lists.
func (r *articleResolver) path() {
	t, n := r.article, 0
	for _, b := range t.Doc.Blocks {
		n += len(b.Items)
		for i := range b.Items {
			it := &b.Items[i]
			if it.Link == nil {
				r.report(it.Pos, "write [[note:sched/schedule]], then what to look for", "a stop that does not start with a link")
				continue
			}
			ref, ok := r.resolved.Resolve(*it.Link)
			if !ok {
				continue // reported with the links
			}
			t.Stops = append(t.Stops, Step{Title: it.Link.Text, Item: it, Ref: ref, Sym: ref.Sym})
		}
	}
	if n < shortestPath || n > longestPath {
		r.report(markdown.Pos{Line: 1, Col: 1}, "a path has 10 to 25, in a numbered list", "a path of %s", english.Counted(n, "stop"))
	}
}
