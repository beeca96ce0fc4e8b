package pages

import (
	"sourcedive/annotate"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

func levelPage(p *Inputs, f Layout, t *annotate.Article) templates.View {
	path := p.ArticlePage(t)
	f.Crumbs = []urls.Link{{Text: "Levels", Href: urls.Relative(path, urls.Home) + "#levels"}, {Text: t.Title}}
	f.Description = t.About
	w := p.On(path, t, 0, "")
	body := w.Beside(t.Doc.Blocks)
	return Text{Layout: f, Heading: t.Title, Lead: t.About, On: sections(t), Facts: w.Standing(), Body: body}
}
