package history

import (
	"strings"
)

// Became says in a few words why a version lacks a name that another one has: because the
// symbol has another name there, is not there yet, or is gone. It is "" for a name that no
// version has.
func (h *History) Became(name string, at Point) string {
	for _, full := range h.meanings(name) {
		list := h.ordered(h.byName[full], full)
		if len(list) == 0 {
			continue
		}
		sym := list[0]
		if st, there := h.State(sym, at); there && st.Name == full {
			return "" // under the same name, for a platform at least
		} else if there {
			return "it is called " + st.Name + " there"
		}
		first := h.Symbols[sym].Steps[0]
		if since := h.Since(sym); at.Minor < since.Minor || at.Minor == since.Minor && at.At < since.At {
			words := "since " + Lang(h.Version(since))
			if first.What.Is(Extracted) {
				from, _ := h.State(first.From, Point{first.Minor - 1, AtPatch})
				words += ", taken out of " + strings.TrimPrefix(from.Name, "runtime.")
			}
			return words
		}
		for i := at.Minor; i >= 0; i-- {
			if _, there := h.State(sym, Point{i, AtPatch}); there {
				return "gone after " + Lang(h.Version(Point{i, AtPatch}))
			}
		}
	}
	return ""
}
