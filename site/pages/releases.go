package pages

import (
	"cmp"
	"slices"
	"strconv"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Releases lists the releases, and what is remarkable about all of them together.
type Releases struct {
	Layout
	Lead     string
	Rows     []ReleaseRow
	Stats    []Stat
	Ages     []AgeRow
	Tables   []FactTable
	Versions string
}

// ReleaseRow is one release in the list.
type ReleaseRow struct {
	Link  urls.Link
	Here  bool
	Title string // of what a person wrote
	Text  string // "422 changed, 276 new, 49 gone"
	Bar   figure.Bar
}

// AgeRow is how many lines of this version are as old as a release.
type AgeRow struct {
	Link  urls.Link
	Lines string
	Share string
	Bar   figure.Bar
}

// FactTable is a list of functions or types that are remarkable in one way.
type FactTable struct {
	ID    string
	Title string
	Note  string
	Rows  []FactRow
}

// FactRow is one of them.
type FactRow struct {
	Link urls.Link
	Text string
}

// shownFacts is how many rows a table of facts has.
const shownFacts = 12

func releasesPage(p *Inputs, f Layout) templates.View {
	const path = urls.Releases
	f.Crumbs = []urls.Link{{Text: "Releases"}}
	of := cmp.Or(p.past.module(), "the runtime")
	f.Description = "Every release of " + of + " since " + p.past.release(0) + ": what is as old as the record, what changed most, what never did"
	if p.past.module() != "" {
		f.Description = "Releases of " + of + " since " + p.past.release(0) + ": what is as old as the oldest of them, what changed most, what never did"
	}
	v := Releases{Layout: f}
	v.Rows = releaseRows(p, path)
	lives := allLives(p.past)
	v.Lead = "What became of the " + english.Thousands(len(lives)) + " functions of " + p.Index.Config.Version + " that the record knows, in " + english.Count(len(p.past.Minors), "release", "releases") + " from " + p.past.release(0) + " to " + p.past.release(len(p.past.Minors)-1) + "."
	v.Stats, v.Ages = lineAges(p.past, path, lives)
	v.Tables = []FactTable{
		oldest(p, path, lives), most(p, path, lives), grown(p, path, lives), types(p, path),
	}
	v.Versions = "Of each release its newest patch is compared, and lines without regard to blanks."
	return v
}

func releaseRows(p *Inputs, path string) (rows []ReleaseRow) {
	var ends [][2]int
	for i := range p.past.Minors {
		if c := p.past.changes[i](); c.Difference != nil {
			ends = append(ends, [2]int{c.gone, c.changed + c.renamed + c.fresh})
		}
	}
	left, right := figure.Most(ends...)
	for i := len(p.past.Minors) - 1; i >= 0; i-- {
		c := p.past.changes[i]()
		name := p.past.release(i)
		r := ReleaseRow{Link: urls.Link{Text: name, Href: urls.Relative(path, urls.Release(name))}, Here: i == p.past.here.Minor}
		if t := releaseText(p, name); t != nil {
			r.Title = t.Title
		}
		r.Text = english.Count(c.funcs, "function", "functions")
		if c.Difference != nil {
			r.Text = strconv.Itoa(c.changed+c.renamed) + " changed, " + strconv.Itoa(c.fresh) + " new, " + strconv.Itoa(c.gone) + " gone"
			r.Bar = figure.BarOf(c.gone, c.changed+c.renamed, c.fresh, left, right)
		}
		rows = append(rows, r)
	}
	return rows
}

// lived is a function of this version with what is remarkable about it.
type lived struct {
	sym         index.Sym
	h           history.Sym
	since       history.Point
	changed, of int
	now         history.State
}

// all lists the functions of this version that the history knows, by name.
func allLives(p *past) (list []lived) {
	for i := range p.source.Index.Symbols {
		h, ok := p.of(index.Sym(i))
		if !ok || p.Symbols[h].Kind != history.Func || p.Symbols[h].Away {
			continue
		}
		l := lived{sym: index.Sym(i), h: h, since: p.Since(h)}
		l.changed, l.of = changesUntil(p, h, p.here.Minor)
		l.now, _ = p.State(h, p.here)
		list = append(list, l)
	}
	return list
}

// changesUntil counts as Changes does, up to a minor.
func changesUntil(p *past, h history.Sym, last int) (changed, of int) {
	for i := 1; i <= last; i++ {
		a, b := history.Point{Minor: i - 1, At: history.AtPatch}, history.Point{Minor: i, At: history.AtPatch}
		_, there := p.State(h, a)
		_, still := p.State(h, b)
		if there && still {
			of++
			if p.Changed(h, a, b) {
				changed++
			}
		}
	}
	return changed, of
}

// lineAges counts the lines of this version by the release since which they are there.
func lineAges(p *past, path string, lives []lived) (stats []Stat, rows []AgeRow) {
	count := map[int]int{}
	all, never, old := 0, 0, 0
	for _, l := range lives {
		for _, age := range p.LineAges(l.h, p.here) {
			count[age]++
			all++
		}
		if l.changed == 0 && l.of > 0 {
			never++
			if l.since == (history.Point{}) {
				old++
			}
		}
	}
	var ends [][2]int
	for _, n := range count {
		ends = append(ends, [2]int{0, n})
	}
	left, right := figure.Most(ends...)
	for i := 0; i <= p.here.Minor; i++ {
		n := count[p.Minors[i].Number]
		rows = append(rows, AgeRow{
			Link:  urls.Link{Text: p.release(i), Href: urls.Relative(path, urls.Release(p.release(i)))},
			Lines: english.Thousands(n), Share: percent(n, all), Bar: figure.BarOf(0, n, 0, left, right),
		})
	}
	stats = []Stat{
		{Number: percent(count[p.Minors[0].Number], all), What: "of the lines in its functions are as old as " + p.release(0)},
		{Number: english.Thousands(old), What: "functions have not changed since " + p.release(0), Href: "#oldest"},
		{Number: percent(never, len(lives)), What: "of the functions never changed since they appeared"},
	}
	return stats, rows
}

// percent is a share with one digit behind the point.
func percent(n, of int) string {
	if of == 0 {
		return "0 %"
	}
	return strconv.FormatFloat(100*float64(n)/float64(of), 'f', 1, 64) + " %"
}

// top lists the functions that come first in an order.
func top(p *Inputs, path string, lives []lived, keep func(lived) bool, order func(a, b lived) int, text func(lived) string) (rows []FactRow) {
	list := slices.DeleteFunc(slices.Clone(lives), func(l lived) bool { return !keep(l) })
	slices.SortStableFunc(list, order)
	for _, l := range list[:min(shownFacts, len(list))] {
		rows = append(rows, FactRow{Link: urls.Link{Text: p.SymbolText(l.sym), Href: p.Href(path, l.sym)}, Text: text(l)})
	}
	return rows
}

// oldest are the longest functions that no release changed.
func oldest(p *Inputs, path string, lives []lived) FactTable {
	return FactTable{ID: "oldest", Title: "Never changed since " + p.past.release(0), Note: "The longest functions whose every token is what it was when the record begins", Rows: top(p, path, lives,
		func(l lived) bool { return l.changed == 0 && l.since == (history.Point{}) && l.of > 0 },
		func(a, b lived) int { return cmp.Compare(b.now.Lines, a.now.Lines) },
		func(l lived) string { return english.Count(l.now.Lines, "line", "lines") })}
}

// most are the functions that most releases changed.
func most(p *Inputs, path string, lives []lived) FactTable {
	return FactTable{ID: "most", Title: "Most often changed", Note: "How many of the releases that could change it did", Rows: top(p, path, lives,
		func(l lived) bool { return l.changed > 0 },
		func(a, b lived) int { return cmp.Or(cmp.Compare(b.changed, a.changed), cmp.Compare(a.of, b.of)) },
		func(l lived) string { return strconv.Itoa(l.changed) + " of " + strconv.Itoa(l.of) })}
}

// grown are the functions that are longest compared with what they began as.
func grown(p *Inputs, path string, lives []lived) FactTable {
	first := func(l lived) int { return p.past.Symbols[l.h].Steps[0].Lines }
	return FactTable{ID: "grown", Title: "Grown most", Note: "Lines when they appeared, and now", Rows: top(p, path, lives,
		func(l lived) bool { return first(l) > 0 && l.now.Lines > first(l) },
		func(a, b lived) int { return cmp.Compare(b.now.Lines-first(b), a.now.Lines-first(a)) },
		func(l lived) string { return strconv.Itoa(first(l)) + " → " + strconv.Itoa(l.now.Lines) })}
}

// types are the structs that gained most fields.
func types(p *Inputs, path string) FactTable {
	t := FactTable{ID: "structs", Title: "Structs that gained most fields", Note: "Fields when they appeared, and now"}
	type grownType struct {
		sym         index.Sym
		first, last int
	}
	var list []grownType
	for i := range p.Index.Symbols {
		h, ok := p.past.of(index.Sym(i))
		if !ok || p.past.Symbols[h].Kind != history.Type {
			continue
		}
		n, first := 0, -1
		for _, c := range typeChanges(p.past, h)[:p.past.here.Minor+1] {
			if c.arrived {
				n = 0 // what went with an older type of the name
			}
			if n += len(c.added) - len(c.removed); c.arrived && first < 0 {
				first = n
			}
		}
		if n > first && first > 0 {
			list = append(list, grownType{index.Sym(i), first, n})
		}
	}
	slices.SortStableFunc(list, func(a, b grownType) int { return cmp.Compare(b.last-b.first, a.last-a.first) })
	for _, g := range list[:min(shownFacts, len(list))] {
		t.Rows = append(t.Rows, FactRow{Link: urls.Link{Text: p.SymbolText(g.sym), Href: p.Href(path, g.sym)}, Text: strconv.Itoa(g.first) + " → " + strconv.Itoa(g.last)})
	}
	return t
}
