package scene

import "strings"

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
	for _, i := range f.Items {
		if i.Text == "" {
			continue
		}
		from, w := i.X+i.TX, Width(i.Text, i.Class)
		switch {
		case Has(i.Class, "e"):
			from -= w
		case Has(i.Class, "c"), Has(i.Class, "G"), Has(i.Class, "M"), Has(i.Class, "B"):
			from -= w / 2
		}
		if at := i.Y + i.TY; from < x+r && x-r < from+w && at-10 < y+r && y-r < at+3 {
			return true
		}
	}
	return false
}
