package modelcheck

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sourcedive/content/models/sched"
	"sourcedive/content/models/sim"
)

// schedLifted is what decides in the runtime's scheduler.
var schedLifted = struct{ files, names []string }{
	[]string{"proc.go", "list_manual.go"},
	[]string{
		"gQueue", "gList", "pMask", "randomOrder", "randomEnum", "gcd", "listHeadManual", "listNodeManual",
		"runqput", "runqputslow", "runqputbatch", "runqget", "runqgrab", "runqsteal", "runqempty",
		"globrunqput", "globrunqputbatch", "globrunqget", "globrunqgetbatch",
		"pidleput", "pidleget", "pidlegetSpinning", "mput", "mget", "mgetSpecific",
		"acquirep", "acquirepNoTrace", "wirep", "releasep", "releasepNoTrace", "dropg",
		"startm", "stopm", "handoffp", "wakep", "resetspinning", "stoplockedm", "startlockedm", "gcstopm", "(*m).becomeSpinning",
		"schedule", "execute", "findRunnable", "stealWork", "checkRunqsNoP", "injectglist", "goschedImpl", "ready",
		"sysmon", "sysmontick", "retake", "forcePreemptNS", "preemptone", "preemptall",
		"syscallingThread", "setBlockOnExitSyscall", "addGSyscallNoP", "decGSyscallNoP",
		"reentersyscall", "entersyscallWakeSysmon", "entersyscallHandleGCWait", "exitsyscall", "exitsyscallTryGetP", "exitsyscallNoP",
		"stopTheWorldWithSema", "startTheWorldWithSema", "procresize",
	},
}

// decisionKinds are how often each decision is asked for, in a hundred.
var decisionKinds = []struct {
	kind  string
	share int
}{
	{"schedule", 40}, {"retake", 12}, {"exitsyscall", 8}, {"handoff", 8}, {"ready", 7}, {"gosched", 5}, {"preempted", 5}, {"entersyscall", 4}, {"stop", 4}, {"start", 5}, {"sysmon", 2},
}

type schedQuestion struct {
	Moment   sched.Moment
	Decision sched.Decision
}

type schedAnswer struct {
	Moment sched.Moment
	Log    []string
	Fault  string
}

