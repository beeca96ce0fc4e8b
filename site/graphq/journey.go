package graphq

import (
	"cmp"
	"slices"

	"sourcedive/indexer/index"
)

// A Step is one function of a journey, in order of the source.
type Step struct {
	Peer               // as the step before it calls it; of the root, the symbol alone
	Lane     string    // the stack it runs on in this journey, one of [Lanes]
	Switches bool      // to its lane from that of the step before
	Returns  bool      // to that lane again afterwards
	Leaves   bool      // never returns to the step before
	Resumes  bool      // continues in a goroutine, on its stack
	Literal  index.Sym // the function literal that calls it on another stack, or NoSym
	Endings  []Ending
	Next     []Step
}

// Bounds of a journey: how far it goes and how many steps it has.
const (
	mapDepth    = 2   // where the steps are not named
	namedDepth  = 5   // where they are
	mapSteps    = 40  // in all
	directSteps = 12  // of the root
	innerSteps  = 5   // of each of these, fewer where these are many
	wellKnown   = 40  // callers above which a function is everyone's helper, not a step
	accessor    = 240 // bytes of a body below which a function that calls nothing is no step
)

// A Journey is a walk along the callees of a function.
type Journey struct {
	Root Step
	Cut  int // calls left out
}

// Journey walks from a function to those that it calls and that they call, each once. keep
// names the steps; if it is empty, steps are the weightiest functions of the same package
// that are neither accessors nor everyone's helper. Functions that readable refuses are
// passed over.
func (g *Graph) Journey(root index.Sym, keep map[index.Sym]bool, readable func(index.Sym) bool) Journey {
	w := walk{g, keep, readable, map[index.Sym]bool{root: true}}
	j := Journey{Root: g.step(Peer{Sym: root}, StartLane(g.index.Stacks(root)))}
	j.Root.Next, j.Cut = w.steps(j.Root, 1, directSteps)
	return j
}

type walk struct {
	*Graph
	keep     map[index.Sym]bool
	readable func(index.Sym) bool
	taken    map[index.Sym]bool
}

// steps lists what a step calls next.
func (w walk) steps(from Step, depth, limit int) (steps []Step, cut int) {
	peers, cut := w.choose(from.Sym, limit)
	for _, p := range peers {
		s := w.step(p, w.lane(from.Lane, p))
		if s.Lane != from.Lane {
			s.Switches, s.Returns = true, !s.Leaves && s.Drawn() != index.EdgeGo
			if p.OnSystemStack {
				s.Literal = p.Inside
			}
			if last := len(steps) - 1; s.Literal != index.NoSym && last >= 0 && steps[last].Literal == s.Literal {
				steps[last].Returns, s.Switches = false, false // one switch for both
			}
		}
		if depth < mapDepth || len(w.keep) > 0 && depth < namedDepth {
			var inner int
			s.Next, inner = w.steps(s, depth+1, min(innerSteps, (mapSteps-1)/len(peers)-1))
			cut += inner
		}
		steps = append(steps, s)
	}
	return steps, cut
}

// choose takes the callees of a function that are the next steps, at most limit of them
// where the steps are not named.
func (w walk) choose(from index.Sym, limit int) (peers []Peer, cut int) {
	for _, p := range w.Peers(from, Callees) {
		switch {
		case w.taken[p.Sym] || p.Dead || !w.readable(p.Sym) || p.Kind == index.EdgeRef || p.Construct == index.Prologue:
		case !w.isStep(from, p.Sym):
			cut++
		default:
			w.taken[p.Sym] = true
			peers = append(peers, p)
		}
	}
	if over := len(peers) - limit; over > 0 && len(w.keep) == 0 {
		return w.weightiest(peers, limit), cut + over
	}
	return peers, cut
}

func (w walk) isStep(from, to index.Sym) bool {
	if len(w.keep) > 0 {
		return w.keep[to]
	}
	return w.fanIn()[to] <= wellKnown && w.index.Symbols[to].Pkg == w.index.Symbols[from].Pkg && !w.isAccessor(to)
}

// isAccessor reports whether a function is a short one that calls nothing.
func (g *Graph) isAccessor(sym index.Sym) bool {
	s := &g.index.Symbols[sym]
	return !s.Asm.OK() && len(g.index.Callees(sym)) == 0 && g.BodyLen(sym) < accessor
}

// weightiest keeps the n peers with the most code for each caller, in their order.
func (g *Graph) weightiest(peers []Peer, n int) []Peer {
	weight := func(p Peer) int32 { return g.BodyLen(p.Sym) / max(g.fanIn()[p.Sym], 1) }
	ranked := slices.Clone(peers)
	slices.SortStableFunc(ranked, func(a, b Peer) int { return cmp.Compare(weight(b), weight(a)) })
	least := weight(ranked[n-1])
	kept := slices.DeleteFunc(slices.Clone(peers), func(p Peer) bool { return weight(p) < least })
	return kept[:n]
}

func (g *Graph) step(p Peer, lane string) Step {
	id := g.index.Symbols[p.Sym].ID
	s := Step{Peer: p, Lane: lane, Literal: index.NoSym, Leaves: neverReturns[id], Resumes: id == resumes, Endings: g.Endings(p.Sym)}
	for _, e := range s.Endings {
		s.Leaves = s.Leaves || e.End == Leaves
	}
	return s
}
