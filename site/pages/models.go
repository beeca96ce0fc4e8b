package pages

import (
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Models lists the runnable models.
type Models struct {
	Layout
	Rows []ModelCard
}

func hasModels(p *Inputs) bool { return p.Models != nil && len(p.Models.Models) > 0 }

func modelsPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Models"}}
	f.Description = "Programs that do what parts of the runtime do, by its own rules"
	return Models{Layout: f, Rows: modelCards(p, urls.Models)}
}

func modelCards(p *Inputs, from string) (rows []ModelCard) {
	if p.Models == nil {
		return nil
	}
	for i := range p.Models.Models {
		rec := &p.Models.Models[i]
		card := ModelCard{
			Link: urls.Link{Text: rec.Title, Href: urls.Relative(from, urls.Model(rec.Name))},
			Lead: highlight.Synopsis(rec.About),
		}
		for _, v := range rec.Verified {
			if v.OK && v.Skipped == "" {
				card.Exact++
			}
		}
		rows = append(rows, card)
	}
	return rows
}
