package sim

import (
	"fmt"

	"sourcedive/content/models/scene"
)

// plain draws a run of a model that has no scene of its own: each block as a title and
// rows of boxes.
func plain(t *Trace) *scene.Drawing {
	steps := len(t.Views) - 1
	wide := func(step int) *scene.Frame { return plainFrame(t.Views[step], scene.WideWidth) }
	narrow := func(step int) *scene.Frame { return plainFrame(t.Views[step], scene.NarrowWidth) }
	return scene.Draw(steps, wide, narrow, &scene.Score{W: scene.WideWidth, H: 8, At: scene.Steps(steps, 8, scene.WideWidth-8)})
}

func plainFrame(v View, w int) *scene.Frame {
	f := &scene.Frame{}
	y := 24
	row := func(key, title string, cells []Cell) {
		f.Name(key, "s", 12, y+16, title)
		for i, c := range cells {
			if x := 96 + i*52; x+48 < w {
				f.Box(c.ID, map[string]string{Running: "used", Used: "used", Now: "now", Free: "free"}[c.State], x, y, 48, 24, c.Text)
			}
		}
		y += 30
	}
	for _, b := range v.Blocks {
		f.Name(b.ID, "k", 12, y, b.Title)
		y += 10
		if b.Cells != nil {
			row("", "", b.Cells)
		}
		for _, l := range b.Lanes {
			row(l.ID, l.Title, l.Items)
		}
		for _, q := range b.Bars {
			f.Name(q.Title, "s", 12, y+12, fmt.Sprintf("%s: %d of %d %s", q.Title, q.Value, q.Max, q.Unit))
			y += 20
		}
		for _, q := range b.Facts {
			f.Name(q.Name, "s", 12, y+12, q.Name+": "+q.Value)
			y += 20
		}
		y += 20
	}
	f.Needs(y)
	return f
}
