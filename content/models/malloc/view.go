package malloc

import (
	"fmt"
	"slices"

	"sourcedive/content/models/sim"
)

// A page's picture has its limits: so many blocks of 64 pages, so many slots.
const (
	mostBlocks = 8
	mostSlots  = 32
)

func (s *simulation) view() sim.View {
	v := sim.View{Blocks: []sim.Block{s.heapBlock(), s.procBlock(), s.centralBlock()}}
	if s.heap.shown != nil {
		v.Blocks = append(v.Blocks, s.slotBlock(s.heap.shown))
	}
	return sim.View{Blocks: append(v.Blocks, s.waste(), s.numbers())}
}

func (s *simulation) numbers() sim.Block {
	return sim.Block{Kind: sim.Facts, ID: "numbers", Title: "In numbers", Facts: []sim.Fact{
		{Name: "objects reached", Value: fmt.Sprint(len(s.objects))},
		{Name: "spans in use", Value: fmt.Sprint(len(s.heap.spans))},
		{Name: "heap", Value: fmt.Sprintf("%d MB", s.heap.arenaAt*pageSize>>20)},
		{Name: "addresses reserved", Value: fmt.Sprintf("%d MB", s.heap.arenaEnd*pageSize>>20)},
		{Name: "sweep generation", Value: fmt.Sprint(s.heap.sweepgen)},
	}}
}

// heapBlock is the heap in blocks of 64 pages, as the page caches take them.
func (s *simulation) heapBlock() sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "heap", Title: "Heap", Note: "a row is 64 pages of 8 KB"}
	if s.heap.arenaAt == 0 {
		b.Note = "has no memory yet"
	}
	last := 0
	for _, span := range s.heap.spans {
		last = max(last, (span.Base+span.Pages-1)/64)
	}
	for _, c := range s.heap.procs {
		last = max(last, c.pages.Base/64)
	}
	if last >= mostBlocks {
		b.Note = fmt.Sprintf("the first %d rows of 64 pages, of %d in use", mostBlocks, last+1)
	}
	rows := min(s.heap.arenaAt/64, last+1, mostBlocks)
	pages := s.pages(rows * 64)
	for row := range rows {
		b.Lanes = append(b.Lanes, sim.Lane{
			ID: fmt.Sprintf("b%d", row), Title: fmt.Sprintf("pages %d–%d", row*64, row*64+63),
			Items: runs(pages[row*64 : row*64+64]),
		})
	}
	return b
}

// runs makes one cell of neighbours that are the same: a span, what a page cache
// holds, what is free.
func runs(pages []sim.Cell) []sim.Cell {
	var cells []sim.Cell
	for at := 0; at < len(pages); {
		cell, n := pages[at], 1
		for at+n < len(pages) && pages[at+n] == cell {
			n++
		}
		if cell.ID != "" {
			cell.Title = fmt.Sprintf("%s, %s here", cell.Title, pagesOf(n))
		} else {
			cell.Title = fmt.Sprintf("%s %s", pagesOf(n), cell.Text)
			cell.Text = fmt.Sprintf("%d %s", n, cell.Text)
		}
		cell.Size = n * pageSize
		cells = append(cells, cell)
		at += n
	}
	return cells
}

// pages are the first n pages of the heap, each as a cell. A page that is neither free
// nor in a span is on its way from one to the other.
func (s *simulation) pages(n int) []sim.Cell {
	cells := make([]sim.Cell, n)
	for i := range cells {
		cells[i] = sim.Cell{Text: "taken", State: sim.Now}
		if s.heap.pages.isFree(i) {
			cells[i] = sim.Cell{Text: "free", State: sim.Free}
		}
	}
	for p, c := range s.heap.procs {
		for i := range cachePages {
			if at := c.pages.Base + i; at < n && c.pages.Free>>i&1 == 1 {
				cells[at] = sim.Cell{Text: fmt.Sprintf("with P%d", p), State: sim.Idle}
			}
		}
	}
	for _, span := range s.heap.spans {
		cell := s.spanCell(span)
		for at := span.Base; at < min(n, span.Base+span.Pages); at++ {
			cells[at] = cell
		}
	}
	return cells
}

// spanCell is a span: its number, its class, how full it is.
func (s *simulation) spanCell(span *Span) sim.Cell {
	c := sim.Cell{
		ID: fmt.Sprintf("s%d", span.ID), Text: fmt.Sprintf("#%d·c%d", span.ID, span.Class.Class()), State: sim.Used,
		Title: fmt.Sprintf("span %d for %s: %d of %d slots taken", span.ID, nameOf(span.Class), span.count, span.Slots()),
	}
	if span.Class.Class() == 0 {
		c.Text = fmt.Sprintf("#%d·large", span.ID)
	}
	switch {
	case span == s.heap.shown:
		c.State = sim.Now
	case span.gen == s.heap.sweepgen-2 || span.gen == s.heap.sweepgen+1:
		c.State, c.Title = sim.Old, c.Title+", to be swept"
	}
	return c
}

