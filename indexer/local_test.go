package indexer_test

import (
	"bytes"
	"context"
	"go/ast"
	gobuild "go/build"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sourcedive/indexer"
	"sourcedive/indexer/index"
)

// goEnv asks the go command on PATH, whose tree these tests read.
func goEnv(name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		panic("go env " + name + ": " + err.Error())
	}
	return strings.TrimSpace(string(out))
}

var goroot = sync.OnceValue(func() string { return goEnv("GOROOT") })

// config indexes packages of the local tree.
func config(roots ...string) indexer.Config {
	return indexer.Config{
		Root: goroot(), Version: goEnv("GOVERSION"), Env: os.Environ(),
		GOOS: runtime.GOOS, GOARCH: runtime.GOARCH, Roots: roots,
	}
}

var localIndex = sync.OnceValues(func() (*index.Index, error) {
	cfg := config("runtime", "runtime/debug", "sync", "sync/atomic", "internal/sync", "time", "os", "reflect", "internal/poll", "maps", "slices", "no/such/package")
	cfg.Closed = []string{"runtime"}
	cfg.Notes = []string{"a note"}
	return indexer.Build(context.Background(), cfg)
})

// local is the index of the local runtime, built once.
func local(t testing.TB) *index.Index {
	t.Helper()
	x, err := localIndex()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func sym(t testing.TB, x *index.Index, id index.ID) index.Sym {
	t.Helper()
	s, ok := x.Sym(id)
	if !ok {
		t.Fatalf("no symbol %s", id)
	}
	return s
}

func TestLocalTreeIsSound(t *testing.T) {
	x := local(t)
	if err := x.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, p := range x.Problems {
		t.Errorf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
	if slices.Contains(x.Config.Roots, "no/such/package") || !slices.Contains(x.Config.Roots, "runtime") {
		t.Errorf("roots %v", x.Config.Roots)
	}
	if !strings.Contains(x.Config.License, "Go Authors") && !strings.Contains(x.Config.License, "Google") {
		t.Errorf("licence %.60q", x.Config.License)
	}
	for _, closed := range []string{"internal/abi", "internal/goarch", "internal/runtime/atomic"} {
		if _, ok := x.Pkg(closed); !ok {
			t.Errorf("runtime imports %s, which is not read", closed)
		}
	}
	for _, open := range []string{"unsafe", "errors", "io/fs", "no/such/package"} {
		if _, ok := x.Pkg(open); ok {
			t.Errorf("%s is read, though nobody asked for it", open)
		}
	}
}

// wanted are edges that hold in every recent version, and, with a !, some that do
// not. A * stands for any kind.
const wanted = `
runtime.schedule call runtime.findRunnable
runtime.schedule call runtime.execute
runtime.schedule !* runtime.gopark
runtime.schedule !* runtime.schedule
runtime.execute call runtime.gogo
runtime.newproc switch runtime.newproc.func1
runtime.newproc call runtime.systemstack
runtime.newproc !* runtime.newproc1
runtime.newproc.func1 call runtime.newproc1
runtime.newproc.func1 !switch runtime.newproc1
runtime.gopark switch runtime.park_m
runtime.gopark call runtime.mcall
runtime.gopark !call runtime.park_m
runtime.Gosched switch runtime.gosched_m
runtime.morestack asm runtime.newstack
runtime.morestack_noctxt asm runtime.morestack
runtime.newstack !* runtime.morestack
runtime.newstack * runtime.copystack
runtime.rt0_go asm runtime.schedinit
runtime.rt0_go asm runtime.newproc
runtime.mstart asm runtime.mstart0
runtime.main defer runtime.main.func2
runtime.forcegchelper call runtime.gcStart
runtime.gcStart * runtime.gcBgMarkStartWorkers
runtime.gcBgMarkStartWorkers go runtime.gcBgMarkWorker
runtime.mallocgc call runtime.mallocgcLarge
runtime.(*mcache).refill call runtime.(*mcentral).cacheSpan
runtime.(*mheap).alloc switch runtime.(*mheap).alloc.func1
runtime.(*mheap).alloc.func1 call runtime.(*mheap).allocSpan
sync.(*Once).doSlow defer sync.(*Mutex).Unlock
sync.(*Mutex).Lock call internal/sync.(*Mutex).Lock
internal/sync.(*Mutex).lockSlow * internal/sync.runtime_SemacquireMutex
slices.Sort[...] call slices.pdqsortOrdered[...]
`

func TestWantedEdges(t *testing.T) {
	x := local(t)
	for line := range strings.Lines(wanted) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		kind, unwanted := strings.CutPrefix(f[1], "!")
		if kind == f[1] {
			unwanted = false
		}
		from, to := sym(t, x, index.ID(f[0])), sym(t, x, index.ID(f[2]))
		found := slices.ContainsFunc(x.Callees(from), func(e index.Edge) bool {
			return e.To == to && (kind == "*" || e.Kind.String() == kind)
		})
		if found == unwanted {
			t.Errorf("%s found: %v", strings.TrimSpace(line), found)
		}
	}
}

// A grown stack is the one thing that no Go code leads to.
func TestMorestackLeadsToNewstack(t *testing.T) {
	x := local(t)
	newstack := sym(t, x, "runtime.newstack")
	for _, e := range x.Callers(newstack) {
		from, file := x.Symbols[e.From], x.Files[e.File]
		if from.ID != "runtime.morestack" || e.Kind != index.EdgeAsm || e.Rule != index.RuleAsm || file.Path != "runtime/asm_"+runtime.GOARCH+".s" {
			t.Errorf("%s leads to newstack as %s at %s", from.ID, e.Kind, file.Path)
		}
		line := file.Text[strings.LastIndexByte(file.Text[:e.At], '\n')+1:]
		if line, _, _ = strings.Cut(line, "\n"); !strings.Contains(line, "newstack") {
			t.Errorf("the site reads %q", line)
		}
	}
	if len(x.Callers(newstack)) == 0 {
		t.Error("nothing leads to newstack")
	}
}

func TestAssemblyFunctions(t *testing.T) {
	x := local(t)
	for id, decl := range map[index.ID]bool{
		"runtime.mcall": true, "runtime.systemstack": true, "runtime.gogo": true, "runtime.morestack": true,
		"runtime.rt0_go": true, "runtime.memmove": true, "_rt0_" + index.ID(runtime.GOARCH+"_"+runtime.GOOS): false,
	} {
		s := x.Symbols[sym(t, x, id)]
		if !s.Asm.OK() || x.Files[s.Asm.File].Lang != index.LangAsm {
			t.Errorf("%s has no TEXT block", id)
			continue
		}
		if s.Decl.OK() != decl {
			t.Errorf("%s is declared in Go: %v", id, s.Decl.OK())
		}
		if text := x.Files[s.Asm.File].Text[s.Asm.Off:s.Asm.End]; !strings.HasPrefix(text, "TEXT") || strings.Count(text, "TEXT") != strings.Count(text, "\nTEXT")+1 {
			t.Errorf("%s: its block starts with %.40q", id, text)
		}
	}
	// The comment of mcall forbids the directive that systemstack has.
	mcall, systemstack := x.Symbols[sym(t, x, "runtime.mcall")], x.Symbols[sym(t, x, "runtime.systemstack")]
	if len(mcall.Directives) > 0 || !strings.HasPrefix(mcall.Doc, "mcall switches from the g to the g0 stack") {
		t.Errorf("mcall: directives %v, comment %.60q", mcall.Directives, mcall.Doc)
	}
	if len(systemstack.Directives) != 1 || systemstack.Directives[0].Name != "noescape" || strings.Contains(systemstack.Doc, "go:noescape") {
		t.Errorf("systemstack: directives %v, comment %q", systemstack.Directives, systemstack.Doc)
	}
	if mcall.Sig != "func mcall(fn func(*g))" {
		t.Errorf("signature of mcall: %q", mcall.Sig)
	}
}

// Bodies in runtime carry the names of other packages.
func TestLinknames(t *testing.T) {
	x := local(t)
	links := map[string]index.ID{}
	for _, s := range x.Symbols {
		if s.Link != "" {
			links[s.Link] = s.ID
		}
	}
	for link, id := range map[string]index.ID{
		"time.Sleep":                       "runtime.timeSleep",
		"sync.runtime_Semacquire":          "runtime.sync_runtime_Semacquire",
		"os.runtime_args":                  "runtime.os_runtime_args",
		"reflect.typedmemmove":             "runtime.reflect_typedmemmove",
		"internal/poll.runtime_Semacquire": "runtime.poll_runtime_Semacquire",
	} {
		if links[link] != id {
			t.Errorf("the body behind %s is %q, want %s", link, links[link], id)
		}
	}
	s := x.Symbols[sym(t, x, "runtime.timeSleep")]
	if len(s.Directives) != 1 || s.Directives[0].Name != "linkname" || s.Directives[0].Args != "timeSleep time.Sleep" {
		t.Errorf("directives of timeSleep: %+v", s.Directives)
	}
	bad := 0
	for i := range x.Symbols {
		s := &x.Symbols[i]
		for _, d := range s.Directives {
			text := x.Files[d.File].Text
			if int(d.Off) > len(text) || !strings.HasPrefix(text[d.Off:], "//go:"+d.Name) {
				if bad++; bad < 10 {
					t.Errorf("%s: in its file, no directive %s stands at %d", s.ID, d.Name, d.Off)
				}
			}
		}
	}
}

// layouts are types whose layout the running program, compiled from the same tree,
// knows by reflection.
var layouts = map[index.ID]reflect.Type{
	"sync.Mutex":                 reflect.TypeFor[sync.Mutex](),
	"sync.RWMutex":               reflect.TypeFor[sync.RWMutex](),
	"sync.Pool":                  reflect.TypeFor[sync.Pool](),
	"sync.WaitGroup":             reflect.TypeFor[sync.WaitGroup](),
	"sync.Cond":                  reflect.TypeFor[sync.Cond](),
	"sync.Once":                  reflect.TypeFor[sync.Once](),
	"sync.Map":                   reflect.TypeFor[sync.Map](),
	"time.Time":                  reflect.TypeFor[time.Time](),
	"time.Timer":                 reflect.TypeFor[time.Timer](),
	"time.Ticker":                reflect.TypeFor[time.Ticker](),
	"time.Location":              reflect.TypeFor[time.Location](),
	"time.Duration":              reflect.TypeFor[time.Duration](),
	"reflect.Value":              reflect.TypeFor[reflect.Value](),
	"reflect.StructField":        reflect.TypeFor[reflect.StructField](),
	"reflect.MapIter":            reflect.TypeFor[reflect.MapIter](),
	"os.File":                    reflect.TypeFor[os.File](),
	"os.Process":                 reflect.TypeFor[os.Process](),
	"os.ProcAttr":                reflect.TypeFor[os.ProcAttr](),
	"os.SyscallError":            reflect.TypeFor[os.SyscallError](),
	"runtime.MemStats":           reflect.TypeFor[runtime.MemStats](),
	"runtime.Frame":              reflect.TypeFor[runtime.Frame](),
	"runtime.Frames":             reflect.TypeFor[runtime.Frames](),
	"runtime.Func":               reflect.TypeFor[runtime.Func](),
	"runtime.MemProfileRecord":   reflect.TypeFor[runtime.MemProfileRecord](),
	"runtime.TypeAssertionError": reflect.TypeFor[runtime.TypeAssertionError](),
	"runtime.PanicNilError":      reflect.TypeFor[runtime.PanicNilError](),
}

func TestLayouts(t *testing.T) {
	x := local(t)
	if x.Config.Version != runtime.Version() {
		t.Skipf("the tests are compiled by %s, the go command on PATH is %s", runtime.Version(), x.Config.Version)
	}
	for id, typ := range layouts {
		s := x.Symbols[sym(t, x, id)]
		if s.Size != int64(typ.Size()) || s.Align != int64(typ.Align()) {
			t.Errorf("%s: size %d aligned to %d, want %d, %d", id, s.Size, s.Align, typ.Size(), typ.Align())
		}
		if typ.Kind() != reflect.Struct {
			continue
		}
		for f := range typ.Fields() {
			if f.Name == "_" {
				continue
			}
			s := x.Symbols[sym(t, x, id+"."+index.ID(f.Name))]
			if s.Kind != index.KindField || s.Offset != int64(f.Offset) || s.Size != int64(f.Type.Size()) || s.Align != int64(f.Type.Align()) || s.Embedded != f.Anonymous {
				t.Errorf("%s: a %s at %d, size %d aligned to %d, embedded %v; want %d, %d, %d, %v", s.ID, s.Kind,
					s.Offset, s.Size, s.Align, s.Embedded, f.Offset, f.Type.Size(), f.Type.Align(), f.Anonymous)
			}
			sameInside(t, x, s.ID, f.Type, int64(f.Offset))
		}
	}
}

// sameInside compares a struct that is written inside another.
func sameInside(t *testing.T, x *index.Index, id index.ID, typ reflect.Type, base int64) {
	if typ.Kind() != reflect.Struct || typ.Name() != "" {
		return
	}
	for f := range typ.Fields() {
		if f.Name == "_" {
			continue
		}
		if s := x.Symbols[sym(t, x, id+"."+index.ID(f.Name))]; s.Offset != base+int64(f.Offset) {
			t.Errorf("%s: offset %d, want %d from the start of the outermost struct", s.ID, s.Offset, base+int64(f.Offset))
		}
	}
}

func TestGenericTypesHaveNoLayout(t *testing.T) {
	x := local(t)
	if s := x.Symbols[sym(t, x, "sync/atomic.Pointer")]; s.Size != 8 && s.Size != -1 {
		t.Errorf("sync/atomic.Pointer: %d bytes", s.Size)
	}
	for _, s := range x.Symbols {
		if s.Size < -1 || s.Offset < -1 || s.Align < -1 || (s.Size >= 0) != (s.Align >= 0) {
			t.Errorf("%s: size %d, align %d, offset %d", s.ID, s.Size, s.Align, s.Offset)
		}
		if s.Kind == index.KindField && s.Align > 0 && s.Offset > 0 && s.Offset%s.Align != 0 {
			t.Errorf("%s: at %d, aligned to %d", s.ID, s.Offset, s.Align)
		}
	}
}

// Every identifier of every built Go file must be a ref, and every ref stand on the
// text of an identifier.
func TestEveryIdentifierIsResolved(t *testing.T) {
	x := local(t)
	total, missing := 0, 0
	for i := range x.Files {
		f := &x.Files[i]
		if f.Lang != index.LangGo || f.Excluded != "" {
			continue
		}
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, f.Path, f.Text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		at := map[int32]index.Ref{}
		for _, r := range f.Refs {
			at[r.Off] = r
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || id.Name == "_" {
				return true
			}
			total++
			off := int32(fset.Position(id.Pos()).Offset)
			r, ok := at[off]
			delete(at, off)
			if !ok || f.Text[r.Off:r.End] != id.Name {
				if missing++; missing < 20 {
					t.Errorf("%s: %s has no ref", fset.Position(id.Pos()), id.Name)
				}
			}
			return true
		})
		for off, r := range at {
			t.Errorf("%s: ref at %d on %q, which is no identifier", f.Path, off, f.Text[r.Off:r.End])
		}
	}
	if total < 50_000 {
		t.Errorf("only %d identifiers", total)
	}
	t.Logf("%d identifiers, %d without a ref", total, missing)
}

