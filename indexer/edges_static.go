package indexer

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"sourcedive/indexer/index"
)

// staticEdges is pass E1: calls, defers and go statements whose callee ssa knows.
func staticEdges(p *program) (edges []rawEdge) {
	p.ssaFunctions(func(s *symbol, f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				callee := call.Common().StaticCallee()
				if callee == nil {
					continue
				}
				if to := p.ssaSymbol(callee); to != nil {
					edges = append(edges, p.edge(s, to, p.site(s, instr), callKind(call)))
				}
			}
		}
	})
	return append(edges, typedUses(p, index.EdgeCall, index.EdgeDefer, index.EdgeGo)...)
}

func callKind(call ssa.CallInstruction) index.EdgeKind {
	switch call.(type) {
	case *ssa.Defer:
		return index.EdgeDefer
	case *ssa.Go:
		return index.EdgeGo
	}
	return index.EdgeCall
}

// site is the place of an instruction; one without a place of its own counts as
// being at the start of its function.
func (p *program) site(s *symbol, instr ssa.Instruction) index.Range {
	pos := instr.Pos()
	if call, ok := instr.(ssa.CallInstruction); ok && !pos.IsValid() {
		pos = loopOver(call)
	}
	if v, ok := instr.(ssa.Value); ok && !pos.IsValid() {
		pos = usedAt(v)
	}
	if pos.IsValid() {
		if at := p.place(pos, pos); s.Decl.Contains(at.File, at.Off) {
			return at
		}
	}
	return s.Decl
}

// usedAt is the place of what uses a value: conversions to an interface have none of
// their own.
func usedAt(v ssa.Value) token.Pos {
	if v.Referrers() == nil {
		return token.NoPos
	}
	for _, user := range *v.Referrers() {
		if user.Pos().IsValid() {
			return user.Pos()
		}
	}
	return token.NoPos
}

// loopOver is the place of the loop whose body a call hands to an iterator.
func loopOver(call ssa.CallInstruction) token.Pos {
	for _, arg := range call.Common().Args {
		if closure, ok := arg.(*ssa.MakeClosure); ok {
			if loop, ok := loopBody(closure.Fn.(*ssa.Function)); ok {
				return loop.For
			}
		}
	}
	return token.NoPos
}
