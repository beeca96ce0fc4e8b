package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/internal/golden"
	"sourcedive/site/figure"
)

// A function's growth as data: its names, its lengths with their labels, and what each
// release added and took out.
func TestGrowthDrawings(t *testing.T) {
	r := func(n int, called string, lines, added, removed int) figure.Release {
		return figure.Release{Name: fmt.Sprintf("1.%d", n), There: lines > 0, Lines: lines, Called: called, Added: added, Removed: removed}
	}
	here := r(9, "findRunnable", 90, 0, 20)
	here.Here = true
	golden.View(t, "growth", figure.GrowthOf([]figure.Release{
		r(1, "", 0, 0, 0), r(2, "find", 40, 40, 0), r(3, "find", 40, 0, 0), r(4, "find", 80, 40, 0), r(5, "find", 50, 0, 30), r(6, "", 0, 9, 9), r(7, "aNameThatIsTooLongForItsBox", 100, 50, 0), r(8, "find", 101, 1, 0), here, r(10, "findRunnable", 110, 20, 0),
	}))
	golden.View(t, "growth-gone", figure.GrowthOf([]figure.Release{r(1, "f", 1, 0, 0), r(2, "", 0, 0, 0)}))
	golden.View(t, "growth-long", figure.GrowthOf([]figure.Release{r(1, "f", 1000, 0, 0), r(2, "f", 1091, 91, 0), r(3, "f", 1000, 0, 91), r(4, "f", 1092, 92, 0), r(5, "f", 1000, 0, 92), r(6, "f", 1001, 400, 399)}))
	for most, ticks := range map[int]string{1: "", 2: "1", 5: "1 2 3 4", 6: "2 4", 10: "2 4 6 8", 11: "5 10", 25: "5 10 15 20", 26: "10 20", 51: "20 40"} {
		var got []string
		for _, l := range figure.GrowthOf([]figure.Release{r(1, "f", most, 0, 0)}).Ticks {
			got = append(got, l.Text)
		}
		if strings.Join(got, " ") != ticks {
			t.Errorf("ticks of %d are at %s, want %s", most, got, ticks)
		}
	}
}

// A line of life as data: what is not there, what is the same, what was added and taken out,
// and new names.
func TestLifeDrawings(t *testing.T) {
	there := func(added, removed int, changed, renamed bool) figure.Step {
		return figure.Step{There: true, Changed: changed, Renamed: renamed, Added: added, Removed: removed}
	}
	golden.View(t, "life", figure.LifeOf([]figure.Step{
		{}, {}, there(0, 0, true, false), there(0, 0, false, false), there(0, 0, false, false), there(3, 0, true, false), there(0, 5, true, false), there(400, 400, true, false), {Added: 4, Removed: 4},
		there(0, 0, false, true), there(1, 1, true, true), there(0, 0, false, false), there(2, 0, false, false), {},
	}, 5))
	if first, none := figure.LifeOf([]figure.Step{{}}, 0), figure.LifeOf([]figure.Step{{}}, -1); first.Here != 0 || none.Here != -1 {
		t.Errorf("the cells that pages are about are at %d and %d", first.Here, none.Here)
	}
}

// Bars have one scale on both sides of their axis, stay in their drawing, and can be seen.
func TestBars(t *testing.T) {
	if left, right := figure.Most([2]int{1, 5}, [2]int{3, 2}, [2]int{2, 7}); left != 3 || right != 7 {
		t.Errorf("the most is %d and %d", left, right)
	}
	for _, c := range []struct {
		out, in, fresh, left, right int
		want                        figure.Bar
	}{
		{0, 0, 0, 5, 5, figure.Bar{}},
		{0, 10, 0, 0, 10, figure.Bar{In: "M201 1h400v12h-400z"}},
		{10, 0, 0, 10, 0, figure.Bar{Out: "M199 2h-199v10h199z"}},
		{10, 10, 0, 10, 20, figure.Bar{Out: "M199 2h-199v10h199z", In: "M201 1h200v12h-200z"}},
		{10, 10, 0, 20, 10, figure.Bar{Out: "M199 2h-99v10h99z", In: "M201 1h100v12h-100z"}},
		{1, 1, 1, 1000, 1000, figure.Bar{Out: "M199 2h-1v10h1z", In: "M201 1h2v12h-2z", New: "M205 1h2v12h-2z"}},
		{0, 5, 5, 0, 10, figure.Bar{In: "M201 1h200v12h-200z", New: "M403 1h197v12h-197z"}},
		{0, 0, 5, 0, 10, figure.Bar{New: "M201 1h200v12h-200z"}},
	} {
		if got := figure.BarOf(c.out, c.in, c.fresh, c.left, c.right); got != c.want {
			t.Errorf("%d, %d and %d of %d and %d: %+v, want %+v", c.out, c.in, c.fresh, c.left, c.right, got, c.want)
		}
	}
}

// A small map has the shape of the large one.
func TestSmallMaps(t *testing.T) {
	b := func(name, lane string, next ...figure.Branch) figure.Branch {
		return figure.Branch{Name: name, Href: "#" + name, Kind: "call", Lane: lane, Next: next}
	}
	m := figure.Lanes(b("root", "left", b("plain", "left"), b("over", "right", b("back", "left"))), []string{"left", "right"})
	golden.View(t, "small", figure.Small(m))
	golden.View(t, "small-empty", figure.Small(&figure.Map{}))
}
