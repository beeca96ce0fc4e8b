// Package diag holds what is wrong with something a person wrote, in the form in
// which it is told: where, what, and what to do next.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diagnostic is one thing that is wrong. Line and Col count from 1; 0 is unknown.
type Diagnostic struct {
	File string
	Line int
	Col  int
	Msg  string
	Hint string // what to do next, "" when Msg says it
}

// String gives "file:line:col: msg" and the hint on a line of its own.
func (p Diagnostic) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File + ":")
		if p.Line > 0 {
			fmt.Fprintf(&b, "%d:", p.Line)
			if p.Col > 0 {
				fmt.Fprintf(&b, "%d:", p.Col)
			}
		}
		b.WriteByte(' ')
	}
	b.WriteString(p.Msg)
	if p.Hint != "" {
		b.WriteString("\n    hint: " + p.Hint)
	}
	return b.String()
}

// List is a number of problems.
type List []Diagnostic

// Sorted gives the problems by place, without duplicates.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Msg, b.Msg), cmp.Compare(a.Hint, b.Hint))
	})
	return slices.Compact(out)
}

// Nearest is the hint for a word that is none of a list: the words most like it, or
// what else there is to say.
func Nearest(word string, list []string, otherwise string) string {
	type near struct {
		word string
		dist int
	}
	var found []near
	for _, w := range list {
		if d := distance(word, w); w != "" && d <= 1+len(word)/4 {
			found = append(found, near{w, d})
		}
	}
	if len(found) == 0 {
		return otherwise
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.dist, b.dist) })
	var words []string
	for _, n := range found[:min(3, len(found))] {
		if n.dist > found[0].dist+1 {
			break
		}
		words = append(words, n.word)
	}
	return "did you mean " + strings.Join(words, ", ") + "?"
}

// distance is the Levenshtein distance of two words; longer ones than a person would
// type are far apart.
func distance(a, b string) int {
	const most = 80
	if len(a) > most || len(b) > most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], change
		}
	}
	return row[len(b)]
}
