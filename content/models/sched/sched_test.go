package sched

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

func TestModel(t *testing.T) {
	simtest.Check(t, Model(), simtest.Wanted{Runs: []sim.Given{
		{"procs": 4, "load": loadSyscall, "goroutines": 3, "work": 3000},
		{"procs": 2, "load": loadSyscall, "goroutines": 2, "work": 2},
		{"procs": 2, "load": loadNetwork, "goroutines": 3, "work": 300},
		{"procs": 2, "load": loadNetwork, "goroutines": 5, "work": 20_000},
		{"procs": 4, "load": loadLocked, "goroutines": 2, "work": 100},
		{"procs": 4, "load": loadStop, "goroutines": 12, "work": 500},
		{"procs": 2, "load": loadStop, "goroutines": 1, "work": 1},
	}, Heard: []sim.Given{
		{"procs": 1, "load": loadNetwork, "goroutines": 25, "work": 12_000}, // sysmon polls the network
	}, Tellings: tellings})
}

// Every load keeps the invariants, on one and on several processors.
func TestInvariants(t *testing.T) {
	m := Model()
	for load := range loads {
		for _, procs := range []int{1, 2, 3, 8} {
			for _, work := range []int{0, 20, 3000} {
				for seed := range uint64(3) {
					g := sim.Given{"procs": procs, "load": load, "work": work, "goroutines": 12}
					tr, err := sim.Run(&m, g, seed, sim.Limit{Events: true, Steps: 20_000})
					if err != nil {
						t.Fatal(err)
					}
					if e, broken := tr.Broken(); broken || tr.Cut != "" {
						t.Errorf("%v, seed %d, step %d: %s%s\n%s", g, seed, e.Step, e.Broken, tr.Cut, tr.Stack)
					}
				}
			}
		}
	}
}

// A broken scheduler is seen: an invariant that never fails is none.
func TestInvariantsSee(t *testing.T) {
	for name, spoil := range map[string]func(*simulation){
		"a goroutine is lost":         func(s *simulation) { s.allp[0].runnext = nil },
		"a goroutine is queued twice": func(s *simulation) { s.runq = append(s.runq, s.allp[0].runnext) },
		"nobody spins":                func(s *simulation) { s.nmspinning++ },
		"an idle processor has work":  func(s *simulation) { s.pidle[0].runnext = s.allp[0].runnext; s.allp[0].runnext = nil },
		"another thread runs it":      func(s *simulation) { s.allm[0].curg.m = s.allm[1] },
		"an idle thread runs":         func(s *simulation) { s.midle = append(s.midle, s.allm[0]) },
		"a poller sleeps on": func(s *simulation) {
			s.allm[0].state, s.allm[0].at, s.polls = mPolling, never, append(s.polls, s.allg[0])
		},
		"nobody looks for queued work": func(s *simulation) { s.allm = s.allm[:1]; s.nmspinning = 0 },
	} {
		s := newSim(3, 0, 1, true, func(r *sim.Rand) []op { return workload(loadSpawn, 4, 1000, r) })
		for range 3 {
			s.act()
		}
		if fault := s.broken(); fault != "" {
			t.Fatalf("%s: broken before: %s", name, fault)
		}
		if spoil(s); s.broken() == "" {
			t.Errorf("%s: nothing is broken", name)
		}
	}
}

// An order by other rules is no explanation of a run.
func TestExplain(t *testing.T) {
	// Main on P0 has started 0 to 8: 8 is runnext. A thief gets 0 to 3 and runs 3.
	good := []Turn{{0, 8}, {1, 3}, {0, 4}, {1, 0}, {0, 5}, {1, 1}, {0, 6}, {1, 2}, {0, 7}}
	if err := Explain(2, 0, 9, good); err != nil {
		t.Error(err)
	}
	late := slices.Clone(good)
	late[0], late[1] = late[1], late[0]
	if err := Explain(2, 0, 9, late); err != nil {
		t.Errorf("noted late: %v", err)
	}
	for name, bad := range map[string][]Turn{
		"rounded down":         {{0, 8}, {0, 0}, {1, 3}, {0, 4}, {1, 1}, {0, 5}, {1, 2}, {0, 6}, {0, 7}},
		"the oldest runs":      {{0, 8}, {0, 0}, {1, 1}, {0, 5}, {1, 2}, {0, 6}, {1, 3}, {0, 7}, {1, 4}},
		"the newest are taken": {{0, 8}, {1, 7}, {0, 0}, {1, 4}, {0, 1}, {1, 5}, {0, 2}, {1, 6}, {0, 3}},
		"first come":           {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}},
	} {
		if Explain(2, 0, 9, bad) == nil {
			t.Errorf("%s: explained", name)
		}
	}
}

