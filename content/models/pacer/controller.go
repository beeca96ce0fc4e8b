package pacer

import "math"

// Numbers of the runtime. A test checks them against the source.
const (
	backgroundUtilization = 0.25 // of all processors, for marking beside the program
	goalUtilization       = backgroundUtilization

	minimumHeap = 4 << 20 // the least goal, at GOGC=100

	// The trigger lies between these two 64ths of the way from what was marked to
	// the goal.
	triggerDen = 64
	triggerMin = 45
	triggerMax = 61

	sweepDistance = 1 << 20  // room to allocate while the last cycle is swept
	minRunway     = 64 << 10 // from the trigger to the goal, at least
	leastWork     = 1000     // that is assumed to be left
	maxOvershoot  = 1.1      // of a goal that was passed

	limitHeadroom        = 1 << 20 // below a goal that the memory limit sets, at least
	limitHeadroomPercent = 3

	maxWorkerError = 0.3 // of the goal for dedicated workers, before a fractional one helps
	hugePercent    = 100000
)

// None is a goal or trigger that is not set.
const None = math.MaxUint64

// Memory is what the memory limit is about.
type Memory struct {
	Mapped uint64 // from the operating system, and not returned
	Free   uint64 // of it: could hold objects, and holds none
	Alloc  uint64 // of it: holds objects
}

// Work is scanned memory, or memory to scan.
type Work struct{ Heap, Stacks, Globals int64 }

func (w Work) sum() int64 { return w.Heap + w.Stacks + w.Globals }

// Controller decides when a cycle begins and how much the program must help.
type Controller struct {
	Percent int32 // GOGC; -1 is off
	Limit   int64 // GOMEMLIMIT
	Memory  Memory

	Live      uint64 // bytes in use: marked by the last cycle, or allocated since
	Marked    uint64 // bytes that the last cycle kept
	Triggered uint64 // Live when this cycle began; None between cycles
	Scan      uint64 // the part of Live that may hold pointers
	MaxStacks uint64 // bytes of stack there are
	Globals   uint64 // bytes of globals there are
	Done      Work   // in this cycle

	lastHeap, lastStacks uint64 // scanned by the last cycle

	minimum     uint64
	percentGoal uint64
	sweepFloor  uint64
	runway      uint64

	consMark float64
	measured [4]float64 // the last ones, oldest first

	AssistWorkPerByte  float64
	AssistBytesPerWork float64

	Dedicated  int64   // workers
	Fractional float64 // share of each P's time for the others
}

// NewController makes one for a heap that is empty.
func NewController(percent int32, limit int64) *Controller {
	c := &Controller{Triggered: None, Limit: math.MaxInt64}
	c.SetPercent(percent)
	if limit >= 0 {
		c.Limit = limit
	}
	c.Commit(true)
	return c
}

// SetPercent sets GOGC. Commit makes it count.
func (c *Controller) SetPercent(percent int32) {
	c.Percent = max(percent, -1)
	c.minimum = minimumHeap * uint64(c.Percent) / 100 // of no meaning while off
}

// Commit computes what a goal is made of: after a cycle, and when a setting changed.
func (c *Controller) Commit(swept bool) {
	c.sweepFloor = 0
	if !swept {
		c.sweepFloor = c.Live + sweepDistance
	}
	c.percentGoal = None
	if c.Percent >= 0 {
		roots := c.lastStacks + c.Globals
		c.percentGoal = c.Marked + (c.Marked+roots)*uint64(c.Percent)/100
	}
	c.percentGoal = max(c.percentGoal, c.minimum)
	// So much is allocated while the expected work is done, when the collector has
	// its share of the processors and the program the rest.
	rate := c.consMark * (1 - goalUtilization) / goalUtilization
	c.runway = uint64(rate * float64(c.expected()))
}

// expected is the work of a cycle, if nothing changed since the last one.
func (c *Controller) expected() uint64 { return c.lastHeap + c.lastStacks + c.Globals }

// Goal is the heap at which the cycle should have ended.
func (c *Controller) Goal() uint64 {
	goal, _ := c.goal()
	return goal
}

// goal also gives a least trigger, which the memory limit switches off.
func (c *Controller) goal() (goal, least uint64) {
	if byLimit := c.LimitGoal(); byLimit < c.percentGoal {
		return byLimit, 0
	}
	goal = max(c.percentGoal, c.sweepFloor)
	if c.Triggered != None {
		goal = max(goal, c.Triggered+minRunway)
	}
	return goal, c.sweepFloor
}

