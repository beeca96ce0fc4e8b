package figure

import "slices"

// Distances of a scene.
const (
	between   = 12  // parts below each other
	beside    = 18  // parts side by side
	tight     = 5   // places of a queue
	aisle     = 14  // around a scene, for its arrows
	pad       = 14  // inside a box
	shapeText = 190 // of the words beside a shape
	plainText = 300 // of words alone
	labelW    = 66  // of the words before a row, so that rows align
)

// node is a part with its size and place.
type node struct {
	*Part
	*flow
	x, y, w, h int
	label      []string // its text, wrapped
	labelX     int      // relative to the node
	labelY     int
	kids       []*node
	rider      *node // the thread that stands on a P
	room       int   // the width that a stack was measured in
}

// scene lays parts out as text flows: in rows that break where the width ends, and columns.
func scene(f *Figure, width int) *Drawing {
	d := &Drawing{W: width}
	root := &Part{Is: "col"}
	for _, p := range f.Parts {
		if p.Is != "arrow" && p.Is != "link" {
			root.In = append(root.In, p)
		}
	}
	edge := margin
	if len(f.arrows()) > 0 {
		edge = aisle
	}
	fl := &flow{perByte: scaleOf(f), gap: between}
	if edge == aisle {
		fl.gap = between + aisle
	}
	n := fl.measure(root, width-2*edge)
	n.place(edge, edge)
	d.H = n.h + 2*edge
	at := map[string]*node{}
	n.draw(d, at)
	r := newRouter(d, n)
	number := 0
	for _, a := range f.arrows() {
		if a.Is == "arrow" {
			number++
		}
		if from, to := at[a.From], at[a.To]; from != nil && to != nil {
			d.add(r.arrow(number, a, from, to))
		}
	}
	return d
}

// flow measures the parts of one figure.
type flow struct {
	perByte float64 // pixels, of stacks
	gap     int     // between the rows of boxes
}

// measure finds the size of a part in a width, and places what is in it relative to it.
func (fl *flow) measure(p *Part, width int) *node {
	n := &node{Part: p, flow: fl}
	switch p.Is {
	case "row", "queue":
		n.row(width)
	case "col":
		n.column(width, 0)
	case "p", "box":
		n.column(width, pad)
	case "stack":
		n.stack(width)
	case "ring":
		n.ring(width)
	default:
		n.shape(width)
	}
	return n
}

// sizes are those of the shapes.
var sizes = map[string][2]int{"g": {2 * radius, 2 * radius}, "m": {threaW, threaH}, "value": {cellW, cellW}, "lock": {lockW, lockH}}

// shape is a shape with its words to the right; words alone have none.
func (n *node) shape(width int) {
	size := sizes[n.Is]
	if n.Is == "value" {
		size[0] = max(size[0], widthOf(n.Name, "m")+12)
	}
	n.w, n.h = size[0], size[1]
	if n.Is == "text" && n.Name != "" {
		n.w, n.h = widthOf(n.Name, "k"), lineH
	}
	if n.Text == "" {
		return
	}
	if n.w > 0 {
		n.labelX = n.w + 9
	}
	most := shapeText
	if size[0] == 0 {
		most = plainText
	}
	n.label = wrap(n.Text, "", min(width-n.labelX, most))
	n.w, n.labelY = n.labelX+widestOf(n.label, ""), max(0, (n.h-len(n.label)*lineH)/2)
	n.h = max(n.h, len(n.label)*lineH)
}

// row is parts side by side, broken into several rows where the width ends. Its words are
// to the left of it, or above when they are long.
func (n *node) row(width int) {
	gap, x0, y := beside, 0, 0
	if n.Is == "queue" {
		gap = tight
	}
	if n.Text != "" {
		n.label = wrap(n.Text, "", width)
		if w := widestOf(n.label, ""); len(n.label) == 1 && w <= 2*labelW && width > 3*labelW {
			x0 = max(w+9, labelW)
		} else {
			y = len(n.label)*lineH + 6
		}
	}
	x, line := x0, []*node{}
	stands := slices.ContainsFunc(n.In, func(p *Part) bool { return p.Is == "p" })
	columns := !slices.ContainsFunc(n.In, func(p *Part) bool { return p.Is != "col" })
	down := between
	if slices.ContainsFunc(n.In, func(p *Part) bool { return p.Is == "box" || p.Is == "col" }) {
		down = n.gap
	}
	finish := func() {
		h := 0
		for _, k := range line {
			h = max(h, k.h)
		}
		for _, k := range line {
			switch {
			case stands: // Ps stand on one line
				k.y = y + h - k.h
			case k.Is == "stack" || columns: // and stacks hang from one
				k.y = y
			default:
				k.y = y + (h-k.h)/2
			}
		}
		if x0 > 0 && y == 0 {
			n.labelY = max(0, (h-lineH)/2)
		}
		y, x, line = y+h+down, x0, nil
	}
	for _, p := range n.In {
		k := n.measure(p, width-x0)
		if len(line) > 0 && x+k.w > width {
			finish()
		}
		k.x = x
		n.w, x = max(n.w, x+k.w), x+k.w+gap
		line, n.kids = append(line, k), append(n.kids, k)
	}
	finish()
	n.h, n.w = y-down, max(n.w, widestOf(n.label, ""))
}

// column is parts below each other, below a heading. A thread in a P stands on it.
func (n *node) column(width, pad int) {
	y := pad
	inner := width - 2*pad
	head := 0
	if n.Name != "" {
		head = widthOf(n.Name, "k") + 9
	}
	if n.Text != "" {
		n.label = wrap(n.Text, "", inner-head)
		n.labelX, n.labelY = pad+head, y
		n.w = head + widestOf(n.label, "")
	}
	if n.Name != "" || n.Text != "" {
		y += max(1, len(n.label))*lineH + between - 2
	}
	n.w = max(n.w, head)
	for _, p := range n.In {
		k := n.measure(p, inner)
		if p.Is == "m" && n.Is == "p" && n.rider == nil {
			n.rider = k
			continue
		}
		k.x, k.y = pad, y
		y += k.h + n.below(p)
		n.w = max(n.w, k.w)
		n.kids = append(n.kids, k)
	}
	n.w += 2 * pad
	if n.rider != nil {
		n.rider.x, n.w = pad, max(n.w, n.rider.w+2*pad)
		n.rise(n.rider.h)
		y += n.rider.h
	}
	n.h = y + pad
	if k := len(n.kids); k > 0 {
		n.h -= n.below(n.kids[k-1].Part)
	} else {
		n.h -= between
	}
}

// below is the distance from a part in a column to the next: room for arrows after a row
// of boxes.
func (n *node) below(p *Part) int {
	if p.Is == "row" && slices.ContainsFunc(p.In, func(p *Part) bool { return p.Is == "box" || p.Is == "p" }) {
		return n.gap
	}
	return between
}

// rise moves what is in a P down, so that its thread can stand on its edge.
func (n *node) rise(by int) {
	n.labelY += by
	for _, k := range n.kids {
		k.y += by
	}
}

// place moves a part and what is in it to its place in the drawing.
func (n *node) place(x, y int) {
	n.x, n.y = n.x+x, n.y+y
	for _, k := range n.kids {
		k.place(n.x, n.y)
	}
	if n.rider != nil {
		n.rider.place(n.x, n.y)
	}
}
