package indexer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"sourcedive/indexer"
	"sourcedive/indexer/index"
)

// within fails the test when f takes longer than any machine needs: what is tested
// here is that it ends.
func within(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("does not end")
	}
}

// chain writes n declarations, each of which names the one before it twice.
func chain(n int, first, format string) string {
	var b strings.Builder
	b.WriteString("package zfix\n\n" + first + "\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintln(&b, strings.NewReplacer("NEW", fmt.Sprintf("x%d", i), "OLD", fmt.Sprintf("x%d", i-1)).Replace(format))
	}
	return b.String()
}

// instances writes thirty generic declarations after the first, and a use of the last.
func instances(first, format, last string) string {
	var b strings.Builder
	b.WriteString("package zfix\n\n" + first + "\n")
	for i := 1; i <= 30; i++ {
		fmt.Fprintln(&b, strings.NewReplacer("NEW", fmt.Sprint(i), "OLD", fmt.Sprint(i-1)).Replace(format))
	}
	return b.String() + last + "\n"
}

func indexFile(t *testing.T, text string) (x *index.Index, err error) {
	t.Helper()
	cfg := shim(t, t.TempDir(), []txtar.File{{Name: "zfix/a.go", Data: []byte(text)}})
	cfg.Roots = []string{"zfix"}
	within(t, func() { x, err = indexer.Build(context.Background(), cfg) })
	return x, err
}

