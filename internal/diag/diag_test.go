package diag_test

import (
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

// The same problem told with two hints must not depend on the order of telling.
func TestSortedIsTheSameForAnyOrder(t *testing.T) {
	x := diag.Diagnostic{File: "a", Line: 1, Msg: "x", Hint: "one"}
	y := diag.Diagnostic{File: "a", Line: 1, Msg: "x", Hint: "two"}
	if diff := cmp.Diff(diag.List{x, y, x}.Sorted(), diag.List{y, x, x}.Sorted()); diff != "" {
		t.Errorf("the order of telling shows:\n%s", diff)
	}
}
