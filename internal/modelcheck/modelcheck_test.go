package modelcheck

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models"
)

// local is the Go that runs the test.
func local(t *testing.T) Toolchain {
	t.Helper()
	tc := Toolchain{Go: "go", Version: runtime.Version(), Env: append(os.Environ(), "GOTOOLCHAIN=local", "GOPROXY=off")}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
	out, err := output(tc.command(context.Background(), "", nil, "env", "GOROOT"))
	if err != nil {
		t.Fatal(err)
	}
	tc.Root = strings.TrimSpace(string(out))
	return tc
}

// Every model of the registry has checks, each with a name of its own, and no others do.
func TestSuites(t *testing.T) {
	for _, name := range models.Names() {
		if len(suites[name]) == 0 {
			t.Errorf("model %s has no checks", name)
		}
	}
	for name := range suites {
		if _, ok := models.Find(name); !ok {
			t.Errorf("there are checks of %s, which is no model", name)
		}
	}
	seen := map[string]bool{}
	for _, c := range All() {
		if c.Model == "" || c.Name == "" || c.Says == "" || c.Run == nil || seen[c.Model+" "+c.Name] {
			t.Errorf("%s %s: incomplete or there twice", c.Model, c.Name)
		}
		seen[c.Model+" "+c.Name] = true
	}
}

// Every check agrees with the Go that runs the test.
func TestVerify(t *testing.T) {
	if testing.Short() {
		t.Skip("runs toolchains")
	}
	r, err := Verify(context.Background(), local(t), nil, func(Check) {})
	if err != nil {
		t.Fatal(err)
	}
	// Only what needs a quiet or a larger machine may go unmade: the models follow this version.
	depends := []string{"sched spread", "sched slices", "malloc heap"}
	for _, o := range r.Checks {
		if o.Skipped != "" && !slices.Contains(depends, o.Model+" "+o.Name) {
			t.Errorf("%s %s: %s", o.Model, o.Name, o.Skipped)
		}
		if !o.OK {
			t.Errorf("%s %s: %d of %d agree %s\n%s", o.Model, o.Name, o.Agreed, o.Cases, o.Fault, strings.Join(o.Detail, "\n"))
		}
	}
}

func TestReport(t *testing.T) {
	three := Result{}
	three.agree()
	three.disagree("case %d: 1, not 2", 7)
	three.agree()
	r := Report{Go: "go1.26.8", Platform: "linux/amd64", Checks: []Outcome{
		{Model: "sched", Name: "order", Says: "a is b", OK: true, Result: Result{Cases: 2, Agreed: 2, Seed: 9, Band: "equal"}},
		{Model: "sched", Name: "steal", Says: "c is d", Result: three},
		{Model: "gc", Name: "marks", Says: "e is f", OK: true, Result: Result{Skipped: "not in this version"}},
	}}
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `the models held against go1.26.8 linux/amd64

sched
  agrees   order: a is b
           agreement: equal
           2 of 2 cases agree, seed 9
  DIFFERS  steal: c is d
           2 of 3 cases agree
           case 7: 1, not 2

gc
  skipped  marks: e is f
           not in this version
`
	if b.String() != want {
		t.Errorf("the report reads\n%s\nwant\n%s", b.String(), want)
	}
	if r.OK() {
		t.Error("a report with a difference is fine")
	}
}

func TestMissingProgram(t *testing.T) {
	tc := local(t)
	out, err := tc.runProgram(context.Background(), "nosuch", nil, nil)
	if err == nil {
		t.Errorf("a program that is not there printed %q", out)
	}
}

func TestEnough(t *testing.T) {
	for _, c := range []struct {
		r    Result
		want bool
	}{
		{Result{}, false},
		{Result{Skipped: "not here"}, true},
		{Result{Cases: 2, Agreed: 2}, true},
		{Result{Cases: 2, Agreed: 1}, false},
		{Result{Cases: 20, Agreed: 19, Least: 19}, true},
		{Result{Cases: 20, Agreed: 18, Least: 19}, false},
	} {
		if got := c.r.enough(); got != c.want {
			t.Errorf("%+v is enough: %v", c.r, got)
		}
	}
}

func TestPanicIsAFault(t *testing.T) {
	c := Check{Run: func(context.Context, Toolchain) (Result, error) { panic("no such case") }}
	if _, err := c.run(context.Background(), Toolchain{}); err == nil || err.Error() != "the model panicked: no such case" {
		t.Errorf("the fault is %v", err)
	}
}
