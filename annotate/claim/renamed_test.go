package claim_test

import (
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// A claim about another version means symbols by the names that they have there, also
// where they are among the answers; exists means the very name.
func TestOtherNames(t *testing.T) {
	here := map[string]string{"q.store": "p.put", "q.exchange": "p.swap", "q.gone": "", "q.finish": "p.done"}
	other := &claim.Env{Source: fixture(t, "go0"), Here: func(name string) string { return here[name] }}
	same := &claim.Env{Source: other.Source}
	for src, want := range map[string]claim.State{
		`calls("q.store", "q.exchange")`:              claim.True,
		`calls("q.store", "p.asm")`:                   claim.False,
		`"q.store" in callers("q.exchange")`:          claim.True,
		`"p.slow" in callers("q.finish")`:             claim.False,
		`"q.exchange" in callees("q.store")`:          claim.True,
		`all(["q.store", "p.slow"], kind(#)=="func")`: claim.True,
		`exists("q.store")`:                           claim.False,
		`exists("p.put")`:                             claim.True,
		`kind("q.gone") == "func"`:                    claim.Unanswerable,
	} {
		if v := eval(t, src, other); v.State != want {
			t.Errorf("%s is %v, want %v: %s %v", src, v.State, want, v.Cause, v.Because)
		}
		if strings.Contains(src, "q.") && !strings.HasPrefix(src, "exists") {
			if v := eval(t, src, same); v.State != claim.Unanswerable {
				t.Errorf("%s is %v in the version itself", src, v.State)
			}
		}
	}
	e, err := claim.Compile(`calls("q.store", "r.x")`)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(e.Packages(other.Here), " "); got != "p q r" {
		t.Errorf("packages %q", got)
	}
}

// The hint for a name of another version is what became of it, for others a likely name.
func TestHintsKnowHistory(t *testing.T) {
	for _, c := range []struct{ version, name, want string }{
		{"go1.18.10", "runtime.findRunnable", "it is called runtime.findrunnable there"},
		{"go1.26.8", "runtime.findrunnable", "it is called runtime.findRunnable there"},
		{"go1.18.10", "runtime.gdestroy", "since go1.22, taken out of goexit0"},
		{"go1.26.8", "runtime.duffcopy", "gone after go1.25"},
		{"go1.26.8", "p.putt", "did you mean p.put?"},
		{"go1.99-devel", "p.putt", "did you mean p.put?"},
	} {
		b := &builder{texts: map[string]string{"p/box.go": mainText, "p/copies.go": copiesText, "p/copy.go": moreText, "p/asm_amd64.s": asmText}, lits: map[string]int{}}
		made := b.index("")
		made.Config.Version = c.version
		y, err := index.New(made)
		if err != nil {
			t.Fatal(err)
		}
		v := eval(t, `kind("`+c.name+`") == "func"`, &claim.Env{Source: claim.NewSource(y)})
		if v.State != claim.Unanswerable || !strings.HasPrefix(v.HintText(), c.want) {
			t.Errorf("%s in %s: %v, %q, want %q", c.name, c.version, v.State, v.HintText(), c.want)
		}
	}
}
