package figure

import "math"

// Measures of a drawing of states.
const (
	stateW, stateH = 96, 36
	rowWide        = 104
	rowNarrow      = 92
	apart          = 8  // of the two lines between a pair
	badgeApart     = 10 // likewise, with numbers on them
	loopW, loopH   = 17, 13
	loopRoom       = 18 // beside a state, for the number of an arrow to itself
)

// states places each state in a cell of a grid, whose columns fill the width. In the wide
// layout an arrow has its name, in the narrow one and from a state to itself its number.
func states(f *Figure, width int) *Drawing {
	d := &Drawing{W: width}
	narrow := width < Wide
	cols, rows := 1, 1
	cell := func(p *Part) []int {
		if narrow {
			return p.Small
		}
		return p.At
	}
	walk(f.Parts, func(p *Part) {
		if p.Is == "state" {
			cols, rows = max(cols, cell(p)[0]), max(rows, cell(p)[1])
		}
	})
	w, pitchY := stateW, rowWide
	if narrow {
		w, pitchY = 74, rowNarrow
	}
	at := map[string]*node{}
	right := margin
	for _, a := range f.arrows() {
		if a.From == a.To {
			right = loopRoom
		}
	}
	pitch := (width - margin - right - w) / max(1, cols-1)
	for _, p := range f.Parts {
		if p.Is == "state" {
			c := cell(p)
			at[p.ID] = &node{Part: p, x: margin + (c[0]-1)*pitch, y: lineH + (c[1]-1)*pitchY, w: w, h: stateH}
		}
	}
	d.H = 2*lineH + (rows-1)*pitchY + stateH
	for i, a := range f.arrows() {
		switch from, to := at[a.From], at[a.To]; {
		case from == nil || to == nil:
		case from == to:
			d.add(loop(i+1, a, from))
		default:
			d.add(between2(i+1, a, from, to, narrow))
		}
	}
	for _, p := range f.Parts {
		if n := at[p.ID]; p.Is == "state" {
			d.add(Mark{Class: classOf(p), Href: p.Href, Lines: []Line{{"", rounded(n.x, n.y, n.w, n.h, stateH/2)}}, Texts: inside(p.Name, n.x+n.w/2, n.y+n.h/2+4)})
		}
	}
	return d
}

// between2 draws the line from one state to another, beside the one that leads back.
func between2(i int, a *Part, from, to *node, narrow bool) Mark {
	ax, ay, bx, by := float64(from.x+from.w/2), float64(from.mid()), float64(to.x+to.w/2), float64(to.mid())
	dx, dy := bx-ax, by-ay
	n := math.Hypot(dx, dy)
	dx, dy = dx/n, dy/n
	space := float64(apart)
	if narrow {
		space = badgeApart
	}
	ox, oy := dy*space, -dx*space // to the left of its own direction
	ax, ay = edge(ax+ox, ay+oy, dx, dy, from)
	bx, by = edge(bx+ox, by+oy, -dx, -dy, to)
	m := Mark{Class: "A", Href: a.Href, Lines: link(a.State, [2]int{int(ax), int(ay)}, [2]int{int(bx), int(by)})}
	x, y := int((ax+bx)/2), int((ay+by)/2)
	if narrow || a.Name == "" {
		line, text := badge(i, x, y)
		m.Lines, m.Texts = append(m.Lines, line), append(m.Texts, text)
		return m
	}
	t := Text{x, y - 6, "m x c halo", a.Name}
	switch {
	case math.Abs(dy) < .3 && dx < 0:
		t.Y = y + 15
	case math.Abs(dx) < .3 && dy > 0:
		t.X, t.Y, t.Class = x+7, y+4, "m x halo"
	case math.Abs(dx) < .3:
		t.X, t.Y, t.Class = x-7, y+4, "m x e halo"
	case math.Abs(dy) >= .3:
		t.Y = y + 4
	}
	m.Texts = append(m.Texts, t)
	return m
}

// loop draws the line from a state to itself, over its corner.
func loop(i int, a *Part, n *node) Mark {
	right := n.x + n.w - 5
	line, text := badge(i, right+13, n.y-8)
	lines := link(a.State, point{right - loopW, n.y}, point{right - loopW, n.y - loopH}, point{right, n.y - loopH}, point{right, n.y + 4})
	return Mark{Class: "A", Href: a.Href, Lines: append(lines, line), Texts: []Text{text}}
}

// edge is where a line from inside a node leaves it.
func edge(x, y, dx, dy float64, n *node) (float64, float64) {
	l, r, t, b := float64(n.x), float64(n.x+n.w), float64(n.y), float64(n.y+n.h)
	far := math.Inf(1)
	if dx > 0 {
		far = min(far, (r-x)/dx)
	} else if dx < 0 {
		far = min(far, (l-x)/dx)
	}
	if dy > 0 {
		far = min(far, (b-y)/dy)
	} else if dy < 0 {
		far = min(far, (t-y)/dy)
	}
	return x + far*dx, y + far*dy
}
