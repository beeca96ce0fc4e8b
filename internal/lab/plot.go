package lab

import (
	"fmt"
	"html"
	"maps"
	"math"
	"slices"
	"strings"
)

// A plot's sizes are in pixels: a layout is drawn for the width that it is shown in, so
// that its text is never scaled.
const (
	wideWidth   = 660.0
	narrowWidth = 320.0
	rowHeight   = 34.0
	lineHeight  = 300.0
	labelHeight = 18.0
	marginLeft  = 306.0
	marginAxis  = 54.0
	margin      = 16.0
	markRadius  = 4.0
)

// plot is the drawing of a result: rows, or lines over x where a series has several. It
// has room for another machine's figures, which the page's script draws into it.
type plot struct {
	lab    Lab
	result *Result
	width  float64
	b      strings.Builder
}

// Draw draws a result as SVG, for a wide page or a narrow one. Intervals are bars, and the
// noise band is a shade. Without a style sheet all is in the colour of the text. The scale
// of the values stands in the attributes data-scale of the drawing, and of x in data-x:
// lowest and highest value, the places of both, and "log". Each mark is in a group with the
// series' ID.
func Draw(l Lab, r *Result, wide bool) string {
	p := &plot{lab: l, result: r, width: narrowWidth}
	if wide {
		p.width = wideWidth
	}
	if ids := p.lines(); len(ids) > 0 {
		p.drawLines(ids)
	} else {
		p.drawRows()
	}
	p.b.WriteString("</svg>\n")
	return p.b.String()
}

