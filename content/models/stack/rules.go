package stack

import "slices"

// Numbers that the runtime defines, on 64-bit linux; a test holds each to the pinned
// source.
const (
	stackMin     = 2048          // runtime.stackMin, and fixedStack where nothing is added for the system
	stackNosplit = 800           // runtime.stackNosplit: for chains of functions that do not check
	stackSmall   = 128           // abi.StackSmall: frames up to this need no subtraction to be checked
	stackBig     = 4096          // abi.StackBig: larger ones could wrap around
	stackGuard   = 928           // runtime.stackGuard: from the low end of the stack to the mark that is compared with
	maxStack     = 1_000_000_000 // what runtime.main sets maxstacksize to
	wordSize     = 8             // a call pushes one: the return address
)

// A stack is described by its size and by how much of it is used: from its upper end
// down to the stack pointer when a function is entered, the return address included.
// That is independent of where it lies, as it must be: it moves.

// Check is how a function's first instructions compare the stack pointer with the
// guard.
type Check uint8

// The checks.
const (
	Small Check = iota // frames to 128 bytes: the stack pointer itself
	Large              // to 4096: the stack pointer less the frame
	Huge               // beyond: the same, and morestack if the subtraction wraps
)

// CheckOf is the compiler's choice for a frame.
func CheckOf(frame int) Check {
	switch {
	case frame <= stackSmall:
		return Small
	case frame <= stackBig:
		return Large
	}
	return Huge
}

// needsMore reports whether the check at a function's entry calls morestack: whether the
// stack pointer, less what of the frame exceeds 128 bytes, is at the guard or below.
func needsMore(size, used, frame int) bool {
	return used+max(0, frame-stackSmall) >= size-stackGuard
}

// newstack is the size that a stack grows to: twice as large, and more than that when
// the frame would not fit even then.
func newstack(size, used, frame int) int {
	size *= 2
	for size-used < frame+stackGuard {
		size *= 2
	}
	return size
}

// Below is how much is used when a function with a frame calls another.
func Below(used, frame int) int { return used + frame + wordSize }

// shrinkstack is the size after a collection has scanned the stack: half, if less than a
// quarter was in use. The 800 bytes below the guard count as used.
func shrinkstack(size, used int) int {
	if size/2 < stackMin || used+stackNosplit >= size/4 {
		return size
	}
	return size / 2
}

// Starting is where the stacks of goroutines start after a collection that scanned so
// many stacks with so many bytes in use: at the average, so that half of them need not
// grow.
func Starting(bytes, stacks, limit int) int { return gcComputeStartingStackSize(bytes, stacks, limit) }

func gcComputeStartingStackSize(bytes, stacks, limit int) int {
	if stacks == 0 {
		return stackMin
	}
	average := max(stackMin, min(limit, bytes/stacks+stackGuard))
	size := stackMin
	for size < average {
		size *= 2
	}
	return size
}

// First is the size of a goroutine's first stack. The starting size is for goroutines
// that are made out of ended ones; a new one begins with the minimum in any case.
func First(starting int, reused bool) int {
	if reused {
		return starting
	}
	return stackMin
}

// Bounds are the addresses of a stack: from Lo up to Hi, and it is used from Hi down.
type Bounds struct{ Lo, Hi int }

// Adjust returns the value of a pointer after a stack has moved: pointers into the stack move
// with it, all others stay.
func Adjust(pointer int, from, to Bounds) int { return adjustpointer(pointer, from, to) }

func adjustpointer(pointer int, from, to Bounds) int {
	if from.Lo <= pointer && pointer < from.Hi {
		return pointer + to.Hi - from.Hi
	}
	return pointer
}

// Pool is the goroutines that have ended and wait to be used again, with the sizes of
// their stacks; 0 is one whose stack was given back.
type Pool struct{ ended []int }

// Put is a goroutine's end: it keeps its stack only if that is what others start with.
func (p *Pool) Put(size, starting int) { p.gfput(size, starting) }

func (p *Pool) gfput(size, starting int) {
	if size != starting {
		size = 0
	}
	p.ended = append(p.ended, size)
}

// Get takes a goroutine to start: the one that ended last, or a new one. It gives the
// size of its stack, and whether that stack was there already.
func (p *Pool) Get(starting int) (size int, reused, kept bool) { return p.gfget(starting) }

func (p *Pool) gfget(starting int) (size int, reused, kept bool) {
	if len(p.ended) == 0 {
		return First(starting, false), false, false
	}
	had := p.ended[len(p.ended)-1]
	p.ended = p.ended[:len(p.ended)-1]
	return First(starting, true), true, had == starting
}

// Sizes are the stacks that the ended goroutines keep.
func (p *Pool) Sizes() []int { return slices.Clone(p.ended) }

// Numbers are the constants of stacks: the minimum twice, as the smallest stack and as
// what is allocated for it, the part for functions that do not check, the guard, the
// limit.
func Numbers() []int { return []int{stackMin, stackMin, stackNosplit, stackGuard, maxStack} }
