package history

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func recordedHistory(t *testing.T) *History {
	t.Helper()
	h, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestRecordedIsSmall(t *testing.T) {
	if len(recorded) > 400<<10 {
		t.Errorf("the history takes %d bytes of the program, more than 400 KB", len(recorded))
	}
	if h := recordedHistory(t); !bytes.Equal(encoded(t, h.Data), recorded) {
		t.Error("what is decoded is not encoded as it was")
	}
}

// Facts that were found by other means, or read in the sources.
func TestRecordedFacts(t *testing.T) {
	h := recordedHistory(t)
	for _, c := range []struct {
		name        string
		changed, of int
	}{
		{"newproc1", 21, 22}, {"gcStart", 19, 21}, {"mallocgc", 19, 22}, {"findRunnable", 18, 22}, {"newstack", 15, 22},
		{"schedule", 13, 22}, {"newproc", 9, 22}, {"morestack", 9, 22}, {"divlu", 0, 22}, {"(*waitq).enqueue", 0, 22},
	} {
		if n, of := h.Changes(one(t, h, c.name)); n != c.changed || of != c.of {
			t.Errorf("%s changed in %d of %d, want %d of %d", c.name, n, of, c.changed, c.of)
		}
	}
	for _, c := range []struct{ name, since, until string }{
		{"findRunnable", "go1.5.1", ""},
		{"clearAllpSnapshot", "go1.23.12", ""},
		{"duffcopy", "go1.5.1", "go1.25.14"},
		{"gcBeginWork", "go1.26.0", ""},
		{"internal/sync.(*Mutex).lockSlow", "go1.13.1", ""},
	} {
		if l := h.Life(one(t, h, c.name)); l.Since != c.since || l.Until != c.until {
			t.Errorf("%s: since %s until %q, want %s, %q", c.name, l.Since, l.Until, c.since, c.until)
		}
	}
	if got := h.OldNames("runtime.findRunnable"); len(got) != 1 || got[0] != (Named{"runtime.findrunnable", "go1.5.1", "go1.18.10"}) {
		t.Errorf("findRunnable had the names %v", got)
	}
	fields := func(p Point) (n int) {
		for i := range h.Symbols {
			st, ok := h.State(Sym(i), p)
			if rest, in := strings.CutPrefix(st.Name, "runtime.g."); ok && in && h.Symbols[i].Kind == Field && !strings.Contains(rest, ".") {
				n++
			}
		}
		return n
	}
	if a, b := fields(Point{0, AtPatch}), fields(h.Newest()); a != 42 || b != 65 {
		t.Errorf("g has %d fields in go1.5 and %d now, want 42 and 65", a, b)
	}
}

func one(t *testing.T, h *History, name string) Sym {
	t.Helper()
	list, err := h.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// The history is made anew from the trees on this machine, as far as they go, and must
// be what is recorded. Minors are left out of which a tree is missing.
func TestRecordedIsWhatTheTreesSay(t *testing.T) {
	h := recordedHistory(t)
	runs := Runs(h.Data, treeHere(t))
	if len(runs) == 0 {
		t.Skip("no two patches of a minor are here\n    hint: sourcedive history verify lists what is missing")
	}
	if testing.Short() || raceEnabled {
		last := runs[len(runs)-1]
		runs = [][]Tree{last[max(0, len(last)-4):]}
	}
	for _, run := range runs {
		d, problems, err := Build(run, h.Options)
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		differences := Compare(h.Data, d)
		for _, line := range differences[:min(20, len(differences))] {
			t.Error(line)
		}
		if len(differences) > 20 {
			t.Errorf("and %d more\n    hint: sourcedive history record", len(differences)-20)
		}
		if len(d.Minors) == len(h.Minors) && !bytes.Equal(encoded(t, d), recorded) {
			t.Error("the recording differs\n    hint: sourcedive history record")
		}
	}
}

// treeHere finds trees that the go command has fetched, and its own.
func treeHere(t *testing.T) func(version string) (Tree, bool) {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOROOT", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	env := strings.Split(strings.TrimSpace(string(out)), "\n")
	return func(version string) (Tree, bool) {
		dir := env[1]
		if version != env[2] {
			dir = filepath.Join(env[0], "golang.org", "toolchain@v0.0.1-"+version+"."+runtime.GOOS+"-"+runtime.GOARCH)
		}
		if _, err := os.Stat(filepath.Join(dir, "src", "runtime")); err != nil {
			if first, ok := strings.CutSuffix(version, ".0"); ok {
				dir = filepath.Join(env[0], "golang.org", "toolchain@v0.0.1-"+first+"."+runtime.GOOS+"-"+runtime.GOARCH)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "src", "runtime")); err != nil {
			return Tree{}, false
		}
		return Tree{Version: version, FS: os.DirFS(filepath.Join(dir, "src"))}, true
	}
}
