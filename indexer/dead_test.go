package indexer_test

import (
	"regexp"
	"slices"
	"testing"

	"sourcedive/indexer/index"
)

func TestDeadCode(t *testing.T) {
	n := claims(t, passes(t), regexp.MustCompile(`(DEAD|LIVE) (\S+)`), func(m []string, _ index.ID, edges []index.Edge) bool {
		other := func(e index.Edge) bool { return e.Dead != (m[1] == "DEAD") }
		return len(edges) > 0 && !slices.ContainsFunc(edges, other)
	})
	if n < 60 {
		t.Errorf("only %d claims", n)
	}
}

// A clause that another falls through to runs, whatever its own condition says.
func TestFallthroughIsLive(t *testing.T) {
	x := source(t, `
-- zfall/a.go --
package zfall

func f() {}

const two = 2

func falls() {
	switch two {
	case 2:
		fallthrough
	case 3:
		f() // LIVE zfall.f
	}
}
`, "zfall")
	for _, e := range x.Callers(sym(t, x, "zfall.f")) {
		if e.Dead {
			t.Error("what a live clause falls through to is called dead")
		}
	}
}

// Some edges of the real tree are dead, few enough to be told from the rest. Which
// ones is for the compiler to say, see TestDeadPairsAreNotListed.
func TestDeadOnTheLocalTree(t *testing.T) {
	x := local(t)
	dead := 0
	for _, e := range x.Edges {
		if e.Dead {
			dead++
		}
	}
	if dead == 0 || dead > len(x.Edges)/5 {
		t.Errorf("%d of %d edges are dead", dead, len(x.Edges))
	}
}
