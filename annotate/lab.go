package annotate

import (
	"go/version"
	"slices"
	"strings"

	"sourcedive/internal/diag"
)

// LabRun is a recorded reference run of a lab.
type LabRun struct {
	Lab, Go string
	Checks  []LabCheck
	Program string // its source, and a line for each case of the run
}

// LabCheck is what became of a check in a run.
type LabCheck struct {
	Says      string // its name, too
	Holds     bool
	Detail    string // what was measured
	Unchecked string // why it was not checked, or what leaves it open; "" where it was decided
}

// lab asks the recorded reference run of a lab: whether it has a check, and that held. A
// run of another minor proves nothing here. Words of a program are the same in any version.
func (r pieceResolver) lab(e *Evidence) {
	name := e.Piece.Args[0]
	i := slices.IndexFunc(r.LabRuns, func(run LabRun) bool { return run.Lab == name.Text })
	if i < 0 {
		var names []string
		for _, run := range r.LabRuns {
			names = append(names, run.Lab)
		}
		e.Cause = "no run of such a lab is recorded"
		r.report(name.Pos, diag.Nearest(name.Text, names, "sourcedive lab list names the labs"), "no run of a lab %s is recorded", name.Text)
		return
	}
	run, says := &r.LabRuns[i], e.Piece.Args[len(e.Piece.Args)-1]
	if len(e.Piece.Args) == 3 {
		if e.State = Holds; !strings.Contains(folded(run.Program), folded(says.Text)) {
			e.State = Fails
			r.report(says.Pos, "copy words from content/labs/"+run.Lab+", or from the cases of its recorded run", "the program of the lab %s has no %q", run.Lab, says.Text)
		}
		return
	}
	i = slices.IndexFunc(run.Checks, func(c LabCheck) bool { return c.Says == says.Text })
	if i < 0 {
		var names []string
		for _, c := range run.Checks {
			names = append(names, c.Says)
		}
		e.Cause = "the lab has no such check"
		r.report(says.Pos, diag.Nearest(says.Text, names, "it checks: "+strings.Join(names, "; ")), "no check %q of the lab %s", says.Text, run.Lab)
		return
	}
	c := run.Checks[i]
	switch {
	case version.Lang(run.Go) != version.Lang(r.Index.Config.Version):
		e.Cause = "the lab was not run for " + r.version()
	case c.Unchecked != "":
		e.Cause = "the recorded run does not tell: " + c.Unchecked
		r.report(says.Pos, "sourcedive lab run "+run.Lab, "the recorded run of the lab %s does not tell whether %s: %s", run.Lab, c.Says, c.Unchecked)
	case !c.Holds:
		e.State, e.Cause = Fails, "in the recorded run it does not hold: "+c.Detail
		r.report(says.Pos, "sourcedive lab run "+run.Lab, "the recorded run of the lab %s contradicts: %s (%s)", run.Lab, c.Says, c.Detail)
	default:
		e.State, e.Measured = Holds, c.Detail
	}
}

// folded has one blank for all white space in a row.
func folded(s string) string { return strings.Join(strings.Fields(s), " ") }
