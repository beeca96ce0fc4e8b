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

// meant is the symbol of a name: the one that has it in the newest version, or had it last.
func (h *History) meant(name string) (Sym, bool) {
	for _, full := range h.meanings(name) {
		if list := h.ordered(h.byName[full], full); len(list) > 0 {
			return list[0], true
		}
	}
	return NoSym, false
}
