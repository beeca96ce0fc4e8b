package indexer_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"sourcedive/indexer"
	"sourcedive/indexer/index"
)

// shim makes a tree that is the local one with more files: links to everything,
// but for directories that files are added to, which are copied.
func shim(t testing.TB, dir string, files []txtar.File) indexer.Config {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	own := map[string]bool{"src": true}
	for _, f := range files {
		own["src/"+strings.Split(f.Name, "/")[0]] = true
	}
	link := func(rel string) {
		entries, err := os.ReadDir(filepath.Join(goroot(), rel))
		if os.IsNotExist(err) {
			return
		}
		must(err)
		for _, e := range entries {
			name := filepath.Join(rel, e.Name())
			if own[filepath.ToSlash(name)] {
				continue
			}
			must(os.Symlink(filepath.Join(goroot(), name), filepath.Join(dir, name)))
		}
	}
	for rel := range own {
		must(os.MkdirAll(filepath.Join(dir, rel), 0o777))
		link(rel)
	}
	link("")
	for _, f := range files {
		path := filepath.Join(dir, "src", filepath.FromSlash(f.Name))
		must(os.MkdirAll(filepath.Dir(path), 0o777))
		os.Remove(path)
		must(os.WriteFile(path, f.Data, 0o666))
	}
	cfg := config()
	cfg.Root, cfg.Version = dir, "go0.0-test"
	cfg.Env = append(slices.Clone(cfg.Env), "GOROOT="+dir)
	return cfg
}

