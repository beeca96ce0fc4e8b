package indexer_test

import (
	"strings"
	"testing"

	"sourcedive/indexer"
)

const goText = `package p

type T struct {
	a int
}

func (t *T) m() { f() }

func f() {
	func() {
		func() { g() }()
		g()
	}()
	g()
}

func g()

var v = func() { g() }
`

const asmText = `TEXT ·g(SB),0,$0-0
	CALL ·f(SB)
	RET
`

// The symbols of the small index, in its order.
const (
	symM indexer.Sym = iota
	symT
	symTA
	symF
	symF1
	symF11
	symG
	symInit1
)

// small is a sound index: a type with a field and a method, a function with nested
// closures, one written in assembly, and an excluded file.
func small() *indexer.Index {
	b := builder{text: goText}
	x := &indexer.Index{
		Config:   indexer.Config{Version: "go0", GOOS: "plan9", GOARCH: "amd64", Roots: []string{"p"}},
		Packages: []indexer.Package{{Path: "p", Name: "p", Imports: []string{}}, {Path: "q", Name: "q"}},
		Files: []indexer.File{
			{Path: "p/p.go", Text: goText},
			{Path: "p/p.s", Lang: indexer.LangAsm, Text: asmText},
			{Path: "p/p_linux.go", Text: "package p\n", Excluded: "file name: _linux"},
		},
		Symbols: []indexer.Symbol{
			symM:     b.sym("p.(*T).m", indexer.KindMethod, symT, "func (t *T) m() { f() }", "m"),
			symT:     b.sym("p.T", indexer.KindType, indexer.NoSym, "type T struct {\n\ta int\n}", "T"),
			symTA:    b.sym("p.T.a", indexer.KindField, symT, "a int", "a"),
			symF:     b.sym("p.f", indexer.KindFunc, indexer.NoSym, goText[strings.Index(goText, "func f"):strings.Index(goText, "\n\nfunc g()")], "f()"),
			symF1:    b.sym("p.f.func1", indexer.KindClosure, symF, "func() {\n\t\tfunc() { g() }()\n\t\tg()\n\t}", ""),
			symF11:   b.sym("p.f.func1.1", indexer.KindClosure, symF1, "func() { g() }", ""),
			symG:     b.sym("p.g", indexer.KindFunc, indexer.NoSym, "func g()\n", "g"),
			symInit1: b.sym("p.init.func1", indexer.KindClosure, indexer.NoSym, "func() { g() }\n", ""),
		},
	}
	x.Symbols[symInit1].Decl = indexer.Place{Off: off("func() { g() }\n"), End: off("func() { g() }\n") + 14}
	x.Symbols[symInit1].Head = x.Symbols[symInit1].Decl.End
	x.Symbols[symG].Asm = indexer.Place{File: 1, Off: 0, End: int32(len(asmText))}
	x.Files[0].Refs = []indexer.Ref{
		ref("T struct", 1, symT, indexer.NameType, indexer.Declare),
		ref("a int", 1, symTA, indexer.NameField, indexer.Declare),
		ref("m() {", 1, symM, indexer.NameFunc, indexer.Declare),
		ref("f() }", 1, symF, indexer.NameFunc, indexer.Called),
		ref("g() }()", 1, symG, indexer.NameFunc, indexer.Called),
		ref("g()\n\t}()", 1, symG, indexer.NameFunc, indexer.Called),
		ref("g()\n}", 1, symG, indexer.NameFunc, indexer.Called),
	}
	x.Edges = indexer.SortedEdges([]indexer.Edge{
		edge(symM, symF, 0, off("f() }")),
		edge(symF11, symG, 0, off("g() }()")),
		edge(symF1, symG, 0, off("g()\n\t}()")),
		edge(symF1, symF11, 0, off("func() { g() }()")),
		edge(symF, symF1, 0, off("func() {\n")),
		edge(symF, symG, 0, off("g()\n}")),
		{From: symG, To: symF, File: 1, At: int32(strings.Index(asmText, "CALL")), Kind: indexer.EdgeAsm, Rule: indexer.RuleAsm},
	})
	return x
}

// off is the offset of a piece of the Go text.
func off(s string) int32 {
	i := strings.Index(goText, s)
	if i < 0 {
		panic("the small source has no " + s)
	}
	return int32(i)
}

func ref(at string, n int32, s indexer.Sym, name indexer.NameKind, how indexer.Access) indexer.Ref {
	return indexer.Ref{Off: off(at), End: off(at) + n, Local: -1, Sym: s, Name: name, Access: how}
}

func edge(from, to indexer.Sym, file, at int32) indexer.Edge {
	return indexer.Edge{From: from, To: to, File: file, At: at, Kind: indexer.EdgeCall, Rule: indexer.RuleStatic}
}

type builder struct{ text string }

func (b builder) sym(id indexer.ID, kind indexer.Kind, parent indexer.Sym, decl, name string) indexer.Symbol {
	at := off(decl)
	s := indexer.Symbol{
		ID: id, Kind: kind, Parent: parent, Asm: indexer.Nowhere, Name: indexer.Nowhere,
		Decl: indexer.Place{Off: at, End: at + int32(len(decl))}, Offset: -1, Size: -1, Align: -1, Args: -1,
	}
	s.Head = s.Decl.End
	if name != "" {
		from := at + int32(strings.Index(decl, name))
		if kind == indexer.KindMethod {
			from = at + int32(strings.Index(decl, " "+name+"()")) + 1
		}
		s.Name = indexer.Place{Off: from, End: from + 1}
	}
	return s
}

// ready is the small index, ready for queries.
func ready(t *testing.T) *indexer.Index {
	t.Helper()
	x, err := indexer.New(small())
	if err != nil {
		t.Fatal(err)
	}
	return x
}
