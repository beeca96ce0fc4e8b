package indexer

import (
	"slices"

	"sourcedive/indexer/asm"
	"sourcedive/indexer/index"
)

// resolveAssembly resolves the symbols that assembly files name.
func (p *program) resolveAssembly() {
	for file, parsed := range p.asm {
		var refs []rawRef
		for i := range parsed.Funcs {
			f := &parsed.Funcs[i]
			if !f.Macro {
				refs = append(refs, asmRef(f.NameOff, f.NameEnd, p.asmSymbol[asmFunc{file, i}], index.Declare))
			}
		}
		for _, site := range parsed.Sites {
			if to := p.asmTarget(file, site); to != nil && site.Via == "" {
				refs = append(refs, asmRef(site.NameOff, site.NameEnd, to, siteAccess(site.Kind)))
			}
		}
		p.raw(file, distinct(refs))
	}
}

func asmRef(off, end int32, to *symbol, access index.Access) rawRef {
	name := index.NameFunc
	if to.Kind == index.KindVar {
		name = index.NameVar
	}
	return rawRef{index.Ref{Off: off, End: end, Local: -1, Sym: index.NoSym, Name: name, Access: access}, to}
}

func siteAccess(kind asm.SiteKind) index.Access {
	switch kind {
	case asm.SiteCall, asm.SiteJump:
		return index.Called
	case asm.SiteAddr:
		return index.Address
	}
	return index.Read
}

// distinct sorts refs and keeps the first of those that overlap.
func distinct(refs []rawRef) []rawRef {
	slices.SortStableFunc(refs, func(a, b rawRef) int { return int(a.Off - b.Off) })
	end := int32(0)
	return slices.DeleteFunc(refs, func(r rawRef) bool {
		if r.Off < end || r.End <= r.Off {
			return true
		}
		end = r.End
		return false
	})
}
