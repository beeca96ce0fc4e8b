package gc

import (
	"fmt"

	"sourcedive/content/models/sim"
)

var colorStates = [...]string{free: sim.Free, white: sim.White, grey: sim.Grey, black: sim.Black}

// State describes heap, workers and buffers.
func (s *simulation) State() sim.View {
	return sim.View{Blocks: []sim.Block{
		s.phaseBlock(), s.heapBlock(), s.workerBlock(), s.fullBlock(), s.bufferBlock(), s.factBlock(),
	}}
}

func (s *simulation) phaseBlock() sim.Block {
	b := sim.Block{Kind: sim.Cells, ID: "phase", Title: "Phase", Cols: 5}
	now := s.phase
	if now == markDone {
		now = mark
	}
	for _, p := range []phase{off, sweepTerm, mark, markTerm, sweep} {
		c := sim.Cell{ID: "phase" + fmt.Sprint(p), Text: phaseNames[p], State: sim.Idle}
		if p == now {
			c.State = sim.Running
		}
		if p == sweepTerm || p == markTerm {
			c.Title = "the world is stopped"
		}
		b.Cells = append(b.Cells, c)
	}
	return b
}

// heapBlock draws roots on the left and objects beside them, each in one place for
// the whole run.
func (s *simulation) heapBlock() sim.Block {
	b := sim.Block{Kind: sim.Graph, ID: "heap", Title: "Roots and objects", Note: "variables on the left; an arrow is a pointer"}
	row := 0
	root := func(id string, scanned bool, to ref) {
		state := sim.Plain
		if s.marking() {
			state = sim.Grey
			if scanned {
				state = sim.Black
			}
		}
		b.Nodes = append(b.Nodes, sim.Node{ID: id, Text: id, State: state, X: 0, Y: row})
		row++
		link(&b, id, to, "")
	}
	for f := 0; f < s.Globals; f++ {
		root(globNames[f], int(s.read[globals]) > f, s.field[globals][f])
	}
	for g := 0; g < s.Goroutines; g++ {
		for i := 0; i < s.Slots; i++ {
			root(slotName(g, i), s.scanned[g] && (s.Stacks != Grey || s.phase == markTerm), s.slot[g][i])
		}
	}
	lost := s.hidden(&s.heap) | s.reached(&s.heap)&s.heap.having(free)
	for i := 0; i < s.Objects; i++ {
		state := colorStates[s.color[i]]
		if lost&bit(i) != 0 {
			state = sim.Lost
		}
		b.Nodes = append(b.Nodes, sim.Node{ID: name(ref(i + 1)), Text: name(ref(i + 1)), State: state, X: 2 + i%2*2, Y: i / 2})
		for f := 0; f < s.Fields && s.color[i] != free; f++ {
			link(&b, name(ref(i+1)), s.field[i][f], fieldNames[f])
		}
	}
	return b
}

func link(b *sim.Block, from string, to ref, text string) {
	if to != 0 {
		b.Links = append(b.Links, sim.Link{From: from, To: name(to), Text: text})
	}
}

func objCells(obj []uint8) (cells []sim.Cell) {
	for _, o := range obj {
		cells = append(cells, sim.Cell{ID: name(ref(o + 1)), Text: name(ref(o + 1)), State: sim.Grey})
	}
	return cells
}

func (s *simulation) workerBlock() sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "workers", Title: "Workers", Note: fmt.Sprintf("two buffers each, of %d objects; the runtime's hold %d", shownObjects, workbufObjects)}
	for p := range s.local {
		l := &s.local[p]
		lane := sim.Lane{ID: fmt.Sprintf("P%d", p), Title: fmt.Sprintf("P%d", p), State: sim.Idle, Items: []sim.Cell{}}
		if l.now >= 0 {
			lane.State = sim.Running
			lane.Note = fmt.Sprintf("reads %s", name(ref(l.now+1)))
		}
		lane.Items = append(append(lane.Items, objCells(l.wbuf1)...), objCells(l.wbuf2)...)
		b.Lanes = append(b.Lanes, lane)
	}
	return b
}

func (s *simulation) fullBlock() sim.Block {
	b := sim.Block{Kind: sim.Queue, ID: "full", Title: "Full buffers that any worker can take"}
	for _, buf := range s.full {
		c := sim.Cell{State: sim.Grey}
		for _, o := range buf {
			c.ID += name(ref(o + 1))
		}
		c.Text = c.ID
		b.Cells = append(b.Cells, c)
	}
	return b
}

func (s *simulation) bufferBlock() sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "barrier", Title: "Barrier buffers", Note: "pointers to shade later"}
	if s.entries == 0 {
		b.Note = "none: the barrier shades at once"
	}
	for p := 0; p < s.Goroutines; p++ {
		lane := sim.Lane{ID: fmt.Sprintf("wb%d", p), Title: fmt.Sprintf("P%d", p), Items: []sim.Cell{}}
		for _, r := range s.buffer[p] {
			c := sim.Cell{Text: name(r), State: sim.Waiting}
			if r == 0 {
				c.Text, c.Title = "0", "nil, which takes a place too"
			}
			lane.Items = append(lane.Items, c)
		}
		b.Lanes = append(b.Lanes, lane)
	}
	return b
}

func (s *simulation) factBlock() sim.Block {
	h := &s.heap
	on := "off"
	if s.marking() && s.Barrier != Off {
		on = "on"
	}
	return sim.Block{Kind: sim.Facts, ID: "facts", Title: "Facts", Facts: []sim.Fact{
		{Name: "cycle", Value: fmt.Sprint(s.cycle)},
		{Name: "barrier", Value: barrierWords[s.Barrier] + ", " + on},
		{Name: "stacks", Value: stackWords[s.Stacks]},
		{Name: "reached", Value: names(s.reached(h))},
		{Name: "hidden", Value: names(s.hidden(h))},
		{Name: "freed so far", Value: fmt.Sprint(s.freed)},
	}}
}
