package pages

import (
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
			Body: w.Doc(t.Doc),
		})
		all.Add(w)
	}
	v.Facts = p.Standing(urls.Myths, all)
	return v
}
