package indexer

import "sourcedive/indexer/index"

// linknameEdges is pass E7: from a declaration without a body to the body that a
// linkname directive puts behind it, whether the body's side pushes it or the
// declaration's side pulls it.
func linknameEdges(p *program) (edges []rawEdge) {
	for _, s := range p.symbols {
		if s.Link == "" || !s.Kind.Callable() {
			continue
		}
		other := p.byID[index.ID(s.Link)]
		if other == nil || !other.Kind.Callable() {
			other = p.pulled(s)
		}
		from, to := s, other
		if hasBody(&s.Symbol) {
			from, to = other, s
		}
		if from == nil || to == nil || hasBody(&from.Symbol) || !hasBody(&to.Symbol) || !from.Decl.OK() {
			continue
		}
		edges = append(edges, p.edge(from, to, from.Name, index.EdgeLinkname))
	}
	return edges
}

// pulled finds the body for a declaration whose linker name is one that another
// directive gives to a body.
func (p *declarations) pulled(s *symbol) *symbol {
	if other := p.byLink[s.Link]; other != s {
		return other
	}
	return nil
}
