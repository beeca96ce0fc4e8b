package history

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Place finds where a symbol of some tree is in the history.
type Place struct {
	Sym   Sym    // NoSym for a symbol that no version of the data has
	Known bool   // the code is that of a version of the data
	Point Point  // of Known: the first version with this code
	OldTo string // of a symbol that the data know under another name: that name
	Rule  Rule   // of OldTo
}

// Splice is a tree that the data do not hold, a commit or a patch between others, in
// its place in the history.
type Splice struct {
	Version string
	Base    Point            // the newest version of the data that is not newer than the tree, by its number
	Places  map[string]Place // by name, functions without a body for linux/amd64 left out
	Gone    []Sym            // what Base has and the tree has not, nor under another name
}

// Splice finds the place of each symbol of a tree: by name, and what has a new name by
// its code (R1, R2). Hashes alone are compared, so that a symbol whose name and code
// both changed counts as gone and another one as new.
func (h *History) Splice(t Tree) (*Splice, error) {
	s, _, err := read(t, h.Options, newReader())
	if err != nil {
		return nil, err
	}
	out := &Splice{Version: t.Version, Base: h.base(t.Version), Places: map[string]Place{}}
	taken := map[Sym]bool{}
	var fresh []*entity
	for _, k := range sorted(s.entities) {
		e := s.entities[k]
		if e.away {
			continue
		}
		sym := h.at(e.name, k.kind, out.Base)
		if sym == NoSym {
			fresh = append(fresh, e)
			continue
		}
		taken[sym] = true
		out.Places[e.name] = h.placeOf(sym, short(e.code()))
	}
	gone := h.missing(taken, out.Base)
	for _, e := range fresh {
		out.Places[e.name] = h.renamed(e, gone, taken, out.Base)
	}
	for _, sym := range gone {
		if !taken[sym] {
			out.Gone = append(out.Gone, sym)
		}
	}
	return out, nil
}

// In is what happened to a symbol between the base and the tree; ok is false where nothing
// did, where neither has it, and where it is not for linux/amd64. name is that of the tree.
func (s *Splice) In(h *History, sym Sym) (name string, e Event, ok bool) {
	was, there := h.State(sym, s.Base)
	since, e := h.Since(sym), Event{Version: s.Version, Exact: true}
	for _, n := range slices.Sorted(maps.Keys(s.Places)) {
		p := s.Places[n]
		if p.Sym != sym {
			continue
		}
		switch same, _ := h.State(sym, p.Point); {
		case p.OldTo != "":
			e.Kind, e.From, e.To, e.Rule, e.Similarity = "renamed", p.OldTo, n, int(p.Rule), 100
		case !there && since.Minor <= s.Base.Minor:
			e.Kind = "back"
		case !there:
			e.Kind = "appeared"
		case !p.Known || same.Hash != was.Hash:
			e.Kind = "changed"
		default:
			return n, e, false
		}
		return n, e, true
	}
	e.Kind = "removed"
	return "", e, there && !h.Symbols[sym].Away
}

// base is the newest point that is not newer than a version.
func (h *History) base(v string) Point {
	if p, err := h.Point(v); err == nil {
		return p
	}
	n, _ := minorOf(v)
	p := Point{0, AtFirst}
	for i, m := range h.Minors {
		if m.Number < n {
			p = Point{i, AtPatch}
		}
	}
	return p
}

// at is the symbol that has a name at a point, else the last one that had it before.
func (h *History) at(name string, kind Kind, p Point) Sym {
	found := NoSym
	for _, sym := range h.byName[name] {
		k := h.Symbols[sym].Kind
		if k == Var {
			k = Const
		}
		if k != kind || h.Symbols[sym].Away {
			continue
		}
		st, ok := h.State(sym, p)
		switch {
		case ok && st.Name == name:
			return sym
		case !ok:
			found = sym // back, or not yet there
		}
	}
	return found
}

// placeOf compares a hash with all that a symbol ever had.
func (h *History) placeOf(sym Sym, hash uint32) Place {
	for _, s := range h.Symbols[sym].Steps {
		if !s.What.Any(Removed|Again) && s.Hash == hash {
			return Place{Sym: sym, Known: true, Point: Point{s.Minor, s.At}}
		}
	}
	return Place{Sym: sym}
}

// missing lists what is there at a point and was not taken.
func (h *History) missing(taken map[Sym]bool, p Point) (list []Sym) {
	for i := range h.Symbols {
		if _, ok := h.State(Sym(i), p); ok && !taken[Sym(i)] && !h.Symbols[i].Away {
			list = append(list, Sym(i))
		}
	}
	return list
}

// renamed looks for what had the code of a new function among what is missing: something
// of the same last name, or, if the code is long, of any.
func (h *History) renamed(e *entity, gone []Sym, taken map[Sym]bool, p Point) Place {
	var fits []Sym
	for _, sym := range gone {
		st, _ := h.State(sym, p)
		if taken[sym] || h.Symbols[sym].Kind != e.kind || e.kind != Func {
			continue
		}
		same := baseOf(st.Name) == e.base
		if (same || e.tokens >= enough) && short(e.code()) == st.Hash {
			fits = append(fits, sym)
		}
	}
	if len(fits) != 1 {
		return Place{Sym: NoSym}
	}
	st, _ := h.State(fits[0], p)
	taken[fits[0]] = true
	rule := R2
	if baseOf(st.Name) == e.base {
		rule = R1
	}
	pl := h.placeOf(fits[0], st.Hash)
	pl.OldTo, pl.Rule = st.Name, rule
	return pl
}

// baseOf is the last part of a name.
func baseOf(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
