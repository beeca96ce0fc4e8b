package pacer

import (
	"fmt"
	"math"

	"sourcedive/content/models/sim"
)

const (
	kib = 1 << 10
	mib = 1 << 20

	mostHeap = 1 << 42 // bytes; a program that needs more is ended
	perCycle = 6       // how often the controller revises its pace in a cycle
	pause    = 50_000  // nanoseconds with the world stopped at each end of marking
)

// stage is what comes next.
type stage uint8

const (
	committing stage = iota
	allocating
	starting
	marking
	ending
)

// simulation is a program with steady rates, its heap, and the controller. All processors
// share marking and allocating as the controller's ratio says.
type simulation struct {
	program
	*Controller
	limiter *Limiter

	stage stage
	now   int64 // nanoseconds
	cycle int
	peak  uint64 // greatest heap so far: the memory that is mapped for it

	left    Work // of this cycle
	quantum int64
	began   int64
	assist  int64
	reaches uint64 // bytes that this cycle will find
	used    float64
	scale   int64
	past    []past
}

// program is what does not change in a run.
type program struct {
	live, stacks, globals, overhead uint64
	step, scannable                 float64
	allocRate, scanRate             float64 // bytes for a nanosecond of processor time
	procs, cycles                   int
}

// past is a cycle that is over.
type past struct{ marked, trigger, goal, peak uint64 }

func newSim(v sim.Values, _ uint64) sim.Sim {
	limit := int64(math.MaxInt64)
	if n := v.Int("limit"); n > 0 {
		limit = int64(n) * mib
	}
	rate := func(name string) float64 { return float64(v.Int(name)) * kib / 1e6 }
	s := &simulation{
		program: program{
			live: uint64(v.Int("live")) * mib, stacks: uint64(v.Int("stacks")) * kib,
			globals: uint64(v.Int("globals")) * kib, overhead: uint64(v.Int("overhead")) * mib,
			step: float64(v.Int("step")) / 100, scannable: float64(v.Int("scannable")) / 100,
			allocRate: rate("alloc"), scanRate: rate("scan"),
			procs: v.Int("procs"), cycles: v.Int("cycles"),
		},
		Controller: NewController(int32(v.Int("gogc")), limit),
		limiter:    NewLimiter(0, v.Int("procs")),
		scale:      8 * mib,
	}
	s.MaxStacks, s.Globals = s.stacks, s.program.globals
	return s
}

// Step does what the stage says.
func (s *simulation) Step() (sim.Event, bool) {
	if s.cycle == s.cycles && s.stage == committing {
		return sim.Event{}, false
	}
	if s.Live > mostHeap {
		s.cycle, s.stage = s.cycles, committing
		return sim.Event{
			Time: s.now / 1000, Actor: "program", Func: "runtime.(*gcControllerState).revise",
			What: "The program is out of memory.", Why: "It allocates faster than all workers scan, and what is allocated while marking is kept.",
		}, true
	}
	var e sim.Event
	switch s.stage {
	case committing:
		e = s.commit()
	case allocating:
		if e = s.allocate(); s.stage == committing {
			s.cycle = s.cycles // nothing more will happen
		}
	case starting:
		e = s.start()
	case marking:
		e = s.mark()
	case ending:
		e = s.end()
	}
	e.Time = s.now / 1000
	e.Broken = s.broken()
	s.grow(max(s.Live, s.goalOr(0)))
	return e, true
}

// broken checks what must hold after every step.
func (s *simulation) broken() string {
	trigger, goal := s.Trigger()
	switch l := s.limiter; {
	case trigger > goal:
		return fmt.Sprintf("the trigger %d is beyond the goal %d", trigger, goal)
	case l.Fill > l.Capacity:
		return fmt.Sprintf("the limiter holds %d of %d", l.Fill, l.Capacity)
	case s.left.Heap < 0 || s.left.Stacks < 0 || s.left.Globals < 0:
		return fmt.Sprintf("work below nothing: %+v", s.left)
	case s.Live < s.Marked:
		return fmt.Sprintf("%d bytes are live, and %d were marked", s.Live, s.Marked)
	}
	return ""
}

