package indexer

import (
	"golang.org/x/tools/go/ssa"

	"sourcedive/indexer/index"
)

// switchers run their argument on another stack than the caller's: systemstack
// and mcall on g0.
var switchers = map[index.ID]bool{
	"runtime.systemstack": true,
	"runtime.mcall":       true,
}

// switchEdges is pass E2: a function or closure handed to a switcher. A function
// value of unknown content gives no edge.
func switchEdges(p *program) (edges []rawEdge) {
	p.ssaFunctions(func(s *symbol, f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok || !p.isSwitcher(call) {
					continue
				}
				for _, arg := range call.Common().Args {
					if to := p.functionValue(arg); to != nil {
						edges = append(edges, p.edge(s, to, p.site(s, instr), index.EdgeSwitch))
					}
				}
			}
		}
	})
	return append(edges, typedUses(p, index.EdgeSwitch)...)
}

func (p *program) isSwitcher(call ssa.CallInstruction) bool {
	callee := call.Common().StaticCallee()
	if callee == nil {
		return false
	}
	s := p.ssaSymbol(callee)
	return s != nil && switchers[s.ID]
}

// functionValue is the function that a value surely is.
func (p *program) functionValue(v ssa.Value) *symbol {
	switch v := v.(type) {
	case *ssa.Function:
		return p.ssaSymbol(v)
	case *ssa.MakeClosure:
		return p.functionValue(v.Fn)
	case *ssa.ChangeType:
		return p.functionValue(v.X)
	}
	return nil
}
