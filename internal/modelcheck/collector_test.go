package modelcheck

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sourcedive/content/models/pacer"
	"sourcedive/content/models/sim"
)

func TestSpliceCall(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x_test.go")
	const text = "package x\n\nfunc TestA() { c := make(1); c.f() }\nfunc TestB() { c := New(1, g(2)); c.f() }\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := spliceCall(file, "TestB", "New", "recorded(t, ")
	if want := strings.Replace(text, "New(", "recorded(t, ", 1); err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	if _, err := spliceCall(file, "TestA", "New", "recorded("); err == nil {
		t.Error("a call that is not there was found")
	}
}

// The lamed runtime differs in one statement, and is still Go.
func TestLameBarrier(t *testing.T) {
	tc := local(t)
	over, err := lameBarrier(tc, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	lame, err := os.ReadFile(over["runtime/mwbbuf.go"])
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(tc.Root, "src", "runtime", "mwbbuf.go"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Replace(string(lame), "; ptrs = ptrs[:0]", "", 1) != string(whole) || string(lame) == string(whole) {
		t.Error("more was changed than one statement")
	}
}

// Only the runtime's own words for a lost object count as one.
func TestLossTold(t *testing.T) {
	for output, want := range map[string]string{
		"program: exit status 2\nfatal error: marking free object\n": "marking free object",
		"fatal error: all goroutines are asleep - deadlock!":         "",
		"main.go:3: undefined: x":                                    "",
	} {
		if got := reportedLoss(errors.New(output)); got != want {
			t.Errorf("%q: %q", output, got)
		}
	}
}

// A trace in which the controller has another number must be noticed.
func TestReplayNoticesADifference(t *testing.T) {
	var trace strings.Builder
	var c *pacer.Controller
	for line := range strings.Lines(drawController(sim.NewRand(1), 5)) {
		line = strings.TrimSpace(line)
		op, in, _, err := record(line)
		if err != nil {
			t.Fatal(err)
		}
		if c == nil {
			c = pacer.NewController(int32(in[0]), int64(in[1]))
		}
		doController(c, op, in)
		fmt.Fprintln(&trace, line, ":", strings.Trim(fmt.Sprint(controllerState(c)), "[]"))
	}
	var r Result
	n, err := replayController(&r, "same", []byte(trace.String()))
	if err != nil || n < 10 || r.Agreed != n {
		t.Fatalf("%d of %d agree: %v", r.Agreed, n, err)
	}
	lines := strings.Split(strings.TrimSpace(trace.String()), "\n")
	end := len(lines[7]) - 1
	lines[7] = lines[7][:end] + string('0'+(lines[7][end]-'0'+1)%10)
	r = Result{}
	if _, err := replayController(&r, "changed", []byte(strings.Join(lines, "\n"))); err != nil || r.Agreed != n-1 || len(r.Detail) != 1 {
		t.Errorf("%d of %d agree after one number was changed: %v %v", r.Agreed, n, err, r.Detail)
	}
}

func TestWriteAsHybrid(t *testing.T) {
	for _, c := range []struct {
		w    write
		want bool
	}{
		{write{old: true, new: true, hasOld: true, hasNew: true, n: 2}, true},
		{write{old: true, new: true, hasOld: true, hasNew: true, n: 3}, false},
		{write{kind: 1, old: true, hasOld: true, n: 1}, true},
		{write{kind: 1, old: true, hasOld: true, n: 2}, false}, // nil is noted too
		{write{kind: 1, n: 1}, true},
		{write{old: true, new: true, hasNew: true}, false}, // Dijkstra's
		{write{old: true, new: true, hasOld: true}, false}, // Yuasa's
		{write{old: true, hasOld: true}, true},
		{write{new: true, hasNew: true, n: 2}, true},
		{write{}, true},
		{write{old: true, hasOld: true, others: 1}, false},
	} {
		if c.w.asHybrid() != c.want {
			t.Errorf("%+v: as the hybrid barrier is %v", c.w, !c.want)
		}
	}
}

// The output of a program is compared line by line; broken lines are skipped.
func TestProgramLines(t *testing.T) {
	p := program{live: 1, percent: 100, cycles: 4}
	const mib = 1 << 20
	cycle := func(n, goal int) string {
		return fmt.Sprintf("cycle %d %d %d 0 0 0 0 0 0\n", n, goal, 20*mib)
	}
	ended := func(trigger int) string {
		return fmt.Sprintf("pacer: 25%% CPU (25 exp.) for 1+0+0 B work (%d B exp.) in %d B -> 1 B (∆goal -1, cons/mark +1.000000e-001)\n", 20*mib, trigger)
	}
	// 20 MiB kept, 40 MiB the goal, a runway of 0.3 times 20 MiB.
	output := cycle(7, 40*mib) + ended(34*mib) + cycle(8, 40*mib) + ended(37*mib) + cycle(9, 39*mib) + "cycle 10 4pacer\n"
	var r Result
	b, err := p.compare(&r, output)
	if err != nil || r.Cases != 3 || r.Agreed != 2 || len(b.triggers) != 2 || b.stray != 1 {
		t.Errorf("%+v, %+v, %v", r, b, err)
	}
	if _, err := p.compare(&r, cycle(1, 40*mib)); err == nil {
		t.Error("one line of four cycles is enough")
	}
}
