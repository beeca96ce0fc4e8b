package pages

import (
	"slices"
	"strconv"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
	"sourcedive/site/urls"
)

// AreaMap is the areas in their layers, with the calls between them.
type AreaMap struct {
	Title string
	Drawn []*figure.Drawing
	Says  string
	Words []AreaWords // what is drawn
}

// AreaWords is an area in words.
type AreaWords struct {
	Link  urls.Link
	Says  string
	Notes string
	Calls string // "calls the Scheduler (13), Locks (6)"
}

// drawnFrom is the number of calls between two areas from which on they are drawn.
const drawnFrom = 6

// fewestAreas make a map: one box is none.
const fewestAreas = 2

// areaMap draws the map for a page that has the prefix up to the root of the version.
func areaMap(p *Inputs, up string) *AreaMap {
	rows, all := areaRows(p, up)
	if len(all) < fewestAreas {
		return nil
	}
	calls := areaCalls(p, all)
	m := &AreaMap{Title: mapTitle(p)}
	for _, d := range p.drawn() {
		m.Drawn = append(m.Drawn, d.SeenFrom(up))
	}
	m.Says = english.Count(len(all), "area", "areas") + ". A small square is one note. A line is calls from functions with notes in one area to those of another, " +
		strconv.Itoa(drawnFrom) + " pairs of functions or more, counted in the call graph of " + p.Index.Config.Version + "; the thicker, the more."
	for _, row := range rows {
		for _, a := range row.Areas {
			m.Words = append(m.Words, AreaWords{urls.Link{Text: a.Name, Href: a.Href}, a.Says, english.Count(a.Notes, "note", "notes"), callWords(a.ID, calls, all)})
		}
	}
	return m
}

func mapTitle(p *Inputs) string { return "Map of " + lowerFirst(p.Resolved.Config.Title) }

// drawAreas draws the map as seen from the root of the version.
func drawAreas(p *Inputs) []*figure.Drawing {
	rows, all := areaRows(p, "")
	return figure.Areas(mapTitle(p)+": areas, and the calls between them", rows, areaLines(areaCalls(p, all)))
}

// areaRows are the layers, with the areas that there is something to read about, and these
// by name.
func areaRows(p *Inputs, up string) (rows []figure.AreaRow, all map[string]string) {
	known, all := map[string]area{}, map[string]string{}
	for _, a := range areas(p) {
		known[a.ID] = a
	}
	for _, layer := range append(slices.Clone(p.Resolved.Config.Map), unplaced(p)) {
		row := figure.AreaRow{Title: layer.Title}
		for _, id := range layer.Areas {
			if a, ok := known[id]; ok {
				all[id] = a.Subject
				row.Areas = append(row.Areas, figure.Area{
					ID: id, Name: a.Subject, Says: a.says(), Href: up + urls.Area(id), Notes: len(p.Resolved.NotesIn(id)),
				})
			}
		}
		if len(row.Areas) > 0 {
			rows = append(rows, row)
		}
	}
	return rows, all
}

// unplaced is a layer of the areas that no layer names.
func unplaced(p *Inputs) (row article.MapRow) {
	for _, a := range areas(p) {
		named := func(row article.MapRow) bool { return slices.Contains(row.Areas, a.ID) }
		if !slices.ContainsFunc(p.Resolved.Config.Map, named) {
			row.Areas = append(row.Areas, a.ID)
		}
	}
	return row
}

// says is what follows the subject in the title of an area.
func (a area) says() string {
	says := strings.TrimLeft(strings.TrimPrefix(a.Title, a.Subject), ":, ")
	if says == "" || says == a.ID {
		return ""
	}
	return strings.ToUpper(says[:1]) + says[1:]
}

// areaCalls counts the calls between functions with notes, by the areas of their files.
func areaCalls(p *Inputs, all map[string]string) []graphq.AreaCall {
	var noted []index.Sym
	for _, t := range p.Resolved.Notes {
		for _, s := range t.Symbols {
			if p.Index.Symbols[s].Kind.Callable() {
				noted = append(noted, s)
			}
		}
	}
	byFile := map[int32]string{}
	areaOf := func(s index.Sym) string {
		file := p.Index.Symbols[s].Body().File
		area, ok := byFile[file]
		if !ok && file >= 0 {
			area = p.Resolved.Config.AreaOf(p.Index.Files[file].Path)
			byFile[file] = area
		}
		return area
	}
	calls := p.graph.AreaCalls(noted, areaOf)
	return slices.DeleteFunc(calls, func(c graphq.AreaCall) bool { return all[c.From] == "" || all[c.To] == "" })
}

// areaLines joins the two directions between two areas, most calls first.
func areaLines(calls []graphq.AreaCall) (lines []figure.AreaLine) {
	for _, c := range calls {
		if c.Pairs < drawnFrom {
			continue
		}
		i := slices.IndexFunc(lines, func(l figure.AreaLine) bool { return l.From == c.To && l.To == c.From })
		if i >= 0 {
			lines[i].Back = c.Pairs
		} else {
			lines = append(lines, figure.AreaLine{From: c.From, To: c.To, There: c.Pairs})
		}
	}
	return lines
}

// callWords says which areas one calls, "" for none.
func callWords(id string, calls []graphq.AreaCall, names map[string]string) string {
	var list []string
	for _, c := range calls {
		if c.From == id && c.Pairs >= drawnFrom {
			list = append(list, names[c.To]+" ("+strconv.Itoa(c.Pairs)+")")
		}
	}
	if list == nil {
		return ""
	}
	return "calls " + strings.Join(list, ", ")
}
