package annotate

import (
	"fmt"
	"sort"
	"strings"

	"sourcedive/indexer"
	"sourcedive/internal/diag"
)

// Book is one version of the source with what is said about it. It is read-only.
type Book struct {
	Index    *indexer.Index
	KB       KB
	Journeys []Journey
	Aliases  map[indexer.Sym][]string // what readers may call a symbol
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
	b := &Book{Index: x, KB: kb, Aliases: kb.Aliases.resolve(x)}
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
func Nearest(x *indexer.Index, name string, n int) []string {
	type candidate struct {
		id   string
		dist int
	}
	var found []candidate
	want := strings.ToLower(name)
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Kind == indexer.KindClosure || s.Kind == indexer.KindField && !strings.Contains(want, strings.ToLower(string(s.ID.Base()))) {
			continue
		}
		id := string(s.ID)
		if d := likeness(want, strings.ToLower(id), s); d <= 1+len(want)/4 {
			found = append(found, candidate{id, d})
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].dist != found[j].dist {
			return found[i].dist < found[j].dist
		}
		return found[i].id < found[j].id
	})
	var ids []string
	for _, c := range found[:min(n, len(found))] {
		if c.dist > found[0].dist+1 {
			break
		}
		ids = append(ids, c.id)
	}
	return ids
}

// likeness is the edit distance to the name in the form that is most like it: with
// or without package, with or without the marks of a receiver.
func likeness(want, id string, s *indexer.Symbol) int {
	plain := strings.ToLower(s.ID.Plain())
	return min(distance(want, id), distance(want, plain), distance(want, strings.ToLower(s.ID.Path())+"."+plain),
		distance(want, strings.ToLower(s.ID.Local())), distance(want, strings.ToLower(s.ID.Base())))
}

// distance is the Levenshtein distance of two strings.
func distance(a, b string) int {
	if gap := len(a) - len(b); gap > len(a)/2+2 || -gap > len(a)/2+2 {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost = 1 + min(diag, row[j], row[j-1])
			}
			diag, row[j] = row[j], cost
		}
	}
	return row[len(b)]
}
