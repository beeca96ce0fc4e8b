package history

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed history.bin
var recorded []byte

// Recorded is the history that the program carries.
var Recorded = sync.OnceValues(func() (*History, error) {
	d, err := Decode(recorded)
	if err != nil {
		return nil, fmt.Errorf("%w\n    hint: sourcedive history record writes the file anew", err)
	}
	return New(d), nil
})

// History answers questions about Data. It may be used by several goroutines.
type History struct {
	*Data
	byName map[string][]Sym // every name that a symbol ever had
}

// New indexes data that are valid.
func New(d *Data) *History {
	h := &History{Data: d, byName: map[string][]Sym{}}
	for i := range d.Symbols {
		for _, s := range d.Symbols[i].Steps {
			if s.What.named() && !slices.Contains(h.byName[s.Name], Sym(i)) {
				h.byName[s.Name] = append(h.byName[s.Name], Sym(i))
			}
		}
	}
	return h
}

// Point is a version of which the data hold the state: a patch of a minor.
type Point struct {
	Minor int // index of Minors
	At    At
}

// Newest is the newest version of the data.
func (d *Data) Newest() Point { return Point{len(d.Minors) - 1, AtPatch} }

// Version is the name of a point.
func (d *Data) Version(p Point) string {
	if p.At == AtFirst {
		return d.Minors[p.Minor].First
	}
	return d.Minors[p.Minor].Newest
}

// Point finds the point of a version. A minor stands for its newest patch; of patches
// between the first and the newest, the first stands for those that are nearer to it
// in number. Versions outside of the data are refused.
func (d *Data) Point(v string) (Point, error) {
	n, err := minorOf(v)
	if err != nil {
		return Point{}, err
	}
	i := slices.IndexFunc(d.Minors, func(m Minor) bool { return m.Number == n })
	if i < 0 {
		var names []string
		for _, m := range d.Minors {
			names = append(names, Lang(m.Newest))
		}
		knows := "is made of " + strings.Join(names, ", ")
		if d.Minors[0].Number < ofModule {
			knows = "knows the minors from " + names[0] + " to " + names[len(names)-1]
		}
		return Point{}, fmt.Errorf("the history has no %s\n    hint: it %s", v, knows)
	}
	if v != Lang(v) && compare(v, d.Minors[i].First) <= 0 {
		return Point{i, AtFirst}, nil
	}
	return Point{i, AtPatch}, nil
}

// State is what a symbol was at a point.
type State struct {
	Name  string
	File  string
	Line  int // at the step that made the state
	Lines int
	Hash  uint32
}

// before reports whether the state at p has the step in it.
func (s *Step) before(p Point) bool {
	return s.Minor < p.Minor || s.Minor == p.Minor && s.At <= p.At
}

// chain lists the steps that lead to the state at p. Where the first patch of a minor
// lacks a change that the minor before had got by a patch, the change is left out.
func (d *Data) chain(sym Sym, p Point) []Step {
	steps := d.Symbols[sym].Steps
	if p.At == AtFirst && slices.ContainsFunc(steps, func(s Step) bool { return s.Minor == p.Minor && s.What.Is(Again) }) {
		p = Point{p.Minor - 1, AtFirst}
	}
	n := 0
	for n < len(steps) && steps[n].before(p) {
		n++
	}
	return steps[:n]
}

// State is the state of a symbol at a point; none and false where it is not there.
func (d *Data) State(sym Sym, p Point) (State, bool) {
	var st State
	there := false
	for _, s := range d.chain(sym, p) {
		switch {
		case s.What.Is(Again):
		case s.What.Is(Removed):
			st, there = State{}, false
		default:
			there = true
			st = State{s.Name, s.File, s.Line, s.Lines, s.Hash}
		}
	}
	return st, there
}

// Last is the last state of a symbol, and whether it is there in the newest version.
func (d *Data) Last(sym Sym) (State, bool) {
	st, there := d.State(sym, d.Newest())
	if there {
		return st, true
	}
	for _, s := range d.Symbols[sym].Steps {
		if !s.What.Is(Removed) {
			st = State{s.Name, s.File, s.Line, s.Lines, s.Hash}
		}
	}
	return st, false
}

// Named is a name that a symbol had, with the first and the last version that has it.
type Named struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Until string `json:"until"`
}

// Names lists the names of a symbol, oldest first.
func (d *Data) Names(sym Sym) (list []Named) {
	open := false
	for _, s := range d.Symbols[sym].Steps {
		before := d.justBefore(s)
		switch {
		case s.What.Is(Again):
			continue
		case open && s.What.Any(Removed|Renamed):
			list[len(list)-1].Until = before
			open = false
		}
		if s.What.named() {
			list = append(list, Named{s.Name, d.Version(Point{s.Minor, s.At}), ""})
			open = true
		}
	}
	if open {
		list[len(list)-1].Until = d.Version(d.Newest())
	}
	return list
}

// justBefore is the version before a step.
func (d *Data) justBefore(s Step) string {
	switch {
	case s.At == AtPatch:
		return d.Minors[s.Minor].First
	case s.Minor > 0:
		return d.Minors[s.Minor-1].Newest
	}
	return ""
}

// OldNames lists the names that the symbol of a name had before, oldest first.
func (h *History) OldNames(name string) (list []Named) {
	for _, sym := range h.byName[clean(name)] {
		if st, _ := h.Last(sym); st.Name != clean(name) {
			continue
		}
		for _, n := range h.Names(sym) {
			if n.Name != clean(name) && !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// At finds the symbol that has exactly this name at a point, as a linker's name with or
// without the marks of generic names. Of two it is the one with a body for linux/amd64.
func (h *History) At(name string, p Point) (Sym, bool) {
	found := NoSym
	for _, sym := range h.byName[clean(name)] {
		if st, ok := h.State(sym, p); !ok || st.Name != clean(name) {
			continue
		}
		if !h.Symbols[sym].Away {
			return sym, true
		}
		found = sym
	}
	return found, found != NoSym
}

// Successor is the name at one point of what has a name at another, in either
// direction of time; false where it has none.
func (h *History) Successor(name string, from, to Point) (string, bool) {
	sym, ok := h.At(name, from)
	if !ok {
		return "", false
	}
	st, ok := h.State(sym, to)
	return st.Name, ok
}

// clean takes the marks of generic names off: they are no part of a symbol's history.
func clean(name string) string { return strings.ReplaceAll(name, "[...]", "") }
