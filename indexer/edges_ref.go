package indexer

import (
	"golang.org/x/tools/go/ssa"

	"sourcedive/indexer/index"
)

// refEdges is pass E5: a function or closure taken as a value, to be called who
// knows where. Callees of direct calls and arguments of switchers are none.
func refEdges(p *program) (edges []rawEdge) {
	p.ssaFunctions(func(s *symbol, f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				for _, to := range p.valuesTaken(instr) {
					if to != s {
						edges = append(edges, p.edge(s, to, p.site(s, instr), index.EdgeRef))
					}
				}
			}
		}
	})
	return append(edges, typedUses(p, index.EdgeRef)...)
}

// valuesTaken lists the functions that an instruction uses other than by calling
// them. Making a closure is a use only when the closure is used in turn.
func (p *program) valuesTaken(instr ssa.Instruction) (list []*symbol) {
	if _, ok := instr.(*ssa.MakeClosure); ok {
		return nil
	}
	call, isCall := instr.(ssa.CallInstruction)
	if isCall && p.isSwitcher(call) {
		return nil
	}
	for _, operand := range instr.Operands(nil) {
		if isCall && operand == &call.Common().Value {
			continue
		}
		if _, ok := instr.(*ssa.DebugRef); ok || *operand == nil {
			continue
		}
		if to := p.functionValue(*operand); to != nil {
			list = append(list, to)
		}
	}
	return list
}