// TestBoundsRefuse reads source of a few lines that stands for more than there is.
func TestBoundsRefuse(t *testing.T) {
	deep := func(n int, open, close string) string {
		return strings.Repeat(open, n) + "1" + strings.Repeat(close, n)
	}
	tests := []struct{ name, text, want string }{
		{"concatenation", chain(60, `const x0 = "0123456789abcdef"`, "const NEW = OLD + OLD") + "var v = len(x60)\n", "zfix/a.go:23: a constant string can have more than 16777216 bytes"},
		{"local concatenation", chain(60, "func f() int {\n"+`const x0 = "0123456789abcdef"`, "const NEW = OLD + OLD") + "return len(x60)\n}\n", "a constant string can have more than"},
		{"repeated concatenation", "package zfix\nconst (\n\ta = `" + strings.Repeat("x", 1<<20) + "`\n\tb = a+a+a+a\n)\nconst c = b+b+b+b+b\n", "a constant string can have more than"},
		{"aliases", chain(60, "type x0 = struct{ a, b int }", "type NEW = struct{ a, b OLD }") + "func f(v x60) any { return v }\n", "has more than 65536 types in it"},
		{"structs", chain(60, "type x0 struct{ a int }", "type NEW struct{ a, b OLD }"), "zfix/a.go:17: type x14 has more than 65536 types in it"},
		{"arrays of structs", chain(60, "type x0 struct{ a int }", "type NEW struct{ a [2]OLD; b [1]OLD }"), "types in it"},
		{"local structs", chain(60, "func f() {\ntype x0 struct{ a int }", "type NEW struct{ a, b OLD }") + "}\n", "types in it"},
		{"pointers to aliases", chain(60, "type x0 = struct{ a, b int }", "type NEW = func(a, b OLD)") + "func f(v x60) any { return v }\n", "a type of more than 65536 parts"},
		{"results", "package zfix\n\nfunc pair[P any](p P) struct{ x, y P } { panic(p) }\n\nfunc f() {\n\tx0 := 1\n" + pairs(19) + "}\n", "a type of more than 65536 parts"},
		{"instances of functions", instances(`func f0[P any]() {}`, "func fNEW[P any]() { fOLD[[1]P](); fOLD[[2]P]() }", "func g() { f30[int]() }"), "instances of generic declarations have more than 1048576 names"},
		{"instances of closures", instances(`func f0[P any]() {}`, "func fNEW[P any]() { type a struct{ p P }; type b struct{ q P }; func() { fOLD[a](); fOLD[b]() }() }", "func g() { f30[int]() }"), "instances of generic declarations"},
		{"instances of types", instances("type f0[P any] struct{ p P }", "type fNEW[P any] struct{ a *fOLD[[1]P]; b *fOLD[[2]P] }", "func g() any { return f30[int]{} }"), "instances of generic declarations"},
		{"instances of methods", instances("type f0[P any] struct{}\nfunc (f0[P]) m() {}", "type fNEW[P any] struct{}\nfunc (fNEW[Q]) m() { var a fOLD[map[string]Q]; var b fOLD[func(Q)]; a.m(); b.m() }", "var v interface{ m() } = f30[int]{}"), "instances of generic declarations"},
		{"instances that grow", instances("func f0[P any](p P) {}", "func fNEW[P any](p P) { fOLD(struct{ a, b P }{p, p}) }", "func g() { f30(1) }"), "is instantiated with a type of more than 65536 bytes"},
		{"endless types", "package zfix\n\ntype t[P any] struct{ f *t[[2]P] }\nvar v any = t[int]{}\n", "zfix/a.go:3: instantiation cycle"},
		{"parentheses", "package zfix\n\nvar x = " + deep(50_000, "(", ")") + "\n", "zfix/a.go:3: syntax is nested more than 10000 deep"},
		{"closures", "package zfix\n\nvar x = " + deep(1000, "func() int { return ", "}()") + "\n", "function literals more than 100"},
		{"operands", "package zfix\n\nconst c = 1" + strings.Repeat("+1", 20_000) + "\n", "or operands more than 5000"},
		{"blocks", "package zfix\n\nfunc f() " + strings.Repeat("{", 50_000) + strings.Repeat("}", 50_000) + "\n", "syntax is nested"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := indexFile(t, test.text)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "\n    hint: ") {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func pairs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\tx%d := pair(x%d)\n", i+1, i)
	}
	fmt.Fprintf(&b, "\t_ = x%d\n", n)
	return b.String()
}

// TestBoundsRead reads source that is strange, but has an index.
func TestBoundsRead(t *testing.T) {
	tests := []struct {
		name, text, id string
		check          func(s *index.Symbol) bool
	}{
		{"array", chain(70, "type x0 [2]int", "type NEW [2]OLD"), "zfix.x70", func(s *index.Symbol) bool { return s.Size == -1 && s.Align == -1 }},
		{"small array", chain(70, "type x0 [2]int", "type NEW [2]OLD"), "zfix.x9", func(s *index.Symbol) bool { return s.Size == 8<<10 }},
		{"small struct", chain(10, "type x0 struct{ a int }", "type NEW struct{ a, b OLD }"), "zfix.x9.b", func(s *index.Symbol) bool { return s.Size == 2<<10 && s.Offset == 2<<10 }},
		{"size in code", chain(10, "import \"unsafe\"\ntype x0 struct{ a int }", "type NEW struct{ a, b OLD }") + "const c = unsafe.Sizeof(x10{})\nconst d = unsafe.Alignof(x10{})\nconst e = unsafe.Offsetof(x10{}.b)\n", "zfix.c", func(s *index.Symbol) bool { return s.Value == "8192" }},
		{"shift", "package zfix\n\nconst c = 1 << 1000000000\n", "zfix.c", func(s *index.Symbol) bool { return len(s.Value) < 100 }},
		{"product", chain(40, "const x0 = 1 << 500", "const NEW = OLD * OLD"), "zfix.x40", func(s *index.Symbol) bool { return len(s.Value) < 1000 }},
		{"power", chain(40, "const x0 = 1e300", "const NEW = OLD * OLD"), "zfix.x40", func(s *index.Symbol) bool { return len(s.Value) < 1000 }},
		{"exponent", "package zfix\n\nconst c = 1e1000000000\nconst d = 0x1p1000000000\n", "zfix.d", func(s *index.Symbol) bool { return len(s.Value) < 1000 }},
		{"digits", "package zfix\n\nconst c = 1" + strings.Repeat("0", 1<<20) + "\n", "zfix.c", func(s *index.Symbol) bool { return len(s.Value) < 1000 }},
		{"long string", "package zfix\n\nconst c = `" + strings.Repeat("x", 1<<20) + "`\n", "zfix.c", func(s *index.Symbol) bool {
			return len(s.Value) < 70<<10 && strings.HasSuffix(s.Value, "x\"… (1048576 bytes)")
		}},
		{"readable string", "package zfix\n\nconst c = `" + strings.Repeat("x", 60<<10) + "`\n", "zfix.c", func(s *index.Symbol) bool { return len(s.Value) == 60<<10+2 }},
		{"operands", "package zfix\n\nconst c = 1" + strings.Repeat("+1", 1_000) + "\n", "zfix.c", func(s *index.Symbol) bool { return s.Value == "1001" }},
		{"chain", reversed(2_000), "zfix.x0", func(s *index.Symbol) bool { return s.Value == "1" }},
		{"many instances", instances(`func f0[P any]() {}`, "func fNEW[P any]() { fOLD[[1]P](); fOLD[[2]P]() }", "func g() { f11[int]() }"), "zfix.g", func(s *index.Symbol) bool { return true }},
		{"few instances", strings.ReplaceAll(instances(`func f0[P any]() {}`, "func fNEW[P any]() { fOLD[[1]P](); fOLD[[1]P](); fOLD[P]() }", "func g() { f7[int]() }"), "[1]P", "P"), "zfix.g", func(s *index.Symbol) bool { return true }},
		{"endless functions", "package zfix\n\nfunc f[P any]() { f[[2]P]() }\nfunc g() { f[int]() }\n", "zfix.g", func(s *index.Symbol) bool { return true }}, // a type error, for which f is not built
		{"recursive type", "package zfix\n\ntype t struct{ t }\ntype u [2]u\ntype g[P any] struct{ f *g[g[P]] }\n", "zfix.t", func(s *index.Symbol) bool { return true }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x, err := indexFile(t, test.text)
			if err != nil {
				t.Fatal(err)
			}
			i, ok := x.Sym(index.ID(test.id))
			if !ok {
				t.Fatalf("no %s", test.id)
			}
			if s := x.Symbols[i]; !test.check(&s) {
				t.Errorf("size %d, align %d, offset %d, value of %d bytes: %.80q", s.Size, s.Align, s.Offset, len(s.Value), s.Value)
			}
		})
	}
}

