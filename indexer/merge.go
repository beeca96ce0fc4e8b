package indexer

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// merge gives everything its final position and puts the index together.
func (p *program) merge(edges []rawEdge) *index.Index {
	x := &index.Index{
		Config: index.Config{
			Version: p.cfg.Version, GOOS: p.cfg.GOOS, GOARCH: p.cfg.GOARCH,
			Roots: p.roots, Notes: p.cfg.Notes, License: p.license(), Listing: p.listingName(),
		},
		Files:    p.files,
		Problems: p.problems,
	}
	if m := p.cfg.Module; m != nil {
		x.Config.Module, x.Config.Sum, x.Config.Go = m.Path, m.Sum, m.Go
	}
	for _, u := range p.units {
		x.Packages = append(x.Packages, p.packageOf(u))
	}
	x.Symbols = p.numberSymbols()
	for file, refs := range p.rawRefs {
		x.Files[file].Refs = finish(refs)
	}
	for _, e := range edges {
		e.edge.From, e.edge.To = e.from.sym, e.to.sym
		x.Edges = append(x.Edges, e.edge)
	}
	x.Edges = index.SortedEdges(x.Edges)
	p.found.number(x)
	return x
}

func (p *declarations) numberSymbols() []index.Symbol {
	slices.SortFunc(p.symbols, func(a, b *symbol) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for i, s := range p.symbols {
		s.sym = index.Sym(i)
	}
	list := make([]index.Symbol, len(p.symbols))
	for i, s := range p.symbols {
		s.Parent = index.NoSym
		if s.parent != nil {
			s.Parent = s.parent.sym
		}
		list[i] = s.Symbol
	}
	return list
}

func finish(raw []rawRef) []index.Ref {
	refs := make([]index.Ref, len(raw))
	for i, r := range raw {
		refs[i] = r.Ref
		if r.target != nil {
			refs[i].Sym = r.target.sym
		}
	}
	return refs
}

func (p *tree) packageOf(u *unit) index.Package {
	pkg := index.Package{Path: u.meta.PkgPath, Name: cmp.Or(u.meta.Name, path.Base(u.meta.PkgPath))}
	for imported := range u.meta.Imports {
		pkg.Imports = append(pkg.Imports, imported)
	}
	slices.Sort(pkg.Imports)
	for _, f := range u.syntax {
		if f.Doc != nil && betterDoc(f.Doc.Text(), pkg.Doc) {
			pkg.Doc = f.Doc.Text()
		}
	}
	return pkg
}

// betterDoc prefers the comment that begins with the package, then the longer one.
func betterDoc(doc, than string) bool {
	starts := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), "package ") }
	if starts(doc) != starts(than) {
		return starts(doc)
	}
	return len(doc) > len(than)
}

// license is the tree's own licence, shown where its source is.
func (p *tree) license() string {
	text, err := readFileText(filepath.Join(p.src, "..", "LICENSE"))
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *tree) listingName() string {
	if p.cfg.Listing == nil {
		return ""
	}
	return p.cfg.Listing.Toolchain + " " + p.cfg.Listing.Flags
}
