package figure

import "strings"

// Sizes of text, in pixels, and of the lines that it is wrapped into. Texts are never
// smaller than small.
const (
	plain   = 13.0
	small   = 11.0
	lineH   = 17
	ascent  = 13 // of the first base line below the top of a text
	monoEm  = 0.61
	boldExt = 1.1
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

// widthOf estimates the width of a text in its class: "m" is monospaced, "k" bold, "x"
// small. Never less than what is drawn.
func widthOf(text, class string) int {
	size, em := plain, 0.0
	for _, r := range text {
		w := ems[r]
		if w == 0 {
			w = .65
		}
		if has(class, "m") {
			w = monoEm
		}
		em += w
	}
	switch {
	case has(class, "x"):
		size = small
	case has(class, "m"):
		size = 12
	}
	if has(class, "k") {
		em *= boldExt
	}
	return int(em*size) + 1
}

// has reports whether a word is in a class.
func has(class, word string) bool { return strings.Contains(" "+class+" ", " "+word+" ") }

// wrap breaks a text into lines that fit a width, between words.
func wrap(text, class string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case widthOf(line+" "+word, class) > width:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func widestOf(lines []string, class string) (w int) {
	for _, l := range lines {
		w = max(w, widthOf(l, class))
	}
	return w
}

// texts places lines below each other, the first with its top at y.
func texts(lines []string, x, y int, class string) (list []Text) {
	for i, l := range lines {
		list = append(list, Text{x, y + ascent + i*lineH, class, l})
	}
	return list
}
