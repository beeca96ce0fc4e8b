package history

import (
	"errors"
	"fmt"
)

// Validate proves that the data holds together: minors in order, each symbol a chain
// of steps that begins with its appearance, hunks within their bodies, references to
// symbols that exist.
func (d *Data) Validate() error {
	if len(d.Minors) == 0 {
		return errors.New("history: no minors")
	}
	for i, m := range d.Minors {
		first, err1 := minorOf(m.First)
		newest, err2 := minorOf(m.Newest)
		if err := errors.Join(err1, err2); err != nil {
			return fmt.Errorf("history: %w", err)
		}
		if first != m.Number || newest != m.Number || i > 0 && d.Minors[i-1].Number >= m.Number {
			return fmt.Errorf("history: minor %d is out of order", m.Number)
		}
	}
	for i := range d.Symbols {
		if err := d.validSymbol(&d.Symbols[i]); err != nil {
			return fmt.Errorf("history: symbol %d: %w", i, err)
		}
	}
	return nil
}

func (d *Data) validSymbol(s *Symbol) error {
	if s.Kind >= kinds || len(s.Steps) == 0 {
		return fmt.Errorf("kind %d with %d steps", s.Kind, len(s.Steps))
	}
	there := false
	var last *Step
	for i := range s.Steps {
		step := &s.Steps[i]
		if err := d.validStep(step); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		if last != nil && (step.Minor < last.Minor || step.Minor == last.Minor && step.At <= last.At) {
			return fmt.Errorf("step %d is out of order", i)
		}
		comes := step.What.Any(Appeared | Back)
		switch {
		case step.What.Is(Again):
			if there == step.What.Is(Removed) {
				return fmt.Errorf("step %d repeats what is not so", i)
			}
		case comes == there, step.What.Is(Appeared) != (i == 0):
			return fmt.Errorf("step %d: there %v, and %b", i, there, step.What)
		default:
			there = !step.What.Is(Removed)
		}
		if err := d.fits(last, step); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		last = step
	}
	return nil
}

// validStep looks at one step alone.
func (d *Data) validStep(s *Step) error {
	ref := func(sym Sym) bool { return sym >= 0 && int(sym) < len(d.Symbols) }
	switch {
	case s.Minor < 0 || s.Minor >= len(d.Minors) || s.At > AtPatch || s.What == 0 || s.What >= whats:
		return fmt.Errorf("minor %d, %d, %b", s.Minor, s.At, s.What)
	case s.What.Is(Removed) != (s.Name == ""):
		return fmt.Errorf("%b has the name %q", s.What, s.Name)
	case s.Lines < 0 || s.Line < 0 || s.Hash >= 1<<hashBits || s.Rule >= rules || s.Similarity > 100:
		return errors.New("a number is out of range")
	case s.What.Is(Extracted) != (s.From != NoSym) || s.From != NoSym && !ref(s.From):
		return fmt.Errorf("%b is from symbol %d", s.What, s.From)
	}
	for _, list := range [][]Sym{s.Gained, s.Lost} {
		for i, sym := range list {
			if !ref(sym) || i > 0 && list[i-1] >= sym {
				return fmt.Errorf("calls symbol %d", sym)
			}
		}
	}
	return nil
}

// fits checks that hunks replace lines of the state before, or of the symbol that this
// one was taken out of, and give the state after.
func (d *Data) fits(last, s *Step) error {
	if len(s.Hunks) == 0 {
		return nil
	}
	if !s.What.hunked() {
		return errors.New("hunks of nothing")
	}
	lines := 0
	switch {
	case s.What.Is(Extracted):
		lines = d.Symbols[s.From].linesBefore(s.Minor)
	case last != nil:
		lines = last.Lines
	}
	at := 0
	for _, h := range s.Hunks {
		if h.Skip < 0 || h.Del < 0 || h.Add < 0 || h.Del > lines-at-h.Skip {
			return fmt.Errorf("a hunk is outside of %d lines", lines)
		}
		at += h.Skip + h.Del
	}
	if added, removed := size(s.Hunks); lines+added-removed != s.Lines {
		return fmt.Errorf("%d lines +%d −%d are not %d", lines, added, removed, s.Lines)
	}
	return nil
}

// linesBefore is the number of lines that a symbol had before a minor.
func (s *Symbol) linesBefore(minor int) (n int) {
	for _, step := range s.Steps {
		if step.Minor >= minor {
			break
		}
		if !step.What.Is(Again) {
			n = step.Lines
		}
	}
	return n
}
