package indexer_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"sourcedive/indexer/index"
)

// Type errors cost no function but the one that they are in anything, and that one the
// calls through values alone.
func TestUnsoundFixture(t *testing.T) {
	text, err := os.ReadFile("testdata/unsound.txtar")
	if err != nil {
		t.Fatal(err)
	}
	x := source(t, string(text), "zunsound", "zother", "zuser")
	if len(x.Problems) < 10 {
		t.Errorf("only %d problems: %v", len(x.Problems), x.Problems)
	}
	n := claims(t, x, regexp.MustCompile(`WANT (!?)(\S+) (\S+)`), func(m []string, _ index.ID, edges []index.Edge) bool {
		return slices.ContainsFunc(edges, func(e index.Edge) bool { return m[2] == "*" || e.Kind.String() == m[2] }) == (m[1] == "")
	})
	if n < 45 {
		t.Errorf("only %d wants", n)
	}
	for from, want := range map[index.ID][]index.ID{
		"zunsound.bad.func1":  {"zunsound.direct"},
		"zunsound.bad.func2":  nil,
		"zunsound.bad2":       nil,
		"zunsound.literal":    {"zunsound.text2"},
		"zunsound.init.func1": {"zunsound.direct"},
		"zunsound.init.func2": {"zunsound.text2"},
		"zunsound.more[...]":  {"zunsound.more[...]"},
		"zuser.Use":           {"zuser.here", "zunsound.Exported"},
	} {
		var got []index.ID
		for _, e := range x.Callees(sym(t, x, from)) {
			got = append(got, x.Symbols[e.To].ID)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s leads to %v, want %v", from, got, want)
		}
	}
	for _, to := range []index.ID{"zunsound.bad.func1", "zunsound.bad.func2"} {
		if !slices.ContainsFunc(x.Callees(sym(t, x, "zunsound.bad")), func(e index.Edge) bool { return x.Symbols[e.To].ID == to }) {
			t.Errorf("zunsound.bad does not hold %s", to)
		}
	}
}
