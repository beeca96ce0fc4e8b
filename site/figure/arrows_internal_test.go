package figure

import "testing"

// Arrows may leave a shape at the middle of each side, and besides where another one faces it
// along eight pixels or more, at the middle of these.
func TestPortsWhereShapesFaceEachOther(t *testing.T) {
	at := func(x, y int) *node { return &node{Part: &Part{Is: "box"}, x: x, y: y, w: 40, h: 20} }
	for _, c := range []struct {
		what  string
		other *node
		ports int
		extra point // the first that is there besides
	}{
		{"apart", at(100, 100), 4, point{}},
		{"seven below", at(33, 100), 4, point{}},
		{"eight below", at(32, 100), 6, point{36, 0}},
		{"seven beside", at(100, 13), 4, point{}},
		{"eight beside", at(100, 12), 6, point{0, 16}},
	} {
		list := ports(at(0, 0), c.other)
		found := c.extra == point{}
		for _, p := range list {
			found = found || p.at == c.extra
		}
		if len(list) != c.ports || !found {
			t.Errorf("%s: %v, want %d with one at %v", c.what, list, c.ports, c.extra)
		}
	}
}
