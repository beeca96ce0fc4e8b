package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"sourcedive/content"
	"sourcedive/internal/gocmd"

	"sourcedive/internal/lab"
)

// local is the go command on PATH.
var local = sync.OnceValues(func() (Toolchain, error) {
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	return Toolchain{Go: "go", Version: strings.TrimSpace(string(out)), Env: gocmd.Read(os.Environ())}, err
})

func toolchain(t *testing.T) Toolchain {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles and runs programs")
	}
	tc, err := local()
	if err != nil {
		t.Fatal(err)
	}
	return tc
}

// fakeProgram reports what it was given, and fails in the ways that a program can.
const fakeProgram = `package main

import (
	"fmt"
	"os"
	"time"
)

func measure(name string) {
	switch name {
	case "fails":
		fmt.Fprintln(os.Stderr, "out of luck")
		os.Exit(3)
	case "hangs":
		time.Sleep(time.Hour)
	case "stops":
		os.Exit(0)
	}
	count("rounds", float64(*size), "rounds", float64(*rounds))
	count("seeds", 0, "seeds", float64(*seed%1000003))
	if os.Getenv("GOMEMLIMIT") != "" {
		count("limit "+os.Getenv("GOMEMLIMIT"), 0, "x", 1)
	}
	if os.Getenv("GODEBUG")+os.Getenv("GOGC")+os.Getenv("SECRET") != "" {
		count("leaked "+os.Getenv("GODEBUG")+os.Getenv("GOGC")+os.Getenv("SECRET"), 0, "x", 1)
	}
	if os.Getenv("LAB") != "" {
		count("own "+os.Getenv("LAB"), 0, "x", 1)
	}
}
`

func fakeLab(cases ...string) lab.Lab {
	l := lab.Lab{Name: "fake", Lowest: 18, Checks: []lab.Check{{Says: "three rounds", Needs: []lab.Ref{{ID: "rounds", X: 7}}, Holds: threeRounds}}}
	for _, name := range cases {
		l.Cases = append(l.Cases, lab.Case{
			Name: name, Env: []string{"LAB=" + name},
			Full:  lab.Amount{Processes: 2, Rounds: 3, Size: 7, Need: lab.Need{MB: 99}},
			Quick: lab.Amount{Processes: 1, Rounds: 1, Size: 7, Need: lab.Need{MB: 9}},
		})
	}
	return l
}

func threeRounds(series [][]float64) (bool, string) {
	return !slices.ContainsFunc(series[0], func(v float64) bool { return v != 3 }), fmt.Sprintf("%d runs", len(series[0]))
}

func fakeRunner(t *testing.T, toolchains ...Toolchain) *Runner {
	t.Helper()
	files := fstest.MapFS{"fake/main.go.txt": &fstest.MapFile{Data: []byte(fakeProgram)}}
	names, err := fs.Glob(content.Labs, "labs/harness/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(content.Labs, name)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(name, "labs/")] = &fstest.MapFile{Data: text}
	}
	r := New(files, toolchains...)
	r.Root = fstest.MapFS{}
	r.Limits = ReadLimits(r.Root)
	return r
}

func idsOf(r *lab.Result) (list []string) {
	for _, s := range r.Series {
		list = append(list, s.ID)
	}
	return list
}

func TestRun(t *testing.T) {
	tc := toolchain(t)
	t.Setenv("GODEBUG", "madvdontneed=1")
	t.Setenv("SECRET", "word")
	tc.Env = append(slices.Clone(tc.Env), "SECRET=word", "GOGC=37")
	old := Toolchain{Go: "go", Version: "go1.17.3"}
	l := fakeLab("one", "two")
	l.Cases[1].Null = true
	r := fakeRunner(t, tc, old)
	var steps []string
	r.Progress = func(_, _ int, what string) { steps = append(steps, what) }
	results, err := r.Run(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	got := results[0]
	want := []string{"limit 99MiB", "limit 99MiB", "own one", "own two", "rounds", "rounds", "seeds", "seeds"}
	if !slices.Equal(idsOf(&got), want) {
		t.Errorf("series %q, want %q", idsOf(&got), want)
	}
	if s := got.Lookup("rounds", 7, true); s == nil || !slices.Equal(s.Values, []float64{3, 3}) {
		t.Errorf("the case that repeats gave %+v", s)
	}
	if s := got.Values("seeds", 0); len(s) != 2 || s[0] == s[1] {
		t.Errorf("seeds of two processes: %v", s)
	}
	if len(got.Checks) != 1 || !got.Checks[0].Holds || got.Checks[0].Detail != "2 runs" {
		t.Errorf("checks %+v", got.Checks)
	}
	if got.Go != (lab.Version{Version: tc.Version, OS: runtime.GOOS, Arch: runtime.GOARCH}) || got.Partial != "" || got.Program == "" {
		t.Errorf("%+v, partial %q, program %q", got.Go, got.Partial, got.Program)
	}
	if results[1].Skipped != "lab fake runs on go1.18 and later" || len(results[1].Series) != 0 {
		t.Errorf("an old version: %+v", results[1])
	}
	if len(steps) != 5 || !strings.HasPrefix(steps[0], "compiling with ") {
		t.Errorf("steps %q", steps)
	}
	for _, secret := range hostWords(t) {
		var b bytes.Buffer
		if err := lab.Encode(&b, results); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), secret) {
			t.Errorf("the result names %q", secret)
		}
	}
}

// hostWords are what a result must not name.
func hostWords(t *testing.T) []string {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	words := []string{os.TempDir() + "/"}
	if len(host) > 5 { // a shorter one can be a part of any word
		words = append(words, host)
	}
	return words
}

