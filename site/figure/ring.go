package figure

import "math"

// Measures of a ring: its two circles, and how far its places are from the middle.
const (
	ringOuter  = 78
	ringInner  = 40
	ringPlaces = (ringOuter + ringInner) / 2
)

// ring is places around a ring, the first on the left, with words above it.
func (n *node) ring(width int) {
	y := 0
	if n.Text != "" {
		n.label = wrap(n.Text, "", width)
		y = len(n.label)*lineH + 6
	}
	n.w, n.h = max(2*ringOuter, widestOf(n.label, "")), y+2*ringOuter
	for i, p := range n.In {
		k := n.measure(p, width)
		x, down := onRing(i, len(n.In), ringPlaces)
		k.x, k.y = ringOuter+x-k.w/2, y+ringOuter+down-k.h/2
		n.kids = append(n.kids, k)
	}
}

// onRing is the way from the middle of a ring to its place i of n, so far out.
func onRing(i, n, far int) (x, y int) {
	a := math.Pi * (1 + 2*float64(i)/float64(max(n, 1)))
	return int(math.Round(float64(far) * math.Cos(a))), int(math.Round(float64(far) * math.Sin(a)))
}

// drawRing draws the two circles, and the hands that point at the places where the next
// value is taken and put. Hands at one place part a little.
func (n *node) drawRing(m *Mark) {
	cx, cy := n.x+ringOuter, n.y+n.h-ringOuter
	m.Lines = []Line{{"", circle(cx, cy, ringOuter)}, {"", circle(cx, cy, ringInner)}}
	for i := range n.In {
		a := math.Pi * (1 + (2*float64(i)+1)/float64(len(n.In)))
		cos, sin := math.Cos(a), math.Sin(a)
		m.Lines = append(m.Lines, Line{"tick", path("M%.0f %.0fL%.0f %.0f",
			float64(cx)+ringInner*cos, float64(cy)+ringInner*sin, float64(cx)+ringOuter*cos, float64(cy)+ringOuter*sin)})
	}
	m.Lines = append(m.Lines, Line{"dot", circle(cx, cy, 3)})
	for hand, name := range []string{"recvx", "sendx"} {
		x, y := onRing(n.At[hand], len(n.In), ringInner-4)
		aside := 5 - 10*hand
		x, y = cx+x-y*aside/ringInner, cy+y+x*aside/ringInner
		m.Lines = append(m.Lines, link("", [2]int{cx, cy}, [2]int{x, y})...)
		m.Texts = append(m.Texts, Text{cx + 6, cy - 9 + 27*hand, "m c", name})
	}
}
