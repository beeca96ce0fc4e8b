package answer

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// Symbol is what is known about a symbol.
type Symbol struct {
	ID        string `json:"id"` // the linker's name
	Kind      string `json:"kind"`
	Signature string `json:"signature"`
	Place
	Doc      string  `json:"doc"`
	Version  string  `json:"version"`
	Platform string  `json:"platform"`
	Stacks   string  `json:"stacks,omitempty"` // of a function: those that it can run on
	Size     int64   `json:"size,omitempty"`   // in bytes
	Fields   []Field `json:"fields,omitempty"` // in order of the source, those of inner structs included
	Locks    []Lock  `json:"locks,omitempty"`  // of a function: what it does with locks, in order of the source
	Lock     *Held   `json:"lock,omitempty"`   // of a field or variable that is a lock
	Callers  []Edge  `json:"callers,omitempty"`
	Callees  []Edge  `json:"callees,omitempty"`
	Notes    []Note  `json:"notes,omitempty"`
}

// Field is a field of a struct, or a method of an interface.
type Field struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Offset int64  `json:"offset"` // -1 where there is none
	Size   int64  `json:"size"`   // likewise
}

// SymbolOf tells what is known about a symbol, without its notes.
func SymbolOf(x *index.Index, sym index.Sym) Symbol {
	s := &x.Symbols[sym]
	out := Symbol{
		ID: string(s.ID), Kind: s.Kind.String(), Signature: s.Sig, Place: PlaceOf(x, s.Body()), Doc: s.Doc,
		Version: x.Config.Version, Platform: x.Config.Platform(), Size: max(s.Size, 0),
	}
	if s.Kind == index.KindType {
		out.Fields = Fields(x, sym)
	}
	if lock, ok := x.LockAt(sym); ok {
		out.Lock = heldOf(x, lock)
	}
	if s.Kind.Callable() {
		g := graphq.New(x)
		out.Locks = locksOf(x, sym)
		if _, ok := x.Pkg("runtime"); ok {
			out.Stacks = x.Stacks(sym).String()
		}
		out.Callers, out.Callees = Edges(g, x, sym, graphq.Callers), Edges(g, x, sym, graphq.Callees)
	}
	return out
}

// Fields lists what is declared inside a type, in order of the source.
func Fields(x *index.Index, sym index.Sym) (fields []Field) {
	var list []*index.Symbol
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if (s.Kind == index.KindField || s.Kind == index.KindAbstract) && within(x, s, sym) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b *index.Symbol) int { return cmp.Compare(a.Name.Off, b.Name.Off) })
	prefix := string(x.Symbols[sym].ID) + "."
	for _, f := range list {
		fields = append(fields, Field{strings.TrimPrefix(string(f.ID), prefix), fieldType(f), f.Offset, f.Size})
	}
	return fields
}

// within reports whether a field belongs to a type, through structs inside it.
func within(x *index.Index, s *index.Symbol, sym index.Sym) bool {
	for up := s.Parent; up != index.NoSym; up = x.Symbols[up].Parent {
		if up == sym {
			return true
		}
	}
	return false
}

func fieldType(f *index.Symbol) string {
	if f.Kind == index.KindAbstract {
		return f.Sig
	}
	if strings.HasPrefix(f.Type, "struct{") {
		return "struct"
	}
	return f.Type
}
