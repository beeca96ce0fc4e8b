package pages

import (
	"html/template"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// Note is a note on the page of its symbol.
type Note struct {
	ID     string
	Title  string
	Facts  []urls.Link // level, review, models
	Stale  urls.Link   // the page that shows how the body changed
	Since  string      // the version that a changed note was written for
	Faults []string    // what does not resolve in it
	Body   template.HTML
}

// notesOn are the notes on a symbol, for its page.
func notesOn(p *Inputs, path string, sym index.Sym) (list []Note) {
	for _, t := range p.Resolved.NotesOf(sym) {
		if t.Kind != article.KindNote {
			continue
		}
		id := urls.NoteID(t.ID)
		n := Note{ID: id, Title: t.Title, Faults: p.Faults(t.File), Body: p.On(path, t, 1, id+"-").Doc(t.Doc)}
		n.Facts = append(textFacts(p, path, t), urls.Link{Text: "area: " + areaTitle(p, t.Area), Href: urls.Relative(path, urls.Area(t.Area))})
		switch t.Review.Status {
		case annotate.Current:
			n.Facts = append(n.Facts, urls.Link{Text: "read against the source of " + t.Review.Version})
		case annotate.Changed:
			n.Since, n.Stale = t.Review.Version, urls.Link{Href: urls.Relative(path, urls.Stale(t.ID))}
		}
		list = append(list, n)
	}
	return list
}
