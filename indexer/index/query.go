package index

import (
	"sort"
	"strings"
)

// Use is one place where a symbol is named.
type Use struct {
	File   int32
	Off    int32
	Access Access
}

// freeze builds what the queries need. Decode and New call it once; an Index is
// read-only from then on.
func (x *Index) freeze() {
	x.perFile = make([]perFile, len(x.Files))
	freezeUses(x)
	freezeEdges(x)
	freezePlaces(x)
	freezeStacks(x)
}

// freezeUses groups all refs by symbol, keeping the order of files and offsets.
func freezeUses(x *Index) {
	end := make([]int32, len(x.Symbols)+1)
	eachRef(x, func(_ int32, r *Ref) { end[r.Sym+1]++ })
	for i := 1; i < len(end); i++ {
		end[i] += end[i-1]
	}
	x.uses = make([]Use, end[len(end)-1])
	next := append([]int32(nil), end...)
	eachRef(x, func(file int32, r *Ref) {
		x.uses[next[r.Sym]] = Use{file, r.Off, r.Access}
		next[r.Sym]++
	})
	x.useEnd = end
}

func eachRef(x *Index, do func(file int32, r *Ref)) {
	for f := range x.Files {
		refs := x.Files[f].Refs
		for i := range refs {
			if refs[i].Sym != NoSym {
				do(int32(f), &refs[i])
			}
		}
	}
}

// freezeEdges indexes the sorted edges by From, and by To in order of place.
func freezeEdges(x *Index) {
	n := len(x.Symbols) + 1
	x.fromEnd, x.toEnd = make([]int32, n), make([]int32, n)
	for _, e := range x.Edges {
		x.fromEnd[e.From+1]++
		x.toEnd[e.To+1]++
	}
	for i := 1; i < n; i++ {
		x.fromEnd[i] += x.fromEnd[i-1]
		x.toEnd[i] += x.toEnd[i-1]
	}
	x.byTo = make([]int32, len(x.Edges))
	next := append([]int32(nil), x.toEnd...)
	for i, e := range x.Edges {
		x.byTo[next[e.To]] = int32(i)
		next[e.To]++
	}
}

// freezePlaces lists the callable symbols of each file in order of their bodies.
func freezePlaces(x *Index) {
	x.byFile = make([][]Sym, len(x.Files))
	for s := range x.Symbols {
		if b := x.Symbols[s].Body(); b.OK() && x.Symbols[s].Kind.Callable() {
			x.byFile[b.File] = append(x.byFile[b.File], Sym(s))
		}
	}
	for _, list := range x.byFile {
		sort.Slice(list, func(i, j int) bool {
			return x.Symbols[list[i]].Body().Off < x.Symbols[list[j]].Body().Off
		})
	}
}

// Sym finds a symbol by ID.
func (x *Index) Sym(id ID) (Sym, bool) {
	i := sort.Search(len(x.Symbols), func(i int) bool { return x.Symbols[i].ID >= id })
	return Sym(i), i < len(x.Symbols) && x.Symbols[i].ID == id
}

// Named finds a symbol by its ID or, in a module, by a shorter name where that is clear: as
// Go code names it, uuid.New, if one package is called so, and without a package where the
// module's own has it.
func (x *Index) Named(name string) (Sym, bool) {
	if s, ok := x.Sym(ID(name)); ok || x.Config.Module == "" || strings.Contains(name, "/") {
		return s, ok
	}
	if s, ok := x.Sym(ID(escape(x.Config.Module) + "." + name)); ok {
		return s, true
	}
	pkg, local, _ := strings.Cut(name, ".")
	found := NoSym
	for _, p := range x.Packages {
		if s, ok := x.Sym(ID(escape(p.Path) + "." + local)); ok && p.Name == pkg {
			if found != NoSym {
				return NoSym, false
			}
			found = s
		}
	}
	return found, found != NoSym
}

// Pkg finds a package by import path.
func (x *Index) Pkg(path string) (int32, bool) {
	i := sort.Search(len(x.Packages), func(i int) bool { return x.Packages[i].Path >= path })
	return int32(i), i < len(x.Packages) && x.Packages[i].Path == path
}

// File finds a file by its path below src.
func (x *Index) File(path string) (int32, bool) {
	i := sort.Search(len(x.Files), func(i int) bool { return x.Files[i].Path >= path })
	return int32(i), i < len(x.Files) && x.Files[i].Path == path
}

// Uses lists the places that name s, by file and offset.
func (x *Index) Uses(s Sym) []Use { return x.uses[x.useEnd[s]:x.useEnd[s+1]] }

// Callees lists the edges that leave s, in order of their sites.
func (x *Index) Callees(s Sym) []Edge { return x.Edges[x.fromEnd[s]:x.fromEnd[s+1]] }

// Callers lists the edges into s, by calling symbol and site.
func (x *Index) Callers(s Sym) []Edge {
	at := x.byTo[x.toEnd[s]:x.toEnd[s+1]]
	edges := make([]Edge, len(at))
	for i, e := range at {
		edges[i] = x.Edges[e]
	}
	return edges
}

// Enclosing is the innermost function whose body holds the offset, or NoSym.
func (x *Index) Enclosing(file, off int32) Sym {
	list := x.byFile[file]
	i := sort.Search(len(list), func(i int) bool { return x.Symbols[list[i]].Body().Off > off })
	for i--; i >= 0; i-- {
		body := x.Symbols[list[i]].Body()
		if body.Contains(file, off) {
			return list[i]
		}
		if x.Symbols[list[i]].Parent == NoSym || !x.Symbols[x.Symbols[list[i]].Parent].Kind.Callable() {
			return NoSym
		}
	}
	return NoSym
}

// Functions lists the callable symbols whose bodies are in the file, in order.
func (x *Index) Functions(file int32) []Sym { return x.byFile[file] }

// Outermost is the declared function around a closure; other symbols are their own.
func (x *Index) Outermost(s Sym) Sym {
	for x.Symbols[s].Kind == KindClosure && x.Symbols[s].Parent != NoSym {
		s = x.Symbols[s].Parent
	}
	return s
}
