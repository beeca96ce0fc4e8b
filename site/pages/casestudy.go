package pages

import (
	"sourcedive/annotate"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

func caseStudyPage(p *Inputs, f Layout, t *annotate.Article) templates.View {
	path := p.ArticlePage(t)
	f.Crumbs = []urls.Link{{Text: "In the wild", Href: urls.Relative(path, urls.Home) + "#wild"}, {Text: t.Title}}
	f.Description = t.About
	return Text{Layout: f, Heading: t.Title, Lead: t.About, Faults: p.Faults(t.File), Facts: textFacts(p, path, t), Body: p.On(path, t, 0, "").Beside(t.Doc.Blocks)}
}