// A ref without a symbol must lead to its declaration in the file, but for what no
// file of the tree declares.
func TestRefsWithoutSymbol(t *testing.T) {
	x := local(t)
	lost := 0
	for i := range x.Files {
		f := &x.Files[i]
		for _, r := range f.Refs {
			if r.Sym != index.NoSym {
				continue
			}
			text := f.Text[r.Off:r.End]
			if r.Local >= 0 {
				if rest := f.Text[r.Local:]; !strings.HasPrefix(rest, text) && r.Name != index.NamePackage {
					t.Errorf("%s:%d: %s is said to be declared at %.20q", f.Path, x.Line(int32(i), r.Off), text, rest)
				}
				continue
			}
			switch r.Name {
			case index.NamePackage, index.NameBuiltin:
			case index.NameType, index.NameConst:
				// error, int, true, nil; and what packages outside declare.
			case index.NameFunc, index.NameVar, index.NameField:
				// of packages that are not read, or of error
			case index.NameLocal:
				if r.Access == index.Declare {
					continue // x in switch x := y.(type)
				}
				fallthrough
			default:
				if lost++; lost < 10 {
					t.Errorf("%s:%d: %s (kind %d) leads nowhere", f.Path, x.Line(int32(i), r.Off), text, r.Name)
				}
			}
		}
	}
}

