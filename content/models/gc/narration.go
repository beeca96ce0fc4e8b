package gc

import (
	"fmt"
	"strings"

	"sourcedive/content/models/sim"
)

var (
	slotNames  = [maxSlots]string{"x", "y", "z"}
	fieldNames = [maxFields]string{"l", "r"}
	globNames  = [maxFields]string{"glob", "glob2"}
)

func name(r ref) string {
	if r == 0 {
		return "nil"
	}
	return string(rune('A' + r - 1))
}

func names(set uint8) string {
	var list []string
	for i := 0; i < maxObjects; i++ {
		if set&bit(i) != 0 {
			list = append(list, name(ref(i+1)))
		}
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

func slotName(g, i int) string { return fmt.Sprintf("G%d.%s", g+1, slotNames[i]) }

func cellName(row, f int) string {
	if row == globals {
		return globNames[f]
	}
	return name(ref(row+1)) + "." + fieldNames[f]
}

// funcs are the runtime's functions that events name.
var funcs = []string{
	"runtime.finishsweep_m", "runtime.gcMarkDone", "runtime.gcMarkTermination", "runtime.gcStart",
	"runtime.gcSweep", "runtime.gcWriteBarrier1", "runtime.gcWriteBarrier2", "runtime.gcmarknewobject",
	"runtime.mallocgc", "runtime.markrootBlock", "runtime.scanObject", "runtime.scanstack",
	"runtime.setGCPhase", "runtime.sweepone", "runtime.wbBufFlush1",
}

// describe is the event of a move. What the program does to its own stack, or to the heap
// while no barrier is on, calls nothing of the runtime and has no Func.
func (s *simulation) describe(mv move, e effect, before *heap) sim.Event {
	ev := sim.Event{Time: int64(s.moves), Actor: "gc"}
	if mv.kind <= alloc {
		ev.Actor = fmt.Sprintf("G%d", mv.g+1)
		s.describeProgram(&ev, mv, e, before)
		return ev
	}
	switch mv.kind {
	case scanStack:
		ev.Actor, ev.Func = fmt.Sprintf("P%d", mv.g), "runtime.scanstack"
		ev.What = fmt.Sprintf("The stack of G%d is scanned; it shades %s.", mv.g+1, names(e.greyed))
		ev.Why = "The goroutine is stopped for it. Its stack is black now, and writes to it have no barrier."
		if s.Stacks == Grey {
			ev.Why = "The stack stays grey: what is loaded into it from now on is seen when it is scanned again."
		}
	case scanField:
		s.describeScan(&ev, mv, e, before)
	case flush:
		ev.Actor, ev.Func = fmt.Sprintf("P%d", mv.g), "runtime.wbBufFlush1"
		ev.What = fmt.Sprintf("The barrier buffer of P%d is flushed; it shades %s.", mv.g, names(e.greyed))
		ev.Why = fmt.Sprintf("The next write does not fit. The runtime's buffer takes %d pointers.", wbBufEntries)
	default:
		s.describeTurn(&ev, mv, e)
	}
	return ev
}

func (s *simulation) describeProgram(ev *sim.Event, mv move, e effect, before *heap) {
	slot := slotName(int(mv.g), int(mv.slot))
	switch mv.kind {
	case load:
		ev.What = fmt.Sprintf("%s = %s, which is %s.", slot, cellName(int(mv.row), int(mv.field)), name(before.field[mv.row][mv.field]))
		ev.Why = "A load is a plain instruction: there is no barrier on reads, and none on writes to the stack."
	case set:
		ev.What = fmt.Sprintf("%s = %s.", slot, name(mv.value))
		ev.Why = "A write to the goroutine's own stack has no barrier."
	case alloc:
		ev.Func, ev.What = "runtime.mallocgc", fmt.Sprintf("%s = new object %s, white.", slot, name(mv.value))
		ev.Why = "Nothing is being marked."
		if s.color[mv.value-1] == black {
			ev.Func, ev.What = "runtime.gcmarknewobject", fmt.Sprintf("%s = new object %s, black.", slot, name(mv.value))
			ev.Why = "An object that is allocated while marking has no pointers yet and is kept."
		} else if s.AllocWhite && s.marking() {
			ev.Why = "The switch alloc is white: nothing tells the collector of the new object."
		}
	case store:
		ev.What = fmt.Sprintf("%s = %s; it was %s.", cellName(int(mv.row), int(mv.field)), name(mv.value), name(e.old))
		ev.Why = "No barrier is on."
		if e.wrote {
			noted := s.notes(e.old, mv.value, s.scannedOnce(before, mv.g))
			ev.Func = "runtime.gcWriteBarrier1"
			if len(noted) == 2 {
				ev.Func = "runtime.gcWriteBarrier2"
			}
			ev.Why = s.whyShade(e, noted)
		}
	}
}

// whyShade is what the barrier does to the two pointers of a write, and what came of it.
func (r Rules) whyShade(e effect, noted []ref) string {
	rule := map[Barrier]string{
		Dijkstra: "Dijkstra's barrier shades the new pointer", Yuasa: "Yuasa's barrier shades the pointer that is overwritten",
		Hybrid: "The hybrid barrier shades both pointers", Conditional: "The barrier shades the old pointer, and the new one while the writer's stack is grey",
	}[r.Barrier]
	switch {
	case r.Buffered && len(noted) == 2:
		return fmt.Sprintf("%s: %s and %s are noted, and shaded when the buffer is flushed.", rule, name(noted[0]), name(noted[1]))
	case r.Buffered && len(noted) == 1:
		return fmt.Sprintf("%s: %s is noted, and shaded when the buffer is flushed.", rule, name(noted[0]))
	case r.Buffered:
		return rule + ", and nil needs none: nothing is noted."
	}
	return fmt.Sprintf("%s; %s became grey.", rule, names(e.greyed))
}

func (s *simulation) describeScan(ev *sim.Event, mv move, e effect, before *heap) {
	found := before.field[mv.row][mv.field]
	ev.Actor = fmt.Sprintf("P%d", mv.g)
	if mv.row == globals {
		ev.Func = "runtime.markrootBlock"
		ev.What = fmt.Sprintf("The global %s is scanned and holds %s.", globNames[mv.field], name(found))
		ev.Why = "Globals are roots. They are scanned once, because writes to them have the barrier too."
		return
	}
	ev.Func = "runtime.scanObject"
	ev.What = fmt.Sprintf("Field %s is read and holds %s.", cellName(int(mv.row), int(mv.field)), name(found))
	ev.Why = "The object is still grey: there are more fields to read, and the program may change them first."
	if s.color[mv.row] == black {
		ev.Why = fmt.Sprintf("It was the last field: %s is black, and will not be looked at again.", name(ref(mv.row+1)))
	}
	if e.greyed != 0 {
		ev.Why += fmt.Sprintf(" %s was white and became grey.", name(found))
	}
}

func (s *simulation) describeTurn(ev *sim.Event, mv move, e effect) {
	switch mv.kind {
	case stopSweepTerm:
		ev.Func, ev.What = "runtime.finishsweep_m", "The world stops, and sweeping of the last cycle is finished."
		ev.Why = "Every object is white and every mark of the last cycle is gone."
	case startMark:
		ev.Func, ev.What = "runtime.setGCPhase", "Barriers are on, and the world starts again: marking begins."
		ev.Why = "All Ps must see the barrier before the first object is scanned, so this needs a stopped world."
		if s.Stacks == Black {
			ev.What = fmt.Sprintf("All stacks are scanned, which shades %s; barriers are on, and the world starts again.", names(e.greyed))
		}
	case raggedBarrier:
		ev.Func, ev.What = "runtime.gcMarkDone", "No grey object is left, and every P flushes its buffers: nothing comes."
		ev.Why = "Work can be hidden in the buffers of a P, so each is asked in turn, without stopping the world."
		if e.again {
			ev.What = fmt.Sprintf("Every P flushes its buffers, and %s is found: marking goes on.", names(e.greyed))
		}
	case stopMarkTerm:
		ev.Func, ev.What = "runtime.gcMarkTermination", "The world stops: mark termination."
		ev.Why = "No grey object is left, and no P has noted one since."
		if e.again {
			ev.Func, ev.What = "runtime.gcMarkDone", fmt.Sprintf("The world stops, but a write came between: %s is grey, and marking goes on.", names(e.greyed))
		} else if s.Stacks == Grey {
			ev.Why = "Stacks are grey, so all of them are scanned again while nothing can run."
		}
	case endMark:
		ev.Func, ev.What = "runtime.gcSweep", "Barriers are off, and the world starts again: sweeping begins."
		ev.Why = "What is white now was not reached when marking began, unless the barrier let something slip."
	case sweepObject:
		s.describeSweep(ev, mv)
	case endSweep:
		ev.Func, ev.What = "runtime.gcStart", "All is swept. The next cycle begins when the heap has grown to its trigger."
		ev.Why = "Sweeping is done when a cycle begins, at the latest."
	}
}

func (s *simulation) describeSweep(ev *sim.Event, mv move) {
	ev.Func, ev.What = "runtime.sweepone", fmt.Sprintf("%s was marked and is kept, white for the next cycle.", name(ref(mv.row+1)))
	ev.Why = "The sweeper goes by the marks and does not look at who points where."
	if s.color[mv.row] == free {
		ev.What = fmt.Sprintf("%s is white: its memory is free.", name(ref(mv.row+1)))
	}
}

// describe reports the search for a schedule that loses an object.
func (f *Found) describe() sim.Event {
	ev := sim.Event{Actor: "search", Func: "runtime.gcStart", Why: "The search knows no other rules than this run: the same moves, in every order, from every heap of this size."}
	switch {
	case f.Lost:
		ev.What = fmt.Sprintf("%d states were searched. This run shows a shortest way to lose an object: %d moves.", f.States, f.Steps)
	case f.Cut:
		ev.What = fmt.Sprintf("The search was cut after %d states and lost no object, which proves nothing: such heaps are too many, so take fewer objects, fields or goroutines. This run is drawn.", f.States)
	default:
		ev.What = fmt.Sprintf("All %d states that can follow from %d heaps were searched, and no object can be lost; this run is drawn.", f.States, f.Heaps)
	}
	return ev
}
