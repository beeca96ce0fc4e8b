package annotate_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
)

// sentenceOf is the first sentence of a text.
func sentenceOf(t *testing.T, text string) *markdown.Sentence {
	t.Helper()
	d, _ := markdown.Parse([]byte(text), "n.md")
	for _, b := range d.Blocks {
		if list := b.Sentences(); len(list) > 0 {
			return list[0]
		}
	}
	t.Fatalf("%q has no sentence", text)
	return nil
}

// 100 sentences of the content, drawn by a hash of their text and labelled by a reader
// with the rules' headings in hand. The golden names those that are guessed wrong.
func TestCheckableSample(t *testing.T) {
	sample, err := os.ReadFile("testdata/checkable.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var wrong strings.Builder
	var right, extra, missed, rest int
	for l := range strings.Lines(string(sample)) {
		label, text, ok := strings.Cut(strings.TrimSpace(l), "\t")
		if !ok || label != "yes" && label != "no" {
			t.Fatalf("no label: %q", l)
		}
		switch guess := annotate.Checkable(sentenceOf(t, text)); {
		case guess && label == "yes":
			right++
		case guess:
			extra++
			fmt.Fprintf(&wrong, "guessed checkable: %s\n", text)
		case label == "yes":
			missed++
			fmt.Fprintf(&wrong, "missed: %s\n", text)
		default:
			rest++
		}
	}
	precision, recall := float64(right)/float64(right+extra), float64(right)/float64(right+missed)
	if precision < 0.93 || recall < 0.91 || right+extra+missed+rest != 100 {
		t.Errorf("precision %.2f, recall %.2f of %d sentences", precision, recall, right+extra+missed+rest)
	}
	fmt.Fprintf(&wrong, "precision %d of %d, recall %d of %d\n", right, right+extra, right, right+missed)
	golden.Check(t, "checkable.txt", wrong.String())
}

// Each rule on its own, with what it does not mean.
func TestCheckableRules(t *testing.T) {
	for text, want := range map[string]bool{
		"Who takes it first?": false, "He asks (who `f` is?)": false, "Next: [[runtime.gopark]].": false, "See [[note:sched/gopark]].": false, "Nextly `f` runs.": true, "`f`": false, "[[runtime.f]]": false, // C0
		"It calls `f`.": true, "It is in [[runtime.g]].": true, "It is a [[term:queue]].": false, // C1
		"It has 61 slots.": true, "It has two slots.": true, "It has a twofold slot.": false, "It is done twice.": true, // C2
		"It parks before it runs.": true, "The thenar is a muscle.": false, // C3
		"It runs if it can.": true, "It is gifted.": false, "It is never run.": true, // C4
		"It parks because it waits.": true, "It is a cause.": false, // C5
		"It is so in older versions.": true, "It is old.": false, // C6
	} {
		if got := annotate.Checkable(sentenceOf(t, text)); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