// What a ref means is called what the ref reads.
func TestRefsReadAsTheirSymbols(t *testing.T) {
	x := local(t)
	bad := 0
	for i := range x.Files {
		f := &x.Files[i]
		for _, r := range f.Refs {
			if r.Sym == index.NoSym {
				continue
			}
			s := &x.Symbols[r.Sym]
			text, base := f.Text[r.Off:r.End], s.ID.Base()
			same := text == base
			if f.Lang == index.LangAsm {
				// pkg·name(SB), also by the name that a linkname directive gives.
				text = strings.NewReplacer("∕", "/", "·", ".", "<>", "").Replace(text)
				base = strings.TrimSuffix(base, "<>")
				same = text == base || strings.HasSuffix(text, "."+base) || s.Link != "" && strings.HasSuffix(s.Link, text)
			}
			if s.Kind == index.KindFunc && text == "init" && strings.HasPrefix(s.ID.Local(), "init.") {
				same = true
			}
			if !same {
				if bad++; bad < 20 {
					t.Errorf("%s:%d: %s means %s", f.Path, x.Line(int32(i), r.Off), text, s.ID)
				}
			}
		}
	}
}

// Each declared symbol has one declaring ref, on its name.
func TestDeclarationsAreRefs(t *testing.T) {
	x := local(t)
	bad := 0
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Kind == index.KindClosure || s.Embedded || !s.Decl.OK() {
			continue
		}
		text := x.Files[s.Name.File].Text[s.Name.Off:s.Name.End]
		if text != s.ID.Base() && text != "init" {
			t.Errorf("%s: its name reads %q", s.ID, text)
		}
		n := 0
		for _, u := range x.Uses(index.Sym(i)) {
			if u.Access&index.Declare != 0 && u.File == s.Name.File && u.Off == s.Name.Off {
				n++
			}
		}
		if n != 1 {
			if bad++; bad < 20 {
				t.Errorf("%s: %d declaring refs on its name", s.ID, n)
			}
		}
	}
}

