package lab

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

const goodOutput = `{"go":"go1.26.8","os":"linux","arch":"amd64"}
{"id":"between","x":1,"unit":"turns","kind":"count","values":[60,60]}
{"id":"first","x":0,"unit":"ns","kind":"timing","null":true,"step":40,"values":[1.5]}
{"scheduled":{"read":true,"runMs":1.5,"delayMs":0.5}}
{"end":true}
`

func TestParseOutput(t *testing.T) {
	o, err := parseOutput([]byte(goodOutput))
	if err != nil {
		t.Fatal(err)
	}
	want := output{
		version: "go1.26.8", os: "linux", arch: "amd64",
		series: []Series{
			{ID: "between", X: 1, Unit: "turns", Kind: Count, Values: []float64{60, 60}},
			{ID: "first", Unit: "ns", Kind: Timing, Null: true, Step: 40, Values: []float64{1.5}},
		},
		scheduled: scheduled{true, 1.5, 0.5},
	}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("got %+v", o)
	}
}

func TestParseOutputRefuses(t *testing.T) {
	end := `{"end":true}`
	version := `{"go":"go1.26.8"}` + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "line 1"},
		"cut short":       {strings.TrimSuffix(goodOutput, end+"\n"), "cut short"},
		"cut in a line":   {goodOutput[:len(goodOutput)-30], "line 4"},
		"no version":      {end, "no version"},
		"after the end":   {version + end + "\n" + end, "follows the end"},
		"no JSON":         {version + "fatal error\n" + end, "line 2"},
		"no id":           {version + `{"unit":"ns","kind":"timing","values":[1]}` + "\n" + end, "without id"},
		"huge":            {version + `{"id":"a","unit":"ns","kind":"bytes","values":[1e300]}` + "\n" + end, "out of range"},
		"unknown kind":    {version + `{"id":"a","unit":"ns","kind":"guess","values":[1]}` + "\n" + end, "guess"},
		"no values":       {version + `{"id":"a","unit":"ns","kind":"timing","values":[]}` + "\n" + end, "no values"},
		"negative timing": {version + `{"id":"a","unit":"ns","kind":"timing","values":[-1]}` + "\n" + end, "value -1 is out of range"},
		"too large":       {version + `{"id":"a","unit":"ns","kind":"timing","values":[1e999]}` + "\n" + end, "line 2"},
	} {
		if _, err := parseOutput([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// What is accepted has a version, and only series that statistics can be made of.
func FuzzParseOutput(f *testing.F) {
	f.Add([]byte(goodOutput))
	f.Add([]byte(`{"go":"x"}` + "\n" + `{"end":true}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := parseOutput(text)
		if err != nil {
			return
		}
		if o.version == "" {
			t.Error("no version")
		}
		for i := range o.series {
			if s := Summarize(&o.series[i]); s.N == 0 || s.Lo > s.Center || s.Center > s.Hi {
				t.Errorf("%+v of %+v", s, o.series[i])
			}
		}
	})
}

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
		if svg := Plot(l, results); strings.Contains(svg, "NaN") {
			t.Errorf("a coordinate is no number:\n%s", svg)
		}
	})
}
