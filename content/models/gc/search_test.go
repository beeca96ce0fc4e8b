package gc

import "testing"

// sound lists the pairs that lose nothing, by reasoning and not by a run: Dijkstra's barrier
// sees no load onto a black stack, Yuasa's sees no pointer that leaves a grey one.
func sound(b Barrier, st Stacks) bool {
	switch b {
	case Dijkstra:
		return st == Grey
	case Yuasa:
		return st == Black
	case Hybrid, Conditional:
		return true
	}
	return false
}

func TestEveryPair(t *testing.T) {
	for _, size := range []Size{{3, 1, 0, 1, 2}, {3, 1, 1, 1, 1}, {2, 2, 0, 1, 2}, {3, 1, 0, 2, 1}} {
		for b := Off; b <= Conditional; b++ {
			for st := Grey; st <= Black; st++ {
				for _, buffered := range []bool{false, true} {
					if buffered && size != (Size{3, 1, 0, 1, 2}) {
						continue
					}
					f := Search(size, Rules{Barrier: b, Stacks: st, Buffered: buffered}, 0)
					pair := barrierWords[b] + " with " + stackWords[st] + " stacks"
					if f.Cut || f.Heaps == 0 {
						t.Errorf("%v %s: the search did nothing", size, pair)
					}
					if f.Lost && sound(b, st) {
						t.Errorf("%v %s, buffered %v: lost after %d moves", size, pair, buffered, f.Steps)
					}
					if sound(b, st) && f.Hidden > 0 {
						t.Errorf("%v %s, buffered %v: hides an object in %d of %d states", size, pair, buffered, f.Hidden, f.States)
					}
					if size.Objects == 3 && size.Slots == 2 && f.Lost == sound(b, st) {
						t.Errorf("%v %s, buffered %v: lost is %v", size, pair, buffered, f.Lost)
					}
					replays(t, &machine{size, Rules{Barrier: b, Stacks: st, Buffered: buffered}}, f)
				}
			}
		}
	}
}

// The search looks at every state and every move that the rules allow, and at no other: one
// rule more or less is another number. They were counted when the rules had been compared
// with the runtime, and docs/models-*.txt has them too.
func TestSearchIsWhole(t *testing.T) {
	for rules, want := range map[Rules][2]int{
		{Barrier: Dijkstra, Stacks: Grey}:               {7595, 53726},
		{Barrier: Yuasa, Stacks: Black}:                 {1922, 15338},
		{Barrier: Hybrid, Stacks: Once}:                 {4094, 36443},
		{Barrier: Hybrid, Stacks: Once, Buffered: true}: {30164, 280677},
		{Barrier: Conditional, Stacks: Once}:            {4119, 36668},
	} {
		f := Search(Size{3, 1, 0, 1, 2}, rules, 0)
		if got := [2]int{f.States, f.Moves}; got != want {
			t.Errorf("%+v: %d states and moves, not %d", rules, got, want)
		}
	}
}

// replays checks a trace against the rules: each of its moves is one that can be made.
func replays(t *testing.T, m *machine, f Found) {
	t.Helper()
	if !f.Lost {
		return
	}
	h := f.first
	for i, mv := range f.trace {
		can := false
		see := func(other move) {
			if mv.kind == alloc && h.color[mv.value-1] == free {
				other.value = mv.value // one free object is as good as another
			}
			can = can || other == mv
		}
		for g := 0; g < m.Goroutines; g++ {
			m.program(&h, g, see)
		}
		m.collector(&h, see)
		if !can {
			t.Fatalf("%+v: move %d of the trace, %+v, cannot be made", m, i, mv)
		}
		m.apply(&h, mv)
	}
	if h.phase != sweep || m.hidden(&h) == 0 {
		t.Errorf("%+v: the trace ends in phase %d and loses nothing", m, h.phase)
	}
}

// A heap that is too large is given up, soon, and nothing is claimed.
func TestSearchIsBounded(t *testing.T) {
	f := Search(Size{8, 2, 2, 2, 3}, Rules{Barrier: Hybrid, Stacks: Once}, 5000)
	if !f.Cut || f.Lost || f.States > 6000 {
		t.Errorf("%d states, cut is %v, lost is %v", f.States, f.Cut, f.Lost)
	}
}

// New objects must be black: a white one on a black stack is never seen.
func TestNewObjectsMustBeBlack(t *testing.T) {
	size := Size{3, 1, 0, 1, 2}
	if f := Search(size, Rules{Barrier: Hybrid, Stacks: Once, AllocWhite: true}, 0); !f.Lost {
		t.Error("a white new object on a scanned stack is not lost")
	}
	if f := Search(size, Rules{Barrier: Dijkstra, Stacks: Grey, AllocWhite: true}, 0); f.Lost {
		t.Error("a white new object on a stack that is scanned again is lost")
	}
}

// What the search leaves out by renaming and forgetting must not matter: without it,
// the verdicts are the same.
func TestSettlingChangesNoVerdict(t *testing.T) {
	size := Size{2, 1, 1, 1, 2}
	for b := Off; b <= Conditional; b++ {
		for st := Grey; st <= Black; st++ {
			rules := Rules{Barrier: b, Stacks: st}
			f, plain := Search(size, rules, 0), plainSearch(&machine{size, rules})
			if f.Lost != plain {
				t.Errorf("%s with %s stacks: lost is %v, and %v when nothing is left out", barrierWords[b], stackWords[st], f.Lost, plain)
			}
		}
	}
}

// plainSearch keeps every state as it is and reports whether an object can be lost.
func plainSearch(m *machine) bool {
	s := &search{m: m, seen: map[heap]int32{}}
	s.firsts()
	seen, todo, lost := map[heap]bool{}, []heap{}, false
	add := func(h heap) {
		if !seen[h] {
			seen[h] = true
			todo = append(todo, h)
		}
	}
	for _, st := range s.states {
		add(st.heap)
	}
	for len(todo) > 0 {
		h := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		next := func(mv move) {
			to := h
			m.apply(&to, mv)
			if mv.kind == endMark {
				lost = lost || m.hidden(&to) != 0
				return
			}
			add(to)
		}
		for g := 0; g < m.Goroutines; g++ {
			m.program(&h, g, next)
		}
		m.collector(&h, next)
	}
	return lost
}

// Marking does not come to its end while an object is grey or a root is to be scanned, as
// gcMarkDone asks first whether there is work.
func TestMarkingEndsWithoutWork(t *testing.T) {
	m := &machine{Size{3, 1, 1, 1, 1}, Rules{Barrier: Hybrid, Stacks: Once}}
	for what, h := range map[string]heap{
		"nothing is left":     {scanned: [maxStacks]bool{true}, read: [maxObjects + 1]uint8{globals: 1}},
		"an object is grey":   {scanned: [maxStacks]bool{true}, read: [maxObjects + 1]uint8{globals: 1}, color: [maxObjects]color{grey}},
		"a stack is not read": {read: [maxObjects + 1]uint8{globals: 1}},
		"a global is not":     {scanned: [maxStacks]bool{true}},
	} {
		for _, p := range []phase{mark, markTerm} {
			h.phase = p
			ends := false
			m.collector(&h, func(mv move) { ends = ends || mv.kind == raggedBarrier || mv.kind == endMark })
			if ends != (what == "nothing is left") {
				t.Errorf("%s, %s: marking may end: %v", what, phaseNames[p], ends)
			}
		}
	}
}
