package pages

import (
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Home is the first page of a version.
type Home struct {
	Layout
	Lead     string
	Journeys []JourneyCard
	Models   []ModelCard
	Areas    []LinkRow
	More     []LinkGroup // tours, levels, in the wild, lists
	Packages []PackageRow
	Figures  []Stat

	Statements bool     // what Go statements become is known
	Notes      []string // what a reader should know of how this version was read
	Problems   int
}

func homePage(p *Inputs, f Layout) templates.View {
	f.Description = p.Resolved.Config.Lead
	v := Home{Layout: f, Lead: p.Resolved.Config.Lead, Notes: p.Index.Config.Notes, Problems: len(p.Index.Problems)}
	for _, j := range p.Resolved.Journeys {
		v.Journeys = append(v.Journeys, journeyCard(p, urls.Home, j))
	}
	v.Models = modelCards(p, urls.Home)
	v.Areas, v.More = areaRows(p), homeGroups(p)
	built := 0
	for i := range p.Index.Files {
		if p.Index.Files[i].Excluded == "" {
			built++
		}
	}
	funcs, asm := 0, 0
	for i := range p.Index.Symbols {
		if p.URLs.Page[i] != "" && p.Index.Symbols[i].Kind != index.KindType {
			funcs++
			if p.Index.Symbols[i].Asm.OK() {
				asm++
			}
		}
	}
	v.Figures = []Stat{
		{Number: english.Thousands(len(p.Index.Packages)), What: "packages", Href: urls.Packages},
		{Number: english.Thousands(built), What: "files, and " + english.Thousands(len(p.Index.Files)-built) + " more for other platforms", Href: urls.Files},
		{Number: english.Thousands(funcs), What: "functions, " + english.Thousands(asm) + " of them in assembly", Href: p.AZ},
		{Number: english.Thousands(len(p.Index.Edges)), What: "calls between them", Href: urls.PathFinder},
	}
	v.Packages = packageRows(p, urls.Home)
	v.Statements = len(p.Index.Statements) > 0
	return v
}

// homeGroups lists what there is to read besides.
func homeGroups(p *Inputs) (groups []LinkGroup) {
	add := func(id, title string, rows []LinkRow) {
		if len(rows) > 0 {
			groups = append(groups, LinkGroup{ID: id, Title: title, Rows: rows})
		}
	}
	add("tours", "Tours", tourRows(p, urls.Home).Rows)
	add("levels", "Levels", textRows(p, p.Resolved.Levels))
	add("wild", "In the wild", textRows(p, p.Resolved.CaseStudies))
	if hasLabs(p) {
		add("labs", "Labs", textRows(p, p.Resolved.Labs))
	}
	add("lists", "To look up", lookUpRows(p))
	return groups
}
