package lab

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDecodeRefuses(t *testing.T) {
	series := func(s string) string {
		return `{"schema":"sourcedive-lab/1","lab":"switch","series":[` + s + `]}`
	}
	one := `{"id":"a","x":1,"unit":"ns","kind":"timing","values":[1]}`
	for name, c := range map[string]struct{ text, want string }{
		"nothing":        {"", "no result of a lab"},
		"another schema": {`{"schema":"other/1"}`, "schema"},
		"no results":     {"[]", "no result"},
		"unknown lab":    {`{"schema":"sourcedive-lab/1","lab":"dishes"}`, `no lab "dishes"`},
		"twice":          {series(one + "," + one), "twice"},
		"no values":      {series(`{"id":"a","unit":"ns","kind":"timing","values":[]}`), "no values"},
		"no unit":        {series(`{"id":"a","kind":"timing","values":[1]}`), "unit"},
		"unknown kind":   {series(`{"id":"a","unit":"ns","kind":"x","values":[1]}`), "kind"},
	} {
		if _, err := Decode(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// What is written is read again as it was, one result and two.
func TestEncode(t *testing.T) {
	r := other()
	r.Series[0].Values, r.Series[0].Kind = []float64{1, -2.5, 1e-9, 3e14}, Bytes
	r.Settings.Cases, r.Machine.Caches = []CaseSetting{{Env: []string{"A=[\n 1\n]"}}}, []string{}
	for _, results := range [][]Result{{r}, {r, other()}} {
		for i := range results {
			if results[i].Settings.Cases == nil {
				results[i].Settings.Cases, results[i].Machine.Caches = []CaseSetting{}, []string{}
			}
		}
		var b bytes.Buffer
		if err := Encode(&b, results); err != nil {
			t.Fatal(err)
		}
		again, err := Decode(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if !reflect.DeepEqual(again, results) {
			t.Errorf("read again:\n%+v\nwant\n%+v", again, results)
		}
		if !strings.Contains(b.String(), `"values": [1, -2.5, 1e-9, 300000000000000]`) {
			t.Errorf("values are not on one line:\n%s", b.String())
		}
	}
}

// Reading, printing and drawing what a stranger made ends, whatever it is.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"schema":"sourcedive-lab/1","lab":"switch","series":[{"id":"call","x":1,"unit":"ns","kind":"timing","values":[1,2]},{"id":"call","x":1,"unit":"ns","kind":"timing","null":true,"values":[1,2]}]}`))
	f.Add([]byte(`[{"schema":"sourcedive-lab/1","lab":"alloc","series":[{"id":"plain","x":8,"unit":"ns","kind":"count","values":[0]}]}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		results, err := Decode(bytes.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteText(&b, "?", results); err != nil {
			t.Error(err)
		}
		l, err := Find(results[0].Lab)
		if err != nil {
			t.Fatal(err)
		}
		if svg := Draw(l, &results[0], true); strings.Contains(svg, "NaN") {
			t.Errorf("a coordinate is no number:\n%s", svg)
		}
	})
}

func TestNoise(t *testing.T) {
	p := func(v float64) *float64 { return &v }
	for name, c := range map[string]struct {
		n    Noise
		want string
	}{
		"nothing read":   {Noise{}, "not watched, since its noise is read on Linux alone"},
		"the band alone": {Noise{NullBand: p(0.1)}, "not watched, since its noise is read on Linux alone"},
		"a wide band":    {Noise{Pressure: p(0), NullBand: p(0.2)}, "quiet; two runs of the same thing were up to 20.0 % apart"},
		"quiet":          {Noise{Pressure: p(10), Others: p(10), Steal: p(2), NullBand: p(0.1)}, "quiet"},
		"its own delay":  {Noise{Others: p(1), RunDelay: p(60)}, "quiet"},
		"pressure":       {Noise{Pressure: p(10.1), Others: p(0)}, "busy: pressure on the processors before the run was 10.1 %, more than 10"},
		"two reasons":    {Noise{Others: p(50), Steal: p(3)}, "busy: of the processors' time other programs took 50.0 %, more than 10; of the processors' time the hypervisor took 3.0 %, more than 2"},
	} {
		if c.n.Judge(); c.n.Verdict != c.want {
			t.Errorf("%s: %q, want %q", name, c.n.Verdict, c.want)
		}
		if c.n.Busy() != strings.HasPrefix(c.want, "busy") {
			t.Errorf("%s: Busy is %v", name, c.n.Busy())
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	a := Amount{Need: Need{MB: 5}}
	if got := (Case{Env: []string{"GOMAXPROCS=2"}}).MemoryLimit(a); !slices.Equal(got, []string{"GOMEMLIMIT=5MiB"}) {
		t.Errorf("a case without GOGC: %q", got)
	}
	if got := (Case{Env: []string{"GOGC=50"}}).MemoryLimit(a); got != nil {
		t.Errorf("a case with GOGC: %q", got)
	}
}
