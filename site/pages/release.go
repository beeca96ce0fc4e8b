package pages

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Release is the page of a minor release.
type Release struct {
	Layout
	Name   string // go1.26
	Of     string // what it is a release of, in a heading
	Before string // go1.25, "" for the first
	Lead   string
	Facts  []urls.Link
	Prev   urls.Link
	Next   urls.Link
	Title  string        // of what a person wrote
	Said   template.HTML // what a person wrote
	Counts ReleaseCounts
	Shares figure.Shares
	Areas  []AreaBar
	Most   []MostRow
	Lists  []NameList
	Notes  []LinkRow
}

// ReleaseCounts are numbers of functions.
type ReleaseCounts struct {
	Same, Changed, New, Gone string
}

// AreaBar is what a release did to an area.
type AreaBar struct {
	Area  urls.Link
	Gone  string
	Count string // "110 + 2"
	Bar   figure.Bar
}

// MostRow is a function that a release changed much.
type MostRow struct {
	Link    urls.Link
	Area    string
	Added   string
	Removed string
	Bar     figure.Bar
}

// NameList is a list of what came, went or changed. Rest is what a reader asks for.
type NameList struct {
	ID    string
	Title string
	Count string
	Note  string
	Rows  []NameRow
	Rest  []NameRow
	More  string
	Code  bool // the names are code
}

// NameRow is one entry: a name, what it was, and what is said of it.
type NameRow struct {
	Was  string
	Link urls.Link
	Note string
}

// change is what one minor did, without what a page makes of it.
type change struct {
	*history.Difference
	minor                       int
	funcs, changed, fresh, gone int
	renamed                     int
	added, removed              int // lines of changed bodies
}

// changeOf compares a minor with the one before.
func (p *past) changeOf(minor int) *change {
	c := &change{minor: minor}
	to := history.Point{Minor: minor, At: history.AtPatch}
	for i := range p.Symbols {
		if p.Symbols[i].Kind == history.Func && !p.Symbols[i].Away {
			if _, ok := p.State(history.Sym(i), to); ok {
				c.funcs++
			}
		}
	}
	if minor == 0 {
		return c
	}
	c.Difference = p.Difference(history.Point{Minor: minor - 1, At: history.AtPatch}, to, nil)
	for _, x := range c.Changed {
		if isHome(x) {
			c.changed, c.added, c.removed = c.changed+1, c.added+x.Added, c.removed+x.Removed
		}
	}
	for _, x := range c.Renamed {
		if x.Kind == "func" && !x.Away {
			c.renamed, c.added, c.removed = c.renamed+1, c.added+x.Added, c.removed+x.Removed
		}
	}
	c.fresh = len(homes(c.Appeared))
	c.gone = len(homes(c.Removed))
	return c
}

// isHome holds for functions with a body for linux/amd64.
func isHome(c history.Change) bool { return c.Kind == "func" && !c.Away }

func homes(list []history.Change) []history.Change {
	return slices.DeleteFunc(slices.Clone(list), func(c history.Change) bool { return !isHome(c) })
}

func (c *change) same() int { return c.funcs - c.changed - c.fresh - c.renamed }

func releaseRoutes(p *Inputs) (list []Route) {
	for i := range p.past.Minors {
		to := urls.Release(p.past.release(i))
		list = append(list, Route{Path: to, Title: "What changed in " + p.past.release(i), View: func(f Layout) templates.View { return releasePage(p, f, to, i) }})
	}
	return list
}

