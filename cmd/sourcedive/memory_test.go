package main

import (
	"math"
	"runtime/debug"
	"strings"
	"testing"
)

// One version is read with few collections in a small heap, several at a time with as much
// memory as they need; a build of several, one after the other, is between the two.
func TestCollectorFollowsTheVersions(t *testing.T) {
	percent := debug.SetGCPercent(100)
	limit := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	settings := func(args string) [2]int64 {
		t.Helper()
		debug.SetMemoryLimit(math.MaxInt64)
		debug.SetGCPercent(100)
		root := newRoot(t.Output(), t.Output())
		cmd, rest, err := root.Find(strings.Fields(args))
		if err == nil {
			err = cmd.ParseFlags(rest)
		}
		if err != nil {
			t.Fatal(err)
		}
		setCollector(cmd, nil)
		return [2]int64{int64(debug.SetGCPercent(100)), debug.SetMemoryLimit(-1)}
	}
	few, many, inTurn := [2]int64{400, 350 << 20}, [2]int64{100, math.MaxInt64}, [2]int64{400, 450 << 20}
	for args, want := range map[string][2]int64{
		"build": few, "build --go go1.22.0": few, "versions": few, "build --go go1.22.0 --go local": inTurn,
		"build --go go1.22..go1.24": inTurn, "build --go go1.22..go1.22": few, "serve --go go1.22..go1.24": many, "serve --go a --go b --go c": many,
	} {
		if got := settings(args); got != want {
			t.Errorf("%s: %v, want %v", args, got, want)
		}
	}
	t.Setenv("GOGC", "50")
	if got := settings("build"); got != many {
		t.Errorf("with GOGC in the environment: %v", got)
	}
}
