package indexer

import (
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"sourcedive/indexer/index"
)

// dynamicEdges is pass E6: calls through a function value or an interface, as far
// as variable type analysis follows the values from where they are made. What
// reaches a call only from packages that are not indexed is not seen.
func dynamicEdges(p *program) (edges []rawEdge) {
	graph := vta.CallGraph(ssautil.AllFunctions(p.ssa), nil)
	for f, node := range graph.Nodes {
		from := p.declaredSymbol(f)
		if from == nil {
			continue
		}
		for _, out := range node.Out {
			if out.Site == nil || out.Site.Common().StaticCallee() != nil {
				continue
			}
			if _, ok := loopBody(out.Callee.Func); ok {
				continue // the caller of the iterator has it already
			}
			if to := p.ssaSymbol(out.Callee.Func); to != nil {
				edges = append(edges, p.edge(from, to, p.site(from, out.Site), index.EdgeDynamic))
			}
		}
	}
	return edges
}

// declaredSymbol is the symbol of a function that is written in the source, which the
// instances of a generic one share; what ssa makes up has none.
func (p *program) declaredSymbol(f *ssa.Function) *symbol {
	if f == nil || f.Synthetic != "" && f.Origin() == nil {
		return nil
	}
	return p.ssaSymbol(f)
}
