package pages

import (
	"strconv"

	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
	"sourcedive/site/prose"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Models lists the runnable models.
type Models struct {
	Layout
	Rows      []ModelStill
	Exercises urls.Link
}

// ModelStill is a model in the list, with the moment that its page opens with.
type ModelStill struct {
	Link  urls.Link
	Lead  string
	Exact int // checks of it that agreed with the runtime
	Still models.Still
}

// Exercises lists the exercises of all models.
type Exercises struct {
	Layout
	Groups []ExerciseGroup
}

// ExerciseGroup is the exercises of a model.
type ExerciseGroup struct {
	ID    string
	Model urls.Link
	Rows  []Exercise
}

func hasModels(p *Inputs) bool { return p.Models != nil && len(p.Models.Models) > 0 }

func modelsPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Models"}}
	f.Description = "Programs that do what parts of the runtime do, by its own rules"
	v := Models{Layout: f}
	v.Rows = modelStills(p, f.Up)
	n := 0
	for i := range p.Models.Models {
		n += len(p.Models.Models[i].Exercises)
	}
	v.Exercises = urls.Link{Text: english.Count(n, "exercise", "exercises"), Href: urls.Relative(urls.Models, urls.Exercises)}
	return v
}

// modelStills lists the models on a page that has the prefix up to the root of the version.
func modelStills(p *Inputs, up string) (rows []ModelStill) {
	if p.Models == nil {
		return nil
	}
	for i := range p.Models.Models {
		rec := &p.Models.Models[i]
		card := ModelStill{
			Link: urls.Link{Text: rec.Title, Href: up + urls.Model(rec.Name)},
			Lead: highlight.Synopsis(rec.About), Still: rec.Opening.Narrow,
		}
		card.Still.Class = "scene"
		for _, v := range rec.Verified {
			if v.OK && v.Skipped == "" {
				card.Exact++
			}
		}
		rows = append(rows, card)
	}
	return rows
}

func exercisesPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Models", Href: urls.Relative(urls.Exercises, urls.Models)}, {Text: "Exercises"}}
	f.Description = "Questions whose answers the models run"
	v := Exercises{Layout: f}
	for i := range p.Models.Models {
		rec := &p.Models.Models[i]
		page := urls.Relative(urls.Exercises, urls.Model(rec.Name))
		v.Groups = append(v.Groups, ExerciseGroup{rec.Name, urls.Link{Text: rec.Title, Href: page}, exercisesOf(rec, page)})
	}
	return v
}

// exercisesOf are the exercises of a model, for the page that its own has the address
// page from.
func exercisesOf(rec *models.RecordedModel, page string) (list []Exercise) {
	for i, e := range rec.Exercises {
		list = append(list, Exercise{
			Question: e.Question, Answer: rec.Answers[i], Why: e.Why,
			Run: urls.Link{Text: "See it happen, step " + strconv.Itoa(e.Step), Href: prose.MomentHref(page, e.Given, e.Seed, e.Step, &rec.Model)},
		})
	}
	return list
}
