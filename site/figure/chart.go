package figure

// Measures of a chart.
const (
	chartH   = 250
	axisPad  = 6
	chartTop = 22
)

// chart draws lines over one axis of time, from 0 up. Words stand at the places that the
// data names.
func chart(f *Figure, width int) *Drawing {
	d := &Drawing{W: width, H: chartTop + chartH + lineH + axisPad}
	mostX, mostY := 1, 1
	walk(f.Parts, func(p *Part) {
		if len(p.At) == 2 {
			mostX, mostY = max(mostX, p.At[0]), max(mostY, p.At[1])
		}
	})
	at := func(p *Part) (x, y int) {
		place := p.At
		if width < Wide && len(p.Small) == 2 {
			place = p.Small
		}
		return margin + place[0]*(width-2*margin)/mostX, chartTop + chartH - place[1]*chartH/mostY
	}
	d.add(Mark{Class: "axis", Lines: []Line{{"", path("M%d %dH%d", margin, chartTop+chartH, width-margin)}}})
	for _, p := range f.Parts {
		switch p.Is {
		case "line":
			line := ""
			for i, k := range p.In {
				if len(k.At) == 2 {
					x, y := at(k)
					line += path("%c%d %d", "ML"[min(i, 1)], x, y)
				}
			}
			d.add(Mark{Class: "C " + p.State, Href: p.Href, Lines: []Line{{"", line}}})
		case "mark":
			x, y := at(p)
			m := Mark{Class: "K", Href: p.Href, Texts: texts(wrap(p.Name, "", width/3), x, y-ascent, "s")}
			d.add(m)
		}
	}
	return d
}
