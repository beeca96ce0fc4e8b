package pages

import (
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
)

// LifeRow is what one release did to a symbol.
type LifeRow struct {
	ID      string
	Release urls.Link
	Here    bool   // it is the release of this version
	Added   string // "+6"
	Removed string // "−6"
	Lines   string // of the function, from then on
	Said    []Said
	Diff    *Diff
}

// Said is a part of what a release did, with the names it is about.
type Said struct {
	Text  string
	Names []urls.Link
	More  string // "and 3 more"
}

// lifeRows lists the releases that did something to a function, the newest first.
func lifeRows(p *Inputs, path string, h history.Sym, diff func(minor int) *Diff) (rows []LifeRow) {
	for minor := len(p.past.Minors) - 1; minor >= 0; minor-- {
		r := LifeRow{ID: p.past.release(minor), Here: minor == p.past.here.Minor}
		r.Release = urls.Link{Text: r.ID, Href: urls.Relative(path, urls.Release(r.ID))}
		if !r.fill(p, path, h, minor) {
			continue
		}
		if diff != nil && r.Added+r.Removed != "" {
			if r.Diff = diff(minor); r.Diff != nil {
				r.Diff.Words = r.Added + " " + r.Removed + r.Diff.Words
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// fill tells one release. It is false where that did nothing.
func (r *LifeRow) fill(p *Inputs, path string, h history.Sym, minor int) bool {
	to := history.Point{Minor: minor, At: history.AtPatch}
	now, there := p.past.State(h, to)
	var was history.State
	var old bool
	if minor > 0 {
		was, old = p.past.State(h, history.Point{Minor: minor - 1, At: history.AtPatch})
	}
	if there {
		r.Lines = strconv.Itoa(now.Lines)
	}
	switch {
	case !old && !there:
		return false
	case !old:
		r.arrived(p, path, h, minor, now)
	case !there:
		r.say("Gone")
	default:
		if !r.changed(p, path, h, minor, was, now) {
			return false
		}
	}
	r.patched(p, h, minor)
	return true
}

func (r *LifeRow) say(text string, names ...urls.Link) {
	s := Said{Text: text, Names: names}
	if len(names) > shownCalls {
		s.Names, s.More = names[:shownCalls], "and "+strconv.Itoa(len(names)-shownCalls)+" more"
	}
	r.Said = append(r.Said, s)
}

// shownCalls is how many calls a row names.
const shownCalls = 8

func (r *LifeRow) arrived(p *Inputs, path string, h history.Sym, minor int, now history.State) {
	file := now.File[strings.LastIndexByte(now.File, '/')+1:]
	if minor == 0 {
		r.say("Here when the record begins, in " + file)
		return
	}
	for _, s := range p.past.Symbols[h].Steps {
		switch {
		case s.Minor != minor:
		case s.What.Is(history.Extracted):
			r.say("Taken out of", p.pastLink(path, s.From, history.Point{Minor: minor - 1, At: history.AtPatch}))
			return
		case s.What.Is(history.Back):
			r.say("Back, in " + file)
			return
		}
	}
	r.say("New, in " + file)
}

func (r *LifeRow) changed(p *Inputs, path string, h history.Sym, minor int, was, now history.State) bool {
	from, to := history.Point{Minor: minor - 1, At: history.AtPatch}, history.Point{Minor: minor, At: history.AtPatch}
	if was.Name != now.Name {
		r.say("Named " + p.past.beside(was.Name, now.Name) + " before")
	}
	if was.File != now.File {
		r.say("Moved here from " + strings.TrimPrefix(was.File, now.File[:strings.LastIndexByte(now.File, '/')+1]))
	}
	if added, removed := p.past.Size(h, from, to); added+removed > 0 {
		r.Added, r.Removed = "+"+strconv.Itoa(added), "−"+strconv.Itoa(removed)
		if was.Hash == now.Hash && was.Name == now.Name { // else it is the line of the name
			r.say("Comments or layout alone")
		}
	}
	gained, lost := callsOf(p.past, h, minor)
	for _, c := range []struct {
		text string
		list []history.Sym
	}{{"Now calls", gained}, {"No longer calls", lost}} {
		var names []urls.Link
		for _, t := range c.list {
			names = append(names, p.pastLink(path, t, to))
		}
		if len(names) > 0 {
			r.say(c.text, names...)
		}
	}
	return was != now && (r.Added != "" || len(r.Said) > 0)
}

// callsOf are the calls that a release gave to a function, and took from it.
func callsOf(p *past, h history.Sym, minor int) (gained, lost []history.Sym) {
	net := map[history.Sym]int{}
	for _, s := range p.Symbols[h].Steps {
		if s.Minor == minor {
			for _, t := range s.Gained {
				net[t]++
			}
			for _, t := range s.Lost {
				net[t]--
			}
		}
	}
	for t, n := range net {
		if n > 0 {
			gained = append(gained, t)
		} else if n < 0 {
			lost = append(lost, t)
		}
	}
	slices.Sort(gained)
	slices.Sort(lost)
	return gained, lost
}

// patched says which patch of the minor brought a change.
func (r *LifeRow) patched(p *Inputs, h history.Sym, minor int) {
	for _, s := range p.past.Symbols[h].Steps {
		if s.Minor == minor && s.At == history.AtPatch && !s.What.Is(history.Again) && s.What.Any(history.Code|history.Appeared|history.Removed|history.Back) {
			r.say("Partly or wholly by a patch: " + p.past.Version(history.Point{Minor: minor, At: history.AtPatch}) + " has it, " + p.past.Minors[minor].First + " has not")
			return
		}
	}
}

// pastLink is a function of another release: its page in this version, under the name that
// it has here, or the page that says what became of it.
func (p *Inputs) pastLink(path string, h history.Sym, at history.Point) urls.Link {
	st, ok := p.past.State(h, at)
	if !ok {
		st, _ = p.past.Last(h)
	}
	l := urls.Link{Text: p.past.short(st.Name)}
	if now, ok := p.past.now[h]; ok {
		l.Href = p.Href(path, now)
	} else if to := p.past.goneAt[h]; to != "" {
		l.Href = urls.Relative(path, to)
	}
	return l
}

// fieldLife lists what the releases did to a type: to its fields, where it is a struct.
func fieldLife(p *Inputs, path string, h history.Sym) (rows []LifeRow) {
	changes := typeChanges(p.past, h)
	for minor := len(p.past.Minors) - 1; minor >= 0; minor-- {
		c := changes[minor]
		r := LifeRow{ID: p.past.release(minor), Here: minor == p.past.here.Minor}
		r.Release = urls.Link{Text: r.ID, Href: urls.Relative(path, urls.Release(r.ID))}
		for _, part := range []struct {
			text  string
			names []string
		}{{"New:", c.added}, {"Gone:", c.removed}, {"Of another type:", c.retyped}, {"Renamed:", c.renamed}} {
			if len(part.names) > 0 {
				var names []urls.Link
				for _, n := range part.names {
					names = append(names, urls.Link{Text: n})
				}
				r.say(part.text, names...)
			}
		}
		if c.other {
			r.say("Declared otherwise")
		}
		if c.arrived {
			r.Said = nil
			r.say("Here when the record begins")
			if minor > 0 {
				r.Said[0].Text = "New"
			}
			if slices.ContainsFunc(changes[:minor], func(c typeChange) bool { return c.there }) {
				r.Said[0].Text = "Back"
			}
			if n := len(c.added); n > 0 {
				r.Said[0].Text += ", with " + english.Count(n, "field", "fields")
			}
		}
		if len(r.Said) > 0 {
			rows = append(rows, r)
		}
	}
	return rows
}
