package sched

import "sourcedive/content/models/sim"

// The workloads that a run can have.
const (
	loadSpawn = iota
	loadNested
	loadGosched
	loadChannel
	loadMixed
	loadSyscall
	loadNetwork
	loadLocked
	loadStop
)

var loads = []string{"spawn", "nested", "gosched", "channel", "mixed", "syscall", "network", "locked", "stop"}

// workload is the script of main that starts n goroutines, each of which computes for
// d nanoseconds. The first five are what the checks run with a real scheduler.
func workload(kind, n int, d int64, rand *sim.Rand) []op {
	var script []op
	for i := range n {
		if kind == loadNested {
			break
		}
		script = append(script, op{kind: opGo, body: body(kind, i, n, d, rand)})
	}
	if kind == loadNested {
		script = append(script, op{kind: opGo, body: tree(0, n, d)})
	}
	if kind == loadStop {
		script = append(script, op{kind: opRun, d: d}, op{kind: opStop, d: 50_000})
	}
	return append(script, op{kind: opWait})
}

func note(i int) op  { return op{kind: opNote, n: i} }
func run(d int64) op { return op{kind: opRun, d: d} }
func tree(i, n int, d int64) []op {
	script := []op{note(i), run(d)}
	for _, child := range [...]int{2*i + 1, 2*i + 2} {
		if child < n {
			script = append(script, op{kind: opGo, body: tree(child, n, d)})
		}
	}
	return script
}

// body is the script of the i-th goroutine of n.
func body(kind, i, n int, d int64, rand *sim.Rand) []op {
	varied := func(d int64) int64 { return d/2 + int64(rand.N(int(d)+1)) }
	switch kind {
	case loadGosched:
		return []op{note(i), run(d), {kind: opGosched}, note(i)}
	case loadChannel:
		kind := opSend
		if i%2 == 1 {
			kind = opRecv
		} else if i == n-1 {
			return []op{note(i), run(d)}
		}
		c := op{kind: kind, n: i / 2}
		return []op{note(i), run(d), c, note(i), c, note(i)}
	case loadMixed:
		switch i % 3 {
		case 0:
			return []op{note(i), {kind: opGo, body: []op{note(n + i), run(d)}}, note(i), run(d)}
		case 1:
			return []op{note(i), {kind: opGosched}, note(i), run(d)}
		}
		return []op{note(i), note(i), run(d)}
	case loadSyscall:
		if i%2 == 0 {
			return []op{note(i), run(varied(d)), {kind: opSyscall, d: 10 * varied(d)}, run(d)}
		}
	case loadNetwork:
		return []op{note(i), run(d), {kind: opRead, d: 20 * varied(d)}, run(d), {kind: opRead, d: 10 * varied(d)}, run(d)}
	case loadLocked:
		if i == 0 {
			return []op{note(i), {kind: opLock}, run(d), {kind: opGosched}, run(d), {kind: opUnlock}, run(d)}
		}
		if i == 1 {
			return []op{note(i), {kind: opLock}, run(d), {kind: opGosched}, run(d)}
		}
	}
	return []op{note(i), run(d)}
}