// A ref that calls a declared function is an edge of the function that it stands in.
func TestCallsAreEdges(t *testing.T) {
	x := local(t)
	type pair struct{ from, to index.Sym }
	have := map[pair]bool{}
	for _, e := range x.Edges {
		have[pair{e.From, e.To}] = true
	}
	calls, missing := 0, 0
	for i := range x.Files {
		f := &x.Files[i]
		if f.Lang != index.LangGo {
			continue
		}
		for _, r := range f.Refs {
			if r.Sym == index.NoSym || r.Access&index.Called == 0 || !x.Symbols[r.Sym].Kind.Callable() {
				continue
			}
			from := x.Enclosing(int32(i), r.Off)
			if from == index.NoSym {
				continue // of a package-level variable, or in func _
			}
			calls++
			if !have[pair{from, r.Sym}] {
				if missing++; missing < 25 {
					t.Errorf("%s:%d: %s calls %s, and there is no edge", f.Path, x.Line(int32(i), r.Off), x.Symbols[from].ID, x.Symbols[r.Sym].ID)
				}
			}
		}
	}
	t.Logf("%d calls, %d without an edge", calls, missing)
}

// And an edge that was found in Go stands on a call.
func TestStaticEdgesStandOnCalls(t *testing.T) {
	x := local(t)
	bad := 0
	for _, e := range x.Edges {
		if e.Rule != index.RuleStatic && e.Rule != index.RuleSwitch {
			continue
		}
		if x.Files[e.File].Text[e.At] != '(' && !strings.HasPrefix(x.Files[e.File].Text[e.At:], "go") && !strings.HasPrefix(x.Files[e.File].Text[e.At:], "defer") {
			if bad++; bad < 10 {
				t.Errorf("%s:%d: %s → %s (%s) stands on %.20q", x.Files[e.File].Path, x.Line(e.File, e.At), x.Symbols[e.From].ID, x.Symbols[e.To].ID, e.Kind, x.Files[e.File].Text[e.At:])
			}
		}
		if from := x.Enclosing(e.File, e.At); from != e.From {
			if bad++; bad < 10 {
				t.Errorf("%s:%d: the site of %s → %s is in another function, %d", x.Files[e.File].Path, x.Line(e.File, e.At), x.Symbols[e.From].ID, x.Symbols[e.To].ID, from)
			}
		}
	}
	t.Logf("%d bad of %d", bad, len(x.Edges))
}

