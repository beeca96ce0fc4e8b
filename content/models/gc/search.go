package gc

// Found is what Search found.
type Found struct {
	Heaps  int  // first heaps: every one of the size, up to the names of objects
	States int  // different states of program and collector
	Moves  int  // moves from them that were looked at
	Cut    bool // the limit was reached: nothing is proved

	// Hidden is how many states hide an object from the collector.
	Hidden int
	// Lost is whether marking can end with an object white that the program
	// reaches; then trace is a shortest way there, from first.
	Lost  bool
	Steps int

	first heap
	trace []move
}

// Search visits every state that can follow, by any moves of program and collector in
// any order, from any heap of the size at the start of a cycle to the end of its mark
// phase. There is no bound on how many moves that takes: it ends when no new state
// turns up, or at the first lost object, which is a nearest one. limit bounds the
// states; 0 does not.
//
// Two states count as one if they differ in the names of their objects alone, or in
// garbage that neither program nor collector will look at again.
func Search(size Size, rules Rules, limit int) Found {
	s := &search{m: &machine{size, rules}, limit: limit, seen: map[heap]int32{}}
	s.firsts()
	s.Heaps = len(s.states)
	for at := 0; at < len(s.states) && !s.Lost && !s.Cut; at++ {
		s.expand(int32(at))
		s.Cut = s.full()
	}
	s.States = len(s.states)
	return s.Found
}

type search struct {
	Found
	limit  int
	tried  int // heaps that could be first ones
	m      *machine
	seen   map[heap]int32
	states []state
}

// state remembers how it was reached first, in the names that its parent's objects
// have there, and how it renamed them.
type state struct {
	heap   heap
	parent int32
	move   move
	names  renaming
}

// full reports whether the limit is reached. A heap that is not a first one costs little.
func (s *search) full() bool {
	const cheap = 20
	return s.limit > 0 && (len(s.states) > s.limit || s.tried > cheap*s.limit)
}

func (s *search) add(h heap, parent int32, mv move) {
	names := s.m.settle(&h)
	if _, ok := s.seen[h]; ok {
		return
	}
	s.seen[h] = int32(len(s.states))
	s.states = append(s.states, state{h, parent, mv, names})
	if s.m.hidden(&h) != 0 {
		s.Hidden++
	}
}

// firsts adds every heap in which all objects that exist are reached. What is garbage
// when a cycle begins stays white and is never met.
func (s *search) firsts() {
	for n := 0; n <= s.m.Objects; n++ {
		h := heap{phase: sweepTerm}
		for i := 0; i < n; i++ {
			h.color[i] = white
		}
		s.fill(h, n, 0)
	}
}

// fill tries every pointer in every cell, counted by cell.
func (s *search) fill(h heap, n, cell int) {
	m := s.m
	p := m.cell(&h, cell, n)
	if s.Cut = s.Cut || s.full(); s.Cut {
		return
	}
	if p == nil {
		s.tried++
		if m.reached(&h) == bit(n)-1 {
			s.add(h, -1, move{})
		}
		return
	}
	for v := 0; v <= n; v++ {
		*p = ref(v)
		s.fill(h, n, cell+1)
	}
}

func (m *machine) cell(h *heap, cell, n int) *ref {
	if cell < m.Globals {
		return &h.field[globals][cell]
	}
	cell -= m.Globals
	if cell < m.Goroutines*m.Slots {
		return &h.slot[cell/m.Slots][cell%m.Slots]
	}
	cell -= m.Goroutines * m.Slots
	if cell < n*m.Fields {
		return &h.field[cell/m.Fields][cell%m.Fields]
	}
	return nil
}

