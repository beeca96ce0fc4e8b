package site

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

// Addresses of the pages of prose.
const (
	glossaryPath = "glossary.html"
	mythsPath    = "myths.html"
	apiPath      = "api.html"
	toursPath    = "tour/index.html"
)

// planTexts plans the pages of prose that the content has.
func (p *Plan) planTexts() {
	b := p.book
	for _, area := range p.areas() {
		p.add(areaPath(area.ID), area.Title, func(f page.Frame) templates.View { return p.areaPage(f, area) })
	}
	for _, t := range b.Tours {
		for i, stop := range t.Stops {
			title := t.Title + ": " + stop.Title
			p.add(stopPath(t, i), title, func(f page.Frame) templates.View { return p.stopPage(f, t, i) })
		}
	}
	for _, t := range b.Levels {
		p.add(p.textPage(t), t.Title, func(f page.Frame) templates.View { return p.levelPage(f, t) })
	}
	for _, t := range b.Wild {
		p.add(p.textPage(t), t.Title, func(f page.Frame) templates.View { return p.wildPage(f, t) })
	}
	if len(b.Tours) > 0 {
		p.add(toursPath, "Tours", p.toursPage)
	}
	if len(b.Myths) > 0 {
		p.add(mythsPath, "Myths", p.mythsPage)
	}
	if len(b.Terms) > 0 {
		p.add(glossaryPath, "Glossary", p.glossaryPage)
		p.addFile("assets/cards/terms.js", func() ([]byte, error) { return p.termCards(), nil })
	}
	if len(b.Told.Settings)+len(b.Told.Reasons) > 0 {
		p.add(toldPath, "What the runtime tells about itself", p.toldPage)
	}
	if len(b.API) > 0 {
		p.add(apiPath, "From the API to the inside", p.apiPage)
	}
	for _, t := range b.Notes {
		if t.Review.Status == annotate.Changed {
			p.add(stalePath(t), "What changed under: "+t.ID, func(f page.Frame) templates.View { return p.stalePage(f, t) })
		}
	}
}

func areaPath(name string) string { return "area/" + name + ".html" }

func stopPath(t *annotate.Text, i int) string { return "tour/" + t.ID + "/" + itoa(i+1) + ".html" }

func stalePath(t *annotate.Text) string { return "stale/" + t.ID + ".html" }

// textPage is where a text is read, from the top of the version.
func (p *Plan) textPage(t *annotate.Text) string {
	switch t.Kind {
	case annotate.KindEssay:
		return areaPath(t.Area)
	case annotate.KindNote:
		if page, id := p.noteHome(t); page != "" {
			return page + "#" + id
		}
		return areaPath(t.Area) + "#" + noteID(t)
	case annotate.KindJourney:
		return "journey/" + t.ID + ".html"
	case annotate.KindTour:
		return stopPath(t, 0)
	case annotate.KindLevel:
		return "levels/" + t.ID + ".html"
	case annotate.KindMyths:
		return mythsPath + "#" + t.ID
	}
	return "wild/" + t.ID + ".html"
}

func noteID(t *annotate.Text) string { return "note-" + strings.ReplaceAll(t.ID, "/", "-") }

// noteHome is the page of the first symbol of a note that has one.
func (p *Plan) noteHome(t *annotate.Text) (path, id string) {
	for _, s := range t.Symbols {
		if path := p.urls.page[s]; path != "" {
			return path, noteID(t)
		}
	}
	return "", ""
}

// area is an area that there is something to read about.
type area struct {
	ID    string
	Title string
	Essay *annotate.Text
}

// areas lists the areas in the order of the content.
func (p *Plan) areas() (list []area) {
	seen := map[string]bool{}
	add := func(id string) {
		if id == "" || seen[id] {
			return
		}
		seen[id] = true
		a := area{ID: id, Title: id, Essay: p.book.Essay(id)}
		if a.Essay != nil {
			a.Title = a.Essay.Title
		}
		list = append(list, a)
	}
	for _, id := range annotate.Areas {
		if p.book.Essay(id) != nil || len(p.book.NotesIn(id)) > 0 {
			add(id)
		}
	}
	for _, t := range p.book.Notes {
		add(t.Area)
	}
	return list
}

