package history

import "strings"

// Fate says what became of a symbol in one minor.
type Fate string

// The fates, as seen from the newest patch of a minor to that of the next.
const (
	Absent  Fate = "absent"
	Arrived Fate = "appeared"
	Same    Fate = "same"    // its code is; comments and the file may be others
	Changed Fate = "changed" // its code did
	Renewed Fate = "renamed" // another name; its code may have changed as well
)

// Cell is one minor in the life of a symbol.
type Cell struct {
	Minor          int // 26
	Fate           Fate
	Name           string // "" where Absent
	Added, Removed int    // lines, against the minor before, where the code changed
	Patched        bool   // a patch of the minor changed it
}

// LineOfLife is one cell for each minor.
func (d *Data) LineOfLife(sym Sym) []Cell {
	cells := make([]Cell, len(d.Minors))
	for i := range cells {
		c := Cell{Minor: d.Minors[i].Number, Fate: Absent}
		now, there := d.State(sym, Point{i, AtPatch})
		if there {
			c.Name, c.Fate = now.Name, Arrived
			if i > 0 {
				c.compare(d, sym, i, now)
			}
		}
		for _, s := range d.Symbols[sym].Steps {
			if s.Minor == i && s.At == AtPatch && s.What.Any(Appeared|Back|Removed|Code|Again) {
				c.Patched = true
			}
		}
		cells[i] = c
	}
	return cells
}

func (c *Cell) compare(d *Data, sym Sym, i int, now State) {
	was, there := d.State(sym, Point{i - 1, AtPatch})
	if !there {
		return
	}
	switch {
	case was.Name != now.Name:
		if c.Fate = Renewed; was.Hash == now.Hash {
			return // the line of its name alone
		}
	case was.Hash != now.Hash:
		c.Fate = Changed
	default:
		c.Fate = Same
		return
	}
	c.Added, c.Removed = d.Size(sym, Point{i - 1, AtPatch}, Point{i, AtPatch})
}

// Changes counts the minors in which the code of a symbol changed against the minor
// before, of those in which it was there in both.
func (d *Data) Changes(sym Sym) (changed, of int) {
	for i := 1; i < len(d.Minors); i++ {
		before, after := Point{i - 1, AtPatch}, Point{i, AtPatch}
		_, there := d.State(sym, before)
		_, still := d.State(sym, after)
		if there && still {
			of++
			if d.Changed(sym, before, after) {
				changed++
			}
		}
	}
	return changed, of
}

// Changed reports whether the code of a symbol is different at two points at which it is
// there.
func (d *Data) Changed(sym Sym, a, b Point) bool {
	was, there := d.State(sym, a)
	now, still := d.State(sym, b)
	return there && still && was.Hash != now.Hash
}

// Since is the first version that has a symbol.
func (d *Data) Since(sym Sym) Point {
	s := d.Symbols[sym].Steps[0]
	return Point{s.Minor, s.At}
}

// Exact reports whether a point's change is known to have come with the version: the
// first patch at hand is the first release, or the change came with a patch.
func (d *Data) Exact(p Point) bool {
	return p.At == AtPatch || strings.HasSuffix(d.Minors[p.Minor].First, ".0")
}

// Size is how many lines of a function at one point are not those of another point, and
// how many of the other's are gone. A line that moves counts as both. Blanks at the
// ends and between words do not count.
func (d *Data) Size(sym Sym, from, to Point) (added, removed int) {
	old, now := d.chain(sym, from), d.chain(sym, to)
	if len(now) < len(old) {
		added, removed = d.Size(sym, to, from)
		return removed, added
	}
	was, there := d.State(sym, from)
	if !there {
		is, _ := d.State(sym, to)
		return is.Lines, 0
	}
	rows := make([]int, was.Lines)
	for i := range rows {
		rows[i] = i + 1 // 0 is a line that came later
	}
	for _, s := range now[len(old):] {
		rows = replay(rows, s, 0)
	}
	kept := 0
	for _, r := range rows {
		if r > 0 {
			kept++
		}
	}
	return len(rows) - kept, was.Lines - kept
}

// replay makes the lines after a step of those before it; new ones are marked.
func replay(rows []int, s Step, mark int) []int {
	switch {
	case s.What.Is(Again):
		return rows
	case s.What.Is(Removed):
		return nil
	case s.What.Any(Appeared|Back) && !s.What.Is(Extracted):
		rows = nil
	case len(s.Hunks) == 0 && len(rows) == s.Lines:
		return rows
	}
	out := make([]int, 0, s.Lines)
	for _, h := range s.Hunks {
		out = append(out, rows[:h.Skip]...)
		rows = rows[h.Skip+h.Del:]
		for range h.Add {
			out = append(out, mark)
		}
	}
	out = append(out, rows...)
	for len(out) < s.Lines {
		out = append(out, mark)
	}
	return out
}

// LineAges gives for each line of a function at a point the number of the minor since
// which it is there, 26 for go1.26. What was taken out of another function keeps
// its age; what comes back is new.
func (d *Data) LineAges(sym Sym, p Point) []int {
	return d.ages(sym, d.chain(sym, p))
}

func (d *Data) ages(sym Sym, steps []Step) (rows []int) {
	for _, s := range steps {
		if s.What.Is(Extracted) {
			rows = d.LineAges(s.From, Point{s.Minor - 1, AtPatch})
		}
		rows = replay(rows, s, d.Minors[s.Minor].Number)
	}
	return rows
}
