package pages

import (
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/site/prose"
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
	// The figure that explains it, or the entry where it stands; neither for most.
	Figure  *prose.FigurePart
	DrawnAt urls.Link
}

func glossaryPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Glossary"}}
	f.Description = "The words of the runtime, a sentence each"
	v := Glossary{Layout: f}
	w := p.Plain(urls.Glossary)
	drawn := drawnAt(p.Resolved.Terms)
	for _, t := range p.Resolved.Terms {
		row := TermRow{ID: urls.TermID(t.Name), Name: t.Name, Also: strings.Join(t.Also, ", "), Def: w.Line(t.Def)}
		switch at := drawn[t.Figure.Text]; at {
		case nil:
		case t:
			f := w.Figure(t.Figure.Text)
			row.Figure = &f
		default:
			row.DrawnAt = urls.Link{Text: at.Name, Href: "#" + urls.TermID(at.Name)}
		}
		v.Rows = append(v.Rows, row)
	}
	v.Facts = w.Standing()
	return v
}

// drawnAt is where a figure stands, by its name: at the term of those with it that the
// content has first.
func drawnAt(terms []*annotate.Term) map[string]*annotate.Term {
	at := map[string]*annotate.Term{}
	for _, t := range terms {
		if first := at[t.Figure.Text]; t.Figure.Text != "" && (first == nil || t.Pos.Line < first.Pos.Line) {
			at[t.Figure.Text] = t
		}
	}
	return at
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
