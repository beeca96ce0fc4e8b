package history

// Known reports whether some version has a symbol of the name.
func (h *History) Known(name string) bool {
	_, ok := h.meant(name)
	return ok
}

// Here is the name that a symbol has at a point, by a name that it has or had; "" where it
// is not there.
func (h *History) Here(name string, at Point) string {
	sym, ok := h.meant(name)
	if !ok {
		return ""
	}
	st, _ := h.State(sym, at)
	return st.Name
}

// Kept finds what kept the name of a function that went: a function of that name that the
// version at a point has outside of the build for linux/amd64, for other platforms or where
// an experiment is set. until is the last version that has it, "" for the newest of all.
func (h *History) Kept(sym Sym, at Point) (st State, until string, ok bool) {
	last, there := h.Last(sym)
	if there || h.Symbols[sym].Away || h.Symbols[sym].Kind != Func {
		return State{}, "", false
	}
	for _, other := range h.byName[last.Name] {
		if !h.Symbols[other].Away {
			continue
		}
		if st, ok = h.State(other, at); ok && st.Name == last.Name {
			if _, still := h.Last(other); !still {
				until = h.Names(other)[len(h.Names(other))-1].Until
			}
			return st, until, true
		}
	}
	return State{}, "", false
}

// meant is the symbol of a name: the one that has it in the newest version, or had it last.
func (h *History) meant(name string) (Sym, bool) {
	for _, full := range h.meanings(name) {
		if list := h.ordered(h.byName[full], full); len(list) > 0 {
			return list[0], true
		}
	}
	return NoSym, false
}