func (p *Plan) areaPage(f page.Frame, a area) templates.View {
	path := areaPath(a.ID)
	f.Kind, f.Places = "text", p.places(f.Up, "areas")
	f.Crumbs = []page.Link{{Text: "Areas", Href: relative(path, "index.html") + "#areas"}, {Text: a.Title}}
	v := page.Text{Frame: f, Heading: a.Title}
	if a.Essay != nil {
		v.Facts, v.Faults = p.textFacts(path, a.Essay), p.faults(a.Essay.File)
		v.Body = p.words(path, a.Essay, 0, "").Doc(a.Essay.Doc)
		v.Description = source.Synopsis(a.Essay.Doc.Text())
	}
	if groups := p.noteRows(path, a.ID); len(groups.Rows) > 0 {
		v.Groups = append(v.Groups, groups)
	}
	v.Groups = append(v.Groups, p.furtherReading(path, a.ID)...)
	for _, t := range p.book.NotesIn(a.ID) {
		if home, _ := p.noteHome(t); home == "" {
			v.Parts = append(v.Parts, page.TextPart{ID: noteID(t), Heading: t.Title, Body: p.words(path, t, 1, noteID(t)+"-").Doc(t.Doc)})
		}
	}
	return v
}

// textFacts is the small print under a text's title.
func (p *Plan) textFacts(path string, t *annotate.Text) (facts []page.Link) {
	if t.Level != "" {
		facts = append(facts, page.Link{Text: t.Level})
	}
	if n := len(t.Claims); n > 0 {
		facts = append(facts, page.Link{Text: count(n, "claim", "claims") + " checked", Href: relative(path, checkedPath) + "#claims"})
	}
	for _, name := range t.Models {
		if to, title := p.refPage(annotate.Ref{Kind: markdown.ToModel, Name: name}); to != "" {
			facts = append(facts, page.Link{Text: "model: " + title, Href: relative(path, to)})
		}
	}
	return facts
}

func (p *Plan) noteRows(path, id string) page.LinkGroup {
	g := page.LinkGroup{ID: "notes", Title: "Functions and types"}
	for _, t := range p.book.NotesIn(id) {
		row := page.LinkRow{Link: page.Link{Text: t.Title, Href: relative(path, p.textPage(t))}, Note: t.Level}
		var names []string
		for _, s := range t.Symbols {
			names = append(names, p.symbolText(s))
		}
		row.Lead = strings.Join(names, ", ")
		g.Rows = append(g.Rows, row)
	}
	return g
}

// furtherReading lists what else there is about an area.
func (p *Plan) furtherReading(path, id string) (groups []page.LinkGroup) {
	g := page.LinkGroup{ID: "further", Title: "Further"}
	if m := p.book.MythsOf(id); m != nil {
		g.Rows = append(g.Rows, page.LinkRow{Link: page.Link{Text: m.Title, Href: relative(path, p.textPage(m))}, Note: count(len(m.Stops), "myth", "myths")})
	}
	for _, t := range p.book.Wild {
		if t.Area == id {
			g.Rows = append(g.Rows, page.LinkRow{Link: page.Link{Text: t.Title, Href: relative(path, p.textPage(t))}, Note: "in the wild"})
		}
	}
	if len(g.Rows) > 0 {
		groups = append(groups, g)
	}
	return groups
}

func (p *Plan) stopPage(f page.Frame, t *annotate.Text, i int) templates.View {
	path, stop := stopPath(t, i), t.Stops[i]
	f.Kind, f.Places = "text", p.places(f.Up, "tours")
	f.Crumbs = []page.Link{{Text: "Tours", Href: relative(path, toursPath)}, {Text: t.Title, Href: relative(path, stopPath(t, 0))}, {Text: itoa(i+1) + " of " + itoa(len(t.Stops))}}
	f.Description = t.About
	v := page.Text{Frame: f, Heading: stop.Title, Faults: p.faults(t.File), Body: p.words(path, t, 1, "").Blocks(stop.Blocks)}
	for n, s := range t.Stops {
		l := page.Link{Text: s.Title}
		if n != i {
			l.Href = relative(path, stopPath(t, n))
		}
		v.Stops = append(v.Stops, l)
	}
	if i > 0 {
		v.Prev = v.Stops[i-1]
	} else {
		v.Lead = t.About
	}
	if i+1 < len(v.Stops) {
		v.Next = v.Stops[i+1]
	}
	return v
}

