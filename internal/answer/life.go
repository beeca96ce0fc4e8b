package answer

import "sourcedive/indexer/history"

// Life is what became of a symbol from release to release.
type Life struct {
	history.Life
	Also []string `json:"also,omitempty"` // other symbols that the name may mean
}

// LifeOf is the life of the first symbol that a name means; found is what History.Find
// found.
func LifeOf(h *history.History, found []history.Sym) Life {
	return Life{h.Life(found[0]), others(h, found[1:])}
}

// others are the names of what else was found.
func others(h *history.History, found []history.Sym) (names []string) {
	for _, sym := range found {
		st, there := h.Last(sym)
		switch {
		case h.Symbols[sym].Away:
			names = append(names, st.Name+" (not built for linux/amd64)")
		case !there:
			names = append(names, st.Name+" (gone)")
		default:
			names = append(names, st.Name)
		}
	}
	return names
}
