package figure

// Measures of bars that enlarge each other.
const (
	barH   = 32
	zoomH  = 30 // from a bar to the next
	zoomW  = 500
	zoomIn = 20 // between a bar and its words
)

// zoom draws bars to scale below each other; each is the piece of the one before that just
// changed, enlarged. Words stand to the right, or below on a phone.
func zoom(f *Figure, width int) *Drawing {
	d := &Drawing{W: width}
	barW, wide := width-2*margin, width >= Wide
	if wide {
		barW = zoomW
	}
	y, fromX, fromW := margin, -1, 0
	lastY := 0
	for _, p := range f.Parts {
		if p.Is != "bar" {
			continue
		}
		if fromX >= 0 {
			d.add(Mark{Class: "Z", Lines: []Line{{"", path("M%d %dL%d %dH%dL%d %dz", fromX, lastY, margin, y, margin+barW, fromX+fromW, lastY)}}})
		}
		fromX, fromW = bar(d, p, y, barW)
		m := Mark{Class: "W", Href: p.Href}
		label := wrap(p.Text, "", width-barW-zoomIn)
		x, ty := barW+zoomIn, y-2
		lastY = y + barH
		if !wide {
			label = wrap(p.Text, "", barW)
			x, ty = margin, y+barH+4
			lastY += (len(label)+1)*lineH + 8
		}
		m.Texts = append([]Text{{x, ty + ascent, "k", p.Name}}, texts(label, x, ty+lineH, "s")...)
		d.add(m)
		if wide {
			lastY = y + barH
			y = max(lastY+zoomH, ty+(len(label)+1)*lineH+10)
		} else {
			y = lastY + zoomH - 6
		}
		d.H = max(d.H, lastY+margin, ty+(len(label)+1)*lineH+margin)
	}
	return d
}

// bar draws one bar, and gives the place of the piece that the next one enlarges, -1 for
// none.
func bar(d *Drawing, p *Part, y, width int) (markX, markW int) {
	all, before := total(p), 0
	markX = -1
	for _, k := range p.In {
		x := margin + before*width/max(all, 1)
		before += k.Bytes
		w := margin + before*width/max(all, 1) - x
		m := Mark{Class: classOf(k), Href: k.Href, Lines: []Line{{"", rectangle(x, y, w, barH)}}}
		if k.State == "guard" {
			m.Lines = append(m.Lines, Line{"hatch", hatched(x, y, w, barH)})
		}
		if len(k.At) == 1 { // so many equal pieces
			for i := 1; i < k.At[0]; i++ {
				m.Lines = append(m.Lines, Line{"tick", path("M%d %dv%d", x+i*w/k.At[0], y, barH)})
			}
		}
		if k.Name != "" && widthOf(k.Name, "m") < w-4 {
			m.Texts = inside(k.Name, x+w/2, y+barH/2+4)
		}
		d.add(m)
		if k.State == "now" {
			markX, markW = x, w
		}
	}
	return markX, markW
}
