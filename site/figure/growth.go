package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Release is what one release is in the life of a function.
type Release struct {
	Name           string // "1.26"
	There          bool
	Lines          int
	Called         string // the function's name
	Added, Removed int
	Here           bool // the page is about it
}

// Growth is the length of a function through its releases, and below it what each added
// and took out.
type Growth struct {
	W, H    int
	Left    int     // where the first release begins
	Zero    int     // the line that bars stand on
	Ground  int     // the line of no length
	Cell    int     // width of a release
	Here    int     // left side of the release that the page is about, -1 for none
	HereTop int     // of its band
	Names   []Box   // which name it had, from when to when
	Ticks   []Label // on the left, of the length
	Area    string  // below the length
	Outline string
	Added   string
	Removed string
	Dots    string // releases that changed nothing
	Labels  []Label
}

// Box is a named part of a drawing.
type Box struct {
	X, W int
	Text string
	On   bool // it is the one that holds now
}

// Label is a text of a drawing.
type Label struct {
	X, Y  int
	Text  string
	Class string
}

// Measures of a drawing of growth.
const (
	growLeft = 48
	growCell = 46
	growBar  = 20
	growTop  = 34  // of the length
	growH    = 150 // of the longest
	growUp   = 62  // of the highest bar that adds
	growDown = 80  // and of one that takes out
)

// GrowthOf draws the releases, oldest first.
func GrowthOf(list []Release) *Growth {
	g := &Growth{Left: growLeft, Cell: growCell, W: growLeft + growCell*len(list), Here: -1}
	g.Ground = growTop + growH
	g.HereTop = g.Ground + 6
	g.Zero = g.Ground + 24 + growUp
	g.H = g.Zero + growDown + 38
	g.names(list)
	g.length(list)
	g.bars(list)
	return g
}

func (g *Growth) x(i int) int { return g.Left + i*g.Cell }

func (g *Growth) names(list []Release) {
	for i, r := range list {
		if r.Here {
			g.Here = g.x(i)
		}
		if !r.There {
			continue
		}
		if n := len(g.Names); i > 0 && list[i-1].There && list[i-1].Called == r.Called {
			g.Names[n-1].W += g.Cell
		} else {
			g.Names = append(g.Names, Box{X: g.x(i), W: g.Cell - 2, Text: r.Called})
		}
	}
	if n := len(g.Names); n > 0 && list[len(list)-1].There {
		g.Names[n-1].On = true
	}
	for i := range g.Names { // about seven units a letter
		if room := (g.Names[i].W - 14) / 7; len(g.Names[i].Text) > room {
			g.Names[i].Text = g.Names[i].Text[:max(0, room-1)] + "…"
			if room < 3 {
				g.Names[i].Text = ""
			}
		}
	}
}

// length draws the lengths, with a tick at each round number.
func (g *Growth) length(list []Release) {
	most := 1
	for _, r := range list {
		most = max(most, r.Lines)
	}
	y := func(lines int) int { return g.Ground - int(math.Round(float64(lines)/float64(most)*growH)) }
	for step := tick(most); step < most; step += tick(most) {
		g.Ticks = append(g.Ticks, Label{X: g.Left - 8, Y: y(step), Text: strconv.Itoa(step)})
	}
	var area, line strings.Builder
	for i, r := range list {
		if !r.There {
			continue
		}
		fmt.Fprintf(&area, "M%d %dV%dh%dV%dz", g.x(i), g.Ground, y(r.Lines), g.Cell, g.Ground)
		if i > 0 && list[i-1].There {
			fmt.Fprintf(&line, "V%dh%d", y(r.Lines), g.Cell)
		} else {
			fmt.Fprintf(&line, "M%d %dh%d", g.x(i), y(r.Lines), g.Cell)
		}
		if turn := i == 0 || i == len(list)-1 || !list[i-1].There || !list[i+1].There || peak(list[i-1].Lines, r.Lines, list[i+1].Lines, most); turn {
			g.Labels = append(g.Labels, Label{X: g.x(i) + g.Cell/2, Y: y(r.Lines) - 6, Text: strconv.Itoa(r.Lines), Class: "c"})
		}
	}
	g.Area, g.Outline = area.String(), line.String()
}

// peak holds for lengths that stand out from both of their neighbours.
func peak(before, here, after, most int) bool {
	return (here-before)*(here-after) > 0 && 12*max(abs(here-before), abs(here-after)) > most
}

// tick is a round number that divides a length into two to five parts.
func tick(most int) int {
	for unit := 1; ; unit *= 10 {
		for _, n := range []int{1, 2, 5} {
			if most <= 5*n*unit {
				return n * unit
			}
		}
	}
}

func (g *Growth) bars(list []Release) {
	up, down := 1, 1
	for _, r := range list {
		up, down = max(up, r.Added), max(down, r.Removed)
	}
	scale := min(growUp/float64(up), growDown/float64(down), 3)
	var added, removed, dots strings.Builder
	for i, r := range list {
		x, mid := g.x(i)+(g.Cell-growBar)/2, g.x(i)+g.Cell/2
		class := "c s"
		if r.Here {
			class = "c k"
		}
		g.Labels = append(g.Labels, Label{X: mid, Y: g.H - 8, Text: r.Name, Class: class})
		if !r.There || r.Added+r.Removed == 0 {
			if r.There {
				fmt.Fprintf(&dots, "M%d %dh.01", mid, g.Zero)
			}
			continue
		}
		if n := int(math.Ceil(float64(r.Added) * scale)); r.Added > 0 {
			fmt.Fprintf(&added, "M%d %dh%dv-%dh-%dz", x, g.Zero, growBar, n, growBar)
			g.Labels = append(g.Labels, Label{X: mid, Y: g.Zero - n - 5, Text: "+" + strconv.Itoa(r.Added), Class: "c x"})
		}
		if n := int(math.Ceil(float64(r.Removed) * scale)); r.Removed > 0 {
			fmt.Fprintf(&removed, "M%d.5 %d.5h%dv%dh-%dz", x, g.Zero, growBar-1, n, growBar-1)
			g.Labels = append(g.Labels, Label{X: mid, Y: g.Zero + n + 13, Text: "−" + strconv.Itoa(r.Removed), Class: "c x"})
		}
	}
	g.Added, g.Removed, g.Dots = added.String(), removed.String(), dots.String()
}
