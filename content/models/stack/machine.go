package stack

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// goroutine is one with its stack.
type goroutine struct {
	id     int
	at     Bounds
	entry  int     // what is used before its first function
	frames []frame // the outermost first
	seg    segments
}

// frame is a function that was called and has not returned. Its variables are named by
// their distance from the stack's upper end, which stays when the stack moves; the
// values are addresses, and do not.
type frame struct {
	size    int
	used    int  // when it was entered
	pointer word // to the variable of the caller
	heap    word // to an object in the heap
	integer word // the caller's variable's address, as a number
}

// word is a value in a frame. moved is whether the last copy changed it.
type word struct {
	value int
	moved bool
}

// variable is where a frame has the variable that its callee points to.
func (f frame) variable() int { return f.used + 2*wordSize }

// used is what is taken of the stack when the innermost function calls another.
func (g *goroutine) used() int {
	if n := len(g.frames); n > 0 {
		return Below(g.frames[n-1].used, g.frames[n-1].size)
	}
	return g.entry
}

func (g *goroutine) size() int { return g.at.Hi - g.at.Lo }

// entryUse is what newproc1 leaves at the upper end of a new stack, with the address
// that the first function returns to.
const entryUse = 40

// heapObject is an address that no stack has.
const heapObject = 0xc000100000

// machine is where goroutines and stacks come from.
type machine struct {
	all      []*goroutine // that live
	made     int
	pool     Pool
	starting int
	limit    int
	next     int           // the next address that no stack has had
	spare    map[int][]int // stacks that were freed, by size: the lower ends
	costs    costs
	dead     bool // the program has ended with a stack overflow
	emit     func(g *goroutine, fn, what, why string)
}

type costs struct{ growths, copied, adjusted, shrinks, cut, joined int }

// newproc1 makes a goroutine, out of an ended one if there is one.
func (m *machine) newproc1() *goroutine {
	size, reused, kept := m.pool.gfget(m.starting)
	m.made++
	g := &goroutine{id: m.made, entry: entryUse}
	g.at = m.stackalloc(size)
	g.seg.begin()
	m.all = append(m.all, g)
	switch {
	case !reused:
		m.emit(g, "runtime.malg", fmt.Sprintf("G%d is new and gets a stack of %s.", g.id, bytesOf(size)),
			"A new goroutine begins with the minimum, whatever the starting size is.")
	case kept:
		m.emit(g, "runtime.gfget", fmt.Sprintf("G%d is made of one that ended, with its stack of %s.", g.id, bytesOf(size)),
			"An ended goroutine keeps its stack while that is what others start with.")
	default:
		m.emit(g, "runtime.gfget", fmt.Sprintf("G%d is made of one that ended, and gets a stack of the starting size, %s.", g.id, bytesOf(size)),
			"Only a goroutine made of an ended one begins with the starting size: its stack had been given back, or was of another size.")
	}
	return g
}

// stackalloc finds room for a stack: the one of its size that was freed last, or new
// room. The runtime keeps sizes to 16 KB on lists and gets larger ones from the heap.
func (m *machine) stackalloc(size int) Bounds {
	if free := m.spare[size]; len(free) > 0 {
		m.spare[size] = free[:len(free)-1]
		return Bounds{free[len(free)-1], free[len(free)-1] + size}
	}
	lo := m.next
	m.next += size
	return Bounds{lo, lo + size}
}

func (m *machine) stackfree(b Bounds) { m.spare[b.Hi-b.Lo] = append(m.spare[b.Hi-b.Lo], b.Lo) }

// call enters a function with a frame.
func (m *machine) call(g *goroutine, size int) {
	used := g.used()
	segment := m.segmentCall(g, size)
	for needsMore(g.size(), used, size) {
		m.emit(g, "runtime.morestack", fmt.Sprintf("f%d finds no room: %s.", size, comparison(g, used, size)), checkWhy(size))
		if !m.grow(g, used, size) {
			return
		}
	}
	f := frame{size: size, used: used, heap: word{value: heapObject}}
	if n := len(g.frames); n > 0 {
		f.pointer.value = g.at.Hi - g.frames[n-1].variable()
		f.integer.value = f.pointer.value
	}
	g.frames = append(g.frames, f)
	m.emit(g, "runtime.stackGuard", fmt.Sprintf("f%d has room: %s.%s", size, comparison(g, used, size), segment), checkWhy(size))
}

// comparison writes the check in numbers that do not depend on where the stack lies.
func comparison(g *goroutine, used, size int) string {
	left := g.size() - stackGuard
	less := ""
	if size > stackSmall {
		less = fmt.Sprintf(" and %d of its frame", size-stackSmall)
	}
	word := "below"
	if needsMore(g.size(), used, size) {
		word = "not below"
	}
	return fmt.Sprintf("%d used%s is %s %d", used, less, word, left)
}

func checkWhy(size int) string {
	switch CheckOf(size) {
	case Small:
		return "A frame of up to 128 bytes compares the stack pointer itself with the guard: so much is kept free below it."
	case Large:
		return "A larger frame is subtracted before the comparison, but for the 128 bytes that are kept free below the guard."
	}
	return "With more than 4096 bytes the subtraction could wrap around below zero, so that is asked first."
}

// grow moves a goroutine to a larger stack; false means that it may not.
func (m *machine) grow(g *goroutine, used, size int) bool {
	more := newstack(g.size(), used, size)
	if more > m.limit {
		m.dead = true
		m.emit(g, "runtime.throw", fmt.Sprintf("The stack would be %s, the limit is %s: fatal error, stack overflow.", bytesOf(more), bytesOf(m.limit)),
			"The limit is for the size of the whole stack, a power of two, and no recover can help.")
		return false
	}
	why := "The size doubles, so that the copies cost as much as the calls in the long run and no more."
	if more > 2*g.size() {
		why = "It doubles until the frame and the guard fit: one copy instead of several."
	}
	m.emit(g, "runtime.newstack", fmt.Sprintf("G%d goes from %s to %s.", g.id, bytesOf(g.size()), bytesOf(more)), why)
	m.costs.growths++
	m.copystack(g, more, used)
	return true
}