func releasePage(p *Inputs, f Layout, path string, minor int) templates.View {
	name := p.past.release(minor)
	f.Crumbs = []urls.Link{{Text: "Releases", Href: urls.Relative(path, urls.Releases)}, {Text: name}}
	f.Description = "What " + name + " changed in " + subject(p.past) + ", function by function"
	c := p.past.changes[minor]()
	v := Release{Layout: f, Name: name, Of: cmp.Or(p.past.module(), "the runtime")}
	if t := releaseText(p, name); t != nil {
		v.Title, v.Said = t.Title, p.On(path, t, 1, "").Doc(t.Doc)
	}
	if minor > 0 {
		v.Prev = urls.Link{Text: p.past.release(minor - 1), Href: urls.Relative(path, urls.Release(p.past.release(minor-1)))}
	}
	if minor+1 < len(p.past.Minors) {
		v.Next = urls.Link{Text: p.past.release(minor + 1), Href: urls.Relative(path, urls.Release(p.past.release(minor+1)))}
	}
	if c.Difference == nil {
		v.Lead = "The record begins here, with " + english.Thousands(c.funcs) + " functions of " + p.past.Minors[minor].Newest + "."
		return v
	}
	v.Before = p.past.release(minor - 1)
	v.Lead = releaseLead(c)
	v.Facts = []urls.Link{
		{Text: c.From + " and " + c.To + ", linux/amd64, " + subject(p.past)},
		{Text: english.Count(c.added, "line", "lines") + " added in changed bodies, " + english.Thousands(c.removed) + " taken out"},
	}
	v.Counts = ReleaseCounts{english.Thousands(c.same()), english.Thousands(c.changed + c.renamed), english.Thousands(c.fresh), english.Thousands(c.gone)}
	v.Shares = figure.SharesOf(c.same(), c.changed+c.renamed, c.fresh)
	v.Areas = areaBars(p, path, c)
	v.Most = mostChanged(p, path, c)
	v.Lists = releaseLists(p, path, c)
	v.Notes = releaseNotes(p, path, minor)
	return v
}

// releaseText is what a person wrote on a release.
func releaseText(p *Inputs, name string) *annotate.Article {
	for _, t := range p.Resolved.Releases {
		if t.Kind == article.KindRelease && t.ID == name {
			return t
		}
	}
	return nil
}

func releaseLead(c *change) string {
	have := func(n int) string {
		if n == 1 {
			return " has "
		}
		return " have "
	}
	are := func(n int) string {
		if n == 1 {
			return " is "
		}
		return " are "
	}
	return english.Count(c.changed, "function", "functions") + have(c.changed) + "another body, " +
		strconv.Itoa(c.fresh) + are(c.fresh) + "new, " + strconv.Itoa(c.gone) + are(c.gone) + "gone and " +
		strconv.Itoa(c.renamed) + have(c.renamed) + "another name. " + english.Thousands(c.same()) + are(c.same()) + "what they were."
}

// tally counts what a release did to one area.
type tally struct{ changed, fresh, gone int }

// areaBars are the areas that a release changed, the most changed first.
func areaBars(p *Inputs, path string, c *change) (rows []AreaBar) {
	count := map[string]*tally{}
	at := func(file string) *tally {
		area := p.Resolved.Config.AreaOf(file)
		if count[area] == nil {
			count[area] = &tally{}
		}
		return count[area]
	}
	for _, x := range homes(c.Changed) {
		at(x.File).changed++
	}
	for _, x := range c.Renamed {
		if x.Kind == "func" && !x.Away {
			at(p.past.fileOf(x.To, c.minor)).changed++
		}
	}
	for _, x := range homes(c.Appeared) {
		at(x.File).fresh++
	}
	for _, x := range homes(c.Removed) {
		at(x.File).gone++
	}
	var names []string
	var ends [][2]int
	for area, t := range count {
		names = append(names, area)
		ends = append(ends, [2]int{t.gone, t.changed + t.fresh})
	}
	left, right := figure.Most(ends...)
	slices.SortFunc(names, func(a, b string) int {
		x, y := count[a], count[b]
		return cmp.Or(cmp.Compare(y.changed+y.fresh+y.gone, x.changed+x.fresh+x.gone), strings.Compare(a, b))
	})
	for _, area := range names {
		t := count[area]
		row := AreaBar{Area: areaLink(p, path, area), Count: strconv.Itoa(t.changed), Bar: figure.BarOf(t.gone, t.changed, t.fresh, left, right)}
		if t.fresh > 0 {
			row.Count += " + " + strconv.Itoa(t.fresh)
		}
		if t.gone > 0 {
			row.Gone = strconv.Itoa(t.gone)
		}
		rows = append(rows, row)
	}
	return rows
}

