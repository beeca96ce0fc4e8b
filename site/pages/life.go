package pages

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// Life is what became of a symbol from release to release, in one line.
type Life struct {
	Words string // "Since go1.5 or before as findrunnable, …"
	Line  *figure.Life
	Label string // what the line shows, for those who do not see it
	First string // the releases at its ends
	Last  string
	More  urls.Link // the page of its history
	Ages  string    // of a function's lines, see ageRuns
	Old   string    // the age of lines that are as old as the record
	Rows  []LifeRow // the steps, where they have no page of their own
}

// lifeOf is the life of a symbol of the index, nil for one that has none.
func lifeOf(p *Inputs, path string, sym index.Sym) *Life {
	h, ok := p.past.of(sym)
	if !ok {
		return nil
	}
	l := p.past.life(h)
	if l.Ages = ageRuns(p.past.ages(sym), p.past.age); l.Ages != "" {
		l.Old = p.past.age(p.past.Minors[0].Number)
	}
	if to := historyPath(p, sym); to != "" {
		l.More = urls.Link{Text: "History", Href: urls.Relative(path, to)}
	} else if p.past.Symbols[h].Kind == history.Func {
		l.Rows = lifeRows(p, path, h, nil)
	} else {
		l.Rows = fieldLife(p, path, h)
	}
	if len(l.Rows) == 1 { // that it appeared is in the words
		l.Rows = nil
	}
	return l
}

// historyPath is the page of a function's history: of those that have a note, and of those
// that changed in several releases.
func historyPath(p *Inputs, sym index.Sym) string {
	h, ok := p.past.of(sym)
	page := p.URLs.Page[sym]
	if !ok || page == "" || p.past.Symbols[h].Kind != history.Func {
		return ""
	}
	changed, of := p.past.Changes(h)
	if changed >= longHistory || of > 0 && len(p.Resolved.NotesOf(sym)) > 0 {
		return urls.History(page)
	}
	return ""
}

// longHistory is how many releases must have changed a function without a note for it to
// have a page of its history.
const longHistory = 3

// life draws a symbol's line of life and puts it into words.
func (p *past) life(h history.Sym) *Life {
	steps, changed, of := p.steps(h)
	l := &Life{
		First: p.release(0), Last: p.release(len(p.Minors) - 1), Line: figure.LifeOf(steps, p.here.Minor),
		Words: p.words(h, changed, of),
	}
	l.Label = lineLabel(p, steps)
	return l
}

// steps are the releases of a symbol's life, with how many changed it of those that could.
func (p *past) steps(h history.Sym) (steps []figure.Step, changed, of int) {
	if p.Symbols[h].Kind == history.Type {
		return typeSteps(p, h)
	}
	for _, c := range p.LineOfLife(h) {
		steps = append(steps, figure.Step{
			There: c.Fate != history.Absent, Renamed: c.Fate == history.Renewed,
			Changed: c.Fate == history.Changed || c.Fate == history.Renewed && c.Added+c.Removed > 0 || c.Fate == history.Arrived,
			Added:   c.Added, Removed: c.Removed,
		})
	}
	changed, of = p.Changes(h)
	return steps, changed, of
}

// lineLabel says what the line of life shows.
func lineLabel(p *past, steps []figure.Step) string {
	var parts []string
	for i, s := range steps {
		if s.Added+s.Removed > 0 && s.There {
			parts = append(parts, fmt.Sprintf("%s +%d −%d", p.release(i), s.Added, s.Removed))
		}
	}
	if len(parts) == 0 {
		return "No release changed it"
	}
	return "Changed in " + strings.Join(parts, ", ")
}

// release is the name of a minor.
func (p *past) release(minor int) string { return history.Lang(p.Minors[minor].Newest) }

// module is the path of the module that the releases are of; "" for those of Go.
func (p *past) module() string { return p.source.Index.Config.Module }

// moduleFlag is what a command about the history is told besides.
func moduleFlag(p *past) string {
	if m := p.module(); m != "" {
		return " --module " + m
	}
	return ""
}

// subject is what the history is about.
func subject(p *past) string {
	return cmp.Or(p.module(), "the runtime and its neighbours")
}

// words tell a life in one sentence.
func (p *past) words(h history.Sym, changed, of int) string {
	names := p.Names(h)
	first := p.Symbols[h].Steps[0]
	var b strings.Builder
	b.WriteString("Since " + p.since(h))
	if first.What.Is(history.Extracted) {
		from, _ := p.State(first.From, history.Point{Minor: first.Minor - 1, At: history.AtPatch})
		b.WriteString(", taken out of " + p.short(from.Name))
	}
	if len(names) > 1 && names[0].Name != names[1].Name {
		b.WriteString(" as " + p.beside(names[0].Name, names[1].Name))
	}
	for i, n := range names[1:] {
		minor := history.Lang(n.From)
		switch before := names[i].Name; {
		case before == n.Name:
			b.WriteString(", back in " + minor)
		case strings.TrimPrefix(before, packageOf(before)) == strings.TrimPrefix(n.Name, packageOf(n.Name)):
			b.WriteString(", moved to " + packageOf(n.Name) + " in " + minor)
		case i+2 < len(names):
			b.WriteString(", " + p.beside(n.Name, before) + " from " + minor)
		default:
			b.WriteString(", renamed in " + minor)
		}
	}
	switch {
	case of == 0:
	case changed == 0:
		b.WriteString(", unchanged through " + english.Count(of, "release", "releases"))
	default:
		b.WriteString(", changed in " + strconv.Itoa(changed) + " of " + english.Count(of, "release", "releases"))
	}
	if _, there := p.State(h, p.Newest()); !there {
		b.WriteString(", gone after " + history.Lang(names[len(names)-1].Until))
	}
	return b.String() + "."
}

// since says what is known of the first release of a symbol.
func (p *past) since(h history.Sym) string {
	at := p.Since(h)
	switch {
	case at == (history.Point{}):
		return p.release(0) + " or before"
	case at.At == history.AtPatch:
		return p.Version(at) + ", a patch"
	}
	return p.release(at.Minor)
}

// age is the minor of a number that LineAges gives, as short as data can have it: 26 for
// go1.26, and v0.24 of a module.
func (p *past) age(number int) string {
	return strings.TrimPrefix(history.MinorName(p.Data, number), "1.")
}

// ageRuns writes the ages of lines as runs: "5*3 19 5" are three lines since go1.5, one since
// go1.19 and one more since go1.5.
func ageRuns(ages []int, name func(int) string) string {
	var b strings.Builder
	for i := 0; i < len(ages); {
		n := 1
		for i+n < len(ages) && ages[i+n] == ages[i] {
			n++
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(name(ages[i]))
		if n > 1 {
			b.WriteString("*" + strconv.Itoa(n))
		}
		i += n
	}
	return b.String()
}

// short is a name as prose has it: without the package where that is runtime, and of a
// module from its own name on.
func (p *past) short(name string) string {
	if m := p.module(); m != "" {
		return strings.TrimPrefix(name, strings.TrimSuffix(m, highlight.ModuleName(m)))
	}
	return strings.TrimPrefix(name, "runtime.")
}

// beside leaves the package out where another name has the same one.
func (p *past) beside(name, other string) string {
	if pkg := packageOf(name); pkg != "" && pkg == packageOf(other) {
		return strings.TrimPrefix(name, pkg+".")
	}
	return p.short(name)
}

// packageOf is the package of a linker's name, "" for none.
func packageOf(name string) string { return index.ID(name).Path() }
