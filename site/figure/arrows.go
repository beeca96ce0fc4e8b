package figure

import (
	"math"

	shapes "sourcedive/content/models/scene"
)

// Rect is a rectangle in a drawing.
type Rect struct{ X, Y, W, H int }

func (r Rect) overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

// Box is the space that a text takes, by a careful estimate.
func (t Text) Box() Rect {
	w := widthOf(t.Body, t.Class)
	r := Rect{t.X, t.Y - 11, w, 14}
	switch {
	case shapes.Has(t.Class, "c"):
		r.X -= w / 2
	case shapes.Has(t.Class, "e"):
		r.X -= w
	}
	return r
}

// router finds the ways of arrows around words and shapes.
type router struct {
	w, h   int
	words  []Rect
	shapes []shape
	lines  []Rect // of the arrows so far
}

// shape is what arrows go around, but for those that begin or end there.
type shape struct {
	of *node
	Rect
}

// shapeOf is that of a node which has its place.
func shapeOf(n *node) shape {
	x, y, w, h := n.body()
	return shape{n, Rect{x, y, w, h}}
}

// newRouter notes what is in the way: all words drawn by now, and the shapes that hold no
// others.
func newRouter(d *Drawing, root *node) *router {
	r := &router{w: d.W, h: d.H}
	for _, m := range d.Marks {
		for _, t := range m.Texts {
			r.words = append(r.words, t.Box())
		}
	}
	var visit func(*node)
	visit = func(n *node) {
		if _, ok := sizes[n.Is]; ok {
			r.shapes = append(r.shapes, shapeOf(n))
		}
		for _, k := range n.kids {
			visit(k)
		}
		if n.rider != nil {
			visit(n.rider)
		}
	}
	visit(root)
	return r
}

// arrow draws one with its number on it, and keeps others off the number.
func (r *router) arrow(n int, a *Part, from, to *node) Mark {
	points := r.route(from, to)
	m := Mark{Class: "A", Href: a.Href, Lines: link(a.State, points...)}
	for i := 1; i < len(points); i++ {
		r.lines = append(r.lines, segment(points[i-1], points[i]))
	}
	if a.Is == "link" {
		return m
	}
	x, y := r.spot(points)
	x, y = min(max(x, 10), r.w-10), min(max(y, 10), r.h-10)
	line, text := badge(n, x, y)
	r.words = append(r.words, Rect{x - 9, y - 9, 18, 18})
	m.Lines, m.Texts = append(m.Lines, line), append(m.Texts, text)
	return m
}

type point = [2]int

// port is a place on the side of a shape where an arrow may start or end, and the way out.
type port struct{ at, out point }

const away = 12 // from a side before an arrow bends

// ports are the middles of the sides, and where two shapes face each other.
func ports(n, other *node) (list []port) {
	x, y, w, h := n.body()
	ox, oy, ow, oh := other.body()
	xs, ys := []int{x + w/2}, []int{y + h/2}
	if lo, hi := max(x, ox), min(x+w, ox+ow); hi-lo >= 8 {
		xs = append(xs, (lo+hi)/2)
	}
	if lo, hi := max(y, oy), min(y+h, oy+oh); hi-lo >= 8 {
		ys = append(ys, (lo+hi)/2)
	}
	for _, x := range xs {
		list = append(list, port{point{x, y}, point{0, -1}}, port{point{x, y + h}, point{0, 1}})
	}
	for _, y := range ys {
		list = append(list, port{point{x, y}, point{-1, 0}}, port{point{x + w, y}, point{1, 0}})
	}
	return list
}

// route takes the cheapest of all ways with few bends.
func (r *router) route(from, to *node) (best []point) {
	cheapest := math.MaxInt
	for _, a := range ports(from, to) {
		for _, b := range ports(to, from) {
			if a == b {
				continue // of an arrow to itself
			}
			for _, way := range ways(a, b) {
				if cost := r.cost(way, from, to, cheapest); cost < cheapest {
					best, cheapest = way, cost
				}
			}
		}
	}
	return best
}