// The order of processes is random, the same again for a seed, and mixes versions.
func TestOrder(t *testing.T) {
	order := func(seed uint64) (list []string) {
		a, b := &target{tc: Toolchain{Version: "a"}, program: "a"}, &target{tc: Toolchain{Version: "b"}, program: "b"}
		r := &run{Runner: &Runner{Seed: seed}, lab: fakeLab("1", "2", "3"), targets: []*target{a, {}, b}}
		for _, s := range r.steps() {
			list = append(list, s.target.tc.Version+s.c.Name)
		}
		return list
	}
	first := order(1)
	if !slices.Equal(first, order(1)) {
		t.Error("one seed gives two orders")
	}
	if slices.Equal(first, order(2)) {
		t.Error("two seeds give one order")
	}
	sorted := slices.Sorted(slices.Values(first))
	if want := []string{"a1", "a1", "a2", "a2", "a3", "a3", "b1", "b1", "b2", "b2", "b3", "b3"}; !slices.Equal(sorted, want) {
		t.Errorf("processes %q", sorted)
	}
	if slices.IsSorted(first) {
		t.Error("the processes are in the order of the cases")
	}
}

// A run that does not get to its end says so, and keeps what it has.
func TestRunFails(t *testing.T) {
	tc := toolchain(t)
	for name, c := range map[string]struct{ bad, want string }{
		"fails": {"fails", "case fails, " + tc.Version + ": exit status 3\nout of luck"},
		"stops": {"stops", "its output: it was cut short"},
		"hangs": {"hangs", "was ended\n    hint: try it when"},
	} {
		r := fakeRunner(t, tc)
		if name == "hangs" {
			r.timeout = 2 * time.Second
		}
		l := fakeLab("good", c.bad)
		l.Cases[0].Full.Processes, l.Cases[1].Full.Processes = 12, 1
		results, err := r.Run(t.Context(), l)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
			continue
		}
		// With this seed, something good comes first.
		if len(results) != 1 || results[0].Partial == "" || len(results[0].Values("rounds", 7)) == 0 || strings.Contains(results[0].Partial, "\n") {
			t.Errorf("%s: kept %+v", name, results)
		}
	}
}

func TestRunInterrupted(t *testing.T) {
	tc := toolchain(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := fakeRunner(t, tc)
	r.Progress = func(done, _ int, what string) {
		if done == 3 {
			cancel()
		}
	}
	l := fakeLab("one", "two", "three")
	results, err := r.Run(ctx, l)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if len(results) != 1 || results[0].Partial != "interrupted" || len(results[0].Values("rounds", 7)) != 3 {
		t.Errorf("kept %+v", results)
	}
	r.Progress = func(int, int, string) { cancel() }
	if results, err = r.Run(ctx, l); len(results) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted before the first process: %d results, %v", len(results), err)
	}
}

// What cannot run is refused before anything is compiled.
func TestRunRefuses(t *testing.T) {
	r := fakeRunner(t, Toolchain{Go: "no-such-program", Version: "go1.26.8", Env: []string{"CGO_ENABLED=1", "CGO_ENABLED=0"}})
	r.Limits.AvailableMB = 100
	if _, err := r.Run(t.Context(), fakeLab("one")); err == nil || !strings.HasPrefix(err.Error(), "lab fake, case one: needs 99 MB") {
		t.Errorf("memory: %v", err)
	}
	r.Quick = true
	if _, err := r.Run(t.Context(), fakeLab("one")); err == nil || !strings.Contains(err.Error(), "no-such-program") {
		t.Errorf("a go command that is not there: %v", err)
	}
	r.Limits.AvailableMB = unlimited
	if _, err := r.Run(t.Context(), lab.Lab{Name: "other"}); err == nil || !strings.Contains(err.Error(), "not in the content") {
		t.Errorf("no program: %v", err)
	}
	for _, env := range [][]string{nil, {"CGO_ENABLED=0", "CGO_ENABLED=1"}, {"CGO_ENABLED="}} {
		r.Toolchains[0].Env = env
		if _, err := r.Run(t.Context(), fakeLab("one")); err == nil || !strings.Contains(err.Error(), "go1.26.8 would use cgo") || !strings.Contains(err.Error(), "\n    hint: set CGO_ENABLED=0") {
			t.Errorf("cgo, by %q: %v", env, err)
		}
	}
}

// A runtime that is not the one that was asked for is no measurement of it.
func TestWrongVersion(t *testing.T) {
	for _, c := range []struct {
		asked, is string
		ok        bool
	}{
		{"go1.26.8", "go1.26.8", true}, {"go1.26.8", "go1.26.8 X:nogreenteagc", true},
		{"go1.27-devel-abc", "devel go1.27-abc", true}, {"go1.26.8", "go1.26.7", false}, {"go1.2", "go1.26.8", false},
	} {
		err := (&target{tc: Toolchain{Version: c.asked}}).take(output{version: c.is}, false)
		if (err == nil) != c.ok {
			t.Errorf("%s for %s: %v", c.is, c.asked, err)
		}
	}
}

func TestMeasuredEnv(t *testing.T) {
	got := measuredEnv([]string{"PATH=/bin", "GOGC=1", "HOME=/h", "GODEBUG=x", "PASSWORD=y", "Path=C:"}, "GOMEMLIMIT=5MiB")
	if want := []string{"PATH=/bin", "HOME=/h", "Path=C:", "GOMEMLIMIT=5MiB"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}
