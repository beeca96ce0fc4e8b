package pages

import (
	"encoding/json"
	"html/template"
	"strconv"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/indexer/index"
	"sourcedive/site/models"
	"sourcedive/site/urls"
)

// Excerpt is the line of the runtime that a step is about, with those around it.
type Excerpt struct {
	Func  urls.Link     `json:"func"`
	Place string        `json:"place"` // "proc.go:7667", "" where this version has no such line
	Href  string        `json:"href"`  // of the line
	Lines []ExcerptLine `json:"lines"`
}

// ExcerptLine is a line of source without the indentation that all lines share.
type ExcerptLine struct {
	Tabs string        `json:"tabs,omitempty"`
	Code template.HTML `json:"code"`
	On   bool          `json:"on,omitempty"` // the step's
}

// linesAround is how many lines an excerpt has on each side of the step's.
const linesAround = 2

func excerpt(p *Inputs, path string, l sim.Line) Excerpt {
	e := Excerpt{Func: p.SymbolLink(path, l.Place())}
	s, ok := p.Index.Sym(index.ID(l.Place()))
	if !ok {
		return e
	}
	body := p.Index.Symbols[s].Body()
	text, lines := p.Index.Files[body.File].Text, p.Index.Lines(body.File)
	at := strings.Index(text[body.Off:body.End], l.Text)
	if at < 0 {
		return e
	}
	site := index.Range{File: body.File, Off: body.Off + int32(at), End: body.Off + int32(at+len(l.Text))}
	line := lines.Line(site.Off)
	_, name, _ := strings.Cut(p.Place(path, site.File, site.Off).Text, "/")
	e.Place, e.Href = name, p.SiteHref(path, site)
	least := len(text)
	for n := max(line-linesAround, lines.Line(body.Off)); n <= min(line+linesAround, lines.Line(body.End-1)); n++ {
		row := strings.TrimSuffix(text[lines.Start(n):max(lines.Start(n), lines.Start(n+1)-1)], "\n")
		bare := strings.TrimLeft(row, "\t")
		off := lines.Start(n) + int32(len(row)-len(bare))
		e.Lines = append(e.Lines, ExcerptLine{
			Tabs: row[:len(row)-len(bare)], On: n == line,
			Code: p.Highlight(site.File).Inline(off, off+int32(len(bare)), p.Links(path)),
		})
		if bare != "" {
			least = min(least, len(row)-len(bare))
		}
	}
	for i := range e.Lines {
		e.Lines[i].Tabs = e.Lines[i].Tabs[min(least, len(e.Lines[i].Tabs)):]
	}
	return e
}

// chapter is a moment of a recorded run, for the script.
type chapter struct {
	Run  int      `json:"run"`
	Step int      `json:"step"`
	Ask  *sim.Ask `json:"ask,omitempty"`
}

// modelData is the script with a model's recorded runs. It calls the function that
// model.js waits with.
func modelData(p *Inputs, rec *models.RecordedModel) ([]byte, error) {
	type param struct {
		Name    string   `json:"name"`
		Default int      `json:"default"`
		Min     int      `json:"min"`
		Max     int      `json:"max"`
		Words   []string `json:"words"`
	}
	data := struct {
		Name     string            `json:"name"`
		Clock    string            `json:"clock"`
		Params   []param           `json:"params"`
		Runs     []byte            `json:"runs"`    // in base 64, see models.Recorded
		Links    map[string]string `json:"links"`   // by symbol, from the model's page
		Mirror   map[string]string `json:"mirrors"` // id of the pair, by symbol
		Lines    []Excerpt         `json:"lines"`
		Chapters []chapter         `json:"chapters"`
	}{Name: rec.Name, Clock: rec.Clock, Runs: rec.Packed, Links: map[string]string{}, Mirror: map[string]string{}}
	for _, q := range rec.Params {
		data.Params = append(data.Params, param{q.Name, q.Default, q.Min, q.Max, append([]string{}, q.Words...)})
	}
	for _, name := range rec.Funcs { // those that another version lacks have no link
		if l := p.SymbolLink(urls.Model(rec.Name), name); l.Href != "" {
			data.Links[name] = l.Href
		}
	}
	for i, m := range rec.Mirrors {
		data.Mirror[m.Symbol] = "mirror-" + strconv.Itoa(i+1)
	}
	for _, l := range rec.Lines {
		data.Lines = append(data.Lines, excerpt(p, urls.Model(rec.Name), l))
	}
	for i, d := range rec.Demos {
		data.Chapters = append(data.Chapters, chapter{i + 1, d.Step, d.Ask})
	}
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return []byte("sourcedive.model(" + string(text) + ");\n"), nil
}