// ways lead from a port out, round one corner or two, and into the other.
func ways(a, b port) [][]point {
	if a.at[0] == b.at[0] && a.out[0] == 0 && b.out[0] == 0 || a.at[1] == b.at[1] && a.out[1] == 0 && b.out[1] == 0 {
		return [][]point{{a.at, b.at}}
	}
	p := point{a.at[0] + away*a.out[0], a.at[1] + away*a.out[1]}
	q := point{b.at[0] + away*b.out[0], b.at[1] + away*b.out[1]}
	list := [][]point{{a.at, p, {p[0], q[1]}, q, b.at}, {a.at, p, {q[0], p[1]}, q, b.at}}
	for _, corner := range []point{{a.at[0], b.at[1]}, {b.at[0], a.at[1]}} {
		if a.leads(corner) && b.leads(corner) {
			list = append(list, []point{a.at, corner, b.at})
		}
	}
	for _, part := range []int{25, 50, 75} {
		x, y := p[0]+(q[0]-p[0])*part/100, p[1]+(q[1]-p[1])*part/100
		list = append(list, []point{a.at, p, {x, p[1]}, {x, q[1]}, q, b.at}, []point{a.at, p, {p[0], y}, {q[0], y}, q, b.at})
	}
	return list
}

// leads reports whether a point is straight out of a port.
func (p port) leads(to point) bool {
	return p.out[0]*(to[0]-p.at[0])+p.out[1]*(to[1]-p.at[1]) > away
}

// Prices of a way, in pixels.
const (
	throughWords  = 600
	throughShapes = 300
	throughOwn    = 900
	forBend       = 25
	outside       = 2000
)

// cost is that of a way, or any amount from most on where it is not less.
func (r *router) cost(way []point, from, to *node, most int) (cost int) {
	ends := [2]Rect{shapeOf(from).inner(), shapeOf(to).inner()}
	for i := 1; i < len(way) && cost < most; i++ {
		seg := segment(way[i-1], way[i])
		if seg.W > 2 || seg.H > 2 {
			cost += seg.W + seg.H + forBend
		}
		if i > 1 && back(way[i-2], way[i-1], way[i]) {
			cost += throughOwn
		}
		if seg.X < 0 || seg.Y < 0 || seg.X+seg.W > r.w || seg.Y+seg.H > r.h {
			cost += outside
		}
		for _, w := range r.words {
			if seg.overlaps(w) {
				cost += throughWords
			}
		}
		for _, s := range r.shapes {
			if seg.overlaps(s.Rect) && s.of != from && s.of != to {
				cost += throughShapes
			}
		}
		for _, l := range r.lines {
			if seg.overlaps(l) {
				cost += min(seg.W, l.W) + min(seg.H, l.H) + forBend
			}
		}
		for _, own := range ends {
			if seg.overlaps(own) {
				cost += throughOwn
			}
		}
	}
	return cost
}

// inner is a shape without its border.
func (s shape) inner() Rect { return Rect{s.X + 2, s.Y + 2, s.W - 4, s.H - 4} }

// back reports whether a line turns back on itself.
func back(a, b, c point) bool {
	return (b[0]-a[0])*(c[0]-b[0]) < 0 || (b[1]-a[1])*(c[1]-b[1]) < 0
}

// segment is a straight piece of a line with a little space around it.
func segment(a, b point) Rect {
	return Rect{min(a[0], b[0]) - 1, min(a[1], b[1]) - 1, abs(a[0]-b[0]) + 2, abs(a[1]-b[1]) + 2}
}

// spot is where a number stands: on the longest piece of the line that has space for it, or
// beside a line that is too short.
func (r *router) spot(points []point) (x, y int) {
	best := -1 << 30
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		long := abs(a[0]-b[0]) + abs(a[1]-b[1])
		for _, part := range []int{50, 30, 70} {
			for _, off := range []int{0, 14, -14} {
				px, py := a[0]+(b[0]-a[0])*part/100, a[1]+(b[1]-a[1])*part/100
				if a[1] == b[1] {
					py += off
				} else {
					px += off
				}
				if worth := long - abs(part-50)/2 - r.doubt(px, py, long, off); worth > best {
					best, x, y = worth, px, py
				}
			}
		}
	}
	return x, y
}

// doubt is what speaks against a place for a number.
func (r *router) doubt(x, y, long, off int) (cost int) {
	if off == 0 && long < 36 {
		cost += throughShapes // it would hide the line
	}
	at := Rect{x - 10, y - 10, 20, 20}
	for _, w := range r.words {
		if w.overlaps(at) {
			cost += throughWords
		}
	}
	for _, s := range r.shapes {
		if at.overlaps(s.Rect) {
			cost += forBend
		}
	}
	return cost + 2*abs(off)
}

func abs(n int) int { return max(n, -n) }
