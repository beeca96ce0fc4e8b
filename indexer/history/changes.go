package history

import (
	"cmp"
	"slices"
	"strings"
)

// Difference is what two versions have different. Symbols are named as in To, those
// that are gone as in From; lists are sorted by name and never nil.
type Difference struct {
	From      string     `json:"from"`
	To        string     `json:"to"`
	Changed   []Change   `json:"changed"` // other code under the same name
	Appeared  []Change   `json:"appeared"`
	Removed   []Change   `json:"removed"`
	Renamed   []Renaming `json:"renamed"` // within a package or to another one
	Moved     []Renaming `json:"moved"`   // to another file
	Extracted []Renaming `json:"extracted"`
	Doc       []Change   `json:"doc"`       // comments alone
	Elsewhere []Change   `json:"elsewhere"` // the body for another platform alone
	Calls     []Call     `json:"calls"`     // between functions that both versions have
}

// Change is one symbol of a Difference.
type Change struct {
	Symbol  string `json:"symbol"`
	Kind    string `json:"kind"`
	Added   int    `json:"added,omitempty"`   // lines of a function
	Removed int    `json:"removed,omitempty"` // lines of a function
	Away    bool   `json:"away,omitempty"`    // it has no body for linux/amd64
	File    string `json:"file"`
}

// Renaming joins two names, or two files of one symbol.
type Renaming struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Kind       string `json:"kind"`
	Rule       int    `json:"rule,omitempty"`
	Similarity int    `json:"similarity,omitempty"`
	Added      int    `json:"added,omitempty"`
	Removed    int    `json:"removed,omitempty"`
	Away       bool   `json:"away,omitempty"`
	Symbol     string `json:"symbol,omitempty"` // of Moved: whose files they are
}

// Call is a call that one version writes and the other does not.
type Call struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Gained bool   `json:"gained"` // false for one that was lost
}

// Difference compares two points. Keep chooses symbols by their state in the newer
// version, or the older for those that are gone; nil keeps all.
func (h *History) Difference(from, to Point, keep func(State) bool) *Difference {
	d := &Difference{
		From: h.Version(from), To: h.Version(to), Changed: []Change{}, Appeared: []Change{}, Removed: []Change{},
		Renamed: []Renaming{}, Moved: []Renaming{}, Extracted: []Renaming{}, Doc: []Change{}, Elsewhere: []Change{}, Calls: []Call{},
	}
	for i := range h.Symbols {
		sym := Sym(i)
		if len(h.chain(sym, from)) == len(h.chain(sym, to)) {
			continue // the same steps
		}
		was, old := h.State(sym, from)
		now, there := h.State(sym, to)
		if h.Symbols[i].Away && (old && !there && h.home(was.Name, to) || !old && there && h.home(now.Name, from)) {
			continue // it has a body for linux/amd64 in the other version
		}
		switch {
		case !old && !there, there && keep != nil && !keep(now), !there && keep != nil && !keep(was):
		case !old:
			d.appeared(h, sym, to, now)
		case !there:
			d.Removed = append(d.Removed, Change{Symbol: was.Name, Kind: h.kind(sym), Removed: was.Lines, Away: h.Symbols[sym].Away, File: was.File})
		default:
			d.both(h, sym, from, to, was, now)
		}
	}
	d.sort()
	return d
}

// home reports whether a function of this name has a body for linux/amd64 at a point.
func (h *History) home(name string, p Point) bool {
	return slices.ContainsFunc(h.byName[name], func(sym Sym) bool {
		st, ok := h.State(sym, p)
		return ok && st.Name == name && h.Symbols[sym].Kind == Func && !h.Symbols[sym].Away
	})
}

func (h *History) kind(sym Sym) string { return h.Symbols[sym].Kind.String() }

func (d *Difference) appeared(h *History, sym Sym, to Point, now State) {
	d.Appeared = append(d.Appeared, Change{Symbol: now.Name, Kind: h.kind(sym), Added: now.Lines, Away: h.Symbols[sym].Away, File: now.File})
	for _, s := range h.chain(sym, to) {
		if s.What.Is(Extracted) {
			source, _ := h.State(s.From, Point{s.Minor - 1, AtPatch})
			d.Extracted = append(d.Extracted, Renaming{From: source.Name, To: now.Name, Kind: h.kind(sym), Similarity: int(s.Similarity)})
		}
	}
}

