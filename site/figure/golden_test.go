package figure_test

import (
	"testing"

	"sourcedive/internal/golden"
	"sourcedive/site/figure"
)

// Drawings as data: every box, curve, legend and word of what is not drawn.
func TestDrawings(t *testing.T) {
	n := func(name, kind string, common int, same bool) neighbour {
		return neighbour{Name: name, Href: name + ".html", Kind: kind, Common: common, Same: same}
	}
	calls := func(names ...string) (list []neighbour) {
		for _, name := range names {
			list = append(list, n(name, "call", 1, true))
		}
		return list
	}
	golden.View(t, "few", drawing("center", calls("one"), calls("two", "three", "four")))
	golden.View(t, "callers", drawing("center", calls("a", "b", "c", "d", "e", "f", "g", "h", "a"), nil))
	golden.View(t, "callees", drawing("aNameThatIsALetterLongerThanABox", nil, calls("aNameThatIsAsLongAsABoxAllowsX", "b", "c", "d", "e", "f", "g", "h", "i")))
	// Of ten, the two are left out that tell least: by kind, package, and what everyone calls.
	mixed := func(last ...neighbour) []neighbour {
		return append([]neighbour{
			n("ref", "ref", 0, true), n("compiler", "compiler", 0, true), n("far", "call", 0, false), n("farGo", "go", 0, false), n("farSwitch", "switch", 0, false),
			n("popular", "call", 900, true), n("known", "call", 30, true), n("rare", "call", 2, true),
		}, last...)
	}
	golden.View(t, "mixed", drawing("center", mixed(n("x", "asm", 5, true), n("y", "dynamic", 1999, true)), mixed(n("x", "linkname", 1100, true), n("y", "defer", 5, true), n("z", "defer", 5, true))))
	for _, c := range []struct {
		name string
		last []neighbour
	}{
		{"choice-go", []neighbour{n("common", "call", 499, false), n("common2", "call", 501, true)}},
		{"choice-switch", calls("a", "b", "c", "d", "e", "f")},
		{"choice-far", []neighbour{n("near", "call", 999, true), n("near2", "call", 1001, true), n("near3", "call", 998, true)}},
		{"choice-compiler", []neighbour{n("near", "call", 1999, true), n("near2", "call", 2001, true), n("near3", "call", 2500, false)}},
	} {
		golden.View(t, c.name, drawing("center", mixed(c.last...), mixed(c.last...)))
	}
	// Of two that weigh the same, the first is drawn.
	for _, tie := range [][2]neighbour{
		{n("first", "call", 0, false), n("second", "call", 1000, true)},
		{n("first", "call", 0, true), n("second", "go", 500, true)},
		{n("first", "compiler", 0, true), n("second", "call", 2000, true)},
	} {
		var list []neighbour
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			list = append(list, n(name, "switch", 0, true))
		}
		m := drawing("center", nil, append(list, tie[0], tie[1]))
		if last := m.Nodes[len(m.Nodes)-1].Text; last != "first" {
			t.Errorf("of %v %s is drawn", tie, last)
		}
	}
	if m := drawing("alone", nil, nil); m != nil {
		t.Errorf("a function without neighbours is drawn: %+v", m)
	}
}

func TestLaneDrawings(t *testing.T) {
	b := func(name, kind, lane string, next ...figure.Branch) figure.Branch {
		return figure.Branch{Name: name, Href: "#" + name, Kind: kind, Lane: lane, Next: next}
	}
	leaves := b("leaves", "call", "left")
	leaves.Leaves, leaves.Note = true, "leaves"
	golden.View(t, "lanes", figure.Lanes(b("root", "", "left",
		b("plain", "call", "left", b("inner", "call", "left")),
		b("over", "switch", "right", b("overInner", "call", "right", b("home", "call", "left")), b("overLast", "defer", "right")),
		b("started", "go", "right"),
		leaves,
		b("aNameThatIsALetterLongerThanABox", "call", "left"),
	), []string{"left", "none", "right"}))
	gone := b("gone", "switch", "right")
	gone.Leaves = true
	golden.View(t, "lanes-gone", figure.Lanes(b("root", "", "right", b("a", "call", "left", gone), b("b", "call", "left")), []string{"left", "right"}))
	golden.View(t, "lanes-alone", figure.Lanes(b("root", "", "left"), []string{"left", "right"}))
}
