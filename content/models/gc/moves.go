package gc

// kind is what can happen next. The first ones are the program's, the others the
// collector's.
type kind uint8

const (
	load  kind = iota // slot = row.field
	store             // row.field = value
	set               // slot = value, within a stack
	alloc             // slot = new(object)

	stopSweepTerm // stop the world
	startMark     // barriers on, start the world
	scanStack     // one whole stack: its goroutine is stopped meanwhile
	scanField     // one field of a grey object, or one global
	flush         // one P's barrier buffer
	raggedBarrier // ask every P, one after the other, to flush; go on if nothing came
	stopMarkTerm  // stop the world, flush again, P by P, go back as soon as something comes
	endMark       // barriers off, start the world
	sweepObject
	endSweep
)

// move is one thing that happens. Which of the numbers count depends on its kind.
type move struct {
	kind  kind
	g     uint8 // goroutine, which is also its P
	slot  uint8
	row   uint8 // an object, or globals
	field uint8
	value ref
}

// program lists what goroutine g can do: only what a goroutine can do that holds
// pointers in its slots and knows the globals.
func (m *machine) program(h *heap, g int, add func(move)) {
	if h.phase == sweepTerm || h.phase == markTerm {
		return // the world is stopped
	}
	held := refs(h.slot[g][:m.Slots])
	for row := 0; row <= globals; row++ {
		if row < globals && held&bit(row) == 0 || row == globals && m.Globals == 0 {
			continue
		}
		for f := 0; f < m.fieldsOf(row); f++ {
			at := move{g: uint8(g), row: uint8(row), field: uint8(f)}
			m.access(h, at, held, add)
		}
	}
	for s := 0; s < m.Slots; s++ {
		m.assign(h, move{g: uint8(g), slot: uint8(s)}, held, add)
	}
}

// access lists the loads and stores of one field: of nil, and of all that g holds.
func (m *machine) access(h *heap, at move, held uint8, add func(move)) {
	now := h.field[at.row][at.field]
	at.kind = load
	for s := 0; s < m.Slots && now != 0; s++ {
		if h.slot[at.g][s] != now {
			at.slot = uint8(s)
			add(at)
		}
	}
	at.kind, at.slot = store, 0
	for v := ref(0); int(v) <= m.Objects; v++ {
		if v != now && (v == 0 || held&bit(int(v-1)) != 0) {
			at.value = v
			add(at)
		}
	}
}

// assign lists what can be done to one slot without looking at the heap.
func (m *machine) assign(h *heap, at move, held uint8, add func(move)) {
	at.kind = set
	for v := ref(0); int(v) <= m.Objects; v++ {
		if v != h.slot[at.g][at.slot] && (v == 0 || held&bit(int(v-1)) != 0) {
			at.value = v
			add(at)
		}
	}
	for i := 0; i < m.Objects; i++ {
		if h.color[i] == free {
			at.kind, at.value = alloc, ref(i+1)
			add(at)
			return // the others are no different
		}
	}
}

// collector lists what the collector can do. While marking it is any order of any
// number of workers: each field of each grey object can be the next one to be read.
func (m *machine) collector(h *heap, add func(move)) {
	switch h.phase {
	case off:
		add(move{kind: stopSweepTerm})
	case sweepTerm:
		add(move{kind: startMark})
	case mark:
		m.marking(h, add)
		if !m.rootsLeft(h) && h.having(grey) == 0 {
			add(move{kind: raggedBarrier})
		}
	case markDone:
		add(move{kind: stopMarkTerm})
	case markTerm:
		m.marking(h, add)
		if !m.rootsLeft(h) && h.having(grey) == 0 {
			add(move{kind: endMark})
		}
	case sweep:
		for i := 0; i < m.Objects; i++ {
			if h.unswept&bit(i) != 0 {
				add(move{kind: sweepObject, row: uint8(i)})
				return
			}
		}
		add(move{kind: endSweep})
	}
}

func (m *machine) marking(h *heap, add func(move)) {
	if int(h.read[globals]) < m.Globals {
		add(move{kind: scanField, row: globals, field: h.read[globals]})
	}
	for g := 0; g < m.Goroutines; g++ {
		if !h.scanned[g] {
			add(move{kind: scanStack, g: uint8(g)})
		}
		if h.noted[g] != 0 {
			add(move{kind: flush, g: uint8(g)})
		}
	}
	for i := 0; i < m.Objects; i++ {
		if h.color[i] == grey {
			add(move{kind: scanField, row: uint8(i), field: h.read[i]})
		}
	}
}