func (s *simulation) procBlock() sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "caches", Title: "Caches of the Ps", Note: "a span for each class, without a lock"}
	for p, c := range s.heap.procs {
		l := sim.Lane{ID: fmt.Sprintf("p%d", p), Title: fmt.Sprintf("P%d", p), Note: "no tiny block"}
		for _, span := range c.alloc {
			if span != nil {
				l.Items = append(l.Items, s.filled(span))
			}
		}
		if c.tiny != nil {
			l.Note = fmt.Sprintf("tiny block %d of %d bytes", c.tinyOffset, tinySize)
		}
		b.Lanes = append(b.Lanes, l)
	}
	return b
}

func (s *simulation) filled(span *Span) sim.Cell {
	c := s.spanCell(span)
	c.Text += fmt.Sprintf(" %d/%d", span.count, span.Slots())
	return c
}

// centralBlock are the spans that no P has, by class; those that the page reclaimer
// freed in passing are in no list that counts.
func (s *simulation) centralBlock() sim.Block {
	b := sim.Block{Kind: sim.Lanes, ID: "central", Title: "Central lists"}
	for i := range s.heap.central {
		c := &s.heap.central[i]
		l := sim.Lane{ID: fmt.Sprintf("c%d", i), Title: nameOf(SpanClass(i))}
		for _, set := range []spanSet{c.partial[0], c.partial[1], c.full[0], c.full[1]} {
			for _, span := range set {
				cell := s.filled(span)
				twice := slices.ContainsFunc(l.Items, func(o sim.Cell) bool { return o.ID == cell.ID })
				if !span.free && !twice {
					l.Items = append(l.Items, cell)
				}
			}
		}
		if l.Items != nil {
			b.Lanes = append(b.Lanes, l)
		}
	}
	if b.Lanes == nil {
		b.Note = "empty"
	}
	return b
}

// slotBlock are the slots of the span that was touched last, around the one before freeindex.
func (s *simulation) slotBlock(span *Span) sim.Block {
	first := max(0, span.next-1) / mostSlots * mostSlots
	end := min(first+mostSlots, span.Slots())
	b := sim.Block{
		Kind: sim.Cells, ID: "slots", Cols: 16,
		Title: fmt.Sprintf("Slots of span %d, %d bytes each", span.ID, span.Slot),
		Note:  fmt.Sprintf("slots %d to %d of %d", first, end-1, span.Slots()),
	}
	for i := first; i < end; i++ {
		c := sim.Cell{Text: "·", State: sim.Free}
		if span.taken[i] && i == span.next-1 {
			c = sim.Cell{Text: "●", State: sim.Now, Title: "just taken"}
		} else if span.taken[i] {
			c = sim.Cell{Text: "○", State: sim.White, Title: "garbage, until it is swept"}
		}
		for _, o := range s.objects {
			if o.span == span && o.slot == i && c.State != sim.Now {
				c = sim.Cell{Text: "●", State: sim.Used, Title: "in use"}
			}
		}
		b.Cells = append(b.Cells, c)
	}
	return b
}

// Waste is where the bytes of the heap are.
type Waste struct {
	Asked   int // what the program asked for and still reaches
	Dead    int // slots of garbage, the rounding of its objects included
	Rounded int // in slots in use, beyond what was asked: rounding, headers, tiny blocks
	Empty   int // free slots in spans
	Tail    int // in spans, and no slot
	Idle    int // pages of the heap in no span
}

// waste adds up. The parts together are the heap.
func (s *simulation) wasted() Waste {
	var w Waste
	used := map[[2]int]bool{}
	for _, o := range s.objects {
		w.Asked += o.size
		used[[2]int{o.span.ID, o.slot}] = true
	}
	total := s.heap.arenaAt * pageSize
	for _, span := range s.heap.spans {
		w.Tail += span.Tail()
		for i, taken := range span.taken {
			switch {
			case used[[2]int{span.ID, i}]:
				w.Rounded += span.Slot
			case taken:
				w.Dead += span.Slot
			default:
				w.Empty += span.Slot
			}
		}
		total -= span.Pages * pageSize
	}
	w.Rounded -= w.Asked
	w.Idle = total
	return w
}

func (s *simulation) waste() sim.Block {
	w := s.wasted()
	inSpans := int64(max(1, w.Asked+w.Rounded+w.Dead+w.Empty+w.Tail))
	bar := func(title, state string, n int) sim.Bar {
		return sim.Bar{Title: title, Value: int64(n), Max: inSpans, Unit: "bytes", State: state}
	}
	return sim.Block{
		Kind: sim.Bars, ID: "waste", Title: "Where the bytes of the spans are",
		Note: fmt.Sprintf("%d pages more are in no span", w.Idle/pageSize),
		Bars: []sim.Bar{
			bar("asked for and reached", sim.Used, w.Asked),
			bar("lost to rounding and headers", sim.Grey, w.Rounded),
			bar("garbage, or not swept yet", sim.White, w.Dead),
			bar("free slots", sim.Free, w.Empty),
			bar("left over in spans", sim.Old, w.Tail),
		},
	}
}