// lines are the IDs to be drawn that have values at more than one x.
func (p *plot) lines() (ids []string) {
	for _, id := range p.lab.Plot {
		if len(points(p.result, id)) > 1 {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *plot) wide() bool { return p.width == wideWidth }

func (p *plot) open(height float64, scales string) {
	class := "narrow-only"
	if p.wide() {
		class = "wide-only"
	}
	fmt.Fprintf(&p.b, `<svg class="lab-plot %s" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s"%s>`+"\n",
		class, fix(p.width), fix(height), fix(p.width), fix(height), html.EscapeString("Result of the lab "+p.lab.Name+" with "+p.result.Go.Version+"; the table has its figures"), scales)
}

// roomy widens a range so that a machine a third as fast, or three times, has a place.
func roomy(lo, hi float64, log bool) (float64, float64) {
	if log && lo > 0 {
		return lo / 3, hi * 3
	}
	return math.Min(lo, 0), hi * 1.6
}

// scale maps values to a length, by their logarithm where both ends are positive and
// the lab asks for it.
type scale struct {
	lo, hi, from, to float64
	log              bool
}

func newScale(lo, hi, from, to float64, log bool) scale {
	const decades = 1e12 // as many as a plot can show
	switch log = log && lo > 0; {
	case log && lo == hi:
		hi = 2 * lo
	case log:
		lo = math.Max(lo, hi/decades)
	default:
		lo, hi = math.Min(lo, 0), math.Max(hi, 0)
	}
	if lo == hi {
		hi = lo + 1
	}
	return scale{lo, hi, from, to, log}
}

func (s scale) at(v float64) float64 {
	v = math.Min(math.Max(v, s.lo), s.hi)
	f := (v - s.lo) / (s.hi - s.lo)
	if s.log {
		f = math.Log(v/s.lo) / math.Log(s.hi/s.lo)
	}
	return s.from + f*(s.to-s.from)
}

// ticks are the values at which an axis has a mark: powers of ten, or quarters of a round
// number.
func (s scale) ticks() (list []float64) {
	if s.log {
		for e := math.Ceil(math.Log10(s.lo)); e <= math.Floor(math.Log10(s.hi)); e++ {
			list = append(list, math.Pow(10, e))
		}
		if len(list) > 1 {
			return list
		}
		return []float64{s.lo, s.hi}
	}
	step := math.Pow(10, math.Floor(math.Log10(s.hi-s.lo)))
	if (s.hi-s.lo)/step < 3 {
		step /= 4
	}
	for v := math.Ceil(s.lo/step) * step; v <= s.hi; v += step {
		list = append(list, v)
	}
	return list
}

// text is the scale in an attribute.
func (s scale) text() string {
	kind := "linear"
	if s.log {
		kind = "log"
	}
	return fmt.Sprintf("%g %g %s %s %s", s.lo, s.hi, fix(s.from), fix(s.to), kind)
}

func (p *plot) label(x, y float64, anchor, text string) {
	fmt.Fprintf(&p.b, `<text class="lab-axis" x="%s" y="%s" text-anchor="%s">%s</text>`+"\n", fix(x), fix(y), anchor, html.EscapeString(text))
}

// unit names the unit of an axis whose ticks do not.
func (p *plot) unit(x, y float64, anchor, unit string) {
	if !slices.Contains(timeUnits, unit) {
		p.label(x, y, anchor, unit)
	}
}

// rows are the series to be drawn that have one x.
func (p *plot) rows() (list []point) {
	for _, id := range p.lab.Plot {
		list = append(list, points(p.result, id)...)
	}
	return list
}

// drawRows draws a row for each series with one x. On a narrow page its name is above it.
func (p *plot) drawRows() {
	rows := p.rows()
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		lo, hi = math.Min(lo, r.sum.Lo), math.Max(hi, r.sum.Hi)
	}
	if len(rows) == 0 {
		p.open(rowHeight, "")
		return
	}
	left, step := margin, rowHeight+labelHeight
	if p.wide() {
		left, step = marginLeft, rowHeight
	}
	bottom := margin + step*float64(len(rows))
	lo, hi = roomy(lo, hi, p.lab.Log)
	x := newScale(lo, hi, left, p.width-margin, p.lab.Log)
	p.open(bottom+marginAxis, fmt.Sprintf(` data-scale="%s"`, x.text()))
	for _, t := range apart(x, x.ticks()) {
		fmt.Fprintf(&p.b, `<path class="lab-grid" stroke="currentColor" stroke-opacity="0.2" d="M%s %sV%s"/>`+"\n", fix(x.at(t)), fix(margin), fix(bottom))
		p.label(x.at(t), bottom+20, "middle", tick(t, rows[0].s.Unit))
	}
	p.unit(p.width-margin, bottom+38, "end", rows[0].s.Unit)
	for i, r := range rows {
		y := margin + step*(float64(i)+1) - rowHeight/2
		name := p.lab.title(r.s.ID)
		if r.s.X != 0 {
			name += ": " + Number(r.s.X)
		}
		if p.wide() {
			p.label(left-12, y+4, "end", name)
		} else {
			p.label(left, y-rowHeight/2-2, "start", name)
		}
		p.drawRow(r, x, y)
	}
}

// apart are those of the ticks whose labels do not touch.
func apart(s scale, ticks []float64) (list []float64) {
	const room = 48.0
	last := math.Inf(-1)
	for _, t := range ticks {
		if at := s.at(t); at-last >= room {
			list, last = append(list, t), at
		}
	}
	return list
}

// drawRow draws the noise band of a series, its interval and its center.
func (p *plot) drawRow(r point, x scale, y float64) {
	fmt.Fprintf(&p.b, `<g class="lab-mark" data-id="%s" data-at="%g" data-y="%s">`, html.EscapeString(r.s.ID), r.s.X, fix(y))
	if band := p.result.Band(r.s); band.Known && r.sum.Center > 0 {
		from, to := x.at(r.sum.Center/(1+band.Ratio)), x.at(r.sum.Center*(1+band.Ratio))
		fmt.Fprintf(&p.b, `<rect class="lab-band" fill="currentColor" fill-opacity="0.12" x="%s" y="%s" width="%s" height="%s"/>`, fix(from), fix(y-rowHeight/3), fix(to-from), fix(rowHeight*2/3))
	}
	fmt.Fprintf(&p.b, `<path class="lab-bar" stroke="currentColor" d="M%s %sH%s"/><circle class="lab-center" fill="currentColor" cx="%s" cy="%s" r="%s"/></g>`+"\n",
		fix(x.at(r.sum.Lo)), fix(y), fix(x.at(r.sum.Hi)), fix(x.at(r.sum.Center)), fix(y), fix(markRadius))
}

// point is one series of a drawing.
type point struct {
	s   *Series
	sum Summary
}

// points are the series of an ID in ascending order of x; results keep them sorted.
func points(r *Result, id string) (list []point) {
	for i := range r.Series {
		if s := &r.Series[i]; s.ID == id && !s.Null {
			list = append(list, point{s, Summarize(s)})
		}
	}
	return list
}

// drawLines draws the series with several x over a logarithmic x axis.
func (p *plot) drawLines(ids []string) {
	xlo, xhi, ylo, yhi := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	xs, unit := map[float64]bool{}, points(p.result, ids[0])[0].s.Unit
	for _, id := range ids {
		for _, pt := range points(p.result, id) {
			xlo, xhi, xs[pt.s.X] = math.Min(xlo, pt.s.X), math.Max(xhi, pt.s.X), true
			ylo, yhi = math.Min(ylo, pt.sum.Lo), math.Max(yhi, pt.sum.Hi)
		}
	}
	ylo, yhi = roomy(ylo, yhi, p.lab.Log)
	top := margin + labelHeight
	x := newScale(xlo, xhi, marginAxis+8, p.width-margin-8, true)
	y := newScale(ylo, yhi, top+lineHeight, top, p.lab.Log)
	bottom := top + lineHeight
	names := labelHeight * float64(len(ids))
	p.open(bottom+marginAxis+names, fmt.Sprintf(` data-scale="%s" data-x="%s"`, y.text(), x.text()))
	for _, t := range y.ticks() {
		fmt.Fprintf(&p.b, `<path class="lab-grid" stroke="currentColor" stroke-opacity="0.2" d="M%s %sH%s"/>`+"\n", fix(marginAxis), fix(y.at(t)), fix(p.width-margin))
		p.label(marginAxis-8, y.at(t)+4, "end", tick(t, unit))
	}
	p.unit(marginAxis-8, margin, "start", unit)
	for _, t := range apart(x, slices.Sorted(maps.Keys(xs))) {
		p.label(x.at(t), bottom+20, "middle", Number(t))
	}
	for k, id := range ids {
		p.drawLine(k, points(p.result, id), x, y)
		at := bottom + marginAxis + labelHeight*(float64(k)+0.5)
		fmt.Fprintf(&p.b, `<path class="lab-line lab-%d" fill="none" stroke="currentColor" d="M%s %sh24"/>`, k, fix(marginAxis), fix(at-4))
		p.label(marginAxis+32, at, "start", p.lab.title(id))
	}
}

func (p *plot) drawLine(k int, list []point, x, y scale) {
	var line, upper, lower []string
	for i, pt := range list {
		band := p.result.Band(pt.s)
		line = append(line, fix(x.at(pt.s.X))+" "+fix(y.at(pt.sum.Center)))
		upper = append(upper, fix(x.at(pt.s.X))+" "+fix(y.at(pt.sum.Center*(1+band.Ratio))))
		back := list[len(list)-1-i]
		lower = append(lower, fix(x.at(back.s.X))+" "+fix(y.at(back.sum.Center/(1+p.result.Band(back.s).Ratio))))
	}
	fmt.Fprintf(&p.b, `<path class="lab-band" fill="currentColor" fill-opacity="0.12" d="M%sL%sZ"/><path class="lab-line lab-%d" fill="none" stroke="currentColor" d="M%s"/>`+"\n",
		strings.Join(upper, "L"), strings.Join(lower, "L"), k, strings.Join(line, "L"))
	for _, pt := range list {
		fmt.Fprintf(&p.b, `<g class="lab-mark" data-id="%s" data-at="%g"><path class="lab-bar" stroke="currentColor" d="M%s %sV%s"/><circle class="lab-center" fill="currentColor" cx="%s" cy="%s" r="%s"/></g>`+"\n",
			html.EscapeString(pt.s.ID), pt.s.X, fix(x.at(pt.s.X)), fix(y.at(pt.sum.Lo)), fix(y.at(pt.sum.Hi)), fix(x.at(pt.s.X)), fix(y.at(pt.sum.Center)), fix(markRadius))
	}
}

// fix has one decimal, which is finer than a pixel.
func fix(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
