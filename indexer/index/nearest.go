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
	limit := 1 + len(want)/4
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Kind == KindClosure || s.Kind == KindField && !strings.Contains(want, strings.ToLower(string(s.ID.Base()))) {
			continue
		}
		id := string(s.ID)
		if d := likeness(want, strings.ToLower(id), s, limit); d <= limit {
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
// or without package, with or without the marks of a receiver; limit+1 for more than
// limit.
func likeness(want, id string, s *Symbol, limit int) int {
	plain := strings.ToLower(s.ID.Plain())
	least := limit + 1
	for _, form := range []string{id, plain, strings.ToLower(s.ID.Path()) + "." + plain, strings.ToLower(s.ID.Local()), strings.ToLower(s.ID.Base())} {
		least = min(least, Distance(want, form, limit))
	}
	return least
}

// Distance is the Levenshtein distance of two strings, in bytes, or limit+1 when it is
// more than limit. Looking no farther makes it cheap for the many that are unlike.
func Distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var short [64]int
	row := short[:]
	if len(b) >= len(short) {
		row = make([]int, len(b)+1)
	}
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		before, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], change
			least = min(least, change)
		}
		if least > limit { // the least of a row never sinks
			return limit + 1
		}
	}
	return min(row[len(b)], limit+1)
}
