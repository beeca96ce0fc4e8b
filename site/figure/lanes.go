package figure

import (
	"fmt"

	"sourcedive/site/urls"
)

// Branch is a step of a chain of execution, with the steps that it calls.
type Branch struct {
	Name   string
	Href   string
	Kind   string
	Lane   string // the stack it runs on, one of those given to Lanes
	Note   string // what a reader should know before going there: "blocks"
	Leaves bool   // does not come back to the step that led to it
	Next   []Branch
}

// Measures of a drawing with lanes.
const (
	laneRow = 34  // from one step to the next, including the space of a return
	laneTop = 34  // of the first step, below the titles
	lanePad = 8   // on both sides of a lane
	indent  = 12  // of a step from the one it belongs to
	marginW = 322 // of a margin
	spine   = 6   // of the line below a box, from its left side
)

// Lanes draws steps from top to bottom in the order of their calls in the source, each in the lane of
// the stack it runs on. A line connects a step to those that it calls; where one of
// them runs in another lane, a second line returns, unless it leaves for good.
// Lanes that no step runs in are not drawn. The drawing stands in a margin: where it is too
// wide for that it loses its notes, then the ends of its names.
func Lanes(root Branch, names []string) *Map {
	for letters := maxLen; ; letters -= 4 {
		l := &lanes{notes: letters == maxLen, letters: letters}
		l.m = &Map{Title: "What " + root.Name + " leads to, in the order of the source, on which stack"}
		if l.draw(root, names); l.m.W <= marginW || letters < minLen {
			return l.m
		}
	}
}

type lanes struct {
	m       *Map
	at      map[string]int // left side of each lane's boxes
	row     int
	notes   bool // are drawn
	letters int  // of a name at most
}

func (l *lanes) draw(root Branch, names []string) {
	width := map[string]int{}
	rows := l.measure(root, map[string]int{}, width)
	x := margin
	l.m.H = laneTop + rows*laneRow + margin
	l.at = map[string]int{}
	for _, name := range names {
		if w, ok := width[name]; ok {
			w = max(w, boxWidth(name)) + 2*lanePad
			l.m.Lanes = append(l.m.Lanes, Lane{Title: name, X: x, W: w, H: l.m.H - 2*margin})
			l.at[name] = x + lanePad
			x += w
		}
	}
	l.m.W = x + margin
	l.place(root, map[string]int{}, "center")
	l.m.Kinds = legend(flatten(root.Next))
}

// node is the box of a step.
func (l *lanes) node(b Branch, x, y int, class string) Node {
	n := box(urls.Link{Text: shorten(b.Name, l.letters), Href: b.Href}, x, y, 0, class)
	if l.notes {
		n.Note = b.Note
	}
	n.W = boxWidth(n.Text) + badgeWidth(n.Note)
	return n
}

// measure gives each lane the width of its steps, and counts the steps.
func (l *lanes) measure(b Branch, depth, width map[string]int) int {
	width[b.Lane] = max(width[b.Lane], depth[b.Lane]*indent+l.node(b, 0, 0, "").W)
	depth[b.Lane]++
	rows := 1
	for _, next := range b.Next {
		rows += l.measure(next, depth, width)
	}
	depth[b.Lane]--
	return rows
}

// place draws a step and those that it calls, and returns where its own line ends.
func (l *lanes) place(b Branch, depth map[string]int, class string) (x, end int) {
	x, y := l.at[b.Lane]+depth[b.Lane]*indent, laneTop+l.row*laneRow
	l.m.Nodes = append(l.m.Nodes, l.node(b, x, y, class))
	l.row++
	depth[b.Lane]++
	end = y + boxH
	for _, next := range b.Next {
		mid := laneTop + l.row*laneRow + boxH/2
		nx, nend := l.place(next, depth, "")
		to := nx
		if nx < x {
			to = nx + l.node(next, 0, 0, "").W
		}
		draw(l.m, "spine", fmt.Sprintf("M%d %dV%d", x+spine, end, mid))
		draw(l.m, next.Kind, fmt.Sprintf("M%d %dH%d", x+spine, mid, to))
		end = mid
		if next.Lane != b.Lane && !next.Leaves && next.Kind != "go" {
			end = l.back(nx+spine, nend, x+spine, end)
		}
	}
	depth[b.Lane]--
	return x, end
}

// back draws the return, below all steps of a step, from the end of its line to
// the line of the step before it, and gives that line's new end.
func (l *lanes) back(fromX, fromEnd, toX, toEnd int) int {
	y := laneTop + l.row*laneRow - (laneRow-boxH)/2
	tip := 6
	if fromX < toX {
		tip = -6
	}
	draw(l.m, "back", fmt.Sprintf("M%d %dV%dH%d", fromX, fromEnd, y, toX))
	draw(l.m, "tip", fmt.Sprintf("M%d %dl%d -3v6z", toX, y, tip))
	draw(l.m, "spine", fmt.Sprintf("M%d %dV%d", toX, toEnd, y))
	return y
}

func flatten(next []Branch) []Neighbour {
	var list []Neighbour
	for _, b := range next {
		list = append(list, Neighbour{Name: b.Name, Kind: b.Kind})
		list = append(list, flatten(b.Next)...)
	}
	return list
}
