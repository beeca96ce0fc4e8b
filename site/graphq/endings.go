package graphq

import "sourcedive/indexer/index"

// An End is a way in which a call may not simply return.
type End int

const (
	Blocks End = iota // it may wait
	Leaves            // it does not come back
	Throws            // it can end the program
)

// ends are the functions that a call of ends in a way, those that say most first.
var ends = [...][]index.ID{
	Blocks: {
		"runtime.gopark", "runtime.goparkunlock", "runtime.mPark", "runtime.notesleep", "runtime.notetsleep", "runtime.notetsleepg",
		"runtime.futexsleep", "runtime.semasleep", "runtime.semacquire", "runtime.netpoll", "runtime.usleep", "runtime.osyield",
	},
	Leaves: {"runtime.gogo", "runtime.schedule", "runtime.goexit0", "runtime.mexit"},
	Throws: {"runtime.throw", "runtime.fatal", "runtime.fatalthrow", "runtime.abort"},
}

// resumes is the function that jumps into a goroutine, wherever that had stopped.
const resumes index.ID = "runtime.gogo"

// neverReturns are the functions that leave for good by themselves.
var neverReturns = map[index.ID]bool{resumes: true, "runtime.throw": true, "runtime.goexit0": true}

// An Ending is a call after which a function may not continue.
type Ending struct {
	End  End
	Sym  index.Sym   // the function called
	Site index.Range // without end
}

// Endings lists the first call of a function in each [End], in their order.
func (g *Graph) Endings(sym index.Sym) (found []Ending) {
	called := map[index.ID]index.Edge{}
	for _, e := range g.Edges(sym, Callees) {
		id := g.index.Symbols[e.To].ID
		if _, ok := called[id]; !ok && !e.Dead && e.Kind != index.EdgeRef {
			called[id] = e
		}
	}
	for end, ids := range ends {
		for _, id := range ids {
			if e, ok := called[id]; ok {
				found = append(found, Ending{End(end), e.To, index.Range{File: e.File, Off: e.At}})
				break
			}
		}
	}
	return found
}