// areaLink is an area by its short title.
func areaLink(p *Inputs, path, area string) urls.Link {
	if area == "" {
		return urls.Link{Text: "Other"}
	}
	l := urls.Link{Text: p.Resolved.Config.AreaTitle(area)}
	if p.Resolved.Essay(area) != nil || len(p.Resolved.NotesIn(area)) > 0 {
		l.Href = urls.Relative(path, urls.Area(area))
	}
	return l
}

// fileOf is the file of a function in a minor.
func (p *past) fileOf(name string, minor int) string {
	at := history.Point{Minor: minor, At: history.AtPatch}
	if sym, ok := p.At(name, at); ok {
		st, _ := p.State(sym, at)
		return st.File
	}
	return ""
}

// shownMost is how many of the most changed functions a page lists.
const shownMost = 14

func mostChanged(p *Inputs, path string, c *change) (rows []MostRow) {
	list := homes(c.Changed)
	for _, x := range c.Renamed {
		if x.Kind == "func" && !x.Away {
			list = append(list, history.Change{Symbol: x.To, Added: x.Added, Removed: x.Removed, File: p.past.fileOf(x.To, c.minor)})
		}
	}
	slices.SortStableFunc(list, func(a, b history.Change) int {
		return cmp.Or(cmp.Compare(b.Added+b.Removed, a.Added+a.Removed), strings.Compare(a.Symbol, b.Symbol))
	})
	list = slices.DeleteFunc(list, func(x history.Change) bool { return x.Added+x.Removed == 0 })
	list = list[:min(shownMost, len(list))]
	var ends [][2]int
	for _, x := range list {
		ends = append(ends, [2]int{x.Removed, x.Added})
	}
	left, right := figure.Most(ends...)
	for _, x := range list {
		rows = append(rows, MostRow{
			Link: p.nameLink(path, x.Symbol, c.minor), Area: areaLink(p, path, p.Resolved.Config.AreaOf(x.File)).Text,
			Added: "+" + strconv.Itoa(x.Added), Removed: "−" + strconv.Itoa(x.Removed), Bar: figure.BarOf(x.Removed, x.Added, 0, left, right),
		})
	}
	return rows
}

// nameLink is a symbol by the name that it has in a minor.
func (p *Inputs) nameLink(path, name string, minor int) urls.Link {
	at := history.Point{Minor: minor, At: history.AtPatch}
	if sym, ok := p.past.At(name, at); ok {
		return p.pastLink(path, sym, at)
	}
	return urls.Link{Text: p.past.short(name)}
}

// releaseNotes are the notes on what a release changed.
func releaseNotes(p *Inputs, path string, minor int) (rows []LinkRow) {
	from, to := history.Point{Minor: minor - 1, At: history.AtPatch}, history.Point{Minor: minor, At: history.AtPatch}
	for _, t := range p.Resolved.Notes {
		var names []string
		for _, s := range t.Symbols {
			h, ok := p.past.of(s)
			if !ok {
				continue
			}
			_, old := p.past.State(h, from)
			_, there := p.past.State(h, to)
			if p.past.Changed(h, from, to) || there && !old {
				names = append(names, p.SymbolText(s))
			}
		}
		if len(names) > 0 {
			rows = append(rows, LinkRow{Link: urls.Link{Text: t.Title, Href: urls.Relative(path, p.ArticlePage(t))}, Note: strings.Join(names, ", ")})
		}
	}
	return rows
}
