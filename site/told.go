package site

import (
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer"
	"sourcedive/indexer/introspect"
	"sourcedive/site/page"
	"sourcedive/templates"
)

const toldPath = "introspection.html"

// toldPage shows the tables that were found in the source: what trace lines print,
// where settings are read, who gives the reasons to wait.
func (p *Plan) toldPage(f page.Frame) templates.View {
	f.Kind, f.Places = "text", p.places(f.Up, "told")
	f.Crumbs = []page.Link{{Text: "What the runtime tells"}}
	f.Description = "Trace lines, GODEBUG settings, reasons to wait and states, with the code that prints, reads or sets them"
	t := &p.book.Told
	v := page.Told{Frame: f}
	for _, line := range []struct {
		id, title string
		fn        indexer.ID
		fields    []introspect.Printed
	}{
		{annotate.TableSchedtrace, "GODEBUG=schedtrace=1000", "runtime.schedtrace", t.Schedtrace},
		{annotate.TableGctrace, "GODEBUG=gctrace=1", "runtime.gcMarkTermination", t.Gctrace},
	} {
		if len(line.fields) > 0 {
			v.Lines = append(v.Lines, p.toldLine(line.id, line.title, line.fn, line.fields))
		}
	}
	for _, s := range t.Settings {
		v.Settings = append(v.Settings, page.SettingRow{
			ID: "godebug-" + s.Name, Name: s.Name, Place: p.place(toldPath, s.Place.File, s.Place.Off),
			Says: p.toldSays(t.Says(annotate.TableGodebug, s.Name)), Reads: p.useLinks(s.Reads),
		})
	}
	for _, r := range t.Reasons {
		c := &p.x.Symbols[r.Const]
		v.Reasons = append(v.Reasons, page.ReasonRow{
			ID: "wait-" + c.ID.Base(), Text: r.Text, Const: page.Link{Text: c.ID.Local(), Href: p.href(toldPath, r.Const)},
			Says: p.toldSays(t.Says(annotate.TableWait, r.Text)), Uses: p.useLinks(r.Uses),
		})
	}
	v.Changes = p.changeRows(t.Changes)
	return v
}

func (p *Plan) toldSays(d *markdown.Doc) template.HTML {
	if d == nil {
		return ""
	}
	return p.plainWords(toldPath).Line(d)
}

func (p *Plan) toldLine(id, title string, fn indexer.ID, fields []introspect.Printed) page.ToldLine {
	line := page.ToldLine{ID: id, Title: title, Symbol: p.symbolLink(toldPath, string(fn))}
	told := map[string]bool{}
	for _, f := range fields {
		row := page.ToldField{Label: f.Label, Value: strings.Join(strings.Fields(f.Value), " "), Place: p.place(toldPath, f.Place.File, f.Place.Off)}
		if !told[f.Label] {
			told[f.Label] = true
			row.Says = p.toldSays(p.book.Told.Says(id, f.Label))
		}
		line.Fields = append(line.Fields, row)
	}
	return line
}

// useLinks are the functions in which a name is used, each at its first use.
func (p *Plan) useLinks(uses []indexer.Use) (list []page.Link) {
	seen := map[indexer.Sym]bool{}
	for _, u := range uses {
		in := p.x.Enclosing(u.File, u.Off)
		l := page.Link{Href: p.siteHref(toldPath, indexer.Place{File: u.File, Off: u.Off})}
		if in == indexer.NoSym {
			l.Text = p.place(toldPath, u.File, u.Off).Text
		} else {
			in = p.x.Outermost(in)
			if seen[in] {
				continue
			}
			seen[in] = true
			l.Text = p.symbolText(in)
		}
		list = append(list, l)
	}
	return list
}

// changeRows groups changes of status by old and new status, in order of their first.
func (p *Plan) changeRows(changes []introspect.Change) (rows []page.ChangeRow) {
	at := map[[2]string]int{}
	for _, c := range changes {
		key := [2]string{c.From, c.To}
		i, ok := at[key]
		if !ok {
			i = len(rows)
			at[key] = i
			rows = append(rows, page.ChangeRow{From: c.From, To: c.To})
		}
		rows[i].In = append(rows[i].In, page.Link{Text: p.symbolText(c.In), Href: p.siteHref(toldPath, c.Place)})
	}
	return rows
}
