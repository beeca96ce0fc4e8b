package pacer

import (
	"fmt"

	"sourcedive/content/models/model"
)

const (
	shownCycles = 8
	greatest    = 1 << 60 // bytes on a scale; more is as good as no bound
)

// goalOr is the goal, or something else where there is none.
func (s *sim) goalOr(other uint64) uint64 {
	if g := s.Goal(); g <= greatest {
		return g
	}
	return other
}

// grow doubles the scale of the bars when something no longer fits, so that they keep
// still otherwise.
func (s *sim) grow(n uint64) {
	for s.scale < int64(min(n, greatest)) {
		s.scale *= 2
	}
}

// State describes heap, work and limiter.
func (s *sim) State() model.View {
	return model.View{Blocks: []model.Block{s.heapBlock(), s.workBlock(), s.limiterBlock(), s.pastBlock(), s.factBlock()}}
}

func (s *sim) heapBlock() model.Block {
	bar := model.Bar{Title: "heap", Value: int64(min(s.Live, greatest)), Max: s.scale, Unit: "B", State: model.Used}
	mark := func(at uint64, text string) {
		if at <= uint64(s.scale) {
			bar.Marks = append(bar.Marks, model.Mark{At: int64(at), Text: text})
		}
	}
	trigger, goal := s.Trigger()
	if s.Triggered != None {
		trigger, bar.State = s.Triggered, model.Running
	}
	mark(s.Marked, "marked")
	mark(trigger, "trigger")
	mark(goal, "goal")
	mark(uint64(s.Limit), "limit")
	return model.Block{Kind: model.Bars, ID: "heap", Title: "Heap", Note: "in use: kept by the last cycle, and allocated since", Bars: []model.Bar{bar}}
}

func (s *sim) workBlock() model.Block {
	b := model.Block{Kind: model.Bars, ID: "work", Title: "Work of this cycle", Bars: []model.Bar{}}
	for _, part := range []struct {
		name       string
		done, left int64
	}{
		{"globals", s.Done.Globals, s.left.Globals}, {"stacks", s.Done.Stacks, s.left.Stacks}, {"heap", s.Done.Heap, s.left.Heap},
	} {
		b.Bars = append(b.Bars, model.Bar{Title: part.name, Value: part.done, Max: max(part.done+part.left, 1), Unit: "B", State: model.Black})
	}
	return b
}

func (s *sim) limiterBlock() model.Block {
	bar := model.Bar{Title: "bucket", Value: int64(s.limiter.Fill / 1000), Max: int64(s.limiter.Capacity / 1000), Unit: "µs", State: model.Waiting}
	note := "collector time fills it, program time drains it"
	if s.limiter.Limiting {
		bar.State, note = model.Lost, "full: no one has to help"
	}
	return model.Block{Kind: model.Bars, ID: "limiter", Title: "Limiter", Note: note, Bars: []model.Bar{bar}}
}

func (s *sim) pastBlock() model.Block {
	b := model.Block{Kind: model.Bars, ID: "cycles", Title: "Cycles so far", Note: "how far the heap went", Bars: []model.Bar{}}
	for i := max(0, len(s.past)-shownCycles); i < len(s.past); i++ {
		p := s.past[i]
		bar := model.Bar{Title: fmt.Sprintf("%d", i+1), Value: int64(min(p.peak, greatest)), Max: s.scale, Unit: "B", State: model.Old}
		bar.Marks = []model.Mark{{At: int64(p.trigger), Text: "trigger"}, {At: int64(min(p.goal, greatest)), Text: "goal"}}
		b.Bars = append(b.Bars, bar)
	}
	return b
}

func (s *sim) factBlock() model.Block {
	trigger, goal := s.Trigger()
	limit := "none"
	if s.LimitGoal() < s.percentGoal {
		limit = "sets the goal"
	}
	return model.Block{Kind: model.Facts, ID: "facts", Title: "Facts", Facts: []model.Fact{
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
