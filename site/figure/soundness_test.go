package figure_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"sourcedive/site/figure"
)

// Every box is as high as the style sheet says, and its text starts at the same
// distance from its corner: see the template "map".
const (
	boxHeight = 24
	textX     = 10
)

func neighbours(prefix string, n int) (list []neighbour) {
	for i := range n {
		list = append(list, neighbour{
			Name: fmt.Sprintf("%s%d", prefix, i), Href: fmt.Sprintf("%s%d.html", prefix, i),
			Kind: []string{"call", "switch", "go", "defer", "asm"}[i%5], Common: (i * 37) % 90, Same: i%3 != 0,
		})
	}
	return list
}

// placed is a box with its corner read.
type placed struct {
	figure.Node
	x, y int
}

func boxes(t *testing.T, m *figure.Map) (list []placed) {
	t.Helper()
	for _, n := range m.Nodes {
		b := placed{Node: n}
		if _, err := fmt.Sscanf(n.At, "%d %d", &b.x, &b.y); err != nil {
			t.Fatalf("box %s stands at %q", n.Text, n.At)
		}
		list = append(list, b)
	}
	return list
}

// curves takes the paths apart: each kind's is one.
func curves(m *figure.Map) (list []figure.Curve) {
	for _, c := range m.Links {
		for _, d := range strings.Split(c.D, "M")[1:] {
			list = append(list, figure.Curve{D: "M" + d, Class: c.Class})
		}
	}
	return list
}

// fits says what must hold of the boxes of any drawing.
func fits(t *testing.T, name string, m *figure.Map) []placed {
	t.Helper()
	list := boxes(t, m)
	for i, a := range list {
		if a.x < 0 || a.y < 0 || a.x+a.W > m.W || a.y+boxHeight > m.H {
			t.Errorf("%s: box %s at %d,%d leaves the drawing of %d × %d", name, a.Text, a.x, a.y, m.W, m.H)
		}
		if len([]rune(a.Text))*7 > a.W-textX {
			t.Errorf("%s: %q does not fit into %d", name, a.Text, a.W)
		}
		for _, b := range list[:i] {
			if a.x < b.x+b.W && b.x < a.x+a.W && a.y < b.y+boxHeight && b.y < a.y+boxHeight {
				t.Errorf("%s: boxes %s and %s overlap", name, a.Text, b.Text)
			}
		}
	}
	return list
}

// sound says what must hold of a drawing whose curves join the sides of boxes.
func sound(t *testing.T, name string, m *figure.Map) {
	t.Helper()
	list := fits(t, name, m)
	kinds := map[string]bool{}
	for _, k := range m.Kinds {
		if kinds[k.Class] {
			t.Errorf("%s: the legend has %s twice", name, k.Class)
		}
		kinds[k.Class] = true
	}
	onlyCalls := true
	for _, c := range m.Links {
		onlyCalls = onlyCalls && c.Class == "call"
	}
	for _, c := range curves(m) {
		x1, y1, x2, y2 := ends(t, c.D)
		if !touches(list, x1, y1, true) || !touches(list, x2, y2, false) {
			t.Errorf("%s: curve %s does not join two boxes", name, c.D)
		}
		if !onlyCalls && !kinds[c.Class] {
			t.Errorf("%s: the legend lacks %s", name, c.Class)
		}
	}
}

// ends are the start and end of a path.
func ends(t *testing.T, d string) (x1, y1, x2, y2 int) {
	t.Helper()
	var a, b, c, e int
	if n, _ := fmt.Sscanf(d, "M%d %dC%d %d %d %d %d %d", &x1, &y1, &a, &b, &c, &e, &x2, &y2); n == 8 {
		return x1, y1, x2, y2
	}
	if n, _ := fmt.Sscanf(d, "M%d %dH%d", &x1, &y1, &x2); n == 3 {
		return x1, y1, x2, y1
	}
	t.Fatalf("path %s", d)
	return
}

// touches reports whether a point is on the right or left side of a box.
func touches(list []placed, x, y int, right bool) bool {
	for _, n := range list {
		side := n.x
		if right {
			side += n.W
		}
		if side == x && n.y <= y && y <= n.y+boxHeight {
			return true
		}
	}
	return false
}

func TestNeighbourhoodsAreSound(t *testing.T) {
	long := strings.Repeat("veryLongName", 10)
	for left := range 12 {
		for right := range 12 {
			m := drawing("f", neighbours("l", left), neighbours("r", right))
			if left+right == 0 {
				if m != nil {
					t.Error("nothing is drawn")
				}
				continue
			}
			sound(t, fmt.Sprintf("%d, %d", left, right), m)
			if want := min(left, 8) + min(right, 8); len(m.Nodes) != want+1 || len(curves(m)) != want {
				t.Errorf("%d, %d: %d boxes and %d curves", left, right, len(m.Nodes), len(curves(m)))
			}
		}
	}
	sound(t, "long", drawing(long,
		[]neighbour{{Name: long, Href: "a", Kind: "call"}, {Name: "世界世界", Href: "b", Kind: "go"}},
		[]neighbour{{Name: long + long, Href: "c", Kind: "call"}}))
}

func TestCutIsTold(t *testing.T) {
	for _, c := range []struct {
		left, right int
		want        string
	}{
		{8, 8, ""},
		{9, 3, "Not drawn: 1 more caller, listed below."},
		{3, 10, "Not drawn: 2 more callees, listed below."},
		{11, 9, "Not drawn: 3 more callers and 1 more callee, listed below."},
	} {
		m := drawing("f", neighbours("l", c.left), neighbours("r", c.right))
		if m.Cut != c.want {
			t.Errorf("%d, %d: %q, want %q", c.left, c.right, m.Cut, c.want)
		}
	}
}

