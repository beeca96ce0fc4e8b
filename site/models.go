package site

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"sourcedive/content/models/model"
	"sourcedive/indexer"
	"sourcedive/site/modelview"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// longMirror is from how many lines on a function of the runtime is not shown beside
// the model's: its page is one click away.
const longMirror = 120

// planModels plans a page for each model, with its recorded runs, and the program
// that runs it with other parameters.
func (p *Plan) planModels() {
	if p.stage == nil || len(p.stage.Shows) == 0 {
		return
	}
	p.add("model/index.html", "Models", p.modelsPage)
	for i := range p.stage.Shows {
		show := &p.stage.Shows[i]
		p.add(modelPath(show.Name), "model "+show.Name, func(f page.Frame) templates.View { return p.modelPage(f, show) })
		p.addFile("assets/model/"+show.Name+".js", func() ([]byte, error) { return p.modelData(show) })
	}
	if p.stage.Wasm != nil {
		p.addFile("assets/model/exec.js", func() ([]byte, error) { return p.stage.Exec, nil })
		p.addFile("assets/model/program.js", func() ([]byte, error) {
			return []byte(`sourcedive.program("` + base64.StdEncoding.EncodeToString(p.stage.Wasm) + "\");\n"), nil
		})
	}
}

func modelPath(name string) string { return "model/" + name + ".html" }

func (p *Plan) modelsPage(f page.Frame) templates.View {
	f.Kind, f.Places = "models", p.places(f.Up, "models")
	f.Crumbs = []page.Link{{Text: "Models"}}
	f.Description = "Programs that do what parts of the runtime do, by its own rules"
	return page.Models{Frame: f, Rows: p.modelCards("model/index.html")}
}