// both compares two states of a symbol.
func (d *Difference) both(h *History, sym Sym, from, to Point, was, now State) {
	what, rename := h.between(sym, from, to)
	c := Change{Symbol: now.Name, Kind: h.kind(sym), Away: h.Symbols[sym].Away, File: now.File}
	if was.Hash != now.Hash {
		c.Added, c.Removed = h.Size(sym, from, to)
	}
	switch {
	case was.Name != now.Name:
		d.Renamed = append(d.Renamed, Renaming{
			From: was.Name, To: now.Name, Kind: c.Kind, Rule: int(rename.Rule), Similarity: int(rename.Similarity),
			Added: c.Added, Removed: c.Removed, Away: c.Away,
		})
	case was.Hash != now.Hash:
		d.Changed = append(d.Changed, c)
	case was.File == now.File && what.Any(Text|Doc):
		d.Doc = append(d.Doc, c)
	case was.File == now.File && what.Any(Elsewhere):
		d.Elsewhere = append(d.Elsewhere, c)
	}
	if was.File != now.File && was.Name == now.Name {
		d.Moved = append(d.Moved, Renaming{From: was.File, To: now.File, Kind: c.Kind, Symbol: now.Name})
	}
	d.calls(h, sym, from, to, now.Name)
}

// between joins the steps between two points, and gives the last renaming among them.
func (h *History) between(sym Sym, from, to Point) (what What, rename Step) {
	a, b := h.chain(sym, from), h.chain(sym, to)
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, s := range b[len(a):] {
		what |= s.What
		if s.What.Is(Renamed) {
			rename = s
		}
	}
	return what, rename
}

// calls adds up the calls that the steps gained and lost.
func (d *Difference) calls(h *History, sym Sym, from, to Point, name string) {
	a, b := h.chain(sym, from), h.chain(sym, to)
	sign := 1
	if len(a) > len(b) {
		a, b, sign = b, a, -1
	}
	net := map[Sym]int{}
	for _, s := range b[len(a):] {
		for _, t := range s.Gained {
			net[t] += sign
		}
		for _, t := range s.Lost {
			net[t] -= sign
		}
	}
	for t, n := range net {
		_, old := h.State(t, from)
		callee, there := h.State(t, to)
		if n != 0 && old && there {
			d.Calls = append(d.Calls, Call{name, callee.Name, n > 0})
		}
	}
}

func (d *Difference) sort() {
	for _, list := range [][]Change{d.Changed, d.Appeared, d.Removed, d.Doc, d.Elsewhere} {
		slices.SortFunc(list, func(a, b Change) int {
			return cmp.Or(strings.Compare(a.Symbol, b.Symbol), strings.Compare(a.Kind, b.Kind), strings.Compare(a.File, b.File))
		})
	}
	for _, list := range [][]Renaming{d.Renamed, d.Moved, d.Extracted} {
		slices.SortFunc(list, func(a, b Renaming) int {
			return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.From, b.From), strings.Compare(a.Symbol, b.Symbol), strings.Compare(a.Kind, b.Kind))
		})
	}
	slices.SortFunc(d.Calls, func(a, b Call) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
}

// Summary is what one minor brought.
type Summary struct {
	Minor       Minor
	*Difference          // against the newest patch of the minor before; nil for the first
	Patched     []Change // functions and others whose code the patches of the minor changed
}

// Release sums a minor up by its number, 26 for go1.26.
func (h *History) Release(number int) (Summary, error) {
	p, err := h.Point("go1." + itoa(number))
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Minor: h.Minors[p.Minor], Patched: h.Difference(Point{p.Minor, AtFirst}, p, nil).Changed}
	if p.Minor > 0 {
		s.Difference = h.Difference(Point{p.Minor - 1, AtPatch}, p, nil)
	}
	return s, nil
}
