package history

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// ErrNoSymbol is the error of Find for a name that no symbol ever had.
var ErrNoSymbol = errors.New("no symbol")

// Find lists the symbols that a person may mean by a name: the linker's name, without
// the runtime's package, or the end of one after a dot. A name of today comes before
// one of old, and functions before what has the same name.
func (h *History) Find(name string) ([]Sym, error) {
	name = clean(name)
	for _, full := range []string{name, "runtime." + name} {
		if list := h.byName[full]; len(list) > 0 {
			return h.ordered(list, full), nil
		}
	}
	var found []Sym
	for _, full := range h.sortedNames() {
		if endsWhole(full, name) || endsWhole(bare(full), bare(name)) || bare(full) == bare(name) {
			found = append(found, h.byName[full]...)
		}
	}
	if len(found) == 0 || name == "" {
		return nil, h.unknown(name)
	}
	slices.Sort(found)
	return h.ordered(slices.Compact(found), ""), nil
}

// meanings are the full names that a name can be: of Go it may lack the package where that
// is runtime, of a module all before the last part of a path, where one name alone ends so.
func (h *History) meanings(name string) []string {
	name = clean(name)
	if h.Minors[0].Number < ofModule {
		return []string{name, "runtime." + name}
	}
	var found []string
	for full := range h.byName {
		if strings.HasSuffix(full, "/"+name) {
			found = append(found, full)
		}
	}
	if len(found) > 1 {
		found = nil
	}
	return append([]string{name}, found...)
}

// endsWhole holds for a name that ends in whole parts.
func endsWhole(full, end string) bool {
	before, ok := strings.CutSuffix(full, end)
	return ok && (strings.HasSuffix(before, ".") || strings.HasSuffix(before, "/"))
}

// bare is a name without the marks of a pointer receiver.
func bare(name string) string { return strings.NewReplacer("(*", "", ")", "").Replace(name) }

func (h *History) sortedNames() []string {
	names := make([]string, 0, len(h.byName))
	for n := range h.byName {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// ordered sorts symbols: those that have the name in the newest version, then those
// that had it last, functions first.
func (h *History) ordered(list []Sym, name string) []Sym {
	rank := func(sym Sym) int {
		st, there := h.Last(sym)
		n := int(h.Symbols[sym].Kind)
		if h.Symbols[sym].Away {
			n += 200
		}
		if !there {
			n += 100
		}
		if name != "" && st.Name != name {
			n += 50
		}
		return n
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Sym) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

// unknown is the error for a name that there never was, with those most like it.
func (h *History) unknown(name string) error {
	type near struct {
		name string
		dist int
	}
	var found []near
	most := 1 + len(name)/4
	distance := func(a, b string) int { return index.Distance(strings.ToLower(a), strings.ToLower(b), most) }
	for _, full := range h.sortedNames() {
		short := full[strings.LastIndexByte(full, '.')+1:]
		if d := min(distance(name, full), distance(name, short), distance("runtime."+name, full)); d <= most {
			found = append(found, near{full, d})
		}
	}
	err := fmt.Errorf("%w was ever named %q", ErrNoSymbol, name)
	if len(found) == 0 {
		return err
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.dist, b.dist) })
	var hints []string
	for _, n := range found[:min(4, len(found))] {
		hint := n.name
		if st, _ := h.Last(h.ordered(h.byName[n.name], n.name)[0]); st.Name != n.name {
			hint += " (now " + st.Name + ")"
		}
		hints = append(hints, hint)
	}
	return fmt.Errorf("%w\n    hint: did you mean %s?", err, strings.Join(hints, ", "))
}
