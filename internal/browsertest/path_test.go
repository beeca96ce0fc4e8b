package browsertest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// TestPathFinder finds the same ways in the page as from the index, edge by edge, for pairs
// taken by chance and for some through a failure.
func TestPathFinder(t *testing.T) {
	t.Parallel()
	x, g := the.index, graphq.New(the.index)
	pairs := [][2]string{{"runtime.newproc", "runtime.schedule"}, {"runtime.panicdivide", "runtime.fatalpanic"}, {"runtime.panicdivide", "runtime.schedule"}, {"runtime.mallocgc", "runtime.sysAlloc"}}
	var nodes []index.Sym
	for i := range x.Symbols {
		if x.Symbols[i].Kind.Callable() {
			nodes = append(nodes, index.Sym(i))
		}
	}
	r := rand.New(rand.NewPCG(1, 26))
	for range 60 {
		from := nodes[r.IntN(len(nodes))]
		to := from
		for range 1 + r.IntN(8) {
			if hops := g.Hops(to); len(hops) > 0 {
				to = hops[r.IntN(len(hops))].To
			}
		}
		pairs = append(pairs, [2]string{string(x.Symbols[from].ID), string(x.Symbols[to].ID)})
	}
	p := open(t, the.http())
	p.visitPage("path.html?from=newproc&to=schedule")
	p.wait(`document.querySelector(".found-path li:last-child a")`)
	mask := 0
	for _, kind := range index.EdgeKinds() {
		if graphq.PathKinds.Has(kind) {
			mask |= 1 << kind
		}
	}
	found, failed := 0, 0
	for _, pair := range pairs {
		from, ok := x.Sym(index.ID(pair[0]))
		to, also := x.Sym(index.ID(pair[1]))
		if !ok || !also {
			t.Fatalf("no function %s or %s", pair[0], pair[1])
		}
		want := [][]string{}
		for _, path := range g.Paths(from, to, graphq.PathKinds, 3) {
			var way []string
			for _, e := range path {
				way = append(way, fmt.Sprintf("%s %s :%d", e.Kind, x.Symbols[e.To].ID, x.Line(e.File, e.At)))
			}
			want = append(want, way)
			if found++; g.Fails(path) != index.NoSym {
				failed++
			}
		}
		ask, err := json.Marshal(pair)
		if err != nil {
			t.Fatal(err)
		}
		got := eval[[][]string](p, fmt.Sprintf(`(([from, to]) => sourcedive.ways(from, to, %d, 3))(%s)`, mask, ask))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s to %s:\n  the page %q\n  the index %q", pair[0], pair[1], got, want)
		}
	}
	if found < 20 || failed == 0 {
		t.Errorf("%d ways, %d of them through a failure: too few to compare", found, failed)
	}
}

// TestPathPage shows one way, says where it can only fail, and turns round.
func TestPathPage(t *testing.T) {
	t.Parallel()
	p := open(t, the.file())
	for _, c := range []struct{ from, to, status, last string }{
		{"newproc", "schedule", "shortest way", "schedule"},
		{"panicdivide", "schedule", "only through runtime.gopanic, where a goroutine or the program fails", "schedule"},
		{"gopanic", "fatalpanic", "shortest way", "fatalpanic"},
		{"schedul", "gogo", "no function's whole name", ""},
		{"schedule", "schedule", "is both ends", ""},
	} {
		p.visitPage("path.html?from=" + c.from + "&to=" + c.to)
		p.wait(`document.querySelector(".js-status").textContent && !document.querySelector(".js-status").textContent.startsWith("Loading")`)
		status := strings.ReplaceAll(eval[string](p, `document.querySelector(".js-status").textContent`), "’", "'")
		if !strings.Contains(status, c.status) {
			t.Errorf("%s to %s: %q", c.from, c.to, status)
		}
		last := eval[string](p, `(document.querySelector(".found-path li:last-child > a") || {textContent: ""}).textContent`)
		if last != "" && last != "runtime."+c.last || last == "" && c.last != "" {
			t.Errorf("%s to %s ends at %q", c.from, c.to, last)
		}
	}
}
