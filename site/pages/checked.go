package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/prose"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// ClaimGroup are the claims of one file of the content.
type ClaimGroup struct {
	File string
	Link urls.Link
	Bad  int // those that do not hold or have no answer
	Rows []prose.ClaimPart
}

// NoteRow is a note with what became of what it describes.
type NoteRow struct {
	urls.Link
	Status string
	Stale  urls.Link
}

// ModelCheckRow is a check of a model against a real runtime.
type ModelCheckRow struct {
	Model urls.Link
	ModelCheck
}

// Checked is the page on what of the site was checked, with the results.
type Checked struct {
	Layout
	Against  string // the compiler whose listing the graph was held against
	Package  string
	Scores   []ScoreRow
	Causes   []Stat
	Open     []DifferenceRow // the differences that nothing explains
	Claims   []ClaimGroup
	Counts   []Stat    // of claims and notes, by what became of them
	Notes    []NoteRow // those that are not up to date
	Models   []ModelCheckRow
	Orphans  []OrphanGroup
	Problems int

	WrittenFor string // the version that the words are for, "" for this one
}

// ScoreRow is one share of the report.
type ScoreRow struct {
	What    string
	Of      string // "9,174 of 9,174"
	Percent string
}

// DifferenceRow is a pair of functions that only one side has.
type DifferenceRow struct {
	Cause string
	From  urls.Link
	To    urls.Link
	Place highlight.Place
}

// OrphanGroup is the functions that nothing is known to call for one reason.
type OrphanGroup struct {
	Reason string
	Count  int
	Rows   []urls.Link
}

// checkedPage shows how the call graph was compared with the compiler's listing, and
// the functions that nothing is known to call.
func checkedPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Checked"}}
	f.Description = "How the call graph compares with what the compiler emitted"
	v := Checked{Layout: f, Problems: len(p.Index.Problems)}
	if r := p.Index.Report; r != nil {
		fillReport(p, &v, r)
	}
	fillOrphans(p, &v)
	fillContent(p, &v)
	return v
}

func fillReport(p *Inputs, v *Checked, r *index.Report) {
	v.Against, v.Package = r.Toolchain, r.Package
	v.Scores = []ScoreRow{
		scoreRow("pairs of functions that the source writes, found as direct edges", r.Written),
		scoreRow("pairs that the compiler inserts, found", r.Inserted),
		scoreRow("direct edges without a named cause, emitted by the compiler", r.Direct),
	}
	for _, c := range r.Causes() {
		v.Causes = append(v.Causes, Stat{Number: english.Thousands(c.Count), What: c.Cause})
	}
	for _, d := range r.Differences {
		if d.Cause == index.CauseSpurious || d.Cause == index.CauseMissed {
			v.Open = append(v.Open, differenceRow(p, d))
		}
	}
}

func scoreRow(what string, s index.Score) ScoreRow {
	return ScoreRow{What: what, Of: english.Thousands(s.Found) + " of " + english.Thousands(s.All), Percent: fmt.Sprintf("%.2f %%", s.Percent())}
}

func differenceRow(p *Inputs, d index.Difference) DifferenceRow {
	row := DifferenceRow{
		Cause: d.Cause, From: urls.Link{Text: d.From}, To: urls.Link{Text: d.To},
		Place: highlight.Place{Text: fmt.Sprintf("%s:%d", d.File, d.Line)},
	}
	if s, ok := p.Index.Sym(index.ID(d.From)); ok {
		row.From.Href = p.Href(urls.Checked, s)
	}
	if s, ok := p.Index.Sym(index.ID(d.To)); ok {
		row.To.Href = p.Href(urls.Checked, s)
	}
	if file, ok := p.Index.File(d.File); ok {
		row.Place.Href = urls.Relative(urls.Checked, p.URLs.Line(file, d.Line))
	}
	return row
}

