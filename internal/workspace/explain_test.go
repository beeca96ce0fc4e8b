package workspace_test

import (
	"slices"
	"testing"

	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/internal/explain"
	"sourcedive/internal/explain/tables"
	"sourcedive/internal/workspace"
)

// TestExplainNotesLeadSomewhere wants each note to be about a message or reason that there is, and
// to name case studies that there are.
func TestExplainNotesLeadSomewhere(t *testing.T) {
	words, err := article.Read(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	cases := []string{"wild"}
	for _, a := range words.Articles {
		if a.Kind == article.KindCaseStudy {
			cases = append(cases, a.ID)
		}
	}
	notes, err := workspace.ExplainNotes()
	if err != nil {
		t.Fatal(err)
	}
	for key, n := range notes {
		for _, id := range n.Read {
			if !slices.Contains(cases, id) {
				t.Errorf("the note on %q sends its reader to %q, which is no case study", key, id)
			}
		}
		if n.Text == "" || len(n.Read) > 3 {
			t.Errorf("the note on %q: no text, or too much to read", key)
		}
	}
}

// TestKnownAnswers holds what the notes say of reports whose answer is known.
func TestKnownAnswers(t *testing.T) {
	table, err := tables.Load()
	if err != nil {
		t.Fatal(err)
	}
	notes, err := workspace.ExplainNotes()
	if err != nil {
		t.Fatal(err)
	}
	engine := explain.New(table, notes)
	for text, want := range map[string]struct{ run, read string }{
		"futexwakeup addr=0x644be78 returned -1\nSIGSEGV: segmentation violation\nPC=0x8e4 m=0 sigcode=1 addr=0x1006\n":                                         {"uname -r; build with go1.26.8 or later, or with go1.25", "wild"},
		"fatal error: unexpected signal during runtime execution\n[signal SIGSEGV: segmentation violation code=0x1 addr=0xb01dfacedebac1e pc=0x7fff2050bc9e]\n": {"go get -u golang.org/x/sys && go build", "wild"},
		"runtime: morestack on g0, stack [0xffff370aa700 0xffff370b2b00], sp=0xffff370aaa80, called from\n":                                                     {"build with the newest patch release, go1.22.12 or later", "wild"},
		"SCHED 63380ms: gomaxprocs=4 idleprocs=0 threads=142 spinningthreads=0 idlethreads=77 runqueue=48 [34 7 0 7]\n":                                         {"GOMAXPROCS=N with a smaller N, and measure again", "idlecpu"},
		"panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x10 pc=0x1]\n":         {"look at the line that failed: which of its pointers is nil?", "nilpointer"},
		"signal: killed\n":                         {"GOMEMLIMIT=N below the container's limit", "resident"},
		"fatal error: concurrent map writes\n":     {"go test -race ./...", "mapwrites"},
		"==================\nWARNING: DATA RACE\n": {"go test -race ./... again", "mapwrites"},
	} {
		a := engine.Explain([]byte(text), explain.Options{})
		if !slices.ContainsFunc(a.Next, func(n explain.Next) bool { return n.Run == want.run }) {
			t.Errorf("%q: next is %+v, want %q among it", text, a.Next, want.run)
		}
		if !slices.Contains(a.Read, want.read) {
			t.Errorf("%q: to read is %q, want %q among it", text, a.Read, want.read)
		}
	}
}
