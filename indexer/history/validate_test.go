package history

import (
	"strings"
	"testing"
)

// Each of these edits breaks one thing that Validate promises.
func TestValidateRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(d *Data)
		want string
	}{
		{"no minors", func(d *Data) { d.Minors = nil }, "no minors"},
		{"minors out of order", func(d *Data) { d.Minors[0], d.Minors[1] = d.Minors[1], d.Minors[0] }, "out of order"},
		{"a patch of another minor", func(d *Data) { d.Minors[0].First = "go1.19.0" }, "out of order"},
		{"a version that is none", func(d *Data) { d.Minors[0].First = "tip" }, `"tip" is no version`},
		{"no steps", func(d *Data) { d.Symbols[0].Steps = nil }, "with 0 steps"},
		{"an unknown kind", func(d *Data) { d.Symbols[0].Kind = kinds }, "kind 5"},
		{"no appearance", func(d *Data) { step(d, "fixedLater", 0).What = Code }, "there false"},
		{"two appearances", func(d *Data) { step(d, "fixedLater", 1).What = Appeared }, "there true"},
		{"back without removal", func(d *Data) { step(d, "fixedLater", 1).What = Back }, "there true"},
		{"removed twice", func(d *Data) { *step(d, "dropped", 2) = Step{Minor: 1, At: AtPatch, What: Removed, From: NoSym} }, "there false"},
		{"again what was not", func(d *Data) { step(d, "dropped", 2).What = Again; step(d, "dropped", 2).Name = "x" }, "repeats"},
		{"steps out of order", func(d *Data) { step(d, "fixedLater", 1).Minor, step(d, "fixedLater", 1).At = 0, AtFirst }, "out of order"},
		{"a minor that is not there", func(d *Data) { step(d, "fixedLater", 1).Minor = 9 }, "minor 9"},
		{"nothing that happened", func(d *Data) { step(d, "fixedLater", 1).What = 0 }, "minor 1"},
		{"no name", func(d *Data) { step(d, "fixedLater", 1).Name = "" }, "has the name"},
		{"a hash that is too long", func(d *Data) { step(d, "fixedLater", 1).Hash = 1 << hashBits }, "out of range"},
		{"an unknown rule", func(d *Data) { step(d, "fixedLater", 1).Rule = rules }, "out of range"},
		{"taken out of nothing", func(d *Data) { step(d, "fixedLater", 0).What |= Extracted }, "is from symbol -1"},
		{"a call of nothing", func(d *Data) { step(d, "fixedLater", 1).Gained = []Sym{99} }, "calls symbol 99"},
		{"calls out of order", func(d *Data) { step(d, "fixedLater", 1).Lost = []Sym{1, 1} }, "calls symbol 1"},
		{"a hunk outside", func(d *Data) { step(d, "fixedLater", 1).Hunks[0].Skip = 2 }, "outside of 1 lines"},
		{"lines that do not add up", func(d *Data) { step(d, "fixedLater", 1).Hunks[0].Add = 2 }, "are not 1"},
		{"hunks of a comment", func(d *Data) { step(d, "fixedLater", 1).What = Doc }, "hunks of nothing"},
	} {
		d := built(t, treesIn(t, "testdata/cases/patch.txtar"))
		c.edit(d)
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// step is a step of a function of package runtime.
func step(d *Data, name string, i int) *Step {
	for k := range d.Symbols {
		if d.Symbols[k].Steps[0].Name == "runtime."+name {
			return &d.Symbols[k].Steps[i]
		}
	}
	panic(name)
}
