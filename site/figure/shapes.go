package figure

import (
	"fmt"
	"math"
)

// Measures of the shapes.
const (
	radius = 17 // of a goroutine
	threaW = 48 // of a thread
	threaH = 39
	cellW  = 30 // of a value
	lockW  = 16
	lockH  = 18
)

func circle(x, y, r int) string {
	return fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x-r, y, r, r, 2*r, r, r, -2*r)
}

func rectangle(x, y, w, h int) string { return fmt.Sprintf("M%d %dh%dv%dh%dz", x, y, w, h, -w) }

func rounded(x, y, w, h, r int) string {
	r = min(r, w/2, h/2)
	return fmt.Sprintf("M%d %dh%dq%d 0 %d %dv%dq0 %d %d %dh%dq%d 0 %d %dv%dq0 %d %d %dz",
		x+r, y, w-2*r, r, r, r, h-2*r, r, -r, r, -(w - 2*r), -r, -r, -r, -(h - 2*r), -r, r, -r)
}

func triangle(x, y int) string {
	return fmt.Sprintf("M%d %dl%d %dh%dz", x+threaW/2, y, threaW/2, threaH, -threaW)
}

// padlock is a body with a shackle over it.
func padlock(x, y int) (body, shackle string) {
	return rectangle(x, y+8, lockW, lockH-8), fmt.Sprintf("M%d %dv-3a5 5 0 0 1 10 0v3", x+3, y+8)
}

// tip is the head of an arrow that ends at a point, with the direction it came from.
func tip(fromX, fromY, x, y float64) string {
	dx, dy := x-fromX, y-fromY
	n := math.Hypot(dx, dy)
	if n == 0 {
		return ""
	}
	dx, dy = dx/n, dy/n
	const long, half = 8.0, 3.5
	return fmt.Sprintf("M%.0f %.0fL%.1f %.1fL%.1f %.1fz", x, y, x-long*dx-half*dy, y-long*dy+half*dx, x-long*dx+half*dy, y-long*dy-half*dx)
}

// lineClasses are the classes of lines by the state of an arrow; tips follow them.
var lineClasses = map[string]string{"": "ptr", "moved": "move", "was": "old", "dangling": "bad", "likely": "likely"}

// link is the line of an arrow through points, with its head.
func link(state string, points ...[2]int) []Line {
	d := ""
	for i, p := range points {
		d += fmt.Sprintf("%c%d %d", "ML"[min(i, 1)], p[0], p[1])
	}
	a, b := points[len(points)-2], points[len(points)-1]
	class := lineClasses[state]
	return []Line{{class, d}, {"tip " + class, tip(float64(a[0]), float64(a[1]), float64(b[0]), float64(b[1]))}}
}

// badge is a number on a line.
func badge(n, x, y int) (Line, Text) {
	return Line{"badge", circle(x, y, 9)}, Text{x, y + 4, "badge c k", fmt.Sprint(n)}
}

func path(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// hatched is slanted lines in a rectangle.
func hatched(x, y, w, h int) (d string) {
	for s := 8; s < w+h; s += 8 {
		x1, y1 := x+min(s, w), y+max(0, s-w)
		x2, y2 := x+max(0, s-h), y+min(s, h)
		d += path("M%d %dL%d %d", x1, y1, x2, y2)
	}
	return d
}
