package lab

import (
	"bytes"
	"cmp"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"
)

// around are twenty values close to v, of which the median is v.
func around(v float64) (values []float64) {
	for i := range 20 {
		values = append(values, v*(1+(float64(i)-9.5)/2000))
	}
	return values
}

// with adds a series around a value, and its null around another.
func (r *Result) with(ref Ref, v, null float64) {
	r.Add(Series{ID: ref.ID, X: ref.X, Unit: "ns", Kind: Timing, Values: around(v)})
	r.Add(Series{ID: ref.ID, X: ref.X, Unit: "ns", Kind: Timing, Null: true, Values: around(null)})
}

// made is a result of a bound whose quantity is v. Its null is off by a ratio.
func made(b *Bound, v, off float64) *Result {
	r := &Result{Go: Version{Version: "go1.27.0", OS: "linux"}}
	divisor := 1.0
	for _, ref := range b.Over {
		r.with(ref, 100, 100*off)
		divisor = 100 * float64(len(b.Over))
	}
	for _, ref := range b.Of {
		r.with(ref, v*divisor/float64(len(b.Of)), v*divisor/float64(len(b.Of))*off)
	}
	return r
}

// Each bound of each lab holds on measurements within it, does not on others, and is open at
// its limits, where the noise reaches across, and where there is too little to say.
func TestBounds(t *testing.T) {
	for _, l := range All() {
		for _, c := range l.Checks {
			b := c.Bound
			if b == nil {
				continue
			}
			if b.Min == 0 && b.Max == 0 || b.Max != 0 && b.Max < b.Min {
				t.Errorf("%s: %q: no number can be wrong, or none right: %g, %g", l.Name, c.Says, b.Min, b.Max)
			}
			want := func(what string, r *Result, holds, open bool) {
				t.Helper()
				if got := c.on(r); got.Holds != holds || (got.Unchecked != "") != open {
					t.Errorf("%s: %q, %s: %+v", l.Name, c.Says, what, got)
				}
			}
			inside := math.Sqrt(max(b.Min, b.Max/100) * cmp.Or(b.Max, b.Min*100))
			want("inside", made(b, inside, 1), true, false)
			want("inside, and a null that is off by a thousand", made(b, inside, 1000), false, true)
			for _, limit := range []float64{b.Min, b.Max} {
				if limit == 0 {
					continue
				}
				outside := limit * 0.9
				if limit == b.Max {
					outside = limit * 1.1
				}
				want("outside", made(b, outside, 1), false, false)
				want("at the limit", made(b, limit, 1), false, true)
				want("outside, but not by more than the null", made(b, outside, 1.2), false, true)
			}
			few := made(b, inside, 1)
			few.Lookup(b.Of[0].ID, b.Of[0].X, false).Values = []float64{inside, inside + 1, inside}
			want("three values", few, false, true)
			none := made(b, inside, 1)
			none.Series = slices.DeleteFunc(none.Series, func(s Series) bool { return s.Null })
			want("no null", none, false, true)
			want("nothing", &Result{Go: none.Go}, false, true)
		}
	}
}

// Each exact check holds on what was recorded, and not when a single value is another.
func TestExactChecks(t *testing.T) {
	runs, err := ReadReferences(sub(t, labs(t), "reference"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range All() {
		r := runs[l.Name]
		r.Go.Version = "go1.27.0"
		if l.Name == "leaks" {
			r.Add(Series{ID: "profiled", Unit: "leaks", Kind: Count, Values: []float64{3, 3, 3}}) // which go1.26 has not
		}
		for _, c := range l.Checks {
			if c.Holds == nil {
				continue
			}
			if got := c.on(&r); !got.Holds || got.Unchecked != "" {
				t.Errorf("%s: %+v", l.Name, got)
			}
			for _, ref := range c.Needs {
				values := r.Lookup(ref.ID, ref.X, false).Values
				last := &values[len(values)-1]
				was := *last
				*last = -1
				if got := c.on(&r); got.Holds || got.Unchecked != "" {
					t.Errorf("%s: with one value of %s that is another: %+v", l.Name, ref.ID, got)
				}
				*last = was
			}
		}
	}
}

func sub(t *testing.T, fsys fs.FS, dir string) fs.FS {
	t.Helper()
	in, err := fs.Sub(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Evidence cites a check by what it says.
func TestChecksAreNamed(t *testing.T) {
	for _, l := range All() {
		seen := map[string]bool{}
		for _, c := range l.Checks {
			if c.Says == "" || seen[c.Says] || strings.ContainsAny(c.Says, "\"`;{}") || (c.Holds == nil) == (c.Bound == nil) {
				t.Errorf("%s: %q", l.Name, c.Says)
			}
			seen[c.Says] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s checks nothing", l.Name)
		}
	}
}

// What a file says of its checks is not believed: it may be older than they are.
func TestChecksAreComputed(t *testing.T) {
	text, err := fs.ReadFile(labs(t), "reference/fairness.json")
	if err != nil {
		t.Fatal(err)
	}
	results, err := Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r := &results[0]
	r.Series[0].Values[0] = 61
	for i := range r.Checks {
		r.Checks[i].Holds = true
	}
	said := func() Statement { return fairnessLab().Statements(r)[0] }
	if got := said(); got.Verdict != "not so in this run" || got.Detail != "1999 of 2000 turns, otherwise 61" {
		t.Errorf("%+v", got)
	}
	r.Series[0].Values[1] = 3
	r.Noise.Verdict = "busy: with something else"
	if got := said(); got.Detail != "1998 of 2000 turns, otherwise 3 to 61; the machine was busy: run it again on a quiet one" {
		t.Errorf("on a busy machine: %+v", got)
	}
}

// A check that is not of a machine, a system or a version says why it is not made there.
func TestUnchecked(t *testing.T) {
	c := Check{Says: "some", Needs: []Ref{{ID: "n"}}, Holds: every(1, "runs"), OS: []string{"linux"}, From: 23, CPUs: 2}
	for want, change := range map[string]func(*Result){
		"":                          func(*Result) {},
		"it is of linux":            func(r *Result) { r.Go.OS = "windows" },
		"it is of go1.23 and later": func(r *Result) { r.Go.Version = "go1.22.12" },
		"nothing was measured of n": func(r *Result) { r.Series = nil },
		"it is of machines with 2 processors and more": func(r *Result) { r.Machine.CPUs = 1 },
	} {
		r := &Result{Go: Version{Version: "go1.26.8", OS: "linux"}, Machine: Machine{CPUs: 2}, Series: []Series{{ID: "n", Unit: "runs", Kind: Count, Values: []float64{1}}}}
		change(r)
		if got := c.on(r); got.Unchecked != want || got.Holds != (want == "") {
			t.Errorf("want %q: %+v", want, got)
		}
	}
}
