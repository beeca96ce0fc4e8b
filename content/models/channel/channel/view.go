package channel

import (
	"fmt"

	"sourcedive/content/models/model"
)

// view describes the state.
func (s *sim) view() model.View {
	if s.rec.Quiet {
		return model.View{}
	}
	var v model.View
	for _, c := range s.chans {
		v.Blocks = append(v.Blocks, c.blocks()...)
	}
	var run, gos []model.Cell
	if s.runnext != nil {
		run = append(run, model.Cell{ID: s.runnext.String(), Text: s.runnext.String(), State: model.Runnable, Tag: "next"})
	}
	for _, gp := range s.runq {
		run = append(run, model.Cell{ID: gp.String(), Text: gp.String(), State: model.Runnable})
	}
	states := map[string]string{running: model.Running, runnable: model.Runnable, waiting: model.Waiting, ended: model.Old}
	for _, gp := range s.gos {
		gos = append(gos, model.Cell{ID: gp.String(), Text: gp.String(), State: states[gp.status], Title: fmt.Sprintf("%s is %s, after %d of %d operations", gp, gp.status, gp.pc, len(gp.ops))})
	}
	v.Blocks = append(v.Blocks,
		model.Block{Kind: model.Queue, ID: "run", Title: "Run queue", Cells: run},
		model.Block{Kind: model.Cells, ID: "g", Title: "Goroutines", Cols: 8, Cells: gos})
	return v
}

// blocks are the buffer and the queues of a channel.
func (c *channel) blocks() []model.Block {
	note := fmt.Sprintf("%d of %d", c.qcount, len(c.buf))
	if len(c.buf) == 0 {
		note = "no buffer"
	}
	if c.closed {
		note += ", closed"
	}
	lanes := []model.Lane{
		{ID: "sendq", Title: "sendq", Items: c.sendq.cells(true)},
		{ID: "recvq", Title: "recvq", Items: c.recvq.cells(false)},
	}
	list := []model.Block{{Kind: model.Lanes, ID: c.String() + "q", Title: "Channel " + c.String(), Note: note, Lanes: lanes}}
	if len(c.buf) == 0 {
		return list
	}
	var ring []model.Cell
	for i, v := range c.buf {
		cell := model.Cell{ID: fmt.Sprint(i), Text: "·", State: model.Free, Title: "free"}
		if (i-c.recvx+len(c.buf))%len(c.buf) < c.qcount {
			cell.Text, cell.State, cell.Title = fmt.Sprint(v), model.Used, "a value"
		}
		switch {
		case i == c.sendx && i == c.recvx:
			cell.Tag = "sendx recvx"
		case i == c.sendx:
			cell.Tag = "sendx"
		case i == c.recvx:
			cell.Tag = "recvx"
		}
		ring = append(ring, cell)
	}
	return append(list, model.Block{Kind: model.Cells, ID: c.String() + "buf", Title: "Buffer of " + c.String(), Cols: len(c.buf), Cells: ring})
}

// cells are the goroutines of a queue. One that stands there twice, through two cases
// of a select, has a number behind it.
func (q waitq) cells(send bool) []model.Cell {
	cells := []model.Cell{}
	for i, sg := range q {
		cell := model.Cell{ID: sg.g.String(), Text: sg.g.String(), State: model.Waiting, Title: "waits to receive"}
		if send {
			cell.Text, cell.Title = fmt.Sprintf("%s!%d", sg.g, sg.value), fmt.Sprintf("waits to send %d", sg.value)
		}
		if sg.isSelect {
			cell.Tag = "select"
			if sg.g.selectDone {
				cell.State, cell.Title = model.Old, "decided on another channel"
			}
		}
		for _, before := range q[:i] {
			if before.g == sg.g {
				cell.ID += "'"
			}
		}
		cells = append(cells, cell)
	}
	return cells
}
