package starter_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/internal/starter"
)

// small is a module of one package, in which Do calls do, and a calls Do.
func small(t *testing.T) *index.Index {
	t.Helper()
	const text = "package m\n\n// Do does it. It is quick.\nfunc Do() { do(\"x\") }\n\nfunc a() {\n\tDo()\n}\n\nfunc do(s string) {}\n\ntype T int\n"
	at := func(from, to string) index.Range {
		off := strings.Index(text, from)
		return index.Range{Off: int32(off), End: int32(off + strings.Index(text[off:], to) + len(to))}
	}
	fn := func(id index.ID, decl index.Range, doc string) index.Symbol {
		return index.Symbol{ID: id, Kind: index.KindFunc, Parent: index.NoSym, Decl: decl, Head: decl.Off + 4, Name: index.Range{Off: decl.Off + 5, End: decl.Off + 6}, Asm: index.NoRange, Doc: doc, Offset: -1, Size: -1, Align: -1, Args: -1}
	}
	typ := fn("example.com/m.T", at("type T", "int"), "")
	typ.Kind = index.KindType
	x, err := index.New(&index.Index{
		Config:   index.Config{Module: "example.com/m", Version: "v1.0.0", GOOS: "linux", GOARCH: "amd64", Roots: []string{"example.com/m"}},
		Packages: []index.Package{{Path: "example.com/m", Name: "m"}},
		Files:    []index.File{{Path: "example.com/m/m.go", Text: text}},
		Symbols: []index.Symbol{
			fn("example.com/m.Do", at("func Do", "}"), "Do does it. It is quick."), typ,
			fn("example.com/m.a", at("func a", "}"), ""), fn("example.com/m.do", at("func do", "}"), ""),
		},
		Edges: []index.Edge{
			{From: 0, To: 3, At: int32(strings.Index(text, "do(\"x")), Rule: index.RuleStatic},
			{From: 2, To: 0, At: int32(strings.Index(text, "\tDo()") + 1), Rule: index.RuleStatic},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Do calls on a line that is more than a statement; what remains are declarations.
func TestExamples(t *testing.T) {
	var names []string
	for e := range starter.Examples(small(t)) {
		names = append(names, e.Name+" "+e.Callee)
	}
	if want := []string{"m.Do ", "m.T "}; !slices.Equal(names, want) {
		t.Errorf("examples %q, want %q", names, want)
	}
}

func TestFiles(t *testing.T) {
	x := small(t)
	s := starter.SubjectOf(x, "kb")
	for s.First = range starter.Examples(x) {
		break
	}
	s.First.Callee, s.First.Statement = "m.do", `do("x")`
	files, err := starter.Files(s)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text += "-- " + name + " --\n" + files[name]
	}
	golden.Check(t, "module.txt", text)
	s.Module, s.Packages, s.Version = "", []string{"sort", "errors"}, "go1.26.8"
	s.First.Callee = ""
	if files, err = starter.Files(s); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "packages.txt", files["kb.yaml"]+files["notes/core/on-Do.md"])
}
