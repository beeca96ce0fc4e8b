// Package scene is the shapes that a run of a model is drawn with, and what is drawn of
// it, as plain data.
//
// # Vocabulary
//
//   - An [Item] is a thing on the stage: one path, one more that is filled, one text. The
//     same thing has the same key from step to step, whatever happens to it.
//   - A [Frame] is what is on the stage after a step, in the order in which it is painted.
//   - A [Reel] is all frames of a run for one layout, each different item once.
//   - A [Score] is a picture of the whole run, with a place for each step.
//   - A [Drawing] is a run in both layouts, and its score.
//
// A goroutine is a circle, a thread a triangle, a processor a rounded box, memory square
// and to scale. What an item is in, and what it does, are words in its class:
//
//	G M P B         goroutine, thread, processor, memory
//	run wait gone   fills and outlines; without one, runnable
//	spin idle now lost white grey black used free
//	k s m x c e     text: strong, soft, code, small, centred, set to its end
//	out ptr move old bad hair rule   lines
//
// # Limits
//
// Coordinates are whole pixels of a layout that is shown at its own size, so that text is
// never scaled: a phone gets a layout of its own.
package scene

import (
	"fmt"
	"math"
	"strings"
)

// Item is a thing on the stage.
type Item struct {
	Key   string `json:"k,omitempty"` // "" for what never moves
	Class string `json:"c"`
	X     int    `json:"x,omitempty"`
	Y     int    `json:"y,omitempty"`
	Body  string `json:"d,omitempty"` // path, from X and Y
	Mark  string `json:"e,omitempty"` // filled path over it: the head of an arrow, the lower half of what is grey
	Text  string `json:"t,omitempty"`
	TX    int    `json:"a,omitempty"` // of the text, from X and Y
	TY    int    `json:"b,omitempty"`
	Holds string `json:"h,omitempty"` // what it stands for besides its text, by keys: "G8 G9"
	Moves string `json:"f,omitempty"` // a line: the keys of what travelled along it in this step
}

// Frame is what is on the stage after a step.
type Frame struct {
	Items []Item
	H     int // how high it needs the stage to be
}

func (f *Frame) add(i Item) { f.Items = append(f.Items, i) }

// Needs makes the stage at least so high.
func (f *Frame) Needs(h int) { f.H = max(f.H, h) }

// Circle is a goroutine, around x, y.
func (f *Frame) Circle(key, class string, x, y, r int, text string) {
	f.add(Item{Key: key, Class: join("G", class), X: x, Y: y, Body: Disc(r), Text: text, TY: 4})
}

// Disc is the path of a circle around the origin.
func Disc(r int) string {
	return fmt.Sprintf("M-%d 0a%d %d 0 1 1 %d 0a%d %d 0 1 1-%d 0z", r, r, r, 2*r, r, r, 2*r)
}

// Triangle is a thread that stands on x, y, half so wide.
func (f *Frame) Triangle(key, class string, x, y, half int, text string) {
	f.add(Item{Key: key, Class: join("M", class), X: x, Y: y, Body: fmt.Sprintf("M0-%dL%d 0H-%dz", half*8/5, half, half), Text: text, TY: -half * 2 / 7})
}

// Processor is a rounded box, with its name in the corner.
func (f *Frame) Processor(key, class string, x, y, w, h int, text string) {
	f.add(Item{Key: key, Class: join("P", class), X: x, Y: y, Body: Round(w, h, 12), Text: text, TX: 16, TY: 25})
}

// Box is memory: square. Its text stands in the middle.
func (f *Frame) Box(key, class string, x, y, w, h int, text string) {
	f.add(Item{Key: key, Class: join("B", class), X: x, Y: y, Body: Rect(w, h), Text: text, TX: w / 2, TY: h/2 + 4})
}

// Tri is memory in the collector's colours: grey is black in its lower half.
func (f *Frame) Tri(key, class string, x, y, w, h int, text string) {
	i := Item{Key: key, Class: join("B", class), X: x, Y: y, Body: Rect(w, h), Text: text, TX: w / 2, TY: h/2 + 4}
	if strings.Contains(class, "grey") {
		i.Mark = fmt.Sprintf("M0 %dh%dv%dh-%dz", (h+1)/2, w, h-(h+1)/2, w)
		i.TY = h/4 + 4
	}
	f.add(i)
}

// Rect is the path of a rectangle from the origin.
func Rect(w, h int) string { return fmt.Sprintf("M0 0h%dv%dh-%dz", w, h, w) }

// Round is the path of a rectangle with round corners.
func Round(w, h, r int) string {
	r = min(r, w/2, h/2)
	return fmt.Sprintf("M%d 0h%da%d %d 0 0 1 %d %dv%da%d %d 0 0 1-%d %dh-%da%d %d 0 0 1-%d-%dv-%da%d %d 0 0 1 %d-%dz",
		r, w-2*r, r, r, r, r, h-2*r, r, r, r, r, w-2*r, r, r, r, r, h-2*r, r, r, r, r)
}

// Text is a text at x, y, its baseline.
func (f *Frame) Text(class string, x, y int, text string) {
	f.add(Item{Class: class, X: x, Y: y, Text: text})
}