// mapMemory gives the controller the memory that a heap of this size takes: what was mapped
// once stays, as far as the limit allows.
func (s *simulation) mapMemory() {
	s.peak = max(s.peak, s.Live)
	heap := s.peak
	if most := uint64(s.Limit) - min(uint64(s.Limit), s.overhead); heap > most {
		heap = max(most, s.Live) // the scavenger returns what is free
	}
	s.Memory = Memory{Mapped: heap + s.overhead, Free: heap - s.Live, Alloc: s.Live}
}

func (s *simulation) commit() sim.Event {
	s.mapMemory()
	s.Commit(s.cycle == 0)
	s.stage = allocating
	e := sim.Event{
		Actor: "controller", Func: "runtime.(*gcControllerState).commit",
		What: fmt.Sprintf("The goal of cycle %d is %s, with %s of runway.", s.cycle+1, size(s.Goal()), size(s.runway)),
		Why:  s.whyGoal(),
	}
	if s.byLimit() {
		e.Func = "runtime.(*gcControllerState).memoryLimitHeapGoal"
	}
	return e
}

// byLimit reports whether the memory limit sets the goal.
func (s *simulation) byLimit() bool {
	return s.Goal() <= greatest && s.LimitGoal() < s.percentGoal
}

// whyGoal returns the rule that set the goal.
func (s *simulation) whyGoal() string {
	goal := s.Goal()
	switch {
	case goal > greatest:
		return "GOGC is off and there is no memory limit: no cycle begins by itself."
	case s.byLimit():
		return fmt.Sprintf("The memory limit allows less than GOGC: what is not heap is taken off, and then %d%% or %s, whichever is more.", limitHeadroomPercent, size(limitHeadroom))
	case goal == s.sweepFloor && goal > s.percentGoal:
		return fmt.Sprintf("The last cycle is still to be swept, and gets %s of allocation for it.", size(sweepDistance))
	case s.percentGoal == s.minimum:
		return fmt.Sprintf("The heap is small: the goal is at least %s for GOGC=100, and in proportion.", size(minimumHeap))
	}
	return fmt.Sprintf("%s were marked; GOGC=%d adds as many percent of that, of %s of stack and of %s of globals.", size(s.Marked), s.Percent, size(s.lastStacks), size(s.Globals))
}

// allocate lets the program run up to the trigger.
func (s *simulation) allocate() sim.Event {
	trigger, goal := s.Trigger()
	e := sim.Event{Actor: "program", Func: "runtime.(*gcControllerState).trigger"}
	if goal > greatest {
		s.stage = committing
		e.What, e.Why = "The program allocates, and no cycle begins.", "There is neither a percentage nor a limit."
		return e
	}
	if more := max(trigger, s.Marked) - s.Live; more > 0 {
		s.now += max(int64(float64(more)/(s.allocRate*float64(s.procs))), 1)
		s.Live += more
		s.Scan += uint64(float64(more) * s.scannable)
	}
	s.limiter.Update(s.now)
	s.mapMemory()
	s.stage = starting
	_, least := s.goal()
	low, high := s.bounds(goal, 0)
	e.What = fmt.Sprintf("The program allocates up to %s, the trigger.", size(trigger))
	e.Why = fmt.Sprintf("The goal less the runway, but from %d/%d to %d/%d of the way from what was marked to the goal.", triggerMin, triggerDen, triggerMax, triggerDen)
	switch {
	case goal <= s.Marked:
		e.Why = "The goal is no more than what was marked, so the next cycle begins at once."
	case trigger == least && least > low:
		e.Why = fmt.Sprintf("The last cycle is still to be swept, and gets %s of allocation for it.", size(sweepDistance))
	case trigger == high:
		e.Why += " It is the greatest one; a large heap may come within the minimum heap's size of its goal."
	case trigger == low:
		e.Why += " It is the least one."
	}
	return e
}

func (s *simulation) start() sim.Event {
	s.limiter.Start(true, s.now)
	s.StartCycle(s.procs)
	s.now += pause
	s.limiter.Finish(s.now)
	s.began, s.assist = s.now, 0
	s.reaches = min(s.target(), s.Live)
	s.left = Work{int64(float64(s.reaches) * s.scannable), int64(s.stacks), int64(s.program.globals)}
	s.quantum = max((s.left.sum()+perCycle-1)/perCycle, 1)
	s.stage = marking
	return sim.Event{
		Actor: "controller", Func: "runtime.(*gcControllerState).startCycle",
		What: fmt.Sprintf("Cycle %d begins with %d dedicated workers; each byte that is allocated owes %.4g of work.", s.cycle+1, s.Dedicated, s.AssistWorkPerByte),
		Why:  fmt.Sprintf("A quarter of %d processors is rounded; where that is more than 30%% off, others give %.0f%% of their time.", s.procs, s.Fractional*100),
	}
}

