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
	Gone    string // where it is not there
	Same    string // a dot: nothing changed
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
	var gone, same, added, removed, renamed strings.Builder
	for i, s := range steps {
		x := i*lifeCell + (lifeCell-lifeBar)/2
		up, down := barHeight(s.Added, lifeUp), barHeight(s.Removed, lifeDown)
		switch {
		case !s.There:
			fmt.Fprintf(&gone, "M%d %dh%d", x, lifeBase, lifeBar)
		case !s.Changed && !s.Renamed && up == 0:
			fmt.Fprintf(&same, "M%d %dh.01", x+lifeBar/2, lifeBase)
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
	l.Gone, l.Same, l.Added, l.Removed, l.Renamed = gone.String(), same.String(), added.String(), removed.String(), renamed.String()
	return l
}

// barHeight grows with the logarithm: one line can be seen, and three hundred fit.
func barHeight(lines, most int) int {
	if lines <= 0 {
		return 0
	}
	return min(most, 2+int(math.Round(float64(most-2)*math.Log2(float64(lines)+1)/math.Log2(301))))
}
