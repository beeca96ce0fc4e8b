package pages

import (
	"slices"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/site/figure"
)

// typeChange is what one release did to a type.
type typeChange struct {
	there, arrived bool
	other          bool     // its declaration, other than by fields
	added          []string // fields
	removed        []string
	retyped        []string
	renamed        []string // "old → new"
}

func (c *typeChange) changed() bool {
	return c.other || len(c.added)+len(c.removed)+len(c.retyped)+len(c.renamed) > 0
}

// fieldsByType lists the fields that a type ever had, by each name that the type had.
func fieldsByType(p *past) map[string][]history.Sym {
	types := map[string]bool{}
	for i := range p.Symbols {
		if p.Symbols[i].Kind == history.Type {
			for _, n := range p.Names(history.Sym(i)) {
				types[n.Name] = true
			}
		}
	}
	found := map[string][]history.Sym{}
	for i := range p.Symbols {
		if p.Symbols[i].Kind != history.Field {
			continue
		}
		for _, n := range p.Names(history.Sym(i)) {
			if t := ownerOf(n.Name, types); t != "" && !slices.Contains(found[t], history.Sym(i)) {
				found[t] = append(found[t], history.Sym(i))
			}
		}
	}
	return found
}

// ownerOf is the type that a field is in, through structs written inside it.
func ownerOf(field string, types map[string]bool) string {
	for i := strings.LastIndexByte(field, '.'); i > 0; i = strings.LastIndexByte(field[:i], '.') {
		if types[field[:i]] {
			return field[:i]
		}
	}
	return ""
}

// typeChanges tells what each release did to a type.
func typeChanges(p *past, h history.Sym) []typeChange {
	list := make([]typeChange, len(p.Minors))
	var before history.State
	was := map[history.Sym]history.State{}
	for i := range list {
		at := history.Point{Minor: i, At: history.AtPatch}
		st, there := p.State(h, at)
		c := &list[i]
		c.there, c.arrived = there, there && (i == 0 || !list[i-1].there)
		now := map[history.Sym]history.State{}
		if there {
			for _, f := range p.fields()[st.Name] {
				if fst, ok := p.State(f, at); ok && strings.HasPrefix(fst.Name, st.Name+".") {
					now[f] = fst
				}
			}
		}
		c.other = there && !c.arrived && st.Hash != before.Hash
		c.compare(was, now, before.Name, st.Name)
		before, was = st, now
	}
	return list
}

// compare lists the fields that came, went and changed.
func (c *typeChange) compare(was, now map[history.Sym]history.State, oldType, newType string) {
	for f, st := range now {
		name := strings.TrimPrefix(st.Name, newType+".")
		old, there := was[f]
		oldName := strings.TrimPrefix(old.Name, oldType+".")
		switch {
		case !there:
			c.added = append(c.added, name)
		case oldName != name:
			c.renamed = append(c.renamed, oldName+" → "+name)
		case old.Hash != st.Hash:
			c.retyped = append(c.retyped, name)
		}
	}
	for f, st := range was {
		if _, still := now[f]; !still && c.there {
			c.removed = append(c.removed, strings.TrimPrefix(st.Name, oldType+"."))
		}
	}
	for _, list := range [][]string{c.added, c.removed, c.retyped, c.renamed} {
		slices.Sort(list)
	}
}

// typeSteps are the releases of a type's life; what is added and taken out are fields.
func typeSteps(p *past, h history.Sym) (steps []figure.Step, changed, of int) {
	changes := typeChanges(p, h)
	names := p.LineOfLife(h)
	for i := range changes {
		c := &changes[i]
		s := figure.Step{There: c.there, Changed: c.arrived || c.changed(), Renamed: names[i].Fate == history.Renewed}
		if !c.arrived {
			s.Added = len(c.added) + len(c.retyped) + len(c.renamed)
			s.Removed = len(c.removed) + len(c.retyped) + len(c.renamed)
		}
		if c.there && !c.arrived {
			of++
			if c.changed() {
				changed++
			}
		}
		steps = append(steps, s)
	}
	return steps, changed, of
}
