package figure_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/site/figure"
)

// overlaps says which texts of a drawing overlap, or leave it.
func overlaps(t *testing.T, name string, d *figure.Drawing) {
	t.Helper()
	var all []figure.Text
	for _, m := range d.Marks {
		all = append(all, m.Texts...)
	}
	for i, a := range all {
		ra := a.Box()
		if ra.X < 0 || ra.Y < 0 || ra.X+ra.W > d.W || ra.Y+ra.H > d.H {
			t.Errorf("%s: %q at %v leaves the drawing of %d × %d", name, a.Body, ra, d.W, d.H)
		}
		for _, b := range all[:i] {
			if rb := b.Box(); ra.X < rb.X+rb.W && rb.X < ra.X+ra.W && ra.Y < rb.Y+rb.H && rb.Y < ra.Y+ra.H {
				t.Errorf("%s: %q at %v overlaps %q at %v", name, a.Body, ra, b.Body, rb)
			}
		}
	}
}

// inside says which lines of a drawing leave it or lead nowhere, by the points of their
// paths: where curves begin, where straight pieces end.
func inside(t *testing.T, name string, d *figure.Drawing) {
	t.Helper()
	for _, m := range d.Marks {
		for _, l := range m.Lines {
			var points [][2]float64
			for _, at := range straight.FindAllStringSubmatch(l.D, -1) {
				x, _ := strconv.ParseFloat(at[1], 64)
				y, _ := strconv.ParseFloat(at[2], 64)
				points = append(points, [2]float64{x, y})
			}
			if l.D != "" && len(points) == 0 || len(points) > 1 && !slices.ContainsFunc(points, func(p [2]float64) bool { return p != points[0] }) {
				t.Errorf("%s: %q [%s] leads nowhere", name, l.D, l.Class)
			}
			for _, p := range points {
				if p[0] < 0 || p[1] < 0 || p[0] > float64(d.W) || p[1] > float64(d.H) {
					t.Errorf("%s: %q [%s] leaves the drawing of %d × %d", name, l.D, l.Class, d.W, d.H)
				}
			}
		}
	}
}

var straight = regexp.MustCompile(`[ML](-?[\d.]+) (-?[\d.]+)`)

// drawBoth draws a figure in both layouts, and checks what must hold of every drawing.
func drawBoth(t *testing.T, name string, f *figure.Figure) (drawings []*figure.Drawing) {
	t.Helper()
	for _, width := range []int{figure.Wide, figure.Narrow} {
		d := figure.Draw(f, width)
		if d == nil {
			t.Fatalf("%s is not drawn", name)
		}
		overlaps(t, fmt.Sprintf("%s, %d wide", name, width), d)
		inside(t, fmt.Sprintf("%s, %d wide", name, width), d)
		drawings = append(drawings, d)
	}
	return drawings
}

// ofContent reads the figures of the built-in content, as if all parts held.
func ofContent(t *testing.T) map[string]*figure.Figure {
	t.Helper()
	return figuresIn(t, content.FS)
}

func figuresIn(t *testing.T, fsys fs.FS) map[string]*figure.Figure {
	t.Helper()
	c, err := article.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]*figure.Figure{}
	for _, f := range c.Figures {
		if f.Form.Text != "ladder" {
			figures[f.Name] = &figure.Figure{Form: f.Form.Text, Title: f.Title.Text(), Parts: parts(f.Parts)}
		}
	}
	return figures
}

func parts(list []*article.Part) (out []*figure.Part) {
	for _, p := range list {
		out = append(out, &figure.Part{
			Is: p.Is.Text, ID: p.ID, Name: p.Name.Text, State: p.State.Text, From: p.From.Text, To: p.To.Text,
			Text: p.Text.Text(), Bytes: p.Bytes, At: p.At, Small: p.Small, In: parts(p.In),
		})
	}
	return out
}

// No two texts of a figure of the content overlap, in neither layout.
func TestFiguresOfContent(t *testing.T) {
	for name, f := range ofContent(t) {
		drawBoth(t, name, f)
	}
}