// reversed is a chain in which each constant is declared before the one it names.
func reversed(n int) string {
	var b strings.Builder
	b.WriteString("package zfix\n\n")
	for i := range n {
		fmt.Fprintf(&b, "const x%d = x%d\n", i, i+1)
	}
	fmt.Fprintf(&b, "const x%d = 1\n", n)
	return b.String()
}

// TestFilesRefuse reads packages with files that are none of the tree.
func TestFilesRefuse(t *testing.T) {
	secret := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module secret\n", "secret.go": "package secret\n", "secret.h": "#define SECRET 1\n"} {
		if err := os.WriteFile(filepath.Join(secret, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	huge := func(dir string) error { return os.Truncate(filepath.Join(dir, "a.s"), 17<<20) }
	tests := []struct {
		name    string
		prepare func(dir string) error
		want    string
	}{
		{"huge", huge, "a.s has 17825792 bytes, the limit is 16777216"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := shim(t, t.TempDir(), []txtar.File{
				{Name: "zfix/a.go", Data: []byte("package zfix\n\nfunc f()\n")}, {Name: "zfix/a.s", Data: []byte("\n")}, {Name: "zfix/h.h", Data: []byte("\n")},
			})
			cfg.Roots = []string{"zfix"}
			if err := test.prepare(filepath.Join(cfg.Root, "src/zfix")); err != nil {
				t.Fatal(err)
			}
			within(t, func() {
				_, err := indexer.Build(context.Background(), cfg)
				if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "\n    hint: ") {
					t.Errorf("error %v, want %q", err, test.want)
				}
			})
		})
	}
}

// The go command that cannot work says why, and where to look.
func TestUnlisted(t *testing.T) {
	cfg := shim(t, t.TempDir(), []txtar.File{{Name: "zfix/a.go", Data: []byte("package zfix\n")}})
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	cfg.Roots, cfg.Env = []string{"zfix"}, append(cfg.Env, "GOCACHE="+filepath.Join(file, "cache"))
	_, err := indexer.Build(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "listing packages: the go command says: ") || strings.Contains(err.Error(), "\n\n") || !strings.HasSuffix(err.Error(), "\n    hint: `go env` has its settings and directories") {
		t.Errorf("%v", err)
	}
}

// TestIncludeStaysInside has an include of a file outside the tree: what it defines
// must not be seen.
func TestIncludeStaysInside(t *testing.T) {
	dir := t.TempDir()
	header := filepath.Join(t.TempDir(), "secret.h")
	if err := os.WriteFile(header, []byte("#define TARGET ·leaked(SB)\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(filepath.Join(dir, "src", "zfix"), header)
	if err != nil {
		t.Fatal(err)
	}
	cfg := shim(t, dir, []txtar.File{
		{Name: "zfix/a.go", Data: []byte("package zfix\n\nfunc f()\nfunc leaked()\n")},
		{Name: "zfix/a_amd64.s", Data: []byte("#include \"" + rel + "\"\n\nTEXT ·f(SB), 0, $0\n\tCALL TARGET\n\tRET\n")},
	})
	cfg.Roots, cfg.GOOS, cfg.GOARCH = []string{"zfix"}, "linux", "amd64"
	x, err := indexer.Build(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range x.Problems {
		if strings.Contains(p.Msg, "is not found") {
			return
		}
	}
	t.Errorf("the header outside the tree was read; problems %v", x.Problems)
}
