package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/internal/golden"
	"sourcedive/site/figure"
)

// written is a drawing as data, one line an element.
func written(name string, m *figure.Map) string {
	if m == nil {
		return name + ": not drawn\n\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d × %d, %q\n", name, m.W, m.H, m.Title)
	for _, l := range m.Lanes {
		fmt.Fprintf(&b, "    lane %q from %d, %d × %d\n", l.Title, l.X, l.W, l.H)
	}
	for _, n := range m.Nodes {
		fmt.Fprintf(&b, "    box %q at %s, %d wide, href %q note %q class %q\n", n.Text, n.At, n.W, n.Href, n.Note, n.Class)
	}
	for _, c := range m.Links {
		fmt.Fprintf(&b, "    %s %s\n", c.Class, c.D)
	}
	for _, k := range m.Kinds {
		fmt.Fprintf(&b, "    legend %s: %s\n", k.Class, k.Text)
	}
	fmt.Fprintf(&b, "    cut %q\n\n", m.Cut)
	return b.String()
}

func one(name, kind string, common int, same bool) neighbour {
	return neighbour{Name: name, Href: name + ".html", Kind: kind, Common: common, Same: same}
}

func TestNeighbourhoodGolden(t *testing.T) {
	thirty, more := strings.Repeat("x", 30), strings.Repeat("é", 31)
	var each []neighbour
	for _, k := range []string{"ref", "call", "defer", "go", "switch", "dynamic", "asm", "linkname", "compiler"} {
		each = append(each, one(k, k, 0, true))
	}
	// Of ten callees in order of their place, two of equal weight at the edge of what is
	// drawn: the earlier one stays.
	ties := []neighbour{
		one("far1", "call", 5, false), one("near1", "call", 7, true), one("near2", "call", 8, true), one("tie1", "call", 900, true), one("tie2", "call", 900, true),
		one("switch", "switch", 1300, true), one("compiler", "compiler", 0, true), one("go", "go", 1399, true), one("farswitch", "switch", 399, false), one("far0", "go", 0, false), one("near3", "call", 899, true), one("ref", "ref", 0, true),
	}
	var b strings.Builder
	for _, c := range []struct {
		name        string
		left, right []neighbour
	}{
		{"nothing", nil, nil},
		{"one caller", []neighbour{one("a", "call", 0, true)}, nil},
		{"one callee", nil, []neighbour{one("a", "defer", 0, true)}},
		{"plain calls both ways", neighbours("l", 1)[:1], []neighbour{one("bb", "call", 0, true), one("c", "call", 0, true)}},
		{"long names", []neighbour{one(thirty, "call", 0, true)}, []neighbour{one(more, "asm", 0, true)}},
		{"every kind", each[:5], each[4:]},
		{"eight of eight", neighbours("l", 8), neighbours("r", 8)},
		{"one more on the left", neighbours("l", 9), neighbours("r", 3)},
		{"one more on the right", neighbours("l", 2), neighbours("r", 9)},
		{"more on both sides", neighbours("l", 9), neighbours("r", 12)},
		{"ties as callees", nil, ties},
		{"ties as callers", ties, nil},
		{"twice the same", []neighbour{one("a", "call", 0, true), one("a", "go", 0, true)}, nil},
	} {
		b.WriteString(written(c.name, drawing("center", c.left, c.right)))
	}
	golden.Check(t, "neighbourhoods.txt", b.String())
}

func TestLanesGolden(t *testing.T) {
	step := func(name, kind, lane, note string, next ...figure.Branch) figure.Branch {
		return figure.Branch{Name: name, Href: name + ".html", Kind: kind, Lane: lane, Note: note, Next: next}
	}
	gone := step("gone", "switch", "g0", "")
	gone.Leaves = true
	names := []string{"user", "g0", "gsignal"}
	var b strings.Builder
	for _, root := range []figure.Branch{
		step("alone", "", "user", ""),
		step("alone with a note", "", "g0", "blocks"),
		step("one lane", "", "user", "", step("first", "call", "user", "", step("deep", "call", "user", "reads")), step("second", "defer", "user", "")),
		step("there and back", "", "user", "", step("there", "switch", "g0", "runs on g0", step("further", "asm", "g0", "")), step("after", "call", "user", "")),
		step("from right to left", "", "g0", "", step("left", "call", "user", "noted"), step("right", "call", "gsignal", "")),
		step("no return", "", "user", "", gone, step("new", "go", "g0", ""), step("after", "call", "user", "")),
		step("titles wider than steps", "", "gsignal", ""),
	} {
		b.WriteString(written(root.Name, figure.Lanes(root, names)))
	}
	golden.Check(t, "lanes.txt", b.String())
}
