package annotate

import (
	"fmt"
	"strings"

	"sourcedive/indexer"
	"sourcedive/internal/diag"
)

// Book is one version of the source with what is said about it. It is read-only.
type Book struct {
	Index    *indexer.Index
	KB       KB
	Journeys []Journey
}

// Journey is a story that starts at a root.
type Journey struct {
	JourneySpec
	Sym  indexer.Sym          // the root in this version
	Keep map[indexer.Sym]bool // the steps; empty for none named
}

// Merge resolves the content against an index. Problems name what did not
// resolve; the rest of the book is whole.
func Merge(x *indexer.Index, kb KB) (*Book, diag.List) {
	b := &Book{Index: x, KB: kb}
	var problems diag.List
	for _, spec := range kb.Journeys {
		if sym, ok := firstSym(x, spec.Root); ok {
			b.Journeys = append(b.Journeys, Journey{spec, sym, stepsOf(x, spec.Steps)})
			continue
		}
		problems = append(problems, diag.Problem{
			File: kbFile,
			Msg:  fmt.Sprintf("journey %s: no symbol %s in %s %s", spec.Name, quoted(spec.Root), x.Config.Version, x.Config.Platform()),
			Hint: nearest(x, spec.Root[0]),
		})
	}
	return b, problems.Sorted()
}

func stepsOf(x *indexer.Index, names []string) map[indexer.Sym]bool {
	keep := map[indexer.Sym]bool{}
	for _, name := range names {
		if s, ok := x.Sym(indexer.ID("runtime." + name)); ok {
			keep[s] = true
		}
	}
	return keep
}

func firstSym(x *indexer.Index, names []string) (indexer.Sym, bool) {
	for _, name := range names {
		if s, ok := x.Sym(indexer.ID(name)); ok {
			return s, true
		}
	}
	return indexer.NoSym, false
}

func quoted(names []string) string {
	return `"` + strings.Join(names, `" or "`) + `"`
}

func nearest(x *indexer.Index, name string) string {
	near := Nearest(x, name, 3)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

// Nearest lists up to n symbols whose names are most like a name that does not
// exist, best first.
func Nearest(x *indexer.Index, name string, n int) []string { return x.Nearest(name, n) }
