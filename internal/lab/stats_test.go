package lab

import (
	"html"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"sourcedive/internal/golden"
)

func timings(id string, values ...float64) *Series {
	return &Series{ID: id, Unit: "ns", Kind: Timing, Values: values}
}

func counts(values ...float64) *Series {
	return &Series{ID: "n", Unit: "turns", Kind: Count, Values: values}
}

var (
	ten      = []float64{9.8, 9.9, 9.9, 10, 10, 10, 10.1, 10.1, 10.2, 10.3}
	eleven   = []float64{10.8, 10.9, 10.9, 11, 11, 11, 11.1, 11.1, 11.2, 11.3}
	scatters = []float64{2, 4, 6, 8, 10, 14, 16, 22, 30, 44}
)

func TestSummarize(t *testing.T) {
	s := Summarize(timings("a", 3, 1, 2))
	if s.Center != 2 || s.Lo != 1 || s.Hi != 3 || s.Interval {
		t.Errorf("three values: %+v; they have no interval at 95 %%", s)
	}
	s = Summarize(timings("a", ten...))
	if s.Center != 10 || !s.Interval || s.Lo < 9.8 || s.Hi > 10.3 || s.Lo >= s.Hi {
		t.Errorf("ten values: %+v", s)
	}
	if s = Summarize(counts(60, 60)); s.Center != 60 || !s.Interval || !s.exact {
		t.Errorf("equal counts: %+v; they are exact", s)
	}
	if s = Summarize(timings("a", 60, 60, 60, 60, 60, 60, 60)); s.exact {
		t.Error("equal timings are called exact; the clock is too coarse")
	}
	if s = Summarize(counts(60, 59)); s.exact {
		t.Error("different counts are called exact")
	}
}

// A summary must not sort the samples, whose order is that of the run.
func TestSummarizeKeepsOrder(t *testing.T) {
	s := timings("a", 3, 1, 2)
	Summarize(s)
	Compare(s, s, Band{})
	if s.Values[0] != 3 {
		t.Errorf("values are %v", s.Values)
	}
}

func TestCompare(t *testing.T) {
	small, large, unknown := Band{0.01, true}, Band{0.2, true}, Band{}
	for name, c := range map[string]struct {
		a, b *Series
		band Band
		want Verdict
	}{
		"outside of the band":                   {timings("a", ten...), timings("b", eleven...), small, Differs},
		"the other way round":                   {timings("a", eleven...), timings("b", ten...), small, Differs},
		"clear, but within the band":            {timings("a", ten...), timings("b", eleven...), large, WithinNoise},
		"the other way round, within":           {timings("a", eleven...), timings("b", ten...), Band{0.1001, true}, WithinNoise},
		"outside, but by chance":                {timings("a", ten...), timings("b", scatters...), small, Indistinct},
		"the same":                              {timings("a", ten...), timings("b", ten...), small, WithinNoise},
		"without a null":                        {timings("a", ten...), timings("b", eleven...), unknown, NoBand},
		"too few":                               {timings("a", 1, 1.1, 1.2), timings("b", 9, 9.1, 9.2), small, TooFew},
		"too few on one side":                   {timings("a", ten...), timings("b", 90, 91), small, TooFew},
		"equal counts need no band":             {counts(60, 60), counts(60), unknown, WithinNoise},
		"different counts need no band":         {counts(60, 60), counts(61), unknown, Differs},
		"counts that scatter are no exact ones": {counts(1, 2), counts(9, 10), small, TooFew},
		"nothing has no ratio":                  {timings("a", 0, 0, 0, 0, 0, 0, 0, 0), timings("b", ten...), small, WithinNoise},
	} {
		if d := Compare(c.a, c.b, c.band); d.Verdict != c.want {
			t.Errorf("%s: %q, want %q (ratio %g, p %g)", name, d.Verdict, c.want, d.Ratio, d.P)
		}
	}
}

func withNull(base, null []float64) *Result {
	r := &Result{}
	r.Add(*timings("a", base...))
	n := timings("a", null...)
	n.Null = true
	r.Add(*n)
	return r
}

