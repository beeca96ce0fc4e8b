package index_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/index"
)

func ids(x *index.Index, edges []index.Edge, to bool) (list []string) {
	for _, e := range edges {
		s := e.From
		if to {
			s = e.To
		}
		list = append(list, string(x.Symbols[s].ID))
	}
	return list
}

func TestCallersAndCallees(t *testing.T) {
	x := ready(t)
	for _, c := range []struct {
		sym     index.Sym
		callers []string // by name, then by site
		callees []string // by site
	}{
		{symF, []string{"p.(*T).m", "p.g"}, []string{"p.f.func1", "p.g"}},
		{symF1, []string{"p.f"}, []string{"p.f.func1.1", "p.g"}},
		{symG, []string{"p.f", "p.f.func1", "p.f.func1.1"}, []string{"p.f"}},
		{symM, nil, []string{"p.f"}},
		{symT, nil, nil},
		{symInit1, nil, nil},
	} {
		if diff := cmp.Diff(c.callers, ids(x, x.Callers(c.sym), false)); diff != "" {
			t.Errorf("callers of %s, -want +got:\n%s", x.Symbols[c.sym].ID, diff)
		}
		if diff := cmp.Diff(c.callees, ids(x, x.Callees(c.sym), true)); diff != "" {
			t.Errorf("callees of %s, -want +got:\n%s", x.Symbols[c.sym].ID, diff)
		}
		for _, e := range x.Callers(c.sym) {
			if e.To != c.sym {
				t.Errorf("a caller of %s leads to %s", x.Symbols[c.sym].ID, x.Symbols[e.To].ID)
			}
		}
	}
}

func TestUses(t *testing.T) {
	x := ready(t)
	var got []int32
	for _, u := range x.Uses(symG) {
		if u.File != 0 || u.Access != index.Called {
			t.Errorf("use %+v", u)
		}
		got = append(got, u.Off)
	}
	if diff := cmp.Diff([]int32{off("g() }()"), off("g()\n\t}()"), off("g()\n}")}, got); diff != "" {
		t.Errorf("uses of g, -want +got:\n%s", diff)
	}
	if n := len(x.Uses(symInit1)); n != 0 {
		t.Errorf("a closure has %d uses", n)
	}
	if u := x.Uses(symTA); len(u) != 1 || u[0].Access != index.Declare {
		t.Errorf("uses of the field: %+v", u)
	}
}

func TestLookups(t *testing.T) {
	x := ready(t)
	for i := range x.Symbols {
		if s, ok := x.Sym(x.Symbols[i].ID); !ok || s != index.Sym(i) {
			t.Errorf("Sym(%s) = %d, %v", x.Symbols[i].ID, s, ok)
		}
	}
	for i := range x.Files {
		if f, ok := x.File(x.Files[i].Path); !ok || f != int32(i) {
			t.Errorf("File(%s) = %d, %v", x.Files[i].Path, f, ok)
		}
	}
	for _, id := range []index.ID{"", "p", "p.", "p.zz", "zz", "p.f.func"} {
		if s, ok := x.Sym(id); ok {
			t.Errorf("Sym(%q) = %d", id, s)
		}
	}
	if _, ok := x.File("p/p"); ok {
		t.Error("File found a prefix")
	}
	if _, ok := x.Pkg("r"); ok {
		t.Error("Pkg found what is not there")
	}
	if i, ok := x.Pkg("q"); !ok || i != 1 {
		t.Errorf("Pkg(q) = %d, %v", i, ok)
	}
}

func TestEnclosing(t *testing.T) {
	x := ready(t)
	for _, c := range []struct {
		at   string
		want index.Sym
	}{
		{"package", index.NoSym},
		{"a int", index.NoSym},
		{"func (t *T)", symM},
		{"f() }\n", symM},
		{"\n\nfunc f()", index.NoSym}, // right behind the method
		{"func f()", symF},
		{"func() {\n", symF1},
		{"func() { g() }()", symF11},
		{"g() }()", symF11},
		{"()\n\t\tg()", symF1}, // behind the inner literal, in the outer one
		{"g()\n\t}()", symF1},
		{"()\n\tg()\n}", symF}, // behind the outer literal
		{"g()\n}", symF},
		{"\nfunc g()", index.NoSym},
		{"func g()", index.NoSym}, // its body is the TEXT block
		{"var v", index.NoSym},
		{"func() { g() }\n", symInit1},
	} {
		if got := x.Enclosing(0, off(c.at)); got != c.want {
			t.Errorf("at %q: %d, want %d", c.at, got, c.want)
		}
	}
	if got := x.Enclosing(0, int32(len(goText))); got != index.NoSym {
		t.Errorf("behind the last declaration: %d", got)
	}
	if got := x.Enclosing(1, int32(strings.Index(asmText, "CALL"))); got != symG {
		t.Errorf("in the TEXT block: %d, want %d", got, symG)
	}
	if got := x.Enclosing(2, 3); got != index.NoSym {
		t.Errorf("in an excluded file: %d", got)
	}
}

