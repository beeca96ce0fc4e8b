package pages

import (
	"sourcedive/indexer/index"
	"sourcedive/site/figure"
	"sourcedive/site/graphq"
)

// endWords are the words for the ways in which a call may not return: as a fact, before
// the name of the function called, and as a note in the drawing.
var endWords = [...]struct{ fact, note string }{
	graphq.Blocks: {"may block in", "blocks"},
	graphq.Leaves: {"never comes back from", "leaves"},
	graphq.Throws: {"can end the program in", "throws"},
}

func laneName(lane string) string {
	if lane == graphq.Lanes[0] {
		return "the " + lane
	}
	return lane
}

// branch is a step as the map draws it.
func branch(s Step, next []Step) figure.Branch {
	b := figure.Branch{Name: s.Link.Text, Href: "#" + s.ID, Kind: s.Kind, Lane: s.Lane, Note: s.Note, Leaves: s.Leaves}
	b.Next = branches(next)
	if s.Resumes {
		b.Next = append(b.Next, figure.Branch{Name: "the goroutine", Kind: index.EdgeAsm.String(), Lane: graphq.Lanes[0], Leaves: true})
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
