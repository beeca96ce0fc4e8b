package models_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
	"sourcedive/internal/golden"
	"sourcedive/site/models"
)

// counter is a run that counts up to a number.
type counter struct{ now, to int }

func (c *counter) Step() (sim.Event, bool) {
	if c.now == c.to {
		return sim.Event{}, false
	}
	c.now++
	fn := "runtime.inc"
	switch {
	case c.now == 2:
		fn = "runtime.two"
	case c.now == 3:
		fn = ""
	case c.now == 4:
		fn = "runtime.four" // in a demo only
	}
	return sim.Event{Actor: "G1", Func: fn, What: fmt.Sprintf("counts %d", c.now)}, true
}

func (c *counter) State() sim.View {
	return sim.View{Blocks: []sim.Block{{Kind: "facts", ID: "n", Title: fmt.Sprint(c.now)}}}
}

func count() sim.Model {
	return sim.Model{
		Name: "count", Title: "Counting",
		Params:    []sim.Param{{Name: "to", Min: 1, Max: 9, Default: 2}},
		Funcs:     []string{"runtime.four", "runtime.inc", "runtime.two"},
		New:       func(v sim.Values, _ uint64) sim.Sim { return &counter{to: v.Int("to")} },
		Demos:     []sim.Demo{{Title: "Four", Given: sim.Given{"to": 4}, Seed: 8, Step: 3}, {Title: "One", Given: sim.Given{"to": 1}, Seed: 9, Step: 1}},
		Exercises: []sim.Exercise{{Question: "How far?", Given: sim.Given{"to": 7}, Seed: 5, Answer: func(v sim.Values, seed uint64) string { return fmt.Sprint(v.Int("to"), " with ", seed) }}},
		Mirrors: []sim.Mirror{{Func: "(*counter).Step", Symbol: "runtime.inc"}, {Func: "plain", Symbol: "runtime.two"},
			{Func: "value.get", Symbol: "runtime.three"}, {Func: "of", Symbol: "runtime.four"}},
	}
}

const countSource = `package count

// plain does nothing.
func plain() {}

func (c *counter) Step() {
	plain() // é
}

func (v value) get() int { return 1 }

func (g *generic[T]) of() {}
`

func sources() fstest.MapFS {
	return fstest.MapFS{
		"models/count/count.go":      {Data: []byte(countSource)},
		"models/count/count_test.go": {Data: []byte("package count\n\nfunc plain() { wrong }\n")},
		"models/count/main.go":       {Data: []byte("package main\n")},
		"models/verified/go1.1.json": {Data: []byte(`{"go":"go1.1","platform":"plan9/mips","checks":[
			{"model":"count","check":"sums","says":"it adds","ok":true,"cases":10,"agreed":9,"band":"2 %","skipped":"no","fault":"f"},
			{"model":"other","check":"x","says":"y","ok":true}]}`)},
		"models/verified/go1.2.json": {Data: []byte(`{"go":"go1.2","platform":"linux/arm","checks":[{"model":"count","check":"sums","says":"it adds","cases":3}]}`)},
	}
}

