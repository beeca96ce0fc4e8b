package pages

import (
	"fmt"
	"sourcedive/indexer/index"
	"strings"
	"testing"
)

// The steps that a journey leaves out: the shortest where there are too many, the last
// of equal ones, what everyone calls, and accessors.
func TestToyStepsOfAJourney(t *testing.T) {
	p := newer(t)
	steps := func(root index.ID) (names []string, inner [][]string, cut int) {
		sym := symbolOf(t, p, root)
		list, cut := (walk{p, "journey/x.html", nil, map[index.Sym]bool{sym: true}}).steps(sym, "", 1, journeyDirect, "user stack")
		for _, s := range list {
			names = append(names, strings.TrimPrefix(s.Link.Text, "zcall"))
			var in []string
			for _, s := range s.Steps {
				in = append(in, strings.TrimPrefix(s.Link.Text, "zcall"))
			}
			inner = append(inner, in)
		}
		return names, inner, cut
	}
	names, inner, cut := steps("internal/many.zcallRoot")
	if got, want := strings.Join(names, " "), "Known Step01 Step03 Step04 Step05 Step06 Step07 Step08 Step09 Step10 Step11 Step12"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if cut != 7 { // Step02, Step13, Step14, Step15, WellKnown, Accessor, and Popular behind Known
		t.Errorf("%d are cut, want 7", cut)
	}
	if len(inner[1]) != 1 || inner[1][0] != "Inner01" {
		t.Errorf("inner steps %v", inner)
	}
	names, inner, cut = steps("internal/many.zcallFew")
	if _, inner, cut := steps("internal/many.zcallRanked"); fmt.Sprint(inner) != "[[Len3 Len6 Len2 Len5 Len4]]" || cut != 1 {
		t.Errorf("of different lengths %v, and %d cut", inner, cut)
	}
	if want := "[[Step01 Step03 Step04 Step05 Step06]]"; len(names) != 1 || fmt.Sprint(inner) != want || cut != 1 {
		t.Errorf("steps %v with %v, want %s, and %d cut", names, inner, want, cut)
	}
}

// What a step says of the stack that it runs on, and of the one that it comes back to.
func TestToyCrossing(t *testing.T) {
	for _, c := range []struct {
		lane, from, kind string
		leaves           bool
		enters, back     string
	}{
		{"g0", "g0", "call", false, "", ""},
		{"g0", "user stack", "switch", false, "switches to g0", "back on the user stack"},
		{"user stack", "g0", "call", false, "switches to the user stack", "back on g0"},
		{"gsignal", "g0", "call", true, "switches to gsignal", ""},
		{"user stack", "g0", "go", false, "switches to the user stack", ""},
	} {
		step := Step{Lane: c.lane, Kind: c.kind, Leaves: c.leaves}
		cross(&step, c.from)
		if step.Enters != c.enters || step.Back != c.back {
			t.Errorf("%+v: %q, %q", c, step.Enters, step.Back)
		}
	}
}

// What a call of a function means for the one who calls.
func TestToyEndings(t *testing.T) {
	var b strings.Builder
	for _, way := range waysToEnd {
		fmt.Fprintf(&b, "%s %s %v\n", way.note, way.words, way.ids)
	}
	const want = `blocks may block in [runtime.gopark runtime.goparkunlock runtime.mPark runtime.notesleep runtime.notetsleep runtime.notetsleepg runtime.futexsleep runtime.semasleep runtime.semacquire runtime.netpoll runtime.usleep runtime.osyield]
leaves never comes back from [runtime.gogo runtime.schedule runtime.goexit0 runtime.mexit]
throws can end the program in [runtime.throw runtime.fatal runtime.fatalthrow runtime.abort]
`
	if b.String() != want {
		t.Errorf("got:\n%s", &b)
	}
	for _, id := range []index.ID{"runtime.gogo", "runtime.throw", "runtime.goexit0"} {
		if !neverReturns[id] || len(neverReturns) != 3 {
			t.Errorf("%s returns", id)
		}
	}
}