func TestOrder(t *testing.T) {
	if got := Order("spawn", 5, 1); !slices.Equal(got, []int32{4, 0, 1, 2, 3}) {
		t.Errorf("five goroutines ran as %v", got)
	}
	if got := len(Order("nested", 300, 7)); got != 300 {
		t.Errorf("%d of 300 ran", got)
	}
	if Order("nosuch", 5, 1) != nil {
		t.Error("a load that there is not has an order")
	}
}

func TestQueues(t *testing.T) {
	ops := [][3]uint32{{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 0}, {2, 1, 0}, {1, 1, 0}, {1, 0, 0}, {3, 1, 0}, {1, 0, 0}}
	want := [][4]uint32{{}, {0, 1}, {0, 2}, {0, 3}, {2, 1, 1}, {1, 1}, {3, 1}, {4}, {}} // as the runtime answered
	if got := Queues(4, ops); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var fill [][3]uint32
	for range 257 {
		fill = append(fill, [3]uint32{0, 0, 0})
	}
	got := Queues(4, append(fill, [3]uint32{4, 1, 128}))
	if a, b := got[256], got[257]; a != [4]uint32{0, 128, 0, 129} || b != [4]uint32{1, 128, 32, 96} {
		t.Errorf("after the 257th put %v, and a batch of it for one of four %v", a, b)
	}
}

func TestVisit(t *testing.T) {
	for count := uint32(1); count <= 16; count++ {
		for i := range uint32(200) {
			list := Visit(count, i)
			slices.Sort(list)
			if uint32(len(slices.Compact(list))) != count {
				t.Fatalf("%d of %d visits %v", i, count, list)
			}
		}
	}
}

func TestSlicesAreTwoLooksOfSysmon(t *testing.T) {
	list := Slices(4, 100_000)
	if len(list) < 10 || list[0] > 12_000 || list[1] != 20_000 {
		t.Errorf("slices of %v µs", list)
	}
}

// A goroutine that is preempted does what is left of its work later.
func TestPreemptedWorkIsDone(t *testing.T) {
	const work = 25_000
	m := Model()
	tr, err := sim.Run(&m, sim.Given{"procs": 1, "goroutines": 3, "work": work}, 1, sim.Limit{Events: true})
	if err != nil {
		t.Fatal(err)
	}
	began, ran := int64(0), map[string]int64{}
	for _, e := range tr.Events {
		name, _, _ := strings.Cut(e.What, " ")
		switch e.Func {
		case "runtime.execute":
			began = e.Time
		case "runtime.gopreempt_m", "runtime.gdestroy":
			ran[name] += e.Time - began
		}
	}
	for _, name := range []string{"G2", "G3", "G4"} {
		if ran[name] < work || ran[name] > work+100 {
			t.Errorf("%s ran for %d µs of %d", name, ran[name], work)
		}
	}
}

// A thief pauses before it takes a runnext of each processor, even where it is the goroutine
// that it has just waited for at another.
func TestThiefPausesAtEach(t *testing.T) {
	s := newSched(3, recorder{rec: sim.Recorder{Quiet: true}, draw: func() uint32 { return 0 }}) // visits P0, P1, P2
	for i, pp := range s.allp {
		(&m{id: i, sched: s}).acquirep(pp)
	}
	gp, thief := s.newg(nil), s.allp[0].m
	s.allp[1].runnext = gp
	if got, _ := thief.stealWork(); got != nil || thief.steal == nil || thief.steal.next != gp {
		t.Fatalf("the thief does not wait for %s at P1: %+v", gp, thief.steal)
	}
	s.allp[1].runnext, s.allp[2].runnext = nil, gp // which moved meanwhile
	if got, _ := thief.stealWork(); got != nil || thief.steal == nil {
		t.Errorf("the thief takes %v from P2 without a pause", got)
	}
	if got, _ := thief.stealWork(); got != gp {
		t.Errorf("after its pause the thief has %v", got)
	}
}

// The goroutine that waits for the others is made ready by the last of them, to run next, as
// sync.WaitGroup does it.
func TestWaiterRunsNext(t *testing.T) {
	m := Model()
	tr, err := sim.Run(&m, sim.Given{"procs": 1, "goroutines": 3}, 1, sim.Limit{Events: true})
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for i, e := range tr.Events {
		if e.Func == "runtime.gdestroy" && !strings.HasPrefix(e.What, "G1 ") {
			last = i
		}
	}
	if next := tr.Events[last+1]; next.What != "G1 becomes runnext of P0." {
		t.Errorf("after %q: %q", tr.Events[last].What, next.What)
	}
}

// A P alone with its system call, and nothing to do, is left to it for 10 ms.
func TestLoneSyscallIsLeftFor10Milliseconds(t *testing.T) {
	for now, want := range map[int64]int{retakeAlone - 1: 0, retakeAlone: 1} {
		s := newSched(2, recorder{rec: sim.Recorder{Quiet: true}, rand: sim.NewRand(1), now: now})
		mp := &m{sched: s}
		mp.acquirep(s.allp[0])
		mp.state, mp.curg = mSyscall, s.newg(nil)
		s.pidleput(s.allp[1])
		if n := s.sysmon.retake(); n != want {
			t.Errorf("after %d ns %d are taken, not %d", now, n, want)
		}
	}
}

