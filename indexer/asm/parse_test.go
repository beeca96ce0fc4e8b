package asm

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestSites reads the fixtures: every site is announced by a comment on its
// line, "want" and then kind and target of each, and a line without that
// comment has none.
func TestSites(t *testing.T) {
	files, _ := filepath.Glob("testdata/sites/*.txtar")
	if len(files) == 0 {
		t.Fatal("no fixtures")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, opt := fixture(t, ar)
			f := Parse(text, opt)
			checkFile(t, text, f)
			for _, p := range f.Problems {
				t.Errorf("line %d: %s", lineOf(text, p.Off), p.Msg)
			}
			if diff := cmp.Diff(wanted(text), sitesByLine(text, f)); diff != "" {
				t.Errorf("sites by line (-want +got):\n%s", diff)
			}
		})
	}
}

// fixture returns a fixture's source and the options of its first line.
func fixture(t *testing.T, ar *txtar.Archive) (string, Options) {
	var opt Options
	first, _, _ := strings.Cut(string(ar.Comment), "\n")
	for _, field := range strings.Fields(first) {
		key, value, _ := strings.Cut(field, "=")
		switch key {
		case "pkg":
			opt.Pkg = value
		case "goos":
			opt.GOOS = value
		case "goarch":
			opt.GOARCH = value
		default:
			t.Fatalf("unknown option %s", key)
		}
	}
	files := map[string]string{}
	for _, f := range ar.Files {
		files[f.Name] = string(f.Data)
	}
	opt.Include = func(name string) (string, bool) { s, ok := files[name]; return s, ok }
	return files["in.s"], opt
}

func wanted(text string) []string {
	var lines []string
	for i, l := range strings.Split(text, "\n") {
		if _, want, ok := strings.Cut(l, "// want "); ok {
			lines = append(lines, fmt.Sprintf("%d: %s", i+1, want))
		}
	}
	return lines
}

func sitesByLine(text string, f *File) []string {
	var lines []string
	last := 0
	for _, s := range f.Sites {
		d := describe(&s)
		if n := lineOf(text, s.Off); n == last {
			lines[len(lines)-1] += ", " + d
		} else {
			lines = append(lines, fmt.Sprintf("%d: %s", n, d))
			last = n
		}
	}
	return lines
}

func lineOf(text string, off int32) int { return 1 + strings.Count(text[:off], "\n") }

func describe(s *Site) string {
	words := []string{s.Kind.String(), mark(s.Target, s.TargetStatic)}
	if s.TargetABI != "" {
		words = append(words, s.TargetABI)
	}
	if s.Indirect {
		words = append(words, "indirect")
	}
	if s.Via != "" {
		words = append(words, "via", s.Via)
	}
	return strings.Join(words, " ")
}

const functions = `// License.

// g is not f.

// f does this:
//	x = 1
//go:tag
TEXT runtime·f<ABIInternal>(SB), NOSPLIT|NOFRAME|TOPFRAME, $-8-24 // same line
	MOVQ	AX, BX
	RET // last

// about g
TEXT	g<>(SB),7,$16
	JMP	done
done:	RET	;

	// a note on h
	TEXT ·h(SB), (NOSPLIT|WRAPPER|32768|OTHER), $0x10-0; RET /* x */; TEXT ·i(SB), $32
GLOBL ·after(SB), 8, $4
#define FN(NAME) TEXT NAME(SB), DUPOK, $8-16; RET
// about j
FN(·j)
TEXT main(SB), 0, $0
	FN(·k); RET /* end */
`

