package claim

import (
	"fmt"
	"slices"

	"sourcedive/indexer/history"
	"sourcedive/internal/english"
)

// Predicates about what the history records of a symbol. A symbol is meant by the name that
// it has in the version the claim is asked of.

func (env *Env) history() (*history.History, error) {
	if env.History == nil {
		return history.Recorded()
	}
	return env.History()
}

// lifeOf finds a symbol of this version in the history.
func lifeOf(s *evaluator, name string) (*history.History, history.Sym, history.Point, error) {
	hint := "sourcedive history NAME shows what is recorded"
	if s.x.Config.Module != "" {
		hint = "history: in kb.yaml names the versions that it is made of"
	}
	fail := func(err error) (*history.History, history.Sym, history.Point, error) {
		return nil, history.NoSym, history.Point{}, gapf(hint, "%v", err)
	}
	h, err := s.env.history()
	if err != nil {
		return fail(err)
	}
	s.beyond = s.beyond || s.x.Config.Module != "" // its history is made of other versions
	at, err := h.Point(s.x.Config.Version)
	if err != nil {
		return fail(err)
	}
	full := name
	if i, ok := s.x.Named(name); ok {
		full = string(s.x.Symbols[i].ID)
	}
	sym, ok := h.At(full, at)
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
func becameOf(env *Env, name string) string {
	h, err := env.history()
	if err != nil {
		return ""
	}
	at, err := h.Point(env.Source.Index().Config.Version)
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
	return history.Lang(h.Version(first)), note, nil
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
		if s.x.Config.Module != "" && v != history.Lang(v) && v != h.Version(at[i]) {
			return false, "", gapf("name it under history: in kb.yaml", "the history is not made of %s", v)
		}
		if _, ok := h.State(sym, at[i]); !ok {
			return false, "", gapf("", "%s is not in %s", name, v)
		}
	}
	added, removed := h.Size(sym, at[0], at[1])
	return h.Changed(sym, at[0], at[1]), fmt.Sprintf("%s added, %d taken out", english.Counted(added, "line"), removed), nil
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
		p, err := h.Point(n.From)
		before := p.Minor < at.Minor || p.Minor == at.Minor && at.At == history.AtPatch && n.From == h.Minors[p.Minor].First
		if err == nil && before && n.Name != now.Name && !slices.Contains(names, n.Name) {
			names = append(names, n.Name)
		}
	}
	return names, "", nil
}
