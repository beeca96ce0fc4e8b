package indexer_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/index"
)

var lockFixture = sync.OnceValue(func() string {
	text, err := os.ReadFile("testdata/locks.txtar")
	if err != nil {
		panic(err)
	}
	return string(text)
})

var lockActs = map[string]index.LockAct{
	"takes": index.ActTakes, "tries": index.ActTries, "maytake": index.ActMayTake, "releases": index.ActReleases,
	"requires": index.ActRequires, "asserts": index.ActAsserts, "says": index.ActSaysHeld, "saysnot": index.ActSaysUnheld,
}

// lockLine is what a line of a file does with a lock, as a fixture writes it.
func lockLines(x *index.Index, file int32) map[int][]string {
	lines := map[int][]string{}
	for _, l := range x.Locking {
		for _, u := range l.Uses {
			if u.File != file {
				continue
			}
			var act string
			for name, a := range lockActs {
				if a == u.Act {
					act = name
				}
			}
			text := act + " " + x.Locks[l.Lock].Name
			if u.Via != index.NoSym {
				text += " via " + x.Symbols[u.Via].ID.Local()
			}
			for _, flag := range []struct {
				is   bool
				name string
			}{{u.Read, "read"}, {u.OrStopped, "orstopped"}, {u.Dead, "dead"}} {
				if flag.is {
					text += " " + flag.name
				}
			}
			lines[x.Line(u.File, u.At)] = append(lines[x.Line(u.File, u.At)], text)
		}
	}
	return lines
}

func TestLocks(t *testing.T) {
	x := source(t, lockFixture(), "runtime", "zlock")
	for _, p := range x.Problems {
		t.Errorf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
	n, none := 0, 0
	has := regexp.MustCompile(`// HAS (.*?)\s*$`)
	for i := range x.Files {
		if f := &x.Files[i]; !strings.Contains(f.Path, "/z") || f.Lang != index.LangGo {
			continue
		}
		lines := lockLines(x, int32(i))
		for at, text := range strings.Split(x.Files[i].Text, "\n") {
			var want []string
			if m := has.FindStringSubmatch(text); m != nil {
				want, n = []string{m[1]}, n+1
			} else if strings.Contains(text, "// NONE") {
				none++
			}
			if diff := cmp.Diff(want, lines[at+1]); diff != "" {
				t.Errorf("%s:%d: %s\n-want +got:\n%s", x.Files[i].Path, at+1, strings.TrimSpace(text), diff)
			}
		}
	}
	if n < 70 || none < 9 {
		t.Errorf("only %d lines with a lock, and %d without", n, none)
	}
	testLeaves(t, x)
}

// testLeaves compares how functions leave locks with what the comments above them say.
func testLeaves(t *testing.T, x *index.Index) {
	n := 0
	leaves := regexp.MustCompile(`(?m)^LEAVES (\S+) (.*)$`)
	for i := range x.Symbols {
		for _, m := range leaves.FindAllStringSubmatch(x.Symbols[i].Doc, -1) {
			n++
			got, found := "", false
			for _, l := range x.LockingOf(index.Sym(i)) {
				if x.Locks[l.Lock].Name == m[1] {
					got, found = l.Leaves.String(), true
				}
			}
			if got == "" {
				got = "unknown"
			}
			if !found || got != m[2] {
				t.Errorf("%s leaves %s %s (found %v), want %s", x.Symbols[i].ID, m[1], got, found, m[2])
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d functions say how they leave a lock", n)
	}
}

func TestLockRanks(t *testing.T) {
	x := source(t, lockFixture(), "runtime")
	for name, want := range map[string][]string{
		"zone.lock": {"sched"}, "zlone": {"leafRank", "sched (call)"}, "zone.inner.lock": {"hchan (call)"}, "zsched.lock": nil,
	} {
		lock, ok := x.Lock(name)
		if !ok {
			t.Errorf("no lock %s", name)
			continue
		}
		var got []string
		for _, r := range x.Locks[lock].Ranks {
			text := x.Ranks[r.Rank].Name
			if r.Call {
				text += " (call)"
			}
			got = append(got, text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has ranks %q, want %q", name, got, want)
		}
	}
	at := slices.IndexFunc(x.Ranks, func(r index.Rank) bool { return r.Name == "allp" })
	if at < 0 {
		t.Fatalf("no rank allp in %v", x.Ranks)
	}
	var before []string
	for _, b := range x.Ranks[at].Before {
		before = append(before, x.Ranks[b].Name)
	}
	if !slices.Contains(before, "sched") || slices.Contains(before, "mheap") || slices.Contains(before, "allp") {
		t.Errorf("before allp: %q", before)
	}
}

// A lock has one name, and is found by each that the source has for it.
func TestLockNames(t *testing.T) {
	x := source(t, lockFixture(), "runtime", "zlock")
	for name, want := range map[string]index.ID{
		"zsched.lock": "runtime.zworld.lock", "zworld.lock": "runtime.zworld.lock", "runtime.zsched.lock": "runtime.zworld.lock",
		"zlone": "runtime.zlone", "zlock.T.mu": "zlock.T.mu", "T.mu": "", "zdata": "", "the world stopped": "", "zlock.lock": "",
	} {
		lock, ok := x.Lock(name)
		switch {
		case !ok && want != "":
			t.Errorf("no lock %s", name)
		case ok && x.Symbols[x.Locks[lock].Sym].ID != want:
			t.Errorf("%s is %s, want %q", name, x.Symbols[x.Locks[lock].Sym].ID, want)
		}
	}
}
