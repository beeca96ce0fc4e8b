package explain

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/internal/explain/tables"
	"sourcedive/internal/golden"
)

// engine is made once: it is safe for concurrent use, and its tables never change.
var engine = sync.OnceValue(func() *Engine {
	t, err := tables.Load()
	if err != nil {
		panic(err)
	}
	return New(t, nil)
})

// inputs are texts by name: excerpts from public bug reports with the names changed,
// and under formats and heldout what small programs print when built by a release.
// The tables are not made from them.
func inputs(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pattern := range []string{"inputs/*.txt", "inputs/formats/*.txt", "heldout/*.txt", "other/*"} {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[strings.TrimPrefix(filepath.ToSlash(f), "testdata/")] = b
		}
	}
	return out
}

// A report is what the person who pasted a text knew or found out.
type report struct {
	File     string   `json:"file"`
	Go       string   `json:"go"`
	Expected []string `json:"expected_runtime_symbols"`
	Line     string   `json:"decisive_line"`
}

func reports(t testing.TB) []report {
	t.Helper()
	raw, err := os.ReadFile("testdata/inputs/index.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []report
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// symbols are the different symbols of an answer's blocks, in order.
func symbols(a *Answer) []string {
	var out []string
	for _, b := range a.Blocks {
		if b.Symbol != "" && !slices.Contains(out, b.Symbol) {
			out = append(out, b.Symbol)
		}
	}
	return out
}

func minorNumber(s string) int {
	n := -1
	fmt.Sscanf(s, "go1.%d", &n)
	return n
}

// contains reports whether an answer's releases have a minor one.
func (g Go) contains(minor int) bool {
	return minorNumber(g.Low) <= minor && minor <= minorNumber(g.High)
}

// The table of all reports: what was expected, what was given.
func TestReports(t *testing.T) {
	var b strings.Builder
	missed := 0
	for _, r := range reports(t) {
		text, err := os.ReadFile("testdata/inputs/" + r.File)
		if err != nil {
			t.Fatal(err)
		}
		a := engine().Explain(text, Options{})
		given := symbols(a)
		rank := slices.IndexFunc(given, func(s string) bool { return slices.Contains(r.Expected, s) }) + 1
		if rank == 0 || rank > 3 {
			missed++
		}
		if n := minorNumber(strings.ReplaceAll(r.Go, "go1.7/1.8", "go1.7")); !a.Go.contains(n) && n != 4 {
			t.Errorf("%s: %s to %s, want %s", r.File, a.Go.Low, a.Go.High, r.Go)
		}
		fmt.Fprintf(&b, "%s\n  is about  %s\n  given     %s (the %d. is right)\n  version   %s\n  given     %s to %s, stated %q, platform %q\n  unknown   %d\n  summary   %s\n",
			r.File, strings.Join(r.Expected, ", "), strings.Join(given[:min(4, len(given))], ", "), rank, r.Go, a.Go.Low, a.Go.High, a.Go.Stated, a.Platform, len(a.Unknown), a.Summary)
		for _, w := range a.Waits {
			fmt.Fprintf(&b, "  wait      %d for %s, holder %d, certain %v\n", w.Goroutine, w.For, w.Holder, w.Certain)
		}
	}
	if missed > 2 {
		t.Errorf("%d reports have no expected symbol among the first three", missed)
	}
	golden.Check(t, "reports.golden", b.String())
}

// The line that a report turns on belongs to a block of the right kind.
func TestDecisiveLine(t *testing.T) {
	for _, r := range reports(t) {
		text, err := os.ReadFile("testdata/inputs/" + r.File)
		if err != nil {
			t.Fatal(err)
		}
		a := engine().Explain(text, Options{})
		found := false
		for i, l := range strings.Split(string(text), "\n") {
			word := strings.TrimSpace(r.Line)
			if strings.HasPrefix(word, "runtime.asyncPreempt (") {
				word = "runtime.asyncPreempt"
			}
			if !strings.Contains(l, word) {
				continue
			}
			for _, b := range a.Blocks {
				found = found || b.Lines[0] <= i+1 && i+1 <= b.Lines[1] && b.Kind != kindTool
			}
		}
		if !found {
			t.Errorf("%s: no block has %q", r.File, r.Line)
		}
	}
}

// Every line that a release printed is recognised, and its minor release is among
// those given.
func TestReleases(t *testing.T) {
	texts := inputs(t)
	exact := 0
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !strings.Contains(name, "/formats/") && !strings.Contains(name, "heldout/") {
			continue
		}
		a := engine().Explain(texts[name], Options{})
		if len(a.Unknown) > 0 {
			t.Errorf("%s: line %d is not recognised: %s", name, a.Unknown[0].Lines[0], a.Unknown[0].Text)
		}
		minor := minorNumber("go" + name[strings.LastIndexByte(name, '-')+1:])
		if !a.Go.contains(minor) {
			t.Errorf("%s: %s to %s", name, a.Go.Low, a.Go.High)
		}
		if a.Go.Low == a.Go.High {
			exact++
		}
		fmt.Fprintf(&b, "%-40s %-6s %-6s %-12s %3d blocks %2d groups  %s\n", strings.TrimPrefix(name, "inputs/"), a.Go.Low, a.Go.High, a.Platform, len(a.Blocks), len(a.Groups), a.Summary)
	}
	fmt.Fprintf(&b, "%d of them to one release\n", exact)
	golden.Check(t, "releases.golden", b.String())
}

// A tail of the table is not enough: whole dumps must not be called likely to be held
// by anybody without ground. The programs of these dumps hold no lock that another
// goroutine's frames would point to.
func TestNoHolderWithoutGround(t *testing.T) {
	texts := inputs(t)
	for name, text := range texts {
		if name == "inputs/02-mutex-deadlock-semacquire.txt" || name == "other/locks-1.16.15.txt" {
			continue // whose holders are known: the golden of reports, and TestHolderInARealDump
		}
		for _, w := range engine().Explain(text, Options{}).Waits {
			if w.Holder != 0 || !w.Certain {
				t.Errorf("%s: %+v", name, w)
			}
		}
	}
}

// In this dump goroutine 18 sleeps with the lock in its hands, as its program says.
// While another goroutine waits for a second lock in the same value, two are in
// question and none is named; without it, the right one is.
func TestHolderInARealDump(t *testing.T) {
	text := string(inputs(t)["other/locks-1.16.15.txt"])
	first, _, _ := strings.Cut(text, "goroutine 5 [")
	for part, want := range map[string]int64{text: 0, first: 18} {
		n := 0
		for _, w := range engine().Explain([]byte(part), Options{}).Waits {
			if strings.HasPrefix(w.For, "sync.Mutex ") {
				n++
				if w.Holder != want || w.Certain != (want == 0) {
					t.Errorf("%+v, want holder %d", w, want)
				}
			}
		}
		if n != 2 {
			t.Errorf("%d goroutines wait for the lock", n)
		}
	}
}

// Other texts that people paste: profiles in every form, statistics, what strace and
// perf say, panics of all kinds. Their minor release is in the name, where a release
// printed them.
func TestOther(t *testing.T) {
	files, err := filepath.Glob("testdata/other/*")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var b strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a := engine().Explain(text, Options{})
		name := filepath.Base(f)
		if n := minorNumber("go" + name[strings.LastIndexByte(name, '-')+1:]); n > 0 && !a.Go.contains(n) {
			t.Errorf("%s: %s to %s", name, a.Go.Low, a.Go.High)
		}
		if l := lost(text, a); len(l) > 0 && !isProfile(text) {
			t.Errorf("%s: lines %v are in no block", name, l)
		}
		kinds := map[string]int{}
		for _, bl := range a.Blocks {
			kinds[bl.Kind]++
		}
		fmt.Fprintf(&b, "%s\n  %s to %s, platform %q, %v\n  %s\n", name, a.Go.Low, a.Go.High, a.Platform, kinds, a.Summary)
		for _, s := range a.Series {
			for _, f := range s.Findings {
				fmt.Fprintf(&b, "    %s\n", f)
			}
		}
		for _, u := range a.Unknown {
			fmt.Fprintf(&b, "  unknown %v %q\n", u.Lines, u.Text)
		}
	}
	golden.Check(t, "other.golden", b.String())
}
