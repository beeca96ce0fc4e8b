package prose

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
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

// What stands over a text: how many of its sentences rest on the source, those that do not
// hold, those of another version, and a link to what that means.
func TestStandingSays(t *testing.T) {
	p := toyProse(t, false)
	of := *p
	of.Resolved = &annotate.Resolved{WrittenFor: "go1.4"}
	for _, c := range []struct {
		Standing
		want string
	}{
		{Standing{}, ""},
		{Standing{Of: 1}, "0 of 1 sentences rest on go1.3.0’s source; how"},
		{Standing{Of: 5, Holds: 3}, "3 of 5 sentences rest on go1.3.0’s source; how"},
		{Standing{Of: 5, Holds: 3, Fails: 1}, "3 of 5 sentences rest on go1.3.0’s source; 1 do not hold in it; how"},
		{Standing{Of: 5, Holds: 4, Unconfirmed: 1}, "4 of 5 sentences rest on go1.3.0’s source; 1 is written for go1.4 and not confirmed: ?; how"},
		{Standing{Of: 9, Holds: 3, Fails: 1, Unconfirmed: 2, Lacks: 1}, "3 of 9 sentences rest on go1.3.0’s source; 1 do not hold in it; 2 are written for go1.4 and not confirmed: ?; 1 is about what go1.3.0 does not have: grey, with ≠; how"},
	} {
		list := of.Standing("area/sched.html", c.Standing)
		var texts []string
		for i, link := range list {
			texts = append(texts, link.Text)
			if last := i == len(list)-1; link.Href != map[bool]string{true: "../checked.html#sentences"}[last] {
				t.Errorf("%+v: %q leads to %q", c.Standing, link.Text, link.Href)
			}
		}
		if got := strings.Join(texts, "; "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.Standing, got, c.want)
		}
	}
}

// A text counts the same while it is written and as a whole, and texts add up.
func TestStandingOfTexts(t *testing.T) {
	p := toyProse(t, false)
	var b strings.Builder
	var sum Standing
	for _, a := range articles(p) {
		w := p.On("x.html", a, 0, "")
		w.Doc(a.Doc)
		written, whole := fmt.Sprint(w.Standing()), fmt.Sprint(p.StandingOf("x.html", a))
		if written != whole {
			t.Errorf("%s: %s as it is written, %s as a whole", a.ID, written, whole)
		}
		fmt.Fprintf(&b, "%s: %+v\n", a.ID, w.standing)
		sum.Add(w)
	}
	fmt.Fprintf(&b, "all: %+v\n", sum)
	golden.Check(t, "standings.golden", b.String())
	more := Standing{Of: 1000, Holds: 1000, Fails: 1000, Unconfirmed: 1000, Lacks: 1000}
	more.Add(&Writer{standing: Standing{1, 2, 3, 4, 5}})
	if more != (Standing{1001, 1002, 1003, 1004, 1005}) {
		t.Errorf("added up: %+v", more)
	}
}
