package site

import (
	"fmt"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/templates"
)

const checkedPath = "checked.html"

// checkedPage shows how the call graph was held against the compiler's listing, and
// the functions that nothing is known to call.
func (p *Plan) checkedPage(f page.Frame) templates.View {
	f.Kind = "checked"
	f.Crumbs = []page.Link{{Text: "Checked"}}
	f.Description = "How the call graph compares with what the compiler emitted"
	v := page.Checked{Frame: f, Problems: len(p.x.Problems)}
	if r := p.x.Report; r != nil {
		p.fillReport(&v, r)
	}
	p.fillOrphans(&v)
	p.fillWords(&v)
	return v
}

func (p *Plan) fillReport(v *page.Checked, r *indexer.Report) {
	v.Against, v.Package = r.Toolchain, r.Package
	v.Scores = []page.ScoreRow{
		scoreRow("pairs of functions that the source writes, found as direct edges", r.Written),
		scoreRow("pairs that the compiler inserts, found", r.Inserted),
		scoreRow("direct edges without a named cause, emitted by the compiler", r.Direct),
	}
	for _, c := range r.Causes() {
		v.Causes = append(v.Causes, page.Figure{Number: thousands(c.Count), What: c.Cause})
	}
	for _, d := range r.Differences {
		if d.Cause == indexer.CauseSpurious || d.Cause == indexer.CauseMissed {
			v.Open = append(v.Open, p.differenceRow(d))
		}
	}
}

func scoreRow(what string, s indexer.Score) page.ScoreRow {
	return page.ScoreRow{What: what, Of: thousands(s.Found) + " of " + thousands(s.All), Percent: fmt.Sprintf("%.2f %%", s.Percent())}
}

func (p *Plan) differenceRow(d indexer.Difference) page.DifferenceRow {
	row := page.DifferenceRow{
		Cause: d.Cause, From: page.Link{Text: d.From}, To: page.Link{Text: d.To},
		Place: page.Place{Text: fmt.Sprintf("%s:%d", d.File, d.Line)},
	}
	if s, ok := p.x.Sym(indexer.ID(d.From)); ok {
		row.From.Href = p.href(checkedPath, s)
	}
	if s, ok := p.x.Sym(indexer.ID(d.To)); ok {
		row.To.Href = p.href(checkedPath, s)
	}
	if file, ok := p.x.File(d.File); ok {
		row.Place.Href = relative(checkedPath, p.urls.line(file, d.Line))
	}
	return row
}

// fillOrphans lists the orphans of the package that the report is about, by reason.
func (p *Plan) fillOrphans(v *page.Checked) {
	pkg, ok := p.x.Pkg("runtime")
	if !ok {
		return
	}
	at := map[indexer.Reason]int{}
	for _, o := range p.x.Orphans(pkg) {
		i, ok := at[o.Reason]
		if !ok {
			i = len(v.Orphans)
			at[o.Reason] = i
			v.Orphans = append(v.Orphans, page.OrphanGroup{Reason: string(o.Reason)})
		}
		v.Orphans[i].Count++
		v.Orphans[i].Rows = append(v.Orphans[i].Rows, page.Link{Text: p.urls.local[o.Sym], Href: p.href(checkedPath, o.Sym)})
	}
	slices.SortFunc(v.Orphans, func(a, b page.OrphanGroup) int { return strings.Compare(a.Reason, b.Reason) })
}

// fillWords tells what became of the claims and notes, and of the models' checks.
func (p *Plan) fillWords(v *page.Checked) {
	s := p.book.Stats
	for _, c := range []page.Figure{
		{Number: thousands(s.True), What: "claims hold"}, {Number: thousands(s.False), What: "claims do not hold"},
		{Number: thousands(s.Unanswerable), What: "claims have no answer"}, {Number: thousands(s.Skipped), What: "claims were not run"},
		{Number: thousands(s.Elsewhere), What: "claims are about other versions"},
		{Number: thousands(s.Current), What: "notes were read against this source"}, {Number: thousands(s.Changed), What: "notes describe a body that has changed since"},
		{Number: thousands(s.Unreviewed), What: "notes nobody has reviewed"},
	} {
		if c.Number != "0" {
			v.Counts = append(v.Counts, c)
		}
	}
	v.Claims = p.claimGroups()
	for _, t := range p.book.Notes {
		if t.Review.Status == annotate.Changed {
			v.Notes = append(v.Notes, page.NoteRow{
				Link:   page.Link{Text: t.Title, Href: p.textPage(t)},
				Status: "written for " + t.Review.Version, Stale: page.Link{Text: "what changed", Href: stalePath(t)},
			})
		}
	}
	if p.stage == nil {
		return
	}
	for i := range p.stage.Shows {
		show := &p.stage.Shows[i]
		for _, c := range show.Verified {
			v.Models = append(v.Models, page.ModelCheckRow{Model: page.Link{Text: show.Name, Href: modelPath(show.Name) + "#standing"}, ModelCheck: modelCheck(c)})
		}
	}
}
