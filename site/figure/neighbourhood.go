// Package figure lays out drawings as data: the figures of the content, a function between
// its callers and callees, the steps of a journey in the lanes of the stacks that they run
// on, the map of areas, what became of a release and of a function.
//
// A [Drawing], or a [Map], is lines, boxes and texts in whole units, which are pixels at
// full size. A template writes it as SVG, so no markup is made here but that of [Plot]. What
// is drawn is chosen by site/graphq and by the content; a drawing mentions what it leaves
// out. The widths of texts are estimated from a monospaced font.
package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"sourcedive/internal/english"
	"sourcedive/site/urls"
)

// Measures of a drawing, in units that are pixels at full size.
const (
	rowH   = 28 // from one box to the next
	boxH   = 24
	gap    = 48 // between columns, for the curves, at least
	maxGap = 96
	wide   = 604 // of a neighbourhood: it stands beside a text
	charW  = 7.3 // of the 12 px monospace letters
	padX   = 10
	margin = 1
	maxLen = 30 // letters of a name
	minLen = 12 // at least, where there is little room
)

// A Center is a function with the callers and callees drawn beside it.
type Center struct {
	Name              string
	Left, Right       []Neighbour
	CutLeft, CutRight int // callers and callees that are not drawn
}

// Neighbour is a function at one edge's distance.
type Neighbour struct {
	Name  string
	Href  string
	Kind  string
	Named bool // in the words about the center
}

// Neighbourhood draws the center between its callers and callees.
func Neighbourhood(c Center) *Map {
	left, right := c.Left, c.Right
	if len(left)+len(right) == 0 {
		return nil
	}
	rows := max(len(left), len(right), 1)
	m := &Map{Title: "Callers and callees of " + c.Name, H: rows*rowH - (rowH - boxH) + 2*margin}
	left, right = fit(c.Name, left, right)
	wl, wc, wr := widest(left), boxWidth(c.Name), widest(right)
	gap := min(max((wide-wl-wc-wr)/2-margin, gap), maxGap)
	xc := margin
	if len(left) > 0 {
		xc += wl + gap
	}
	xr := xc + wc + gap
	m.W = xc + wc + margin
	if len(right) > 0 {
		m.W = xr + wr + margin
	}
	yc := (m.H - boxH) / 2
	column(m, left, func(w int) int { return margin + wl - w }, func(y int, n Neighbour) { curve(m, margin+wl, y, xc, yc, n.Kind) })
	m.Nodes = append(m.Nodes, box(urls.Link{Text: short(c.Name)}, xc, yc, wc, "center"))
	column(m, right, func(int) int { return xr }, func(y int, n Neighbour) { curve(m, xc+wc, yc, xr, y, n.Kind) })
	m.Kinds = legend(append(slices.Clone(left), right...))
	m.Cut = cutWords(c.CutLeft, c.CutRight)
	return m
}

// fit shortens the names beside a center until the drawing is no wider than its place.
func fit(center string, left, right []Neighbour) (l, r []Neighbour) {
	for most := maxLen; ; most-- {
		l, r = shortened(left, most), shortened(right, most)
		w := boxWidth(center) + 2*margin
		if len(l) > 0 {
			w += widest(l) + gap
		}
		if len(r) > 0 {
			w += widest(r) + gap
		}
		if w <= wide || most == minLen {
			return l, r
		}
	}
}

func shortened(list []Neighbour, most int) []Neighbour {
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = shorten(list[i].Name, most)
	}
	return list
}

// column draws boxes from top to bottom; x gives the left side of one of a width.
func column(m *Map, list []Neighbour, x func(w int) int, join func(y int, n Neighbour)) {
	top := (m.H - 2*margin - (len(list)*rowH - (rowH - boxH))) / 2
	for i, n := range list {
		y := margin + top + i*rowH
		class, w := "", boxWidth(n.Name)
		if n.Named {
			class = "named"
		}
		m.Nodes = append(m.Nodes, box(urls.Link{Text: short(n.Name), Href: n.Href}, x(w), y, w, class))
		join(y, n)
	}
}

func box(l urls.Link, x, y, w int, class string) Node {
	return Node{Text: l.Text, Href: l.Href, At: fmt.Sprintf("%d %d", x, y), W: w, Class: class}
}

// curve joins the right side of one box to the left side of another.
func curve(m *Map, x1, y1, x2, y2 int, kind string) {
	y1, y2 = y1+boxH/2, y2+boxH/2
	bend := (x1 + x2) / 2
	d := fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, bend, y1, bend, y2, x2, y2)
	if y1 == y2 {
		d = fmt.Sprintf("M%d %dH%d", x1, y1, x2)
	}
	draw(m, kind, d)
}

// draw adds to the lines of a kind, which are one path.
func draw(m *Map, kind, d string) {
	for i := range m.Links {
		if m.Links[i].Class == kind {
			m.Links[i].D += d
			return
		}
	}
	m.Links = append(m.Links, Curve{D: d, Class: kind})
}

func widest(list []Neighbour) int {
	w := 0
	for _, n := range list {
		w = max(w, boxWidth(n.Name))
	}
	return w
}

func boxWidth(name string) int {
	return int(float64(utf8.RuneCountInString(short(name)))*charW) + 2*padX
}

// badgeWidth is what a note takes beside a name.
func badgeWidth(note string) int {
	if note == "" {
		return 0
	}
	return padX + int(float64(utf8.RuneCountInString(note))*charW*5/6)
}

func short(name string) string { return shorten(name, maxLen) }

// shorten cuts a name to some letters: a method loses its receiver's, any other its end.
func shorten(name string, most int) string {
	r := []rune(name)
	if len(r) <= most {
		return name
	}
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len([]rune(name[dot:])) < most {
		return "…" + string(r[len(r)-most+1:])
	}
	return string(r[:most-1]) + "…"
}

// legendWords describe each kind of curve.
var legendWords = map[string]string{
	"call": "call", "defer": "deferred", "go": "new goroutine", "switch": "on the system stack",
	"dynamic": "through a value", "ref": "taken as a value", "asm": "in assembly",
	"linkname": "by linkname", "compiler": "inserted by the compiler",
}

// legend lists the kinds that are drawn, unless all are plain calls.
func legend(list []Neighbour) []LegendEntry {
	var kinds []LegendEntry
	for _, n := range list {
		k := LegendEntry{Class: n.Kind, Text: legendWords[n.Kind]}
		if !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == 1 && kinds[0].Class == "call" {
		return nil
	}
	slices.SortFunc(kinds, func(a, b LegendEntry) int { return cmp.Compare(a.Class, b.Class) })
	return kinds
}

func cutWords(callers, callees int) string {
	switch {
	case callers > 0 && callees > 0:
		return fmt.Sprintf("Not drawn: %s and %s, listed below.", english.Count(callers, "more caller", "more callers"), english.Count(callees, "more callee", "more callees"))
	case callers > 0:
		return fmt.Sprintf("Not drawn: %s, listed below.", english.Count(callers, "more caller", "more callers"))
	case callees > 0:
		return fmt.Sprintf("Not drawn: %s, listed below.", english.Count(callees, "more callee", "more callees"))
	}
	return ""
}
