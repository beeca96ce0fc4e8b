package claim

import (
	"fmt"
	"slices"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
)

// Predicates about what the history records of a symbol, from go1.5 on. A symbol is meant
// by the name that it has in the version the claim is asked of.

// lifeOf finds a symbol of this version in the history.
func lifeOf(s *evaluator, name string) (*history.History, history.Sym, history.Point, error) {
	fail := func(err error) (*history.History, history.Sym, history.Point, error) {
		return nil, history.NoSym, history.Point{}, gapf("sourcedive history NAME shows what is recorded", "%v", err)
	}
	h, err := history.Recorded()
	if err != nil {
		return fail(err)
	}
	at, err := h.Point(s.x.Config.Version)
	if err != nil {
		return fail(err)
	}
	sym, ok := h.At(name, at)
	if !ok && s.env.Here != nil {
		sym, ok = h.At(s.env.Here(name), at)
	}
	if !ok {
		return fail(fmt.Errorf("the history has no %s in %s", name, s.x.Config.Version))
	}
	return h, sym, at, nil
}

// becameOf says why a version lacks a symbol that another one has, by the history; "" where
// that knows nothing of it.
func becameOf(x *index.Index, name string) string {
	h, err := history.Recorded()
	if err != nil {
		return ""
	}
	at, err := h.Point(x.Config.Version)
	if err != nil {
		return ""
	}
	return h.Became(name, at)
}

// since is the first minor with the symbol, under whatever name.
func since(s *evaluator, name string) (string, string, error) {
	h, sym, _, err := lifeOf(s, name)
	if err != nil {
		return "", "", err
	}
	first := h.Since(sym)
	note := h.Version(first)
	if first.Minor == 0 {
		note += " or before, where the history begins"
	}
	return minorName(h, first), note, nil
}

func minorName(h *history.History, p history.Point) string {
	return fmt.Sprintf("go1.%d", h.Minors[p.Minor].Number)
}

// changed compares the code of a symbol in two versions, both of which have it.
func changed(s *evaluator, name, from, to string) (bool, string, error) {
	h, sym, _, err := lifeOf(s, name)
	if err != nil {
		return false, "", err
	}
	var at [2]history.Point
	for i, v := range []string{from, to} {
		if at[i], err = h.Point(v); err != nil {
			return false, "", gapf("", "%v", err)
		}
		if _, ok := h.State(sym, at[i]); !ok {
			return false, "", gapf("", "%s is not in %s", name, v)
		}
	}
	added, removed := h.Size(sym, at[0], at[1])
	return h.Changed(sym, at[0], at[1]), fmt.Sprintf("%d lines added, %d taken out", added, removed), nil
}

// was lists the names that the symbol had before.
func was(s *evaluator, name string) ([]string, string, error) {
	h, sym, at, err := lifeOf(s, name)
	if err != nil {
		return nil, "", err
	}
	names := []string{}
	now, _ := h.State(sym, at)
	for _, n := range h.Names(sym) {
		if p, err := h.Point(n.From); err == nil && (p.Minor < at.Minor) && n.Name != now.Name && !slices.Contains(names, n.Name) {
			names = append(names, n.Name)
		}
	}
	return names, "", nil
}
