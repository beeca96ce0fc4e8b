package stack

// This file lets a check repeat on a goroutine of the drawn machine what was done to a real
// one.

// Watched is such a goroutine, alone on its machine.
type Watched struct {
	m *machine
	g *goroutine
}

// Watch starts one with a first stack of a size.
func Watch(size, limit int) *Watched {
	w := &Watched{m: &machine{starting: stackMin, limit: limit, next: 0x10000, spare: map[int][]int{}}}
	w.m.emit = func(*goroutine, string, string, string) {
		if broken := w.m.check(); broken != "" {
			panic(broken)
		}
	}
	w.g = w.m.newproc1()
	w.g.at = w.m.stackalloc(size)
	return w
}

// Call enters a function: the size of the stack then, and what of it was used at its first
// instruction. It reports false when the stack would have to be larger than the limit.
// entry is what the first function finds used; what the others find is the machine's.
func (w *Watched) Call(frame, entry int) (size, used int, ok bool) {
	if len(w.g.frames) == 0 {
		w.g.entry = entry
	}
	w.m.call(w.g, frame)
	if w.m.dead {
		return w.g.size(), w.g.used(), false
	}
	return w.g.size(), w.g.frames[len(w.g.frames)-1].used, true
}

// Return leaves the innermost function: the size, and what of it was used at its entry.
func (w *Watched) Return() (size, used int) {
	used = w.g.frames[len(w.g.frames)-1].used
	w.m.ret(w.g)
	return w.g.size(), used
}

// Collect is a collection, while the goroutine is parked in one more function, which has
// a frame, no check, and has called nothing: the sizes before and after, and what is used.
func (w *Watched) Collect(frameOfPark int) (before, used, after int) {
	before = w.g.size()
	calls := w.g.frames
	f := frame{size: frameOfPark - wordSize, used: w.g.used(), heap: word{value: heapObject}}
	f.pointer.value = w.g.at.Hi - calls[len(calls)-1].variable()
	w.g.frames = append(calls, f)
	used = w.m.scanstack(w.g)
	w.g.frames = w.g.frames[:len(calls)]
	return before, used, w.g.size()
}

// Depth is how many functions it is in.
func (w *Watched) Depth() int { return len(w.g.frames) }

// Size is that of its stack.
func (w *Watched) Size() int { return w.g.size() }