func TestBand(t *testing.T) {
	r := withNull(ten, eleven)
	band := r.Band(&r.Series[0])
	if !band.Known || band.Ratio < 0.1 || band.Ratio > 0.2 {
		t.Errorf("ten and eleven have the band %+v; their medians alone differ by a tenth", band)
	}
	if band = withNull(ten, ten).Band(timings("a", ten...)); band.Ratio <= 0 {
		t.Errorf("equal samples have the band %+v; their intervals have a width", band)
	}
	if band = withNull(ten, []float64{10, 10}).Band(timings("a", ten...)); band.Known {
		t.Errorf("a null of two values gives a band: %+v", band)
	}
	if band = (&Result{}).Band(timings("a", ten...)); band.Known {
		t.Errorf("no null gives a band: %+v", band)
	}
	r = withNull(ten, eleven)
	other := timings("b", eleven...)
	r.Add(*other)
	if got, want := r.Band(other), r.Band(&r.Series[0]); got != want {
		t.Errorf("a series without a null has the band %+v, and not the widest, %+v", got, want)
	}
	other.Step = 5.5
	if got := r.Band(other); math.Abs(got.Ratio-0.5) > 1e-9 {
		t.Errorf("a step of half the value gives the band %+v", got)
	}
}

// recorded is a result of two versions that was measured once, on a busy machine.
func recorded(t *testing.T) []Result {
	t.Helper()
	f, err := os.Open("testdata/alloc.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	results, err := Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestReport(t *testing.T) {
	var b strings.Builder
	results := recorded(t)
	guess := 100.0
	results[1].Prediction = &guess
	if err := WriteText(&b, "What does an allocation cost?", results); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "alloc.txt", b.String())
}

// other is a small result with everything that alloc has not: a check that fails, one
// that was not made, a partial run, one x a series.
func other() Result {
	r := withNull(ten, eleven)
	r.Schema, r.Lab, r.Partial = Schema, "preempt", "interrupted"
	r.Go = Version{Version: "go1.26.8", OS: "linux", Arch: "amd64"}
	r.Series[0].ID, r.Series[1].ID = "alone", "alone"
	r.Add(*timings("signals", scatters...))
	r.Add(Series{ID: "no signals ended", Unit: "loops", Kind: Count, Values: []float64{1, 0, 1}})
	r.Sort()
	l := preemptLab()
	r.Checks = append(l.Check(r), memoryLab().Check(r)...)
	band := l.NullBand(r).Ratio
	r.Noise.NullBand = &band
	r.Noise.Judge()
	return *r
}

func TestReportOfPartialRun(t *testing.T) {
	var b strings.Builder
	skipped := Result{Schema: Schema, Lab: "preempt", Go: Version{Version: "go1.17"}, Skipped: "lab preempt runs on go1.18 and later"}
	if err := WriteText(&b, "How long?", []Result{other(), skipped}); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "partial.txt", b.String())
}

// A file from elsewhere sends nothing to the terminal but text.
func TestReportIsText(t *testing.T) {
	r := other()
	r.Go.Version, r.Partial, r.Series[0].Unit = "go1.26.8\x1b[2J", "a\rb\u009bc", "n\as"
	var b strings.Builder
	if err := WriteText(&b, "How long?", []Result{r, r}); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(b.String(), "\x1b\r\u009b\a\t"); i >= 0 {
		t.Errorf("%q", b.String()[i:])
	}
}

func TestPlot(t *testing.T) {
	l, _ := Find("alloc")
	golden.Check(t, "alloc.svg", Draw(l, &recorded(t)[0], true))
	golden.Check(t, "alloc-narrow.svg", Draw(l, &recorded(t)[0], false))
	l, _ = Find("preempt")
	partial := other()
	golden.Check(t, "partial.svg", Draw(l, &partial, true))
	golden.Check(t, "partial-narrow.svg", Draw(l, &partial, false))
	if empty := Draw(l, &Result{Lab: "preempt"}, true); !strings.HasPrefix(empty, "<svg") || strings.Contains(empty, "NaN") {
		t.Errorf("a result without series is drawn as %q", empty)
	}
}

// No coordinate is anything but a number, whatever was measured.
func TestPlotIsFinite(t *testing.T) {
	for _, values := range [][]float64{{0}, {0, 0, 0, 0, 0, 0, 0}, {-5, 3}, {1e15, 1e-300}, {-1e15, 1e15}, {7}} {
		for _, name := range []string{"switch", "stack"} {
			l, _ := Find(name)
			r := Result{Lab: name}
			for x := range 3 {
				r.Add(Series{ID: "first", X: float64(x), Unit: "ns", Kind: Timing, Values: values})
			}
			r.Add(Series{ID: "call", Unit: "ns", Kind: Timing, Values: values})
			if svg := Draw(l, &r, true); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
				t.Errorf("%s of %v:\n%s", name, values, svg)
			}
		}
	}
}

