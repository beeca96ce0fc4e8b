package stack

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// most is how many frames are shown, the innermost.
const most = 8

func (s *simulation) view() sim.View {
	if s.g == nil {
		return sim.View{Blocks: []sim.Block{{Kind: sim.Facts, ID: "costs", Title: "Costs", Facts: s.m.facts()}}}
	}
	return sim.View{Blocks: []sim.Block{
		sizes(s.m.all, s.g), frames(s.g), old(s.g), words(s.g),
		{Kind: sim.Facts, ID: "costs", Title: "Costs", Facts: s.m.facts()},
	}}
}

// sizes are all stacks: what is used of them, and where the marks are.
func sizes(all []*goroutine, shown *goroutine) sim.Block {
	b := sim.Block{Kind: sim.Bars, ID: "sizes", Title: "Stacks", Note: "used bytes, of the size"}
	for _, g := range all {
		bar := sim.Bar{
			Title: fmt.Sprintf("G%d", g.id), Value: int64(min(g.used(), g.size())), Max: int64(g.size()), Unit: "bytes", State: sim.Used,
			Marks: []sim.Mark{
				{At: int64(g.size() - stackGuard), Text: "guard"},
				{At: int64(max(0, g.size()/4-stackNosplit)), Text: "shrinks below"},
			},
		}
		if g == shown {
			bar.State = sim.Running
		}
		b.Bars = append(b.Bars, bar)
	}
	return b
}

// frames is the shown stack from its upper end down.
func frames(g *goroutine) sim.Block {
	l := sim.Lane{ID: "stack", Title: fmt.Sprintf("%#x down to %#x", g.at.Hi, g.at.Lo)}
	hidden := max(0, len(g.frames)-most)
	if hidden > 0 {
		l.Items = append(l.Items, sim.Cell{ID: "outer", Size: g.frames[hidden].used, Text: fmt.Sprintf("%d frames", hidden), State: sim.Used, Title: fmt.Sprintf("%d frames further out", hidden)})
	}
	if hidden == 0 {
		l.Items = append(l.Items, sim.Cell{ID: "entry", Size: entryUse, Text: "entry", State: sim.Used, Title: "what a new stack begins with, and where its first function returns to"})
	}
	for i, f := range g.frames[hidden:] {
		c := sim.Cell{ID: fmt.Sprintf("f%d", hidden+i), Text: fmt.Sprintf("f%d", f.size), Size: Below(f.used, f.size) - f.used, State: sim.Used, Title: fmt.Sprintf("a frame of %d bytes, entered with %d used", f.size, f.used)}
		if hidden+i == len(g.frames)-1 {
			c.State = sim.Now
		}
		l.Items = append(l.Items, c)
	}
	free := max(0, g.size()-stackGuard-g.used())
	if free > 0 {
		l.Items = append(l.Items, sim.Cell{ID: "free", Size: free, Text: fmt.Sprintf("%d free", free), State: sim.Free, Title: fmt.Sprintf("%d bytes down to the guard", free)})
	}
	l.Items = append(l.Items, sim.Cell{ID: "guard", Size: max(0, g.size()-g.used()-free), Text: "guard", State: sim.Idle, Title: "928 bytes that only functions without a check, and small frames, may use"})
	return sim.Block{Kind: sim.Lanes, ID: "frames", Title: fmt.Sprintf("The stack of G%d, %s", g.id, bytesOf(g.size())), Lanes: []sim.Lane{l}}
}

// old is the same goroutine with segments.
func old(g *goroutine) sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "segments", Title: "The same calls with segments (Go 1.1)", Note: "a segment is made by a call and freed by its return"}
	hidden := max(0, len(g.seg.list)-most)
	for i, seg := range g.seg.list[hidden:] {
		state := sim.Used
		if hidden+i == len(g.seg.list)-1 {
			state = sim.Now
		}
		b.Lanes = append(b.Lanes, sim.Lane{
			ID: fmt.Sprintf("s%d", hidden+i), Title: fmt.Sprintf("segment %d", hidden+i+1),
			Items: []sim.Cell{
				{Text: fmt.Sprintf("%d used", seg.used), Size: seg.used, State: state, Title: fmt.Sprintf("%d of %d bytes are used", seg.used, seg.size)},
				{Text: fmt.Sprintf("%d free", max(0, seg.size-segmentGuard-seg.used)), Size: max(0, seg.size-seg.used), State: sim.Free, Title: "down to its guard"},
			},
		})
	}
	return b
}

// words are the variables in the innermost frames, and what the last copy did to them.
func words(g *goroutine) sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "words", Title: "Words in the frames", Note: "a pointer to the caller's variable, one into the heap, and the caller's address as an integer"}
	hidden := max(1, len(g.frames)-most)
	for i := hidden; i < len(g.frames); i++ {
		f := g.frames[i]
		b.Lanes = append(b.Lanes, sim.Lane{ID: fmt.Sprintf("w%d", i), Title: fmt.Sprintf("f%d, %d deep", f.size, i+1), Items: []sim.Cell{
			pointerCell(f), {Text: fmt.Sprintf("heap %#x", f.heap.value), Title: "a pointer into the heap: it stays"}, integerCell(g, f, i),
		}})
	}
	return b
}

func pointerCell(f frame) sim.Cell {
	c := sim.Cell{Text: fmt.Sprintf("pointer %#x", f.pointer.value), State: sim.Used, Title: "a pointer to the caller's variable"}
	if f.pointer.moved {
		c.State, c.Title = sim.Now, c.Title+", moved along by the last copy"
	}
	return c
}

func integerCell(g *goroutine, f frame, i int) sim.Cell {
	c := sim.Cell{Text: fmt.Sprintf("integer %#x", f.integer.value), Title: "the caller's variable's address as an integer: still right"}
	if f.integer.value != g.at.Hi-g.frames[i-1].variable() {
		c.State, c.Title = sim.Old, "an integer that was the address of the caller's variable: nothing is there any more"
	}
	return c
}