func (p *Plan) modelCards(from string) (rows []page.ModelCard) {
	if p.stage == nil {
		return nil
	}
	for i := range p.stage.Shows {
		show := &p.stage.Shows[i]
		card := page.ModelCard{
			Link: page.Link{Text: show.Title, Href: relative(from, modelPath(show.Name))},
			Lead: source.Synopsis(show.About),
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

func (p *Plan) modelPage(f page.Frame, show *modelview.Show) templates.View {
	path := modelPath(show.Name)
	f.Kind, f.Places = "model", p.places(f.Up, "models")
	f.Crumbs = []page.Link{{Text: "Models", Href: "index.html"}, {Text: show.Name}}
	f.Description = source.Synopsis(show.About)
	v := page.Model{
		Frame: f, Name: show.Name, Heading: show.Title, About: show.About, Clock: show.Clock,
		Params: modelParams(show.Params), Seed: show.Moments[0].Seed, Cut: show.Cut,
		Data:    f.Assets + "model/" + show.Name + ".js?v=" + p.stage.Stamp,
		Why:     p.stage.Why,
		Source:  "sourcedive model run " + show.Name,
		Mirrors: p.modelMirrors(path, show),
	}
	if p.stage.Wasm != nil {
		v.Wasm = true
		v.Program, v.Exec = f.Assets+"model/program.js?v="+p.stage.Stamp, f.Assets+"model/exec.js?v="+p.stage.Stamp
	}
	for _, d := range show.Moments[1:] {
		v.Demos = append(v.Demos, page.Link{Text: d.Title, Href: momentHref("", d.Given, d.Seed, d.Step, &show.Model)})
	}
	for i, e := range show.Events {
		v.Steps = append(v.Steps, p.modelStep(path, i+1, e))
	}
	for i, e := range show.Exercises {
		v.Exercises = append(v.Exercises, page.Exercise{
			Question: e.Question, Answer: show.Answers[i], Why: e.Why,
			Run: page.Link{Text: "See it happen", Href: momentHref("", e.Given, e.Seed, e.Step, &show.Model)},
		})
	}
	for _, part := range show.Parts {
		v.Parts = append(v.Parts, page.ModelPart{What: part.What, Standing: part.Standing.String(), By: part.By})
	}
	for _, c := range show.Verified {
		v.Checks = append(v.Checks, modelCheck(c))
	}
	return v
}

func modelParams(params []model.Param) (list []page.ModelParam) {
	for _, q := range params {
		row := page.ModelParam{Name: q.Name, Doc: q.Doc, Range: q.Range(), Min: q.Min, Max: q.Max, Default: q.Default}
		for i, word := range q.Words {
			row.Choices = append(row.Choices, page.Choice{Value: q.Min + i, Word: word, On: q.Min+i == q.Default})
		}
		list = append(list, row)
	}
	return list
}

// momentHref is the address of a moment of a run: "#procs=4&seed=7&step=42", with the
// parameters in the model's order that differ from the default.
func momentHref(page string, given model.Given, seed uint64, step int, m *model.Model) string {
	var parts []string
	for _, q := range m.Params {
		if n, ok := given[q.Name]; ok && n != q.Default {
			parts = append(parts, q.Name+"="+itoa(n))
		}
	}
	parts = append(parts, "seed="+strconv.FormatUint(seed, 10), "step="+itoa(step))
	return page + "#" + strings.Join(parts, "&")
}

func (p *Plan) modelStep(path string, n int, e model.Event) page.ModelStep {
	row := page.ModelStep{Number: n, ID: "step-" + itoa(n), Actor: e.Actor, What: e.What, Why: e.Why, Broken: e.Broken}
	if e.Time != 0 {
		row.Time = strconv.FormatInt(e.Time, 10)
	}
	row.Func = p.symbolLink(path, e.Func)
	return row
}

// symbolLink leads to a symbol by its linker name, where this version has it.
func (p *Plan) symbolLink(path, name string) page.Link {
	l := page.Link{Text: strings.TrimPrefix(name, "runtime.")}
	if s, ok := p.x.Sym(indexer.ID(name)); ok {
		l.Href = p.href(path, s)
	}
	return l
}

func (p *Plan) modelMirrors(path string, show *modelview.Show) (list []page.Mirror) {
	for i, m := range show.Mirrors {
		row := page.Mirror{
			ID: "mirror-" + itoa(i+1), Name: m.Func, Place: "content/models/" + m.File + ":" + itoa(m.Line),
			Code: source.Plain(m.Code), Symbol: p.symbolLink(path, m.Symbol),
		}
		if s, ok := p.x.Sym(indexer.ID(m.Symbol)); ok {
			body := p.x.Symbols[s].Body()
			if n := p.x.Line(body.File, body.End) - p.x.Line(body.File, body.Off); n <= longMirror {
				row.Listing = p.listing(path, body, false)
			} else {
				row.Signed = p.signature(path, &p.x.Symbols[s])
			}
		}
		list = append(list, row)
	}
	return list
}

func modelCheck(v modelview.Verified) page.ModelCheck {
	row := page.ModelCheck{Go: v.Go + " " + v.Platform, Name: v.Name, Says: v.Says, OK: v.OK}
	switch {
	case v.Fault != "":
		row.Result = "could not be made: " + v.Fault
	case v.Skipped != "":
		row.Result = "not made: " + v.Skipped
	default:
		row.Result = thousands(v.Agreed) + " of " + count(v.Cases, "case", "cases") + " agree"
		if v.Band != "" {
			row.Result += ", within " + v.Band
		}
	}
	return row
}

// modelData is the script with a model's recorded runs. It calls the function that
// model.js waits with.
func (p *Plan) modelData(show *modelview.Show) ([]byte, error) {
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
		if l := p.symbolLink(modelPath(show.Name), name); l.Href != "" {
			data.Links[name] = l.Href
		}
	}
	for i, m := range show.Mirrors {
		data.Mirror[m.Symbol] = "mirror-" + itoa(i+1)
	}
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return []byte("sourcedive.model(" + string(text) + ");\n"), nil
}

// visits lists the models whose default run goes through a function, each at the
// first step that does.
func (p *Plan) visits(path string, sym indexer.Sym) (list []page.Link) {
	if p.stage == nil {
		return nil
	}
	id := string(p.x.Symbols[sym].ID)
	for i := range p.stage.Shows {
		show := &p.stage.Shows[i]
		if at, ok := show.Visits[id]; ok {
			to := relative(path, modelPath(show.Name))
			if m := show.Moments[at.Run]; at.Run > 0 {
				to = momentHref(to, m.Given, m.Seed, at.Step, &show.Model)
			} else {
				to += "#step-" + itoa(at.Step)
			}
			list = append(list, page.Link{Text: "model " + show.Name + ", step " + itoa(at.Step), Href: to})
		}
	}
	return list
}
