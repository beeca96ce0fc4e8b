package figure_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/article"
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
	has := map[string]bool{"ladder": true} // which is a list
	for _, f := range figures {
		has[f.Form] = true
	}
	if got, want := slices.Sorted(maps.Keys(has)), slices.Sorted(slices.Values(article.FigureForms)); !slices.Equal(got, want) {
		t.Errorf("figures of the forms %q, want one of each of %q", got, want)
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

// The guide for authors has a row for each form, in their order.
func TestFormsOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/figures.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(string(guide), "| form | lays out | parts |\n| --- | --- | --- |\n")
	rows, _, _ = strings.Cut(rows, "\n\n")
	var forms []string
	for row := range strings.Lines(rows) {
		form, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " ")
		forms = append(forms, form)
	}
	if !slices.Equal(forms, article.FigureForms) {
		t.Errorf("docs/figures.md has rows of %q, want %q", forms, article.FigureForms)
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
