package channel

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// view describes the state.
func (s *simulation) view() sim.View {
	if s.rec.Quiet {
		return sim.View{}
	}
	var v sim.View
	for _, c := range s.chans {
		v.Blocks = append(v.Blocks, c.blocks()...)
	}
	var run, gos []sim.Cell
	if s.runnext != nil {
		run = append(run, sim.Cell{ID: s.runnext.String(), Text: s.runnext.String(), State: sim.Runnable, Tag: "next"})
	}
	for _, gp := range s.runq {
		run = append(run, sim.Cell{ID: gp.String(), Text: gp.String(), State: sim.Runnable})
	}
	states := map[string]string{running: sim.Running, runnable: sim.Runnable, waiting: sim.Waiting, ended: sim.Old}
	for _, gp := range s.gos {
		gos = append(gos, sim.Cell{ID: gp.String(), Text: gp.String(), State: states[gp.status], Title: fmt.Sprintf("%s is %s, after %d of %d operations", gp, gp.status, gp.pc, len(gp.ops))})
	}
	v.Blocks = append(v.Blocks,
		sim.Block{Kind: sim.Queue, ID: "run", Title: "Run queue", Cells: run},
		sim.Block{Kind: sim.Cells, ID: "g", Title: "Goroutines", Cols: 8, Cells: gos})
	return v
}

// blocks are the buffer and the queues of a channel.
func (c *channel) blocks() []sim.Block {
	note := fmt.Sprintf("%d of %d", c.qcount, len(c.buf))
	if len(c.buf) == 0 {
		note = "no buffer"
	}
	if c.closed {
		note += ", closed"
	}
	lanes := []sim.Lane{
		{ID: c.String() + " sendq", Title: "sendq", Items: c.sendq.cells(true)},
		{ID: c.String() + " recvq", Title: "recvq", Items: c.recvq.cells(false)},
	}
	list := []sim.Block{{Kind: sim.Lanes, ID: c.String() + "q", Title: "Channel " + c.String(), Note: note, Lanes: lanes}}
	if len(c.buf) == 0 {
		return list
	}
	var ring []sim.Cell
	for i, v := range c.buf {
		cell := sim.Cell{ID: fmt.Sprintf("%s.%d", c, i), Text: "·", State: sim.Free, Title: "free"}
		if (i-c.recvx+len(c.buf))%len(c.buf) < c.qcount {
			cell.Text, cell.State, cell.Title = fmt.Sprint(v), sim.Used, "a value"
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
	return append(list, sim.Block{Kind: sim.Cells, ID: c.String() + "buf", Title: "Buffer of " + c.String(), Cols: len(c.buf), Cells: ring})
}

// cells are the goroutines of a queue. One that is in it twice, through two cases
// of a select, has a number behind it.
func (q waitq) cells(send bool) []sim.Cell {
	cells := []sim.Cell{}
	for i, sg := range q {
		cell := sim.Cell{ID: sg.g.String(), Text: sg.g.String(), State: sim.Waiting, Title: "waits to receive"}
		if send {
			cell.Text, cell.Title = fmt.Sprintf("%s!%d", sg.g, sg.value), fmt.Sprintf("waits to send %d", sg.value)
		}
		if sg.isSelect {
			cell.Tag = "select"
			if sg.g.selectDone {
				cell.State, cell.Title = sim.Old, "decided on another channel"
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