// fillOrphans lists the orphans of the package that the report is about, by reason.
func fillOrphans(p *Inputs, v *Checked) {
	pkg, ok := p.Index.Pkg("runtime")
	if !ok {
		return
	}
	at := map[index.Reason]int{}
	for _, o := range p.Index.Orphans(pkg) {
		i, ok := at[o.Reason]
		if !ok {
			i = len(v.Orphans)
			at[o.Reason] = i
			v.Orphans = append(v.Orphans, OrphanGroup{Reason: string(o.Reason)})
		}
		v.Orphans[i].Count++
		v.Orphans[i].Rows = append(v.Orphans[i].Rows, urls.Link{Text: p.URLs.Local[o.Sym], Href: p.Href(urls.Checked, o.Sym)})
	}
	slices.SortFunc(v.Orphans, func(a, b OrphanGroup) int { return strings.Compare(a.Reason, b.Reason) })
}

// fillContent fills in the results of claims, reviews of notes, and checks of models.
func fillContent(p *Inputs, v *Checked) {
	s := p.Resolved.Stats
	fails, asked, other, changed := s.False, s.Unanswerable, 0, "notes describe a body that has changed since"
	if p.Resolved.WrittenFor != "" {
		fails, asked, other, changed = 0, 0, s.False+s.Unanswerable, "notes describe a body that is another here"
	}
	for _, c := range []Stat{
		{Number: english.Thousands(s.True), What: "claims hold"}, {Number: english.Thousands(fails), What: "claims do not hold"},
		{Number: english.Thousands(asked), What: "claims have no answer"}, {Number: english.Thousands(other), What: "claims hold in " + p.Resolved.WrittenFor + " and not here"}, {Number: english.Thousands(s.Skipped), What: "claims were not run"},
		{Number: english.Thousands(s.Elsewhere), What: "claims are about other versions"},
		{Number: english.Thousands(s.Current), What: "notes were read against this source"}, {Number: english.Thousands(s.Changed), What: changed},
		{Number: english.Thousands(s.Unreviewed), What: "notes nobody has reviewed"},
	} {
		if c.Number != "0" {
			v.Counts = append(v.Counts, c)
		}
	}
	v.Claims, v.WrittenFor = claimGroups(p), p.Resolved.WrittenFor
	for _, t := range p.Resolved.Notes {
		if t.Review.Status == annotate.Changed {
			v.Notes = append(v.Notes, NoteRow{
				Link:   urls.Link{Text: t.Title, Href: p.ArticlePage(t)},
				Status: "written for " + t.Review.Version, Stale: urls.Link{Text: staleTitle(p), Href: urls.Stale(t.ID)},
			})
		}
	}
	if p.Models == nil {
		return
	}
	for i := range p.Models.Models {
		rec := &p.Models.Models[i]
		for _, c := range rec.Verified {
			v.Models = append(v.Models, ModelCheckRow{Model: urls.Link{Text: rec.Name, Href: urls.Model(rec.Name) + "#standing"}, ModelCheck: modelCheck(c)})
		}
	}
}

// claimGroups lists all claims for the page of what was checked, by the file they
// are in, those that do not hold first.
func claimGroups(p *Inputs) (groups []ClaimGroup) {
	at := map[string]int{}
	for _, c := range p.Resolved.Claims {
		i, ok := at[c.File]
		if !ok {
			i = len(groups)
			at[c.File] = i
			g := ClaimGroup{File: c.File}
			if c.Text != nil {
				g.Link = urls.Link{Text: c.Text.Title, Href: p.ArticlePage(c.Text)}
			} else {
				g.Link = urls.Link{Text: "Glossary", Href: urls.Glossary}
			}
			groups = append(groups, g)
		}
		row := p.Claim(c)
		groups[i].Rows = append(groups[i].Rows, row)
		if row.State == "false" || row.State == "unanswerable" {
			groups[i].Bad++
		}
	}
	slices.SortStableFunc(groups, func(a, b ClaimGroup) int { return cmp.Compare(b.Bad, a.Bad) })
	return groups
}
