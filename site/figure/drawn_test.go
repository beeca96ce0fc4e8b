package figure_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
	"sourcedive/site/figure"
)

// drawn writes a drawing, a line for each of its paths and texts.
func drawn(b *strings.Builder, d *figure.Drawing) {
	fmt.Fprintf(b, "%d × %d %s\n", d.W, d.H, d.Title)
	for _, m := range d.Marks {
		fmt.Fprintf(b, "    [%s] %s\n", m.Class, m.Href)
		for _, l := range m.Lines {
			fmt.Fprintf(b, "        [%s] %s\n", l.Class, l.D)
		}
		for _, x := range m.Texts {
			fmt.Fprintf(b, "        %d,%d [%s] %s\n", x.X, x.Y, x.Class, x.Body)
		}
	}
}

// The figures of testdata/content in both layouts: of each form, with each part and state,
// with long words and with none.
func TestFormsGolden(t *testing.T) {
	figures := figuresIn(t, os.DirFS("testdata/content"))
	if len(figures) < 5 {
		t.Fatalf("%d figures", len(figures))
	}
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		var b strings.Builder
		for _, d := range drawBoth(t, name, figures[name]) {
			drawn(&b, d)
		}
		golden.Check(t, "form-"+name+".txt", b.String())
	}
	if d := figure.Draw(&figure.Figure{Form: "ladder"}, figure.Wide); d != nil {
		t.Error("a ladder is drawn")
	}
}

// The map of areas in both layouts.
func TestAreasGolden(t *testing.T) {
	var b strings.Builder
	for _, d := range figure.Areas("Map", someAreas(), []figure.AreaLine{
		{From: "0.0", To: "1.0", There: 6}, {From: "1.0", To: "3.6", There: 80, Back: 7}, {From: "0.5", To: "4.2", There: 20, Back: 200}, {From: "1.1", To: "1.2", There: 9}, {From: "3.0", To: "3.1", There: 9}, {From: "0.1", To: "gone", There: 9},
	}) {
		drawn(&b, d)
	}
	golden.Check(t, "areas.txt", b.String())
}
