package indexer_test

import (
	"testing"

	"sourcedive/indexer/index"
)

// insertedPairs are the edges of a rule in package runtime, as caller and callee, by construct.
func insertedPairs(x *index.Index, rule index.Rule) map[index.Construct]map[[2]index.ID]bool {
	pairs := map[index.Construct]map[[2]index.ID]bool{}
	for _, e := range x.Edges {
		from := &x.Symbols[e.From]
		if e.Rule != rule || e.Dead || x.Packages[from.Pkg].Path != "runtime" {
			continue
		}
		if pairs[e.Construct] == nil {
			pairs[e.Construct] = map[[2]index.ID]bool{}
		}
		pairs[e.Construct][[2]index.ID{x.Symbols[x.Outermost(e.From)].ID, x.Symbols[e.To].ID}] = true
	}
	return pairs
}

// TestGuessesAgreeWithTheCompiler holds what is guessed from the syntax against the
// listing: how many of the guesses are there, and how many of the listing's calls
// are guessed.
func TestGuessesAgreeWithTheCompiler(t *testing.T) {
	with, _ := listed(t)
	guessed, inserted := insertedPairs(local(t), index.RuleSyntax), insertedPairs(with, index.RuleCompiler)
	for _, c := range []struct {
		what              index.Construct
		precision, recall float64
	}{
		{index.Prologue, 0.8, 0.95}, // leaves with small frames have none,
		{index.GoStatement, 1, 1},
		{index.Append, 0.9, 0.8},
		{index.MapAccess, 0.85, 0.7},
		{index.Channel, 1, 1},
		{index.String, 0.9, 0.85},
	} {
		both := 0
		for pair := range guessed[c.what] {
			if inserted[c.what][pair] {
				both++
			} else {
				t.Logf("%s: %s is guessed only", c.what, pair)
			}
		}
		for pair := range inserted[c.what] {
			if !guessed[c.what][pair] {
				t.Logf("%s: %s is in the listing only", c.what, pair)
			}
		}
		precision := float64(both) / float64(len(guessed[c.what]))
		recall := float64(both) / float64(len(inserted[c.what]))
		t.Logf("%s: %d guessed, %d inserted: precision %.3f, recall %.3f", c.what, len(guessed[c.what]), len(inserted[c.what]), precision, recall)
		if precision < c.precision || recall < c.recall {
			t.Errorf("%s: precision %.3f and recall %.3f, want %.2f and %.2f", c.what, precision, recall, c.precision, c.recall)
		}
	}
}
