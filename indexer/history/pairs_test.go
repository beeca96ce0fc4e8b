package history

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// pair is a line of testdata/pairs.txt.
type pair struct {
	old, oldVersion string
	new, newVersion string
	same            bool
}

func pairs(t *testing.T) (list []pair) {
	t.Helper()
	data, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		w := strings.Fields(line)
		if len(w) == 0 || w[0] == "#" {
			continue
		}
		if len(w) != 3 || w[2] != "same" && w[2] != "different" {
			t.Fatalf("pairs.txt: %q", line)
		}
		p := pair{same: w[2] == "same"}
		p.old, p.oldVersion = atVersion(w[0])
		p.new, p.newVersion = atVersion(w[1])
		list = append(list, p)
	}
	return list
}

func atVersion(s string) (name, version string) {
	i := strings.LastIndexByte(s, '@')
	return s[:i], s[i+1:]
}

// joinedBy is the rule that makes one symbol of the two names, NoRule if there is none.
func joinedBy(h *History, p pair) (Rule, error) {
	from, err := h.Point(p.oldVersion)
	if err != nil {
		return NoRule, err
	}
	to, err := h.Point(p.newVersion)
	if err != nil {
		return NoRule, err
	}
	known := [2]bool{}
	for i := range h.Symbols {
		was, old := h.State(Sym(i), from)
		now, there := h.State(Sym(i), to)
		known[0] = known[0] || old && was.Name == p.old
		known[1] = known[1] || there && now.Name == p.new
		if old && there && was.Name == p.old && now.Name == p.new {
			_, rename := h.between(Sym(i), from, to)
			return rename.Rule, nil
		}
	}
	if known != [2]bool{true, true} {
		return NoRule, fmt.Errorf("%s or %s is not in the history", p.old, p.new)
	}
	return NoRule, nil
}

// What the rules join in the recorded history, against what a person says of the pairs.
func TestRulesOnLabelledPairs(t *testing.T) {
	h, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	var right, wrong [rules]int
	same, different, found := 0, 0, 0
	for _, p := range pairs(t) {
		rule, err := joinedBy(h, p)
		if err != nil {
			t.Errorf("%v: %v", p, err)
		}
		switch {
		case p.same && rule != NoRule:
			right[rule]++
			found++
		case rule != NoRule:
			wrong[rule]++
			t.Logf("R%d is wrong: %s → %s (%s)", rule, p.old, p.new, p.newVersion)
		case p.same:
			t.Logf("missed: %s → %s (%s)", p.old, p.new, p.newVersion)
		}
		if p.same {
			same++
		} else {
			different++
		}
	}
	if same < 100 || different < 50 {
		t.Errorf("%d pairs are the same and %d different; that is no sample", same, different)
	}
	joined, errors := 0, 0
	for r := R1; r < rules; r++ {
		joined, errors = joined+right[r]+wrong[r], errors+wrong[r]
		if n := right[r] + wrong[r]; n > 0 {
			t.Logf("R%d: %d of %d right", r, right[r], n)
			if float64(right[r]) < 0.95*float64(n) {
				t.Errorf("R%d: %d of %d right", r, right[r], n)
			}
		}
	}
	t.Logf("precision %.1f %% of %d, recall %.1f %% of %d", 100*float64(joined-errors)/float64(joined), joined, 100*float64(found)/float64(same), same)
	if float64(errors) > 0.03*float64(joined) {
		t.Errorf("%d of %d pairs are joined wrongly: more than 3 %%", errors, joined)
	}
	if float64(found) < 0.85*float64(same) {
		t.Errorf("%d of %d pairs are found: less than 85 %%", found, same)
	}
}