func load(t *testing.T, m sim.Model, from fstest.MapFS, dir string) *models.ModelSet {
	t.Helper()
	s, err := models.Load([]sim.Model{m}, from, cache.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLoadGolden(t *testing.T) {
	s := load(t, count(), sources(), "")
	var b strings.Builder
	show := s.Models[0]
	fmt.Fprintf(&b, "%s of %d, cut %q\nevents\n", show.Name, len(s.Models), show.Cut)
	for _, e := range show.Events {
		fmt.Fprintf(&b, "    %+v\n", e)
	}
	b.WriteString("moments\n")
	for _, m := range show.Moments {
		fmt.Fprintf(&b, "    %+v\n", m)
	}
	fmt.Fprintf(&b, "answers\n    %s\nvisits\n", strings.Join(show.Answers, "\n    "))
	for _, id := range slices.Sorted(maps.Keys(show.Visits)) {
		fmt.Fprintf(&b, "    %s %+v\n", id, show.Visits[id])
	}
	b.WriteString("mirrors\n")
	for _, m := range show.Mirrors {
		fmt.Fprintf(&b, "    %s for %s, %s:%d\n        %s\n", m.Func, m.Symbol, m.File, m.Line, strings.ReplaceAll(m.Code, "\n", "\n        "))
	}
	b.WriteString("verified\n")
	for _, v := range show.Verified {
		fmt.Fprintf(&b, "    %+v\n", v)
	}
	z, err := gzip.NewReader(bytes.NewReader(show.Packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "packed\n%s", strings.ReplaceAll(string(text), `{"title":"`, "\n"+`{"title":"`))
	golden.Check(t, "count.txt", b.String())
}

func TestCutRunsSaySo(t *testing.T) {
	m := count()
	m.Params[0].Max, m.Params[0].Default = 1e6, 1e6
	if s := load(t, m, sources(), ""); s.Models[0].Cut == "" {
		t.Error("a run that was cut does not say so")
	}
}

// A stamp is of the runs and of the program, and of nothing else.
func TestStamp(t *testing.T) {
	a, other := load(t, count(), sources(), ""), count()
	other.Params[0].Default = 3
	b := load(t, other, sources(), "")
	first := a.Stamp
	if len(first) != 8 || first == b.Stamp {
		t.Errorf("stamps %q and %q", first, b.Stamp)
	}
	if err := a.SetProgram(nil, nil, "no compiler"); err != nil || a.Stamp != first || a.Why != "no compiler" {
		t.Errorf("without a program: %q, why %q, %v", a.Stamp, a.Why, err)
	}
	if err := a.SetProgram([]byte("wasm"), []byte("exec"), ""); err != nil || a.Stamp == first || string(a.Wasm) != "wasm" || string(a.Exec) != "exec" || a.Why != "" {
		t.Errorf("with a program: %q, %q %q why %q, %v", a.Stamp, a.Wasm, a.Exec, a.Why, err)
	}
}

func TestFaultsNameTheModel(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(m *sim.Model, from fstest.MapFS)
		want   string
	}{
		{"mirror", func(m *sim.Model, _ fstest.MapFS) { m.Mirrors = append(m.Mirrors, sim.Mirror{Func: "main"}) }, "model count: mirror main: no such function in content/models/count"},
		{"syntax", func(_ *sim.Model, from fstest.MapFS) {
			from["models/count/b.go"] = &fstest.MapFile{Data: []byte("package")}
		}, "model count: models/count/b.go:1:8"},
		{"demo", func(m *sim.Model, _ fstest.MapFS) { m.Demos[1].Given = sim.Given{"to": 10} }, "model count: One: "},
		{"exercise", func(m *sim.Model, _ fstest.MapFS) { m.Exercises[0].Given = sim.Given{"too": 1} }, `model count: exercise "How far?": `},
		{"report", func(_ *sim.Model, from fstest.MapFS) {
			from["models/verified/bad.json"] = &fstest.MapFile{Data: []byte("{")}
		}, "models/verified/bad.json: unexpected end of JSON input\n    hint: sourcedive model verify --json writes such files"},
	} {
		m, from := count(), sources()
		c.change(&m, from)
		if _, err := models.Load([]sim.Model{m}, from, ""); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// Runs are kept by the models' Go files alone, and taken when they are there.
func TestRunsAreKeptBySources(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	made := 0
	m := count()
	inner := m.New
	m.New = func(v sim.Values, seed uint64) sim.Sim { made++; return inner(v, seed) }
	ran := func(from fstest.MapFS, dir string) int {
		before := made
		load(t, m, from, dir)
		return made - before
	}
	changed := sources()
	changed["models/count/main.go"] = &fstest.MapFile{Data: []byte("package main // changed\n")}
	moved := sources()
	moved["models/count/other.go"] = moved["models/count/main.go"]
	delete(moved, "models/count/main.go")
	tests := sources()
	tests["models/count/count_test.go"] = &fstest.MapFile{Data: []byte("package count\n\nfunc other() {}\n")}
	notes := sources()
	notes["models/count/README.md"] = &fstest.MapFile{Data: []byte("other words")}
	for _, c := range []struct {
		name  string
		from  fstest.MapFS
		cache string
		runs  int
	}{
		{"first", sources(), dir, 3}, {"again", sources(), dir, 0}, {"no cache", sources(), "", 3}, {"a changed file", changed, dir, 3}, {"changed again", changed, dir, 0},
		{"a moved file", moved, dir, 3}, {"a file of words", notes, dir, 0}, {"a changed test", tests, dir, 0},
	} {
		if got := ran(c.from, c.cache); got != c.runs {
			t.Errorf("%s: %d runs, want %d", c.name, got, c.runs)
		}
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d files are kept: %v", len(list), err)
	}
	for _, e := range list {
		if name := e.Name(); !strings.HasPrefix(name, "runs-") {
			t.Errorf("%s is kept", name)
		}
		if err := os.WriteFile(filepath.Join(dir, e.Name()), []byte("junk"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got := ran(sources(), dir); got != 3 {
		t.Errorf("junk: %d runs", got)
	}
	if got := ran(sources(), dir); got != 0 {
		t.Errorf("after junk: %d runs", got)
	}
	// A second model is recorded beside the one that is kept.
	second := count()
	second.Name, second.Mirrors = "second", nil
	before := made
	if _, err := models.Load([]sim.Model{m, second}, sources(), cache.Dir(dir)); err != nil || made != before {
		t.Errorf("%v, or the first model ran", err)
	}
	second.New = func(sim.Values, uint64) sim.Sim { panic(errors.New("run")) }
	if _, err := models.Load([]sim.Model{second}, sources(), cache.Dir(dir)); err != nil {
		t.Errorf("the second model is not kept: %v", err)
	}
	// Where nothing can be written, all is made anew.
	file := filepath.Join(dir, list[0].Name())
	if got := ran(sources(), filepath.Join(file, "sub")); got != 3 {
		t.Errorf("no directory: %d runs", got)
	}
}
