package lab

import "fmt"

// The labs of the heap: alloc, barrier, gogc and shape.

func allocLab() Lab {
	return Lab{
		Name: "alloc", Lowest: 18, Log: true,
		Plot: []string{"plain", "pointers"},
		Cases: []Case{
			{Name: "uncollected", Full: Amount{Processes: 6, Rounds: 12, Need: Need{MB: 256}}, Quick: Amount{Processes: 2, Rounds: 6, Need: Need{MB: 256}}},
			{Name: "collected", Full: Amount{Processes: 6, Rounds: 3, Size: 32, Need: Need{MB: 128}}, Quick: Amount{Processes: 2, Rounds: 3, Size: 8, Need: Need{MB: 128}}},
		},
		Titles: map[string]string{
			"plain": "without pointers, by bytes", "pointers": "of pointers, by bytes",
			"plain collected": "without pointers, collector on", "pointers collected": "of pointers, collector on",
		},
		Pairs: []Pair{
			{"128 bytes take %s as long as 8", Ref{"plain", 8}, Ref{"plain", 128}},
			{"1,024 bytes take %s as long as 128", Ref{"plain", 128}, Ref{"plain", 1024}},
			{"64 bytes of pointers take %s as long as 64 without", Ref{"plain", 64}, Ref{"pointers", 64}},
			{"8 bytes with the collector on take %s as long as with it off", Ref{"plain", 8}, Ref{"plain collected", 8}},
		},
		Checks: []Check{
			ratioOf("128 bytes take less than three times as long as 8", Ref{"plain", 128}, Ref{"plain", 8}, 0, 3),
			ratioOf("1,024 bytes take at least 1.5 times as long as 128", Ref{"plain", 1024}, Ref{"plain", 128}, 1.5, 0),
			ratioOf("64 bytes take longer with the collector on than with it off", Ref{"plain collected", 64}, Ref{"plain", 64}, 1, 0),
		},
		Answer: Answer{Of: Ref{"plain", 64}, Unit: "ns"},
	}
}

func barrierLab() Lab {
	titles := map[string]string{"outside": "batches under the barrier while no collection ran"}
	for id, what := range map[string]string{"number": "a number", "pointer": "a pointer, always the same", "pointers": "a pointer, 1,024 of them", "nil": "nil over nil"} {
		titles[id+" off"], titles[id+" on"] = "storing "+what+", barrier off", "storing "+what+", barrier on"
	}
	return Lab{
		Name: "barrier", Lowest: 21, Titles: titles, Log: true,
		Plot: []string{"number off", "number on", "pointer off", "pointer on", "pointers off", "pointers on", "nil off", "nil on"},
		Cases: []Case{{
			Name:  "stores",
			Full:  Amount{Processes: 3, Rounds: 8, Size: 19, Need: Need{MB: 256}},
			Quick: Amount{Processes: 2, Rounds: 3, Size: 17, Need: Need{MB: 128}},
		}},
		Checks: []Check{
			{Says: "the barrier is on during collections alone", Needs: []Ref{{ID: "outside"}}, Holds: every(0, "processes")},
			ratioOf("with the barrier off a pointer takes less than twice as long as a number", Ref{ID: "pointer off"}, Ref{ID: "number off"}, 0, 2),
			ratioOf("with the barrier on a pointer takes at least three times as long as with it off", Ref{ID: "pointer on"}, Ref{ID: "pointer off"}, 3, 0),
			ratioOf("with the barrier on nil over nil takes less than half as long as a pointer", Ref{ID: "nil on"}, Ref{ID: "pointer on"}, 0, 0.5),
		},
		Pairs: []Pair{
			{"with the barrier off a pointer takes %s as long as a number", Ref{ID: "number off"}, Ref{ID: "pointer off"}},
			{"with it on a pointer takes %s as long as with it off", Ref{ID: "pointer off"}, Ref{ID: "pointer on"}},
			{"with it on nil over nil takes %s as long as a pointer", Ref{ID: "pointer on"}, Ref{ID: "nil on"}},
		},
		Answer: Answer{Of: Ref{ID: "pointer on"}, Unit: "ns"},
	}
}

