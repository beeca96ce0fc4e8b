package measure

import (
	"reflect"
	"strings"
	"testing"

	"sourcedive/internal/lab"
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
		series: []lab.Series{
			{ID: "between", X: 1, Unit: "turns", Kind: lab.Count, Values: []float64{60, 60}},
			{ID: "first", Unit: "ns", Kind: lab.Timing, Null: true, Step: 40, Values: []float64{1.5}},
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
			if s := lab.Summarize(&o.series[i]); s.N == 0 || s.Lo > s.Center || s.Center > s.Hi {
				t.Errorf("%+v of %+v", s, o.series[i])
			}
		}
	})
}
