package pages

import (
	"sourcedive/annotate"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

func caseStudyPage(p *Inputs, f Layout, t *annotate.Article) templates.View {
	path := p.ArticlePage(t)
	f.Crumbs = []urls.Link{{Text: "Symptoms"}, {Text: t.Title}}
	if to := p.Symptoms(); to != "" {
		f.Crumbs[0].Href = urls.Relative(path, to)
	}
	f.Description = t.About
	w := p.On(path, t, 0, "")
	body := w.Beside(t.Doc.Blocks)
	return Text{Layout: f, Heading: t.Title, Lead: t.About, On: sections(t), Facts: append(textFacts(p, path, t), w.Standing()...), Body: body}
}