func schedDecisions(ctx context.Context, tc Toolchain) (r Result, err error) {
	const n, seed = 12_000, 1917
	r.Seed = seed
	rand := sim.NewRand(seed)
	questions := make([]schedQuestion, n)
	for i := range questions {
		questions[i] = drawDecision(rand)
	}
	var answers []schedAnswer
	if skip, err := tc.askLifted(ctx, "sched_decide", schedLifted.files, schedLifted.names, questions, &answers); err != nil || skip != "" {
		r.Skipped = skip
		return r, err
	}
	if len(answers) != n {
		return r, fmt.Errorf("%d questions have %d answers", n, len(answers))
	}
	made := map[string]int{}
	for i, a := range answers {
		q := questions[i]
		made[q.Decision.Kind]++
		if a.Fault != "" {
			return r, fmt.Errorf("question %d, %s: the state cannot be: %s", i, q.Decision.Kind, a.Fault)
		}
		after, log := sched.Decide(q.Moment, q.Decision)
		difference := differ(schedAnswer{after, log, ""}, a)
		r.expect(difference == "", "question %d, %s: %s", i, q.Decision.Kind, difference)
	}
	var list []string
	for _, k := range decisionKinds {
		list = append(list, fmt.Sprintf("%d of %s", made[k.kind], k.kind))
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d functions lifted out of the source decide too: %s", len(schedLifted.names), strings.Join(list, ", ")))
	return r, nil
}

// differ describes the first difference between two answers, or is "".
func differ(model, real schedAnswer) string {
	if reflect.DeepEqual(model, real) {
		return ""
	}
	if !slices.Equal(model.Log, real.Log) {
		return fmt.Sprintf("the runtime %q, the model %q", real.Log, model.Log)
	}
	for _, d := range []string{
		firstUnlike("P", 0, model.Moment.P, real.Moment.P),
		firstUnlike("M", 0, model.Moment.M, real.Moment.M),
		firstUnlike("G", 1, model.Moment.G, real.Moment.G),
	} {
		if d != "" {
			return d
		}
	}
	model.Moment.P, model.Moment.M, model.Moment.G = nil, nil, nil
	real.Moment.P, real.Moment.M, real.Moment.G = nil, nil, nil
	if a, b := asText(model.Moment), asText(real.Moment); a != b {
		return fmt.Sprintf("%s really, and %s in the model", b, a)
	}
	return ""
}

// firstUnlike describes the first of a kind that is not the same on both sides.
func firstUnlike[T any](kind string, first int, model, real []T) string {
	if len(model) != len(real) {
		return fmt.Sprintf("there are %d %s really, and %d in the model", len(real), kind, len(model))
	}
	for i := range real {
		if a, b := asText(model[i]), asText(real[i]); a != b {
			return fmt.Sprintf("%s%d is %s really, and %s in the model", kind, first+i, b, a)
		}
	}
	return ""
}

func asText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// drawn is a state that is being drawn, as it can be between two decisions.
type drawn struct {
	sched.Moment
	rand *sim.Rand
}

func (s *drawn) chance(percent int) bool { return s.rand.N(100) < percent }

// newG adds a goroutine.
func (s *drawn) newG(status string, mp int) int {
	s.G = append(s.G, sched.MomentG{Status: status, M: mp, Locked: -1, Preempt: status == "running" && s.chance(10)})
	return len(s.G)
}

// newM adds a thread.
func (s *drawn) newM(does string) int {
	s.M = append(s.M, sched.MomentM{Does: does, P: -1, NextP: -1, OldP: -1})
	return len(s.M) - 1
}

// queued are n new goroutines that wait; one in ten is locked to a thread that sleeps.
func (s *drawn) queued(n int) (list []int) {
	for range n {
		gp := s.newG("runnable", -1)
		if n < 20 && s.chance(10) {
			mp := s.newM("sleeps")
			s.G[gp-1].Locked, s.M[mp].Locked = mp, gp
		}
		list = append(list, gp)
	}
	return list
}

// length is that of a queue: mostly short, now and then full.
func (s *drawn) length() int {
	switch s.rand.N(20) {
	case 0:
		return 256
	case 1:
		return 250 + s.rand.N(7)
	case 2, 3, 4, 5, 6, 7, 8, 9:
		return 0
	}
	return s.rand.N(6)
}

// when is a time in the last 25 ms.
func (s *drawn) when() int64 { return s.Now - int64(s.rand.N(25_000_000)) }

// processor adds one that is busy: its thread runs a goroutine, is in a system call, or
// looks for work.
func (s *drawn) processor(what string) int {
	i := len(s.P)
	pp := sched.MomentP{
		Status: "running", M: -1, OldM: -1,
		Schedtick: uint32(s.rand.N(200)), Syscalltick: uint32(s.rand.N(50)),
	}
	if s.chance(30) {
		pp.Schedtick = 61 * uint32(s.rand.N(3))
	}
	pp.Seen = [4]int64{int64(pp.Schedtick), int64(pp.Syscalltick), s.when(), s.when()}
	if s.chance(20) {
		pp.Seen[0]--
	}
	if s.chance(30) {
		pp.Seen[1]--
	}
	if what != "idle" {
		pp.Queue = s.queued(s.length())
		if s.chance(40) {
			pp.Next = s.queued(1)[0]
		}
	}
	s.P = append(s.P, pp)
	switch what {
	case "idle":
		s.P[i].Status = "idle"
		if len(s.M) > 0 && s.chance(50) {
			s.P[i].OldM = s.rand.N(len(s.M))
		}
		s.Idle = append(s.Idle, i)
	case "runs", "calls":
		mp := s.newM("")
		status := "running"
		if what == "calls" {
			status = "in a system call"
			s.M[mp].OldP = i
		}
		s.M[mp].P, s.M[mp].G = i, s.newG(status, mp)
		s.P[i].M, s.P[i].OldM = mp, mp
	case "looks":
		mp := s.newM("")
		s.M[mp].P = i
		s.P[i].M, s.P[i].OldM = mp, mp
		if s.chance(60) {
			s.M[mp].Spinning = true
			s.P[i].Queue, s.P[i].Next = nil, 0
		}
	case "wakes":
		mp := s.newM("wakes")
		s.P[i].Status, s.M[mp].NextP = "idle", i
		if s.chance(50) {
			s.M[mp].Spinning = true
			s.P[i].Queue, s.P[i].Next = nil, 0
		}
	}
	return i
}

// drawDecision draws a state and what is to be decided in it.
func drawDecision(rand *sim.Rand) schedQuestion {
	s := &drawn{rand: rand}
	s.Now = 1_000_000_000
	at := rand.N(100)
	kind := ""
	for _, k := range decisionKinds {
		if kind = k.kind; at < k.share {
			break
		}
		at -= k.share
	}
	d := sched.Decision{Kind: kind, M: -1, P: -1, Taken: s.chance(30), NoIdle: s.chance(50), Rounds: 1}
	for range rand.N(12) {
		d.Random = append(d.Random, rand.Uint32())
	}
	n, me := 1+rand.N(6), 0
	if kind == "stop" || kind == "start" {
		n++
	}
	me = rand.N(n)
	for i := range n {
		what := []string{"runs", "runs", "calls", "looks", "wakes", "idle", "idle", "idle"}[rand.N(8)]
		switch {
		case i != me && kind == "start":
			what = "idle"
		case i != me:
		case kind == "schedule":
			what = "looks"
		case kind == "ready" || kind == "gosched" || kind == "preempted" || kind == "entersyscall" || kind == "stop" || kind == "start":
			what = "runs"
		case kind == "exitsyscall":
			what = "calls"
		case kind == "handoff":
			what = "wakes"
		}
		s.processor(what)
	}
	rand.Shuffle(len(s.Idle), func(i, j int) { s.Idle[i], s.Idle[j] = s.Idle[j], s.Idle[i] })
	for range rand.N(4) {
		mp := s.newM("sleeps")
		s.IdleM = append(s.IdleM, mp)
		if pp := rand.N(n); s.chance(60) && s.P[pp].M < 0 {
			s.P[pp].OldM = mp
		}
	}
	rand.Shuffle(len(s.IdleM), func(i, j int) { s.IdleM[i], s.IdleM[j] = s.IdleM[j], s.IdleM[i] })
	if s.chance(50) {
		s.Global = s.queued(s.length())
	}
	s.LastPoll = s.when()
	s.Waiters = rand.N(3) / 2
	if s.chance(30) {
		s.Ready = s.waiting(1 + rand.N(4))
	}
	if s.chance(70) {
		d.After = s.waiting(rand.N(4))
	}
	if s.chance(20) {
		mp := s.newM("polls")
		s.M[mp].OldP = -1
		s.LastPoll, s.Ready = 0, nil
	}
	s.NeedSpinning = s.chance(15)
	s.SysmonWaits = kind != "sysmon" && kind != "retake" && s.chance(30)
	s.prepare(&d, me)
	for _, mp := range s.M {
		if mp.Spinning {
			s.Spinning++
		}
	}
	return schedQuestion{s.Moment, d}
}

// waiting are goroutines that wait for the network.
func (s *drawn) waiting(n int) (list []int) {
	for range n {
		list = append(list, s.newG("waiting", -1))
	}
	return list
}

// prepare makes the state one in which processor me, or who has it, can decide.
func (s *drawn) prepare(d *sched.Decision, me int) {
	mp := s.P[me].M
	switch d.Kind {
	case "schedule":
		d.M = mp
		if !s.M[mp].Spinning && s.chance(8) { // it is locked to a goroutine that waits
			gp := s.newG([]string{"waiting", "runnable"}[s.rand.N(2)], -1)
			s.M[mp].Locked, s.G[gp-1].Locked = gp, mp
			if s.G[gp-1].Status == "runnable" {
				s.Global = append(s.Global, gp)
			}
		}
		s.maybeStopping(d, me)
		if s.LastPoll != 0 && s.chance(20) { // there is nothing to do but to poll
			s.Global, s.Ready, s.Waiters, s.M[mp].Spinning = nil, nil, 1, s.M[mp].Locked == 0 && s.chance(60)
			for i := range s.P {
				s.P[i].Queue, s.P[i].Next = nil, 0
			}
			if s.chance(50) {
				d.After = nil
			}
		}
		for i, pp := range s.P {
			if i != me && pp.Status == "running" && len(pp.Queue) < 100 && s.chance(30) {
				d.P, d.Comes = i, s.queued(1+s.rand.N(3))
			}
		}
	case "ready":
		d.M, d.G = mp, s.newG("waiting", -1)
	case "gosched", "preempted", "entersyscall":
		d.M = mp
		s.maybeStopping(d, me)
	case "exitsyscall":
		d.M = mp
		if s.chance(75) { // it has lost its processor
			s.lose(me, mp)
		}
		if s.chance(10) {
			gp := s.M[mp].G
			s.M[mp].Locked, s.G[gp-1].Locked = gp, mp
		}
	case "handoff":
		d.P = me
		for i := range s.M {
			if s.M[i].NextP == me { // nobody wakes for it
				s.M[i] = sched.MomentM{Does: "sleeps", P: -1, NextP: -1, OldP: -1}
				gp := s.newG("waiting", -1)
				s.M[i].Locked, s.G[gp-1].Locked = gp, i
			}
		}
		s.maybeStopping(d, me)
	case "stop":
		d.M = mp
	case "start":
		d.M, d.Stopper, s.Stopping = mp, mp, true
		for i := range s.P {
			s.P[i].Status = "stopped"
			if s.P[i].Next == 0 && len(s.P[i].Queue) == 0 && s.chance(60) {
				s.P[i].Queue = s.queued(1 + s.length())[:1]
			}
		}
		s.Idle = nil
		for i := range s.M {
			s.M[i].Spinning = false
		}
	case "sysmon":
		d.Rounds = []int{2, 5, 60, 75}[s.rand.N(4)]
		if s.chance(30) {
			s.allIdle()
		}
	}
}

// lose takes the processor of a thread in a system call. It is idle then, or another
// thread's, which can be in a system call with it.
func (s *drawn) lose(pp, mp int) {
	s.M[mp].P = -1
	other := s.newM("")
	s.P[pp].M, s.P[pp].OldM = other, other
	status := "running"
	if s.chance(50) {
		status = "in a system call"
		s.M[other].OldP = pp
	}
	s.M[other].P, s.M[other].G = pp, s.newG(status, other)
}

// maybeStopping is a world that is being stopped by another processor, now and then.
// Idle processors and those in system calls have been stopped.
func (s *drawn) maybeStopping(d *sched.Decision, me int) {
	by := -1
	for i, pp := range s.P {
		if i != me && pp.M >= 0 && s.M[pp.M].G > 0 && s.G[s.M[pp.M].G-1].Status == "running" {
			by = i
		}
	}
	if by < 0 || !s.chance(25) {
		return
	}
	s.Stopping, d.Stopper = true, s.P[by].M
	s.P[by].Status = "stopped"
	for _, i := range s.Idle {
		s.P[i].Status = "stopped"
	}
	s.Idle = nil
	for i, pp := range s.P {
		if pp.M >= 0 && s.M[pp.M].G > 0 && s.G[s.M[pp.M].G-1].Status == "in a system call" && i != me {
			s.M[pp.M].P, s.P[i].M, s.P[i].Status = -1, -1, "stopped"
		}
	}
	for _, pp := range s.P {
		if pp.Status != "stopped" {
			s.StopWait++
		}
	}
}

// allIdle makes all processors idle, so that sysmon sleeps.
func (s *drawn) allIdle() {
	s.Idle, s.Global, s.Ready = nil, nil, nil
	for i := range s.P {
		if mp := s.P[i].M; mp >= 0 {
			if gp := s.M[mp].G; gp > 0 {
				s.G[gp-1].Status, s.G[gp-1].M = "waiting", -1
			}
			s.M[mp] = sched.MomentM{Does: "sleeps", P: -1, NextP: -1, OldP: -1}
			s.IdleM = append(s.IdleM, mp)
		}
		s.P[i].Status, s.P[i].M, s.P[i].Queue, s.P[i].Next = "idle", -1, nil, 0
		s.Idle = append(s.Idle, i)
	}
	for i := range s.M {
		s.M[i].NextP, s.M[i].Spinning = -1, false
	}
}
