package lab

import (
	"math"
	"slices"

	"golang.org/x/perf/benchmath"
)

// confidence of every interval.
const confidence = 0.95

// Summary is the middle of a series with what it may be off by.
type Summary struct {
	N      int
	Center float64 // median, or the value where all are equal
	Lo, Hi float64 // interval at 95 %; smallest and largest where Interval is false
	// Interval is false for fewer than six values that differ: too few for one.
	Interval bool

	exact bool // a count or a size, and all values are equal
}

// Summarize gives the median of a series with its interval.
func Summarize(s *Series) Summary {
	sample := benchmath.NewSample(slices.Clone(s.Values), &benchmath.DefaultThresholds)
	values := sample.Values
	if values[0] == values[len(values)-1] && s.Kind != Timing {
		exact := benchmath.AssumeExact.Summary(sample, confidence)
		return Summary{N: len(values), Center: exact.Center, Lo: exact.Lo, Hi: exact.Hi, Interval: true, exact: true}
	}
	sum := benchmath.AssumeNothing.Summary(sample, confidence)
	if math.IsInf(sum.Lo, 0) || math.IsInf(sum.Hi, 0) {
		return Summary{N: len(values), Center: sum.Center, Lo: values[0], Hi: values[len(values)-1]}
	}
	return Summary{N: len(values), Center: sum.Center, Lo: sum.Lo, Hi: sum.Hi, Interval: true}
}

// Band is how far two measurements of the same thing may be apart, as a ratio: 0.03 is
// three per cent. Known is false where there was no null, or too little of it.
type Band struct {
	Ratio float64
	Known bool
}

// wider is the band that covers both.
func wider(a, b Band) Band {
	return Band{max(a.Ratio, b.Ratio), a.Known && b.Known}
}

// Band is the noise band of a series: that of its own null, or where it has none the
// widest of all of its kind, and no less than what its own interval allows two samples of
// it; and never less than a step of the clock.
func (r *Result) Band(s *Series) Band {
	band := r.nullOf(s)
	if c := Summarize(s).Center; s.Step > 0 && c > 0 {
		band.Ratio = max(band.Ratio, s.Step/c)
	}
	return band
}

func (r *Result) nullOf(s *Series) Band {
	if null := r.Lookup(s.ID, s.X, true); null != nil {
		if base := r.Lookup(s.ID, s.X, false); base != nil {
			return bandOf(base, null)
		}
	}
	return wider(r.WidestBand(s.Kind), bandOf(s, s))
}

// WidestBand is the widest noise band of all series of a kind that have a null. Where
// counts or bytes have none, that of the timings takes its place.
func (r *Result) WidestBand(kind Kind) Band {
	found, widest := false, Band{0, true}
	for i := range r.Series {
		null := &r.Series[i]
		base := r.Lookup(null.ID, null.X, false)
		if !null.Null || null.Kind != kind || base == nil {
			continue
		}
		found, widest = true, wider(widest, bandOf(base, null))
	}
	switch {
	case found:
		return widest
	case kind != Timing:
		return r.WidestBand(Timing)
	}
	return Band{}
}

// NullBand is the widest noise band of the series that the lab compares or asks for.
func (l Lab) NullBand(r *Result) Band {
	refs := []Ref{l.Answer.Of, l.Answer.Over}
	for _, p := range l.Pairs {
		refs = append(refs, p.A, p.B)
	}
	found, widest := false, Band{0, true}
	for _, ref := range refs {
		base, null := r.Lookup(ref.ID, ref.X, false), r.Lookup(ref.ID, ref.X, true)
		if base != nil && null != nil {
			found, widest = true, wider(widest, bandOf(base, null))
		}
	}
	if !found {
		return r.WidestBand(Timing)
	}
	return widest
}

// bandOf is the largest ratio that two samples of the same thing can have by their
// intervals, less one. That of the medians alone would be small by luck.
func bandOf(a, b *Series) Band {
	x, y := Summarize(a), Summarize(b)
	if !x.Interval || !y.Interval {
		return Band{}
	}
	if x.Lo == y.Hi && x.Hi == y.Lo {
		return Band{0, true}
	}
	if x.Lo <= 0 || y.Lo <= 0 {
		return Band{}
	}
	return Band{max(y.Hi/x.Lo, x.Hi/y.Lo) - 1, true}
}

// Verdict is what may be said of two series.
type Verdict string

const (
	Differs     Verdict = "differs"
	WithinNoise Verdict = "within the noise band"
	Indistinct  Verdict = "not distinguishable"
	TooFew      Verdict = "too few values to say"
	NoBand      Verdict = "without a noise band, not to be said"
)

// Difference compares two series.
type Difference struct {
	Ratio   float64 // of the second center to the first
	P       float64 // of the same distribution giving such samples
	Band    Band
	Verdict Verdict
}

// Compare compares two series of one kind under a noise band. A difference is one only
// when it lies outside of the band and the test rejects chance.
func Compare(a, b *Series, band Band) Difference {
	x, y := Summarize(a), Summarize(b)
	d := Difference{Ratio: y.Center / x.Center, P: 1, Band: band}
	if constant(a) && constant(b) && a.Kind == Count {
		d.P, d.Band = 0, Band{0, true}
		d.Verdict = Differs
		if x.Center == y.Center {
			d.Ratio, d.Verdict = 1, WithinNoise
		}
		return d
	}
	c := benchmath.AssumeNothing.Compare(sampleOf(a), sampleOf(b))
	d.P = c.P
	switch {
	case !x.Interval || !y.Interval:
		d.Verdict = TooFew
	case !band.Known:
		d.Verdict = NoBand
	case x.Center <= 0 || y.Center <= 0 || math.Max(d.Ratio, 1/d.Ratio)-1 <= band.Ratio:
		d.Verdict = WithinNoise
	case c.P > c.Alpha:
		d.Verdict = Indistinct
	default:
		d.Verdict = Differs
	}
	return d
}

func sampleOf(s *Series) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(s.Values), &benchmath.DefaultThresholds)
}

func constant(s *Series) bool {
	return !slices.ContainsFunc(s.Values, func(v float64) bool { return v != s.Values[0] })
}
