package lab

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

// WriteText writes results of one lab as text, by run: each version for itself, then what
// differs between the versions of a run and between the runs. The first run has a result.
func WriteText(w io.Writer, question string, runs ...[]Result) error {
	l, err := Find(runs[0][0].Lab)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", l.Name, question)
	for _, results := range runs {
		for i := range results {
			b.WriteString("\n")
			l.writeOne(&b, &results[i])
		}
	}
	for k, results := range runs {
		for i := 1; i < len(results); i++ {
			l.writeDifferences(&b, &results[i-1], &results[i], false)
		}
		if k > 0 {
			for _, pair := range across(runs[k-1], results) {
				l.writeDifferences(&b, pair[0], pair[1], true)
			}
		}
	}
	_, err = io.WriteString(w, strings.Map(printable, b.String()))
	return err
}

// across pairs the results of two runs: those of the same version, or where there is none the
// last of one run and the first of the other.
func across(before, after []Result) (pairs [][2]*Result) {
	for i := range before {
		for j := range after {
			if before[i].Go.Version == after[j].Go.Version {
				pairs = append(pairs, [2]*Result{&before[i], &after[j]})
			}
		}
	}
	if len(pairs) == 0 && len(before) > 0 && len(after) > 0 {
		pairs = append(pairs, [2]*Result{&before[len(before)-1], &after[0]})
	}
	return pairs
}

// printable drops control characters, which a file from elsewhere could send to a terminal.
func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\n' {
		return -1
	}
	return r
}

func (l Lab) writeOne(b *strings.Builder, r *Result) {
	fmt.Fprintf(b, "%s %s/%s on %s\n", r.Go.Version, r.Go.OS, r.Go.Arch, r.Machine.Text())
	if r.Skipped != "" {
		fmt.Fprintf(b, "  skipped: %s\n", r.Skipped)
		return
	}
	if r.Partial != "" {
		fmt.Fprintf(b, "  PARTIAL: %s\n", r.Partial)
	}
	fmt.Fprintf(b, "  the machine was %s\n", r.Noise.Verdict)
	if r.Noise.Busy() {
		b.WriteString("  these figures are no reference; what holds exactly and what differs by much may be believed\n")
	}
	if r.Settings.Quick {
		b.WriteString("  --quick: too little for a figure that is to be repeated\n")
	}
	if list := r.Machine.NotRead; len(list) > 0 {
		fmt.Fprintf(b, "  of the machine were not read: %s\n", strings.Join(list, ", "))
	}
	l.writeSeries(b, r)
	l.writeStatements(b, r)
	l.writePrediction(b, r)
}

// Text names the machine in a phrase.
func (m Machine) Text() string {
	return fmt.Sprintf("%s, %d processors%s", orUnknown(m.CPU), m.CPUs, surroundings(m))
}

func orUnknown(s string) string {
	if s == "" {
		return "a processor that this system does not name"
	}
	return s
}

func surroundings(m Machine) string {
	s := ""
	if m.Virtual {
		s += ", virtual"
	}
	if m.Container {
		s += ", in a container"
	}
	if m.Quota > 0 {
		s += fmt.Sprintf(", of which %g may be used", m.Quota)
	}
	return s
}

func (l Lab) writeSeries(b *strings.Builder, r *Result) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\tx\tmedian\t95 % interval\tits null\tunit\tn\t \n")
	for _, row := range l.Rows(r) {
		fmt.Fprintf(t, "\t%s\t%s\t%s\t%s\t%s\t%d\t %s\n", row.At, row.Median, row.Interval, row.Null, UnitText(row.Series.Unit), row.Summary.N, row.Title)
	}
	t.Flush()
	trimLines(b)
}

// interval says in words when there is none.
func (s Summary) interval() string {
	switch {
	case s.exact:
		return "exact"
	case !s.Interval:
		return "none; " + Number(s.Lo) + " to " + Number(s.Hi)
	}
	return Number(s.Lo) + " to " + Number(s.Hi)
}

// trimLines removes the blanks that a table leaves at the end of its lines.
func trimLines(b *strings.Builder) {
	lines := strings.Split(b.String(), "\n")
	b.Reset()
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.TrimRight(line, " "))
	}
}

// Row is one series as a report shows it.
type Row struct {
	Series   *Series
	Summary  Summary
	Band     Band
	Title    string
	At       string // x, "" for 0
	Median   string
	Interval string // or why there is none
	Null     string // median of its null, "" without one
}

// Rows are the series of a result in its order, but for nulls.
func (l Lab) Rows(r *Result) (list []Row) {
	for i := range r.Series {
		s := &r.Series[i]
		if s.Null {
			continue
		}
		sum := Summarize(s)
		row := Row{Series: s, Summary: sum, Band: r.Band(s), Title: l.title(s.ID), Median: Number(sum.Center), Interval: sum.interval()}
		if s.X != 0 {
			row.At = Number(s.X)
		}
		if n := r.Lookup(s.ID, s.X, true); n != nil {
			row.Null = Number(Summarize(n).Center)
		}
		list = append(list, row)
	}
	return list
}

// Statement is a sentence that a result allows, or does not.
type Statement struct {
	Verdict string // "holds", "not so in this run", "differs", …
	Says    string
	Detail  string // "" for none
}

