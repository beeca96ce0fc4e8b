package sched

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
)

// TestDecisions compares what is decided in every state of a small family: how often whom it
// wakes, and a sum of the states afterwards.
func TestDecisions(t *testing.T) {
	var b strings.Builder
	for _, kind := range []string{"schedule", "ready", "gosched", "preempted", "handoff", "retake", "sysmon", "entersyscall", "exitsyscall", "stop", "start"} {
		logs, sum := map[string]int{}, fnv.New32a()
		for bits := range 1 << 9 {
			at, d := smallMoment(kind, bits)
			after, log := Decide(at, d)
			logs[strings.Join(log, ", ")]++
			fmt.Fprint(sum, after, log)
		}
		fmt.Fprintf(&b, "%s: states %08x\n", kind, sum.Sum32())
		for _, log := range slices.Sorted(maps.Keys(logs)) {
			fmt.Fprintf(&b, "  %d: %s\n", logs[log], log)
		}
	}
	golden.Check(t, "decisions.txt", b.String())
}

// smallMoment is a state of three processors: P0 decides, P1 runs G2 or is in a system call,
// P2 is idle or not. Each bit is something that can be so or not.
func smallMoment(kind string, bits int) (Moment, Decision) {
	is := func(n int) bool { return bits>>n&1 == 1 }
	at := Moment{
		Now: 1_000_000_000, LastPoll: 985_000_000,
		P: []MomentP{
			{Status: "running", M: 0, OldM: 0, Schedtick: 61},
			{Status: "running", M: 1, OldM: 1, Schedtick: 7, Syscalltick: 3, Seen: [4]int64{7, 3, 980_000_000, 989_900_000}},
			{Status: "idle", M: -1, OldM: -1},
		},
		M: []MomentM{
			{P: 0, NextP: -1, OldP: -1}, {P: 1, NextP: -1, OldP: -1, G: 2}, {Does: "sleeps", P: -1, NextP: -1, OldP: -1},
		},
		IdleM: []int{2}, Idle: []int{2},
	}
	newG := func(status string, mp int) int {
		at.G = append(at.G, MomentG{Status: status, M: mp, Locked: -1})
		return len(at.G)
	}
	newG("waiting", -1)
	newG("running", 1)
	d := Decision{Kind: kind, Random: []uint32{uint32(bits), 3, 5}, Rounds: 3, NoIdle: is(3), Taken: is(5)}
	switch kind {
	case "schedule":
		at.M[0].Spinning = is(7)
	case "ready":
		at.M[0].G, d.G = newG("running", 0), 1
	case "gosched", "preempted", "entersyscall", "stop", "start":
		at.M[0].G = newG("running", 0)
	case "exitsyscall":
		at.M[0].G, at.M[0].OldP = newG("in a system call", 0), 0
		if is(7) { // and has lost its processor
			at.M[0].P = -1
			at.P[0] = MomentP{Status: "idle", M: -1, OldM: 0}
			at.Idle = append(at.Idle, 0)
		}
	case "handoff":
		at.M[0] = MomentM{Does: "sleeps", P: -1, NextP: -1, OldP: -1, Locked: 1}
		at.G[0].Locked = 0
		at.P[0].Status, at.P[0].M = "idle", -1
	case "retake", "sysmon":
		d.M = -1
		at.M[0].G = newG("running", 0)
	}
	if is(0) {
		at.P[0].Next = newG("runnable", -1)
		at.P[0].Queue = []int{newG("runnable", -1)}
	}
	if is(1) {
		at.P[1].Queue = []int{newG("runnable", -1), newG("runnable", -1), newG("runnable", -1)}
		at.P[1].Next = newG("runnable", -1)
	}
	if is(2) {
		at.Global = []int{newG("runnable", -1), newG("runnable", -1)}
	}
	if is(4) { // P1 is in a system call
		at.G[1].Status, at.M[1].OldP = "in a system call", 1
	}
	if is(5) && !is(6) {
		at.Ready = []int{newG("waiting", -1), newG("waiting", -1)}
	} else if is(5) && kind == "schedule" { // the network is ready later, or not
		for range bits & 1 << 1 {
			d.After = append(d.After, newG("waiting", -1))
		}
		at.P[0].Queue, at.P[0].Next = nil, 0
		if is(4) {
			d.P, d.Comes = 1, []int{newG("runnable", -1)}
		}
	}
	at.NeedSpinning, at.SysmonWaits = is(6) && !is(5), is(6) && d.M >= 0
	at.Waiters = bits >> 5 & 1
	if is(8) && kind != "start" { // nobody is idle: P2 looks for work
		at.Idle = slices.DeleteFunc(at.Idle, func(n int) bool { return n == 2 })
		at.M = append(at.M, MomentM{P: 2, NextP: -1, OldP: -1, Spinning: true})
		at.P[2].Status, at.P[2].M, at.P[2].OldM = "running", 3, 3
	}
	stops := is(3) && is(7) && (kind == "schedule" || kind == "gosched" || kind == "preempted" || kind == "entersyscall" || kind == "handoff")
	if kind == "start" {
		at.Stopping = true
		for i := range at.P {
			at.P[i].Status = "stopped"
		}
		at.P[1].M, at.P[2].M, at.M[1] = -1, -1, MomentM{Does: "sleeps", P: -1, NextP: -1, OldP: -1}
		at.G[1] = MomentG{Status: "waiting", M: -1, Locked: -1}
		at.M, at.Idle, at.IdleM = at.M[:3], nil, []int{2, 1}
	}
	if stops && !is(4) { // M1 stops the world: idle processors are stopped
		at.Stopping, d.Stopper = true, 1
		for _, n := range at.Idle {
			at.P[n].Status = "stopped"
		}
		at.P[1].Status, at.StopWait, at.Idle = "stopped", 1+bits>>8&1, nil
	}
	for _, mp := range at.M {
		if mp.Spinning {
			at.Spinning++
		}
	}
	return at, d
}
