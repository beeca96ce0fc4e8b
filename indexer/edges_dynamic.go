package indexer

import (
	"slices"

	"golang.org/x/tools/go/callgraph"
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
			if out.Site == nil || calledByName(p, out.Site.Common()) {
				continue
			}
			for _, to := range declaredBehind(p, out.Callee, nil) {
				edges = append(edges, p.edge(from, to, p.site(from, out.Site), index.EdgeDynamic))
			}
		}
	}
	return edges
}

// calledByName reports whether a call names a function of the source, which other passes see.
func calledByName(p *program, call *ssa.CallCommon) bool {
	callee := call.StaticCallee()
	return callee != nil && p.ssaSymbol(callee) != nil
}

// declaredBehind lists the functions of the source that a node of the call graph stands for:
// itself, or, where ssa made it up for the method of an interface that is embedded or taken
// as a value, what that method can be.
func declaredBehind(p *program, node *callgraph.Node, seen []*callgraph.Node) (list []*symbol) {
	if _, ok := loopBody(node.Func); ok {
		return nil // the caller of the iterator has it already
	}
	if s := p.ssaSymbol(node.Func); s != nil {
		return []*symbol{s}
	}
	if node.Func.Synthetic == "" || slices.Contains(seen, node) {
		return nil
	}
	seen = append(seen, node)
	for _, out := range node.Out {
		list = append(list, declaredBehind(p, out.Callee, seen)...)
	}
	return list
}

// declaredSymbol is the symbol of a function that is written in the source, which the
// instances of a generic one share; what ssa makes up has none.
func (p *program) declaredSymbol(f *ssa.Function) *symbol {
	if f == nil || f.Synthetic != "" && f.Origin() == nil {
		return nil
	}
	return p.ssaSymbol(f)
}
