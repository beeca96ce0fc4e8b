package pages

import (
	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/site/highlight"
	"sourcedive/site/search"
	"sourcedive/site/urls"
)

// pages makes documents of what is written for readers: journeys and statements.
func (d *documents) pages() {
	for _, j := range d.p.Resolved.Journeys {
		d.docs = append(d.docs, search.Doc{
			ID: "journey " + j.Name, Kind: "journey", Title: j.Title, Names: []string{j.Title, j.Name}, Lead: j.Lead, Text: j.Lead,
			URL: urls.Journey(j.Name),
		})
	}
	for i := range d.p.Index.Statements {
		s := &d.p.Index.Statements[i]
		d.docs = append(d.docs, search.Doc{
			ID: "statement " + s.Name, Kind: "statement", Title: s.Title, Names: []string{s.Title}, Lead: s.Text, Text: s.Text, Code: s.Code,
			URL: urls.Statements + "#" + s.Name,
		})
	}
}

// articles makes documents of the notes, tours, terms and myths of the content.
func (d *documents) articles() {
	b := d.p.Resolved
	for _, list := range [][]*annotate.Article{b.Notes, b.Tours, b.CaseStudies, b.Levels} {
		for _, t := range list {
			kind := "note"
			if t.Kind == article.KindTour {
				kind = "tour"
			}
			text := t.Doc.Text()
			lead := t.About
			if lead == "" {
				lead = highlight.Synopsis(text)
			}
			d.docs = append(d.docs, search.Doc{
				ID: t.Kind.Slug() + " " + t.ID, Kind: kind, Title: t.Title, Names: []string{t.Title}, Aliases: t.Aliases,
				Lead: clip(lead, 160), Text: text, URL: d.p.ArticlePage(t),
			})
		}
	}
	for _, t := range b.Terms {
		def := t.Def.Text()
		d.docs = append(d.docs, search.Doc{
			ID: "term " + t.Name, Kind: "term", Title: t.Name, Names: []string{t.Name}, Aliases: t.Also, Lead: clip(def, 160), Text: def,
			URL: urls.Glossary + "#" + urls.TermID(t.Name),
		})
	}
	for _, m := range b.Myths {
		for _, stop := range m.Stops {
			d.docs = append(d.docs, search.Doc{
				ID: "myth " + m.ID + " " + stop.ID, Kind: "note", Title: "Myth: " + stop.Title, Names: []string{stop.Title},
				URL: urls.Myths + "#" + m.ID + "-" + stop.ID,
			})
		}
	}
}

// models are the runnable models.
func (d *documents) models() {
	if d.p.Models == nil {
		return
	}
	for i := range d.p.Models.Models {
		rec := &d.p.Models.Models[i]
		d.docs = append(d.docs, search.Doc{
			ID: "model " + rec.Name, Kind: "model", Title: rec.Title, Names: []string{rec.Title, rec.Name, "model"},
			Lead: highlight.Synopsis(rec.About), Text: rec.About, URL: urls.Model(rec.Name),
		})
	}
}