func (s *search) expand(at int32) {
	next := func(mv move) {
		if s.Lost {
			return
		}
		s.Moves++
		h := s.states[at].heap
		s.m.apply(&h, mv)
		if mv.kind != endMark {
			s.add(h, at, mv)
		} else if s.m.hidden(&h) != 0 {
			s.lost(at, mv)
		}
	}
	h := s.states[at].heap
	for g := 0; g < s.m.Goroutines; g++ {
		s.m.program(&h, g, next)
	}
	s.m.collector(&h, next)
}

// lost follows the way back to a first heap and returns it in that heap's names.
func (s *search) lost(at int32, last move) {
	path, moves := []int32{}, []move{}
	for i := at; i >= 0; i = s.states[i].parent {
		path = append(path, i)
	}
	first := s.states[path[len(path)-1]]
	back := sameNames() // from names here to names in the first heap
	for i := len(path) - 2; i >= 0; i-- {
		st := s.states[path[i]]
		moves = append(moves, st.move.renamed(back))
		back = st.names.then(back)
	}
	s.Lost, s.first = true, first.heap
	s.trace = append(moves, last.renamed(back))
	s.Steps = len(s.trace)
}

// renaming gives each object, by its new name, its old one.
type renaming [maxObjects]uint8

func sameNames() (r renaming) {
	for i := range r {
		r[i] = uint8(i)
	}
	return r
}

func (r renaming) then(back renaming) (out renaming) {
	for i := range r {
		out[i] = back[r[i]]
	}
	return out
}

func (mv move) renamed(r renaming) move {
	switch mv.kind {
	case load, store, scanField:
		if mv.row < globals {
			mv.row = r[mv.row]
		}
	}
	if mv.value != 0 {
		mv.value = ref(r[mv.value-1]) + 1
	}
	return mv
}

// settle names objects in the order in which the program finds them, and forgets the
// fields of garbage that no one will look at.
func (m *machine) settle(h *heap) renaming {
	reached := m.reached(h)
	dead := ^(reached | m.coming(h) | h.having(grey) | h.having(free))
	for i := 0; i < m.Objects; i++ {
		if dead&bit(i) != 0 {
			h.color[i], h.field[i] = black, [maxFields]ref{}
		}
	}
	return m.rename(h, reached)
}

// rename gives names: reached objects first, breadth first from globals and stacks,
// then the others as they come.
func (m *machine) rename(h *heap, reached uint8) (names renaming) {
	var order [maxObjects]uint8
	n, have := 0, uint8(0)
	take := func(r ref) {
		if r != 0 && have&bit(int(r-1)) == 0 {
			have |= bit(int(r - 1))
			order[n] = uint8(r - 1)
			n++
		}
	}
	for _, r := range h.field[globals][:m.Globals] {
		take(r)
	}
	for g := 0; g < m.Goroutines; g++ {
		for _, r := range h.slot[g][:m.Slots] {
			take(r)
		}
	}
	for i := 0; i < n; i++ {
		for _, r := range h.field[order[i]][:m.Fields] {
			take(r)
		}
	}
	for pass := white; pass <= black+1; pass++ { // free ones come last
		for i := 0; i < maxObjects; i++ {
			if h.color[i] == pass%(black+1) {
				take(ref(i + 1))
			}
		}
	}
	names = order
	if names != sameNames() {
		h.permute(names)
	}
	return names
}

func (h *heap) permute(names renaming) {
	var to [maxObjects + 1]ref
	for i, old := range names {
		to[old+1] = ref(i + 1)
	}
	old := *h
	for i, was := range names {
		h.color[i], h.read[i] = old.color[was], old.read[was]
		for f, r := range old.field[was] {
			h.field[i][f] = to[r]
		}
	}
	for f, r := range old.field[globals] {
		h.field[globals][f] = to[r]
	}
	for g := range h.slot {
		for s, r := range old.slot[g] {
			h.slot[g][s] = to[r]
		}
		h.noted[g] = 0
		for i, was := range names {
			if old.noted[g]&bit(int(was)) != 0 {
				h.noted[g] |= bit(i)
			}
		}
	}
}
