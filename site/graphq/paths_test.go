package graphq

import (
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// A path goes through a panic or fatal error only where no other does, and over no call that
// can never be made here. Either end may be a failure.
func TestPaths(t *testing.T) {
	g := hand(t, `package runtime
func ask {
	dead call far
	call gopanic
	call step
	call lone
}
func gopanic {
	call far
	call throw
}
func throw {
	call only
}
func step {
	call stride
}
func stride {
	call far
}
func lone {
	dead call island
}
func far {
	call throw
}
func only {}
func island {}
`)
	for _, c := range []struct {
		from, to string
		kinds    index.Kinds
		most     int
		want     string
		fails    string
	}{
		{"ask", "far", PathKinds, 9, "step stride far", ""},
		{"ask", "gopanic", PathKinds, 9, "gopanic", ""},
		{"ask", "throw", PathKinds, 9, "step stride far throw", ""},
		{"gopanic", "far", PathKinds, 9, "far", ""},
		{"gopanic", "throw", PathKinds, 9, "throw", ""},
		{"ask", "only", PathKinds, 9, "gopanic throw only", "gopanic"},
		{"far", "only", PathKinds, 9, "throw only", "throw"},
		{"ask", "only", PathKinds, 0, "", ""},
		{"ask", "island", PathKinds, 9, "", ""},
		{"ask", "far", index.KindsOf(index.EdgeGo), 9, "", ""},
	} {
		paths := g.Paths(symbolOf(t, g, index.ID("runtime."+c.from)), symbolOf(t, g, index.ID("runtime."+c.to)), c.kinds, c.most)
		var got []string
		fails := ""
		for _, path := range paths {
			for _, e := range path {
				got = append(got, g.index.Symbols[e.To].ID.Local())
			}
			if s := g.Fails(path); s != index.NoSym {
				fails = g.index.Symbols[s].ID.Local()
			}
		}
		if s := strings.Join(got, " "); s != c.want || fails != c.fails {
			t.Errorf("%s to %s: %q through %q, want %q through %q", c.from, c.to, s, fails, c.want, c.fails)
		}
	}
	for _, hop := range g.Hops(symbolOf(t, g, "runtime.lone")) {
		t.Errorf("a call that can never be made is a hop: %v", hop)
	}
	if g.Fails(nil) != index.NoSym {
		t.Error("a path of nothing fails")
	}
}
