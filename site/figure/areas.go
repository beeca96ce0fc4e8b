package figure

import (
	"fmt"
	"math"
	"slices"
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
	areaLabel = 96 // of the titles of layers
	areaH     = 92
	areaGapX  = 24
	areaGapY  = 52
	areaRow   = 6   // boxes at most side by side
	areaMost  = 246 // the width of a box at most
	areaDot   = 6   // from square to square
	areaPorts = 8   // on a side, and one
	areaList  = 26  // from name to name on a phone
	areaName  = 136 // the width of these
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
	d, r, at := &Drawing{W: AreasWide}, &router{w: AreasWide}, map[string]*node{}
	y := 4
	for i, row := range rows {
		if i > 0 {
			d.add(Mark{Class: "layer", Lines: []Line{{"", path("M0 %dH%d", y-areaGapY/2, AreasWide)}}})
		}
		d.add(Mark{Class: "T", Texts: texts(wrap(row.Title, "", areaLabel-16), 0, y+areaH/2-lineH, "s")})
		for areas := range slices.Chunk(row.Areas, areaRow) {
			for _, n := range abreast(len(areas), y) {
				d.add(areas[0].box(n))
				at[areas[0].ID], areas = n, areas[1:]
				r.shapes = append(r.shapes, shapeOf(n))
			}
			y += areaH + areaGapX
		}
		y += areaGapY - areaGapX
	}
	d.H = y - areaGapY + 4
	r.h = d.H
	var drawn []Mark
	for _, l := range lines {
		if from, to := at[l.From], at[l.To]; from != nil && to != nil {
			drawn = append(drawn, l.mark(r.between(from, to)))
		}
	}
	d.Marks = append(drawn, d.Marks...)
	return d
}

// abreast are the places of so many boxes side by side.
func abreast(n, y int) (list []*node) {
	w := min(areaMost, (AreasWide-areaLabel-(n-1)*areaGapX)/n)
	for i := range n {
		list = append(list, &node{Part: &Part{Is: "box"}, x: areaLabel + i*(w+areaGapX), y: y, w: w, h: areaH})
	}
	return list
}

// box is an area with its name, what it is about, and a square for each note.
func (a Area) box(n *node) Mark {
	x, y := n.x, n.y
	m := Mark{Class: "area", Href: a.Href, Lines: []Line{{"", rounded(x, y, n.w, n.h, 6)}}}
	names := wrap(a.Name, "k", n.w-24)
	for i, l := range names {
		m.Texts = append(m.Texts, Text{x + 12, y + 22 + 16*i, "k", l})
	}
	says, below := wrap(a.Says, "x", n.w-24), y+39+16*(len(names)-1)
	for i, l := range says[:min(len(says), 4-len(names))] {
		m.Texts = append(m.Texts, Text{x + 12, below + 14*i, "x s", l})
	}
	if a.Notes > 0 {
		m.Lines = append(m.Lines, Line{"notes", a.squares(x+12, y+n.h-8, n.w-24)})
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
	cheapest := math.MaxInt
	ends := manyPorts(to)
	for _, a := range manyPorts(from) {
		for _, b := range ends {
			near := r.near(a) + r.near(b)
			try := func(way []point) {
				if cost := near + r.cost(way, from, to, cheapest-near); cost < cheapest {
					best, cheapest = slices.Clone(way), cost
				}
			}
			for _, way := range ways(a, b) {
				try(way)
			}
			r.aisles(a, b, func(long int) bool { return near+long < cheapest }, try)
		}
	}
	best = straight(best)
	for i := 1; i < len(best); i++ {
		r.lines = append(r.lines, segment(best[i-1], best[i]))
	}
	return best
}

// near is what it costs to begin or end where another line does.
func (r *router) near(p port) (cost int) {
	at := Rect{p.at[0] - 6, p.at[1] - 6, 12, 12}
	for _, l := range r.lines {
		if l.overlaps(at) {
			cost += throughOwn
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

// aisles tries the ways that lead through the gaps between the boxes, and are worth it: a way
// costs no less than it is long. The next way is in the place of the one before.
func (r *router) aisles(a, b port, worth func(long int) bool, try func(way []point)) {
	if a.out[1] == 0 || b.out[1] == 0 {
		return
	}
	var way [6]point
	for _, n := range r.shapes {
		for _, x := range []int{n.X - 17, n.X - 12, n.X - 7} {
			for _, far := range []int{10, 18, 26, 34} {
				p, q := a.at[1]+far*a.out[1], b.at[1]+far*b.out[1]
				if worth(2*far + abs(x-a.at[0]) + abs(q-p) + abs(x-b.at[0])) {
					way = [6]point{a.at, {a.at[0], p}, {x, p}, {x, q}, {b.at[0], q}, b.at}
					try(way[:])
				}
			}
		}
	}
}

// straight leaves out points where a line does not bend.
func straight(way []point) (list []point) {
	for _, p := range way {
		n := len(list)
		if n > 0 && list[n-1] == p {
			continue
		}
		if n > 1 && (list[n-2][0] == list[n-1][0] && p[0] == list[n-1][0] || list[n-2][1] == list[n-1][1] && p[1] == list[n-1][1]) {
			list = list[:n-1]
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
	ends := arcEnds(lines, at)
	for i, l := range lines {
		if at[l.From] == 0 || at[l.To] == 0 {
			continue
		}
		a, b := point{areaName, ends[[2]int{i, 0}]}, point{areaName, ends[[2]int{i, 1}]}
		reach := areaName + 24 + min(abs(a[1]-b[1])*2/5, Narrow-areaName-30)
		m := Mark{Class: "calls " + weight(max(l.There, l.Back))}
		m.Lines = []Line{{"", path("M%d %dC%d %d %d %d %d %d", a[0], a[1], reach, a[1], reach, b[1], b[0], b[1])}}
		m.heads(l, point{reach, a[1]}, a, point{reach, b[1]}, b)
		d.add(m)
	}
	return d
}

// arcEnds spreads the ends of lines over the height of a name, in the order of where they
// lead. The key is the line and its end.
func arcEnds(lines []AreaLine, at map[string]int) map[[2]int]int {
	type end struct {
		key   [2]int
		other int
	}
	byName := map[string][]end{}
	for i, l := range lines {
		byName[l.From] = append(byName[l.From], end{[2]int{i, 0}, at[l.To]})
		byName[l.To] = append(byName[l.To], end{[2]int{i, 1}, at[l.From]})
	}
	places := map[[2]int]int{}
	for name, list := range byName {
		slices.SortFunc(list, func(a, b end) int { return a.other - b.other })
		apart := min(8, 20/len(list))
		for i, e := range list {
			places[e.key] = at[name] + (2*i-len(list)+1)*apart/2
		}
	}
	return places
}
