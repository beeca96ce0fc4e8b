package extract

import (
	"strings"
	"testing"
)

// The functions that print and the tables of texts, by the kind of their messages.
func TestKindsOfMessages(t *testing.T) {
	for _, c := range []struct {
		have map[string]string
		want string
	}{
		{printers, "message: Errorf New errorString fatal fatalthrow newError panic panicCheck1 panicCheck2 plainError throw; environment: Getenv gogetenv; GODEBUG: Setting"},
		{messageTables, "wait reason: waitReasonStrings; lock rank: lockNames; GODEBUG: All dbgvars; message: boundsErrorFmts gStatusStrings gcMarkWorkerModeStrings sigtable; metric: allDesc initMetrics"},
	} {
		n := 0
		for part := range strings.SplitSeq(c.want, "; ") {
			kind, names, _ := strings.Cut(part, ": ")
			for name := range strings.FieldsSeq(names) {
				if n++; c.have[name] != kind {
					t.Errorf("%s is of kind %q, want %q", name, c.have[name], kind)
				}
			}
		}
		if n != len(c.have) {
			t.Errorf("%d names, want %d", len(c.have), n)
		}
	}
}
