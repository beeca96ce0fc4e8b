package answer

import (
	"fmt"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Find looks a symbol up by ID, by ID without receiver marks, by its name in package
// runtime or the package of a module, a lock by the name that the source has for it, or a
// symbol of Go by the name that another version has for it.
func Find(x *index.Index, name string) (index.Sym, error) {
	for _, id := range []string{name, "runtime." + name} {
		if s, ok := x.Named(id); ok {
			return s, nil
		}
	}
	var found []index.Sym
	for i := range x.Symbols {
		id, pkg := x.Symbols[i].ID, &x.Packages[x.Symbols[i].Pkg]
		plain := id.Path() + "." + id.Plain()
		short := x.Config.Module != "" && pkg.Name+"."+id.Plain() == name
		if plain == name || plain == "runtime."+name || short {
			found = append(found, index.Sym(i))
		}
	}
	if len(found) > 0 {
		return found[0], nil
	}
	if lock, ok := x.Lock(name); ok && x.Locks[lock].Sym != index.NoSym {
		return x.Locks[lock].Sym, nil // a lock by the variable that leads to it: sched.lock
	}
	if s, ok := formerly(x, name); ok {
		return s, nil
	}
	err := fmt.Errorf("no symbol %q in %s %s", name, x.Config.Version, x.Config.Platform())
	if hint := diag.DidYouMean(x.Nearest(name, 4), ""); hint != "" {
		err = fmt.Errorf("%w\n    hint: %s", err, hint)
	}
	return index.NoSym, err
}

// formerly finds a symbol of Go by a name that it has in other versions: findrunnable is
// findRunnable since go1.19.
func formerly(x *index.Index, name string) (index.Sym, bool) {
	if x.Config.Module != "" {
		return index.NoSym, false
	}
	h, err := history.Recorded()
	if err != nil {
		return index.NoSym, false
	}
	at, err := h.Point(x.Config.Version)
	if err != nil {
		return index.NoSym, false
	}
	for _, id := range []string{name, "runtime." + name} {
		if here := h.Here(id, at); here != "" {
			return x.Named(here)
		}
	}
	return index.NoSym, false
}

// MainPackage is the package that a question is about when it names none: runtime, else
// the first that the content names.
func MainPackage(x *index.Index) string {
	if _, ok := x.Pkg("runtime"); ok || len(x.Config.Roots) == 0 {
		return "runtime"
	}
	return x.Config.Roots[0]
}

// Function finds a symbol that edges may join.
func Function(x *index.Index, name string) (index.Sym, error) {
	s, err := Find(x, name)
	if err != nil {
		return s, err
	}
	if sym := x.Symbols[s]; !sym.Kind.Callable() {
		return s, fmt.Errorf("%s is a %s, which nobody calls\n    hint: sourcedive show %s", sym.ID, sym.Kind, sym.ID)
	}
	return s, nil
}
