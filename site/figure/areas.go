package figure

import (
	"fmt"
	"math"
)

// AreaRow is a layer of the map of areas.
type AreaRow struct {
	Title string
	Areas []Area
}

// Area is a box of the map.
type Area struct {
	ID    string
	Name  string
	Says  string
	Href  string
	Notes int
}

// AreaLine is calls between two areas, there and back.
type AreaLine struct {
	From, To    string
	There, Back int // 0 for none that are drawn
}

// Measures of the map.
const (
	AreasWide = 1152
	areaLabel = 96
	areaW     = 160
	areaH     = 96
	areaGapX  = 16
	areaGapY  = 56
	areaDot   = 6 // from square to square
	areaList  = 26
	areaName  = 118 // of the names on a phone
	areaPorts = 6
)

// Areas draws the map of areas: in layers, and for phones as a list with arcs.
func Areas(title string, rows []AreaRow, lines []AreaLine) []*Drawing {
	drawings := []*Drawing{layers(rows, lines), arcs(rows, lines)}
	for _, d := range drawings {
		d.Title = title
	}
	return drawings
}

// layers is the layout for screens: a row of boxes a layer, and lines between them.
func layers(rows []AreaRow, lines []AreaLine) *Drawing {
	d := &Drawing{W: AreasWide}
	r := &router{w: AreasWide}
	at := map[string]*node{}
	y := 4
	for i, row := range rows {
		if i > 0 {
			d.add(Mark{Class: "layer", Lines: []Line{{"", path("M0 %dH%d", y-areaGapY/2, AreasWide)}}})
		}
		d.add(Mark{Class: "T", Texts: texts(wrap(row.Title, "", areaLabel-16), 0, y+areaH/2-lineH, "s")})
		for k, a := range row.Areas {
			n := &node{Part: &Part{Is: "box"}, x: areaLabel + k%areaPorts*(areaW+areaGapX), y: y, w: areaW, h: areaH}
			if k > 0 && k%areaPorts == 0 {
				y += areaH + areaGapX
				n.y = y
			}
			at[a.ID] = n
			r.shapes = append(r.shapes, n)
			d.add(a.box(n.x, n.y))
		}
		y += areaH + areaGapY
	}
	d.H = y - areaGapY + 4
	r.h = d.H
	for _, l := range lines {
		if from, to := at[l.From], at[l.To]; from != nil && to != nil {
			d.Marks = append([]Mark{l.mark(r.between(from, to))}, d.Marks...)
		}
	}
	return d
}

// box is an area with its name, what it is about, and a square for each note.
func (a Area) box(x, y int) Mark {
	m := Mark{Class: "area", Href: a.Href, Lines: []Line{{"", rounded(x, y, areaW, areaH, 6)}}}
	m.Texts = []Text{{x + 12, y + 22, "k", a.Name}}
	lines := wrap(a.Says, "x", areaW-24)
	for i, l := range lines[:min(len(lines), 3)] {
		m.Texts = append(m.Texts, Text{x + 12, y + 39 + 14*i, "x s", l})
	}
	if a.Notes > 0 {
		m.Lines = append(m.Lines, Line{"notes", a.squares(x+12, y+areaH-10, areaW-24)})
	}
	return m
}

// squares stand in rows, the last at the bottom.
func (a Area) squares(x, bottom, width int) (d string) {
	across := width / areaDot
	rows := (a.Notes + across - 1) / across
	for i := range a.Notes {
		d += path("M%d %dh4v4h-4z", x+i%across*areaDot, bottom-4-(rows-1-i/across)*areaDot)
	}
	return d
}

// mark is a line with a head at each end that calls lead to, the thicker the more they are.
func (l AreaLine) mark(points []point) Mark {
	d := ""
	for i, p := range points {
		d += fmt.Sprintf("%c%d %d", "ML"[min(i, 1)], p[0], p[1])
	}
	m := Mark{Class: "calls " + weight(max(l.There, l.Back)), Lines: []Line{{"", d}}}
	last := len(points) - 1
	m.heads(l, points[1], points[0], points[last-1], points[last])
	return m
}

func (m *Mark) heads(l AreaLine, second, first, before, last point) {
	if l.There > 0 {
		m.Lines = append(m.Lines, Line{"tip", tip(float64(before[0]), float64(before[1]), float64(last[0]), float64(last[1]))})
	}
	if l.Back > 0 {
		m.Lines = append(m.Lines, Line{"tip", tip(float64(second[0]), float64(second[1]), float64(first[0]), float64(first[1]))})
	}
}

