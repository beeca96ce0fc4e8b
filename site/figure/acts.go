package figure

import "slices"

// Measures of a drawing over time.
const (
	actPad   = 12 // between two steps
	actTop   = 30 // of the first step, below names in one row
	actMin   = 26 // of a step
	barW     = 10 // of a lane whose actor runs
	laneWide = 118
	nameGap  = 6 // between names in one row
	laneSlim = 34
)

// act is a drawing over time under way: time goes down, who acts has a lane, and what
// happens stands beside its step.
type act struct {
	d     *Drawing
	lanes []*Part
	x     map[string]int
	state map[string]string // of each lane
	since map[string]int    // y from which it has that state
}

// acts draws who does what, in order.
func acts(f *Figure, width int) *Drawing {
	a := &act{d: &Drawing{W: width}, x: map[string]int{}, state: map[string]string{}, since: map[string]int{}}
	pitch := laneWide
	if width < Wide {
		pitch = laneSlim
	}
	for _, p := range f.Parts {
		if p.Is == "lane" {
			a.x[p.ID] = pitch/2 + len(a.lanes)*pitch
			a.lanes = append(a.lanes, p)
		}
	}
	y := a.names(width)
	textX := len(a.lanes)*pitch + 12
	for _, p := range f.Parts {
		if p.Is == "step" {
			y = a.step(p, y, textX, width-textX)
		}
	}
	for _, p := range a.lanes {
		a.turn(p.ID, "", y)
	}
	a.d.H = y + 4
	return a.d
}

// names heads the lanes: in one row, or where one is wider than its lane each in rows of its
// own, from where its lane goes down.
func (a *act) names(width int) (y int) {
	row := width == Wide && !slices.ContainsFunc(a.lanes, func(p *Part) bool { return widthOf(p.Name, "k") > laneWide-nameGap })
	y = actTop
	under := 0
	for _, p := range a.lanes {
		name := []Text{{a.x[p.ID], ascent, "k c", p.Name}}
		if !row {
			left := a.x[p.ID] - barW/2
			name = texts(wrap(p.Name, "k", width-left), left, under, "k")
			under += len(name) * lineH
			y = under + 6
		}
		a.since[p.ID], a.state[p.ID] = name[len(name)-1].Y+6, p.State
		a.d.add(Mark{Class: "H", Href: p.Href, Texts: name})
	}
	return y + actPad/2
}

// step draws one step in its row: an arrow from lane to lane, or a dot in one.
func (a *act) step(p *Part, y, textX, textW int) (next int) {
	label := wrap(p.Text, "", textW)
	h := max(actMin, len(label)*lineH)
	mid := y + h/2
	who := p.To
	if who == "" {
		who = p.From
	}
	if p.State != "" {
		a.turn(who, p.State, mid)
	}
	for _, also := range p.In {
		a.turn(also.From, also.State, mid)
	}
	m := Mark{Class: "T", Href: p.Href, Texts: texts(label, textX, y+(h-len(label)*lineH)/2, "s")}
	if p.From != "" && p.To != "" && p.From != p.To {
		x1, x2 := a.x[p.From], a.x[p.To]
		off := barW/2 + 1
		if x2 < x1 {
			off = -off
		}
		m.Lines = link("", [2]int{x1 + off, mid}, [2]int{x2 - off, mid})
	}
	m.Lines = append(m.Lines, Line{"dot", circle(a.x[who], mid, 4)}, Line{"hairline", path("M%d %dH%d", max(a.x[p.From], a.x[p.To])+barW, mid, textX-6)})
	a.d.add(m)
	return y + h + actPad
}

// turn ends what a lane was until y, and notes what it is from there.
func (a *act) turn(id, state string, y int) {
	x, from := a.x[id], a.since[id]
	if y > from {
		m := Mark{Class: "V " + a.state[id]}
		if a.state[id] == "run" {
			m.Lines = []Line{{"", rectangle(x-barW/2, from, barW, y-from)}}
		} else {
			m.Lines = []Line{{"", path("M%d %dV%d", x, from, y)}}
		}
		a.d.Marks = append([]Mark{m}, a.d.Marks...) // lanes are behind what happens in them
	}
	a.state[id], a.since[id] = state, y
}