func TestFunctionsOfAFile(t *testing.T) {
	x := ready(t)
	if diff := cmp.Diff([]index.Sym{symM, symF, symF1, symF11, symInit1}, x.Functions(0)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]index.Sym{symG}, x.Functions(1)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOutermost(t *testing.T) {
	x := ready(t)
	for s, want := range map[index.Sym]index.Sym{symF11: symF, symF1: symF, symF: symF, symM: symM, symTA: symTA, symInit1: symInit1} {
		if got := x.Outermost(s); got != want {
			t.Errorf("Outermost(%s) = %s", x.Symbols[s].ID, x.Symbols[got].ID)
		}
	}
}

func TestLine(t *testing.T) {
	x := ready(t)
	for at, want := range map[string]int{"package": 1, "\n\ntype": 1, "\ntype": 2, "type T": 3, "func (t": 7} {
		if got := x.Line(0, off(at)); got != want {
			t.Errorf("line of %q is %d, want %d", at, got, want)
		}
	}
}

func TestSortedEdges(t *testing.T) {
	a, b := edge(1, 2, 0, 5), edge(1, 2, 0, 4)
	other := a
	other.Kind = index.EdgeDefer
	got := index.SortedEdges([]index.Edge{other, a, b, a})
	if diff := cmp.Diff([]index.Edge{b, a, other}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestKindsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range index.EdgeKinds() {
		if k.String() == "" || seen[k.String()] {
			t.Errorf("kind %d is called %q", k, k)
		}
		seen[k.String()] = true
	}
	for k := index.KindFunc; k <= index.KindVar; k++ {
		if k.String() == "" || k.Callable() != (k == index.KindFunc || k == index.KindMethod || k == index.KindClosure) {
			t.Errorf("kind %d is called %q, callable %v", k, k, k.Callable())
		}
	}
	if index.EdgeKinds()[index.EdgeSwitch].String() != "switch" || index.EdgeCompiler.String() != "compiler" {
		t.Error("the names of kinds are shifted")
	}
}

// In a module, symbols have shorter names where these are clear.
func TestNamed(t *testing.T) {
	x, err := index.New(&index.Index{
		Config:   index.Config{Module: "example.com/m.v1"},
		Packages: []index.Package{{Path: "example.com/m.v1", Name: "m"}, {Path: "example.com/m.v1/a/word", Name: "word"}, {Path: "example.com/m.v1/b/word", Name: "word"}},
		Files:    []index.File{{Path: "m.go", Text: "package m", Excluded: "x"}},
		Symbols: []index.Symbol{
			{ID: "example.com/m%2ev1.New", Kind: index.KindFunc, Parent: index.NoSym, Decl: index.Range{End: 1}, Name: index.Range{End: 1}, Asm: index.NoRange},
			{ID: "example.com/m.v1/a/word.Both", Kind: index.KindFunc, Pkg: 1, Parent: index.NoSym, Decl: index.Range{End: 1}, Name: index.Range{End: 1}, Asm: index.NoRange},
			{ID: "example.com/m.v1/a/word.One", Kind: index.KindFunc, Pkg: 1, Parent: index.NoSym, Decl: index.Range{End: 1}, Name: index.Range{End: 1}, Asm: index.NoRange},
			{ID: "example.com/m.v1/b/word.Both", Kind: index.KindFunc, Pkg: 2, Parent: index.NoSym, Decl: index.Range{End: 1}, Name: index.Range{End: 1}, Asm: index.NoRange},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]index.Sym{
		"example.com/m%2ev1.New": 0, "m.New": 0, "New": 0, "word.One": 2, "example.com/m.v1/b/word.Both": 3,
		"word.Both": index.NoSym, "One": index.NoSym, "n.New": index.NoSym, "": index.NoSym,
	} {
		if got, ok := x.Named(name); ok != (want != index.NoSym) || ok && got != want {
			t.Errorf("%q is %d, %t; want %d", name, got, ok, want)
		}
	}
	x.Config.Module = ""
	if _, ok := x.Named("m.New"); ok {
		t.Error("Go's own source has shorter names, too")
	}
}
