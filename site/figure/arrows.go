package figure

import "fmt"

// connect draws an arrow from the side of a node to the facing side of another, straight
// where they overlap, else with a bend, and puts its number on it.
func connect(n int, a *Part, from, to *node) Mark {
	points := route(from, to)
	m := Mark{Class: "A", Href: a.Href, Lines: link(a.State, points...)}
	x, y := middle(points)
	line, text := badge(n, x, y)
	m.Lines, m.Texts = append(m.Lines, line), append(m.Texts, text)
	return m
}

// gapMin is the least distance between two nodes that an arrow passes straight.
const gapMin = 4

// route finds the points of an arrow.
func route(from, to *node) [][2]int {
	fx, fy, fw, fh := from.body()
	tx, ty, tw, th := to.body()
	switch {
	case tx >= fx+fw+gapMin: // to the right
		return horizontal(fx+fw, fy, fh, tx, ty, th)
	case tx+tw+gapMin <= fx: // to the left
		return horizontal(fx, fy, fh, tx+tw, ty, th)
	case ty >= fy+fh: // down
		return vertical(fy+fh, fx, fw, ty, tx, tw)
	default: // up
		return vertical(fy, fx, fw, ty+th, tx, tw)
	}
}

// horizontal joins two sides that face each other over a distance in x.
func horizontal(x1, y1, h1, x2, y2, h2 int) [][2]int {
	if lo, hi := max(y1, y2), min(y1+h1, y2+h2); hi-lo >= 8 {
		y := (lo + hi) / 2
		return [][2]int{{x1, y}, {x2, y}}
	}
	a, b, mid := y1+h1/2, y2+h2/2, (x1+x2)/2
	return [][2]int{{x1, a}, {mid, a}, {mid, b}, {x2, b}}
}

// vertical joins two sides that face each other over a distance in y.
func vertical(y1, x1, w1, y2, x2, w2 int) [][2]int {
	if lo, hi := max(x1, x2), min(x1+w1, x2+w2); hi-lo >= 8 {
		x := (lo + hi) / 2
		return [][2]int{{x, y1}, {x, y2}}
	}
	a, b, mid := x1+w1/2, x2+w2/2, (y1+y2)/2
	return [][2]int{{a, y1}, {a, mid}, {b, mid}, {b, y2}}
}

// middle is the middle of the longest piece of a line.
func middle(points [][2]int) (x, y int) {
	best := -1
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if n := abs(a[0]-b[0]) + abs(a[1]-b[1]); n > best {
			best, x, y = n, (a[0]+b[0])/2, (a[1]+b[1])/2
		}
	}
	return x, y
}

func abs(n int) int { return max(n, -n) }

// crossed is a cross over a rectangle.
func crossed(x, y, w, h int) string {
	return fmt.Sprintf("M%d %dL%d %dM%d %dL%d %d", x, y, x+w, y+h, x+w, y, x, y+h)
}
