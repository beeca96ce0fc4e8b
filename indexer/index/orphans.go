package index

import (
	"slices"
	"strings"
)

// Orphan is a function that no edge but a ref reaches, with the reason.
type Orphan struct {
	Sym    Sym
	Reason Reason
}

// Reason is why nothing is known to call a function.
type Reason string

// The reasons, in the order in which they are tried.
const (
	ReasonInit      Reason = "init: run by the program's start"
	ReasonLinkname  Reason = "linkname: reached under another name, or from outside"
	ReasonCompiler  Reason = "compiler: called by compiled code"
	ReasonExported  Reason = "exported: called by other packages"
	ReasonValue     Reason = "value: taken as a value, called who knows where"
	ReasonInterface Reason = "interface: a method that an interface asks for"
	ReasonEntry     Reason = "entry: assembly that the system, C or a debugger enters"
	ReasonElsewhere Reason = "elsewhere: named by files of other platforms"
	ReasonTest      Reason = "test: named by tests only"
	ReasonUnused    Reason = "unused: nothing else in the indexed source names it"
	ReasonUnknown   Reason = "unexplained"
)

// Orphans lists the functions of a package that nothing is known to call, by ID.
func (x *Index) Orphans(pkg int32) (list []Orphan) {
	asked := interfaceMethods(x)
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Pkg != pkg || !s.Kind.Callable() || called(x, Sym(i)) {
			continue
		}
		list = append(list, Orphan{Sym(i), reason(x, Sym(i), asked)})
	}
	return list
}

func called(x *Index, s Sym) bool {
	return slices.ContainsFunc(x.Callers(s), func(e Edge) bool { return e.Kind != EdgeRef && e.From != s })
}

// interfaceMethods are the names that some interface of the index asks for, and the
// two that the language and fmt ask for.
func interfaceMethods(x *Index) map[string]bool {
	names := map[string]bool{"Error": true, "String": true}
	for i := range x.Symbols {
		if x.Symbols[i].Kind == KindAbstract {
			names[x.Symbols[i].ID.Base()] = true
		}
	}
	return names
}

func reason(x *Index, sym Sym, asked map[string]bool) Reason {
	s := &x.Symbols[sym]
	base := s.ID.Base()
	switch {
	case s.Kind == KindFunc && base == "init":
		return ReasonInit
	case s.Link != "" || slices.ContainsFunc(s.Directives, func(d Directive) bool { return d.Name == "linkname" }):
		return ReasonLinkname
	case s.Builtin:
		return ReasonCompiler
	case s.Decl.OK() && exported(s):
		return ReasonExported
	case valued(x, sym):
		return ReasonValue
	case s.Kind == KindMethod && asked[base]:
		return ReasonInterface
	case s.Asm.OK() && (!s.Decl.OK() || strings.HasPrefix(base, "debug")):
		return ReasonEntry
	case s.Mentioned&MentionedElsewhere != 0:
		return ReasonElsewhere
	case s.Mentioned&MentionedInTests != 0:
		return ReasonTest
	case len(x.Uses(sym)) <= 1 && s.Kind != KindClosure:
		return ReasonUnused
	}
	return ReasonUnknown
}

// exported reports whether other packages can name a function.
func exported(s *Symbol) bool {
	for part := range strings.SplitSeq(s.ID.Plain(), ".") {
		if part[0] < 'A' || part[0] > 'Z' {
			return false
		}
	}
	return s.Kind != KindClosure
}

// valued reports whether a function is used as a value: by code, or in the
// initialiser of a package-level variable. A literal inside one is.
func valued(x *Index, s Sym) bool {
	if len(x.Callers(s)) > 0 || x.Symbols[s].Kind == KindClosure && x.Symbols[s].Parent == NoSym {
		return true
	}
	return slices.ContainsFunc(x.Uses(s), func(u Use) bool {
		return u.Access&(Read|Address) != 0 && u.Access&Called == 0
	})
}