// What the network has ready goes to the global queue for the idle processors first, and
// behind that goes what the local queue has no room for.
func TestInjectedListKeepsItsOrder(t *testing.T) {
	s := newSched(2, recorder{rec: sim.Recorder{Quiet: true}, rand: sim.NewRand(1)})
	mp := &m{sched: s}
	mp.acquirep(s.allp[0])
	s.pidleput(s.allp[1])
	for range ringSize - 1 {
		s.allp[0].push(s.newg(nil))
	}
	list := []*g{s.newg(nil), s.newg(nil), s.newg(nil)}
	s.injectglist(mp, list)
	if want := []*g{list[0], list[2]}; !slices.Equal(s.runq, want) || s.allp[0].ring[ringSize-1] != list[1] {
		t.Errorf("%v are on the global queue, not %v", s.runq, want)
	}
}

// The numbers of the model are those of the source.
func TestNumbers(t *testing.T) {
	rt := simtest.Std(t, "runtime")
	ring := 0
	for _, f := range rt.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && len(field.Names) == 1 && field.Names[0].Name == "runq" {
				if array, ok := field.Type.(*ast.ArrayType); ok && array.Len != nil {
					ring = number(t, array.Len)
				}
			}
			return true
		})
	}
	for _, c := range []struct {
		name      string
		have, src int
	}{
		{"len(p.runq)", ringSize, ring},
		{"forcePreemptNS", timeSlice, number(t, rt.Const("forcePreemptNS"))},
	} {
		if c.have != c.src {
			t.Errorf("%s is %d in the model and %d in the source", c.name, c.have, c.src)
		}
	}
	for fn, texts := range map[string][]string{
		"findRunnable":     {"pp.schedtick%" + strconv.Itoa(globalEvery) + " == 0", "2*sched.nmspinning.Load() < gomaxprocs-sched.npidle.Load()", "globrunqgetbatch(int32(len(pp.runq)) / 2)"},
		"stealWork":        {"const stealTries = " + strconv.Itoa(stealTries), "stealTries-1"},
		"runqgrab":         {"n = n - n/2", "usleep(" + strconv.Itoa(stealPause/1000) + ")"},
		"runqputslow":      {"n = n / 2"},
		"globrunqgetbatch": {"min(n, sched.runq.size, sched.runq.size/gomaxprocs+1)"},
		"sysmon":           {"delay = " + strconv.Itoa(sysmonShort/1000), "idle > " + strconv.Itoa(sysmonRounds), "delay > " + strconv.Itoa(sysmonLong/1_000_000) + "*1000", "lastpoll+" + strconv.Itoa(pollEvery/1_000_000) + "*1000*1000 < now"},
		"retake":           {"pd.syscallwhen+" + strconv.Itoa(retakeAlone/1_000_000) + "*1000*1000 > now", "pd.schedwhen+forcePreemptNS <= now"},
	} {
		decl := rt.Func(fn)
		if decl == nil {
			t.Errorf("the source has no %s", fn)
			continue
		}
		for _, text := range texts {
			if !strings.Contains(rt.Text(decl), text) {
				t.Errorf("%s does not say %q any more", fn, text)
			}
		}
	}
}

// number is the value of an expression of whole numbers and *.
func number(t *testing.T, e ast.Expr) int {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		n, err := strconv.Atoi(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return n
	case *ast.BinaryExpr:
		if e.Op == token.MUL {
			return number(t, e.X) * number(t, e.Y)
		}
	}
	t.Fatalf("no number: %T", e)
	return 0
}

// A long queue is shown by its first goroutines and how many more there are.
func TestCut(t *testing.T) {
	var list []*g
	var out []sim.Cell
	for id := range mostCells + 6 {
		list = append(list, &g{id: id})
		out = append(out, sim.Cell{Text: fmt.Sprint(id)})
	}
	for _, got := range [][]sim.Cell{cells(list), cut(out, len(out))} {
		if len(got) != mostCells+1 || got[mostCells].Text != "+6" || got[mostCells].Title != "and 6 more" {
			t.Errorf("%d cells, the last %+v", len(got), got[len(got)-1])
		}
	}
	if got := cells(list[:mostCells]); len(got) != mostCells || got[mostCells-1].ID != fmt.Sprint("G", mostCells-1) {
		t.Errorf("%d cells, the last %+v", len(got), got[len(got)-1])
	}
}

// A run ends when no thread will ever act again, though goroutines are left.
func TestNobodyActs(t *testing.T) {
	s := newSim(2, 0, 1, false, func(r *sim.Rand) []op { return workload(loadSpawn, 4, 1000, r) })
	for _, mp := range s.allm {
		mp.at = never
	}
	if s.act() || !s.over {
		t.Error("the run goes on")
	}
}
