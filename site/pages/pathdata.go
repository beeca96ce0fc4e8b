package pages

import (
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// pathData is the call graph for path.js, in which it finds the paths that
// [index.Index.Paths] finds. Every function and every function literal is a node.
//
// Nodes are in the order of the index, edges in order of their sites. Each column is
// written on its own, since numbers of one sort pack better together.
func pathData(p *Inputs) []byte {
	g := graphData{p: p, node: make([]int, len(p.Index.Symbols)), files: make([]string, len(p.Index.Files))}
	nodes := 0
	for i := range p.Index.Symbols {
		if p.Index.Symbols[i].Kind.Callable() {
			g.node[i] = nodes
			nodes++
		}
	}
	for i := range p.Index.Symbols {
		if p.Index.Symbols[i].Kind.Callable() {
			g.add(index.Sym(i))
		}
	}
	for _, s := range p.graph.Failures() {
		g.fails.put(g.node[s])
	}
	for i := range p.Index.Files {
		g.files[i] = p.Index.Files[i].Path
		if to := p.URLs.File[i]; to != "src/"+g.files[i]+".html" {
			g.files[i] += "\t" + to
		}
	}
	return g.script()
}

// graphData gathers the columns.
type graphData struct {
	p     *Inputs
	node  []int // by callable symbol
	names []string
	files []string

	outer, file, line, count      column // by node
	to, kind, site, elsewhere, by column // by edge; elsewhere and by only where kind is marked

	fails column // the nodes that a way goes through only where there is no other

	lastFile int32
}

// Marks beside an edge's kind.
const (
	markElsewhere = 16 // the site is in another file than the function's body
	markSwitcher  = 32 // the function that switches stacks is known
)

// add adds a node and the edges that leave it.
func (g *graphData) add(sym index.Sym) {
	x, s := g.p.Index, &g.p.Index.Symbols[sym]
	outer, body := x.Outermost(sym), s.Body()
	name := string(s.ID)
	if outer == sym {
		if at := g.address(sym); at != "" {
			name += "\t" + at
		}
	}
	g.names = append(g.names, name)
	g.outer.put(g.node[sym] - g.node[outer])
	g.file.put(int(body.File - g.lastFile))
	g.lastFile = body.File
	line := x.Line(body.File, body.Off)
	g.line.put(line)
	hops := g.p.graph.Hops(sym)
	for _, h := range hops {
		line = g.hop(h, body.File, line)
	}
	g.count.put(len(hops))
}

// address is where a function is read, where it is not where path.js looks for it by
// its ID alone.
func (g *graphData) address(sym index.Sym) string {
	id, best := g.p.Index.Symbols[sym].ID, g.p.URLs.Best(sym)
	if best == "func/"+id.Path()+"/"+plainMarks.Replace(id.Local())+".html" {
		return ""
	}
	return "=" + best
}

// plainMarks leaves out what plainName in path.js does.
var plainMarks = strings.NewReplacer("(*", "", ")", "", "[...]", "")

// hop adds an edge of a function whose body is in a file, and returns its line, from
// which the next one's is counted.
func (g *graphData) hop(e graphq.Hop, body int32, last int) (line int) {
	line = g.p.Index.Line(e.File, e.At)
	kind := int(e.Kind)
	if e.File != body {
		kind |= markElsewhere
		g.elsewhere.put(int(e.File))
	}
	if e.Through != index.NoSym {
		kind |= markSwitcher
		g.by.put(g.node[e.Through])
	}
	g.kind.put(kind)
	g.to.put(g.node[e.To] - g.node[e.From])
	g.site.put(line - last)
	return line
}

func (g *graphData) script() []byte {
	var b strings.Builder
	b.WriteString("sourcedive.graph({")
	for _, part := range []struct{ name, text string }{
		{"names", strings.Join(g.names, "\n")}, {"files", strings.Join(g.files, "\n")},
		{"outer", g.outer.String()}, {"file", g.file.String()}, {"line", g.line.String()}, {"count", g.count.String()},
		{"to", g.to.String()}, {"kind", g.kind.String()}, {"site", g.site.String()},
		{"elsewhere", g.elsewhere.String()}, {"by", g.by.String()}, {"fails", g.fails.String()},
	} {
		b.WriteString(part.name + ":" + jsString(part.text) + ",\n")
	}
	b.WriteString("});\n")
	return []byte(b.String())
}

// column is a list of whole numbers as letters. Each letter holds five bits, the
// lowest first, and a sixth is set if more follow; the lowest bit of all is the
// sign.
type column struct{ strings.Builder }

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func (c *column) put(n int) {
	u := uint(n) << 1
	if n < 0 {
		u = uint(-n)<<1 | 1
	}
	for ; u >= 32; u >>= 5 {
		c.WriteByte(digits[u&31|32])
	}
	c.WriteByte(digits[u])
}
