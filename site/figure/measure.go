package figure

import (
	"strings"

	shapes "sourcedive/content/models/scene"
)

// The lines that texts are wrapped into, in pixels.
const (
	lineH  = 17
	ascent = 13 // of the first base line below the top of a text
)

// widthOf estimates the width of a text in its class.
func widthOf(text, class string) int { return shapes.Width(text, class) }

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
