package stack

import (
	"fmt"

	"sourcedive/content/models/model"
)

// most is how many frames are shown, the innermost.
const most = 8

func (s *sim) view() model.View {
	if s.g == nil {
		return model.View{Blocks: []model.Block{{Kind: model.Facts, ID: "costs", Title: "Costs", Facts: s.m.facts()}}}
	}
	return model.View{Blocks: []model.Block{
		sizes(s.m.all, s.g), frames(s.g), old(s.g), words(s.g),
		{Kind: model.Facts, ID: "costs", Title: "Costs", Facts: s.m.facts()},
	}}
}

// sizes are all stacks: what is used of them, and where the marks are.
func sizes(all []*goroutine, shown *goroutine) model.Block {
	b := model.Block{Kind: model.Bars, ID: "sizes", Title: "Stacks", Note: "used bytes, of the size"}
	for _, g := range all {
		bar := model.Bar{
			Title: fmt.Sprintf("G%d", g.id), Value: int64(min(g.used(), g.size())), Max: int64(g.size()), Unit: "bytes", State: model.Used,
			Marks: []model.Mark{
				{At: int64(g.size() - stackGuard), Text: "guard"},
				{At: int64(max(0, g.size()/4-stackNosplit)), Text: "shrinks below"},
			},
		}
		if g == shown {
			bar.State = model.Running
		}
		b.Bars = append(b.Bars, bar)
	}
	return b
}

// frames is the shown stack from its upper end down.
func frames(g *goroutine) model.Block {
	l := model.Lane{ID: "stack", Title: fmt.Sprintf("%#x down to %#x", g.at.Hi, g.at.Lo)}
	hidden := max(0, len(g.frames)-most)
	if hidden > 0 {
		l.Items = append(l.Items, model.Cell{Text: fmt.Sprintf("%d frames", hidden), State: model.Used, Title: fmt.Sprintf("%d frames further out", hidden)})
	}
	for i, f := range g.frames[hidden:] {
		c := model.Cell{ID: fmt.Sprintf("f%d", hidden+i), Text: fmt.Sprintf("f%d", f.size), State: model.Used, Title: fmt.Sprintf("a frame of %d bytes, entered with %d used", f.size, f.used)}
		if hidden+i == len(g.frames)-1 {
			c.State = model.Now
		}
		l.Items = append(l.Items, c)
	}
	if free := g.size() - stackGuard - g.used(); free > 0 {
		l.Items = append(l.Items, model.Cell{ID: "free", Text: fmt.Sprintf("%d free", free), State: model.Free, Title: fmt.Sprintf("%d bytes down to the guard", free)})
	}
	l.Items = append(l.Items, model.Cell{ID: "guard", Text: "guard", State: model.Idle, Title: "928 bytes that only functions without a check, and small frames, may use"})
	return model.Block{Kind: model.Lanes, ID: "frames", Title: fmt.Sprintf("The stack of G%d, %s", g.id, bytesOf(g.size())), Lanes: []model.Lane{l}}
}

// old is the same goroutine with segments.
func old(g *goroutine) model.Block {
	b := model.Block{Kind: model.Lanes, ID: "segments", Title: "The same calls with segments (Go 1.1)", Note: "a segment is made by a call and freed by its return"}
	hidden := max(0, len(g.seg.list)-most)
	for i, seg := range g.seg.list[hidden:] {
		state := model.Used
		if hidden+i == len(g.seg.list)-1 {
			state = model.Now
		}
		b.Lanes = append(b.Lanes, model.Lane{
			ID: fmt.Sprintf("s%d", hidden+i), Title: fmt.Sprintf("segment %d", hidden+i+1),
			Items: []model.Cell{
				{Text: fmt.Sprintf("%d used", seg.used), State: state, Title: fmt.Sprintf("%d of %d bytes are used", seg.used, seg.size)},
				{Text: fmt.Sprintf("%d free", max(0, seg.size-segmentGuard-seg.used)), State: model.Free, Title: "down to its guard"},
			},
		})
	}
	return b
}

// words are the variables in the innermost frames, and what the last copy did to them.
func words(g *goroutine) model.Block {
	b := model.Block{Kind: model.Lanes, ID: "words", Title: "Words in the frames", Note: "a pointer to the caller's variable, one into the heap, and the caller's address as an integer"}
	hidden := max(1, len(g.frames)-most)
	for i := hidden; i < len(g.frames); i++ {
		f := g.frames[i]
		b.Lanes = append(b.Lanes, model.Lane{ID: fmt.Sprintf("w%d", i), Title: fmt.Sprintf("f%d, %d deep", f.size, i+1), Items: []model.Cell{
			pointerCell(f), {Text: fmt.Sprintf("heap %#x", f.heap.value), Title: "a pointer into the heap: it stays"}, integerCell(g, f, i),
		}})
	}
	return b
}

func pointerCell(f frame) model.Cell {
	c := model.Cell{Text: fmt.Sprintf("pointer %#x", f.pointer.value), State: model.Used, Title: "a pointer to the caller's variable"}
	if f.pointer.moved {
		c.State, c.Title = model.Now, c.Title+", moved along by the last copy"
	}
	return c
}

func integerCell(g *goroutine, f frame, i int) model.Cell {
	c := model.Cell{Text: fmt.Sprintf("integer %#x", f.integer.value), Title: "the caller's variable's address as an integer: still right"}
	if f.integer.value != g.at.Hi-g.frames[i-1].variable() {
		c.State, c.Title = model.Old, "an integer that was the address of the caller's variable: nothing is there any more"
	}
	return c
}
