package lab

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
)

// The plot's size and margins, in units of its own.
const (
	plotWidth  = 720.0
	rowHeight  = 26.0
	lineHeight = 320.0
	marginLeft = 260.0
	marginAxis = 56.0
	margin     = 16.0
	markRadius = 4.0
)

// Plot draws results of one lab beside each other as SVG: a line over x where a series
// has several, a row each where it has one. Intervals are bars, and the noise band is a
// shade around the first result. Without a style sheet all is in the colour of the text;
// the classes for one are lab-0, lab-1, … by result, lab-band, lab-axis and lab-grid.
func Plot(l Lab, results []Result) string {
	var b strings.Builder
	if xs := l.lines(results); len(xs) > 0 {
		l.plotLines(&b, results, xs)
	} else {
		l.plotRows(&b, results)
	}
	return b.String()
}

// lines are the IDs to be drawn that have values at more than one x.
func (l Lab) lines(results []Result) (ids []string) {
	for _, id := range l.Plot {
		if slices.ContainsFunc(results, func(r Result) bool { return len(points(&r, id)) > 1 }) {
			ids = append(ids, id)
		}
	}
	return ids
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

func open(b *strings.Builder, l Lab, height float64, results []Result) {
	fmt.Fprintf(b, `<svg class="lab" viewBox="0 0 %s %s" role="img" aria-label="Result of the lab %s">`+"\n", fix(plotWidth), fix(height), html.EscapeString(l.Name))
	if len(results) < 2 {
		return
	}
	for k, r := range results {
		fmt.Fprintf(b, `<g class="lab-%d"><circle fill="currentColor" cx="%s" cy="%s" r="%s"/><text x="%s" y="%s">%s</text></g>`+"\n",
			k, fix(margin+float64(k)*160), fix(height-8), fix(markRadius), fix(margin+10+float64(k)*160), fix(height-4), html.EscapeString(r.Go.Version))
	}
}

// plotRows draws a row for each series with one x.
func (l Lab) plotRows(b *strings.Builder, results []Result) {
	var rows []*Series
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, id := range l.Plot {
		row := (*Series)(nil)
		for i := range results {
			if s := results[i].series(id, 0, false); s != nil {
				row = s
				sum := Summarize(s)
				lo, hi = math.Min(lo, sum.Lo), math.Max(hi, sum.Hi)
			}
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		open(b, l, rowHeight, nil)
		b.WriteString("</svg>\n")
		return
	}
	height := margin + rowHeight*float64(len(rows)) + marginAxis
	x := newScale(lo, hi, marginLeft, plotWidth-margin, l.Log)
	open(b, l, height, results)
	for _, t := range x.ticks() {
		fmt.Fprintf(b, `<path class="lab-grid" stroke="currentColor" stroke-opacity="0.2" d="M%s %sV%s"/><text class="lab-axis" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n",
			fix(x.at(t)), fix(margin), fix(height-marginAxis), fix(x.at(t)), fix(height-marginAxis+20), number(t))
	}
	for i, row := range rows {
		y := margin + rowHeight*(float64(i)+0.5)
		fmt.Fprintf(b, `<text class="lab-axis" x="%s" y="%s" text-anchor="end">%s, %s</text>`+"\n", fix(marginLeft-10), fix(y+4), html.EscapeString(l.title(row.ID)), html.EscapeString(row.Unit))
		for k := range results {
			if s := results[k].series(row.ID, row.X, false); s != nil {
				bandAndBar(b, &results[k], s, k, func(v float64) float64 { return x.at(v) }, y+6*(float64(k)-float64(len(results)-1)/2))
			}
		}
	}
	b.WriteString("</svg>\n")
}

// bandAndBar draws a series in its row: the noise band of the first result, the
// interval and the center.
func bandAndBar(b *strings.Builder, r *Result, s *Series, k int, at func(float64) float64, y float64) {
	sum := Summarize(s)
	if band := r.Band(s); k == 0 && band.Known && sum.Center > 0 {
		from, to := at(sum.Center/(1+band.Ratio)), at(sum.Center*(1+band.Ratio))
		fmt.Fprintf(b, `<rect class="lab-band" fill="currentColor" fill-opacity="0.12" x="%s" y="%s" width="%s" height="%s"/>`+"\n", fix(from), fix(y-rowHeight/3), fix(to-from), fix(rowHeight*2/3))
	}
	fmt.Fprintf(b, `<g class="lab-%d"><path fill="none" stroke="currentColor" d="M%s %sH%s"/><circle fill="currentColor" cx="%s" cy="%s" r="%s"><title>%s: %s %s</title></circle></g>`+"\n",
		k, fix(at(sum.Lo)), fix(y), fix(at(sum.Hi)), fix(at(sum.Center)), fix(y), fix(markRadius),
		html.EscapeString(r.Go.Version), number(sum.Center), html.EscapeString(s.Unit))
}

// point is one series of a line.
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

// unitOf is the unit of the series of an ID, which all that is drawn has.
func unitOf(results []Result, id string) string {
	for i := range results {
		if list := points(&results[i], id); len(list) > 0 {
			return list[0].s.Unit
		}
	}
	return ""
}

// plotLines draws the series with several x over a logarithmic x axis.
func (l Lab) plotLines(b *strings.Builder, results []Result, ids []string) {
	xlo, xhi, ylo, yhi := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i := range results {
		for _, id := range ids {
			for _, p := range points(&results[i], id) {
				xlo, xhi = math.Min(xlo, p.s.X), math.Max(xhi, p.s.X)
				ylo, yhi = math.Min(ylo, p.sum.Lo), math.Max(yhi, p.sum.Hi)
			}
		}
	}
	height := margin + lineHeight + marginAxis
	x := newScale(xlo, xhi, marginAxis, plotWidth-margin-marginLeft+marginAxis, true)
	y := newScale(ylo, yhi, margin+lineHeight, margin, l.Log)
	open(b, l, height, results)
	for _, t := range y.ticks() {
		fmt.Fprintf(b, `<path class="lab-grid" stroke="currentColor" stroke-opacity="0.2" d="M%s %sH%s"/><text class="lab-axis" x="%s" y="%s" text-anchor="end">%s</text>`+"\n",
			fix(x.from), fix(y.at(t)), fix(x.to), fix(x.from-8), fix(y.at(t)+4), number(t))
	}
	for _, t := range x.ticks() {
		fmt.Fprintf(b, `<text class="lab-axis" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n", fix(x.at(t)), fix(height-marginAxis+20), number(t))
	}
	fmt.Fprintf(b, `<text class="lab-axis" x="%s" y="%s">%s</text>`+"\n", fix(x.from+6), fix(margin), html.EscapeString(unitOf(results, ids[0])))
	for k := range results {
		for _, id := range ids {
			l.plotLine(b, &results[k], k, id, x, y)
		}
	}
	b.WriteString("</svg>\n")
}

func (l Lab) plotLine(b *strings.Builder, r *Result, k int, id string, x, y scale) {
	list := points(r, id)
	if len(list) == 0 {
		return
	}
	var line, upper, lower []string
	for i, p := range list {
		band := r.Band(p.s)
		line = append(line, fix(x.at(p.s.X))+" "+fix(y.at(p.sum.Center)))
		upper = append(upper, fix(x.at(p.s.X))+" "+fix(y.at(p.sum.Center*(1+band.Ratio))))
		back := list[len(list)-1-i]
		lower = append(lower, fix(x.at(back.s.X))+" "+fix(y.at(back.sum.Center/(1+r.Band(back.s).Ratio))))
	}
	if k == 0 {
		fmt.Fprintf(b, `<path class="lab-band" fill="currentColor" fill-opacity="0.12" d="M%sL%sZ"/>`+"\n", strings.Join(upper, "L"), strings.Join(lower, "L"))
	}
	fmt.Fprintf(b, `<g class="lab-%d"><path fill="none" stroke="currentColor" d="M%s"/>`+"\n", k, strings.Join(line, "L"))
	for _, p := range list {
		fmt.Fprintf(b, `<path stroke="currentColor" d="M%s %sV%s"/><circle fill="currentColor" cx="%s" cy="%s" r="%s"><title>%s, %s: %s %s</title></circle>`+"\n",
			fix(x.at(p.s.X)), fix(y.at(p.sum.Lo)), fix(y.at(p.sum.Hi)), fix(x.at(p.s.X)), fix(y.at(p.sum.Center)), fix(markRadius),
			html.EscapeString(r.Go.Version), number(p.s.X), number(p.sum.Center), html.EscapeString(p.s.Unit))
	}
	if last := list[len(list)-1]; k == 0 { // the others end close by
		fmt.Fprintf(b, `<text class="lab-axis" x="%s" y="%s">%s</text>`+"\n", fix(x.to+10), fix(y.at(last.sum.Center)+4), html.EscapeString(l.title(id)))
	}
	b.WriteString("</g>\n")
}

// fix has one decimal, which is finer than a pixel.
func fix(v float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") }
