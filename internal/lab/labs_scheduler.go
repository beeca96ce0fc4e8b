package lab

// The labs of the scheduler: switch, preempt, fairness and trace.

func fairnessLab() Lab {
	needs := []Ref{{"between", 1}, {"between", 2}, {"between", 3}, {"between", 10}}
	return Lab{
		Name: "fairness", Lowest: 18,
		Plot: []string{"between"},
		Cases: []Case{{
			Name:  "turns",
			Full:  Amount{Processes: 4, Rounds: 500, Need: Need{MB: 64}},
			Quick: Amount{Processes: 2, Rounds: 200, Need: Need{MB: 64}},
		}},
		Titles: map[string]string{"between": "others between two turns, by chains"},
		Checks: []Check{
			{Says: "60 others between two turns", Needs: needs[:1], Holds: every(60, "turns")},
			{Says: "60 whatever the length of the local queue", Needs: needs[1:], Holds: every(60, "turns")},
		},
		Answer: Answer{Of: Ref{"between", 1}, Unit: "goroutines"},
	}
}

func preemptLab() Lab {
	loop := func(name string, env ...string) Case {
		return Case{
			Name: name, Env: env,
			Full:  Amount{Processes: 3, Rounds: 4, Size: 100, Need: Need{MB: 32}},
			Quick: Amount{Processes: 2, Rounds: 3, Size: 50, Need: Need{MB: 32}},
		}
	}
	return Lab{
		Name: "preempt", Lowest: 18, Log: true,
		Plot: []string{"alone", "signals", "no signals"},
		Cases: []Case{
			{Name: "alone", Full: Amount{Processes: 3, Rounds: 10, Need: Need{MB: 32}}, Quick: Amount{Processes: 2, Rounds: 6, Need: Need{MB: 32}}},
			loop("signals"),
			loop("no signals", "GODEBUG=asyncpreemptoff=1"),
		},
		Titles: map[string]string{
			"alone": "a stop, nothing else running", "signals": "a stop beside a loop",
			"no signals": "a stop beside a loop, asyncpreemptoff=1", "signals ended": "loops that had ended when the stop came",
			"no signals ended": "loops that had ended when the stop came, asyncpreemptoff=1",
		},
		Checks: []Check{
			{Says: "without signals the stop waits until the loop has ended", Needs: []Ref{{ID: "no signals ended"}}, Holds: every(1, "stops")},
			{Says: "with signals the stop takes less than 10 ms", Bound: &Bound{Of: []Ref{{ID: "signals"}}, Max: 10000, Unit: "us"}},
			ratioOf("without signals the stop takes at least 20 times as long as with them", Ref{ID: "no signals"}, Ref{ID: "signals"}, 20, 0),
		},
		Pairs: []Pair{
			{"with signals a loop makes a stop %s as long as alone", Ref{ID: "alone"}, Ref{ID: "signals"}},
			{"without signals the stop is %s as long as with them", Ref{ID: "signals"}, Ref{ID: "no signals"}},
		},
		Answer: Answer{Of: Ref{ID: "no signals"}, Over: Ref{ID: "signals"}, Unit: "times"},
	}
}

