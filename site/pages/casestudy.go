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
	w := p.On(path, t, 0, "")
	body := w.Beside(t.Doc.Blocks)
	return Text{Layout: f, Heading: t.Title, Lead: t.About, Facts: append(textFacts(p, path, t), w.Standing()...), Body: body}
}