func gogcLab() Lab {
	var cases []Case
	for _, g := range []string{"50", "100", "100 again", "200", "400"} {
		percent, again := g, false
		if g == "100 again" {
			percent, again = "100", true
		}
		cases = append(cases, Case{
			Name: "GOGC=" + g, Arg: "gogc" + percent, Null: again, Env: []string{"GOGC=" + percent, "GOMAXPROCS=2"},
			Full:  Amount{Processes: 6, Rounds: 1, Size: 1000, Need: Need{MB: 450}},
			Quick: Amount{Processes: 2, Rounds: 1, Size: 500, Need: Need{MB: 450}},
		})
	}
	l := Lab{
		Name: "gogc", Lowest: 18, Cases: cases,
		Plot: []string{"cycles"}, Log: true,
		Titles: map[string]string{
			"cycles": "cycles while allocating, by GOGC", "wall": "time, by GOGC", "cpu": "processor time, by GOGC", "peak": "largest heap, by GOGC",
			"collected": "cycles until the end, by GOGC", "finalized": "cycles that a finalizer counted, by GOGC",
		},
		Answer: Answer{Of: Ref{"cycles", 100}, Over: Ref{"cycles", 400}, Unit: "times"},
		Pairs: []Pair{
			{"GOGC=400 takes %s as much processor time as 100", Ref{"cpu", 100}, Ref{"cpu", 400}},
			{"GOGC=400 takes %s as much heap as 100", Ref{"peak", 100}, Ref{"peak", 400}},
		},
	}
	for _, g := range []float64{50, 100, 200, 400} {
		l.Checks = append(l.Checks, Check{
			Says:  fmt.Sprintf("a finalizer counts every cycle at GOGC=%g", g),
			Needs: []Ref{{"collected", g}, {"finalized", g}}, Holds: same("runs"),
		})
	}
	l.Checks = append(l.Checks,
		ratioOf("GOGC=100 makes 2 to 8 times as many cycles as GOGC=400", Ref{"cycles", 100}, Ref{"cycles", 400}, 2, 8),
		ratioOf("GOGC=400 takes at least 1.5 times as much heap as GOGC=100", Ref{"peak", 400}, Ref{"peak", 100}, 1.5, 0),
	)
	return l
}

func shapeLab() Lab {
	l := Lab{Name: "shape", Lowest: 18, Titles: map[string]string{}, Answer: Answer{Of: Ref{ID: "list cycle"}, Over: Ref{ID: "array cycle"}, Unit: "times"}}
	for _, s := range []struct {
		name, title string
		null        bool
	}{{"array", "an array of pointers", false}, {"list", "a list", false}, {"tree", "a tree", false}, {"tree", "", true}, {"shuffled", "a tree of shuffled objects", false}} {
		c := Case{
			Name: s.name, Null: s.null,
			Full:  Amount{Processes: 3, Rounds: 6, Size: 20, Need: Need{MB: 256}},
			Quick: Amount{Processes: 2, Rounds: 4, Size: 17, Need: Need{MB: 64}},
		}
		if s.null {
			c.Name, c.Arg = s.name+" again", s.name
		} else {
			l.Plot = append(l.Plot, s.name+" cycle")
			l.Titles[s.name+" cycle"] = s.title + ": a collection"
			l.Titles[s.name+" cpu"] = s.title + ": processor time of a collection"
		}
		l.Cases = append(l.Cases, c)
	}
	l.Checks = []Check{
		ratioOf("a shuffled tree takes longer than a tree in order", Ref{ID: "shuffled cycle"}, Ref{ID: "tree cycle"}, 1, 0),
		ratioOf("a shuffled tree takes at least three times as long as an array", Ref{ID: "shuffled cycle"}, Ref{ID: "array cycle"}, 3, 0),
		ratioOf("a list keeps no more than one processor busy", Ref{ID: "list cpu"}, Ref{ID: "list cycle"}, 0, 1.3, "linux", "darwin"),
	}
	l.Pairs = []Pair{
		{"a list takes %s as long as an array", Ref{ID: "array cycle"}, Ref{ID: "list cycle"}},
		{"a tree takes %s as long as an array", Ref{ID: "array cycle"}, Ref{ID: "tree cycle"}},
		{"a shuffled tree takes %s as long as one in order", Ref{ID: "tree cycle"}, Ref{ID: "shuffled cycle"}},
	}
	return l
}