// copystack moves what is used to a stack of another size, the upper ends together,
// and sets right what points into the old one.
func (m *machine) copystack(g *goroutine, size, used int) {
	from, to := g.at, m.stackalloc(size)
	g.at = to
	m.costs.copied += used
	n := 0
	for i := range g.frames {
		f := &g.frames[i]
		for _, w := range []*word{&f.pointer, &f.heap} {
			now := adjustpointer(w.value, from, to)
			w.moved = now != w.value
			w.value = now
			n += count(w.moved)
		}
	}
	m.costs.adjusted += n
	m.stackfree(from)
	m.emit(g, "runtime.copystack", fmt.Sprintf("%s are copied to %#x, and %s into the old stack moved along.", bytesOf(used), to.Lo, many(n, "pointer")),
		"The compiler's stack maps say which words are pointers; integers that hold an address stay as they are.")
}

// ret returns from the innermost function.
func (m *machine) ret(g *goroutine) {
	f := g.frames[len(g.frames)-1]
	g.frames = g.frames[:len(g.frames)-1]
	segment := m.segmentReturn(g)
	m.emit(g, "", fmt.Sprintf("f%d returns: %d of %d bytes are used.%s", f.size, g.used(), g.size(), segment),
		"A return checks nothing and gives nothing back; only a collection makes a stack smaller.")
}

// scanstack is a collection coming to a goroutine.
func (m *machine) scanstack(g *goroutine) (used int) {
	used = g.used()
	less := shrinkstack(g.size(), used)
	m.emit(g, "runtime.scanstack", fmt.Sprintf("The collector scans the %d bytes that G%d uses, of %d.", used, g.id, g.size()),
		"Only what is used is scanned, and only that counts for the starting size.")
	if less == g.size() {
		m.emit(g, "runtime.shrinkstack", fmt.Sprintf("G%d keeps %s: %d and 800 are not below a quarter, %d.", g.id, bytesOf(less), used, g.size()/4),
			"The 800 bytes for functions that do not check count as used; and no stack is smaller than 2048.")
		return used
	}
	m.emit(g, "runtime.shrinkstack", fmt.Sprintf("G%d shrinks from %s to %s: %d and 800 are below a quarter.", g.id, bytesOf(g.size()), bytesOf(less), used),
		"A stack is halved, once a collection, when less than a quarter is in use; so what is left is at least half free.")
	m.costs.shrinks++
	m.copystack(g, less, used)
	return used
}

// collect scans all stacks and works out where new ones start.
func (m *machine) collect() {
	total := 0
	for _, g := range m.all {
		total += m.scanstack(g)
	}
	m.starting = gcComputeStartingStackSize(total, len(m.all), m.limit)
	m.emit(nil, "runtime.gcComputeStartingStackSize", fmt.Sprintf("%s in %s: new stacks start at %s.", bytesOf(total), many(len(m.all), "stack"), bytesOf(m.starting)),
		"The average use and the guard, rounded up to a power of two.")
}

// end ends a goroutine.
func (m *machine) end(g *goroutine) {
	for i, o := range m.all {
		if o == g {
			m.all = append(m.all[:i:i], m.all[i+1:]...)
			break
		}
	}
	m.stackfree(g.at)
	m.pool.gfput(g.size(), m.starting)
	what := "and keeps its stack for the next"
	if g.size() != m.starting {
		what = "and gives its stack back, which is not of the starting size"
	}
	m.emit(nil, "runtime.gfput", fmt.Sprintf("G%d ends %s.", g.id, what), "Ended goroutines wait in a list to be used again.")
}

// check finds pointers that a copy has missed, and stacks that overlap.
func (m *machine) check() string {
	for _, g := range m.all {
		for i := 1; i < len(g.frames); i++ {
			if want := g.at.Hi - g.frames[i-1].variable(); g.frames[i].pointer.value != want {
				return fmt.Sprintf("a pointer of G%d says %#x and the variable is at %#x", g.id, g.frames[i].pointer.value, want)
			}
			if g.frames[i].heap.value != heapObject {
				return fmt.Sprintf("a pointer of G%d into the heap was changed", g.id)
			}
		}
		if len(g.frames) > 0 && g.used() > g.size()-stackGuard+stackSmall+wordSize {
			return fmt.Sprintf("G%d uses %d of %d bytes, and the guard is gone", g.id, g.used(), g.size())
		}
		for _, o := range m.all {
			if o != g && o.at.Lo < g.at.Hi && g.at.Lo < o.at.Hi {
				return fmt.Sprintf("the stacks of G%d and G%d overlap", g.id, o.id)
			}
		}
	}
	return ""
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func bytesOf(n int) string { return many(n, "byte") }

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// facts are what the moving cost, beside what the segments would have.
func (m *machine) facts() []sim.Fact {
	return []sim.Fact{
		{Name: "growths", Value: fmt.Sprint(m.costs.growths)},
		{Name: "bytes copied", Value: fmt.Sprint(m.costs.copied)},
		{Name: "pointers adjusted", Value: fmt.Sprint(m.costs.adjusted)},
		{Name: "shrinks", Value: fmt.Sprint(m.costs.shrinks)},
		{Name: "starting size", Value: bytesOf(m.starting)},
		{Name: "segments made and freed (Go 1.1)", Value: fmt.Sprintf("%d and %d", m.costs.cut, m.costs.joined)},
	}
}
