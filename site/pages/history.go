package pages

import (
	"cmp"
	"html/template"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// History is the page of a function's history.
type History struct {
	Layout
	Decl   template.HTML
	Name   string
	Count  string // "23 releases"
	Facts  []urls.Link
	Chart  *figure.Growth
	Rows   []LifeRow
	Sample Sample // how much of the source was at hand
}

// Sample says which releases' sources were at hand when the page was made.
type Sample struct {
	Diffs   int // rows with a diff
	Without int // rows that could have one
}

func historyRoutes(p *Inputs) (list []Route) {
	for i := range p.Index.Symbols {
		sym := index.Sym(i)
		if to := historyPath(p, sym); to != "" {
			list = append(list, Route{Path: to, Title: "History of " + string(p.Index.Symbols[i].ID), View: func(f Layout) templates.View { return historyPage(p.silent, f, to, sym) }, Silent: always})
		}
	}
	return list
}

func historyPage(p *Inputs, f Layout, path string, sym index.Sym) templates.View {
	s := &p.Index.Symbols[sym]
	h, _ := p.past.of(sym)
	f = symbolFrame(p, f, path, s)
	f.Crumbs[len(f.Crumbs)-1].Href = p.Href(path, sym)
	f.Crumbs = append(f.Crumbs, urls.Link{Text: "History"})
	f.Description = "What each release of " + cmp.Or(p.past.module(), "Go") + " did to " + string(s.ID)
	v := History{Layout: f, Decl: p.Signature(path, s), Name: s.ID.Local(), Count: english.Count(len(p.past.Minors), "release", "releases")}
	v.Facts = historyFacts(p, path, sym, h)
	v.Chart = growthOf(p.past, h)
	v.Rows = lifeRows(p, path, h, func(minor int) *Diff { return p.past.diff(h, minor) })
	for i, r := range v.Rows {
		switch {
		case r.Diff != nil:
			if v.Sample.Diffs++; v.Sample.Diffs == 1 || r.Here {
				v.Rows[i].Diff.Open = r.Here || v.Sample.Diffs == 1
			}
		case r.Added != "":
			v.Sample.Without++
		}
	}
	return v
}

func historyFacts(p *Inputs, path string, sym index.Sym, h history.Sym) []urls.Link {
	facts := []urls.Link{{Text: strings.TrimSuffix(p.past.life(h).Words, ".")}}
	first, last := -1, -1
	for i := range p.past.Minors {
		if _, ok := p.past.State(h, history.Point{Minor: i, At: history.AtPatch}); ok {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first >= 0 && first != last {
		lines := func(i int) string {
			st, _ := p.past.State(h, history.Point{Minor: i, At: history.AtPatch})
			return english.Count(st.Lines, "line", "lines") + " in " + p.past.release(i)
		}
		facts = append(facts, urls.Link{Text: lines(first) + ", " + lines(last)})
	}
	return append(facts, urls.Link{Text: "its page in " + p.Index.Config.Version, Href: p.Href(path, sym)})
}

// growth draws the length of a function, and what each release added and took out.
func growthOf(p *past, h history.Sym) *figure.Growth {
	var list []figure.Release
	for i, c := range p.LineOfLife(h) {
		to := history.Point{Minor: i, At: history.AtPatch}
		st, there := p.State(h, to)
		r := figure.Release{Name: strings.TrimPrefix(p.release(i), "go"), There: there, Lines: st.Lines, Called: p.short(st.Name), Here: i == p.here.Minor}
		if there && c.Fate != history.Arrived {
			r.Added, r.Removed = p.Size(h, history.Point{Minor: i - 1, At: history.AtPatch}, to) // comments and its name, too
		}
		list = append(list, r)
	}
	return figure.GrowthOf(list)
}
