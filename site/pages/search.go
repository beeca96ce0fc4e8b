package pages

import (
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Search is the search page.
type Search struct{ Layout }

func searchPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Search"}}
	f.Description = "Find functions, types, fields, constants, messages and files"
	return Search{Layout: f}
}
