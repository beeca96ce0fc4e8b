package site

import (
	"sourcedive/indexer"
	"sourcedive/site/graphview"
	"sourcedive/site/page"
)

// laneNames are the lanes of a journey, from left to right: the stacks of a thread.
var laneNames = [...]string{"user stack", "g0", "gsignal"}

// startLane is the lane that a journey starts in.
func startLane(on indexer.Stacks) string {
	for i, name := range laneNames {
		if on&(1<<i) != 0 {
			return name
		}
	}
	return laneNames[0]
}

// lane is the stack that a step runs on when the one that leads to it runs on from:
// the same, unless the call switches or the function cannot run there.
func (p *Plan) lane(from string, e end) string {
	on := p.x.Stacks(e.sym)
	switch {
	case e.system || e.kind == indexer.EdgeSwitch:
		return startLane(indexer.SystemStack)
	case e.kind == indexer.EdgeGo:
		return startLane(indexer.UserStack)
	}
	for i, name := range laneNames {
		if name == from && on&(1<<i) != 0 {
			return from
		}
	}
	if on == 0 {
		return from
	}
	return startLane(on)
}

// cross says in words that a step runs in another lane than the one before it.
func cross(step *page.Step, from string) {
	if step.Lane == from {
		return
	}
	step.Enters = "switches to " + theLane(step.Lane)
	if !step.Leaves && step.Kind != indexer.EdgeGo.String() {
		step.Back = "back on " + theLane(from)
	}
}

func theLane(name string) string {
	if name == laneNames[0] {
		return "the " + name
	}
	return name
}

// branch is a step as the map draws it.
func branch(s page.Step, next []page.Step) graphview.Branch {
	b := graphview.Branch{Name: s.Link.Text, Href: "#" + s.ID, Kind: s.Kind, Lane: s.Lane, Note: s.Note, Leaves: s.Leaves}
	b.Next = branches(next)
	if s.Resumes {
		b.Next = append(b.Next, graphview.Branch{Name: "the goroutine", Kind: indexer.EdgeAsm.String(), Lane: laneNames[0], Leaves: true})
	}
	return b
}

// branches draws steps; those that one function literal takes on another stack hang
// from a box of its own, because the stack is switched once for all of them.
func branches(steps []page.Step) (list []graphview.Branch) {
	for i, s := range steps {
		b := branch(s, s.Steps)
		if s.Literal == "" {
			list = append(list, b)
			continue
		}
		b.Kind = indexer.EdgeCall.String()
		if i == 0 || steps[i-1].Literal != s.Literal {
			list = append(list, graphview.Branch{Name: s.Literal, Href: "#" + s.ID, Kind: indexer.EdgeSwitch.String(), Lane: s.Lane})
		}
		outer := &list[len(list)-1]
		outer.Next = append(outer.Next, b)
		outer.Leaves = b.Leaves
	}
	return list
}

// What a call of these means for the one who calls.
var endings = []struct {
	words string
	note  string
	ids   []indexer.ID
}{
	{"may block in", "blocks", []indexer.ID{
		"runtime.gopark", "runtime.goparkunlock", "runtime.mPark", "runtime.notesleep", "runtime.notetsleep", "runtime.notetsleepg",
		"runtime.futexsleep", "runtime.semasleep", "runtime.semacquire", "runtime.netpoll", "runtime.usleep", "runtime.osyield",
	}},
	{"never comes back from", "leaves", []indexer.ID{"runtime.gogo", "runtime.schedule", "runtime.goexit0", "runtime.mexit"}},
	{"can end the program in", "throws", []indexer.ID{"runtime.throw", "runtime.fatal", "runtime.fatalthrow", "runtime.abort"}},
}

// resumes is the function that jumps into a goroutine, wherever that had stopped.
const resumes indexer.ID = "runtime.gogo"

// neverReturns are the functions that leave for good by themselves.
var neverReturns = map[indexer.ID]bool{resumes: true, "runtime.throw": true, "runtime.goexit0": true}

// ending is a way in which a function may stop being on its way.
type ending struct {
	page.Link
	note   string
	leaves bool
}

// endings say where a function itself may block, leave for good, or end the program.
func (p *Plan) endings(path string, sym indexer.Sym) (found []ending) {
	called := map[indexer.ID]indexer.Edge{}
	for _, e := range p.edgesOf(sym, false) {
		id := p.x.Symbols[e.To].ID
		if _, ok := called[id]; !ok && !e.Dead && e.Kind != indexer.EdgeRef {
			called[id] = e
		}
	}
	for _, way := range endings {
		for _, id := range way.ids {
			if e, ok := called[id]; ok {
				found = append(found, ending{page.Link{
					Text: way.words + " " + id.Local(),
					Href: p.siteHref(path, indexer.Place{File: e.File, Off: e.At}),
				}, way.note, way.note == "leaves"})
				break
			}
		}
	}
	return found
}
