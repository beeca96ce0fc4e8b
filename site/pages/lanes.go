package pages

import (
	"sourcedive/indexer/index"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
	"sourcedive/site/urls"
)

// cross says in words that a step runs in another lane than the one before it.
func cross(step *Step, from string) {
	if step.Lane == from {
		return
	}
	step.Enters = "switches to " + theLane(step.Lane)
	if !step.Leaves && step.Kind != index.EdgeGo.String() {
		step.Back = "back on " + theLane(from)
	}
}

func theLane(name string) string {
	if name == graphq.LaneNames[0] {
		return "the " + name
	}
	return name
}

// branch is a step as the map draws it.
func branch(s Step, next []Step) figure.Branch {
	b := figure.Branch{Name: s.Link.Text, Href: "#" + s.ID, Kind: s.Kind, Lane: s.Lane, Note: s.Note, Leaves: s.Leaves}
	b.Next = branches(next)
	if s.Resumes {
		b.Next = append(b.Next, figure.Branch{Name: "the goroutine", Kind: index.EdgeAsm.String(), Lane: graphq.LaneNames[0], Leaves: true})
	}
	return b
}

// branches draws steps; those that one function literal takes on another stack hang
// from a box of its own, because the stack is switched once for all of them.
func branches(steps []Step) (list []figure.Branch) {
	for i, s := range steps {
		b := branch(s, s.Steps)
		if s.Literal == "" {
			list = append(list, b)
			continue
		}
		b.Kind = index.EdgeCall.String()
		if i == 0 || steps[i-1].Literal != s.Literal {
			list = append(list, figure.Branch{Name: s.Literal, Href: "#" + s.ID, Kind: index.EdgeSwitch.String(), Lane: s.Lane})
		}
		outer := &list[len(list)-1]
		outer.Next = append(outer.Next, b)
		outer.Leaves = b.Leaves
	}
	return list
}

// What a call of these means for the one who calls.
var waysToEnd = []struct {
	words string
	note  string
	ids   []index.ID
}{
	{"may block in", "blocks", []index.ID{
		"runtime.gopark", "runtime.goparkunlock", "runtime.mPark", "runtime.notesleep", "runtime.notetsleep", "runtime.notetsleepg",
		"runtime.futexsleep", "runtime.semasleep", "runtime.semacquire", "runtime.netpoll", "runtime.usleep", "runtime.osyield",
	}},
	{"never comes back from", "leaves", []index.ID{"runtime.gogo", "runtime.schedule", "runtime.goexit0", "runtime.mexit"}},
	{"can end the program in", "throws", []index.ID{"runtime.throw", "runtime.fatal", "runtime.fatalthrow", "runtime.abort"}},
}

// resumes is the function that jumps into a goroutine, wherever that had stopped.
const resumes index.ID = "runtime.gogo"

// neverReturns are the functions that leave for good by themselves.
var neverReturns = map[index.ID]bool{resumes: true, "runtime.throw": true, "runtime.goexit0": true}

// ending is a way in which a function may stop being on its way.
type ending struct {
	urls.Link
	note   string
	leaves bool
}

// endings say where a function itself may block, leave for good, or end the program.
func endings(p *Inputs, path string, sym index.Sym) (found []ending) {
	called := map[index.ID]index.Edge{}
	for _, e := range p.graph.Edges(sym, false) {
		id := p.Index.Symbols[e.To].ID
		if _, ok := called[id]; !ok && !e.Dead && e.Kind != index.EdgeRef {
			called[id] = e
		}
	}
	for _, way := range waysToEnd {
		for _, id := range way.ids {
			if e, ok := called[id]; ok {
				found = append(found, ending{urls.Link{
					Text: way.words + " " + id.Local(),
					Href: p.SiteHref(path, index.Range{File: e.File, Off: e.At}),
				}, way.note, way.note == "leaves"})
				break
			}
		}
	}
	return found
}
