package index

import (
	"sort"
	"strings"
)

// Nearest lists up to n symbols whose names are most like a name that does not
// exist, best first.
func (x *Index) Nearest(name string, n int) []string {
	type candidate struct {
		id   string
		dist int
	}
	var found []candidate
	want := strings.ToLower(name)
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Kind == KindClosure || s.Kind == KindField && !strings.Contains(want, strings.ToLower(string(s.ID.Base()))) {
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
func likeness(want, id string, s *Symbol) int {
	plain := strings.ToLower(s.ID.Plain())
	return min(Distance(want, id), Distance(want, plain), Distance(want, strings.ToLower(s.ID.Path())+"."+plain),
		Distance(want, strings.ToLower(s.ID.Local())), Distance(want, strings.ToLower(s.ID.Base())))
}

// Distance is the Levenshtein distance of two strings.
func Distance(a, b string) int {
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
