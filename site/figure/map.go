package figure

// Map is a drawing of a neighbourhood, laid out.
type Map struct {
	W, H  int
	Title string
	Lanes []Lane // behind the boxes; none in most maps
	Nodes []Node
	Links []Curve
	Kinds []LegendEntry // the legend
	Cut   string        // a sentence on what is not drawn
}

// LegendEntry is an entry of the legend.
type LegendEntry struct {
	Class string
	Text  string
}

// Lane is a column of a map: its steps run on one stack.
type Lane struct {
	Title   string
	X, W, H int
}

// Node is a box of a map.
type Node struct {
	Text  string
	Href  string
	At    string // its upper left corner: "12 30"
	Note  string // beside the name
	W     int
	Class string
}

// Curve is the path data of all curves of one class.
type Curve struct {
	D     string
	Class string
}
