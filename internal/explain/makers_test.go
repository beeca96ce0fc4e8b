package explain

import (
	"slices"
	"strings"
	"testing"
)

// madeBy are the makers of an answer, each with those that it made.
func madeBy(a *Answer) map[int64][]int64 {
	out := map[int64][]int64{}
	for _, m := range a.Makers {
		out[m.Goroutine] = m.Made
	}
	return out
}

// The ancestors below each stack say who made whom, of goroutines that are gone as well,
// and date nothing: they are written in the same way in all releases.
func TestAncestors(t *testing.T) {
	text := string(inputs(t)["other/ancestors-1.26.8.txt"])
	want := map[int64][]int64{1: {20}, 20: {3}, 3: {4}}
	alone, _, _ := strings.Cut(text, "\n\ngoroutine 1 [")
	for part, states := range map[string]string{text: "running", alone: ""} {
		a := engine().Explain([]byte(part), Options{})
		if got := madeBy(a); len(got) != len(want) || !slices.Equal(got[1], want[1]) || !slices.Equal(got[20], want[20]) || !slices.Equal(got[3], want[3]) {
			t.Errorf("%+v, want %v", a.Makers, want)
		}
		if !a.Go.contains(26) {
			t.Errorf("%s to %s: %+v", a.Go.Low, a.Go.High, a.Go.Evidence)
		}
		for _, m := range a.Makers {
			if (m.Reason == "") != (states == "") {
				t.Errorf("goroutine %d [%s]", m.Goroutine, m.Reason)
			}
		}
		for _, g := range a.Groups {
			if len(g.Goroutines) != 1 {
				t.Errorf("an ancestor is counted: %+v", g)
			}
		}
	}
}

// What stands between a stack and an ancestor's takes the ancestor from it, and a text may
// say what cannot be.
func TestMakersOfStrangeTexts(t *testing.T) {
	for text, want := range map[string]map[int64][]int64{
		"goroutine 5 [running]:\nmain.f()\n\nruntime stack:\nruntime.throw()\n[originating from goroutine 3]:\nmain.g()\n": {},
		"[originating from goroutine 3]:\nmain.g()\n": {},
		"goroutine 5 [running]:\nmain.f()\ncreated by main.g in goroutine 6\n\ngoroutine 6 [running]:\nmain.g()\ncreated by main.f in goroutine 5\n": {5: {6}, 6: {5}},
		"goroutine 5 [running]:\nmain.f()\ncreated by main.g in goroutine 5\n":                                                                       {5: {5}},
	} {
		a := engine().Explain([]byte(text), Options{})
		got := madeBy(a)
		for id, ids := range want {
			if !slices.Equal(got[id], ids) {
				t.Errorf("%q: %v, want %v", text, got, want)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		var b strings.Builder
		if err := a.Text(&b); err != nil || strings.Contains(b.String(), "Who made whom") != (len(want) > 0) {
			t.Errorf("%q: %v\n%s", text, err, b.String())
		}
	}
}

func TestFilter(t *testing.T) {
	text := inputs(t)["inputs/formats/dump-1.26.8.txt"]
	all := engine().Explain(text, Options{})
	total := 0
	for _, g := range all.Groups {
		total += g.Count
	}
	for only, want := range map[Filter]int{
		{}:                                 total,
		{State: "chan receive"}:            3,
		{With: "MAIN.WORKER"}:              15,
		{With: "main.worker", MinWait: 1}:  0,
		{State: "nothing"}:                 0,
		{With: "0x289a60bca0e0"}:           3,
		{With: "runtime.(*cleanupQueue)."}: 1,
	} {
		a := engine().Explain(text, Options{Only: only})
		n := 0
		for _, g := range a.Groups {
			n += g.Count
		}
		if n != want {
			t.Errorf("%+v: %d goroutines, want %d of %d", only, n, want, total)
		}
		made := 0
		for _, m := range a.Makers {
			made += len(m.Made)
		}
		if made > n {
			t.Errorf("%+v: %d goroutines were made, and %d fit", only, made, n)
		}
		if a.Summary != all.Summary || len(a.Blocks) != len(all.Blocks) {
			t.Errorf("%+v changes more than the groups", only)
		}
	}
}
