package pages

import (
	"slices"
	"strconv"

	"sourcedive/annotate"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

func tourRoutes(p *Inputs) (list []Route) {
	for _, t := range p.Resolved.Tours {
		for i, step := range t.Stops {
			list = append(list, Route{Path: urls.TourStep(t.ID, i), Title: t.Title + ": " + step.Title, View: func(f Layout) templates.View { return tourStepPage(p, f, t, i) }})
		}
	}
	return list
}

func tourStepPage(p *Inputs, f Layout, t *annotate.Article, i int) templates.View {
	path, stop := urls.TourStep(t.ID, i), t.Stops[i]
	f.Crumbs = []urls.Link{{Text: "Tours", Href: urls.Relative(path, urls.Tours)}, {Text: t.Title, Href: urls.Relative(path, urls.TourStep(t.ID, 0))}, {Text: strconv.Itoa(i+1) + " of " + strconv.Itoa(len(t.Stops))}}
	f.Description = t.About
	w := p.On(path, t, 1, "")
	v := Text{Layout: f, Heading: stop.Title}
	if i == 0 {
		v.Body = w.Beside(t.Introduction())
	}
	v.Body += w.Beside(stop.Blocks)
	v.Facts = w.Standing()
	for n, s := range t.Stops {
		l := urls.Link{Text: s.Title}
		if n != i {
			l.Href = urls.Relative(path, urls.TourStep(t.ID, n))
		}
		v.Stops = append(v.Stops, l)
	}
	if i > 0 {
		v.Prev = v.Stops[i-1]
	} else {
		v.Lead = t.About
	}
	switch last := i+1 == len(v.Stops); {
	case !last:
		v.Next = v.Stops[i+1]
	case len(f.Places) == 0:
		v.Next = afterTour(p, path, t)
	}
	v.Places = throughTour(f.Places, i, len(v.Stops))
	return v
}

// throughTour are the places of a tour on paths for one of its stops: the first leads back
// and the last leads on, and between them the tour does.
func throughTour(places []Place, i, of int) []Place {
	for n := range places {
		if i > 0 {
			places[n].Prev = urls.Link{}
		}
		if i+1 < of {
			places[n].Next = urls.Link{}
		}
	}
	return places
}

// afterTour is where the last stop of a tour leads: the next tour, or all of them.
func afterTour(p *Inputs, path string, t *annotate.Article) urls.Link {
	if i := slices.Index(p.Resolved.Tours, t); i+1 < len(p.Resolved.Tours) {
		next := p.Resolved.Tours[i+1]
		return urls.Link{Text: "Next tour: " + next.Title, Href: urls.Relative(path, p.ArticlePage(next))}
	}
	return urls.Link{Text: "All tours", Href: urls.Relative(path, urls.Tours)}
}

func toursPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Tours"}}
	f.Description = "Guided walks through the source, stop by stop"
	v := Text{Layout: f, Heading: "Tours", Lead: "Guided walks through the source, stop by stop."}
	v.Groups = []LinkGroup{tourRows(p, urls.Tours)}
	return v
}

func tourRows(p *Inputs, path string) LinkGroup {
	g := LinkGroup{ID: "tours", Title: "Tours"}
	for _, t := range p.Resolved.Tours {
		if len(t.Stops) > 0 {
			g.Rows = append(g.Rows, LinkRow{
				Link: urls.Link{Text: t.Title, Href: urls.Relative(path, urls.TourStep(t.ID, 0))},
				Note: english.Count(len(t.Stops), "stop", "stops"), Lead: t.About,
			})
		}
	}
	return g
}
