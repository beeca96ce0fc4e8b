package figure

// markClasses are the classes of shapes.
var markClasses = map[string]string{"g": "G", "m": "M", "p": "P", "box": "B", "value": "B", "ring": "R", "lock": "L", "bytes": "B", "state": "S"}

func classOf(p *Part) string {
	class := markClasses[p.Is]
	if p.State != "" {
		class += " " + p.State
	}
	return class
}

// draw draws a part and what is in it, and notes where each ID is.
func (n *node) draw(d *Drawing, at map[string]*node) {
	if n.ID != "" {
		at[n.ID] = n
	}
	m := Mark{Class: classOf(n.Part), Href: n.Href}
	switch n.Is {
	case "g":
		m.Lines = []Line{{"", circle(n.x+radius, n.mid(), radius)}}
		m.Texts = inside(n.Name, n.x+radius, n.mid()+4)
	case "m":
		m.Lines = []Line{{"", triangle(n.x, n.y+n.h-threaH)}}
		m.Texts = inside(n.Name, n.x+threaW/2, n.y+n.h-7)
	case "value":
		w := max(cellW, widthOf(n.Name, "m")+12)
		m.Lines = []Line{{"", rectangle(n.x, n.mid()-cellW/2, w, cellW)}}
		name := n.mid() + 4
		if n.State == "grey" {
			name = n.mid() - 3
			m.Lines = append(m.Lines, Line{"half", rectangle(n.x, n.mid(), w, cellW/2)})
		}
		if n.State == "lost" {
			m.Lines = append(m.Lines, Line{"cross", crossed(n.x, n.mid()-cellW/2, w, cellW)})
		}
		m.Texts = inside(n.Name, n.x+w/2, name)
	case "lock":
		body, shackle := padlock(n.x, n.mid()-lockH/2)
		m.Lines = []Line{{"", body}, {"shackle", shackle}}
	case "p", "box":
		top := 0
		if n.rider != nil {
			top = n.rider.h
		}
		r := 2
		if n.Is == "p" {
			r = 12
		}
		m.Lines = []Line{{"", rounded(n.x, n.y+top, n.w, n.h-top, r)}}
		m.Texts = n.heading(pad, top+pad)
	case "ring":
		n.drawRing(&m)
	case "stack":
		m.Texts = n.heading(0, 0)
	case "col", "text":
		m.Texts = n.heading(0, 0)
	}
	m.Texts = append(m.Texts, texts(n.label, n.x+n.labelX, n.y+n.labelY, "s")...)
	if len(m.Lines)+len(m.Texts) > 0 {
		d.add(m)
	}
	if n.Is == "stack" {
		n.drawStack(d, at)
	}
	for _, k := range n.kids {
		k.draw(d, at)
	}
	if n.rider != nil {
		n.rider.draw(d, at)
	}
}

func (n *node) mid() int { return n.y + n.h/2 }

func inside(name string, x, y int) []Text {
	if name == "" {
		return nil
	}
	return []Text{{x, y, "m c", name}}
}

func (n *node) heading(dx, dy int) []Text {
	if n.Name == "" {
		return nil
	}
	return []Text{{n.x + dx, n.y + dy + ascent, "k", n.Name}}
}

// body is the shape of a node without the words beside it.
func (n *node) body() (x, y, w, h int) {
	x, y, w, h = n.x, n.y, n.w, n.h
	if size, ok := sizes[n.Is]; ok {
		w, h = size[0], size[1]
		if n.Is == "value" {
			w = max(cellW, widthOf(n.Name, "m")+12)
		}
		y = n.mid() - h/2
		if n.Is == "m" {
			y = n.y + n.h - h
		}
	}
	if n.rider != nil {
		y, h = y+n.rider.h, h-n.rider.h
	}
	return x, y, w, h
}

// crossed is a cross over a rectangle.
func crossed(x, y, w, h int) string {
	return path("M%d %dL%d %dM%d %dL%d %d", x, y, x+w, y+h, x+w, y, x, y+h)
}
