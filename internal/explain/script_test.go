package explain

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"sourcedive/internal/explain/tables"
)

// noted are notes that reach answers in each of the three ways that notes do.
var noted = map[string]Note{
	"all goroutines are asleep - deadlock!":      {Text: "Nothing can run – ever.", Next: []Next{{Run: "look", Why: "at the locks"}}},
	"runtime.newosproc":                          {Text: "No thread.", Blame: "system", Read: []string{"threads"}},
	"unexpected signal during runtime execution": {Text: "A fault.", Read: []string{"corruption"}},
	"tool signal: killed":                        {Text: "Somebody sent it.", Read: []string{"outofmemory"}},
	"profile runtime.futex":                      {Text: "Threads sleep."},
	"runtime.schedtrace":                         {Text: "x", Next: []Next{{Run: "look", Why: "again"}, {Run: "wait", Why: "a while"}}},
	"reason chan receive":                        {Text: "It waits for a value."},
	"reason semacquire":                          {Text: "It waits for a lock."},
}

// A script is the page's engine, run without a page.
type script struct {
	vm      *goja.Runtime
	explain goja.Callable
	profile goja.Callable
	redact  goja.Callable
}

// engineParts are the parts of the page's script that make its engine, in order.
var engineParts = []string{
	"text", "peel", "forms", "stack", "message", "parse", "lines", "version", "platform", "values", "goroutines", "series", "describe", "answer", "summary", "redact", "profile",
}

var scripted = sync.OnceValue(func() *script {
	files, err := Scripts(noted)
	if err != nil {
		panic(err)
	}
	vm := goja.New()
	run := func(text string) goja.Value {
		v, err := vm.RunString(text)
		if err != nil {
			panic(err)
		}
		return v
	}
	run("var window = this;")
	for _, part := range engineParts {
		text, err := os.ReadFile(filepath.Join("../../templates/js/explain", part+".js"))
		if err != nil {
			panic(err)
		}
		run(string(text))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		run(string(files[name]))
	}
	run(`
		function finish(steps) { for (;;) { const s = steps.next(); if (s.done) return s.value; } }
		const engine = finish(sourcedive.explain.newEngine());
		function explainText(bytes, options) { return JSON.stringify(finish(sourcedive.explain.run(engine, bytes, JSON.parse(options))).answer); }
		function explainProfile(bytes, options) { return JSON.stringify(finish(sourcedive.explain.runProfile(engine, bytes, JSON.parse(options))).answer); }
		function redactText(bytes) { return finish(sourcedive.explain.redact(engine, bytes)); }`)
	s := &script{vm: vm}
	for name, to := range map[string]*goja.Callable{"explainText": &s.explain, "explainProfile": &s.profile, "redactText": &s.redact} {
		f, ok := goja.AssertFunction(vm.Get(name))
		if !ok {
			panic(name)
		}
		*to = f
	}
	return s
})

// latin1 gives each byte a character.
func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// same compares what both engines say about a text.
func same(t *testing.T, name string, text []byte, o Options) {
	t.Helper()
	s := scripted()
	options, err := json.Marshal(map[string]any{"go": o.Go, "platform": o.Platform, "only": map[string]any{"state": latin1([]byte(o.Only.State)), "minWait": o.Only.MinWait, "with": latin1([]byte(o.Only.With))}})
	if err != nil {
		t.Fatal(err)
	}
	call, given := s.explain, text
	if isProfile(text) {
		call, given = s.profile, unzipped(t, text)
	}
	v, err := call(goja.Undefined(), s.vm.ToValue(latin1(given)), s.vm.ToValue(string(options)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var theirs, ours Answer
	dec := json.NewDecoder(strings.NewReader(v.String()))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&theirs); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var b strings.Builder
	if err := notedEngine().Explain(text, o).JSON(&b); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(b.String()), &ours); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ours, theirs); diff != "" {
		t.Errorf("%s: the script differs (-Go +script):\n%.2000s", name, diff)
	}
	if isProfile(text) { // the page makes no copy of it
		return
	}
	v, err = s.redact(goja.Undefined(), s.vm.ToValue(latin1(text)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if want := latin1(notedEngine().Redact(text)); v.String() != want {
		t.Errorf("%s: the redacted copies differ: %s", name, firstDiff(want, v.String()))
	}
}

var notedEngine = sync.OnceValue(func() *Engine {
	t, err := tables.Load()
	if err != nil {
		panic(err)
	}
	return New(t, noted)
})

// unzipped is a profile as the page's engine gets it: the browser unpacks.
func unzipped(t *testing.T, b []byte) []byte {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// The page says about every input what the program says.
func TestScript(t *testing.T) {
	texts := inputs(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		same(t, name, texts[name], Options{})
	}
	for _, only := range []Filter{{State: "chan receive"}, {With: "MAIN.W"}, {With: "0x289a60bca0e0"}, {MinWait: 1}, {With: "\xff"}} {
		same(t, fmt.Sprint(only), texts["inputs/formats/dump-1.26.8.txt"], Options{Only: only})
	}
}

// Nor do they differ about texts that are broken: lines of many inputs mixed, cut, doubled
// and strewn with bytes that mean something to a parser. (A fuzzer that watches the script's
// interpreter sees new paths everywhere and gets nowhere.)
func TestScriptOnBrokenTexts(t *testing.T) {
	var lines []string
	texts := inputs(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !isProfile(texts[name]) {
			list := strings.SplitAfter(string(texts[name]), "\n")
			lines = append(lines, list[:min(len(list), 60)]...)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 150 {
		if text := []byte(broken(r, lines)); !isProfile(text) {
			same(t, fmt.Sprintf("text %d: %q", i, text), text, Options{})
		}
		if t.Failed() {
			return
		}
	}
}

// broken makes a text of runs of lines, some of which it damages.
func broken(r *rand.Rand, lines []string) string {
	const meaning = "()[]{}:.,+*/\\\"' \t\n\r\x00\x1b\u202e|#-=0x19gomainé"
	var b strings.Builder
	for range 1 + r.IntN(6) {
		at := r.IntN(len(lines))
		for _, line := range lines[at:min(len(lines), at+1+r.IntN(12))] {
			for range r.IntN(3) {
				cut := r.IntN(len(line) + 1)
				switch r.IntN(4) {
				case 0:
					line = line[:cut]
				case 1:
					line = line[cut:]
				case 2:
					m := r.IntN(len(meaning))
					line = line[:cut] + meaning[m:m+1] + line[cut:]
				}
			}
			b.WriteString(line)
		}
	}
	return b.String()
}
