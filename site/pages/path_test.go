package pages

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// unpacked is the graph as path.js reads it.
type unpacked struct {
	names, files []string
	outer, file  []int
	leave        [][]unpackedEdge // by node
}

type unpackedEdge struct{ to, kind, file, line, by int }

var graphColumn = regexp.MustCompile(`(\w+):("[^"]*")`)

// readGraph undoes what pathData wrote, in the words of path.js.
func readGraph(t *testing.T, script []byte) unpacked {
	t.Helper()
	text := map[string]string{}
	for _, m := range graphColumn.FindAllStringSubmatch(string(script), -1) {
		column, err := strconv.Unquote(m[2])
		if err != nil {
			t.Fatalf("column %s: %v", m[1], err)
		}
		text[m[1]] = column
	}
	g := unpacked{names: strings.Split(text["names"], "\n"), files: strings.Split(text["files"], "\n")}
	g.outer, g.file = numbersOf(text["outer"]), numbersOf(text["file"])
	lines, counts := numbersOf(text["line"]), numbersOf(text["count"])
	to, kinds, sites := numbersOf(text["to"]), numbersOf(text["kind"]), numbersOf(text["site"])
	elsewhere, by := numbersOf(text["elsewhere"]), numbersOf(text["by"])
	for n, line := range lines {
		if g.names[n], _, _ = strings.Cut(g.names[n], "\t"); n > 0 {
			g.file[n] += g.file[n-1]
		}
		g.outer[n] = n - g.outer[n]
		var edges []unpackedEdge
		for range counts[n] {
			line += sites[0]
			e := unpackedEdge{to: n + to[0], kind: kinds[0] & 15, file: g.file[n], line: line, by: -1}
			if kinds[0]&markElsewhere != 0 {
				e.file, elsewhere = elsewhere[0], elsewhere[1:]
			}
			if kinds[0]&markSwitcher != 0 {
				e.by, by = by[0], by[1:]
			}
			edges = append(edges, e)
			to, kinds, sites = to[1:], kinds[1:], sites[1:]
		}
		g.leave = append(g.leave, edges)
	}
	if len(to)+len(kinds)+len(sites)+len(elsewhere)+len(by) > 0 {
		t.Error("numbers are left over")
	}
	return g
}

func numbersOf(text string) (list []int) {
	u, shift := 0, 0
	for _, c := range text {
		v := strings.IndexRune(digits, c)
		u |= v & 31 << shift
		if shift += 5; v&32 == 0 {
			n := u >> 1
			if u&1 != 0 {
				n = -n
			}
			list = append(list, n)
			u, shift = 0, 0
		}
	}
	return list
}

// distance is the length of the shortest way, 0 when there is none.
func (g unpacked) distance(from, to int, kinds index.Kinds) int {
	dist := map[int]int{from: 0}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, e := range g.leave[queue[0]] {
			if _, seen := dist[e.to]; !seen && kinds.Has(index.EdgeKind(e.kind)) {
				dist[e.to] = dist[queue[0]] + 1
				queue = append(queue, e.to)
			}
		}
	}
	return dist[to]
}

func toyGraph(t *testing.T) (*Inputs, unpacked, map[string]int) {
	t.Helper()
	p := newer(t)
	g := readGraph(t, pathData(p))
	node := map[string]int{}
	for n, name := range g.names {
		node[name] = n
	}
	return p, g, node
}

// The path finder finds ways as short as the index does, with some kinds left out too.
func TestGraphHasTheShortestPaths(t *testing.T) {
	p, g, _ := toyGraph(t)
	r := rand.New(rand.NewPCG(1, 26))
	found := 0
	for i := range 200 {
		kinds := graphq.PathKinds
		if i%4 == 3 {
			kinds &^= index.KindsOf(index.EdgeDynamic, index.EdgeCompiler)
		}
		from, to := r.IntN(len(g.names)), r.IntN(len(g.names))
		if i%2 == 0 { // most pairs at random have no way: walk one
			to = g.walk(from, 1+r.IntN(6), r)
		}
		a, _ := p.Index.Sym(index.ID(g.names[from]))
		b, _ := p.Index.Sym(index.ID(g.names[to]))
		want := 0
		if paths := p.Index.LivePaths(a, b, kinds, 1, nil); len(paths) > 0 {
			want = len(paths[0])
			found++
		}
		if got := g.distance(from, to, kinds); got != want {
			t.Errorf("%s to %s: %d steps, want %d", g.names[from], g.names[to], got, want)
		}
	}
	if found < 20 {
		t.Errorf("only %d of 200 pairs have a way", found)
	}
}

// walk goes some steps at random, fewer where nothing leads on.
func (g unpacked) walk(from, steps int, r *rand.Rand) int {
	for ; steps > 0 && len(g.leave[from]) > 0; steps-- {
		from = g.leave[from][r.IntN(len(g.leave[from]))].to
	}
	return from
}

// Every edge of the data is one of the index, with its first site of that kind, and
// none is missing.
func TestGraphHasTheFirstSites(t *testing.T) {
	p, g, node := toyGraph(t)
	for n, name := range g.names {
		sym, ok := p.Index.Sym(index.ID(name))
		if !ok {
			t.Fatalf("no symbol %s", name)
		}
		if outer := p.Index.Outermost(sym); node[string(p.Index.Symbols[outer].ID)] != g.outer[n] {
			t.Errorf("%s is not in %s", name, g.names[g.outer[n]])
		}
		want := map[[2]int]index.Edge{}
		for _, e := range p.Index.Callees(sym) {
			k := [2]int{node[string(p.Index.Symbols[e.To].ID)], int(e.Kind)}
			if _, ok := want[k]; !ok && graphq.PathKinds.Has(e.Kind) && !e.Dead && e.Construct != index.Check && e.Construct != index.Prologue {
				want[k] = e
			}
		}
		for _, got := range g.leave[n] {
			k := [2]int{got.to, got.kind}
			e, ok := want[k]
			if !ok || p.Index.Files[e.File].Path != g.files[got.file] || p.Index.Line(e.File, e.At) != got.line {
				t.Errorf("%s to %s at %s:%d is not so", name, g.names[got.to], g.files[got.file], got.line)
			}
			delete(want, k)
		}
		if len(want) > 0 {
			t.Errorf("%s: %d edges are missing", name, len(want))
		}
	}
}

func TestColumn(t *testing.T) {
	var c column
	want := []int{0, 1, -1, 15, 16, -16, 1 << 20, -(1 << 20), 5}
	for _, n := range want {
		c.put(n)
	}
	got := numbersOf(c.String())
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("%v came back as %v", want, got)
		}
	}
}

// Every address that the rule in path.js makes is that of a page.
func TestGraphKnowsEveryPage(t *testing.T) {
	p, _, _ := toyGraph(t)
	g := graphData{p: p}
	routes, _ := routesOf(p)
	pages := map[string]bool{}
	for _, r := range routes {
		pages[r.Path] = true
	}
	marks := strings.NewReplacer("(*", "", ")", "", "[...]", "")
	for i := range p.Index.Symbols {
		s := &p.Index.Symbols[i]
		if !s.Kind.Callable() || p.Index.Outermost(index.Sym(i)) != index.Sym(i) {
			continue
		}
		to := strings.TrimPrefix(g.address(index.Sym(i)), "=")
		if to == "" {
			to = "func/" + s.ID.Path() + "/" + marks.Replace(s.ID.Local()) + ".html"
		}
		if page, _, _ := strings.Cut(to, "#"); !pages[page] {
			t.Errorf("%s leads to %s", s.ID, to)
		}
	}
}
