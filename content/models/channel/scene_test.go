package channel

import (
	"fmt"
	"testing"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// manyRuns are runs with long queues, full rings and up to four channels.
func manyRuns() []sim.Given {
	runs := []sim.Given{
		{"program": progBuffered, "goroutines": 12, "capacity": 8},
		{"program": progClose, "goroutines": 12, "capacity": 0},
		{"program": progSelect, "goroutines": 12, "capacity": 8},
		{"program": progUnbuffered, "goroutines": 12},
	}
	for range 30 {
		runs = append(runs, sim.Given{"program": progRandom})
	}
	return runs
}

// All of them have room in both layouts.
func TestDrawings(t *testing.T) {
	simtest.CheckDrawings(t, Model(), manyRuns()...)
}

// Words that the way of a goroutine or a value leads through are painted over it. In the run
// that the page opens with, no way on a phone leads through any.
func TestWaysKeepOffWords(t *testing.T) {
	m := Model()
	for i, g := range append(manyRuns(), m.Opens.Given) {
		drawing := draw(simtest.Trace(t, &m, g, uint64(i)))
		for _, reel := range []*scene.Reel{drawing.Wide, drawing.Narrow} {
			for step := range reel.Frames {
				for way, words := range crossed(reel.Frame(step)) {
					if i >= len(manyRuns()) && reel == drawing.Narrow || words < way || !scene.Has(reel.Frame(step)[words].Class, "halo") {
						t.Errorf("%v, %d wide, step %d: a way leads through %q", g, reel.W, step, reel.Frame(step)[words].Text)
					}
				}
			}
		}
	}
}

// crossed are the ways of a frame that lead through words, and these.
func crossed(items []scene.Item) map[int]int {
	found := map[int]int{}
	for n, way := range items {
		var ax, ay, bx, by, cx, cy float64
		if !scene.Has(way.Class, "move") {
			continue
		}
		if n, _ := fmt.Sscanf(way.Body, "M%f %fQ%f %f %f %f", &ax, &ay, &bx, &by, &cx, &cy); n != 6 {
			continue
		}
		for words, w := range items {
			if w.Text == "" || w.Body != "" {
				continue
			}
			width := scene.Width(w.Text, w.Class)
			left := w.X
			switch {
			case scene.Has(w.Class, "e"):
				left -= width
			case scene.Has(w.Class, "c"):
				left -= width / 2
			}
			for i := range 101 {
				t := float64(i) / 100
				x, y := int((1-t)*(1-t)*ax+2*t*(1-t)*bx+t*t*cx), int((1-t)*(1-t)*ay+2*t*(1-t)*by+t*t*cy)
				if left < x && x < left+width && w.Y-8 < y && y < w.Y+1 {
					found[n] = words
				}
			}
		}
	}
	return found
}
