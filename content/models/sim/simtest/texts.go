package simtest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/scene"
)

// area is a rectangle of the stage.
type area struct{ x0, y0, x1, y1 int }

func (a area) meets(b area) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }
func (a area) has(b area) bool   { return a.x0 <= b.x0 && a.y0 <= b.y0 && b.x1 <= a.x1 && b.y1 <= a.y1 }

// textFault is what is wrong with the texts of a reel: each is on the stage, beside all
// others of its frame, and crosses no edge of a shape.
func textFault(reel *scene.Reel) string {
	texts, shapes := make([]area, len(reel.Items)), make([]area, len(reel.Items))
	stage := area{0, 0, reel.W, reel.H}
	for n, i := range reel.Items {
		texts[n], shapes[n] = textArea(i), shapeArea(i)
		if !stage.has(texts[n]) || !stage.has(shapes[n]) {
			return fmt.Sprintf("%s %q of class %q at %d,%d leaves the stage of %d × %d", i.Key, i.Text, i.Class, i.X+i.TX, i.Y+i.TY, reel.W, reel.H)
		}
	}
	for step, frame := range reel.Frames {
		for _, n := range frame {
			text := reel.Items[n]
			for _, m := range frame {
				other := reel.Items[m]
				switch {
				case m == n || text.Text == "":
				case m < n && texts[n].meets(texts[m]):
					return fmt.Sprintf("step %d: %q is written over %q at %d,%d", step, text.Text, other.Text, text.X+text.TX, text.Y+text.TY)
				case texts[n].meets(shapes[m]) && !shapes[m].has(texts[n]):
					return fmt.Sprintf("step %d: %q at %d,%d crosses an edge of %s %s of class %q", step, text.Text, text.X+text.TX, text.Y+text.TY, other.Key, other.Text, other.Class)
				}
			}
		}
	}
	return ""
}

// textArea is where a text is written, a little less than its letters may take.
func textArea(i scene.Item) area {
	if i.Text == "" {
		return area{}
	}
	class, up := i.Class, 9
	is := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return scene.Has(class, w) })
	}
	in := ""
	if is("m", "G", "M") || is("B") && !is("plain") {
		in = "m"
	}
	if is("x", "bar") {
		in, up = in+" x", 8
	}
	if is("k", "P") || is("now") && !is("G", "M") {
		in += " k"
	}
	w := scene.Width(i.Text, in) * 93 / 100 // the estimate is for the widest fonts
	x, y := i.X+i.TX, i.Y+i.TY
	switch {
	case is("e"):
		x -= w
	case is("c", "G", "M", "B", "bar"):
		x -= w / 2
	}
	return area{x, y - up, x + w, y + 2}
}

var (
	disc    = regexp.MustCompile(`^M-(\d+) 0a`)
	box     = regexp.MustCompile(`^M0 0h(\d+)v(\d+)h-\d+z$`)
	rounded = regexp.MustCompile(`^M(\d+) 0h(\d+)a\d+ \d+ 0 0 1 \d+ \d+v(\d+)a`)
)

// shapeArea is where a goroutine, a box or memory is; nowhere for all else.
func shapeArea(i scene.Item) area {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if !strings.ContainsAny(i.Class[:1], "GPB") && i.Class != "pap" {
		return area{}
	}
	if m := disc.FindStringSubmatch(i.Body); m != nil {
		r := number(m[1])
		return area{i.X - r, i.Y - r, i.X + r, i.Y + r}
	}
	if m := box.FindStringSubmatch(i.Body); m != nil {
		return area{i.X, i.Y, i.X + number(m[1]), i.Y + number(m[2])}
	}
	if m := rounded.FindStringSubmatch(i.Body); m != nil {
		r := number(m[1])
		return area{i.X, i.Y, i.X + number(m[2]) + 2*r, i.Y + number(m[3]) + 2*r}
	}
	return area{}
}