func TestExcludedFilesHaveTheirReason(t *testing.T) {
	x := local(t)
	holds := func(tag string) bool {
		return tag == runtime.GOOS || tag == runtime.GOARCH || tag == "gc" || tag == "unix" && runtime.GOOS != "windows" || strings.HasPrefix(tag, "go1.") ||
			slices.Contains(gobuild.Default.ToolTags, tag)
	}
	n := 0
	for _, f := range x.Files {
		if f.Excluded == "" {
			continue
		}
		n++
		switch {
		case f.Excluded == "the go command leaves it out":
			t.Errorf("%s: no reason was found", f.Path)
		case constraint.IsGoBuild(f.Excluded):
			if expr, err := constraint.Parse(f.Excluded); err != nil || expr.Eval(holds) {
				t.Errorf("%s: %q holds here, so it is not the reason (%v)", f.Path, f.Excluded, err)
			}
		case !strings.HasPrefix(f.Excluded, "file name: _"):
			t.Errorf("%s: %s", f.Path, f.Excluded)
		}
		if len(f.Refs) > 0 || f.Text == "" {
			t.Errorf("%s: excluded with %d refs, %d bytes", f.Path, len(f.Refs), len(f.Text))
		}
	}
	if n < 100 {
		t.Errorf("only %d files are excluded", n)
	}
}

