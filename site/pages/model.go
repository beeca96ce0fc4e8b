package pages

import (
	"html/template"
	"slices"
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

// Model is the page of a runnable model.
type Model struct {
	Layout
	Name      string
	Heading   string
	About     string
	Clock     string       // unit of the steps' time, "" for none
	Tries     []ModelParam // three to turn first
	Params    []ModelParam // the others
	Seed      uint64
	Opens     Opening
	Agreed    string // how many checks agree with the runtime
	Demos     []Demo
	Steps     []ModelStep // of the default run
	Cut       string
	Exercises []Exercise
	Mirrors   []Mirror
	Parts     []ModelPart
	Checks    []ModelCheck
	Data      string // address of the recordings
	Program   string // address of the script that holds the compiled models, "" for none
	Exec      string
	Why       string // why there is no program
	Source    string // the command that runs it
}

// Demo is a moment of a run that is worth a look.
type Demo struct {
	urls.Link      // to the steps before
	Step      int  // what it is about happens
	Here      bool // the page opens with it
}

// Opening is the moment that the page opens with.
type Opening struct {
	Run, Step, Steps int
	Title            string
	Where            string // "Step 16 of 34 · 17 µs · P1"
	What, Why        string
	Excerpt          Excerpt
	Wide, Narrow     models.Still
	Score            models.Still
	At               int
}

// ModelParam is a parameter of a model.
type ModelParam struct {
	Name    string
	Text    string
	Doc     string
	Range   string
	Min     int
	Max     int
	Value   int    // in the run that the page opens with
	Says    string // what it changes, for those to turn first
	Unit    string
	Choices []Choice // in place of a number
}

// Choice is one of a parameter's named values.
type Choice struct {
	Value int
	Word  string
	On    bool
}

// ModelStep is an event of a run, as the table without JavaScript shows it.
type ModelStep struct {
	Number int
	ID     string
	Time   string
	Actor  string
	Func   urls.Link
	What   string
	Why    string
	Broken string
}

// Exercise asks for a prediction.
type Exercise struct {
	Question string
	Answer   string
	Why      string
	Run      urls.Link // the moment of the run that shows it
}

// Mirror is a function of a model beside the runtime's.
type Mirror struct {
	ID      string
	Name    string
	Place   string
	Code    template.HTML
	Symbol  urls.Link
	Listing highlight.Listing
	Signed  template.HTML // the signature alone, of a function too long to show
}

// ModelPart is something that a model claims to do as the runtime does it.
type ModelPart struct {
	What     string
	Standing string
	By       string
}

// ModelCheck is a check against a real runtime.
type ModelCheck struct {
	Go     string
	Name   string
	Says   string
	Mark   string // ✓ where all agreed, ✗ where not, – where it was not made
	Result string
}

// runUp is how many steps before its event a demo begins, so that a reader sees what
// leads to it.
const runUp = 3

// longMirror is from how many lines on a function of the runtime is not shown beside
// the model's: its page is one click away.
const longMirror = 120

func modelPage(p *Inputs, f Layout, rec *models.RecordedModel) templates.View {
	path := urls.Model(rec.Name)
	f.Crumbs = []urls.Link{{Text: "Models", Href: urls.Home}, {Text: rec.Name}}
	f.Description = highlight.Synopsis(rec.About)
	v := Model{
		Layout: f, Name: rec.Name, Heading: rec.Title, About: rec.About, Clock: rec.Clock,
		Seed: rec.Moments[rec.Opening.Run].Seed, Cut: rec.Cut, Opens: opening(p, path, rec), Agreed: agreed(rec),
		Data:    f.Assets + "model/" + rec.Name + ".js?v=" + p.Models.Stamp,
		Why:     p.Models.Why,
		Source:  "sourcedive model run " + rec.Name,
		Mirrors: modelMirrors(p, path, rec),
	}
	v.Tries, v.Params = modelParams(rec)
	if p.Models.Wasm != nil {
		v.Wasm = true
		v.Program, v.Exec = f.Common+"model/program.js?v="+p.Models.Stamp, f.Common+"model/exec.js?v="+p.Models.Stamp
	}
	for i, d := range rec.Moments[1:] {
		v.Demos = append(v.Demos, Demo{
			Link: urls.Link{Text: d.Title, Href: prose.MomentHref("", d.Given, d.Seed, max(0, d.Step-runUp), &rec.Model)},
			Step: d.Step, Here: i+1 == rec.Opening.Run,
		})
	}
	for i, e := range rec.Events {
		v.Steps = append(v.Steps, modelStep(p, path, i+1, e))
	}
	v.Exercises = exercisesOf(rec, "")
	for _, part := range rec.Parts {
		v.Parts = append(v.Parts, ModelPart{What: part.What, Standing: part.Fidelity.String(), By: part.By})
	}
	for _, c := range rec.Verified {
		v.Checks = append(v.Checks, modelCheck(c))
	}
	return v
}

func opening(p *Inputs, path string, rec *models.RecordedModel) Opening {
	o := &rec.Opening
	v := Opening{
		Run: o.Run, Step: o.Step, Steps: o.Steps, What: o.Event.What, Why: o.Event.Why,
		Where: "Step " + strconv.Itoa(o.Step) + " of " + strconv.Itoa(o.Steps),
		Wide:  o.Wide, Narrow: o.Narrow, Score: o.Score, At: o.At,
	}
	v.Title = "The default run"
	if o.Run > 0 {
		v.Title = rec.Moments[o.Run].Title
	}
	if o.Event.Time != 0 && rec.Clock != "" {
		v.Where += " · " + english.Thousands(int(o.Event.Time)) + " " + rec.Clock
	}
	if o.Event.Actor != "" {
		v.Where += " · " + o.Event.Actor
	}
	if o.Line >= 0 {
		v.Excerpt = excerpt(p, path, rec.Lines[o.Line])
	}
	return v
}

// agreed counts the checks against the newest runtime that was asked.
func agreed(rec *models.RecordedModel) string {
	n := 0
	for _, c := range rec.Verified {
		if c.OK && c.Skipped == "" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	if n == 1 {
		return "1 check agrees with the runtime"
	}
	return strconv.Itoa(n) + " checks agree with the runtime"
}

func modelParams(rec *models.RecordedModel) (tries, others []ModelParam) {
	given := rec.Moments[rec.Opening.Run].Given
	row := func(q sim.Param) ModelParam {
		row := ModelParam{Name: q.Name, Text: q.Name, Doc: q.Doc, Range: q.Range(), Min: q.Min, Max: q.Max, Value: given[q.Name]}
		for i, word := range q.Words {
			row.Choices = append(row.Choices, Choice{Value: q.Min + i, Word: word, On: q.Min+i == row.Value})
		}
		return row
	}
	for _, t := range rec.Tries {
		for _, q := range rec.Model.Params {
			if q.Name == t.Param {
				r := row(q)
				r.Text, r.Says, r.Unit = t.Name, t.Says, t.Unit
				if t.Most != 0 {
					r.Max = max(t.Most, r.Value)
				}
				tries = append(tries, r)
			}
		}
	}
	for _, q := range rec.Model.Params {
		if !slices.ContainsFunc(rec.Tries, func(t sim.Try) bool { return t.Param == q.Name }) {
			others = append(others, row(q))
		}
	}
	return tries, others
}

func modelStep(p *Inputs, path string, n int, e sim.Event) ModelStep {
	row := ModelStep{Number: n, ID: "step-" + strconv.Itoa(n), Actor: e.Actor, What: e.What, Why: e.Why, Broken: e.Broken}
	if e.Time != 0 {
		row.Time = strconv.FormatInt(e.Time, 10)
	}
	row.Func = p.SymbolLink(path, e.Func)
	return row
}

func modelMirrors(p *Inputs, path string, rec *models.RecordedModel) (list []Mirror) {
	for i, m := range rec.Mirrors {
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
	row := ModelCheck{Go: v.Go + " " + v.Platform, Name: v.Name, Says: v.Says, Mark: "✗"}
	if v.OK {
		row.Mark = "✓"
	}
	switch {
	case v.Fault != "":
		row.Result = "could not be made: " + v.Fault
	case v.Skipped != "":
		row.Mark, row.Result = "–", "not made: "+v.Skipped
	default:
		row.Result = english.Thousands(v.Agreed) + " of " + english.Count(v.Cases, "case", "cases") + " agree"
		if v.Band != "" {
			row.Result += ", within " + v.Band
		}
	}
	return row
}

// visits lists the models whose default run goes through a function, each at the
// first step that does.
func visits(p *Inputs, path string, sym index.Sym) (list []urls.Link) {
	if p.Models == nil {
		return nil
	}
	id := string(p.Index.Symbols[sym].ID)
	for i := range p.Models.Models {
		rec := &p.Models.Models[i]
		if at, ok := rec.Visits[id]; ok {
			to := urls.Relative(path, urls.Model(rec.Name))
			if m := rec.Moments[at.Run]; at.Run > 0 {
				to = prose.MomentHref(to, m.Given, m.Seed, at.Step, &rec.Model)
			} else {
				to += "#step-" + strconv.Itoa(at.Step)
			}
			list = append(list, urls.Link{Text: "model " + rec.Name + ", step " + strconv.Itoa(at.Step), Href: to})
		}
	}
	return list
}

func modelRoutes(p *Inputs) (list []Route) {
	for i := range p.Models.Models {
		m := &p.Models.Models[i]
		list = append(list, Route{Path: urls.Model(m.Name), Title: "model " + m.Name, View: func(f Layout) templates.View { return modelPage(p, f, m) }})
	}
	return list
}