// Name is a text that stands for something: a fact of the view.
func (f *Frame) Name(key, class string, x, y int, text string) {
	f.add(Item{Key: key, Class: class, X: x, Y: y, Text: text})
}

// Path is a line or a surface.
func (f *Frame) Path(key, class, d string) { f.add(Item{Key: key, Class: class, Body: d}) }

// At is a shape without a name whose path begins at x, y.
func (f *Frame) At(class string, x, y int, d string) {
	f.add(Item{Class: class, X: x, Y: y, Body: d})
}

// Last is the item that was added last, to say more of it.
func (f *Frame) Last() *Item { return &f.Items[len(f.Items)-1] }

// Point is a place on the stage.
type Point struct{ X, Y int }

// Arrow is a line through points, the last of them under its head.
func (f *Frame) Arrow(key, class string, via ...Point) {
	n := len(via)
	to, from := via[n-1], via[n-2]
	far := math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y))
	if far == 0 {
		return
	}
	ux, uy := float64(to.X-from.X)/far, float64(to.Y-from.Y)/far
	neck := Point{to.X - int(math.Round(7*ux)), to.Y - int(math.Round(7*uy))}
	pts := append(append([]Point{}, via[:n-1]...), neck)
	f.add(Item{Key: key, Class: class, Body: Through(pts...), Mark: head(to, ux, uy)})
}

// Curve is an arrow from a to b that bulges to its right by so much.
func (f *Frame) Curve(key, class string, a, b Point, bulge int) {
	cx, cy, ok := bend(a, b, bulge)
	if !ok {
		return
	}
	tx, ty := float64(b.X)-cx, float64(b.Y)-cy
	l := math.Hypot(tx, ty)
	tx, ty = tx/l, ty/l
	f.add(Item{
		Key: key, Class: class,
		Body: fmt.Sprintf("M%d %dQ%.0f %.0f %.0f %.0f", a.X, a.Y, cx, cy, float64(b.X)-7*tx, float64(b.Y)-7*ty),
		Mark: head(b, tx, ty),
	})
}

// bend is the point that a curve from a to b is drawn to; there is none where they are one.
func bend(a, b Point, bulge int) (x, y float64, ok bool) {
	dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
	far := math.Hypot(dx, dy)
	if far == 0 {
		return 0, 0, false
	}
	return float64(a.X+b.X)/2 - dy/far*float64(bulge), float64(a.Y+b.Y)/2 + dx/far*float64(bulge), true
}

// Bulges is whether a curve from a to b leads through a rectangle.
func Bulges(a, b Point, bulge int, corner, opposite Point) bool {
	cx, cy, _ := bend(a, b, bulge)
	return curves([2]float64{float64(a.X), float64(a.Y)}, [2]float64{cx, cy}, [2]float64{float64(b.X), float64(b.Y)}, corner, opposite)
}

// curves is whether the curve from a to c that is drawn to b leads through a rectangle.
func curves(a, b, c [2]float64, corner, opposite Point) bool {
	const steps = 100
	for n := range steps + 1 {
		t := float64(n) / steps
		x, y := (1-t)*(1-t)*a[0]+2*t*(1-t)*b[0]+t*t*c[0], (1-t)*(1-t)*a[1]+2*t*(1-t)*b[1]+t*t*c[1]
		if float64(corner.X) < x && x < float64(opposite.X) && float64(corner.Y) < y && y < float64(opposite.Y) {
			return true
		}
	}
	return false
}

// head is the head of an arrow that comes to a point.
func head(to Point, ux, uy float64) string {
	x, y := float64(to.X), float64(to.Y)
	return fmt.Sprintf("M%d %dL%.1f %.1fL%.1f %.1fz", to.X, to.Y, x-8*ux+3.5*uy, y-8*uy-3.5*ux, x-8*ux-3.5*uy, y-8*uy+3.5*ux)
}

// Through is the path through points, its corners rounded.
func Through(via ...Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", via[0].X, via[0].Y)
	for i := 1; i < len(via)-1; i++ {
		in, out := toward(via[i], via[i-1], 10), toward(via[i], via[i+1], 10)
		fmt.Fprintf(&b, "L%d %dQ%d %d %d %d", in.X, in.Y, via[i].X, via[i].Y, out.X, out.Y)
	}
	fmt.Fprintf(&b, "L%d %d", via[len(via)-1].X, via[len(via)-1].Y)
	return b.String()
}

// toward is the point so far from a on the way to b, at most half of it.
func toward(a, b Point, far int) Point {
	d := math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y))
	if d == 0 {
		return a
	}
	t := min(float64(far)/d, .5)
	return Point{a.X + int(math.Round(t*float64(b.X-a.X))), a.Y + int(math.Round(t*float64(b.Y-a.Y)))}
}

// Hatch is the path of the slanted lines that fill a rectangle.
func Hatch(x, y, w, h int) string {
	var b strings.Builder
	for at := 0; at+6 <= w; at += 8 {
		fmt.Fprintf(&b, "M%d %dl6-%d", x+at, y+h, h)
	}
	return b.String()
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}
