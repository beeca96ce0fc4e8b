package indexer

import (
	"regexp"

	"sourcedive/indexer/index"
)

// linkerNames finds functions by what the linker calls them. S is how a symbol is
// referred to: by pointer while an index is being built, by position afterwards.
type linkerNames[S comparable] struct {
	byID   func(index.ID) (S, bool)
	symbol func(S) *index.Symbol
	byLink map[string]S // bodies, by the name that a linkname directive gives them
}

// names are the linker's names of a program whose symbols are all declared.
func (p *declarations) names() linkerNames[*symbol] {
	return linkerNames[*symbol]{
		byID:   func(id index.ID) (*symbol, bool) { s, ok := p.byID[id]; return s, ok },
		symbol: func(s *symbol) *index.Symbol { return &s.Symbol },
		byLink: p.byLink,
	}
}

// namesOf are the linker's names of an index.
func namesOf(x *index.Index) linkerNames[index.Sym] {
	n := linkerNames[index.Sym]{
		byID:   x.Sym,
		symbol: func(s index.Sym) *index.Symbol { return &x.Symbols[s] },
		byLink: map[string]index.Sym{},
	}
	for i := range x.Symbols {
		if s := &x.Symbols[i]; pushed(s) {
			n.byLink[s.Link] = index.Sym(i)
		}
	}
	return n
}

// pushed reports whether a linkname directive gives a body another name.
func pushed(s *index.Symbol) bool { return s.Link != "" && s.Kind.Callable() && hasBody(s) }

// hasBody reports whether a function has code: in assembly, or in Go more than its
// signature.
func hasBody(s *index.Symbol) bool { return s.Asm.OK() || s.Decl.OK() && s.Head < s.Decl.End }

// The closures and wrappers that the compiler makes of go and defer statements and
// of loops over functions are part of the function around them.
var (
	compilerMade = regexp.MustCompile(`(\.(gowrap|deferwrap)\d+|-range\d+|·dwrap·\d+|-fm)+$`)
	packageLevel = regexp.MustCompile(`\.glob\.\.func`)
)

// find prefers a body that carries the name by a linkname directive to the
// declaration of that name.
func (n linkerNames[S]) find(name string) (S, bool) {
	name = packageLevel.ReplaceAllString(name, ".init.func")
	for {
		if s, ok := n.byLink[name]; ok {
			return s, true
		}
		if s, ok := n.byID(index.ID(name)); ok && n.symbol(s).Kind.Callable() {
			return n.canon(s), true
		}
		shorter := compilerMade.ReplaceAllString(name, "")
		if shorter == name {
			return n.byID(index.ID(name + "<>"))
		}
		name = shorter
	}
}

// canon is the body behind a declaration without one; other symbols are their own.
func (n linkerNames[S]) canon(s S) S {
	sym := n.symbol(s)
	if hasBody(sym) {
		return s
	}
	for _, name := range []string{string(sym.ID), sym.Link} {
		if body, ok := n.byLink[name]; ok && name != "" {
			return body
		}
		if body, ok := n.byID(index.ID(name)); ok && body != s && hasBody(n.symbol(body)) {
			return body
		}
	}
	return s
}
