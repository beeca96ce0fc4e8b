package scene

import (
	"fmt"
	"slices"
	"strings"
)

// ems are widths of letters of a wide sans serif, by letter. What is not here is as wide as
// a digit. An estimate must be no less than what a browser draws, whatever font it has.
var ems = func() map[rune]float64 {
	m := map[rune]float64{}
	for _, w := range []struct {
		letters string
		em      float64
	}{
		{"ijlI'|.,:; ", .34}, {"frt()[]-·“”’*\"!/", .46}, {"csvxyzJ", .57}, {"mM", .98}, {"wW", .98}, {"—…→", 1},
		{"ABCDEFGHKLNOPQRSTUVXYZ&%", .77},
	} {
		for _, r := range w.letters {
			m[r] = w.em
		}
	}
	return m
}()

// Sizes of text, in pixels. None is smaller than small.
const (
	plain = 13.0
	mono  = 12.0
	small = 11.0
)

// Width estimates how wide a text is in its class: "m" is monospaced, "k" bold, "x"
// small. Never less than what is drawn.
func Width(text, class string) int {
	em := 0.0
	for _, r := range text {
		w := ems[r]
		if w == 0 {
			w = .65
		}
		if Has(class, "m") {
			w = .61
		}
		em += w
	}
	size := plain
	switch {
	case Has(class, "x"):
		size = small
	case Has(class, "m"):
		size = mono
	}
	if Has(class, "k") {
		em *= 1.1
	}
	return int(em*size) + 1
}

// Has reports whether a word is in a class.
func Has(class, word string) bool { return strings.Contains(" "+class+" ", " "+word+" ") }

// Writes is whether words stand where something round would be.
func (f *Frame) Writes(x, y, r int) bool {
	return slices.ContainsFunc(f.Items, func(i Item) bool {
		from, to := i.span()
		at := i.Y + i.TY
		return i.Text != "" && from < x+r && x-r < to && at-10 < y+r && y-r < at+3
	})
}

// span is from where to where the text of an item reaches.
func (i Item) span() (from, to int) {
	from, w := i.X+i.TX, Width(i.Text, i.Class)
	switch {
	case Has(i.Class, "e"):
		from -= w
	case Has(i.Class, "c"), Has(i.Class, "G"), Has(i.Class, "M"), Has(i.Class, "B"):
		from -= w / 2
	}
	return from, from + w
}

// Legible paints words that the way of something leads through after it, on a ground of their own.
func (f *Frame) Legible() {
	var under, over []Item
	for _, i := range f.Items {
		if i.Text != "" && i.Body == "" && slices.ContainsFunc(f.Items, i.crossedBy) {
			i.Class = join(i.Class, "halo")
			over = append(over, i)
		} else {
			under = append(under, i)
		}
	}
	f.Items = append(under, over...)
}

// crossedBy is whether the way of something, a curve, leads through words.
func (i Item) crossedBy(curve Item) bool {
	var a, b, c [2]float64
	if !Has(curve.Class, "move") {
		return false
	}
	if n, _ := fmt.Sscanf(curve.Body, "M%f %fQ%f %f %f %f", &a[0], &a[1], &b[0], &b[1], &c[0], &c[1]); n != 6 {
		return false
	}
	from, to := i.span()
	return curves(a, b, c, Point{from, i.Y - 10}, Point{to, i.Y + 3})
}
