package pacer

import (
	"fmt"

	"sourcedive/content/models/sim"
)

const (
	shownCycles = 8
	greatest    = 1 << 60 // bytes on a scale; more is as good as no bound
)

// goalOr is the goal, or something else where there is none.
func (s *simulation) goalOr(other uint64) uint64 {
	if g := s.Goal(); g <= greatest {
		return g
	}
	return other
}

// grow doubles the scale of the bars when something no longer fits, so that they keep
// still otherwise.
func (s *simulation) grow(n uint64) {
	for s.scale < int64(min(n, greatest)) {
		s.scale *= 2
	}
}

// State describes heap, work and limiter.
func (s *simulation) State() sim.View {
	return sim.View{Blocks: []sim.Block{s.heapBlock(), s.workBlock(), s.limiterBlock(), s.pastBlock(), s.factBlock()}}
}

func (s *simulation) heapBlock() sim.Block {
	bar := sim.Bar{Title: "heap", Value: int64(min(s.Live, greatest)), Max: s.scale, Unit: "B", State: sim.Used}
	mark := func(at uint64, text string) {
		if at <= uint64(s.scale) {
			bar.Marks = append(bar.Marks, sim.Mark{At: int64(at), Text: text})
		}
	}
	trigger, goal := s.Trigger()
	if s.Triggered != None {
		trigger, bar.State = s.Triggered, sim.Running
	}
	mark(s.Marked, "marked")
	mark(trigger, "trigger")
	mark(goal, "goal")
	mark(uint64(s.Limit), "limit")
	return sim.Block{Kind: sim.Bars, ID: "heap", Title: "Heap", Note: "in use: kept by the last cycle, and allocated since", Bars: []sim.Bar{bar}}
}

func (s *simulation) workBlock() sim.Block {
	b := sim.Block{Kind: sim.Bars, ID: "work", Title: "Work of this cycle", Bars: []sim.Bar{}}
	for _, part := range []struct {
		name       string
		done, left int64
	}{
		{"globals", s.Done.Globals, s.left.Globals}, {"stacks", s.Done.Stacks, s.left.Stacks}, {"heap", s.Done.Heap, s.left.Heap},
	} {
		b.Bars = append(b.Bars, sim.Bar{Title: part.name, Value: part.done, Max: max(part.done+part.left, 1), Unit: "B", State: sim.Black})
	}
	return b
}

func (s *simulation) limiterBlock() sim.Block {
	bar := sim.Bar{Title: "bucket", Value: int64(s.limiter.Fill / 1000), Max: int64(s.limiter.Capacity / 1000), Unit: "µs", State: sim.Waiting}
	note := "collector time fills it, program time drains it"
	if s.limiter.Limiting {
		bar.State, note = sim.Lost, "full: no one has to help"
	}
	return sim.Block{Kind: sim.Bars, ID: "limiter", Title: "Limiter", Note: note, Bars: []sim.Bar{bar}}
}

func (s *simulation) pastBlock() sim.Block {
	b := sim.Block{Kind: sim.Bars, ID: "cycles", Title: "Cycles so far", Note: "how far the heap went", Bars: []sim.Bar{}}
	for i := max(0, len(s.past)-shownCycles); i < len(s.past); i++ {
		p := s.past[i]
		bar := sim.Bar{Title: fmt.Sprintf("%d", i+1), Value: int64(min(p.peak, greatest)), Max: s.scale, Unit: "B", State: sim.Old}
		bar.Marks = []sim.Mark{{At: int64(p.trigger), Text: "trigger"}, {At: int64(min(p.goal, greatest)), Text: "goal"}}
		b.Bars = append(b.Bars, bar)
	}
	return b
}

func (s *simulation) factBlock() sim.Block {
	trigger, goal := s.Trigger()
	limit := "none"
	if s.LimitGoal() < s.percentGoal {
		limit = "sets the goal"
	}
	return sim.Block{Kind: sim.Facts, ID: "facts", Title: "Facts", Facts: []sim.Fact{
		{Name: "goal", Value: size(goal)},
		{Name: "next trigger", Value: size(trigger)},
		{Name: "runway", Value: size(s.runway)},
		{Name: "cons/mark", Value: fmt.Sprintf("%.4f", s.consMark)},
		{Name: "work owed for a byte", Value: fmt.Sprintf("%.4g", s.AssistWorkPerByte)},
		{Name: "processors for marking", Value: fmt.Sprintf("%.0f%%", s.used*100)},
		{Name: "dedicated workers", Value: fmt.Sprintf("%d, and %.0f%% of each other P", s.Dedicated, s.Fractional*100)},
		{Name: "memory limit", Value: limit},
	}}
}
