package graphq

import "sourcedive/indexer/index"

// Lanes are the stacks of a thread that a step may run on, from left to right in a
// drawing. The position of each is that of its bit in [index.Stacks].
var Lanes = [...]string{"user stack", "g0", "gsignal"}

// StartLane is the first lane of a set of stacks, and the user stack of none.
func StartLane(on index.Stacks) string {
	for i, name := range Lanes {
		if on&(1<<i) != 0 {
			return name
		}
	}
	return Lanes[0]
}

// lane is the lane of a step that follows one in the lane from: the same, unless the call
// switches stacks or the function cannot run there.
func (g *Graph) lane(from string, p Peer) string {
	switch {
	case p.OnSystemStack || p.Kind == index.EdgeSwitch:
		return StartLane(index.SystemStack)
	case p.Kind == index.EdgeGo:
		return StartLane(index.UserStack)
	}
	on := g.index.Stacks(p.Sym)
	for i, name := range Lanes {
		if name == from && on&(1<<i) != 0 {
			return from
		}
	}
	if on == 0 {
		return from
	}
	return StartLane(on)
}