// weight is the class of a line for so many calls.
func weight(calls int) string {
	return fmt.Sprintf("w%d", min(4, max(1, int(math.Round(math.Sqrt(float64(calls))-1.5)))))
}

// between is the way of a line that avoids boxes and other lines. Many lines end at a box,
// so that it has several places for them on each side.
func (r *router) between(from, to *node) (best []point) {
	cheapest := -1
	for _, a := range manyPorts(from) {
		for _, b := range manyPorts(to) {
			for _, way := range append(ways(a, b), aisles(a, b)...) {
				if cost := r.cost(way, from, to) + r.near(way); cheapest < 0 || cost < cheapest {
					best, cheapest = way, cost
				}
			}
		}
	}
	best = straight(best)
	for i := 1; i < len(best); i++ {
		r.lines = append(r.lines, segment(best[i-1], best[i]))
	}
	return best
}

// near is what it costs to begin or end where another line does.
func (r *router) near(way []point) (cost int) {
	for _, p := range []point{way[0], way[len(way)-1]} {
		for _, l := range r.lines {
			if l.overlaps(Rect{p[0] - 6, p[1] - 6, 12, 12}) {
				cost += throughOwn
			}
		}
	}
	return cost
}

func manyPorts(n *node) (list []port) {
	for i := 1; i < areaPorts; i++ {
		x := n.x + i*n.w/areaPorts
		list = append(list, port{point{x, n.y}, point{0, -1}}, port{point{x, n.y + n.h}, point{0, 1}})
	}
	for _, y := range []int{n.y + n.h/3, n.y + n.h*2/3} {
		list = append(list, port{point{n.x, y}, point{-1, 0}}, port{point{n.x + n.w, y}, point{1, 0}})
	}
	return list
}

// aisles lead through the gaps between the boxes of the layers between two.
func aisles(a, b port) (list [][]point) {
	if a.out[1] == 0 || b.out[1] == 0 {
		return nil
	}
	p, q := a.at[1]+2*away*a.out[1], b.at[1]+2*away*b.out[1]
	for k := range areaPorts + 1 {
		x := areaLabel - areaGapX/2 + k*(areaW+areaGapX)
		for _, off := range []int{-4, 4} {
			list = append(list, []point{a.at, {a.at[0], p}, {x + off, p}, {x + off, q}, {b.at[0], q}, b.at})
		}
	}
	return list
}

// straight leaves out points that lie on the line of their neighbours.
func straight(way []point) (list []point) {
	for i, p := range way {
		if i > 0 && i+1 < len(way) {
			a, b := way[i-1], way[i+1]
			if p == a || a[0] == p[0] && p[0] == b[0] || a[1] == p[1] && p[1] == b[1] {
				continue
			}
		}
		list = append(list, p)
	}
	return list
}

// arcs is the layout for phones: the names below each other, and arcs beside them.
func arcs(rows []AreaRow, lines []AreaLine) *Drawing {
	d := &Drawing{W: Narrow}
	at, y := map[string]int{}, 0
	for _, row := range rows {
		d.add(Mark{Class: "T", Texts: []Text{{0, y + 18, "x s", row.Title}}})
		y += areaList
		for _, a := range row.Areas {
			at[a.ID] = y + areaList/2
			d.add(Mark{
				Class: "area", Href: a.Href,
				Lines: []Line{{"", rounded(0, y+1, areaName, areaList-2, 5)}}, Texts: []Text{{8, y + 17, "k", a.Name}},
			})
			y += areaList
		}
	}
	d.H = y + 2
	used := map[int]int{}
	end := func(id string, other int) point {
		y := at[id]
		used[y]++
		return point{areaName, y + (used[y]%2*2-1)*(used[y]/2)*4%10}
	}
	for _, l := range lines {
		if at[l.From] == 0 || at[l.To] == 0 {
			continue
		}
		a, b := end(l.From, at[l.To]), end(l.To, at[l.From])
		reach := areaName + 22 + min(abs(a[1]-b[1])*2/5, Narrow-areaName-30)
		m := Mark{Class: "calls " + weight(max(l.There, l.Back))}
		m.Lines = []Line{{"", path("M%d %dC%d %d %d %d %d %d", a[0], a[1], reach, a[1], reach, b[1], b[0], b[1])}}
		m.heads(l, point{reach, a[1]}, a, point{reach, b[1]}, b)
		d.add(m)
	}
	return d
}
