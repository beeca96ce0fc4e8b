package pacer

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

const (
	sizeForm  = `(\d+ B|[\d.]+ [KM]iB|without bound)`
	ratioForm = `([-+\d.e]+|\+Inf|NaN)`
)

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `The goal of cycle (\d+) is ` + sizeForm + `, with ` + sizeForm + ` of runway\.`, True: func(s simtest.Told) bool {
		return s.N(0) == cyclesBefore(s)+1 && s.Words[1] == fact(s.After, "goal") && s.Words[2] == fact(s.After, "runway") && goalIsBecause(s)
	}},
	{Form: `The program allocates, and no cycle begins\.`, True: func(s simtest.Told) bool {
		return fact(s.After, "goal") == "without bound" && s.Given["gogc"] < 0 && s.Given["limit"] == 0
	}},
	{Form: `The program allocates up to ` + sizeForm + `, the trigger\.`, True: func(s simtest.Told) bool {
		heap := heapOf(s.After)
		return s.Words[0] == fact(s.Before, "next trigger") && (heap.Value <= markOf(heap, "marked") || size(uint64(heap.Value)) == s.Words[0]) && triggerIsBecause(s)
	}},
	{Form: `Cycle (\d+) begins with (\d+) dedicated workers; each byte that is allocated owes ` + ratioForm + ` of work\.`, True: func(s simtest.Told) bool {
		share := fmt.Sprintf("%s%% of each other P", regexp.MustCompile(`give (\d+)%`).FindStringSubmatch(s.Event.Why)[1])
		return s.N(0) == cyclesBefore(s)+1 && fact(s.After, "dedicated workers") == fmt.Sprintf("%d, and %s", s.N(1), share) &&
			s.Words[2] == fact(s.After, "work owed for a byte") && strings.HasPrefix(s.Event.Why, fmt.Sprintf("A quarter of %d processors", s.Given["procs"]))
	}},
	{Form: sizeForm + ` scanned, ` + sizeForm + ` allocated; a byte owes ` + ratioForm + ` of work now\.`, True: func(s simtest.Told) bool {
		return s.Words[0] == size(uint64(work(s.After)-work(s.Before))) && s.Words[1] == size(uint64(heapOf(s.After).Value-heapOf(s.Before).Value)) &&
			s.Words[2] == fact(s.After, "work owed for a byte") && sharesSaid(s)
	}},
	{Form: `Cycle (\d+) ends at ` + sizeForm + `, ([-+][\d.]+|\+Inf)% of its goal; ` + sizeForm + ` are kept\.`, True: func(s simtest.Told) bool {
		bars := s.After.Block("cycles").Bars
		over := bars[len(bars)-1]
		off, err := strconv.ParseFloat(s.Words[2], 64)
		want := (float64(over.Value)/float64(markOf(over, "goal")) - 1) * 100
		return err == nil && over.Title == s.Words[0] && s.Words[1] == size(uint64(heapOf(s.Before).Value)) && (math.Abs(off-want) < 0.06 || off == want) &&
			s.Words[3] == size(uint64(heapOf(s.After).Value)) && ratiosSaid(s)
	}},
	{Form: `The program is out of memory\.`, True: func(s simtest.Told) bool { return s.Event.Time == s.Last.Time }},
}

func fact(v sim.View, name string) string { return v.Block("facts").Fact(name) }

// mark is where a bar has a mark, or -1.
func markOf(b sim.Bar, text string) int64 {
	for _, m := range b.Marks {
		if m.Text == text {
			return m.At
		}
	}
	return -1
}

func work(v sim.View) (done int64) {
	for _, b := range v.Block("work").Bars {
		done += b.Value
	}
	return done
}

// cyclesBefore is how many cycles are over.
func cyclesBefore(s simtest.Told) int {
	bars := s.Before.Block("cycles").Bars
	if len(bars) == 0 {
		return 0
	}
	return simtest.Number(bars[len(bars)-1].Title)
}

var sizesOf = regexp.MustCompile(sizeForm)

// goalIsBecause tests the reason of a goal, where the settings of the run are enough for that.
func goalIsBecause(s simtest.Told) bool {
	why, goal := s.Event.Why, fact(s.After, "goal")
	kept := size(uint64(markOf(heapOf(s.After), "marked")))
	switch {
	case strings.HasPrefix(why, "GOGC is off"):
		return goal == "without bound"
	case strings.HasPrefix(why, "The memory limit allows less"):
		return s.Given["limit"] > 0 && fact(s.After, "memory limit") == "sets the goal"
	case strings.HasPrefix(why, "The last cycle is still to be swept"):
		return goal == size(uint64(heapOf(s.After).Value)+sweepDistance)
	case strings.HasPrefix(why, "The heap is small"):
		return goal == size(minimumHeap*uint64(s.Given["gogc"])/100) && strings.Contains(why, size(minimumHeap)+" for GOGC=100")
	}
	said := sizesOf.FindAllString(why, -1) // marked, stack, globals
	return said[0] == kept && strings.Contains(why, fmt.Sprintf("GOGC=%d ", s.Given["gogc"])) && fact(s.After, "memory limit") == "none" &&
		(cyclesBefore(s) == 0 || said[1] == size(uint64(s.Given["stacks"])*kib)) && said[2] == size(uint64(s.Given["globals"])*kib)
}

// triggerIsBecause tests which bound a trigger is said to be.
func triggerIsBecause(s simtest.Told) bool {
	heap, why := heapOf(s.Before), s.Event.Why
	goal, marked, trigger := markOf(heap, "goal"), markOf(heap, "marked"), markOf(heap, "trigger")
	if goal < 0 || trigger < 0 || marked < 0 {
		return true // beyond the scale
	}
	part := (goal - marked) / triggerDen
	low, high := marked+part*triggerMin, marked+part*triggerMax
	if goal > minimumHeap {
		high = max(high, goal-minimumHeap)
	}
	switch {
	case strings.HasPrefix(why, "The goal is no more"):
		return marked >= goal
	case strings.HasPrefix(why, "The last cycle is still to be swept"):
		return trigger > low && size(uint64(heap.Value)+sweepDistance) == size(uint64(trigger))
	case strings.Contains(why, "It is the greatest one"):
		return trigger >= high
	case strings.Contains(why, "It is the least one"):
		return trigger <= low
	}
	return trigger > low && trigger < high
}

// sharesSaid tests what is said of the processors while marking.
func sharesSaid(s simtest.Told) bool {
	full := s.Before.Block("limiter").Bars[0].State == sim.Lost
	if strings.HasPrefix(s.Event.Why, "The limiter's bucket is full") {
		return full && fact(s.After, "processors for marking") == "25%" && s.Event.Actor == "limiter"
	}
	return strings.HasSuffix(s.Event.Why, " and takes "+fact(s.After, "processors for marking")+" of the processors.") && s.Event.Actor == "program"
}

var ratios = regexp.MustCompile(`measured ([\d.]+|\+Inf|NaN) bytes .* figures, ([\d.]+|\+Inf|NaN), sets`)

// ratiosSaid tests that the greatest figure is not less than the last, and is what the facts
// show.
func ratiosSaid(s simtest.Told) bool {
	said := ratios.FindStringSubmatch(s.Event.Why)
	if said == nil {
		return false
	}
	last, err := strconv.ParseFloat(said[1], 64)
	most, err2 := strconv.ParseFloat(said[2], 64)
	shown, err3 := strconv.ParseFloat(fact(s.After, "cons/mark"), 64)
	return err == nil && err2 == nil && err3 == nil && most >= last && (math.Abs(most-shown) < 0.001 || most == shown)
}