func switchLab() Lab {
	return Lab{
		Name: "switch", Lowest: 18, Log: true,
		Plot: []string{"call", "pull", "gosched", "channel", "threads", "threads across"},
		Cases: []Case{{
			Name:  "all",
			Full:  Amount{Processes: 6, Rounds: 12, Need: Need{MB: 64}},
			Quick: Amount{Processes: 3, Rounds: 8, Need: Need{MB: 64}},
		}},
		Titles: map[string]string{
			"call": "a call of a function", "gosched": "runtime.Gosched between two goroutines", "channel": "two goroutines over a channel",
			"pull": "iter.Pull", "threads": "two threads on one processor", "threads across": "two threads on two processors",
		},
		Pairs: []Pair{
			{"threads take %s as long as goroutines over a channel", Ref{ID: "channel"}, Ref{ID: "threads"}},
			{"threads on two processors take %s as long as on one", Ref{ID: "threads"}, Ref{ID: "threads across"}},
			{"a coroutine of iter.Pull takes %s as long as a channel", Ref{ID: "channel"}, Ref{ID: "pull"}},
			{"a switch takes %s as long as a call", Ref{ID: "call"}, Ref{ID: "gosched"}},
		},
		Checks: []Check{
			ratioOf("threads take at least ten times as long as goroutines over a channel", Ref{ID: "threads"}, Ref{ID: "channel"}, 10, 0, "linux"),
			ratioOf("threads on two processors take longer than on one", Ref{ID: "threads across"}, Ref{ID: "threads"}, 1, 0, "linux"),
			ratioOf("a coroutine of iter.Pull takes less than half as long as a channel", Ref{ID: "pull"}, Ref{ID: "channel"}, 0, 0.5),
			{Says: "a switch by Gosched takes 30 to 300 ns", Bound: &Bound{Of: []Ref{{ID: "gosched"}}, Min: 30, Max: 300, Unit: "ns"}},
			ratioOf("a switch by Gosched takes at least ten times as long as a call", Ref{ID: "gosched"}, Ref{ID: "call"}, 10, 0),
		},
		Answer: Answer{Of: Ref{ID: "threads"}, Over: Ref{ID: "channel"}, Unit: "times"},
	}
}

func traceLab() Lab {
	const n = 5000
	return Lab{
		Name: "trace", Lowest: 22,
		Plot: []string{"handoff", "traced handoff"},
		Cases: []Case{
			{Name: "events", Full: Amount{Processes: 6, Rounds: 1, Size: n, Need: Need{MB: 128}}, Quick: Amount{Processes: 2, Rounds: 1, Size: n, Need: Need{MB: 128}}},
			{Name: "one processor", Full: Amount{Processes: 2, Rounds: 1, Size: n, Need: Need{MB: 128}}, Quick: Amount{Processes: 1, Rounds: 1, Size: n, Need: Need{MB: 128}}},
			{Name: "cost", Full: Amount{Processes: 5, Rounds: 8, Need: Need{MB: 128}}, Quick: Amount{Processes: 2, Rounds: 5, Need: Need{MB: 128}}},
		},
		Titles: map[string]string{
			"events": "events in the trace", "logs": "messages of trace.Log", "send blocks": "blocked: chan send",
			"receive blocks": "blocked: chan receive", "started": "goroutines started after they were made or woken",
			"elsewhere on one": "started on another P, with one processor",
			"elsewhere":        "started on another P: no more than these were stolen", "handoff": "a value over a channel", "traced handoff": "a value over a channel, traced",
		},
		Checks: []Check{
			{Says: "every message is in the trace, once", Needs: []Ref{{"logs", n}}, Holds: every(n, "runs with 5,000")},
			{Says: "ten calls of ReadMemStats are ten stops with that name", Needs: []Ref{{"stop: read mem stats", n}}, Holds: every(10, "runs with 10")},
			{Says: "one collection is two stops", Needs: []Ref{{"stop: GC sweep termination", n}, {"stop: GC mark termination", n}}, Holds: same("runs with as many of both")},
			{Says: "with one processor none starts on another P", Needs: []Ref{{"elsewhere on one", n}}, Holds: every(0, "runs with 0")},
			{Says: "with several processors some start on another P", Needs: []Ref{{"elsewhere", n}}, Holds: within(1, n, "runs with some"), CPUs: 2},
			ratioOf("under tracing a handoff takes at least 1.5 times as long", Ref{ID: "traced handoff"}, Ref{ID: "handoff"}, 1.5, 0),
		},
		Pairs:  []Pair{{"under tracing a handoff takes %s as long", Ref{ID: "handoff"}, Ref{ID: "traced handoff"}}},
		Answer: Answer{Of: Ref{"receive blocks", n}, Unit: "events"},
	}
}