// The files of an indexed package are those on the disk, but for tests.
func TestNoFileIsMissing(t *testing.T) {
	x := local(t)
	for _, pkg := range x.Packages {
		entries, err := os.ReadDir(filepath.Join(goroot(), "src", filepath.FromSlash(pkg.Path)))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name := e.Name()
			if e.IsDir() || strings.HasSuffix(name, "_test.go") || !slices.Contains([]string{".go", ".s", ".h"}, filepath.Ext(name)) {
				continue
			}
			i, ok := x.File(pkg.Path + "/" + name)
			if !ok {
				t.Errorf("%s/%s is not listed", pkg.Path, name)
				continue
			}
			data, err := os.ReadFile(filepath.Join(goroot(), "src", filepath.FromSlash(pkg.Path), name))
			if err != nil || string(data) != x.Files[i].Text {
				t.Errorf("%s/%s: its text differs (%v)", pkg.Path, name, err)
			}
		}
	}
}

// Text that go/scanner calls an identifier and no ref covers would be drawn black.
func TestBuiltFilesScan(t *testing.T) {
	x := local(t)
	f := x.Files[x.Symbols[sym(t, x, "runtime.schedule")].Decl.File]
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", -1, len(f.Text)), []byte(f.Text), nil, 0)
	refs := f.Refs
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		off := int32(fset.Position(pos).Offset)
		if tok != token.IDENT || lit == "_" {
			continue
		}
		if len(refs) == 0 || refs[0].Off != off {
			t.Fatalf("%s:%d: %s has no ref", f.Path, fset.Position(pos).Line, lit)
		}
		refs = refs[1:]
	}
	if len(refs) != 0 {
		t.Errorf("%d refs are left over", len(refs))
	}
}

