package channel

import (
	"fmt"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// score is the run by goroutine, who runs, who could and who waits, and how full the
// buffers are.
func score(t *sim.Trace) *scene.Score {
	const left, right = 30, 828
	steps := len(t.Views) - 1
	at := scene.Steps(steps, left, right)
	f := &scene.Frame{}
	gos := t.Views[0].Block("g").Cells
	rowH := max(7, min(18, 84/len(gos)))
	for g := range gos {
		y := g * rowH
		if rowH > 9 {
			f.Text("s x", 0, y+rowH*3/5, gos[g].Text)
		}
		for from := 0; from <= steps; {
			state := t.Views[from].Block("g").Cells[g].State
			to := from + 1
			for to <= steps && t.Views[to].Block("g").Cells[g].State == state {
				to++
			}
			x, w := at[from], at[min(to, steps)]-at[from]
			switch {
			case w < 3:
			case state == sim.Running:
				f.At("bar run", x, y, scene.Round(w-2, rowH-4, 3))
			case state == sim.Waiting:
				f.Path("", "old", scene.Through(scene.Point{X: x, Y: y + rowH/2 - 2}, scene.Point{X: x + w - 2, Y: y + rowH/2 - 2}))
			case state == sim.Runnable:
				f.Path("", "out", scene.Through(scene.Point{X: x, Y: y + rowH/2 - 2}, scene.Point{X: x + w - 2, Y: y + rowH/2 - 2}))
			}
			from = to
		}
	}
	y := len(gos)*rowH + 18
	f.Text("s x", 0, y-4, "buf")
	d := fmt.Sprintf("M%d %d", left, y)
	for i, v := range t.Views {
		full, all := 0, 0
		for _, b := range v.Blocks {
			if strings.HasSuffix(b.ID, "buf") {
				for _, c := range b.Cells {
					all++
					if c.State == sim.Used {
						full++
					}
				}
			}
		}
		d += fmt.Sprintf("V%dH%d", y-14*full/max(all, 1), at[min(i+1, steps)])
	}
	f.Path("", "band", d+fmt.Sprintf("V%dz", y))
	f.Path("", "line", d)
	return &scene.Score{W: scene.WideWidth, H: y + 2, Items: f.Items, At: at}
}