// target is how much the program holds on to in this cycle.
func (s *simulation) target() uint64 {
	if s.cycle >= s.cycles/2 {
		return uint64(float64(s.live) * s.step)
	}
	return s.live
}

// mark scans a part of the work. The share u of the processors that is the collector's
// follows from the ratio r of work to allocation that assists enforce, with both
// rates: r = scan×u / (alloc×(1-u)). Dedicated workers make it a quarter at least.
func (s *simulation) mark() sim.Event {
	owed := s.AssistWorkPerByte * s.allocRate
	s.used = max(owed/(owed+s.scanRate), backgroundUtilization)
	limited := s.limiter.Limiting && s.used > backgroundUtilization
	if limited {
		s.used = backgroundUtilization
	}
	work := s.scan(s.quantum)
	cpu := float64(s.procs)
	elapsed := max(int64(float64(work)/(s.scanRate*cpu*s.used)), 1)
	bytes := uint64(s.allocRate * cpu * (1 - s.used) * float64(elapsed))
	helped := int64(float64(elapsed) * cpu * (s.used - backgroundUtilization))

	s.now += elapsed
	s.assist += helped
	s.limiter.AddAssist(helped)
	s.limiter.Update(s.now)
	s.Live += bytes
	s.Scan += uint64(float64(bytes) * s.scannable)
	s.mapMemory()
	s.Revise()
	if s.left.sum() == 0 {
		s.stage = ending
	}
	e := sim.Event{
		Actor: "program", Func: "runtime.(*gcControllerState).revise",
		What: fmt.Sprintf("%s scanned, %s allocated; a byte owes %.4g of work now.", size(uint64(work)), size(bytes), s.AssistWorkPerByte),
		Why:  fmt.Sprintf("The work that is left is shared out over the room up to the goal, and takes %.0f%% of the processors.", s.used*100),
	}
	if limited {
		e.Actor, e.Func = "limiter", "runtime.(*gcCPULimiterState).update"
		e.Why = "The limiter's bucket is full: nobody has to help, marking gets a quarter, and the heap grows beyond its goal."
	}
	return e
}

// scan does globals first, then stacks, then the heap.
func (s *simulation) scan(work int64) int64 {
	did := int64(0)
	for _, part := range []struct{ left, done *int64 }{
		{&s.left.Globals, &s.Done.Globals}, {&s.left.Stacks, &s.Done.Stacks}, {&s.left.Heap, &s.Done.Heap},
	} {
		n := min(*part.left, work-did)
		*part.left -= n
		*part.done += n
		did += n
	}
	return did
}

func (s *simulation) end() sim.Event {
	goal, trigger, peak := s.Goal(), s.Triggered, s.Live
	s.past = append(s.past, past{s.Marked, trigger, goal, peak})
	s.limiter.Start(false, s.now)
	s.EndCycle(s.now-s.began, s.assist, 0, s.procs)
	s.ResetLive(s.reaches + (peak - trigger)) // what was allocated meanwhile is black
	s.now += pause
	s.limiter.Finish(s.now)
	s.cycle++
	s.stage = committing
	return sim.Event{
		Actor: "controller", Func: "runtime.(*gcControllerState).endCycle",
		What: fmt.Sprintf("Cycle %d ends at %s, %+.1f%% of its goal; %s are kept.", s.cycle, size(peak), (float64(peak)/float64(goal)-1)*100, size(s.Marked)),
		Why:  fmt.Sprintf("It measured %.3f bytes allocated for a byte scanned, for equal processor time; the greatest of five such figures, %.3f, sets the next runway.", s.measured[len(s.measured)-1], s.consMark),
	}
}

// size is for reading.
func size(n uint64) string {
	switch {
	case n > greatest:
		return "without bound"
	case n < 10*kib:
		return fmt.Sprintf("%d B", n)
	case n < mib:
		return fmt.Sprintf("%.1f KiB", float64(n)/kib)
	}
	return fmt.Sprintf("%.2f MiB", float64(n)/mib)
}