func TestAnIndexBuiltTwiceIsTheSame(t *testing.T) {
	encode := func(procs int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		x, err := indexer.Build(context.Background(), config("sort", "errors", "sync/atomic", "maps"))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := index.Encode(&b, x); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	one := encode(1)
	for _, procs := range []int{2, 8} {
		if !bytes.Equal(one, encode(procs)) {
			t.Errorf("with %d processors the index differs", procs)
		}
	}
	if bytes.Contains(one, []byte(goroot())) {
		t.Error("the index holds an absolute path")
	}
}

func TestOtherRootsGiveAnotherIndex(t *testing.T) {
	x, err := indexer.Build(context.Background(), config("sort"))
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Packages) != 1 || x.Packages[0].Path != "sort" || x.Packages[0].Name != "sort" || !strings.HasPrefix(x.Packages[0].Doc, "Package sort") {
		t.Errorf("packages %+v", x.Packages)
	}
	if _, ok := x.Sym("runtime.schedule"); ok {
		t.Error("the index of sort knows runtime.schedule")
	}
	for _, e := range x.Edges {
		switch e.Kind {
		case index.EdgeAsm, index.EdgeSwitch, index.EdgeGo, index.EdgeLinkname:
			t.Errorf("sort has an edge of kind %s", e.Kind)
		}
	}
	sym(t, x, "sort.Ints")
}

func TestNothingToRead(t *testing.T) {
	_, err := indexer.Build(context.Background(), config("no/such/package"))
	if err == nil || !strings.Contains(err.Error(), "no/such/package") {
		t.Errorf("got %v, want an error that names what is missing", err)
	}
	cfg := config("sort")
	cfg.Root = t.TempDir()
	if _, err := indexer.Build(context.Background(), cfg); err == nil || !strings.Contains(err.Error(), cfg.Root) {
		t.Errorf("got %v, want an error that names the tree", err)
	}
	cfg = config("sort")
	cfg.GOARCH = "bogus"
	if _, err := indexer.Build(context.Background(), cfg); err == nil || !strings.Contains(err.Error(), "bogus") {
		t.Errorf("got %v, want an error that names the platform", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := indexer.Build(ctx, config("sort")); err == nil {
		t.Error("a cancelled context gave an index")
	}
	if _, err := fs.Stat(os.DirFS(goroot()), "src/runtime"); err != nil {
		t.Error(err)
	}
}

// The tree of another platform has its own sizes and files.
func TestAnotherPlatform(t *testing.T) {
	cfg := config("sort", "sync")
	cfg.GOOS, cfg.GOARCH = "windows", "386"
	x, err := indexer.Build(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Problems) > 0 {
		t.Errorf("problems %+v", x.Problems)
	}
	if s := x.Symbols[sym(t, x, "sort.StringSlice")]; s.Size != 12 || s.Align != 4 {
		t.Errorf("on windows/386 a slice has %d bytes, aligned to %d", s.Size, s.Align)
	}
}
