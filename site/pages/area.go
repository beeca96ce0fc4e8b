package pages

import (
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// area is an area that there is something to read about.
type area struct {
	ID      string
	Subject string
	Title   string
	Essay   *annotate.Article
}

// subjects are the areas in a word or two, for essays whose titles have no subject.
var subjects = map[string]string{
	"startup": "Startup", "sched": "Scheduler", "syscalls": "System calls", "preemption": "Preemption", "stacks": "Stacks",
	"malloc": "Allocator", "gc": "Collector", "barrier": "Write barrier", "pacer": "Pacer", "channels": "Channels",
	"timers": "Timers", "netpoll": "Network poller", "locks": "Locks", "maps": "Maps", "panic": "Panics",
	"compiler": "Compiler", "introspection": "Introspection", "api": "API", "history": "History", "wild": "Symptoms",
	"safety": "Guarantees", "costs": "Costs", "source": "Source",
}

// areaSubject is an area in a word or two: what stands before the colon of its essay's title.
func areaSubject(p *Inputs, id string) string {
	title := areaTitle(p, id)
	if subject, _, ok := strings.Cut(title, ": "); ok {
		return subject
	}
	if word := subjects[id]; word != "" {
		return word
	}
	return title
}

func areaRoutes(p *Inputs) (list []Route) {
	for _, a := range areas(p) {
		list = append(list, Route{Path: urls.Area(a.ID), Title: a.title(), View: func(f Layout) templates.View { return areaPage(p, f, a) }})
	}
	return list
}

// areas lists the areas in the order of the content.
func areas(p *Inputs) (list []area) {
	seen := map[string]bool{}
	add := func(id string) {
		if id == "" || seen[id] {
			return
		}
		seen[id] = true
		a := area{ID: id, Subject: areaSubject(p, id), Title: id, Essay: p.Resolved.Essay(id)}
		if a.Essay != nil {
			a.Title = a.Essay.Title
		}
		list = append(list, a)
	}
	for _, id := range annotate.Areas(p.Resolved) {
		add(id)
	}
	for _, t := range p.Resolved.Notes {
		add(t.Area)
	}
	return list
}

// title is the subject and what is said of it.
func (a area) title() string {
	if strings.HasPrefix(a.Title, a.Subject) {
		return a.Title
	}
	return a.Subject + ": " + a.Title
}

// adjacentAreas are the essays before and after one.
func adjacentAreas(p *Inputs, path, id string) (prev, next urls.Link) {
	list := areas(p)
	for i, a := range list {
		if a.ID != id {
			continue
		}
		if i > 0 {
			prev = urls.Link{Text: list[i-1].Subject, Href: urls.Relative(path, urls.Area(list[i-1].ID))}
		}
		if i+1 < len(list) {
			next = urls.Link{Text: list[i+1].Subject, Href: urls.Relative(path, urls.Area(list[i+1].ID))}
		}
	}
	return prev, next
}

func areaPage(p *Inputs, f Layout, a area) templates.View {
	path := urls.Area(a.ID)
	f.Crumbs = []urls.Link{{Text: a.Subject}}
	if _, all := areaRows(p, f.Up); len(all) >= fewestAreas {
		f.Crumbs = slices.Insert(f.Crumbs, 0, urls.Link{Text: "Areas", Href: urls.Relative(path, urls.Home) + "#areas"})
	}
	v := Text{Layout: f, Subject: a.Subject, Heading: strings.TrimPrefix(a.Title, a.Subject+": ")}
	if strings.HasPrefix(v.Heading, a.Subject) {
		v.Subject = ""
	}
	if a.Essay != nil {
		w := p.On(path, a.Essay, 0, "")
		v.Body = w.Beside(a.Essay.Doc.Blocks)
		v.Facts = append(textFacts(p, path, a.Essay), w.Standing()...)
		v.On = sections(a.Essay)
		v.Description = highlight.Synopsis(a.Essay.Doc.Text())
	}
	if groups := noteRows(p, path, a.ID); len(groups.Rows) > 0 {
		v.Groups = append(v.Groups, groups)
	}
	v.Groups = append(v.Groups, furtherReading(p, path, a.ID)...)
	v.Prev, v.Next = adjacentAreas(p, path, a.ID)
	for _, t := range p.Resolved.NotesIn(a.ID) {
		if home, _ := p.NoteHome(t); home == "" {
			v.Parts = append(v.Parts, TextPart{ID: urls.NoteID(t.ID), Heading: t.Title, Body: p.On(path, t, 1, urls.NoteID(t.ID)+"-").Doc(t.Doc)})
		}
	}
	return v
}

func noteRows(p *Inputs, path, id string) LinkGroup {
	g := LinkGroup{ID: "notes", Title: "Functions and types"}
	for _, t := range p.Resolved.NotesIn(id) {
		row := LinkRow{Link: urls.Link{Text: t.Title, Href: urls.Relative(path, p.ArticlePage(t))}, Note: t.Level}
		var names []string
		for _, s := range t.Symbols {
			names = append(names, p.SymbolText(s))
		}
		row.Lead = strings.Join(names, ", ")
		g.Rows = append(g.Rows, row)
	}
	return g
}

// furtherReading lists what else there is about an area.
func furtherReading(p *Inputs, path, id string) (groups []LinkGroup) {
	g := LinkGroup{ID: "further", Title: "Further"}
	if m := p.Resolved.MythsOf(id); m != nil {
		g.Rows = append(g.Rows, LinkRow{Link: urls.Link{Text: m.Title, Href: urls.Relative(path, p.ArticlePage(m))}, Note: english.Count(len(m.Stops), "myth", "myths")})
	}
	if len(g.Rows) > 0 {
		groups = append(groups, g)
	}
	return groups
}

func areaTitle(p *Inputs, id string) string {
	if t := p.Resolved.Essay(id); t != nil {
		return t.Title
	}
	return id
}