// source is the index of a tree with additional files.
func source(t testing.TB, files string, roots ...string) *index.Index {
	t.Helper()
	cfg := shim(t, t.TempDir(), txtar.Parse([]byte(files)).Files)
	cfg.Roots = roots
	x, err := indexer.Build(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var (
	fixtureOnce sync.Once
	fixtureX    *index.Index
)

func fixture(t testing.TB) *index.Index {
	t.Helper()
	fixtureOnce.Do(func() {
		text, err := os.ReadFile("testdata/fixture.txtar")
		if err != nil {
			t.Fatal(err)
		}
		fixtureX = source(t, string(text), "zfix")
	})
	if fixtureX == nil {
		t.Skip("the fixture could not be read; another test says why")
	}
	return fixtureX
}

func TestFixtureIsWhole(t *testing.T) {
	x := fixture(t)
	for _, p := range x.Problems {
		t.Errorf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
	var files []string
	for _, f := range x.Files {
		files = append(files, f.Path+"|"+f.Excluded)
	}
	want := []string{
		// The go command says nothing of files whose names start with an underscore.
		"zfix/access.go|", "zfix/c.go|it needs cgo", "zfix/c.h|",
		"zfix/calls.go|", "zfix/ignored.go|//go:build ignore", "zfix/layout.go|", "zfix/names.go|",
		"zfix/none_windows.go|file name: _windows",
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files and why they are excluded, -want +got:\n%s", diff)
	}
}

var want = regexp.MustCompile(`// WANT (!?)(\S+) (\S+)`)

func TestFixtureEdges(t *testing.T) {
	x := fixture(t)
	n := 0
	for i := range x.Files {
		for line, text := range strings.Split(x.Files[i].Text, "\n") {
			m := want.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			n++
			to := sym(t, x, index.ID(m[3]))
			found := slices.ContainsFunc(x.Callers(to), func(e index.Edge) bool {
				return e.File == int32(i) && x.Line(e.File, e.At) == line+1 && (m[2] == "*" || e.Kind.String() == m[2])
			})
			if found != (m[1] == "") {
				t.Errorf("%s:%d: %s: found %v", x.Files[i].Path, line+1, m[0], found)
			}
		}
	}
	if n < 25 {
		t.Errorf("only %d wants", n)
	}
}

func TestFixtureSymbols(t *testing.T) {
	x := fixture(t)
	for id, kind := range map[index.ID]index.Kind{
		"zfix.leaf": index.KindFunc, "zfix.(*T).ptr": index.KindMethod, "zfix.T.val": index.KindMethod,
		"zfix.T": index.KindType, "zfix.T.next": index.KindField, "zfix.I.ptr": index.KindAbstract,
		"zfix.nested.func1": index.KindClosure, "zfix.nested.func1.1": index.KindClosure, "zfix.nested.func2": index.KindClosure,
		"zfix.init.0": index.KindFunc, "zfix.init.1": index.KindFunc, "zfix.init.1.func1": index.KindClosure,
		"zfix.init.func1": index.KindClosure, "zfix.init.func2": index.KindClosure, "zfix.init.func2.1": index.KindClosure,
		"zfix.generic[...]": index.KindFunc, "zfix.generic[...].func1": index.KindClosure, "zfix.(*G[...]).get": index.KindMethod,
		"zfix.A": index.KindConst, "zfix.D": index.KindConst, "zfix.one": index.KindVar,
		"zfix.Outer.c.f.g": index.KindField, "zfix.v.w": index.KindField, "zfix.Outer.T": index.KindField, "zfix.Outer.inner": index.KindField,
		"zfix.Iface.M": index.KindAbstract,
	} {
		if s, ok := x.Sym(id); !ok || x.Symbols[s].Kind != kind {
			t.Errorf("%s: found %v, want a %s", id, ok, kind)
		}
	}
	for _, id := range []index.ID{"zfix._", "zfix.onWindows", "main.main", "zfix.main", "zfix.Outer._", "zfix.init", "zfix.switches.y", "zfix.init.2", "zfix.nested.func3", "zfix.generic"} {
		if _, ok := x.Sym(id); ok {
			t.Errorf("%s is a symbol", id)
		}
	}
}

func TestFixtureLayout(t *testing.T) {
	x := fixture(t)
	for id, want := range map[index.ID][3]int64{ // offset, size, alignment
		"zfix.Outer":       {-1, 64, 8},
		"zfix.Outer.a":     {0, 1, 1},
		"zfix.Outer.b":     {4, 4, 4},
		"zfix.Outer.c":     {8, 24, 8},
		"zfix.Outer.c.d":   {8, 1, 1},
		"zfix.Outer.c.e":   {16, 8, 8},
		"zfix.Outer.c.f":   {24, 1, 1},
		"zfix.Outer.c.f.g": {24, 1, 1},
		"zfix.Outer.inner": {32, 16, 8},
		"zfix.Outer.T":     {48, 8, 8},
		"zfix.Outer.h":     {56, 0, 8}, // and a word behind it, so that &h stays inside
		"zfix.Of":          {-1, -1, -1},
		"zfix.Of.p":        {-1, 8, 8},
		"zfix.Of.q":        {-1, -1, -1},
		"zfix.v":           {-1, 16, 8},
		"zfix.v.x":         {8, 8, 8},
		"zfix.Alias":       {-1, 64, 8},
		"zfix.A":           {-1, -1, -1},
		"zfix.leaf":        {-1, -1, -1},
	} {
		s := x.Symbols[sym(t, x, id)]
		if got := [3]int64{s.Offset, s.Size, s.Align}; got != want {
			t.Errorf("%s: offset, size, alignment %v, want %v", id, got, want)
		}
	}
	for id, embedded := range map[index.ID]bool{"zfix.Outer.inner": true, "zfix.Outer.T": true, "zfix.Outer.a": false} {
		if got := x.Symbols[sym(t, x, id)].Embedded; got != embedded {
			t.Errorf("%s: embedded %v", id, got)
		}
	}
}

func TestFixtureWords(t *testing.T) {
	x := fixture(t)
	for id, want := range map[index.ID][3]string{ // signature, comment, type
		"zfix.F":       {"func F(a int, b string) (err error)", "F does it.", ""},
		"zfix.A":       {"const A = 0", "A is documented.", "untyped int"},
		"zfix.B":       {"const B = 1", "remarked", "untyped int"},
		"zfix.C":       {`const C = "x"`, "", "untyped string"},
		"zfix.D":       {`const D = 121`, "", "untyped rune"},
		"zfix.Named":   {"type Named int", "Named is documented.", ""},
		"zfix.other":   {"type other string", "remarked", ""},
		"zfix.Alias":   {"type Alias = Outer", "", ""},
		"zfix.T":       {"type T struct", "", ""},
		"zfix.Of":      {"type Of[P any] struct", "", ""},
		"zfix.Iface":   {"type Iface interface", "", ""},
		"zfix.Iface.M": {"M(int) string", "does M", ""},
		"zfix.global":  {"var global S", "", "S"},
		"zfix.S.typed": {"typed atomic.Int32", "", "atomic.Int32"},
		"zfix.S.ptr":   {"ptr *inner", "", "*inner"},
	} {
		s := x.Symbols[sym(t, x, id)]
		if got := [3]string{s.Sig, s.Doc, s.Type}; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if s := x.Symbols[sym(t, x, "zfix.long")]; len(s.Value) != 102 {
		t.Errorf("the value of a long constant is cut: %s", s.Value)
	}
	f := x.Symbols[sym(t, x, "zfix.F")]
	if len(f.Directives) != 2 || f.Directives[0].Name != "noinline" || f.Directives[1].Name != "nosplit" {
		t.Errorf("directives of F: %+v", f.Directives)
	}
	if s := x.Symbols[sym(t, x, "zfix.renamed")]; s.Link != "other/pkg.name" || len(s.Directives) != 1 {
		t.Errorf("renamed: link %q, directives %+v", s.Link, s.Directives)
	}
	if x.Packages[0].Doc != "Package zfix is a fixture.\n" || !slices.Contains(x.Packages[0].Imports, "sync/atomic") {
		t.Errorf("package %+v", x.Packages[0])
	}
}

// What each line of func access does to the field that it names first.
func TestFixtureAccess(t *testing.T) {
	x := fixture(t)
	const (
		r, w, a = index.Read, index.Write, index.Address
	)
	file, _ := x.File("zfix/access.go")
	text := x.Files[file].Text
	body := strings.Index(text, "func access")
	for _, c := range []struct {
		line, name string
		want       index.Access
	}{
		{"_ = s.read", "read", r},
		{"s.written = 1", "written", w},
		{"s.both++", "both", r | w},
		{"s.both += 2", "both", r | w},
		{"p = &s.addr", "addr", a},
		{"p = &s.addr", "p", w},
		{"atomic.LoadInt32(&s.atom)", "atom", r},
		{"atomic.StoreInt32(&s.atom, 1)", "atom", w},
		{"atomic.AddInt32(&s.atom, 1)", "atom", r | w},
		{"atomic.AddInt32(&s.atom, 1)", "s", r},
		{"s.typed.Load()", "typed", r},
		{"s.typed.Store(1)", "typed", w},
		{"s.typed.Store(1)", "Store", index.Called},
		{"_ = S{lit: 1}", "lit", w},
		{"{lit: 2}", "lit", w},
		{"s.list[0] = 1", "list", r}, // the array behind it is written, the slice is not
		{"s.arr[0] = 1", "arr", w},
		{"s.in.x = 1", "x", w},
		{"s.in.x = 1", "in", w},
		{"s.ptr.y = 1", "y", w},
		{"s.ptr.y = 1", "ptr", r},
		{"s.in.x = 1", "s", r},
		{"global.read = 1", "global", w},
		{"global.method()", "global", a},
		{"for s.read = range", "read", w},
		{"s.read, s.written = s.written, s.read", "read", w},
		{"s.written, s.read\n", "read", r},
		{"s.written, s.read\n", "written", r},
	} {
		at := body + strings.Index(text[body:], c.line)
		at += regexp.MustCompile(`\b` + c.name + `\b`).FindStringIndex(text[at:])[0]
		i := slices.IndexFunc(x.Files[file].Refs, func(r index.Ref) bool { return int(r.Off) == at })
		if i < 0 {
			t.Errorf("%s: no ref on %s", c.line, c.name)
			continue
		}
		if got := x.Files[file].Refs[i].Access; got != c.want {
			t.Errorf("%s: %s has access %05b, want %05b", strings.TrimSpace(c.line), c.name, got, c.want)
		}
	}
}

// An embedded field is declared by the name of its type.
func TestEmbeddedFieldsHaveADeclaringRef(t *testing.T) {
	x := fixture(t)
	s := sym(t, x, "zfix.Outer.inner")
	typ := sym(t, x, "zfix.inner")
	declares := slices.ContainsFunc(x.Uses(s), func(u index.Use) bool { return u.Access&index.Declare != 0 })
	names := slices.ContainsFunc(x.Uses(typ), func(u index.Use) bool { return u.Off == x.Symbols[s].Name.Off && u.File == x.Symbols[s].Name.File })
	if !declares && !names {
		t.Error("the embedded name is neither the field nor the type")
	}
}

// A tree with a fault is read all the same: the fault is told with its place, and
// all else is known.
func TestTreeWithATypeError(t *testing.T) {
	x := source(t, `
-- zbroken/good.go --
package zbroken

func Good() { other() }
func other() {}
-- zbroken/bad.go --
package zbroken

func Bad() {
	undefined()
	Good()
}
-- zuser/user.go --
package zuser

import "zbroken"

func Use() { zbroken.Good(); own() }

func own() {}
`, "zbroken", "zuser")
	if len(x.Problems) != 1 || x.Problems[0].File != "zbroken/bad.go" || x.Problems[0].Line != 4 || !strings.Contains(x.Problems[0].Msg, "undefined") {
		t.Errorf("problems %+v", x.Problems)
	}
	for _, id := range []index.ID{"zbroken.Good", "zbroken.other", "zbroken.Bad", "zuser.Use"} {
		sym(t, x, id)
	}
	if len(x.Callees(sym(t, x, "zuser.Use"))) != 2 {
		t.Errorf("the package beside it has edges %v", x.Callees(sym(t, x, "zuser.Use")))
	}
	if n := len(x.Callees(sym(t, x, "zbroken.Good"))); n != 1 {
		t.Errorf("what has no fault has %d edges, want 1", n)
	}
	if list := x.Callees(sym(t, x, "zbroken.Bad")); len(list) != 1 || list[0].Kind != index.EdgeCall || list[0].To != sym(t, x, "zbroken.Good") {
		t.Errorf("what has a fault has edges %v, want the call of Good", list)
	}
	if n := len(x.Uses(sym(t, x, "zbroken.Good"))); n != 3 {
		t.Errorf("%d refs of Good, want 3", n)
	}
}

func TestTreeWithASyntaxError(t *testing.T) {
	x := source(t, `
-- zbroken/good.go --
package zbroken

func Good() {}
-- zbroken/bad.go --
package zbroken

func Bad() {
	if {
}
`, "zbroken", "errors")
	if len(x.Problems) == 0 || x.Problems[0].File != "zbroken/bad.go" || x.Problems[0].Line != 4 {
		t.Errorf("problems %+v", x.Problems)
	}
	seen := map[index.Diagnostic]bool{}
	for _, p := range x.Problems {
		if seen[p] {
			t.Errorf("told twice: %+v", p)
		}
		seen[p] = true
	}
	sym(t, x, "zbroken.Good")
	sym(t, x, "errors.New")
}

// A second declaration of a name is a problem; the refs of the first stay right.
func TestTreeWithADuplicate(t *testing.T) {
	x := source(t, `
-- zbroken/a.go --
package zbroken

func Again() {}

func aaa() {}

type T struct{ f, f int }
-- zbroken/b.go --
package zbroken

func Again() {
	func() { aaa() }()
}

func (T) Again() {}
func (T) Again() { func() {}() }
`, "zbroken")
	if len(x.Problems) == 0 {
		t.Error("no problem is told")
	}
	for i := range x.Files {
		for _, r := range x.Files[i].Refs {
			text := x.Files[i].Text[r.Off:r.End]
			if r.Sym != index.NoSym && x.Symbols[r.Sym].ID.Base() != text {
				t.Errorf("%s:%d: %s means %s", x.Files[i].Path, x.Line(int32(i), r.Off), text, x.Symbols[r.Sym].ID)
			}
		}
	}
}

// An import that does not exist leaves the rest standing.
func TestTreeWithAMissingImport(t *testing.T) {
	x := source(t, `
-- zbroken/a.go --
package zbroken

import "no/such/package"

func F() { nosuch.X(); g() }

func g() {}
`, "zbroken", "errors")
	if len(x.Problems) == 0 || x.Problems[0].File != "zbroken/a.go" || !strings.Contains(x.Problems[0].Msg, "no/such/package") {
		t.Errorf("problems %+v", x.Problems)
	}
	sym(t, x, "zbroken.g")
}

// Assembly beside Go: static functions, aliases, middle dots.
func TestFixtureAssembly(t *testing.T) {
	x := source(t, `
-- zasm/a.go --
package zasm

func one()

func two()

func three() {}

func four() { one() }

//go:linkname body zasm.alias
func body() {}
-- zasm/a_amd64.s --
#include "textflag.h"

// one is explained.
TEXT ·one(SB),NOSPLIT,$16-0
	CALL	·three(SB)
	CALL	local<>(SB)
	JMP	zasm·two(SB)

TEXT ·two(SB),NOSPLIT|NOFRAME,$0
	CALL	·alias(SB)
	LEAQ	·three(SB), AX
	RET

TEXT local<>(SB),NOSPLIT,$0-8
	JMP	again
again:
	RET
-- zasm/a_arm64.s --
TEXT ·one(SB),$0
	RET
`, "zasm")
	if x.Config.GOARCH != "amd64" {
		t.Skip("the fixture is written in the assembly of amd64")
	}
	have := map[string]string{}
	for _, e := range x.Edges {
		have[string(x.Symbols[e.From].ID)+" "+string(x.Symbols[e.To].ID)] = e.Kind.String()
	}
	const local = "zasm.local" // file-local names are counted to the package
	if diff := cmp.Diff(map[string]string{
		"zasm.four zasm.one": "call", "zasm.one zasm.three": "asm", "zasm.one zasm.two": "asm",
		"zasm.one " + local: "asm", "zasm.two zasm.body": "asm", "zasm.two zasm.three": "ref",
	}, have); diff != "" {
		t.Errorf("edges, -want +got:\n%s", diff)
	}
	s := x.Symbols[sym(t, x, "zasm.one")]
	if s.Frame != 16 || s.Args != 0 || !slices.Contains(s.AsmFlags, "NOSPLIT") || !s.Decl.OK() {
		t.Errorf("one: frame %d, args %d, flags %v", s.Frame, s.Args, s.AsmFlags)
	}
	if s := x.Symbols[sym(t, x, local)]; s.Args != 8 || s.Decl.OK() || s.Doc != "" {
		t.Errorf("local: %+v", s)
	}
	if i, ok := x.File("zasm/a_arm64.s"); !ok || x.Files[i].Excluded != "file name: _arm64" {
		t.Error("the assembly of another machine is not among the excluded")
	}
}
