package diag_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/internal/diag"
)

func TestProblemReads(t *testing.T) {
	for _, c := range []struct {
		p    diag.Diagnostic
		want string
	}{
		{diag.Diagnostic{Msg: "no"}, "no"},
		{diag.Diagnostic{File: "a.md", Msg: "no"}, "a.md: no"},
		{diag.Diagnostic{File: "a.md", Line: 14, Msg: "no"}, "a.md:14: no"},
		{diag.Diagnostic{File: "a.md", Line: 14, Col: 3, Msg: "no"}, "a.md:14:3: no"},
		{diag.Diagnostic{File: "a.md", Col: 3, Msg: "no"}, "a.md: no"},
		{diag.Diagnostic{Line: 14, Col: 3, Msg: "no"}, "no"},
		{diag.Diagnostic{File: "a.md", Line: 1, Msg: "no", Hint: "yes?"}, "a.md:1: no\n    hint: yes?"},
		{diag.Diagnostic{File: "a.md", Line: 1, Msg: "no", LazyHint: func() string { return "yes?" }}, "a.md:1: no\n    hint: yes?"},
		{diag.Diagnostic{Msg: "no", LazyHint: func() string { return "" }}, "no"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%+v reads %q, want %q", c.p, got, c.want)
		}
	}
}

func TestSorted(t *testing.T) {
	a1 := diag.Diagnostic{File: "a", Line: 1, Msg: "x"}
	a2 := diag.Diagnostic{File: "a", Line: 2, Msg: "x"}
	a10 := diag.Diagnostic{File: "a", Line: 10, Msg: "x"}
	b := diag.Diagnostic{File: "b", Msg: "x"}
	col := diag.Diagnostic{File: "a", Line: 2, Col: 5, Msg: "a"}
	in := diag.List{b, a10, a2, a1, a2, col}
	before := append(diag.List{}, in...)
	if diff := cmp.Diff(diag.List{a1, a2, col, a10, b}, in.Sorted()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(before, in); diff != "" {
		t.Errorf("Sorted changed its receiver:\n%s", diff)
	}
	if got := diag.List(nil).Sorted(); len(got) != 0 {
		t.Errorf("nothing sorted gives %v", got)
	}
}

// The same fault with two hints must not depend on the order in which it was reported.
func TestSortedIsTheSameForAnyOrder(t *testing.T) {
	x := diag.Diagnostic{File: "a", Line: 1, Msg: "x", Hint: "one"}
	y := diag.Diagnostic{File: "a", Line: 1, Msg: "x", Hint: "two"}
	if diff := cmp.Diff(diag.List{x, y, x}.Sorted(), diag.List{y, x, x}.Sorted()); diff != "" {
		t.Errorf("the order of reports shows:\n%s", diff)
	}
}

// Making hints is most of the work of a check: only two diagnostics that are alike in
// all else need them before they are printed.
func TestSortedMakesNoHintInVain(t *testing.T) {
	made := 0
	lazy := func(file, msg, hint string) diag.Diagnostic {
		return diag.Diagnostic{File: file, Msg: msg, LazyHint: func() string { made++; return hint }}
	}
	diag.List{lazy("b", "x", "1"), lazy("a", "x", "1"), lazy("a", "y", "1")}.Sorted()
	if made > 0 {
		t.Errorf("%d hints made to sort different diagnostics", made)
	}
	twice := diag.List{lazy("a", "x", "2"), {File: "a", Msg: "x", Hint: "1"}, lazy("a", "x", "1"), lazy("a", "x", "2")}.Sorted()
	if len(twice) != 2 || twice[0].HintText() != "1" || twice[1].HintText() != "2" {
		t.Errorf("two hints, each twice, give %d diagnostics: %v", len(twice), twice)
	}
}

func TestNearest(t *testing.T) {
	list := []string{"sched", "", "malloc", "gc", "pacer", "stack", "channel", "stacks", strings.Repeat("long", 30)}
	for _, c := range []struct{ word, want string }{
		{"shed", "did you mean sched?"},
		{"stac", "did you mean stack, stacks?"}, // one edit farther is still offered
		{"gg", "did you mean gc?"},
		{"", "none"}, // as far as it may be, but from nothing
		{"mallocator", "none"},
		{strings.Repeat("long", 30), "none"}, // longer than what is compared
		{strings.Repeat("x", 400), "none"},
	} {
		if got := diag.Nearest(c.word, list, "none"); got != c.want {
			t.Errorf("nearest to %q: %s, want %s", c.word, got, c.want)
		}
	}
	if got := diag.Closest("stacj", list, 9, 1); len(got) != 1 || got[0] != "stack" {
		t.Errorf("the closest to stacj is %v", got)
	}
	if got := diag.Closest("stacj", list, 9, 0); len(got) > 0 {
		t.Errorf("none of the closest is %v", got)
	}
	if got := diag.Closest("ab", []string{"abxx", "abx", "aby", "ab"}, 2, 4); strings.Join(got, " ") != "ab abx aby" {
		t.Errorf("the closest to ab are %v", got)
	}
}
