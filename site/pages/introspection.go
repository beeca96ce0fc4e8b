package pages

import (
	"html/template"
	"strings"

	"sourcedive/annotate/markdown"
	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Tables is the page of the tables that were found in the runtime's own source.
type Tables struct {
	Layout
	Lines    []TableLine
	Settings []SettingRow
	Reasons  []ReasonRow
	Changes  []ChangeRow
}

// TableLine is a line that the runtime prints, field by field.
type TableLine struct {
	ID     string
	Title  string
	Symbol urls.Link // that prints it
	Fields []TableField
}

// TableField is one field of a printed line.
type TableField struct {
	Label string
	Value string
	Place highlight.Place
	Says  template.HTML
}

// SettingRow is a GODEBUG setting.
type SettingRow struct {
	ID    string
	Name  string
	Place highlight.Place
	Says  template.HTML
	Reads []urls.Link
}

// ReasonRow is a reason to wait.
type ReasonRow struct {
	ID    string
	Text  string
	Const urls.Link
	Says  template.HTML
	Uses  []urls.Link
}

// ChangeRow is a change of a goroutine's status.
type ChangeRow struct {
	From string
	To   string
	In   []urls.Link
}

// introspectionPage shows the tables that were found in the source: what trace lines print,
// where settings are read, which functions give the reasons to wait.
func introspectionPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "What the runtime tells"}}
	f.Description = "Trace lines, GODEBUG settings, reasons to wait and states, with the code that prints, reads or sets them"
	t := &p.Resolved.Tables
	v := Tables{Layout: f}
	for _, line := range extract.Lines {
		if fields := line.Rows(t.Found); len(fields) > 0 {
			v.Lines = append(v.Lines, tableLine(p, line, fields))
		}
	}
	for _, s := range extract.Settings.Rows(t.Found) {
		v.Settings = append(v.Settings, SettingRow{
			ID: "godebug-" + s.Name, Name: s.Name, Place: p.Place(urls.Introspection, s.Place.File, s.Place.Off),
			Says: meaning(p, t.Explanation(extract.Settings.Name, s.Name)), Reads: useLinks(p, s.Reads),
		})
	}
	for _, r := range extract.Reasons.Rows(t.Found) {
		c := &p.Index.Symbols[r.Const]
		v.Reasons = append(v.Reasons, ReasonRow{
			ID: "wait-" + c.ID.Base(), Text: r.Text, Const: urls.Link{Text: c.ID.Local(), Href: p.Href(urls.Introspection, r.Const)},
			Says: meaning(p, t.Explanation(extract.Reasons.Name, r.Text)), Uses: useLinks(p, r.Uses),
		})
	}
	v.Changes = changeRows(p, extract.Transitions.Rows(t.Found))
	return v
}

// hasTables reports whether there is a GODEBUG setting or a reason to wait to show.
func hasTables(p *Inputs) bool {
	t := p.Resolved.Tables.Found
	return len(extract.Settings.Rows(t))+len(extract.Reasons.Rows(t)) > 0
}

func meaning(p *Inputs, d *markdown.Doc) template.HTML {
	if d == nil {
		return ""
	}
	return p.Plain(urls.Introspection).Line(d)
}

func tableLine(p *Inputs, of extract.Table[extract.Printed], fields []extract.Printed) TableLine {
	line := TableLine{ID: of.Name, Title: of.Doc, Symbol: p.SymbolLink(urls.Introspection, string(of.From))}
	seen := map[string]bool{}
	for _, f := range fields {
		row := TableField{Label: f.Label, Value: strings.Join(strings.Fields(f.Value), " "), Place: p.Place(urls.Introspection, f.Place.File, f.Place.Off)}
		if !seen[f.Label] {
			seen[f.Label] = true
			row.Says = meaning(p, p.Resolved.Tables.Explanation(of.Name, f.Label))
		}
		line.Fields = append(line.Fields, row)
	}
	return line
}

// useLinks are the functions in which a name is used, each at its first use.
func useLinks(p *Inputs, uses []index.Use) (list []urls.Link) {
	seen := map[index.Sym]bool{}
	for _, u := range uses {
		in := p.Index.Enclosing(u.File, u.Off)
		l := urls.Link{Href: p.SiteHref(urls.Introspection, index.Range{File: u.File, Off: u.Off})}
		if in == index.NoSym {
			l.Text = p.Place(urls.Introspection, u.File, u.Off).Text
		} else {
			in = p.Index.Outermost(in)
			if seen[in] {
				continue
			}
			seen[in] = true
			l.Text = p.SymbolText(in)
		}
		list = append(list, l)
	}
	return list
}

// changeRows groups changes of status by old and new status, in order of their first.
func changeRows(p *Inputs, changes []extract.Change) (rows []ChangeRow) {
	at := map[[2]string]int{}
	for _, c := range changes {
		key := [2]string{c.From, c.To}
		i, ok := at[key]
		if !ok {
			i = len(rows)
			at[key] = i
			rows = append(rows, ChangeRow{From: c.From, To: c.To})
		}
		rows[i].In = append(rows[i].In, urls.Link{Text: p.SymbolText(c.In), Href: p.SiteHref(urls.Introspection, c.Place)})
	}
	return rows
}
