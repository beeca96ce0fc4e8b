// Package diag describes what is wrong with something a person wrote, in the form in
// which it is printed: where, what, and what to do next.
//
// # Vocabulary
//
// A [Diagnostic] is one fault at one place of a file. A hint is its second line, the
// next thing to do; [Nearest] makes the most frequent one, "did you mean …?". Finding
// the names that are most like a wrong one costs more than the rest of a check, so a
// hint may be a function that is called when the diagnostic is printed.
//
// # Limits
//
// There are no severities: every Diagnostic is an error.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diagnostic is one fault. Line and Col count from 1; 0 is unknown.
type Diagnostic struct {
	File string
	Line int
	Col  int
	Msg  string
	Hint string // what to do next, "" when Msg says it

	// LazyHint makes the hint when it is printed; nil where Hint holds it. It gives the
	// same text each time, and may be called from several goroutines.
	LazyHint func() string
}

// HintText returns the hint, "" for none.
func (d Diagnostic) HintText() string {
	if d.LazyHint != nil {
		return d.LazyHint()
	}
	return d.Hint
}

// String gives "file:line:col: msg" and the hint on a line of its own.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.File != "" {
		b.WriteString(d.File + ":")
		if d.Line > 0 {
			fmt.Fprintf(&b, "%d:", d.Line)
			if d.Col > 0 {
				fmt.Fprintf(&b, "%d:", d.Col)
			}
		}
		b.WriteByte(' ')
	}
	b.WriteString(d.Msg)
	if hint := d.HintText(); hint != "" {
		b.WriteString("\n    hint: " + hint)
	}
	return b.String()
}

// List is a number of diagnostics.
type List []Diagnostic

// Sorted returns the diagnostics by place, without duplicates. Hints are compared, and
// lazy ones made, only of diagnostics that are alike in all else.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortFunc(out, compare)
	return slices.CompactFunc(out, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	if c := cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Msg, b.Msg)); c != 0 {
		return c
	}
	return cmp.Compare(a.HintText(), b.HintText())
}
