package claim_test

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// A fault in the body of a function leaves open what that function calls, and that of no
// other; one outside of all bodies leaves it open for the package.
func TestFaultsLeaveOpen(t *testing.T) {
	line := func(text string) int {
		before, _, ok := strings.Cut(mainText, text)
		if !ok {
			t.Fatalf("no %q in the fixture", text)
		}
		return strings.Count(before, "\n") + 1
	}
	const put, done = `!calls("p.put", "p.asm")`, `!calls("p.done", "p.put")`
	for _, c := range []struct {
		fault string // on the line of
		open  []string
	}{
		{"", nil},
		{"b = swap(b)", []string{put}},
		{"func put(", []string{put, done}}, // its signature
		{"type inner struct", []string{put, done}},
	} {
		b := &builder{texts: map[string]string{"p/box.go": mainText, "p/copies.go": copiesText, "p/copy.go": moreText, "p/asm_amd64.s": asmText}, lits: map[string]int{}}
		x, err := index.New(b.index(""))
		if err != nil {
			t.Fatal(err)
		}
		if c.fault != "" {
			x.Problems = []index.Diagnostic{{File: "q/box.go", Line: 1, Msg: "elsewhere"}, {File: "p/box.go", Line: line(c.fault), Msg: "wrong"}}
		}
		for _, src := range []string{put, done} {
			want := claim.True
			if slices.Contains(c.open, src) {
				want = claim.Unanswerable
			}
			if v := eval(t, src, &claim.Env{Source: claim.NewSource(x)}); v.State != want {
				t.Errorf("a fault at %q: %s is %v, want %v: %s", c.fault, src, v.State, want, v.Cause)
			}
		}
	}
}
