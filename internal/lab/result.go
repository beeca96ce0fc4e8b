package lab

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Schema is the first field of every file of results.
const Schema = "sourcedive-lab/1"

// Result is what a lab measured of one version. It names no host, user, path or serial
// number.
type Result struct {
	Schema     string        `json:"schema"`
	Lab        string        `json:"lab"`
	Program    string        `json:"program"`           // hash of the measured program's source
	Partial    string        `json:"partial,omitempty"` // why not everything was measured
	Skipped    string        `json:"skipped,omitempty"` // why nothing was: the version is too old
	Go         Version       `json:"go"`
	Machine    Machine       `json:"machine"`
	Noise      Noise         `json:"noise"`
	Settings   Settings      `json:"settings"`
	Prediction *float64      `json:"prediction,omitempty"`
	Series     []Series      `json:"series"`
	Checks     []CheckResult `json:"checks"`
}

// Version is the Go that was measured.
type Version struct {
	Version     string `json:"version"`
	OS          string `json:"os"`
	Arch        string `json:"arch"`
	Experiments string `json:"experiments"`
	Cgo         bool   `json:"cgo"`
}

// Settings are what the run was asked for.
type Settings struct {
	Quick bool          `json:"quick"`
	Seed  uint64        `json:"seed"`
	Cases []CaseSetting `json:"cases"`
}

// CaseSetting is the amount of one case.
type CaseSetting struct {
	Name      string   `json:"name"`
	Env       []string `json:"env"`
	Processes int      `json:"processes"`
	Rounds    int      `json:"rounds"`
	Size      int      `json:"size"`
}

// Text has a line for each case: "GOGC=50: 6 processes, rounds 1, size 1000, GOGC=50".
func (s Settings) Text() string {
	var b strings.Builder
	for _, c := range s.Cases {
		fmt.Fprintf(&b, "%s: %d processes, rounds %d, size %d", c.Name, c.Processes, c.Rounds, c.Size)
		for _, v := range c.Env {
			b.WriteString(", " + v)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Kind is what the values of a series are, which decides their statistics.
type Kind string

const (
	Timing Kind = "timing" // noisy: median and interval
	Count  Kind = "count"  // exact where all are equal
	Bytes  Kind = "bytes"
)

// Series is the raw samples of one quantity, in the order in which they were taken.
type Series struct {
	ID     string    `json:"id"`
	X      float64   `json:"x"`
	Unit   string    `json:"unit"`
	Kind   Kind      `json:"kind"`
	Null   bool      `json:"null,omitempty"` // the same measured once more
	Step   float64   `json:"step,omitempty"` // the clock's step in a value, where that is not little
	Values []float64 `json:"values"`
}

// CheckResult is the outcome of a check. A report computes it anew from the samples.
type CheckResult struct {
	Says      string `json:"says"`
	Holds     bool   `json:"holds"`
	Detail    string `json:"detail,omitempty"`
	Unchecked string `json:"unchecked,omitempty"` // why it was not checked, or what leaves it open
}

// Values returns the samples of a series, without its null.
func (r *Result) Values(id string, x float64) []float64 {
	if s := r.Lookup(id, x, false); s != nil {
		return s.Values
	}
	return nil
}

// Lookup returns the series of an ID at an x, or the null of that; nil for none.
func (r *Result) Lookup(id string, x float64, null bool) *Series {
	for i := range r.Series {
		if s := &r.Series[i]; s.ID == id && s.X == x && s.Null == null {
			return s
		}
	}
	return nil
}

// Add appends samples to their series.
func (r *Result) Add(s Series) {
	if have := r.Lookup(s.ID, s.X, s.Null); have != nil {
		have.Values = append(have.Values, s.Values...)
		return
	}
	s.Values = slices.Clone(s.Values)
	r.Series = append(r.Series, s)
}

// Sort makes the order of the series independent of that of the processes.
func (r *Result) Sort() {
	slices.SortStableFunc(r.Series, func(a, b Series) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.X, b.X), order(a.Null, b.Null))
	})
}

// order puts what is false first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

var numberArray = regexp.MustCompile(`\[\s+(-?[0-9][-+.eE0-9,\s]*?)\s+\]`)
var between = regexp.MustCompile(`,\s+`)

// Encode writes results as indented JSON with a line for the values of a series: one as
// an object, several as an array.
func Encode(w io.Writer, results []Result) error {
	var v any = results
	if len(results) == 1 {
		v = results[0]
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	text = numberArray.ReplaceAllFunc(text, func(list []byte) []byte {
		inner := numberArray.FindSubmatch(list)[1]
		return slices.Concat([]byte("["), between.ReplaceAll(inner, []byte(", ")), []byte("]"))
	})
	_, err = w.Write(append(text, '\n'))
	return err
}

// maxFile is a hundred times what the largest lab writes.
const maxFile = 64 << 20

// Decode reads what Encode wrote. An error says what is wrong with the data.
func Decode(r io.Reader) ([]Result, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("has more than %d MB, which no lab writes", maxFile>>20)
	}
	var list []Result
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '[' {
		err = json.Unmarshal(text, &list)
	} else {
		list = make([]Result, 1)
		err = json.Unmarshal(text, &list[0])
	}
	if err != nil {
		return nil, fmt.Errorf("is no result of a lab: %w\n    hint: sourcedive lab run NAME --out FILE writes one", err)
	}
	if len(list) == 0 {
		return nil, errors.New("holds no result")
	}
	for i := range list {
		if err := list[i].Validate(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ReadReferences reads the recorded results, NAME.json in a directory: one a lab, the first
// where a file has several. A lab without a file has none. Their checks are those of this
// program, computed from the recorded samples.
func ReadReferences(dir fs.FS) (map[string]Result, error) {
	byLab := map[string]Result{}
	for _, l := range All() {
		f, err := dir.Open(l.Name + ".json")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		results, err := Decode(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s.json: %w", l.Name, err)
		}
		r := results[0]
		if r.Lab != l.Name {
			return nil, fmt.Errorf("%s.json: is of the lab %s", l.Name, r.Lab)
		}
		r.Checks = l.Check(&r)
		byLab[l.Name] = r
	}
	return byLab, nil
}

func (r *Result) Validate() error {
	if r.Schema != Schema {
		return fmt.Errorf("has the schema %q, and not %q\n    hint: sourcedive lab run NAME --out FILE writes a result of this schema", r.Schema, Schema)
	}
	if _, err := Find(r.Lab); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, s := range r.Series {
		key := fmt.Sprint(s.ID, "\x00", s.X, s.Null)
		if seen[key] {
			return fmt.Errorf("series %s at %g is there twice", s.ID, s.X)
		}
		if err := s.Validate(); err != nil {
			return err
		}
		seen[key] = true
	}
	return nil
}

// largest is what no counter or clock of a lab comes near.
const largest = 1e15

func (s *Series) Validate() error {
	switch {
	case s.ID == "" || s.Unit == "":
		return errors.New("a series without id or unit")
	case s.Kind != Timing && s.Kind != Count && s.Kind != Bytes:
		return fmt.Errorf("series %s: kind %q is none of timing, count and bytes", s.ID, s.Kind)
	case len(s.Values) == 0:
		return fmt.Errorf("series %s at %g has no values", s.ID, s.X)
	}
	for _, v := range append([]float64{s.X, s.Step}, s.Values...) {
		if math.Abs(v) > largest || s.Kind == Timing && v < 0 {
			return fmt.Errorf("series %s at %g: value %g is out of range", s.ID, s.X, v)
		}
	}
	return nil
}
