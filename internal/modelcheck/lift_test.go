package modelcheck

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sourcedive/content/models/gc"
	"sourcedive/content/models/sched"
	"sourcedive/content/models/sim"
)

func TestLift(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "src", "runtime")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	const text = `package runtime

// f says something.
//
//go:nosplit
func f() { g() }

func g() {}

type list struct{ n int }

func (l *list) push() { l.n++ }
func (l list) len() int { return l.n }

type other struct{}

func (o *other) push() {}

const most = 3
`
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := lift(root, []string{"x.go"}, []string{"f", "list", "most", "(*other).push"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"func f() { g() }\n", "type list struct{ n int }", "func (l *list) push()", "func (l list) len()", "func (o *other) push()", "const most = 3"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, other := range []string{"func g()", "type other", "go:nosplit"} {
		if strings.Contains(string(got), other) {
			t.Errorf("%q was lifted too:\n%s", other, got)
		}
	}
	if _, err := lift(root, []string{"x.go", "y.go"}, []string{"f"}); !errors.Is(err, errNotThere) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := lift(root, []string{"x.go"}, []string{"f", "h"}); !errors.Is(err, errNotThere) {
		t.Errorf("what is not there: %v", err)
	}
}

// A decision that differs in one thing is noticed, wherever that is.
func TestDecisionsCanDiffer(t *testing.T) {
	rand := sim.NewRand(3)
	for range 40 {
		q := drawDecision(rand)
		decide := func() schedAnswer {
			after, log := sched.Decide(q.Moment, q.Decision)
			return schedAnswer{after, log, ""}
		}
		if d := differ(decide(), decide()); d != "" {
			t.Fatalf("%s: twice the same differs: %s", q.Decision.Kind, d)
		}
		for what, spoil := range map[string]func(*schedAnswer){
			"a processor":      func(a *schedAnswer) { a.Moment.P[0].Schedtick++ },
			"a thread":         func(a *schedAnswer) { a.Moment.M[len(a.Moment.M)-1].NextP++ },
			"a new thread":     func(a *schedAnswer) { a.Moment.M = append(a.Moment.M, sched.MomentM{}) },
			"no more a thread": func(a *schedAnswer) { a.Moment.M = a.Moment.M[:len(a.Moment.M)-1] },
			"the global queue": func(a *schedAnswer) { a.Moment.Global = append(a.Moment.Global, 1) },
			"the spinning":     func(a *schedAnswer) { a.Moment.Spinning++ },
			"who was woken":    func(a *schedAnswer) { a.Log = append(a.Log, "M1 is woken for P1") },
		} {
			real := decide()
			spoil(&real)
			if differ(decide(), real) == "" {
				t.Errorf("%s: %s differs, and is not noticed", q.Decision.Kind, what)
			}
		}
	}
}

// The ends of marking that are asked for are of all three kinds.
func TestEndsOfMarking(t *testing.T) {
	for want, noted := range map[string][2][2]int{
		"ends after 1 stops":    {},
		"goes on after 0 stops": {{0, 1}, {1, 0}},
		"goes on after 1 stops": {{}, {1, 0}},
	} {
		if got := gc.MarkDone(noted[0], noted[1]); got != want {
			t.Errorf("%v: marking %s, and not: %s", noted, got, want)
		}
	}
}
