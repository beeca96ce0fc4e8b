package site

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/content/models/sim"
	"sourcedive/site/models"
)

// little is a model of counting, whose steps stand for functions of the small site
// and for one that it does not have.
func little() sim.Model {
	return sim.Model{
		Name: "little", Title: "Counting <up>", About: "Counts to a number. It leaves out the rest.", Clock: "tick",
		Params: []sim.Param{
			{Name: "to", Doc: "where to stop", Min: 1, Max: 9, Default: 3},
			{Name: "way", Doc: "how", Min: 0, Max: 1, Words: []string{"up", "down"}},
		},
		Parts:     []sim.Part{{What: "the order", Fidelity: sim.Exact, By: "a check"}},
		Funcs:     []string{"no.such", "sort.Sort"},
		New:       func(v sim.Values, _ uint64) sim.Sim { return &counting{to: v.Int("to")} },
		Exercises: []sim.Exercise{{Question: "How far?", Given: sim.Given{"to": 2}, Seed: 5, Step: 2, Why: "It is told.", Answer: func(v sim.Values, _ uint64) string { return "to " + strconv.Itoa(v.Int("to")) }}},
		Mirrors:   []sim.Mirror{{Func: "(*counting).Step", Symbol: "sort.Sort"}, {Func: "count", Symbol: "no.such"}},
		Demos:     []sim.Demo{{Title: "Once", Given: sim.Given{"to": 1, "way": 1}, Seed: 9, Step: 1}},
	}
}

type counting struct{ at, to int }

func (c *counting) Step() (sim.Event, bool) {
	c.at++
	e := sim.Event{Actor: "me", Func: "sort.Sort", What: "One & more.", Why: "It counts.", Time: int64(c.at)}
	if c.at == 2 {
		e.Func = "no.such"
	}
	return e, c.at <= c.to
}

func (c *counting) State() sim.View {
	return sim.View{Blocks: []sim.Block{{Kind: sim.Facts, ID: "f", Title: "Facts", Facts: []sim.Fact{{Name: "at", Value: strconv.Itoa(c.at)}}}}}
}

var littleSource = fstest.MapFS{
	"models/little/little.go": {Data: []byte("package little\n\nfunc (c *counting) Step() (int, bool) { return 1 < 2, true }\n\nfunc count() {}\n")},
	"models/verified/go1.26.8.json": {Data: []byte(`{"go":"go1.26.8","platform":"linux/amd64","checks":[
		{"model":"little","check":"order","says":"counted both ways","ok":true,"cases":1200,"agreed":1200},
		{"model":"little","check":"rest","says":"the rest","ok":true,"skipped":"no such function"},
		{"model":"other","check":"x","ok":false}]}`)},
}

func littleStage(t testing.TB) *models.ModelSet {
	t.Helper()
	s, err := models.Load([]sim.Model{little()}, littleSource, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetProgram([]byte("wasm"), []byte("// exec"), ""); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestModelPages(t *testing.T) {
	pages := rendered(t, smallSite(t))
	find := func(name string) string {
		for path, data := range pages {
			if strings.HasSuffix(path, "/"+name) {
				return string(data)
			}
		}
		t.Fatalf("no page %s", name)
		return ""
	}
	for _, c := range []struct{ page, has string }{
		{"model/little.html", "Counting &lt;up&gt;"},
		{"model/little.html", `<tr id="step-1">`},
		{"model/little.html", `<code>sort.Sort</code></a>`},
		{"model/little.html", "One &amp; more."},
		{"model/little.html", "<strong>to 2</strong>"},
		{"model/little.html", `href="#to=2&amp;seed=5&amp;step=2"`},
		{"model/little.html", `href="#to=1&amp;way=1&amp;seed=9&amp;step=1"`},
		{"model/little.html", "which this version does not have"},
		{"model/little.html", "content/models/little/little.go:3"},
		{"model/little.html", "&lt;"},
		{"model/little.html", "✓ 1,200 of 1,200 cases agree"},
		{"model/little.html", "not made: no such function"},
		{"model/little.html", `<option value="0" selected>up</option><option value="1">down</option>`},
		{"model/index.html", "Counts to a number."},
		{"func/sort/Sort.html", `model/little.html#step-1"`},
		{"assets/model/little.js", `"sort.Sort":"../func/sort/Sort.html"`},
		{"assets/model/program.js", `sourcedive.program("d2FzbQ==")`},
	} {
		if !strings.Contains(find(c.page), c.has) {
			t.Errorf("%s lacks %s", c.page, c.has)
		}
	}
	if strings.Contains(find("assets/model/little.js"), `"no.such":"..`) {
		t.Error("a function that is not there has an address")
	}
}

func TestMirrorMustExist(t *testing.T) {
	m := little()
	m.Mirrors = []sim.Mirror{{Func: "nowhere", Symbol: "sort.Sort"}}
	if _, err := models.Load([]sim.Model{m}, littleSource, ""); err == nil || !strings.Contains(err.Error(), "mirror nowhere") {
		t.Errorf("got %v", err)
	}
}
