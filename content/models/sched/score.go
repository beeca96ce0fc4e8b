package sched

import (
	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// score is the run by processor: who runs, and who searches. Steps are its axis, because
// many happen at the same microsecond.
func score(t *sim.Trace) *scene.Score {
	const left, right = 30, 828
	steps := len(t.Views) - 1
	f := &scene.Frame{}
	at := scene.Steps(steps, left, right)
	ps := t.Views[0].Block("p").Lanes
	shown := len(ps)
	rowH := max(min(20, 96/shown), 6)
	for p := range shown {
		y := p * rowH
		if rowH > 10 {
			f.Text("s x", 0, y+rowH*3/5, ps[p].Title)
		}
		for from := 0; from <= steps; {
			what, class := doing(t.Views[from], p)
			to := from + 1
			for to <= steps {
				if w, c := doing(t.Views[to], p); w != what || c != class {
					break
				}
				to++
			}
			if x, w := at[from], at[min(to, steps)]-at[from]-2; class != "" && w > 0 {
				f.At(class, x, y, scene.Round(w, rowH-min(rowH/3, 4), 3))
				if i := f.Last(); w > 7*len(what)+4 && rowH > 12 {
					i.Text, i.TX, i.TY = what, w/2, rowH*3/5
				}
			}
			from = to
		}
	}
	return &scene.Score{W: scene.WideWidth, H: shown*rowH + 4, Items: f.Items, At: at}
}

// doing is what a processor does, and the class of its bar. A thread that wakes for it
// searches already.
func doing(v sim.View, p int) (what, class string) {
	l := v.Block("p").Lanes[p]
	for _, m := range v.Block("m").Lanes {
		if m.State == sim.Spinning && len(m.Items) > 0 && m.Items[0].ID == l.ID {
			return "searches", "bar spin"
		}
	}
	if len(l.Items) > 0 {
		switch l.Items[0].State {
		case sim.Running:
			return l.Items[0].Text, "bar run"
		case sim.Waiting:
			return l.Items[0].Text, "bar wait"
		}
	}
	return "", ""
}
