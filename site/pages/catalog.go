package pages

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// declared lists what a file declares at its top level, in order.
func declared(p *Inputs, file int32) []index.Sym { return p.byFile()[file] }

func byFile(x *index.Index) [][]index.Sym {
	lists := make([][]index.Sym, len(x.Files))
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Asm.OK() && s.Decl.OK() {
			lists[s.Asm.File] = append(lists[s.Asm.File], index.Sym(i))
		}
		if s.Name.OK() && s.Kind != index.KindField && s.Kind != index.KindAbstract {
			lists[s.Name.File] = append(lists[s.Name.File], index.Sym(i))
		}
	}
	for file, list := range lists {
		slices.SortStableFunc(list, func(a, b index.Sym) int {
			return int(placeIn(&x.Symbols[a], int32(file)) - placeIn(&x.Symbols[b], int32(file)))
		})
	}
	return lists
}

// placeIn is where a file has a symbol: its name, or its TEXT block when the name
// is in another file.
func placeIn(s *index.Symbol, file int32) int32 {
	if s.Name.OK() && s.Name.File == file {
		return s.Name.Off
	}
	return s.Asm.Off
}

// A Catalog is what pages need to know of an index that takes a while to find out,
// whatever the content and the theme. It serves every reading of the content.
type Catalog struct {
	source  *highlight.Source
	graph   *graphq.Graph
	home    string                   // the platform of this machine
	letters map[string][]index.Sym   // the A–Z
	AZ      string                   // the first page of the A–Z, or what is nearest to one
	shards  [][]index.Sym            // symbols by the file that holds their cards
	others  map[string][]index.Range // functions of excluded files, by package and plain name
	past    *past                    // nil where nothing is known of other releases

	byParent func() [][]index.Sym // symbols inside a symbol, made on first use
	byFile   func() [][]index.Sym // top-level symbols of a file, made on first use
}

// NewCatalog makes the catalog of an index. home is the platform of this machine; the
// folder of a version for another platform has that in its name.
func NewCatalog(x *index.Index, home string) *Catalog {
	c := &Catalog{source: highlight.NewSource(x), graph: graphq.New(x), home: home}
	c.letters = c.source.URLs.Letters()
	c.AZ = urls.Packages
	if first := slices.Sorted(maps.Keys(c.letters)); len(first) > 0 {
		c.AZ = urls.Letter(first[0])
	}
	c.shards = spreadCards(c.source)
	c.others = others(x)
	c.byParent = sync.OnceValue(func() [][]index.Sym { return byParent(x) })
	c.byFile = sync.OnceValue(func() [][]index.Sym { return byFile(x) })
	return c
}

func others(x *index.Index) map[string][]index.Range {
	found := map[string][]index.Range{}
	for i := range x.Files {
		f := &x.Files[i]
		for _, o := range f.Others {
			key := x.Packages[f.Pkg].Path + " " + o.Plain
			found[key] = append(found[key], index.Range{File: int32(i), Off: o.Off})
		}
	}
	return found
}

// Dir is the folder of the version: its name, and the platform where it is not
// this machine's.
func (c *Catalog) Dir() string {
	return VersionDir(c.source.Index.Config.Version, c.source.Index.Config.Platform(), c.home)
}

// Dir is the folder of a version for a platform, on a machine of the platform home.
func VersionDir(version, platform, home string) string {
	if platform == home {
		return version
	}
	return version + "-" + strings.ReplaceAll(platform, "/", "-")
}

// children lists the symbols declared inside another, in order of the source.
func children(p *Inputs, sym index.Sym, kinds ...index.Kind) []index.Sym {
	list := slices.DeleteFunc(slices.Clone(p.byParent()[sym]), func(s index.Sym) bool {
		return !slices.Contains(kinds, p.Index.Symbols[s].Kind)
	})
	slices.SortFunc(list, func(a, b index.Sym) int {
		x, y := p.Index.Symbols[a].Decl, p.Index.Symbols[b].Decl
		if x.File != y.File {
			return int(x.File - y.File)
		}
		return int(p.Index.Symbols[a].Name.Off - p.Index.Symbols[b].Name.Off)
	})
	return list
}

func byParent(x *index.Index) [][]index.Sym {
	lists := make([][]index.Sym, len(x.Symbols))
	for i := range x.Symbols {
		if up := x.Symbols[i].Parent; up != index.NoSym {
			lists[up] = append(lists[up], index.Sym(i))
		}
	}
	return lists
}
