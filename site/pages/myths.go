package pages

import (
	"html/template"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/english"
	"sourcedive/site/prose"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

func mythsPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Myths"}}
	f.Description = "What is often said about the runtime, and is not so"
	v := Text{Layout: f, Heading: "Myths", Lead: "What is often said about the runtime and is not so, each with the claim that shows it."}
	var all prose.Standing
	for _, t := range p.Resolved.Myths {
		w := p.On(urls.Myths, t, 1, t.ID+"-")
		v.Parts = append(v.Parts, TextPart{
			ID: t.ID, Heading: t.Title, Note: english.Count(len(t.Stops), "myth", "myths"),
			Body: mythsOf(w, t),
		})
		subject, _, _ := strings.Cut(t.Title, ":")
		v.On = append(v.On, urls.Link{Text: subject, Href: "#" + t.ID})
		all.Add(w)
	}
	v.Facts = p.Standing(urls.Myths, all)
	return v
}

// mythsOf writes the myths that this version has something to say of.
func mythsOf(w *prose.Writer, t *annotate.Article) (body template.HTML) {
	for _, s := range t.Doc.Sections {
		switch {
		case s.Heading == nil:
			body += w.Blocks(s.Blocks)
		case slices.ContainsFunc(t.Stops, func(stop annotate.Step) bool { return stop.ID == s.Heading.ID }):
			body += w.Blocks([]*markdown.Block{s.Heading}) + w.Blocks(s.Blocks)
		}
	}
	return body
}