// What stays is what tells most, in its own order.
func TestChoice(t *testing.T) {
	list := neighbours("common", 10)
	for i := range list {
		list[i].Common, list[i].Same, list[i].Kind = 80, true, "call"
	}
	list[9].Common = 1
	list[0].Same = false
	list[4].Kind = "switch"
	m := drawing("f", nil, list)
	var names []string
	for _, n := range m.Nodes {
		names = append(names, n.Text)
	}
	got := strings.Join(names, " ")
	if !strings.Contains(got, "common9") || strings.Contains(got, "common0") || !strings.Contains(got, "common4") {
		t.Errorf("drawn: %s", got)
	}
	last := -1
	for _, name := range names {
		var i int
		if n, _ := fmt.Sscanf(name, "common%d", &i); n == 1 {
			if i < last {
				t.Errorf("out of order: %s", got)
			}
			last = i
		}
	}
}

// A function that leads there in two ways is one box.
func TestOneBoxPerFunction(t *testing.T) {
	list := []neighbour{{Name: "a", Href: "a.html", Kind: "call"}, {Name: "a", Href: "a.html", Kind: "defer"}, {Name: "b", Href: "b.html", Kind: "call"}}
	m := drawing("f", nil, list)
	if len(m.Nodes) != 3 {
		t.Errorf("%d boxes", len(m.Nodes))
	}
}

func TestDrawingChangesNothing(t *testing.T) {
	list := neighbours("r", 12)
	before := append([]neighbour{}, list...)
	one := drawing("f", list, list)
	two := drawing("f", list, list)
	if !reflect.DeepEqual(list, before) {
		t.Error("the list of neighbours was changed")
	}
	if !reflect.DeepEqual(one, two) {
		t.Error("two drawings differ")
	}
}

// branches makes steps that change lanes and kinds as they go.
func branches(width, depth int, path string) (list []figure.Branch) {
	if depth == 0 {
		return nil
	}
	for i := range width {
		name := fmt.Sprintf("%s.%d", path, i)
		list = append(list, figure.Branch{
			Name: name, Href: "#" + name, Kind: []string{"call", "switch"}[i%2], Lane: []string{"user stack", "g0"}[i%2],
			Next: branches(width-i, depth-1, name),
		})
	}
	return list
}

var lanes = []string{"user stack", "g0", "gsignal"}

// lined says what must hold of a drawing with lanes: a line of each step's kind ends
// at its side.
func lined(t *testing.T, name string, m *figure.Map) {
	t.Helper()
	list := fits(t, name, m)
	steps := 0
	for _, c := range curves(m) {
		switch c.Class {
		case "spine", "back", "tip":
			continue
		}
		steps++
		var x1, y, x2 int
		if n, _ := fmt.Sscanf(c.D, "M%d %dH%d", &x1, &y, &x2); n != 3 || !touches(list, x2, y, x1 > x2) {
			t.Errorf("%s: line %s ends at no box", name, c.D)
		}
	}
	if steps != len(list)-1 {
		t.Errorf("%s: %d lines to %d boxes", name, steps, len(list))
	}
}

func TestLanesAreSound(t *testing.T) {
	for width := range 6 {
		for depth := range 5 {
			root := figure.Branch{Name: "root", Lane: "user stack", Next: branches(width, depth, "n")}
			m := figure.Lanes(root, lanes)
			lined(t, fmt.Sprintf("%d wide, %d deep", width, depth), m)
			if want := 1 + min(width/2, depth, 1); len(m.Lanes) != want {
				t.Errorf("%d wide, %d deep: %d lanes, want %d", width, depth, len(m.Lanes), want)
			}
			for _, lane := range m.Lanes {
				if lane.X+lane.W > m.W || lane.H > m.H {
					t.Errorf("lane %q sticks out of %d × %d: %+v", lane.Title, m.W, m.H, lane)
				}
			}
		}
	}
	lined(t, "lopsided", figure.Lanes(figure.Branch{Name: "root", Lane: "g0", Next: []figure.Branch{
		{Name: "a", Kind: "call", Lane: "g0", Next: branches(1, 4, strings.Repeat("x", 60))}, {Name: "b", Kind: "go", Lane: "user stack"},
	}}, lanes))
}

// count is how many separate lines of a kind a map has.
func count(m *figure.Map, kind string) int {
	for _, l := range m.Links {
		if l.Class == kind {
			return strings.Count(l.D, "M")
		}
	}
	return 0
}

func TestLanesShowReturns(t *testing.T) {
	step := func(lane string, leaves bool, next ...figure.Branch) figure.Branch {
		return figure.Branch{Name: "f", Href: "#f", Kind: "switch", Lane: lane, Leaves: leaves, Next: next}
	}
	for _, c := range []struct {
		name string
		root figure.Branch
		back int
	}{
		{"there and back", step("user stack", false, step("g0", false)), 1},
		{"the same lane", step("g0", false, step("g0", false)), 0},
		{"for good", step("user stack", false, step("g0", true)), 0},
		{"below a step that stays", step("user stack", false, step("user stack", false, step("g0", false))), 1},
		{"twice", step("user stack", false, step("g0", false, step("user stack", false))), 2},
	} {
		m := figure.Lanes(c.root, lanes)
		if got := count(m, "back"); got != c.back || count(m, "tip") != c.back {
			t.Errorf("%s: %d returns with %d tips, want %d", c.name, got, count(m, "tip"), c.back)
		}
	}
}
