package pages

import (
	"testing"

	"sourcedive/site/graphq"
)

// What a step shows of the stack that it runs on, of the one before it, and of its ends.
func TestStepWords(t *testing.T) {
	p := newer(t)
	sym := symbolOf(t, p, "runtime.stopm")
	for _, c := range []struct {
		lane, from        string
		switches, returns bool
		enters, back      string
	}{
		{"g0", "g0", false, false, "", ""},
		{"g0", "user stack", true, true, "switches to g0", "back on the user stack"},
		{"user stack", "g0", true, true, "switches to the user stack", "back on g0"},
		{"gsignal", "g0", true, false, "switches to gsignal", ""},
		{"g0", "user stack", false, true, "", "back on the user stack"},
	} {
		s := step(p, "journey/x.html", graphq.Step{Peer: graphq.Peer{Sym: sym}, Lane: c.lane, Switches: c.switches, Returns: c.returns, Literal: -1}, "1", 1, c.from)
		if s.Enters != c.enters || s.Back != c.back || s.Lane != c.lane || s.Literal != "" {
			t.Errorf("%+v: %+v", c, s)
		}
	}
	s := step(p, "journey/x.html", graphq.Step{Peer: graphq.Peer{Sym: sym}, Literal: sym, Endings: []graphq.Ending{{End: graphq.Blocks, Sym: sym}, {End: graphq.Leaves, Sym: sym}, {End: graphq.Throws, Sym: sym}}}, "1", 1, "")
	if s.Note != "blocks, leaves, throws" || s.Literal != "stopm" {
		t.Errorf("%+v", s)
	}
	var facts string
	for _, f := range s.Facts {
		if f.Href != "" {
			facts += f.Text + "; "
		}
	}
	if want := "may block in stopm; never comes back from stopm; can end the program in stopm; "; facts != want {
		t.Errorf("facts %q, want %q", facts, want)
	}
}
