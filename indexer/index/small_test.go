package index_test

import (
	"strings"
	"testing"

	"sourcedive/indexer/index"
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
	symM index.Sym = iota
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
func small() *index.Index {
	b := builder{text: goText}
	x := &index.Index{
		Config:   index.Config{Version: "go0", GOOS: "plan9", GOARCH: "amd64", Roots: []string{"p"}},
		Packages: []index.Package{{Path: "p", Name: "p", Imports: []string{}}, {Path: "q", Name: "q"}},
		Files: []index.File{
			{Path: "p/p.go", Text: goText},
			{Path: "p/p.s", Lang: index.LangAsm, Text: asmText},
			{Path: "p/p_linux.go", Text: "package p\n", Excluded: "file name: _linux"},
		},
		Symbols: []index.Symbol{
			symM:     b.sym("p.(*T).m", index.KindMethod, symT, "func (t *T) m() { f() }", "m"),
			symT:     b.sym("p.T", index.KindType, index.NoSym, "type T struct {\n\ta int\n}", "T"),
			symTA:    b.sym("p.T.a", index.KindField, symT, "a int", "a"),
			symF:     b.sym("p.f", index.KindFunc, index.NoSym, goText[strings.Index(goText, "func f"):strings.Index(goText, "\n\nfunc g()")], "f()"),
			symF1:    b.sym("p.f.func1", index.KindClosure, symF, "func() {\n\t\tfunc() { g() }()\n\t\tg()\n\t}", ""),
			symF11:   b.sym("p.f.func1.1", index.KindClosure, symF1, "func() { g() }", ""),
			symG:     b.sym("p.g", index.KindFunc, index.NoSym, "func g()\n", "g"),
			symInit1: b.sym("p.init.func1", index.KindClosure, index.NoSym, "func() { g() }\n", ""),
		},
	}
	x.Symbols[symInit1].Decl = index.Range{Off: off("func() { g() }\n"), End: off("func() { g() }\n") + 14}
	x.Symbols[symInit1].Head = x.Symbols[symInit1].Decl.End
	x.Symbols[symG].Asm = index.Range{File: 1, Off: 0, End: int32(len(asmText))}
	x.Files[0].Refs = []index.Ref{
		ref("T struct", 1, symT, index.NameType, index.Declare),
		ref("a int", 1, symTA, index.NameField, index.Declare),
		ref("m() {", 1, symM, index.NameFunc, index.Declare),
		ref("f() }", 1, symF, index.NameFunc, index.Called),
		ref("g() }()", 1, symG, index.NameFunc, index.Called),
		ref("g()\n\t}()", 1, symG, index.NameFunc, index.Called),
		ref("g()\n}", 1, symG, index.NameFunc, index.Called),
	}
	x.Edges = index.SortedEdges([]index.Edge{
		edge(symM, symF, 0, off("f() }")),
		edge(symF11, symG, 0, off("g() }()")),
		edge(symF1, symG, 0, off("g()\n\t}()")),
		edge(symF1, symF11, 0, off("func() { g() }()")),
		edge(symF, symF1, 0, off("func() {\n")),
		edge(symF, symG, 0, off("g()\n}")),
		{From: symG, To: symF, File: 1, At: int32(strings.Index(asmText, "CALL")), Kind: index.EdgeAsm, Rule: index.RuleAsm},
	})
	at := off("f() }")
	x.Ranks = []index.Rank{{Name: "a"}, {Name: "b", Before: []int32{0}}}
	x.Locks = []index.Lock{
		{Name: "the world stopped", Kind: index.LockWorld, Sym: index.NoSym},
		{Name: "T.a", Sym: symTA, Ranks: []index.LockRank{{Rank: 1, At: at}}},
	}
	x.Locking = []index.Locking{
		{Func: symM, Lock: 1, Leaves: index.LeavesSame, Uses: []index.LockUse{{At: at, Via: index.NoSym}, {At: at + 1, Act: index.ActReleases, Via: symF}}},
		{Func: symF, Lock: 0, Uses: []index.LockUse{{At: off("}\n\nfunc f"), Act: index.ActSaysHeld, Via: index.NoSym, Text: "So."}}},
	}
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

func ref(at string, n int32, s index.Sym, name index.NameKind, how index.Access) index.Ref {
	return index.Ref{Off: off(at), End: off(at) + n, Local: -1, Sym: s, Name: name, Access: how}
}

func edge(from, to index.Sym, file, at int32) index.Edge {
	return index.Edge{From: from, To: to, File: file, At: at, Kind: index.EdgeCall, Rule: index.RuleStatic}
}

type builder struct{ text string }

func (b builder) sym(id index.ID, kind index.Kind, parent index.Sym, decl, name string) index.Symbol {
	at := off(decl)
	s := index.Symbol{
		ID: id, Kind: kind, Parent: parent, Asm: index.NoRange, Name: index.NoRange,
		Decl: index.Range{Off: at, End: at + int32(len(decl))}, Offset: -1, Size: -1, Align: -1, Args: -1,
	}
	s.Head = s.Decl.End
	if name != "" {
		from := at + int32(strings.Index(decl, name))
		if kind == index.KindMethod {
			from = at + int32(strings.Index(decl, " "+name+"()")) + 1
		}
		s.Name = index.Range{Off: from, End: from + 1}
	}
	return s
}

// ready is the small index, ready for queries.
func ready(t *testing.T) *index.Index {
	t.Helper()
	x, err := index.New(small())
	if err != nil {
		t.Fatal(err)
	}
	return x
}
