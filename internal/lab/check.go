package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Check is a statement about a result. It is computed from the samples, so that a recorded
// result can be held against a check that is younger than it. One of Holds and Bound is set.
type Check struct {
	Says  string // its name, too: unique in the lab
	Needs []Ref
	Holds func(values [][]float64) (holds bool, detail string) // exact
	Bound *Bound
	OS    []string // where it is true at all; everywhere when empty
	From  int      // minor since when it is true; 0 for all
	CPUs  int      // least number of processors with which it is true; 0 for any
}

// Bound is a quantity with its limits: the sum of some series, or its ratio to the sum of
// others.
type Bound struct {
	Of, Over []Ref
	Min, Max float64 // 0 for none
	Unit     string
}

// Check evaluates the lab's checks on a result.
func (l Lab) Check(r *Result) []CheckResult {
	list := []CheckResult{}
	for _, c := range l.Checks {
		list = append(list, c.on(r))
	}
	return list
}

func (c Check) on(r *Result) CheckResult {
	out := CheckResult{Says: c.Says}
	if len(c.OS) > 0 && !slices.Contains(c.OS, r.Go.OS) {
		out.Unchecked = "it is of " + strings.Join(c.OS, " and ")
		return out
	}
	if MinorOf(r.Go.Version) < c.From {
		out.Unchecked = fmt.Sprintf("it is of go1.%d and later", c.From)
		return out
	}
	if r.Machine.CPUs < c.CPUs {
		out.Unchecked = fmt.Sprintf("it is of machines with %d processors and more", c.CPUs)
		return out
	}
	if c.Bound != nil {
		out.Holds, out.Detail, out.Unchecked = c.Bound.on(r)
		return out
	}
	var values [][]float64
	for _, ref := range c.Needs {
		v := r.Values(ref.ID, ref.X)
		if len(v) == 0 {
			out.Unchecked = "nothing was measured of " + ref.ID
			return out
		}
		values = append(values, v)
	}
	out.Holds, out.Detail = c.Holds(values)
	return out
}

// span is a quantity with the least and the most that it can be.
type span struct{ center, lo, hi float64 }

// on holds the bound against a result. While the intervals and the noise band allow either,
// it is open.
func (b *Bound) on(r *Result) (holds bool, detail, open string) {
	of, band, open := b.sum(r, b.Of, Band{0, true})
	if open != "" {
		return false, "", open
	}
	over := span{1, 1, 1}
	if len(b.Over) > 0 {
		if over, band, open = b.sum(r, b.Over, band); open != "" {
			return false, "", open
		}
	}
	switch {
	case !band.Known:
		return false, "", "its null is missing or too small to give a noise band"
	case over.lo <= 0 || of.lo < 0:
		return false, "", "it was too small to be measured"
	}
	center := of.center / over.center
	lo, hi := math.Min(of.lo/over.hi, center/(1+band.Ratio)), math.Max(of.hi/over.lo, center*(1+band.Ratio))
	is := b.text(lo, hi)
	above, below := b.Min == 0 || lo > b.Min, b.Max == 0 || hi < b.Max
	switch {
	case above && below:
		return true, is, ""
	case b.Min > 0 && hi < b.Min, b.Max > 0 && lo > b.Max:
		return false, is, ""
	}
	return false, is, "the noise leaves it open"
}

// sum adds series, and widens a band by theirs. An exact count has none.
func (b *Bound) sum(r *Result, refs []Ref, band Band) (sum span, wide Band, open string) {
	for _, ref := range refs {
		s := r.Lookup(ref.ID, ref.X, false)
		if s == nil {
			return sum, band, "nothing was measured of " + ref.ID
		}
		v := Summarize(s)
		if !v.Interval {
			return sum, band, fmt.Sprintf("%d values of %s are too few to say", v.N, ref.ID)
		}
		sum = span{sum.center + v.Center, sum.lo + v.Lo, sum.hi + v.Hi}
		if !v.exact || s.Kind != Count {
			band = wider(band, r.Band(s))
		}
	}
	return sum, band, ""
}

func (b *Bound) text(lo, hi float64) string {
	unit := UnitText(b.Unit)
	if len(b.Over) > 0 {
		unit = "times"
	}
	if lo == hi {
		return Number(lo) + " " + unit
	}
	return Number(lo) + " to " + Number(hi) + " " + unit
}

// ratioOf is a check that a series is from least to most times another, on these systems or
// on all; 0 is no limit.
func ratioOf(says string, of, over Ref, least, most float64, systems ...string) Check {
	return Check{Says: says, Bound: &Bound{Of: []Ref{of}, Over: []Ref{over}, Min: least, Max: most}, OS: systems}
}

// every is a check that all values of all its series are want.
func every(want float64, unit string) func([][]float64) (bool, string) {
	return within(want, want, unit)
}

// within is a check that all values of all its series are from least to most. The detail says
// what the others are.
func within(least, most float64, unit string) func([][]float64) (bool, string) {
	return func(series [][]float64) (bool, string) {
		n, others := 0, []float64{}
		for _, values := range series {
			n += len(values)
			for _, v := range values {
				if v < least || v > most {
					others = append(others, v)
				}
			}
		}
		detail := fmt.Sprintf("%d of %d %s", n-len(others), n, unit)
		if len(others) == 0 {
			return true, detail
		}
		lo, hi := Number(slices.Min(others)), Number(slices.Max(others))
		if detail += ", otherwise " + lo; hi != lo {
			detail += " to " + hi
		}
		return false, detail
	}
}

// same is a check that two series are equal, sample by sample.
func same(unit string) func([][]float64) (bool, string) {
	return func(series [][]float64) (bool, string) {
		a, b := series[0], series[1]
		are, detail := 0, ""
		for i := range min(len(a), len(b)) {
			if a[i] == b[i] {
				are++
			} else if detail == "" {
				detail = fmt.Sprintf("; %g and %g in run %d", a[i], b[i], i+1)
			}
		}
		return are == len(a) && len(a) == len(b), fmt.Sprintf("%d of %d %s%s", are, max(len(a), len(b)), unit, detail)
	}
}
