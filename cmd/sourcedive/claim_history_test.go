package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/gotree"
	"sourcedive/internal/answer"
)

func tagged(tags string) (list []gotree.Version) {
	for _, tag := range strings.Fields(tags) {
		name, missing := strings.CutSuffix(tag, "?")
		list = append(list, gotree.Version{Tag: name, Here: !missing})
	}
	return list
}

func TestMilestones(t *testing.T) {
	for _, c := range []struct{ versions, want string }{
		{"", ""},
		{"go1.22.3 go1.22.1 go1.22.0", "go1.22.0 go1.22.3"},
		{"go1.18.10 go1.18 go1.18beta1 go1.5.4", "go1.5.4 go1.18.0 go1.18.10"},
		{"go1.28rc2 go1.28rc1 go1.27.0", "go1.27.0 go1.28rc2"},
		{"go1.10.8 go1.9.7 go1.9", "go1.9.0 go1.9.7 go1.10.8"},
	} {
		if got := strings.Join(milestones(tagged(c.versions)), " "); got != c.want {
			t.Errorf("of %s: %s, want %s", c.versions, got, c.want)
		}
	}
	versions := tagged("go1.22.3? go1.22.1? go1.22.0 go1.20?")
	if n := missing(milestones(versions), versions); n != 2 {
		t.Errorf("%d are to be fetched", n)
	}
}

// Neighbours that say the same are one line, whatever their line numbers; minors that
// nothing is known of are named.
func TestHistoryReads(t *testing.T) {
	no := func(version, value string) answer.Verdict {
		return answer.Verdict{Version: version, State: claim.False.String(), Because: []answer.Part{{Text: `has("f", "x")`, Value: value}}}
	}
	rows := []answer.Verdict{
		{Version: "go1.5.4", State: claim.Unanswerable.String(), Cause: `no symbol "f" in go1.5.4 linux/amd64`},
		{Version: "go1.7.0", State: claim.Unanswerable.String(), Cause: `no symbol "f" in go1.7.0 linux/amd64`},
		no("go1.8.0", "first at runtime/proc.go:12"), no("go1.8.7", "first at runtime/proc.go:130"), no("go1.9.0", "no match"),
		{Version: "go1.10.0", State: claim.True.String(), Because: []answer.Part{{Text: `has("f", "x")`, True: true, Value: "at runtime/proc.go:1"}}},
		{Version: "go1.10.8", State: claim.True.String()},
		{Version: "go1.11.0", State: notRead, Cause: "go1.11.0 is not here"},
	}
	var out bytes.Buffer
	c := &claimCommand{out: &out}
	if err := c.printHistory(rows); err != nil {
		t.Fatal(err)
	}
	want := `go1.5.4 … go1.7.0    unanswerable  no symbol "f" in it linux/amd64
go1.8.0 … go1.8.7    false         first at runtime/proc.go
go1.9.0              false         no match
go1.10.0 … go1.10.8  true
go1.11.0             not read      it is not here

holds in: go1.10.0 … go1.10.8
does not hold in: go1.8.0 … go1.9.0
cannot be answered in: go1.5.4 … go1.7.0
not read: go1.11.0
not looked at, because no version is at hand: go1.6
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
