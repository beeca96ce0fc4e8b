package pages

import (
	"encoding/json"
	"strconv"

	"sourcedive/content/models/sim"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
	"sourcedive/site/prose"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// longMirror is from how many lines on a function of the runtime is not shown beside
// the model's: its page is one click away.
const longMirror = 120

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
		show := &p.Models.Models[i]
		card := ModelCard{
			Link: urls.Link{Text: show.Title, Href: urls.Relative(from, urls.Model(show.Name))},
			Lead: highlight.Synopsis(show.About),
		}
		for _, v := range show.Verified {
			if v.OK && v.Skipped == "" {
				card.Exact++
			}
		}
		rows = append(rows, card)
	}
	return rows
}

func modelPage(p *Inputs, f Layout, show *models.RecordedModel) templates.View {
	path := urls.Model(show.Name)
	f.Crumbs = []urls.Link{{Text: "Models", Href: urls.Home}, {Text: show.Name}}
	f.Description = highlight.Synopsis(show.About)
	v := Model{
		Layout: f, Name: show.Name, Heading: show.Title, About: show.About, Clock: show.Clock,
		Params: modelParams(show.Params), Seed: show.Moments[0].Seed, Cut: show.Cut,
		Data:    f.Assets + "model/" + show.Name + ".js?v=" + p.Models.Stamp,
		Why:     p.Models.Why,
		Source:  "sourcedive model run " + show.Name,
		Mirrors: modelMirrors(p, path, show),
	}
	if p.Models.Wasm != nil {
		v.Wasm = true
		v.Program, v.Exec = f.Assets+"model/program.js?v="+p.Models.Stamp, f.Assets+"model/exec.js?v="+p.Models.Stamp
	}
	for _, d := range show.Moments[1:] {
		v.Demos = append(v.Demos, urls.Link{Text: d.Title, Href: prose.MomentHref("", d.Given, d.Seed, d.Step, &show.Model)})
	}
	for i, e := range show.Events {
		v.Steps = append(v.Steps, modelStep(p, path, i+1, e))
	}
	for i, e := range show.Exercises {
		v.Exercises = append(v.Exercises, Exercise{
			Question: e.Question, Answer: show.Answers[i], Why: e.Why,
			Run: urls.Link{Text: "See it happen", Href: prose.MomentHref("", e.Given, e.Seed, e.Step, &show.Model)},
		})
	}
	for _, part := range show.Parts {
		v.Parts = append(v.Parts, ModelPart{What: part.What, Standing: part.Fidelity.String(), By: part.By})
	}
	for _, c := range show.Verified {
		v.Checks = append(v.Checks, modelCheck(c))
	}
	return v
}

func modelParams(params []sim.Param) (list []ModelParam) {
	for _, q := range params {
		row := ModelParam{Name: q.Name, Doc: q.Doc, Range: q.Range(), Min: q.Min, Max: q.Max, Default: q.Default}
		for i, word := range q.Words {
			row.Choices = append(row.Choices, Choice{Value: q.Min + i, Word: word, On: q.Min+i == q.Default})
		}
		list = append(list, row)
	}
	return list
}

func modelStep(p *Inputs, path string, n int, e sim.Event) ModelStep {
	row := ModelStep{Number: n, ID: "step-" + strconv.Itoa(n), Actor: e.Actor, What: e.What, Why: e.Why, Broken: e.Broken}
	if e.Time != 0 {
		row.Time = strconv.FormatInt(e.Time, 10)
	}
	row.Func = p.SymbolLink(path, e.Func)
	return row
}

func modelMirrors(p *Inputs, path string, show *models.RecordedModel) (list []Mirror) {
	for i, m := range show.Mirrors {
		row := Mirror{
			ID: "mirror-" + strconv.Itoa(i+1), Name: m.Func, Place: "content/models/" + m.File + ":" + strconv.Itoa(m.Line),
			Code: highlight.Plain(m.Code), Symbol: p.SymbolLink(path, m.Symbol),
		}
		if s, ok := p.Index.Sym(index.ID(m.Symbol)); ok {
			body := p.Index.Symbols[s].Body()
			if n := p.Index.Line(body.File, body.End) - p.Index.Line(body.File, body.Off); n <= longMirror {
				row.Listing = p.Listing(path, body, false)
			} else {
				row.Signed = p.Signature(path, &p.Index.Symbols[s])
			}
		}
		list = append(list, row)
	}
	return list
}

func modelCheck(v models.Verified) ModelCheck {
	row := ModelCheck{Go: v.Go + " " + v.Platform, Name: v.Name, Says: v.Says, OK: v.OK}
	switch {
	case v.Fault != "":
		row.Result = "could not be made: " + v.Fault
	case v.Skipped != "":
		row.Result = "not made: " + v.Skipped
	default:
		row.Result = english.Thousands(v.Agreed) + " of " + english.Count(v.Cases, "case", "cases") + " agree"
		if v.Band != "" {
			row.Result += ", within " + v.Band
		}
	}
	return row
}

// modelData is the script with a model's recorded runs. It calls the function that
// model.js waits with.
func modelData(p *Inputs, show *models.RecordedModel) ([]byte, error) {
	type param struct {
		Name    string `json:"name"`
		Default int    `json:"default"`
	}
	data := struct {
		Name   string            `json:"name"`
		Clock  string            `json:"clock"`
		Params []param           `json:"params"`
		Runs   []byte            `json:"runs"`    // in base 64, see modelview.Recorded
		Links  map[string]string `json:"links"`   // by symbol, from the model's page
		Mirror map[string]string `json:"mirrors"` // id of the pair, by symbol
	}{Name: show.Name, Clock: show.Clock, Runs: show.Packed, Links: map[string]string{}, Mirror: map[string]string{}}
	for _, q := range show.Params {
		data.Params = append(data.Params, param{q.Name, q.Default})
	}
	for _, name := range show.Funcs {
		if l := p.SymbolLink(urls.Model(show.Name), name); l.Href != "" {
			data.Links[name] = l.Href
		}
	}
	for i, m := range show.Mirrors {
		data.Mirror[m.Symbol] = "mirror-" + strconv.Itoa(i+1)
	}
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return []byte("sourcedive.model(" + string(text) + ");\n"), nil
}

// visits lists the models whose default run goes through a function, each at the
// first step that does.
func visits(p *Inputs, path string, sym index.Sym) (list []urls.Link) {
	if p.Models == nil {
		return nil
	}
	id := string(p.Index.Symbols[sym].ID)
	for i := range p.Models.Models {
		show := &p.Models.Models[i]
		if at, ok := show.Visits[id]; ok {
			to := urls.Relative(path, urls.Model(show.Name))
			if m := show.Moments[at.Run]; at.Run > 0 {
				to = prose.MomentHref(to, m.Given, m.Seed, at.Step, &show.Model)
			} else {
				to += "#step-" + strconv.Itoa(at.Step)
			}
			list = append(list, urls.Link{Text: "model " + show.Name + ", step " + strconv.Itoa(at.Step), Href: to})
		}
	}
	return list
}

func modelRoutes(p *Inputs) (list []Route) {
	for i := range p.Models.Models {
		m := &p.Models.Models[i]
		list = append(list, Route{urls.Model(m.Name), "model " + m.Name, func(f Layout) templates.View { return modelPage(p, f, m) }})
	}
	return list
}
