package graphview

import (
	"sourcedive/site/page"
)

// Branch is a function that another leads to, with where it leads in turn.
type Branch struct {
	Name string
	Href string
	Kind string
	On   string // the stacks it can run on, "" when unknown
	Next []Branch
}

// Tree draws what a root leads to, one column for each step away from it, from top
// to bottom in order of execution.
func Tree(root string, next []Branch) *page.Map {
	m := &page.Map{Title: "What " + root + " leads to, in order of execution"}
	widths := widen(next, 0, nil)
	t := &tree{m: m, widths: widths}
	rows := max(leaves(next), 1)
	m.H = rows*rowH - (rowH - boxH) + 2*margin
	m.W = boxWidth(root) + 2*margin
	for _, w := range widths {
		m.W += gap + w
	}
	m.Nodes = append(m.Nodes, box(page.Link{Text: short(root)}, margin, margin, boxWidth(root), "center"))
	t.place(next, margin+boxWidth(root), margin, 0, 0)
	m.Kinds = legend(flatten(next))
	return m
}

type tree struct {
	m      *page.Map
	widths []int
}

// place puts branches below each other from a row on, each at the height of its
// own first branch, and returns the row after the last.
func (t *tree) place(next []Branch, fromX, fromY, depth, row int) int {
	x := fromX + gap
	for _, b := range next {
		y := margin + row*rowH
		w := t.widths[depth]
		node := box(page.Link{Text: short(b.Name), Href: b.Href}, x, y, w, "")
		node.On = b.On
		t.m.Nodes = append(t.m.Nodes, node)
		curve(t.m, fromX, fromY, x, y, b.Kind)
		row = max(t.place(b.Next, x+w, y, depth+1, row), row+1)
	}
	return row
}

// widen gives each column the width of its longest name.
func widen(next []Branch, depth int, widths []int) []int {
	for _, b := range next {
		if depth == len(widths) {
			widths = append(widths, 0)
		}
		widths[depth] = max(widths[depth], boxWidth(b.Name)+badgeWidth(b.On))
		widths = widen(b.Next, depth+1, widths)
	}
	return widths
}

func leaves(next []Branch) int {
	n := 0
	for _, b := range next {
		n += max(leaves(b.Next), 1)
	}
	return n
}

func flatten(next []Branch) []Neighbour {
	var list []Neighbour
	for _, b := range next {
		list = append(list, Neighbour{Name: b.Name, Kind: b.Kind})
		list = append(list, flatten(b.Next)...)
	}
	return list
}
