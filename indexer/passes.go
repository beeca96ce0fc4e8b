package indexer

import "sourcedive/indexer/index"

// A pass is one rule that finds edges. No pass sees what another found.
type pass struct {
	rule index.Rule
	name string // the kinds of its edges
	doc  string // what it finds
	find func(*program) []rawEdge
}

// passes are the rules in order of their numbers, which appear as E1, E2, … wherever
// a rule is spoken of. docs/architecture.md has them as a table. A new rule needs a
// number in package index, an entry here, and a file with its function.
var passes = []pass{
	{index.RuleStatic, "call, defer, go", "ssa knows the callee", staticEdges},
	{index.RuleSwitch, "switch", "a function handed to systemstack or mcall", switchEdges},
	{index.RuleAsm, "asm", "symbol operand of a branch in assembly", branchEdges},
	{index.RuleAsmAddr, "ref", "address of a function taken in assembly, or held by its data", addressEdges},
	{index.RuleRef, "ref", "function value taken, caller unknown", refEdges},
	{index.RuleDynamic, "dynamic", "variable type analysis finds what a value holds", dynamicEdges},
	{index.RuleLinkname, "linkname", "a declaration and the body behind it", linknameEdges},
	{index.RuleCompiler, "compiler", "the compiler's listing has the call, the source does not write it", compilerEdges},
	{index.RuleSyntax, "compiler, guessed", "what the constructs of the language become, where no compiler can be asked", syntaxEdges},
}

// rawEdge is an edge whose ends have no positions yet.
type rawEdge struct {
	from, to *symbol
	edge     index.Edge
}

// edge makes an edge between symbols whose positions are not known yet.
func (p *program) edge(from, to *symbol, at index.Range, kind index.EdgeKind) rawEdge {
	return rawEdge{from, to, index.Edge{File: at.File, At: at.Off, Kind: kind, Dead: p.isDead(at)}}
}

// findEdges runs all passes and gives each edge the number of its rule.
func (p *program) findEdges() (edges []rawEdge) {
	for _, pass := range passes {
		found := pass.find(p)
		for i := range found {
			found[i].edge.Rule = pass.rule
		}
		edges = append(edges, found...)
	}
	return edges
}
