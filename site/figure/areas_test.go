package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/site/figure"
)

// someAreas are layers of one to seven areas, the names and words of various lengths.
func someAreas() (rows []figure.AreaRow) {
	for i, n := range []int{6, 4, 1, 7, 3} {
		row := figure.AreaRow{Title: strings.Repeat("It asks the kernel ", 1+i%2)}
		for k := range n {
			row.Areas = append(row.Areas, figure.Area{
				ID: fmt.Sprintf("%d.%d", i, k), Name: "Network poller"[:3+(5*k+i)%12], Href: "area.html", Notes: 23 * k,
				Says: strings.Repeat("what a goroutine waits for ", k%4),
			})
		}
		rows = append(rows, row)
	}
	return rows
}

// Lines between all areas are drawn, one for two directions, and no texts overlap.
func TestAreas(t *testing.T) {
	lines := []figure.AreaLine{
		{From: "0.0", To: "1.0", There: 6}, {From: "1.0", To: "3.6", There: 80, Back: 7}, {From: "0.5", To: "4.2", There: 20}, {From: "1.1", To: "1.2", There: 9},
		{From: "3.0", To: "3.1", There: 9}, {From: "0.1", To: "gone", There: 9},
	}
	for _, d := range figure.Areas("Map", someAreas(), lines) {
		overlaps(t, fmt.Sprintf("%d wide", d.W), d)
		drawn, heads, areas := 0, 0, 0
		for _, m := range d.Marks {
			switch {
			case strings.HasPrefix(m.Class, "calls"):
				drawn++
				for _, l := range m.Lines {
					heads += strings.Count(l.Class, "tip")
				}
			case m.Class == "area":
				areas++
			}
		}
		if drawn != 5 || heads != 6 || areas != 21 {
			t.Errorf("%d wide: %d lines with %d heads between %d areas, want 5, 6 and 21", d.W, drawn, heads, areas)
		}
	}
}

// A name that is too long for its box takes two lines, and what is said of it makes room.
func TestLongNamesOfAreas(t *testing.T) {
	row := figure.AreaRow{Title: "Layer"}
	for i := range 6 {
		row.Areas = append(row.Areas, figure.Area{ID: fmt.Sprint(i), Name: "Compiler and linker", Says: "what they leave to the runtime and its rules, and more", Notes: 3})
	}
	d := figure.Areas("Map", []figure.AreaRow{row}, nil)[0]
	overlaps(t, "wide", d)
	for _, m := range d.Marks {
		var names []string
		for _, text := range m.Texts {
			if text.Class == "k" {
				names = append(names, text.Body)
			}
		}
		if m.Class == "area" && strings.Join(names, "|") != "Compiler and|linker" {
			t.Errorf("a name in a box of a sixth is written %q", names)
		}
	}
}

// A line keeps out of boxes that it does not belong to, and off the other lines.
func TestAreaLinesKeepClear(t *testing.T) {
	var rows []figure.AreaRow
	for i := range 4 {
		row := figure.AreaRow{Title: "Layer"}
		for k := range 4 {
			row.Areas = append(row.Areas, figure.Area{ID: fmt.Sprintf("%d.%d", i, k), Name: fmt.Sprint("Area ", i, k)})
		}
		rows = append(rows, row)
	}
	d := figure.Areas("Map", rows, []figure.AreaLine{{From: "0.1", To: "3.1", There: 9}, {From: "0.0", To: "2.2", There: 9}, {From: "1.3", To: "3.1", There: 9}})[0]
	boxes := boxesOf(t, d)
	for _, m := range d.Marks {
		if strings.HasPrefix(m.Class, "calls") {
			points := pointsOf(t, m.Lines[0].D)
			for i := 1; i < len(points); i++ {
				for _, b := range boxes {
					if crosses(points[i-1], points[i], b) {
						t.Errorf("the line %s crosses the box at %v", m.Lines[0].D, b)
					}
				}
			}
		}
	}
}

// boxesOf are the insides of the boxes, a little smaller than drawn.
func boxesOf(t *testing.T, d *figure.Drawing) (boxes []figure.Rect) {
	t.Helper()
	for _, m := range d.Marks {
		if m.Class != "area" {
			continue
		}
		var r figure.Rect
		if _, err := fmt.Sscanf(strings.NewReplacer("M", "", "h", " ", "q", " ", "v", " ").Replace(m.Lines[0].D), "%d %d %d", &r.X, &r.Y, &r.W); err != nil {
			t.Fatalf("the box %s: %v", m.Lines[0].D, err)
		}
		boxes = append(boxes, figure.Rect{X: r.X, Y: r.Y + 3, W: r.W, H: 86})
	}
	return boxes
}

func pointsOf(t *testing.T, d string) (points [][2]int) {
	t.Helper()
	for _, s := range strings.FieldsFunc(d, func(r rune) bool { return r == 'M' || r == 'L' }) {
		var p [2]int
		if _, err := fmt.Sscanf(s, "%d %d", &p[0], &p[1]); err != nil {
			t.Fatalf("the line %s: %v", d, err)
		}
		points = append(points, p)
	}
	return points
}

func crosses(a, b [2]int, r figure.Rect) bool {
	return min(a[0], b[0]) < r.X+r.W && r.X < max(a[0], b[0])+1 && min(a[1], b[1]) < r.Y+r.H && r.Y < max(a[1], b[1])+1
}

// A map is drawn once for all pages; each has its own way to what it links.
func TestDrawingSeenFrom(t *testing.T) {
	d := &figure.Drawing{W: 10, Marks: []figure.Mark{{Class: "area", Href: "area/gc.html"}, {Class: "layer"}}}
	seen := d.SeenFrom("go1.26.8/")
	if got := seen.Marks[0].Href; got != "go1.26.8/area/gc.html" {
		t.Errorf("address from above: %q", got)
	}
	if got := seen.Marks[1].Href; got != "" {
		t.Errorf("a mark without an address got %q", got)
	}
	if d.Marks[0].Href != "area/gc.html" {
		t.Errorf("the drawing itself was changed: %q", d.Marks[0].Href)
	}
}