func (p *Plan) toursPage(f page.Frame) templates.View {
	f.Kind, f.Places = "text", p.places(f.Up, "tours")
	f.Crumbs = []page.Link{{Text: "Tours"}}
	f.Description = "Guided walks through the source, stop by stop"
	v := page.Text{Frame: f, Heading: "Tours", Lead: "Guided walks through the source, stop by stop."}
	v.Groups = []page.LinkGroup{p.tourRows(toursPath)}
	return v
}

func (p *Plan) tourRows(path string) page.LinkGroup {
	g := page.LinkGroup{ID: "tours", Title: "Tours"}
	for _, t := range p.book.Tours {
		if len(t.Stops) > 0 {
			g.Rows = append(g.Rows, page.LinkRow{
				Link: page.Link{Text: t.Title, Href: relative(path, stopPath(t, 0))},
				Note: count(len(t.Stops), "stop", "stops"), Lead: t.About,
			})
		}
	}
	return g
}

func (p *Plan) levelPage(f page.Frame, t *annotate.Text) templates.View {
	path := p.textPage(t)
	f.Kind, f.Places = "text", p.places(f.Up, "levels")
	f.Crumbs = []page.Link{{Text: "Levels", Href: relative(path, "index.html") + "#levels"}, {Text: t.Title}}
	f.Description = t.About
	return page.Text{Frame: f, Heading: t.Title, Lead: t.About, Faults: p.faults(t.File), Body: p.words(path, t, 0, "").Doc(t.Doc)}
}

func (p *Plan) wildPage(f page.Frame, t *annotate.Text) templates.View {
	path := p.textPage(t)
	f.Kind, f.Places = "text", p.places(f.Up, "wild")
	f.Crumbs = []page.Link{{Text: "In the wild", Href: relative(path, "index.html") + "#wild"}, {Text: t.Title}}
	f.Description = t.About
	return page.Text{Frame: f, Heading: t.Title, Lead: t.About, Faults: p.faults(t.File), Facts: p.textFacts(path, t), Body: p.words(path, t, 0, "").Doc(t.Doc)}
}

func (p *Plan) mythsPage(f page.Frame) templates.View {
	f.Kind, f.Places = "text", p.places(f.Up, "myths")
	f.Crumbs = []page.Link{{Text: "Myths"}}
	f.Description = "What is often said about the runtime, and is not so"
	v := page.Text{Frame: f, Heading: "Myths", Lead: "What is often said about the runtime and is not so, each with the claim that shows it."}
	for _, t := range p.book.Myths {
		prefix := t.ID + "-"
		v.Faults = append(v.Faults, p.faults(t.File)...)
		v.Parts = append(v.Parts, page.TextPart{
			ID: t.ID, Heading: t.Title, Note: count(len(t.Stops), "myth", "myths"),
			Body: p.words(mythsPath, t, 1, prefix).Doc(t.Doc),
		})
	}
	return v
}