// A series without a null has no narrower band than its own interval: what is measured once
// more can come out anywhere in it.
func TestBandOfScatter(t *testing.T) {
	wide := make([]float64, len(scatters))
	for i, v := range scatters {
		wide[i] = 3 * v
	}
	x, y := withNull(ten, ten), withNull(ten, ten)
	x.Add(*timings("b", scatters...))
	y.Add(*timings("b", wide...))
	s, other := x.Lookup("b", 0, false), y.Lookup("b", 0, false)
	if band := x.Band(s); !band.Known || band.Ratio < 4 {
		t.Errorf("a series from 2 to 44 has the band %+v", band)
	}
	if d := Compare(s, other, wider(x.Band(s), y.Band(other))); d.Verdict != WithinNoise {
		t.Errorf("three times as much, within its own interval: %+v", d)
	}
	few := timings("c", 1, 2)
	if band := x.Band(few); band.Known {
		t.Errorf("two values have the band %+v", band)
	}
}

// Results of two runs are compared version by version, and that they are of two is said.
func TestReportOfTwoRuns(t *testing.T) {
	both := recorded(t)
	text := func(runs ...[]Result) string {
		var b strings.Builder
		if err := WriteText(&b, "What?", runs...); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	const two = "  they were measured in two runs: what the machine did in between differs too\n"
	old, now := both[0].Go.Version, both[1].Go.Version
	inOne := "\n" + now + " beside " + old + "\n"
	second := func(v string) string { return "\nthe second result of " + v + " beside the first\n" + two }
	for name, c := range map[string]struct {
		got  string
		want []string // each once
		not  []string
	}{
		"one run":             {text(both), []string{inOne}, []string{two, "second"}},
		"two of one version":  {text(both[:1], both[:1]), []string{second(old)}, []string{inOne}},
		"two of two versions": {text(both[:1], both[1:]), []string{inOne + two}, []string{"second"}},
		"one of two of both":  {text(both[1:], both), []string{inOne, second(now)}, []string{second(old)}},
	} {
		for _, s := range c.want {
			if strings.Count(c.got, s) != 1 {
				t.Errorf("%s: not once %q in\n%s", name, s, c.got)
			}
		}
		for _, s := range c.not {
			if strings.Contains(c.got, s) {
				t.Errorf("%s: %q in\n%s", name, s, c.got)
			}
		}
	}
	// Nothing differs from itself.
	for _, v := range []Verdict{Differs, Indistinct} {
		if _, rest, _ := strings.Cut(text(both[:1], both[:1]), second(old)); strings.Contains(rest, string(v)) {
			t.Errorf("%s, and it is the same:\n%s", v, rest)
		}
	}
}

// No text of a plot runs out of it. Letters are measured as wide ones of the page's sizes.
func TestPlotTextFits(t *testing.T) {
	runs, err := ReadReferences(sub(t, labs(t), "reference"))
	if err != nil {
		t.Fatal(err)
	}
	const letter = 6.2
	texts := regexp.MustCompile(`<text class="lab-axis" x="([0-9.]+)" y="[0-9.]+" text-anchor="(\w+)">([^<]*)</text>`)
	for _, l := range All() {
		r := runs[l.Name]
		for _, width := range []float64{wideWidth, narrowWidth} {
			found := texts.FindAllStringSubmatch(Draw(l, &r, width == wideWidth), -1)
			if len(found) < 3 {
				t.Errorf("%s: %d texts", l.Name, len(found))
			}
			for _, m := range found {
				x, err := strconv.ParseFloat(m[1], 64)
				if err != nil {
					t.Fatal(err)
				}
				long := letter * float64(utf8.RuneCountInString(html.UnescapeString(m[3])))
				left := x - map[string]float64{"start": 0, "middle": long / 2, "end": long}[m[2]]
				if left < 0 || left+long > width+margin {
					t.Errorf("%s, %g px: %q is from %.0f to %.0f", l.Name, width, m[3], left, left+long)
				}
			}
		}
	}
}
