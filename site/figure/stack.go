package figure

// Measures of memory that is drawn as a column.
const (
	columnW = 96
	columnH = 240 // of the largest stack of a figure
)

// scaleOf makes all stacks of a figure use one scale, and the largest as high as may be.
func scaleOf(f *Figure) float64 {
	most := 0
	walk(f.Parts, func(p *Part) {
		if p.Is == "stack" {
			most = max(most, total(p))
		}
	})
	return columnH / float64(max(most, 1))
}

func walk(list []*Part, visit func(*Part)) {
	for _, p := range list {
		visit(p)
		walk(p.In, visit)
	}
}

func total(p *Part) (bytes int) {
	for _, k := range p.In {
		bytes += k.Bytes
	}
	return bytes
}

// piece is a piece of a stack, or a place between two where a mark points.
type piece struct {
	*Part
	y, h   int // relative to the column
	label  []string
	labelY int
}

// pieces places those of a stack below each other, to scale, with their words to the right,
// moved down where there is no space beside the piece.
func (n *node) pieces(width int) (list []piece, left, bottom int) {
	for _, p := range n.In {
		if p.Is == "mark" {
			left = max(left, widthOf(p.Name, "m")+16)
		}
	}
	bytes, free := 0, -100
	for _, p := range n.In {
		y := int(float64(bytes) * n.perByte)
		bytes += p.Bytes
		k := piece{Part: p, y: y, h: int(float64(bytes)*n.perByte) - y}
		if p.Is != "mark" {
			k.label = wrap(p.Text, "", min(width-left-columnW-22, shapeText))
		}
		if len(k.label) > 0 {
			k.labelY = max(y+k.h/2-len(k.label)*lineH/2, free+6)
			free = k.labelY + len(k.label)*lineH
		}
		list, bottom = append(list, k), max(bottom, y+k.h, free)
	}
	return list, left, bottom
}

// top is the height of the words over a stack.
func (n *node) top() int {
	if n.Name == "" && len(n.label) == 0 {
		return 12
	}
	return max(1, len(n.label))*lineH + 14
}

func (n *node) stack(width int) {
	head := 0
	if n.Name != "" {
		head = widthOf(n.Name, "k") + 9
	}
	n.label, n.labelX = wrap(n.Text, "", min(width, 320)-head), head
	n.room = width
	list, left, bottom := n.pieces(width)
	n.w = max(left+columnW, head+widestOf(n.label, ""))
	for _, k := range list {
		n.w = max(n.w, left+columnW+22+widestOf(k.label, ""))
	}
	n.h = n.top() + bottom + 8
}

// drawStack draws the pieces, with a line to words that had to move.
func (n *node) drawStack(d *Drawing, at map[string]*node) {
	list, left, _ := n.pieces(n.room)
	x, top := n.x+left, n.y+n.top()
	for _, k := range list {
		y := top + k.y
		m := Mark{Class: classOf(k.Part), Href: k.Href}
		if k.Is == "mark" {
			m.Class = "K"
			m.Lines = []Line{{"hairline", path("M%d %dh10", x-12, y)}}
			m.Texts = append(m.Texts, Text{x - 16, y + 4, "m e", k.Name})
		} else {
			m.Lines = []Line{{"", rectangle(x, y, columnW, k.h)}}
			if k.State == "guard" {
				m.Lines = append(m.Lines, Line{"hatch", hatched(x, y, columnW, k.h)})
			}
			if k.h >= lineH {
				m.Texts = inside(k.Name, x+columnW/2, y+k.h/2+4)
			}
		}
		if len(k.label) > 0 {
			ly := top + k.labelY
			m.Lines = append(m.Lines, Line{"leader", path("M%d %dL%d %d", x+columnW+3, y+k.h/2, x+columnW+17, ly+len(k.label)*lineH/2)})
			m.Texts = append(m.Texts, texts(k.label, x+columnW+22, ly, "s")...)
		}
		d.add(m)
		if k.ID != "" {
			at[k.ID] = &node{Part: &Part{Is: "bytes"}, x: x, y: y, w: columnW, h: k.h}
		}
	}
}
