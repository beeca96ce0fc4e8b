package indexer

import (
	"maps"
	"slices"
	"strings"

	"sourcedive/indexer/asm"
	"sourcedive/indexer/index"
)

// declareAssembly ties each TEXT block to the Go declaration of its function, or
// makes a symbol of it.
func (p *declarations) declareAssembly() {
	p.asmSymbol = map[asmFunc]*symbol{}
	for _, file := range slices.Sorted(maps.Keys(p.asm)) {
		for i := range p.asm[file].Funcs {
			p.asmSymbol[asmFunc{file, i}] = p.declareText(file, &p.asm[file].Funcs[i])
		}
	}
	for _, s := range p.symbols {
		if pushed(&s.Symbol) {
			p.byLink[s.Link] = s
		}
	}
}

// asmFunc is one TEXT block: its file and its position there.
type asmFunc struct {
	file int32
	pos  int
}

func (p *declarations) declareText(file int32, f *asm.Func) *symbol {
	id := p.textID(f)
	s := p.byID[id]
	if s == nil {
		s = &symbol{Symbol: index.Symbol{
			ID: id, Kind: index.KindFunc, Pkg: p.textPkg(id, file),
			Decl: index.NoRange, Name: index.Range{File: file, Off: f.NameOff, End: f.NameEnd},
			Sig: "TEXT " + string(id), Doc: f.Doc, Offset: -1, Size: -1, Align: -1,
		}}
		p.add(s)
	}
	if !s.Asm.OK() || !s.Decl.OK() && s.Asm.Off == 0 && s.Asm.End == 0 {
		s.Asm = index.Range{File: file, Off: f.Off, End: f.End}
		s.Frame, s.Args, s.AsmFlags = f.Frame, f.Args, f.Flags
	}
	return s
}

// textID folds a file-local function onto its plain name, unless a function of
// that name exists beside it.
func (p *declarations) textID(f *asm.Func) index.ID {
	id := index.ID(f.Name)
	if !f.Static {
		return id
	}
	for _, file := range p.asm {
		for i := range file.Funcs {
			if g := &file.Funcs[i]; g.Name == f.Name && !g.Static {
				return id + "<>"
			}
		}
	}
	if p.byID[id] != nil {
		return id + "<>"
	}
	return id
}

// textPkg is the package that a TEXT symbol is named for, or that of its file.
func (p *declarations) textPkg(id index.ID, file int32) int32 {
	path := id.Path()
	for _, u := range p.units {
		if u.meta.PkgPath == path {
			return u.pkg
		}
	}
	return p.files[file].Pkg
}

// branchEdges is pass E3: calls and jumps in assembly.
func branchEdges(p *program) (edges []rawEdge) {
	p.assemblySites(func(file int32, site asm.Site, from, to *symbol) {
		if site.Kind == asm.SiteCall || site.Kind == asm.SiteJump {
			edges = append(edges, p.edge(from, to, index.Range{File: file, Off: site.Off}, index.EdgeAsm))
		}
	})
	return edges
}

// addressEdges is pass E4: functions whose address assembly takes, by itself or in a
// word of data: rt0_go hands newproc the address of runtime·mainPC, which holds that
// of main.
func addressEdges(p *program) (edges []rawEdge) {
	p.assemblySites(func(file int32, site asm.Site, from, to *symbol) {
		if site.Kind == asm.SiteAddr {
			edges = append(edges, p.edge(from, to, index.Range{File: file, Off: site.Off}, index.EdgeRef))
		}
	})
	for file, parsed := range p.asm {
		held := p.heldByData(file, parsed)
		for _, site := range parsed.Sites {
			if site.Func < 0 {
				continue
			}
			for _, to := range held[site.Target] {
				from := p.asmSymbol[asmFunc{file, site.Func}]
				edges = append(edges, p.edge(from, to, index.Range{File: file, Off: site.Off}, index.EdgeRef))
			}
		}
	}
	return edges
}

// assemblySites visits the sites inside of functions that name functions.
func (p *program) assemblySites(visit func(file int32, site asm.Site, from, to *symbol)) {
	for file, parsed := range p.asm {
		for _, site := range parsed.Sites {
			if site.Func < 0 {
				continue
			}
			if to := p.asmTarget(file, site); to != nil && to.Kind.Callable() {
				visit(file, site, p.asmSymbol[asmFunc{file, site.Func}], to)
			}
		}
	}
}

// heldByData are the functions whose addresses the data symbols of a file hold.
func (p *program) heldByData(file int32, parsed *asm.File) map[string][]*symbol {
	held := map[string][]*symbol{}
	for _, site := range parsed.Sites {
		if to := p.asmTarget(file, site); site.Func < 0 && to != nil && to.Kind.Callable() {
			if name := dataAt(parsed, site.Off); name != "" {
				held[name] = append(held[name], to)
			}
		}
	}
	return held
}

// dataAt is the data symbol whose directive holds an offset.
func dataAt(parsed *asm.File, off int32) string {
	for _, d := range parsed.Globals {
		if d.Off <= off && off < d.End {
			return d.Name
		}
	}
	return ""
}

// asmTarget finds the function that a site names: one of the same file, a linker
// name, or the body that a linkname directive puts behind it.
func (p *declarations) asmTarget(file int32, site asm.Site) *symbol {
	id := index.ID(site.Target)
	if site.TargetStatic {
		if s := p.byID[id+"<>"]; s != nil && s.Asm.File == file {
			return s
		}
	}
	if s := p.byID[id]; s != nil {
		return s
	}
	return p.byLink[strings.TrimSuffix(site.Target, "<>")]
}
