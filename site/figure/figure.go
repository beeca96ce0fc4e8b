package figure

import "slices"

// Figure is a figure to be drawn: what is drawn, with its links, not where.
type Figure struct {
	Form  string // one of layouts
	Title string
	Parts []*Part
}

// Part is one thing that is drawn, with what is inside it.
type Part struct {
	Is       string // what it is: "g", "box", "arrow"; see article.PartWords
	ID       string
	Name     string // inside the shape, or its heading
	State    string
	From, To string // of an arrow or step: IDs
	Text     string // beside the shape
	Href     string
	Bytes    int
	At       []int
	Small    []int
	In       []*Part
}

// Drawing is a figure in one of its two layouts: marks in the order in which they are
// drawn, in whole units that are pixels.
type Drawing struct {
	W, H  int
	Title string
	Marks []Mark
}

// SeenFrom is a drawing whose addresses begin with up, which leads to where they are
// relative to.
func (d *Drawing) SeenFrom(up string) *Drawing {
	seen := *d
	seen.Marks = slices.Clone(d.Marks)
	for i := range seen.Marks {
		if m := &seen.Marks[i]; m.Href != "" {
			m.Href = up + m.Href
		}
	}
	return &seen
}

// Mark is one thing in a drawing. Its class is what it is and its state: "G run".
type Mark struct {
	Class string
	Href  string
	Lines []Line
	Texts []Text
}

// Line is a path with a class of its own, "" for the shape itself.
type Line struct {
	Class string
	D     string
}

// Text is a line of text. X is its left end, or its middle for class "c", or its right end
// for class "e"; Y is its base line.
type Text struct {
	X, Y  int
	Class string
	Body  string
}

// Widths of the two layouts. The wide one goes across text and margin of a page, the narrow
// one fits a phone, and is scaled by 4 % at most on the smallest.
const (
	Wide   = 816
	Narrow = 300
)

// layouts are how the parts of a figure are laid out, by form. A ladder is no drawing.
var layouts = map[string]func(*Figure, int) *Drawing{
	"scene": scene, "states": states, "lanes": acts, "zoom": zoom, "chart": chart,
}

// Draw draws a figure in a layout of a width; nil where its form is no drawing.
func Draw(f *Figure, width int) *Drawing {
	layout := layouts[f.Form]
	if layout == nil {
		return nil
	}
	d := layout(f, width)
	d.Title = f.Title
	return d
}

func (d *Drawing) add(m Mark) { d.Marks = append(d.Marks, m) }

// arrows are the lines from part to part, those with numbers in the order of these.
func (f *Figure) arrows() (list []*Part) {
	for _, p := range f.Parts {
		if p.Is == "arrow" || p.Is == "link" {
			list = append(list, p)
		}
	}
	return list
}