// effect is what a move did, for the narration.
type effect struct {
	greyed  uint8 // objects that became grey
	flushed int   // how many Ps have flushed their barrier buffers for the end of marking
	wrote   bool  // a barrier was on
	old     ref   // what was overwritten
	again   bool  // marking goes on, because there was work after all
	lost    bool  // an object was freed that the program reaches
}

// apply does a move that was listed.
func (m *machine) apply(h *heap, mv move) (e effect) {
	g := mv.g
	switch mv.kind {
	case load:
		h.slot[g][mv.slot] = h.field[mv.row][mv.field]
	case store:
		return m.write(h, mv)
	case set:
		h.slot[g][mv.slot] = mv.value
	case alloc:
		i := mv.value - 1
		h.color[i] = white
		if h.phase >= mark && h.phase <= markTerm && !m.AllocWhite {
			h.color[i] = black
		}
		h.slot[g][mv.slot] = mv.value
	case scanStack:
		e.greyed = m.scan(h, int(g))
	case scanField:
		e.greyed = m.readField(h, mv)
	case flush:
		e.greyed = h.flush(int(g))
	default:
		return m.turn(h, mv)
	}
	return e
}

func (m *machine) write(h *heap, mv move) (e effect) {
	e.old = h.field[mv.row][mv.field]
	e.wrote = h.phase >= mark && h.phase <= markTerm && m.Barrier != Off
	if e.wrote {
		for _, r := range m.barrier(e.old, mv.value, m.scannedOnce(h, mv.g)) {
			if m.Buffered && r != 0 && h.color[r-1] == white {
				h.noted[mv.g] |= bit(int(r - 1))
			} else if !m.Buffered {
				e.greyed |= h.shade(r)
			}
		}
	}
	h.field[mv.row][mv.field] = mv.value // the barrier comes before the write
	return e
}

// scannedOnce reports whether a goroutine's stack has been scanned and will not be again.
func (m *machine) scannedOnce(h *heap, g uint8) bool { return h.scanned[g] && m.Stacks != Grey }

func (m *machine) scan(h *heap, g int) (greyed uint8) {
	for _, r := range h.slot[g][:m.Slots] {
		greyed |= h.shade(r)
	}
	h.scanned[g] = true
	return greyed
}

// readField reads one field. An object is black when its last field was read.
func (m *machine) readField(h *heap, mv move) (greyed uint8) {
	greyed = h.shade(h.field[mv.row][mv.field])
	h.read[mv.row]++
	if mv.row < globals && int(h.read[mv.row]) == m.Fields {
		h.color[mv.row], h.read[mv.row] = black, 0
	}
	return greyed
}

func (h *heap) flush(g int) (greyed uint8) {
	for i := 0; i < maxObjects; i++ {
		if h.noted[g]&bit(i) != 0 {
			greyed |= h.shade(ref(i + 1))
		}
	}
	h.noted[g] = 0
	return greyed
}

// turn moves the collector's phase.
func (m *machine) turn(h *heap, mv move) (e effect) {
	switch mv.kind {
	case stopSweepTerm:
		h.phase = sweepTerm
	case startMark:
		h.phase = mark
		h.scanned, h.read = [maxStacks]bool{}, [maxObjects + 1]uint8{}
		for g := 0; g < m.Goroutines && m.Stacks == Black; g++ {
			e.greyed |= m.scan(h, g)
		}
	case raggedBarrier, stopMarkTerm:
		for g := 0; g < m.Goroutines && (e.greyed == 0 || mv.kind == raggedBarrier); g++ {
			e.greyed |= h.flush(g)
			e.flushed = g + 1
		}
		e.again = e.greyed != 0
		h.phase = mark
		if !e.again && mv.kind == raggedBarrier {
			h.phase = markDone
		} else if !e.again {
			h.phase = markTerm
			if m.Stacks == Grey {
				h.scanned = [maxStacks]bool{}
			}
		}
	case endMark:
		h.phase = sweep
		h.unswept = h.having(white) | h.having(black)
	case sweepObject:
		m.sweepObject(h, int(mv.row), &e)
	case endSweep:
		h.phase = off
	}
	return e
}

func (m *machine) sweepObject(h *heap, i int, e *effect) {
	e.lost = m.hidden(h)&bit(i) != 0
	h.unswept &^= bit(i)
	if h.color[i] == black {
		h.color[i] = white
		return
	}
	h.color[i] = free
	h.field[i] = [maxFields]ref{}
}
