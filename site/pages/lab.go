package pages

import (
	"fmt"
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/internal/lab"
	"sourcedive/site/figure"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Lab is the page of a lab: what to predict, how to run it, a recorded result for the
// reader's own to be drawn beside, and what explains it.
type Lab struct {
	Layout
	Name      string
	Heading   string
	Question  string
	Predict   string
	Unit      string // of the prediction
	Of, At    string // the series and its x that is predicted, where it is one number
	Functions []urls.Link
	Faults    []string
	Reference *LabResult // nil where none was recorded
	Body      template.HTML
	On        []urls.Link // the headings of the page
}

// LabResult is a recorded result as its page shows it.
type LabResult struct {
	Go       string
	Machine  string
	Verdict  string // of the noise
	Busy     bool
	Answer   string // the number that was to be predicted
	Wide     template.HTML
	Narrow   template.HTML
	Rows     []LabRow
	Said     []LabStatement
	Measured string // how much
	Log      bool   // the axes of the drawing are logarithmic
}

// LabRow is a series with what the page's script needs to set another beside it.
type LabRow struct {
	ID, X, Kind    string // of the series
	Title          string
	Again          bool   // it is that of the row above
	At             string // x, "" for 0
	Median         string
	Interval       string
	Bounded        bool   // there is an interval
	Null           string // median of the null, "" without one
	Unit           string
	N              int
	Center, Lo, Hi string // as numbers, exact
	Ratio          string // of the noise band, "" when it is not known
}

// LabStatement is what a result allows to say.
type LabStatement struct {
	Verdict, Says, Detail string
	Holds                 bool
}

// Labs is the list of all labs.
type Labs struct {
	Layout
	Rows []LabCard
}

// LabCard is a lab in the list.
type LabCard struct {
	Link     urls.Link
	Question string
	Answer   string
}

func hasLabs(p *Inputs) bool { return len(p.Resolved.Labs) > 0 }

func labsPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Labs"}}
	f.Description = "Experiments with the runtime for your own machine"
	v := Labs{Layout: f}
	for _, l := range lab.All() { // in the order in which they are best done
		for _, t := range p.Resolved.Labs {
			if t.ID == l.Name {
				v.Rows = append(v.Rows, LabCard{Link: urls.Link{Text: t.Title, Href: urls.Relative(urls.Labs, urls.Lab(t.ID))}, Question: t.About, Answer: t.Predict})
			}
		}
	}
	return v
}

func labPage(p *Inputs, f Layout, t *annotate.Article) templates.View {
	path := p.ArticlePage(t)
	f.Crumbs = []urls.Link{{Text: "Labs", Href: urls.Relative(path, urls.Labs)}, {Text: t.Title}}
	f.Description = t.About
	v := Lab{
		Layout: f, Name: t.ID, Heading: t.Title, Question: t.About, Predict: t.Predict,
		Body: p.On(path, t, 0, "").Doc(t.Doc),
	}
	for _, s := range t.Symbols {
		name := string(p.Index.Symbols[s].ID)
		v.Functions = append(v.Functions, urls.Link{Text: strings.TrimPrefix(name, "runtime."), Href: p.SymbolLink(path, name).Href})
	}
	l, err := lab.Find(t.ID)
	if err != nil {
		v.Faults = append(v.Faults, "no lab of this name can be run")
		return v
	}
	v.Unit = l.Answer.Unit
	if l.Answer.Over == (lab.Ref{}) {
		v.Of, v.At = l.Answer.Of.ID, exact(l.Answer.Of.X)
	}
	if r, ok := p.Labs[t.ID]; ok {
		v.Reference = labResult(l, &r)
	}
	return v
}

func labResult(l lab.Lab, r *lab.Result) *LabResult {
	out := &LabResult{
		Go: r.Go.Version + " " + r.Go.OS + "/" + r.Go.Arch, Machine: r.Machine.Text(), Verdict: r.Noise.Verdict, Busy: r.Noise.Busy(),
	}
	out.Wide, out.Narrow = figure.Plot(l, r)
	out.Log = l.Log
	if v, ok := l.Predicted(r); ok {
		out.Answer = lab.Number(v)
	}
	processes := 0
	for _, c := range r.Settings.Cases {
		processes += c.Processes
	}
	out.Measured = fmt.Sprintf("%d processes in random order", processes)
	for _, row := range l.Rows(r) {
		s := row.Series
		shown := LabRow{
			ID: s.ID, X: exact(s.X), Kind: string(s.Kind), Title: row.Title, At: row.At, Median: row.Median, Interval: row.Interval,
			Bounded: row.Summary.Interval, Null: row.Null, Unit: lab.UnitText(s.Unit), N: row.Summary.N,
			Center: exact(row.Summary.Center), Lo: exact(row.Summary.Lo), Hi: exact(row.Summary.Hi),
		}
		if n := len(out.Rows); n > 0 {
			shown.Again = out.Rows[n-1].Title == shown.Title
		}
		if row.Band.Known {
			shown.Ratio = exact(row.Band.Ratio)
		}
		out.Rows = append(out.Rows, shown)
	}
	for _, s := range l.Statements(r) {
		out.Said = append(out.Said, LabStatement{s.Verdict, s.Says, s.Detail, s.Verdict == "holds" || s.Verdict == string(lab.Differs)})
	}
	return out
}

func exact(v float64) string { return fmt.Sprintf("%g", v) }