// Statements are the checks of a result, then what its pairs differ by.
func (l Lab) Statements(r *Result) (list []Statement) {
	for _, c := range l.Check(r) {
		switch {
		case c.Unchecked != "" && c.Detail != "":
			list = append(list, Statement{"not decided", c.Says, c.Detail + "; " + c.Unchecked})
		case c.Unchecked != "":
			list = append(list, Statement{"not checked", c.Says, c.Unchecked})
		case c.Holds:
			list = append(list, Statement{"holds", c.Says, c.Detail})
		default:
			detail := c.Detail
			if r.Noise.Busy() {
				detail += "; the machine was busy: run it again on a quiet one"
			}
			list = append(list, Statement{"not so in this run", c.Says, detail})
		}
	}
	for _, p := range l.Pairs {
		x, y := r.Lookup(p.A.ID, p.A.X, false), r.Lookup(p.B.ID, p.B.X, false)
		if x == nil || y == nil {
			list = append(list, Statement{"not compared", fmt.Sprintf(p.Says, "…"), "not measured"})
			continue
		}
		d := Compare(x, y, wider(r.Band(x), r.Band(y)))
		list = append(list, Statement{string(d.Verdict), fmt.Sprintf(p.Says, times(d.Ratio)), d.Band.text()})
	}
	return list
}

func (l Lab) writeStatements(b *strings.Builder, r *Result) {
	for _, s := range l.Statements(r) {
		fmt.Fprintf(b, "  %s: %s%s\n", s.Verdict, s.Says, bracketed(s.Detail))
	}
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

func (d Band) text() string {
	if !d.Known {
		return ""
	}
	return "noise band " + percent(d.Ratio)
}

func percent(ratio float64) string { return "±" + Number(100*ratio) + " %" }

func times(ratio float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return "an unknown number of times"
	}
	return Number(ratio) + " times"
}

// Predicted is the number that was to be predicted, and whether it was measured.
func (l Lab) Predicted(r *Result) (float64, bool) {
	of := r.Lookup(l.Answer.Of.ID, l.Answer.Of.X, false)
	if of == nil {
		return 0, false
	}
	v := Summarize(of).Center
	if l.Answer.Over == (Ref{}) {
		return v, true
	}
	over := r.Lookup(l.Answer.Over.ID, l.Answer.Over.X, false)
	if over == nil || Summarize(over).Center == 0 {
		return 0, false
	}
	return v / Summarize(over).Center, true
}

func (l Lab) writePrediction(b *strings.Builder, r *Result) {
	v, ok := l.Predicted(r)
	switch {
	case r.Prediction == nil:
	case !ok:
		fmt.Fprintf(b, "  you predicted %s %s; it was not measured\n", Number(*r.Prediction), l.Answer.Unit)
	case *r.Prediction > 0 && v > 0:
		fmt.Fprintf(b, "  you predicted %s %s; it is %s, which is %s\n", Number(*r.Prediction), l.Answer.Unit, Number(v), off(*r.Prediction/v))
	default:
		fmt.Fprintf(b, "  you predicted %s %s; it is %s\n", Number(*r.Prediction), l.Answer.Unit, Number(v))
	}
}

func off(ratio float64) string {
	switch {
	case ratio >= 1.1:
		return Number(ratio) + " times too many"
	case ratio <= 1/1.1:
		return Number(1/ratio) + " times too few"
	}
	return "within a tenth"
}

// writeDifferences compares two results, series by series, of one run or of two. Two
// machines can differ by much that is not Go's.
func (l Lab) writeDifferences(b *strings.Builder, x, y *Result, two bool) {
	if x.Skipped != "" || y.Skipped != "" {
		return
	}
	if first, second := label(x, y), label(y, x); first != second {
		fmt.Fprintf(b, "\n%s beside %s\n", second, first)
	} else {
		fmt.Fprintf(b, "\nthe second result of %s beside the first\n", first)
	}
	if two {
		b.WriteString("  they were measured in two runs: what the machine did in between differs too\n")
	}
	if x.Program != y.Program {
		b.WriteString("  the programs differ: they may not measure the same\n")
	}
	if x.Noise.Busy() || y.Noise.Busy() {
		b.WriteString("  a machine was busy: only large differences mean something\n")
	}
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for i := range x.Series {
		s := &x.Series[i]
		other := y.Lookup(s.ID, s.X, false)
		if s.Null || other == nil {
			continue
		}
		d := Compare(s, other, wider(x.Band(s), y.Band(other)))
		at := ""
		if s.X != 0 {
			at = Number(s.X)
		}
		fmt.Fprintf(t, "\t%s\t%s\t%s\t%s\t %s: %s%s\n", at, Number(Summarize(s).Center), Number(Summarize(other).Center), ratio(d.Ratio), l.title(s.ID), d.Verdict, bracketed(d.Band.text()))
	}
	t.Flush()
}

// ratio is "-" where one of two centers is 0.
func ratio(r float64) string {
	if math.IsNaN(r) || math.IsInf(r, 0) {
		return "-"
	}
	return "×" + Number(r)
}

// label names a result by its version, and by its machine when that is another.
func label(r, other *Result) string {
	if r.Machine.CPU != other.Machine.CPU {
		return r.Go.Version + " on " + orUnknown(r.Machine.CPU)
	}
	return r.Go.Version
}

// Number has three digits, or all of a whole number that has up to seven.
func Number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e7 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	if a := math.Abs(v); a >= 1000 && a < 1e7 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// timeUnits are those of which each is a thousand of the one before.
var timeUnits = []string{"ns", "us", "ms", "s"}

// tick is the number at a mark of an axis; a time is in the unit in which it has few digits.
func tick(v float64, unit string) string {
	i := slices.Index(timeUnits, unit)
	if i < 0 {
		return Number(v)
	}
	for ; i+1 < len(timeUnits) && math.Abs(v) >= 1000; i++ {
		v /= 1000
	}
	for ; i > 0 && v != 0 && math.Abs(v) < 1; i-- {
		v *= 1000
	}
	return Number(v) + " " + UnitText(timeUnits[i])
}

// UnitText is a unit as it is written: programs write microseconds in ASCII.
func UnitText(unit string) string {
	if unit == "us" {
		return "µs"
	}
	return unit
}