// LimitGoal is the goal that keeps all memory within the limit.
func (c *Controller) LimitGoal() uint64 {
	limit, mem := uint64(c.Limit), c.Memory
	taken := mem.Mapped - mem.Free - mem.Alloc // what can never hold objects
	if mem.Mapped > limit {
		taken += mem.Mapped - limit
	}
	if taken >= limit {
		return c.Marked
	}
	goal := limit - taken
	headroom := max(goal/100*limitHeadroomPercent, limitHeadroom)
	if goal < 2*headroom {
		goal = headroom
	} else {
		goal -= headroom
	}
	return max(goal, c.Marked)
}

// Trigger is the heap at which a cycle begins, with the goal it is made from.
func (c *Controller) Trigger() (trigger, goal uint64) {
	goal, least := c.goal()
	if c.Marked >= goal {
		return goal, goal
	}
	low, high := c.bounds(goal, least)
	if c.runway > goal {
		return min(low, high), goal
	}
	return min(max(goal-c.runway, low), high), goal
}

// bounds are the least and the greatest trigger.
func (c *Controller) bounds(goal, least uint64) (low, high uint64) {
	part := (goal - c.Marked) / triggerDen
	low = max(least, part*triggerMin+c.Marked)
	high = part*triggerMax + c.Marked
	if goal > minimumHeap {
		high = max(high, goal-minimumHeap)
	}
	return low, max(high, low)
}

// StartCycle begins a cycle at the heap as it is.
func (c *Controller) StartCycle(procs int) {
	c.Done = Work{}
	c.Triggered = c.Live
	share := float64(procs) * backgroundUtilization
	c.Dedicated, c.Fractional = int64(share+0.5), 0
	if off := float64(c.Dedicated)/share - 1; off < -maxWorkerError || off > maxWorkerError {
		if float64(c.Dedicated) > share {
			c.Dedicated--
		}
		c.Fractional = (share - float64(c.Dedicated)) / float64(procs)
	}
	c.Revise()
}

// Revise computes how much work a byte costs who allocates it.
func (c *Controller) Revise() {
	percent := c.Percent
	if percent < 0 {
		percent = hugePercent
	}
	done, goal := c.Done.sum(), int64(c.Goal())
	work, most := int64(c.expected()), int64(c.Scan+c.MaxStacks+c.Globals)
	if done > work {
		goal = c.extended(goal, work, most, percent)
		work = most
	}
	if int64(c.Live) > goal {
		goal = int64(float64(goal) * maxOvershoot)
		work = most
	}
	left := float64(max(work-done, leastWork))
	room := float64(max(goal-int64(c.Live), 1))
	c.AssistWorkPerByte, c.AssistBytesPerWork = left/room, room/left
}

// extended is the goal when there is more work than expected: the heap has grown, and
// the next cycle would get a goal as high anyway. The pace stays the same.
func (c *Controller) extended(goal, work, most int64, percent int32) int64 {
	from := int64(c.Triggered)
	pace := float64(goal-from) / float64(work)
	hard := int64((1.0 + float64(percent)/100.0) * float64(goal))
	return min(int64(pace*float64(most))+from, hard)
}

// EndCycle learns from a cycle: elapsed is how long marking took, assist and idle are
// processor time, all in nanoseconds.
func (c *Controller) EndCycle(elapsed, assist, idle int64, procs int) {
	used, soaked := backgroundUtilization, 0.0
	if elapsed > 0 {
		used += float64(assist) / float64(elapsed*int64(procs))
		soaked = float64(idle) / float64(elapsed*int64(procs))
	}
	if c.Live <= c.Triggered {
		return
	}
	now := (float64(c.Live-c.Triggered) * (used + soaked)) / (float64(c.Done.sum()) * (1 - used))
	c.consMark = now
	for _, m := range c.measured {
		if m > c.consMark {
			c.consMark = m
		}
	}
	copy(c.measured[:], c.measured[1:])
	c.measured[len(c.measured)-1] = now
}

// ResetLive makes what a cycle marked the heap of the next.
func (c *Controller) ResetLive(marked uint64) {
	c.Marked, c.Live = marked, marked
	c.Scan, c.lastHeap = uint64(c.Done.Heap), uint64(c.Done.Heap)
	c.lastStacks = uint64(c.Done.Stacks)
	c.Triggered = None
}

// Restore sets what the last cycle left behind: what it kept, what it scanned, and what
// is known of the program since. Commit makes it count.
func (c *Controller) Restore(kept uint64, last Work, consMark float64) {
	c.Done = last
	c.Globals = uint64(last.Globals)
	c.ResetLive(kept)
	c.consMark = consMark
}

// Runway is how much may be allocated from the trigger to the end of the cycle.
func (c *Controller) Runway() uint64 { return c.runway }

// ConsMark is how many bytes the program is expected to allocate for each that is
// scanned, in equal processor time.
func (c *Controller) ConsMark() float64 { return c.consMark }
