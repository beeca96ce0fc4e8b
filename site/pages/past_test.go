package pages

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/history"
	"sourcedive/internal/toy"
)

// A page leads to its counterpart in another version, and no other page does.
func TestToyCounterparts(t *testing.T) {
	p, old := newer(t), NewDirectory(toyRelease(t, 1))
	for path, want := range map[string]string{
		"func/runtime/findRunnable.html":    "func/runtime/findRunnable.html",
		"history/runtime/findRunnable.html": "history/runtime/findRunnable.html",
		"type/runtime/g.html":               "type/runtime/g.html",
		"func/runtime/stoplockedm.html":     "", // go1.2 has it not yet
		"src/runtime/proc.go.html":          "",
		"func/runtime/nowhere.html":         "",
		"release/go1.3.html":                "",
		"gone/runtime/entersleep.html":      "",
	} {
		if got := Counterpart(p, &old, path); got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}

// Ages are given for the lines that a page shows, and only where they are those of a state
// that the history knows.
func TestToyAges(t *testing.T) {
	p := newer(t)
	sym := symbolOf(t, p, "runtime.malg")
	if got := ageRuns(p.past.ages(sym), p.past.age); got != "1*4 2*2 1*2" {
		t.Errorf("malg has ages %s", got)
	}
	// The newer tree's text under the older version is in no state of that minor.
	edited := *p.Index
	edited.Files = slices.Clone(p.Index.Files)
	x := NewCatalog(&edited, "linux/amd64")
	past, err := toy.ThePast()
	if err != nil {
		t.Fatal(err)
	}
	x.WithHistory(past.History, nil)
	file := &edited.Files[edited.Symbols[sym].Decl.File]
	file.Text = strings.Replace(file.Text, "newg.m = nil", "newg.m = nix", 1)
	if _, ok := x.past.state(sym, x.past.syms[sym]); ok {
		t.Error("a body that no release has is in a state of the history")
	}
	if _, ok := p.past.state(sym, p.past.syms[sym]); !ok {
		t.Error("the body of go1.3.0 is in no state of the history")
	}
}

// A version outside of the history, and packages that it does not know, have none.
func TestToyNoPast(t *testing.T) {
	past, err := toy.ThePast()
	if err != nil {
		t.Fatal(err)
	}
	x := *newer(t).Index
	x.Config.Version = "go1.9.0"
	if c := NewCatalog(&x, "linux/amd64").WithHistory(past.History, past.Sources); c.past != nil {
		t.Error("go1.9.0 has a past in a history that ends with go1.3")
	}
	h := *past.History
	data := *h.Data
	data.Packages = []string{"net/http"}
	h.Data = &data
	x.Config.Version = "go1.3.0"
	if c := NewCatalog(&x, "linux/amd64").WithHistory(&h, past.Sources); c.past != nil {
		t.Error("packages that the history does not know have one")
	}
}

// Rows of a diff: which lines are shown, and what of them is marked.
func TestDiffRows(t *testing.T) {
	old := "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\treturn x + one(y)\nk\nl\nm\nn\n1\n2\n3\n4\n5\n6\nz"
	now := "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\treturn x + two(y)\nk\nl\nm\nn\n1\n2\n3\n4\n5\n6"
	rows := diffRows(strings.Split(old, "\n"), strings.Split(now, "\n"), history.Hunks(old, now), 1, 11)
	want := "+18 h\n+19 i\n+20 j\n-11 \treturn x + [one](y)\n+21 \treturn x + [two](y)\n+22 k\n+23 l\n+24 m\n…\n+29 4\n+30 5\n+31 6\n-22 z\n"
	if got := rowsAsText(rows); got != want {
		t.Errorf("rows\n%swant\n%s", got, want)
	}
}

// Behind lines that only one side has, each side goes on with its own numbers.
func TestDiffRowsOfUnequalHunks(t *testing.T) {
	old, now := "a\nb\nc\nd\ne\nf", "a\nnew\nnewer\nb\nC\nd\nf"
	got := rowsAsText(diffRows(strings.Split(old, "\n"), strings.Split(now, "\n"), history.Hunks(old, now), 1, 1))
	want := "+1 a\n+2 new\n+3 newer\n+4 b\n-3 c\n+5 C\n+6 d\n-5 e\n+7 f\n"
	if got != want {
		t.Errorf("rows\n%swant\n%s", got, want)
	}
}

// rowsAsText writes rows as a diff has them, with the numbers of their lines.
func rowsAsText(rows []DiffRow) string {
	var b strings.Builder
	for _, r := range rows {
		if r.Gap {
			b.WriteString("…\n")
		}
		for _, side := range []struct {
			sign, no string
			spans    []DiffSpan
		}{{"-", r.OldNo, r.Old}, {"+", r.NewNo, r.New}} {
			if side.no == "" || !r.Changed && side.sign == "-" {
				continue
			}
			b.WriteString(side.sign + side.no + " ")
			for _, s := range side.spans {
				if s.On {
					b.WriteString("[" + s.Text + "]")
				} else {
					b.WriteString(s.Text)
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