func termID(t *annotate.Term) string {
	return "term-" + strings.Join(strings.FieldsFunc(strings.ToLower(t.Name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

func (p *Plan) glossaryPage(f page.Frame) templates.View {
	f.Kind, f.Places = "text", p.places(f.Up, "glossary")
	f.Crumbs = []page.Link{{Text: "Glossary"}}
	f.Description = "The words of the runtime, a sentence each"
	v := page.Glossary{Frame: f}
	w := p.plainWords(glossaryPath)
	for _, t := range p.book.Terms {
		v.Rows = append(v.Rows, page.TermRow{ID: termID(t), Name: t.Name, Also: strings.Join(t.Also, ", "), Def: w.Line(t.Def)})
	}
	return v
}

// termCards is the file of cards of the glossary.
func (p *Plan) termCards() []byte {
	var b strings.Builder
	b.WriteString("sourcedive.cards(\"terms\",{")
	for i, t := range p.book.Terms {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(jsString(termID(t)) + ":[\"term\"," + jsString(t.Name) + "," + jsString(t.Def.Text()) + ",\"glossary\"]")
	}
	b.WriteString("});\n")
	return []byte(b.String())
}

func (p *Plan) apiPage(f page.Frame) templates.View {
	f.Kind, f.Places = "text", p.places(f.Up, "api")
	f.Crumbs = []page.Link{{Text: "API"}}
	f.Description = "What the exported functions of the runtime touch inside"
	v := page.API{Frame: f}
	w := p.plainWords(apiPath)
	at := map[int32]int{}
	for _, e := range p.book.API {
		pkg := p.x.Symbols[e.Sym].Pkg
		i, ok := at[pkg]
		if !ok {
			i = len(v.Groups)
			at[pkg] = i
			name := p.x.Packages[pkg].Path
			v.Groups = append(v.Groups, page.APIGroup{ID: pathName(name), Pkg: name})
		}
		row := page.APIRow{Link: page.Link{Text: p.x.Symbols[e.Sym].ID.Local(), Href: p.href(apiPath, e.Sym)}, Text: w.Line(e.Text)}
		for _, s := range e.Inside {
			row.Inside = append(row.Inside, page.Link{Text: p.symbolText(s), Href: p.href(apiPath, s)})
		}
		v.Groups[i].Rows = append(v.Groups[i].Rows, row)
	}
	return v
}

// notesOn are the notes on a symbol, for its page.
func (p *Plan) notesOn(path string, sym indexer.Sym) (list []page.Note) {
	for _, t := range p.book.NotesOf(sym) {
		if t.Kind != annotate.KindNote {
			continue
		}
		id := noteID(t)
		n := page.Note{ID: id, Title: t.Title, Faults: p.faults(t.File), Body: p.words(path, t, 1, id+"-").Doc(t.Doc)}
		n.Facts = append(p.textFacts(path, t), page.Link{Text: "area: " + p.areaTitle(t.Area), Href: relative(path, areaPath(t.Area))})
		switch t.Review.Status {
		case annotate.Current:
			n.Facts = append(n.Facts, page.Link{Text: "read against the source of " + t.Review.Version})
		case annotate.Changed:
			n.Since, n.Stale = t.Review.Version, page.Link{Href: relative(path, stalePath(t))}
		}
		list = append(list, n)
	}
	return list
}

func (p *Plan) areaTitle(id string) string {
	if t := p.book.Essay(id); t != nil {
		return t.Title
	}
	return id
}

func (p *Plan) stalePage(f page.Frame, t *annotate.Text) templates.View {
	path := stalePath(t)
	f.Kind = "stale"
	f.Crumbs = []page.Link{{Text: "Checked", Href: relative(path, checkedPath)}, {Text: t.ID}}
	v := page.Stale{Frame: f, Note: page.Link{Text: t.Title, Href: relative(path, p.textPage(t))}, Since: t.Review.Version, Now: p.x.Config.Version}
	changes, err := p.book.Changes(t)
	if err != nil {
		v.Why = err.Error()
	}
	for _, c := range changes {
		pair := page.Changed{Link: page.Link{Text: p.symbolText(c.Sym), Href: p.href(path, c.Sym)}, Lines: sideBySide(c.Diff)}
		v.Pairs = append(v.Pairs, pair)
	}
	return v
}

// sideBySide puts lines that were taken out beside those that came in for them.
func sideBySide(diff []annotate.DiffLine) (rows []page.ChangedLine) {
	var out, in []annotate.DiffLine
	flush := func() {
		for i := range max(len(out), len(in)) {
			row := page.ChangedLine{Changed: true}
			if i < len(out) {
				row.OldNo, row.Old = itoa(out[i].Old), out[i].Text
			}
			if i < len(in) {
				row.NewNo, row.New = itoa(in[i].New), in[i].Text
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
			rows = append(rows, page.ChangedLine{OldNo: itoa(l.Old), Old: l.Text, NewNo: itoa(l.New), New: l.Text})
		}
	}
	flush()
	return rows
}

// story is the narration of a journey, stop by stop.
func (p *Plan) story(path string, t *annotate.Text) (parts []page.TextPart) {
	w := p.words(path, t, 1, "")
	for i, s := range t.Stops {
		parts = append(parts, page.TextPart{ID: "story-" + itoa(i+1), Heading: s.Title, Body: w.Blocks(s.Blocks)})
	}
	return parts
}

// claimGroups lists all claims for the page of what was checked, by the file they
// stand in: those that do not hold first.
func (p *Plan) claimGroups() (groups []page.ClaimGroup) {
	at := map[string]int{}
	for _, c := range p.book.Claims {
		i, ok := at[c.File]
		if !ok {
			i = len(groups)
			at[c.File] = i
			g := page.ClaimGroup{File: c.File}
			if c.Text != nil {
				g.Link = page.Link{Text: c.Text.Title, Href: p.textPage(c.Text)}
			} else {
				g.Link = page.Link{Text: "Glossary", Href: glossaryPath}
			}
			groups = append(groups, g)
		}
		row := p.claim(c)
		groups[i].Rows = append(groups[i].Rows, row)
		if row.State == "false" || row.State == "unanswerable" {
			groups[i].Bad++
		}
	}
	slices.SortStableFunc(groups, func(a, b page.ClaimGroup) int { return cmp.Compare(b.Bad, a.Bad) })
	return groups
}

// areaRows lists the areas for the front of the site.
func (p *Plan) areaRows() (rows []page.LinkRow) {
	for _, a := range p.areas() {
		rows = append(rows, page.LinkRow{
			Link: page.Link{Text: a.Title, Href: areaPath(a.ID)}, Note: count(len(p.book.NotesIn(a.ID)), "note", "notes"),
		})
	}
	return rows
}

// homeGroups lists what there is to read besides.
func (p *Plan) homeGroups() (groups []page.LinkGroup) {
	add := func(id, title string, rows []page.LinkRow) {
		if len(rows) > 0 {
			groups = append(groups, page.LinkGroup{ID: id, Title: title, Rows: rows})
		}
	}
	add("tours", "Tours", p.tourRows("index.html").Rows)
	add("levels", "Levels", p.textRows(p.book.Levels))
	add("wild", "In the wild", p.textRows(p.book.Wild))
	var rest []page.LinkRow
	if len(p.book.Myths) > 0 {
		rest = append(rest, page.LinkRow{Link: page.Link{Text: "Myths", Href: mythsPath}, Lead: "what is often said and is not so"})
	}
	if n := len(p.book.Terms); n > 0 {
		rest = append(rest, page.LinkRow{Link: page.Link{Text: "Glossary", Href: glossaryPath}, Note: count(n, "term", "terms")})
	}
	if len(p.book.Told.Settings)+len(p.book.Told.Reasons) > 0 {
		rest = append(rest, page.LinkRow{Link: page.Link{Text: "What the runtime tells about itself", Href: toldPath}, Lead: "trace lines, GODEBUG settings, reasons to wait, states"})
	}
	if len(p.book.API) > 0 {
		rest = append(rest, page.LinkRow{Link: page.Link{Text: "From the API to the inside", Href: apiPath}, Lead: "what the exported functions touch"})
	}
	add("lists", "To look up", rest)
	return groups
}

func (p *Plan) textRows(list []*annotate.Text) (rows []page.LinkRow) {
	for _, t := range list {
		rows = append(rows, page.LinkRow{Link: page.Link{Text: t.Title, Href: p.textPage(t)}, Lead: t.About})
	}
	return rows
}

// faults are the problems of a file of the content, shown where its text is read.
func (p *Plan) faults(file string) (list []string) {
	for _, problem := range p.book.ProblemsIn(file) {
		if !strings.Contains(problem.Msg, annotate.ChangedSince) { // the page of the note says so itself
			list = append(list, problem.String())
		}
	}
	return list
}
