package annotate

import (
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

// aliasesOf finds the symbols that have aliases.
func aliasesOf(x *index.Index, a article.Aliases) map[index.Sym][]string {
	found := map[index.Sym][]string{}
	for name, phrases := range a.Symbols {
		if s, ok := symbolOf(x, name); ok {
			found[s] = phrases
		}
	}
	return found
}

// symbolOf finds a symbol by its ID, or by what follows "runtime." in it; a method
// also without the marks of a pointer receiver, a generic function without brackets.
func symbolOf(x *index.Index, name string) (index.Sym, bool) {
	forms := []string{"runtime." + name, "runtime." + name + "[...]"}
	if recv, method, ok := strings.Cut(name, "."); ok {
		forms = append(forms, "runtime.(*"+recv+")."+method, name, name+"[...]")
	}
	return firstSym(x, forms)
}
