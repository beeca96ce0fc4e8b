package gc

import "fmt"

// This file has what the checks against the runtime's own functions need.

// BufferOp is an operation on the work buffers of worker P: put, batch, get or dispose.
type BufferOp struct {
	Kind string
	P    int
	Objs []int
}

// Buffers does operations with two workers, and writes down what came out of each, and
// where the others are: each worker's two buffers, and the shared ones.
func Buffers(ops []BufferOp) (states []string) {
	w := newWork(2)
	for _, o := range ops {
		got := 0
		switch o.Kind {
		case "put":
			w.putObj(o.P, uint8(o.Objs[0]))
		case "batch":
			var list []uint8
			for _, obj := range o.Objs {
				list = append(list, uint8(obj))
			}
			w.putObjBatch(o.P, list)
		case "get":
			if w.tryGetObj(o.P) {
				got = w.local[o.P].now
			}
		case "dispose":
			w.dispose(o.P)
		}
		text := fmt.Sprint(got)
		for _, l := range w.local {
			text += fmt.Sprint(" ", l.wbuf1.numbers(), l.wbuf2.numbers())
		}
		for _, b := range w.full {
			text += fmt.Sprint(" ", b.numbers())
		}
		states = append(states, text)
	}
	return states
}

func (b workbuf) numbers() []int {
	list := []int{}
	for _, obj := range b {
		list = append(list, int(obj))
	}
	return list
}

// MarkDone is the end of marking when two Ps have noted some pointers to white objects, and
// note some more before the world has stopped: whether marking ends or goes on, and how
// often the world was stopped for that.
func MarkDone(before, late [2]int) string {
	m := &machine{Size{Objects: maxObjects, Fields: 1, Goroutines: 2, Slots: 1}, Rules{Barrier: Hybrid, Stacks: Once, Buffered: true}}
	h := &heap{phase: mark, scanned: [maxStacks]bool{true, true}}
	next := 0
	note := func(counts [2]int) {
		for g, n := range counts {
			for range n {
				h.color[next] = white
				h.noted[g] |= bit(next)
				next++
			}
		}
	}
	note(before)
	stops := 0
	for {
		// The collector has no other way on.
		var only []move
		m.collector(h, func(mv move) {
			if mv.kind != flush {
				only = append(only, mv)
			}
		})
		if len(only) != 1 || only[0].kind == scanField {
			return fmt.Sprintf("goes on after %d stops", stops)
		}
		if only[0].kind == endMark {
			return fmt.Sprintf("ends after %d stops", stops)
		}
		if only[0].kind == stopMarkTerm {
			stops++
			note(late)
			late = [2]int{}
		}
		m.apply(h, only[0])
	}
}
