package figure

import "fmt"

// Thumb is a map of lanes made so small that only its shape is left: the columns, a bar a
// step, and the way from one to the next.
type Thumb struct {
	W, H  int
	Lanes string // path data
	First string
	Bars  string
	Way   string
}

// Measures of a small map.
const (
	thumbW = 208
	thumbH = 116
	thumbB = 3.4 // height of a bar
)

// Small makes a small map of one.
func Small(m *Map) Thumb {
	t := Thumb{W: thumbW, H: thumbH}
	sx, sy := thumbW/float64(max(m.W, 1)), (thumbH-6)/float64(max(m.H, 1))
	for _, l := range m.Lanes {
		t.Lanes += slab(float64(l.X)*sx+1, 0, float64(l.W)*sx-2, thumbH)
	}
	for i, n := range m.Nodes {
		x, y := 0, 0
		if _, err := fmt.Sscanf(n.At, "%d %d", &x, &y); err != nil {
			continue
		}
		d := slab(float64(x)*sx, float64(y)*sy+2, float64(n.W)*sx, thumbB)
		if i == 0 {
			t.First, t.Way = d, "M"
		} else {
			t.Bars, t.Way = t.Bars+d, t.Way+"L"
		}
		t.Way += fmt.Sprintf("%.0f %.0f", float64(x)*sx, float64(y)*sy+2+thumbB/2)
	}
	return t
}

func slab(x, y, w, h float64) string {
	return fmt.Sprintf("M%.0f %.1fh%.0fv%.1fh%.0fz", x, y, w, h, -w)
}
