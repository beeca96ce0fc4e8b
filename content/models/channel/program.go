package channel

import "sourcedive/content/models/sim"

// The programs that a run can have.
const (
	progUnbuffered = iota
	progBuffered
	progClose
	progSelect
	progRandom
)

var programs = []string{"unbuffered", "buffered", "close", "select", "random"}

// values makes numbers to send, none twice.
type values struct{ last int }

func (v *values) next() int { v.last++; return v.last }

// program makes one of the programs, for n goroutines and channels of a capacity. The
// goroutine that is started last runs first, and the one before it runs last: that is
// where the others are waited for.
func program(kind, n, capacity int, rand *sim.Rand) Program {
	var v values
	switch kind {
	case progSelect:
		return selects(n, capacity, &v)
	case progRandom:
		return Random(rand)
	}
	p := Program{Caps: []int{capacity}}
	if kind == progUnbuffered {
		p.Caps[0] = 0
	}
	for i := range n {
		var ops []Op
		switch {
		case kind == progClose && i == n-2:
			ops = []Op{{Kind: Send, Value: v.next()}, {Kind: Close}, {Kind: Send, Value: v.next()}}
		case kind == progClose || i%2 == 1:
			ops = []Op{{Kind: Recv}, {Kind: Recv}, {Kind: Recv}, {Kind: Recv}}
		default:
			for range 4 {
				ops = append(ops, Op{Kind: Send, Value: v.next()})
			}
		}
		p.Gos = append(p.Gos, ops)
	}
	return p
}

// selects is a program of two channels: the first goroutine to run selects from both
// and waits, the others send on one of them, and the last to run selects until both
// are empty.
func selects(n, capacity int, v *values) Program {
	p := Program{Caps: []int{capacity, capacity}}
	both := Op{Kind: Select, Cases: []Case{{Chan: 0}, {Chan: 1}}}
	var last []Op
	for i := range n - 2 {
		p.Gos = append(p.Gos, []Op{{Kind: Send, Chan: i % 2, Value: v.next()}, {Kind: Send, Chan: i % 2, Value: v.next()}})
		last = append(last, both, both)
	}
	last = append(last, Op{Kind: Select, Cases: both.Cases, Default: true})
	p.Gos = append(p.Gos, last, []Op{both})
	return p
}

// Random is a random program of sends, receives, closes and selects.
func Random(rand *sim.Rand) Program {
	var v values
	var p Program
	for range 1 + rand.N(4) {
		p.Caps = append(p.Caps, rand.N(4))
	}
	for range 2 + rand.N(6) {
		var ops []Op
		for range 1 + rand.N(6) {
			o := Op{Chan: rand.N(len(p.Caps))}
			switch n := rand.N(100); {
			case n < 32:
				o.Kind, o.Value = Send, v.next()
			case n < 64:
				o.Kind = Recv
			case n < 70:
				o.Kind = Close
			default:
				o = randomSelect(rand, len(p.Caps), &v)
			}
			ops = append(ops, o)
		}
		p.Gos = append(p.Gos, ops)
	}
	return p
}

func randomSelect(rand *sim.Rand, chans int, v *values) Op {
	o := Op{Kind: Select, Default: rand.N(5) == 0}
	for range 1 + rand.N(5) {
		k := Case{Send: rand.N(2) == 0, Chan: rand.N(chans)}
		if rand.N(12) == 0 && len(o.Cases) > 0 {
			k.Chan = -1 // never ready; the first case is there for the others
		}
		if k.Send {
			k.Value = v.next()
		}
		o.Cases = append(o.Cases, k)
	}
	return o
}
