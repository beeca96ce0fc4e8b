package indexer_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// handedLocks are the functions of package runtime that work on a lock that is handed to
// them: the operations themselves, and what is between them.
var handedLocks = []string{
	"lock", "lockWithRank", "unlock", "unlockWithRank", "lockWithRankMayAcquire", "parkunlock_c", "chanparkcommit", "finalizercommit",
	"semacquire", "semrelease", "sync_runtime_Semacquire", "poll_runtime_Semacquire", "sync_runtime_Semrelease", "internal_sync_runtime_Semrelease",
	"poll_runtime_Semrelease", "internal_sync_runtime_SemacquireMutex", "sync_runtime_SemacquireRWMutexR", "sync_runtime_SemacquireRWMutex", "sync_runtime_SemacquireWaitGroup",
}

// Every call of an operation in package runtime is on the page of its function, but for
// those on a lock that is handed to it.
func TestEveryLockCallIsAttributed(t *testing.T) {
	x := local(t)
	call := regexp.MustCompile(`(?:^|[\s;{])(lock|unlock|lock2|unlock2|lockWithRank|unlockWithRank|semacquire1?|semrelease1?|assertLockHeld|assertWorldStopped|assertWorldStoppedOrLockHeld)\(`)
	pkg, _ := x.Pkg("runtime")
	calls, handed := 0, map[string]int{}
	for i := range x.Files {
		f := &x.Files[i]
		if f.Pkg != pkg || f.Excluded != "" || f.Lang != index.LangGo {
			continue
		}
		lines, off := lockLines(x, int32(i)), int32(0)
		for at, text := range strings.Split(f.Text, "\n") {
			code, _, _ := strings.Cut(text, "//")
			if m := call.FindStringSubmatch(code); m != nil && !strings.HasPrefix(code, "func ") {
				calls++
				if fn := x.Enclosing(int32(i), off+int32(len(text)-len(strings.TrimLeft(text, "\t")))); len(lines[at+1]) == 0 {
					name := x.Symbols[x.Outermost(fn)].ID.Local()
					handed[name]++
					if !slices.Contains(handedLocks, name) {
						t.Errorf("%s:%d: %s: nothing is known of it", f.Path, at+1, strings.TrimSpace(text))
					}
				}
			}
			off += int32(len(text)) + 1
		}
	}
	t.Logf("%d calls, of which on handed locks %v", calls, handed)
	if calls < 500 {
		t.Errorf("only %d calls", calls)
	}
}

// Facts of the local tree that were read off the source by hand.
func TestLocksOfTheLocalTree(t *testing.T) {
	x := local(t)
	for _, c := range []struct {
		fn, lock string
		acts     string // in order of the source: t takes, r releases, q requires, a asserts; * through another function
		leaves   index.Leaves
	}{
		{"schedule", "sched.lock", "trr", index.LeavesUnknown}, // it does not return
		{"startm", "sched.lock", "trrtr", index.LeavesSame},
		{"wakep", "sched.lock", "trr", index.LeavesSame},
		{"handoffp", "sched.lock", "trrrr", index.LeavesSame},
		{"stopTheWorldWithSema", "sched.lock", "tr", index.LeavesSame},
		{"findRunnable", "sched.lock", "trtrtrrrrtrrtr", index.LeavesSame},
		{"chansend", "hchan.lock", "trrrrr*", index.LeavesUnknown}, // send releases it by what it is handed
		{"semacquire1", "semaRoot.lock", "trr*", index.LeavesSame},
		{"(*timers).run", "timers.mu", "qa", index.LeavesSame},
		{"(*timers).run", "timer.mu", "t*r*r*r*", index.LeavesSame},
		{"gcStart", "work.startSema", "trr", index.LeavesSame},
		{"gcStart", "worldsema", "tr", index.LeavesSame},
		{"gcStart", "gcsema", "t", index.LeavesUnknown}, // it returns early too
		{"stopTheWorldGC", "gcsema", "t", index.LeavesHeld},
		{"stopTheWorldGC", "worldsema", "t*", index.LeavesHeld},
		{"newproc1", "sched.lock", "", 0},
		{"(*mheap).alloc", "mheap.lock", "", 0},
	} {
		f := sym(t, x, index.ID("runtime."+c.fn))
		var acts string
		var leaves index.Leaves
		for _, l := range x.LockingOf(f) {
			if x.Locks[l.Lock].Name != c.lock {
				continue
			}
			leaves = l.Leaves
			for _, u := range l.Uses {
				switch u.Act {
				case index.ActTakes:
					acts += "t"
				case index.ActReleases:
					acts += "r"
				case index.ActRequires:
					acts += "q"
				case index.ActAsserts:
					acts += "a"
				default:
					continue
				}
				if u.Via != index.NoSym {
					acts += "*"
				}
			}
		}
		if acts != c.acts || leaves != c.leaves {
			t.Errorf("%s, %s: %s, left %q; want %s, left %q", c.fn, c.lock, acts, leaves, c.acts, c.leaves)
		}
	}
}
