package prose

import (
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
)

// What became of a sentence is counted as one thing: where a site is of another version than
// the content, a sentence that fails is of that version, and no fault.
func TestStandingCounts(t *testing.T) {
	sentence := func(state claim.State) *annotate.Sentence {
		return &annotate.Sentence{Sentence: &markdown.Sentence{}, Claims: []*annotate.Claim{{Verdict: claim.Verdict{State: state}}}}
	}
	for _, c := range []struct {
		writtenFor string
		state      claim.State
		want       Standing
	}{
		{"", claim.True, Standing{Of: 1, Holds: 1}},
		{"", claim.False, Standing{Of: 1, Fails: 1}},
		{"", claim.Unanswerable, Standing{Of: 1}},
		{"go1.26.8", claim.True, Standing{Of: 1, Holds: 1}},
		{"go1.26.8", claim.False, Standing{Of: 1, Unconfirmed: 1}},
		{"go1.26.8", claim.Unanswerable, Standing{Of: 1, Unconfirmed: 1}},
	} {
		var got Standing
		s := sentence(c.state)
		got.add(&annotate.Resolved{WrittenFor: c.writtenFor}, s, s.State())
		if got != c.want {
			t.Errorf("%v, written for %q: %+v, want %+v", c.state, c.writtenFor, got, c.want)
		}
	}
	var bare Standing
	s := &annotate.Sentence{Sentence: &markdown.Sentence{Text: "Read on below."}}
	if bare.add(&annotate.Resolved{}, s, s.State()); bare != (Standing{}) {
		t.Errorf("a sentence that cannot be checked counts: %+v", bare)
	}
}
