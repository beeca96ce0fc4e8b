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
	Decl    template.HTML
	Name    string
	Count   string // "23 releases", in which it was there
	Facts   []urls.Link
	Chart   *figure.Growth
	Rows    []LifeRow
	Diffs   bool   // some row has a diff
	Command string // that shows the lines of the newest release that could have a diff and has none
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
	v := History{Layout: f, Decl: p.Signature(path, s), Name: s.ID.Local()}
	v.Count, v.Facts = historyFacts(p, path, sym, h)
	v.Chart = growthOf(p.past, h)
	v.Rows = lifeRows(p, path, h, func(minor int) *Diff {
		d := p.past.diff(h, minor)
		if d == nil && v.Command == "" {
			v.Command = "sourcedive history " + p.typed(h) + " --diff " + p.past.release(minor-1) + ".." + p.past.release(minor) + moduleFlag(p.past)
		}
		return d
	})
	var open *Diff
	for _, r := range v.Rows {
		if r.Diff != nil && (open == nil || r.Here) {
			open = r.Diff
		}
	}
	if open != nil {
		v.Diffs, open.Open = true, true
	}
	return v
}

// typed is a function as a command is given it, in letters that no shell reads.
func (p *Inputs) typed(h history.Sym) string {
	st, _ := p.past.State(h, p.past.here)
	return strings.NewReplacer("(*", "", ")", "").Replace(p.past.short(st.Name))
}

// historyFacts are in how many releases a function was there, and facts about it.
func historyFacts(p *Inputs, path string, sym index.Sym, h history.Sym) (count string, facts []urls.Link) {
	facts = []urls.Link{{Text: strings.TrimSuffix(p.past.life(h).Words, ".")}}
	first, last, n := -1, -1, 0
	for i := range p.past.Minors {
		if _, ok := p.past.State(h, history.Point{Minor: i, At: history.AtPatch}); ok {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	if first >= 0 && first != last {
		lines := func(i int) string {
			st, _ := p.past.State(h, history.Point{Minor: i, At: history.AtPatch})
			return english.Count(st.Lines, "line", "lines") + " in " + p.past.release(i)
		}
		facts = append(facts, urls.Link{Text: lines(first) + ", " + lines(last)})
	}
	facts = append(facts, urls.Link{Text: "its page in " + p.Index.Config.Version, Href: p.Href(path, sym)})
	return english.Count(n, "release", "releases"), facts
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
