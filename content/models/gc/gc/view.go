package gc

import (
	"fmt"

	"sourcedive/content/models/model"
)

var colorStates = [...]string{free: model.Free, white: model.White, grey: model.Grey, black: model.Black}

// State describes heap, workers and buffers.
func (s *sim) State() model.View {
	return model.View{Blocks: []model.Block{
		s.phaseBlock(), s.heapBlock(), s.workerBlock(), s.fullBlock(), s.bufferBlock(), s.factBlock(),
	}}
}

func (s *sim) phaseBlock() model.Block {
	b := model.Block{Kind: model.Cells, ID: "phase", Title: "Phase", Cols: 5}
	now := s.phase
	if now == markDone {
		now = mark
	}
	for _, p := range []phase{off, sweepTerm, mark, markTerm, sweep} {
		c := model.Cell{ID: "phase" + fmt.Sprint(p), Text: phaseNames[p], State: model.Idle}
		if p == now {
			c.State = model.Running
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
func (s *sim) heapBlock() model.Block {
	b := model.Block{Kind: model.Graph, ID: "heap", Title: "Roots and objects", Note: "variables on the left; an arrow is a pointer"}
	row := 0
	root := func(id string, scanned bool, to ref) {
		state := model.Plain
		if s.marking() {
			state = model.Grey
			if scanned {
				state = model.Black
			}
		}
		b.Nodes = append(b.Nodes, model.Node{ID: id, Text: id, State: state, X: 0, Y: row})
		row++
		s.link(&b, id, to, "")
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
			state = model.Lost
		}
		b.Nodes = append(b.Nodes, model.Node{ID: name(ref(i + 1)), Text: name(ref(i + 1)), State: state, X: 2 + i%2*2, Y: i / 2})
		for f := 0; f < s.Fields && s.color[i] != free; f++ {
			s.link(&b, name(ref(i+1)), s.field[i][f], fieldNames[f])
		}
	}
	return b
}

func (s *sim) link(b *model.Block, from string, to ref, text string) {
	if to != 0 {
		b.Links = append(b.Links, model.Link{From: from, To: name(to), Text: text})
	}
}

func objCells(obj []uint8) (cells []model.Cell) {
	for _, o := range obj {
		cells = append(cells, model.Cell{ID: name(ref(o + 1)), Text: name(ref(o + 1)), State: model.Grey})
	}
	return cells
}

func (s *sim) workerBlock() model.Block {
	b := model.Block{Kind: model.Lanes, ID: "workers", Title: "Workers", Note: fmt.Sprintf("two buffers each, of %d objects; the runtime's hold %d", shownObjects, workbufObjects)}
	for p := range s.local {
		l := &s.local[p]
		lane := model.Lane{ID: fmt.Sprintf("P%d", p), Title: fmt.Sprintf("P%d", p), State: model.Idle, Items: []model.Cell{}}
		if l.now >= 0 {
			lane.State = model.Running
			lane.Note = fmt.Sprintf("reads %s", name(ref(l.now+1)))
		}
		lane.Items = append(append(lane.Items, objCells(l.wbuf1)...), objCells(l.wbuf2)...)
		b.Lanes = append(b.Lanes, lane)
	}
	return b
}

func (s *sim) fullBlock() model.Block {
	b := model.Block{Kind: model.Queue, ID: "full", Title: "Full buffers that any worker can take"}
	for _, buf := range s.full {
		c := model.Cell{State: model.Grey}
		for _, o := range buf {
			c.ID += name(ref(o + 1))
		}
		c.Text = c.ID
		b.Cells = append(b.Cells, c)
	}
	return b
}

func (s *sim) bufferBlock() model.Block {
	b := model.Block{Kind: model.Lanes, ID: "barrier", Title: "Barrier buffers", Note: "pointers to shade later"}
	if s.entries == 0 {
		b.Note = "none: the barrier shades at once"
	}
	for p := 0; p < s.Goroutines; p++ {
		lane := model.Lane{ID: fmt.Sprintf("wb%d", p), Title: fmt.Sprintf("P%d", p), Items: []model.Cell{}}
		for _, r := range s.buffer[p] {
			lane.Items = append(lane.Items, model.Cell{Text: name(r), State: model.Waiting})
		}
		b.Lanes = append(b.Lanes, lane)
	}
	return b
}

func (s *sim) factBlock() model.Block {
	h := &s.heap
	on := "off"
	if s.marking() && s.Barrier != Off {
		on = "on"
	}
	return model.Block{Kind: model.Facts, ID: "facts", Title: "Facts", Facts: []model.Fact{
		{Name: "cycle", Value: fmt.Sprint(s.cycle)},
		{Name: "barrier", Value: barrierWords[s.Barrier] + ", " + on},
		{Name: "stacks", Value: stackWords[s.Stacks]},
		{Name: "reached", Value: names(s.reached(h))},
		{Name: "hidden", Value: names(s.hidden(h))},
		{Name: "freed so far", Value: fmt.Sprint(s.freed)},
	}}
}
