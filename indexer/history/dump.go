package history

import (
	"fmt"
	"slices"
	"strings"
)

// bits names What for readers of tests and reports.
var bits = []struct {
	bit  What
	name string
}{
	{Appeared, "appeared"}, {Back, "back"}, {Removed, "removed"}, {Code, "code"}, {Text, "text"}, {Doc, "doc"},
	{Moved, "moved"}, {Renamed, "renamed"}, {Extracted, "extracted"}, {Elsewhere, "elsewhere"}, {Again, "again"},
}

func (w What) String() string {
	var words []string
	for _, b := range bits {
		if w.Is(b.bit) {
			words = append(words, b.name)
		}
	}
	return strings.Join(words, " ")
}

// text gives all steps of a symbol, one a line, with all that is recorded of them.
func symbolText(d *Data, sym Sym) string {
	var b strings.Builder
	s := &d.Symbols[sym]
	fmt.Fprintf(&b, "%s %s", s.Kind, s.Steps[0].Name)
	if s.Away {
		b.WriteString(" (not on linux/amd64)")
	}
	b.WriteByte('\n')
	for i := range s.Steps {
		fmt.Fprintf(&b, "\t%s\n", stepText(d, sym, i))
	}
	return b.String()
}

// stepText is one step in one line. Other symbols appear under their names of then.
func stepText(d *Data, sym Sym, i int) string {
	s := &d.Symbols[sym].Steps[i]
	words := []string{d.Version(Point{s.Minor, s.At}), s.What.String()}
	if s.What.Is(Renamed) {
		words = append(words, fmt.Sprintf("R%d %d%%", s.Rule, s.Similarity), d.Symbols[sym].nameBefore(i), "→", s.Name)
	}
	if s.What.Is(Extracted) {
		st, _ := d.State(s.From, Point{s.Minor - 1, AtPatch})
		words = append(words, "from", st.Name, fmt.Sprintf("%d%%", s.Similarity))
	}
	if !s.What.Is(Removed) {
		words = append(words, fmt.Sprintf("%s:%d", s.File, s.Line))
	}
	for _, h := range s.Hunks {
		words = append(words, fmt.Sprintf("@%d−%d+%d", h.Skip, h.Del, h.Add))
	}
	words = append(words, callText(d, "calls ", s.Gained, s)...)
	words = append(words, callText(d, "calls no more ", s.Lost, s)...)
	return strings.Join(words, " ")
}

func callText(d *Data, verb string, list []Sym, s *Step) (words []string) {
	for _, t := range list {
		st, _ := d.State(t, Point{s.Minor, s.At})
		words = append(words, verb+st.Name)
	}
	slices.Sort(words)
	return words
}

func (s *Symbol) nameBefore(i int) string {
	for i--; i >= 0; i-- {
		if s.Steps[i].Name != "" {
			return s.Steps[i].Name
		}
	}
	return ""
}

// Compare reports how data made of some consecutive minors differ from recorded ones:
// the states of the first minor, and all steps of those that follow. A minor that was
// made from other patches is an error of the caller's.
func Compare(recorded, made *Data) (differences []string) {
	offset := slices.IndexFunc(recorded.Minors, func(m Minor) bool { return m == made.Minors[0] })
	if offset < 0 || offset+len(made.Minors) > len(recorded.Minors) || !slices.Equal(recorded.Minors[offset:offset+len(made.Minors)], made.Minors) {
		return []string{fmt.Sprintf("the history has no %v in a row", made.Minors)}
	}
	want, got := recorded.lines(offset, offset+len(made.Minors)), made.lines(0, len(made.Minors))
	for _, l := range want {
		if _, ok := slices.BinarySearch(got, l); !ok {
			differences = append(differences, "recorded, not made: "+l)
		}
	}
	for _, l := range got {
		if _, ok := slices.BinarySearch(want, l); !ok {
			differences = append(differences, "made, not recorded: "+l)
		}
	}
	return differences
}

// lines are the states at the newest patch of the first of some minors, and the steps
// in the others, sorted. Whether a name was there before the first minor, and so is back
// and not new, is left out.
func (d *Data) lines(first, end int) (list []string) {
	for i := range d.Symbols {
		kind := d.Symbols[i].Kind
		if kind == Var {
			kind = Const // the kind that is recorded is the last one
		}
		head := kind.String() + " "
		if st, ok := d.State(Sym(i), Point{first, AtPatch}); ok {
			list = append(list, fmt.Sprintf("%s%s %s %06x %d lines", head, st.Name, st.File, st.Hash, st.Lines))
		}
		for k, s := range d.Symbols[i].Steps {
			if s.Minor <= first || s.Minor >= end {
				continue
			}
			name := s.Name
			if name == "" {
				name = d.Symbols[i].nameBefore(k)
			}
			if s.What.Any(Appeared | Back) {
				list = append(list, fmt.Sprintf("%s%s %s is there %s:%d %06x", head, name, d.Version(Point{s.Minor, s.At}), s.File, s.Line, s.Hash))
				continue
			}
			list = append(list, fmt.Sprintf("%s%s %s %06x", head, name, stepText(d, Sym(i), k), s.Hash))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
