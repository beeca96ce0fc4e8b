package pages

import (
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Stale shows what changed in a body since a note was written.
type Stale struct {
	Layout
	Note  urls.Link
	Since string
	Now   string
	Title string
	Why   string // why the old body cannot be shown
	Pairs []Changed
}

// Changed is the body of one symbol, then and now.
type Changed struct {
	Link  urls.Link
	Lines []ChangedLine
}

// ChangedLine is a line of a body as it was and as it is, with their numbers; a side
// without a number has no such line.
type ChangedLine struct {
	Changed bool
	OldNo   string
	Old     string
	NewNo   string
	New     string
}

func staleRoutes(p *Inputs) (list []Route) {
	for _, t := range p.Resolved.Notes {
		if t.Review.Status == annotate.Changed {
			list = append(list, Route{Path: urls.Stale(t.ID), Title: "Another body under: " + t.ID, View: func(f Layout) templates.View { return stalePage(p, f, t) }})
		}
	}
	return list
}

func stalePage(p *Inputs, f Layout, t *annotate.Article) templates.View {
	path := urls.Stale(t.ID)
	f.Crumbs = []urls.Link{{Text: "Checked", Href: urls.Relative(path, urls.Checked)}, {Text: t.ID}}
	title := staleTitle(p)
	v := Stale{Layout: f, Title: strings.ToUpper(title[:1]) + title[1:], Note: urls.Link{Text: t.Title, Href: urls.Relative(path, p.ArticlePage(t))}, Since: t.Review.Version, Now: p.Index.Config.Version}
	changes, err := p.Resolved.Changes(t)
	if err != nil {
		v.Why = "The source of " + t.Review.Version + " was not at hand when this page was made."
	}
	for _, c := range changes {
		pair := Changed{Link: urls.Link{Text: p.SymbolText(c.Sym), Href: p.Href(path, c.Sym)}, Lines: sideBySide(c.Diff)}
		v.Pairs = append(v.Pairs, pair)
	}
	return v
}

// staleTitle is what the page is called: a version that content is not written for may come
// before the one that it is.
func staleTitle(p *Inputs) string {
	if p.Resolved.WrittenFor != "" {
		return "what differs"
	}
	return "what changed"
}

// sideBySide puts lines that were taken out beside those that came in for them.
func sideBySide(diff []annotate.DiffLine) (rows []ChangedLine) {
	var out, in []annotate.DiffLine
	flush := func() {
		for i := range max(len(out), len(in)) {
			row := ChangedLine{Changed: true}
			if i < len(out) {
				row.OldNo, row.Old = strconv.Itoa(out[i].Old), out[i].Text
			}
			if i < len(in) {
				row.NewNo, row.New = strconv.Itoa(in[i].New), in[i].Text
			}
			rows = append(rows, row)
		}
		out, in = nil, nil
	}
	for _, l := range diff {
		switch l.Op {
		case '-':
			out = append(out, l)
		case '+':
			in = append(in, l)
		default:
			flush()
			rows = append(rows, ChangedLine{OldNo: strconv.Itoa(l.Old), Old: l.Text, NewNo: strconv.Itoa(l.New), New: l.Text})
		}
	}
	flush()
	return rows
}
