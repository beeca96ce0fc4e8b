package index

import "strings"

// Stacks is the set of stacks that a function can run on.
type Stacks uint8

// The stacks of a Go thread.
const (
	UserStack   Stacks = 1 << iota // the goroutine's own, which grows
	SystemStack                    // g0: the thread's, for the scheduler and the collector
	SignalStack                    // gsignal: for signal handlers
)

var stackNames = [...]string{"user", "g0", "gsignal"}

func (s Stacks) String() string {
	var names []string
	for i, name := range stackNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "unknown"
	}
	return strings.Join(names, ", ")
}

// Assembly that runs what it calls on another stack than its own caller's.
var (
	toSystem = map[ID]bool{
		"runtime.rt0_go": true, "runtime.mstart": true, "runtime.morestack": true, "runtime.morestackc": true,
		"runtime.mcall": true, "runtime.systemstack": true, "runtime.asmcgocall": true,
	}
	toSignal = map[ID]bool{"runtime.sigtramp": true, "runtime.cgoSigtramp": true, "runtime.sigtrampgo": true}
)

// Functions that are entered without a call: by a return, or by a signal handler
// that rewrites the state of the thread it interrupted.
var entersUser = map[ID]bool{
	"runtime.morestack": true, "runtime.morestack_noctxt": true, // by prologues, which S7 passes over
	"runtime.goexit": true, "runtime.asyncPreempt": true, "runtime.sigpanic": true, "runtime.sigpanic0": true, "runtime.main": true,
}

// freezeStacks derives the stacks of every function. The rules:
//
//	S1  the callee of a switch edge runs on g0
//	S2  a function with the systemstack directive runs on g0
//	S3  what a go statement starts runs on a user stack
//	S4  functions that user code may call run on a user stack; so do those that nobody calls but the end of a
//	    goroutine, a preemption or a fault
//	S5  what the assembly that starts a thread or grows a stack calls runs on g0,
//	    what the signal trampoline calls on gsignal
//	S6  a function called by compiled code of its own accord runs on a user stack
//	S7  a callee runs on the stacks of its callers; a switch, a go statement and a
//	    value taken do not hand them on, nor do the checks and prologues that the
//	    compiler inserts: on a system stack these end the program. A call through a
//	    value does not hand on gsignal, because what else the value may be is not
//	    what a handler calls
//	S8  a function that hands something to mcall runs on a user stack only
//
// A function that none of them reaches is unknown.
func freezeStacks(x *Index) {
	x.stacks = make([]Stacks, len(x.Symbols))
	var queue []Sym
	add := func(s Sym, on Stacks) {
		if only := fixedStack(x, s); only != 0 {
			on = only
		}
		if on&^x.stacks[s] != 0 {
			x.stacks[s] |= on
			queue = append(queue, s)
		}
	}
	for i := range x.Symbols {
		if x.Symbols[i].Kind.Callable() {
			add(Sym(i), startsOn(x, Sym(i)))
		}
	}
	for len(queue) > 0 {
		s := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, e := range x.Callees(s) {
			if !e.Dead {
				add(e.To, handsOn(x, s, e))
			}
		}
	}
}

// fixedStack is S2 and S8: such a function runs nowhere else.
func fixedStack(x *Index, s Sym) Stacks {
	for _, e := range x.Callees(s) {
		if e.Kind == EdgeCall && x.Symbols[e.To].ID == "runtime.mcall" {
			return UserStack
		}
	}
	for _, d := range x.Symbols[s].Directives {
		if d.Name == "systemstack" {
			return SystemStack
		}
	}
	return 0
}

// startsOn is S1 to S4 and S6: what is known of a function by itself.
func startsOn(x *Index, sym Sym) (on Stacks) {
	s := &x.Symbols[sym]
	for _, e := range x.Callers(sym) {
		switch e.Kind {
		case EdgeSwitch:
			on |= SystemStack
		case EdgeGo:
			on |= UserStack
		}
	}
	if entersUser[s.ID] || s.Builtin || s.Decl.OK() && exported(s) && !inner(x.Packages[s.Pkg].Path) {
		on |= UserStack
	}
	switch {
	case s.ID == "runtime.rt0_go" || s.ID == "runtime.mstart":
		on |= SystemStack
	case toSignal[s.ID]:
		on |= SignalStack
	}
	return on
}

// inner reports whether user code cannot import a package.
func inner(path string) bool {
	return strings.HasPrefix(path, "internal/") || strings.HasPrefix(path, "runtime/internal/")
}

// handsOn is S5 and S7.
func handsOn(x *Index, from Sym, e Edge) Stacks {
	id := x.Symbols[from].ID
	switch {
	case e.Kind == EdgeSwitch || e.Kind == EdgeGo || e.Kind == EdgeRef:
		return 0
	case e.Construct == Prologue || e.Construct == Check || e.Construct == PanicCall:
		return 0
	case toSignal[id]:
		return SignalStack
	case toSystem[id]:
		return SystemStack
	case e.Kind == EdgeDynamic:
		return x.stacks[from] &^ SignalStack
	}
	return x.stacks[from]
}

// Stacks says on which stacks a function can run, as far as the rules show.
func (x *Index) Stacks(s Sym) Stacks { return x.stacks[s] }
