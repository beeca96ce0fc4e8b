package pages

import (
	"html/template"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Text is a page of prose: an essay, a stop of a tour, a level's path, myths.
type Text struct {
	Layout
	Subject string // in a word or two, before the heading
	Heading string
	Lead    string
	On      []urls.Link // sections of this page
	Facts   []urls.Link // small print under the heading
	Stops   []urls.Link // of a tour; the one without an address is here
	Body    template.HTML
	Parts   []TextPart
	Groups  []LinkGroup
	Prev    urls.Link
	Next    urls.Link
}

// TextPart is a section that a page puts together from several texts.
type TextPart struct {
	ID      string
	Heading string
	Note    string
	Body    template.HTML
}

// articleRoutes are the pages of articles that have one each.
func articleRoutes(articles func(*Inputs) []*annotate.Article, view func(*Inputs, Layout, *annotate.Article) templates.View) func(*Inputs) []Route {
	return func(p *Inputs) (list []Route) {
		for _, t := range articles(p) {
			list = append(list, Route{Path: p.ArticlePage(t), Title: t.Title, View: func(f Layout) templates.View { return view(p, f, t) }})
		}
		return list
	}
}

// textFacts is the small print under a text's title.
func textFacts(p *Inputs, path string, t *annotate.Article) (facts []urls.Link) {
	if t.Level != "" {
		facts = append(facts, urls.Link{Text: t.Level})
	}
	for _, name := range t.Models {
		if to, title := p.RefPage(annotate.Ref{Kind: markdown.ToModel, Name: name}); to != "" {
			facts = append(facts, urls.Link{Text: "model: " + title, Href: urls.Relative(path, to)})
		}
	}
	return facts
}

// sections lists the headings of a text that its page can be entered at.
func sections(t *annotate.Article) (list []urls.Link) {
	for _, b := range t.Doc.Blocks {
		if b.Kind == markdown.Heading && b.Depth <= 2 && b.ID != "" {
			list = append(list, urls.Link{Text: b.Title, Href: "#" + b.ID})
		}
	}
	return list
}