func TestFuncs(t *testing.T) {
	f := Parse(functions, Options{Pkg: "runtime", GOOS: "linux", GOARCH: "amd64"})
	checkFile(t, functions, f)
	var got []string
	for _, fn := range f.Funcs {
		got = append(got, fmt.Sprintf("%s %s %v %d %d macro=%v name=%q\n\t%q\n\t%q",
			mark(fn.Name, fn.Static), fn.ABI, fn.Flags, fn.Frame, fn.Args, fn.Macro,
			functions[fn.NameOff:fn.NameEnd], fn.Doc, functions[fn.Off:fn.End]))
	}
	want := []string{
		`runtime.f ABIInternal [NOSPLIT NOFRAME TOPFRAME] -8 24 macro=false name="runtime·f"
	"f does this:\n\tx = 1\ngo:tag"
	"TEXT runtime·f<ABIInternal>(SB), NOSPLIT|NOFRAME|TOPFRAME, $-8-24 // same line\n\tMOVQ\tAX, BX\n\tRET // last"`,
		`runtime.g<>  [NOPROF DUPOK NOSPLIT] 16 -1 macro=false name="g"
	"about g"
	"TEXT\tg<>(SB),7,$16\n\tJMP\tdone\ndone:\tRET\t;"`,
		`runtime.h  [NOSPLIT WRAPPER 32768 OTHER] 16 0 macro=false name="·h"
	"a note on h"
	"TEXT ·h(SB), (NOSPLIT|WRAPPER|32768|OTHER), $0x10-0; RET"`,
		`runtime.i  [] 32 -1 macro=false name="·i"
	"a note on h"
	"TEXT ·i(SB), $32"`,
		`runtime.j  [DUPOK] 8 16 macro=true name="·j"
	"about j"
	"FN(·j)"`,
		`main  [] 0 -1 macro=false name="main"
	""
	"TEXT main(SB), 0, $0"`,
		`runtime.k  [DUPOK] 8 16 macro=true name="·k"
	""
	"FN(·k); RET /* end */"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
	if len(f.Problems) > 0 {
		t.Errorf("problems: %v", f.Problems)
	}
}

func TestDirectives(t *testing.T) {
	const text = `#include "a.h"
#define OBJ 1 // comment
#define F(a, b) \
	a; \
	b
#ifdef NO
out
#ifdef OBJ
#endif
#else
GLOBL ·x<>(SB), 8, $8
#endif
DATA y+4(SB)/8, $1; GLOBL y(SB), $8
DATA y+8(SB)/8, $1
#ifndef OBJ
#endif
#ifndef F
tail
#endif
`
	f := Parse(text, Options{Pkg: "p", Include: func(string) (string, bool) {
		return "#define HIDDEN\n#ifdef NO\nno\n#endif\nGLOBL h(SB), $8\n", true
	}})
	checkFile(t, text, f)
	var got []string
	add := func(what, name string, off, end int32) {
		got = append(got, fmt.Sprintf("%s %s %q", what, name, text[off:end]))
	}
	for _, i := range f.Includes {
		add("include", i.Name, i.Off, i.End)
	}
	for _, m := range f.Macros {
		add("macro", fmt.Sprint(m.Name, m.Params), m.Off, m.End)
	}
	for _, s := range f.Inactive {
		add("inactive", "", s.Off, s.End)
	}
	for _, g := range f.Globals {
		add("global", mark(g.Name, g.Static), g.Off, g.End)
	}
	want := []string{
		`include a.h "#include \"a.h\""`,
		`macro OBJ[] "#define OBJ 1"`,
		`macro F[a b] "#define F(a, b) \\\n\ta; \\\n\tb"`,
		`inactive  "out\n#ifdef OBJ\n#endif\n"`,
		`inactive  "tail\n"`,
		`global h "#include \"a.h\""`,
		`global p.x<> "GLOBL ·x<>(SB), 8, $8"`,
		`global y "DATA y+4(SB)/8, $1"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDefines(t *testing.T) {
	const text = "#ifdef GOAMD64_v1\nGLOBL v1(SB), $1\n#endif\n#ifdef GOAMD64_v3\nGLOBL v3(SB), $1\n#endif\n" +
		"#ifdef X\nGLOBL X(SB), $1\n#endif\n"
	for _, tt := range []struct {
		defines map[string]string
		want    string
	}{
		{nil, "v1"},
		{map[string]string{"GOAMD64_v3": ""}, "v3"},
		{map[string]string{"X": "name"}, "v1 name"},
	} {
		f := Parse(text, Options{GOARCH: "amd64", Defines: tt.defines})
		var got []string
		for _, g := range f.Globals {
			got = append(got, g.Name)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("with %v: globals %q, want %q", tt.defines, s, tt.want)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`#include "x.h"`, `9: include file "x.h" is not found`},
		{"#include x", "9: #include without a file name in quotes"},
		{"#ifdef A\n", "0: #ifdef or #ifndef without #endif"},
		{"\n#endif\n", "1: #endif without #ifdef"},
		{"#else", "0: #else without #ifdef"},
		{"#frob\nTEXT f(SB), $0\n", "0: unknown directive #frob"},
		{"#", "0: # without the name of a directive"},
		{"#undef X", "7: #undef of X, which is not defined"},
		{"#define A 1\n#define A 2\n", "20: macro A is defined twice"},
		{"#define A(x\n", "11: bad parameter list in the definition of macro A"},
		{"#define F(x) x\nF(1\n", "15: argument list of macro F does not end on its line"},
		{"#define F(x) x\nF(1, 2)\n", "15: macro F takes 1 arguments, not 2"},
		{"TEXT f, $0", "0: TEXT is not followed by a symbol(SB)"},
		{"TEXT f(SB)", "0: TEXT takes two or three operands, not 1"},
		{"TEXT f(SB), $size", "0: TEXT f: the frame size is not of the form $number-number"},
		{"TEXT f(SB), $9999999999", "0: TEXT f: the frame size is not of the form $number-number"},
		{"GLOBL x", "0: GLOBL is not followed by a symbol(SB)"},
		{"DATA", "0: DATA without a symbol"},
		{"1 + 2\nNOP\n", "0: a statement begins with 1"},
		{"#define A A\nA", "12: macros or includes nested more than 100 deep at A"},
	} {
		f := Parse(tt.text, Options{})
		checkFile(t, tt.text, f)
		got := ""
		for _, p := range f.Problems {
			got += fmt.Sprintf("%d: %s", p.Off, p.Msg)
		}
		if got != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// TestBounds holds the limits on input that doubles at every step.
func TestBounds(t *testing.T) {
	double := "#define A0 CALL f(SB);\n"
	for i := range 60 {
		double += fmt.Sprintf("#define A%d A%d A%d\n", i+1, i, i)
	}
	deep := strings.Repeat("D(", 50) + "x" + strings.Repeat(")", 50)
	self := `#include "self"` + "\n"
	for _, text := range []string{
		double + "TEXT f(SB), $0\nA60\nA60\nRET\n",
		"#define D(x) x x x x x\n" + deep,
		self + self,
	} {
		f := Parse(text, Options{Include: func(string) (string, bool) { return text, true }})
		checkFile(t, text, f)
		if n := len(f.Problems); n == 0 || n > maxProblems {
			t.Errorf("%.40q: %d problems", text, n)
		}
		if len(f.Sites) > maxExpanded {
			t.Errorf("%.40q: %d sites", text, len(f.Sites))
		}
	}
}
