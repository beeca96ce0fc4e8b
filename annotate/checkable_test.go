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

// Each word that a rule knows makes a sentence checkable, however it is written, and no part of
// a word does.
func TestCheckableWords(t *testing.T) {
	for _, words := range []string{
		"zero|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|dozen|hundred|thousand|half|halves|quarter|third|twice|double|doubles|once|percent|exactly|at least|at most",
		"before|after|afterwards|first|second|last|then|until|while|again|next|behind|ahead|earlier|later|already|finally|meanwhile|during|at the end|from the end|start with|starts with|end with|ends with|in turn|in order",
		"if|when|whenever|unless|only|every|each|all|both|any|never|always|no|none|nobody|nothing|not|without|except|must|may|cannot|where|whoever|whose|otherwise|instead|either|neither|nor|as long as|as soon as|no longer|alone|rarely|usually|often|most",
		"because|so that|therefore|thus|hence|since|that is why|for that|causes|make|makes|let|lets|keep|keeps|lead to|leads to|means|so|due to|which is why|the reason",
		"older version|older versions|newer version|newer versions|release|releases|version|versions|used to",
	} {
		for word := range strings.SplitSeq(words, "|") {
			for text, want := range map[string]bool{
				"It parks " + word + " it.": true, "It parks " + strings.ToUpper(word) + " it.": true, "It parks (" + word + ")": true, "It parks xx" + strings.ReplaceAll(word, " ", "") + "xx it.": false,
			} {
				if got := annotate.Checkable(sentenceOf(t, text)); got != want {
					t.Errorf("%q: %t", text, got)
				}
			}
		}
	}
}

// What only sends the reader elsewhere is not checkable, nor is a question; what only starts
// with such a word is.
func TestCheckableIsNothingThatSendsElsewhere(t *testing.T) {
	for text, want := range map[string]bool{
		"See `f` for two.": false, "See also `f`.": false, "Next: `f` first.": false, "Read on if `f`.": false, "Try: `f`.": false, "Compare `f`.": false, "Continue with `f`.": false, "More: `f`.": false, "Back to `f`.": false, "From here to `f`.": false, "Look at `f`.": false,
		"Seen `f`.": true, "From `f` on.": true, "Readers see `f`.": true, "It is, see `f`.": true, "Backed by `f`.": true, "Lookups take two.": true,
		"Who takes `f`?": false, "He asks \"who takes `f`?\"": false, "He asks “who takes `f`?”": false, "(Who takes `f`?)": false, "Who? `f` does.": false,
		"`f` and `g`": true, "`f`": false, "`f`.": true, "It is.": false, "It is go1.": true,
	} {
		if got := annotate.Checkable(sentenceOf(t, text)); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
