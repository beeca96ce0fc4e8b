package figure

import (
	"fmt"
	"math"
	"strings"
)

// Step is what one release did to something that lives through many.
type Step struct {
	There          bool
	Changed        bool
	Renamed        bool
	Added, Removed int
}

// Life is a line of life: a cell for each release. The paths are of one look each.
type Life struct {
	W, H    int
	Here    int    // left side of the cell that the page is about, -1 for none
	Cell    int    // width of a cell
	Gone    string // where it is not there: one stroke for cells in a row, which the style cuts
	Same    string // a dot, likewise: nothing changed
	Added   string // solid, above the line
	Removed string // hollow, below it
	Renamed string // a mark over the cell
}

// Measures of a line of life.
const (
	lifeCell = 14
	lifeBar  = 8  // width of a bar
	lifeUp   = 22 // height of the highest bar
	lifeDown = 16
	lifeMark = 6 // room for the mark of a new name
	lifeBase = lifeMark + lifeUp + 1
)

// LifeOf draws the steps, oldest first. here is the position of the release that the page
// is about.
func LifeOf(steps []Step, here int) *Life {
	l := &Life{W: lifeCell * len(steps), H: lifeMark + lifeUp + lifeDown + 2, Cell: lifeCell, Here: -1}
	if here >= 0 {
		l.Here = here * lifeCell
	}
	var gone, same []int
	var added, removed, renamed strings.Builder
	for i, s := range steps {
		x := i*lifeCell + (lifeCell-lifeBar)/2
		up, down := barHeight(s.Added, lifeUp), barHeight(s.Removed, lifeDown)
		switch {
		case !s.There:
			gone = append(gone, i)
		case !s.Changed && up == 0:
			same = append(same, i)
		case up+down == 0: // something that has no lines
			fmt.Fprintf(&added, "M%d %dh%dv-3h-%dz", x, lifeBase, lifeBar, lifeBar)
		}
		if up > 0 && s.There {
			fmt.Fprintf(&added, "M%d %dh%dv-%dh-%dz", x, lifeBase, lifeBar, up, lifeBar)
		}
		if down > 0 && s.There {
			fmt.Fprintf(&removed, "M%d.5 %d.5h%dv%dh-%dz", x, lifeBase, lifeBar-1, down, lifeBar-1)
		}
		if s.Renamed {
			fmt.Fprintf(&renamed, "M%d 0l3 3-3 3-3-3z", x+lifeBar/2)
		}
	}
	l.Gone = strokes(gone, (lifeCell-lifeBar)/2, fmt.Sprint(lifeBar))
	l.Same = strokes(same, lifeCell/2, ".01")
	l.Added, l.Removed, l.Renamed = added.String(), removed.String(), renamed.String()
	return l
}

// strokes draws one line through each run of cells, from at in the first to end behind at in
// the last.
func strokes(cells []int, at int, end string) string {
	var d strings.Builder
	for first := 0; first < len(cells); {
		n := 1
		for first+n < len(cells) && cells[first+n] == cells[first]+n {
			n++
		}
		fmt.Fprintf(&d, "M%d %dh", cells[first]*lifeCell+at, lifeBase)
		if n > 1 {
			fmt.Fprintf(&d, "%dh", (n-1)*lifeCell)
		}
		d.WriteString(end)
		first += n
	}
	return d.String()
}

// barHeight grows with the logarithm: one line can be seen, and three hundred fit.
func barHeight(lines, most int) int {
	if lines <= 0 {
		return 0
	}
	return min(most, 2+int(math.Round(float64(most-2)*math.Log2(float64(lines)+1)/math.Log2(301))))
}
