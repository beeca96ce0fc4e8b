package pages

import (
	"html/template"
	"strings"

	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Glossary lists the terms.
type Glossary struct {
	Layout
	Facts []urls.Link
	Rows  []TermRow
}

// TermRow is an entry of the glossary.
type TermRow struct {
	ID   string
	Name string
	Also string
	Def  template.HTML
}

func glossaryPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Glossary"}}
	f.Description = "The words of the runtime, a sentence each"
	v := Glossary{Layout: f}
	w := p.Plain(urls.Glossary)
	for _, t := range p.Resolved.Terms {
		v.Rows = append(v.Rows, TermRow{ID: urls.TermID(t.Name), Name: t.Name, Also: strings.Join(t.Also, ", "), Def: w.Line(t.Def)})
	}
	v.Facts = w.Standing()
	return v
}

// termCards is the file of cards of the glossary.
func termCards(p *Inputs) []byte {
	var b strings.Builder
	b.WriteString("sourcedive.cards(\"terms\",{")
	for i, t := range p.Resolved.Terms {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(jsString(urls.TermID(t.Name)) + ":[\"term\"," + jsString(t.Name) + "," + jsString(t.Def.Text()) + ",\"glossary\"]")
	}
	b.WriteString("});\n")
	return []byte(b.String())
}
