package annotate_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"sort"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// indexOf makes an index of some files, by their syntax: functions, methods, types,
// fields, constants and variables, closures, and the functions of assembly.
func indexOf(t testing.TB, version string, files map[string]string) *index.Index {
	t.Helper()
	x := &index.Index{Config: index.Config{Version: version, GOOS: "linux", GOARCH: "amd64", Roots: []string{"runtime"}}}
	x.Packages = []index.Package{{Path: "runtime", Name: "runtime", Imports: []string{}}}
	for name := range files {
		x.Files = append(x.Files, index.File{Path: name, Text: files[name]})
	}
	sort.Slice(x.Files, func(i, j int) bool { return x.Files[i].Path < x.Files[j].Path })
	for i := range x.Files {
		if path.Ext(x.Files[i].Path) == ".s" {
			x.Files[i].Lang = index.LangAsm
			assembly(x, int32(i))
		} else {
			goSymbols(t, x, int32(i))
		}
	}
	sort.Slice(x.Symbols, func(i, j int) bool { return x.Symbols[i].ID < x.Symbols[j].ID })
	for i := range x.Symbols { // fields come behind their types, closures behind their functions
		s := &x.Symbols[i]
		if s.Kind == index.KindField || s.Kind == index.KindClosure {
			s.Parent, _ = x.Sym(s.ID[:strings.LastIndexByte(string(s.ID), '.')])
		}
	}
	whole, err := index.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

var textLine = regexp.MustCompile(`(?m)^TEXT ·(\w+)\(SB\)(?:.*\n)(?:\t.*\n)*`)

func assembly(x *index.Index, file int32) {
	for _, m := range textLine.FindAllStringSubmatchIndex(x.Files[file].Text, -1) {
		x.Symbols = append(x.Symbols, index.Symbol{
			ID: index.ID("runtime." + x.Files[file].Text[m[2]:m[3]]), Parent: index.NoSym, Decl: index.NoRange,
			Name: index.Range{File: file, Off: int32(m[2]), End: int32(m[3])}, Asm: index.Range{File: file, Off: int32(m[0]), End: int32(m[1])},
			Offset: -1, Size: -1, Align: -1, Args: -1,
		})
	}
}

func goSymbols(t testing.TB, x *index.Index, file int32) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, x.Files[file].Path, x.Files[file].Text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	off := func(p token.Pos) int32 { return int32(fset.Position(p).Offset) }
	add := func(id string, kind index.Kind, n ast.Node, name *ast.Ident) *index.Symbol {
		x.Symbols = append(x.Symbols, index.Symbol{
			ID: index.ID("runtime." + id), Kind: kind, Parent: index.NoSym, Asm: index.NoRange,
			Decl: index.Range{File: file, Off: off(n.Pos()), End: off(n.End())}, Name: index.Range{File: file, Off: off(name.Pos()), End: off(name.End())},
			Head: off(n.End()), Offset: -1, Size: -1, Align: -1, Args: -1,
		})
		return &x.Symbols[len(x.Symbols)-1]
	}
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			s := add(decl.Name.Name, index.KindFunc, decl, decl.Name)
			s.Head = off(decl.Type.End())
			s.Doc = decl.Doc.Text()
			closures := 0
			ast.Inspect(decl, func(n ast.Node) bool {
				if lit, ok := n.(*ast.FuncLit); ok {
					closures++
					s := add(fmt.Sprintf("%s.func%d", decl.Name.Name, closures), index.KindClosure, lit, decl.Name)
					s.Name, s.Head = index.NoRange, off(lit.Type.End())
				}
				return true
			})
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name.Name, index.KindType, decl, spec.Name)
					if st, ok := spec.Type.(*ast.StructType); ok {
						for _, field := range st.Fields.List {
							add(spec.Name.Name+"."+field.Names[0].Name, index.KindField, field, field.Names[0])
						}
					}
				case *ast.ValueSpec:
					s := add(spec.Names[0].Name, index.KindConst, decl, spec.Names[0])
					s.Value = spec.Values[0].(*ast.BasicLit).Value
				}
			}
		}
	}
}

// The source that the tests' notes are about: a shop with a queue.
var shop = map[string]string{
	"runtime/shop.go": `package runtime

type shop struct {
	queue []int
	open  bool
}

const most = 256

// enter puts a customer into the queue.
func enter(s *shop, c int) bool {
	if len(s.queue) == most {
		return false
	}
	s.queue = append(s.queue, c)
	for i := range s.queue {
		greet(i)
	}
	greet(c)
	return true
}

// leave takes the first one out.
func leave(s *shop) int {
	c := s.queue[0]
	s.queue = s.queue[1:]
	return c
}

func greet(c int) {}
`,
	"runtime/long.go": "package runtime\n\nfunc long() {\n\tfor {\n" + strings.Repeat("\t\tgreet(1)\n", 61) + "\t}\n}\n",
	"runtime/shop.s":  "// switch the light on\nTEXT ·light(SB), 0, $0-0\n\tMOVQ $1, AX\n\tRET\n",
}
