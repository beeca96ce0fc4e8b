package channel

import "sourcedive/content/models/model"

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

// program makes one of the programs, for n goroutines and channels of a capacity.
func program(kind, n, capacity int, rand *model.Rand) Program {
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
		for range 2 {
			switch {
			case kind == progClose && i < n-1:
				ops = append(ops, Op{Kind: Recv})
			case kind == progClose:
				ops = append(ops, Op{Kind: Send, Value: v.next()})
			case i%2 == 0:
				ops = append(ops, Op{Kind: Send, Value: v.next()}, Op{Kind: Send, Value: v.next()})
			default:
				ops = append(ops, Op{Kind: Recv}, Op{Kind: Recv})
			}
		}
		if kind == progClose && i == n-1 {
			ops = append(ops, Op{Kind: Close})
		}
		p.Gos = append(p.Gos, ops)
	}
	return p
}

// selects is a program of one goroutine that selects from two channels, and others
// that send on one of them.
func selects(n, capacity int, v *values) Program {
	p := Program{Caps: []int{capacity, capacity}}
	both := Op{Kind: Select, Cases: []Case{{Chan: 0}, {Chan: 1}}}
	var first []Op
	for i := range n - 1 {
		first = append(first, both)
		p.Gos = append(p.Gos, []Op{{Kind: Send, Chan: i % 2, Value: v.next()}})
	}
	first = append(first, Op{Kind: Select, Cases: both.Cases, Default: true})
	p.Gos = append(p.Gos, first) // started last, it runs first
	return p
}

// Random is a random program of sends, receives, closes and selects.
func Random(rand *model.Rand) Program {
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

func randomSelect(rand *model.Rand, chans int, v *values) Op {
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
