package asmlist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
)

// The fixtures are excerpts of real listings: whole symbols, of whose code only
// the lines are kept that matter here. Their GOROOT is /go.
func fixture(t testing.TB, name string) *Listing {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, err := Parse(f, "/go")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var fixtures = []string{
	"go1.26.8-linux-amd64.listing",
	"go1.26.8-linux-arm64.listing",
	"go1.22.0-linux-amd64.listing",
	"go1.18.10-linux-amd64.listing", // leaves the package out, and numbers relocations
}

func TestParse(t *testing.T) {
	for _, name := range fixtures {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, strings.TrimSuffix(name, ".listing")+".want", text(fixture(t, name)))
		})
	}
}

// text is a listing for people, and for comparing.
func text(l *Listing) string {
	var b strings.Builder
	for _, r := range l.Records {
		fmt.Fprintln(&b, "call", line(r))
	}
	for _, r := range l.Refs {
		fmt.Fprintln(&b, "ref ", line(r))
	}
	for _, f := range l.Funcs {
		fmt.Fprintln(&b, "func", f)
	}
	return b.String()
}

func line(r Record) string {
	at := "nowhere"
	if r.File != "" {
		at = fmt.Sprintf("%s:%d", r.File, r.Line)
	}
	if r.Asm {
		at += " asm"
	}
	return fmt.Sprintf("%s → %s | %s %s", r.From, r.To, at, r.Reloc)
}

// What is in the fixtures and must not come out, and why.
func TestParsePassesOver(t *testing.T) {
	got := text(fixture(t, fixtures[0]))
	for what, why := range map[string]string{
		"call internal/cpu.cpuid →":                       "an ABI wrapper calls its function",
		"func internal/cpu.cpuid\n":                       "an ABI wrapper is no function of its own",
		"call runtime.gogo →":                             "likewise; the assembly's gogo<> is another",
		"runtime.writeBarrier":                            "the relocation is that of a variable",
		"TLS":                                             "the relocation is that of thread-local storage",
		"R_CALLIND":                                       "a call through a register names no function",
		"ref  type:*runtime.TypeAssertionError":           "a type lists its methods",
		"ref  runtime.goStatusToTraceGoStatus.jump3":      "a jump table is part of its function",
		"ref  runtime.resetForSleep·f":                    "the function's value is not somebody's use of it",
		"runtime.gcenable.gowrap2":                        "an address that is not known to be a function's",
		"runtime.fmax[go.shape.float32]":                  "type arguments are folded",
		"type:noalg.struct { F uintptr; X0 chan int } → ": "a type calls nothing",
	} {
		if strings.Contains(got, what) {
			t.Errorf("the listing has %q, though %s", what, why)
		}
	}
	if !strings.Contains(got, "call runtime._GC → runtime._GC |") {
		t.Error("a function that calls itself is taken for a wrapper")
	}
}

func TestParseIsStrict(t *testing.T) {
	const head = "# p\np.f STEXT size=5 args=0x0 locals=0x0\n"
	const text = head + "\t0x0000 00000 (/go/src/p/f.go:3)\tTEXT\tp.f(SB), $0-0\n\t0x0001 00001 (/go/src/p/f.go:4)\tCALL\tp.g(SB)\n"
	for _, test := range []struct{ text, want string }{
		{"f.go:3:1: undefined: x", "listing:1: not a symbol"},
		{"\n", "listing:1: neither header, symbol, code nor relocation"},
		{"\tgarbage", "listing:1: neither header"},
		{"p.f STEXT size=5\n", "listing:1: not a symbol"},
		{"p.f SRODATA bold size=5 args=0x0\n", "listing:1: not a symbol"},
		{head + "\t0x0000 00000 (/go/src/p/f.go:3) CALL p.g(SB)\n", "listing:3: not an instruction"},
		{head + "\t0x0000 00000 (/go/src/p/f.go:3)\tCALL\tp.g(SB)\n", "listing:3: code of p.f does not begin with TEXT"},
		{head + "\trel 1+4 t=R_CALL p.g+0\n", "listing:3: relocation outside the code of p.f"},
		{"# p\n\trel 1+4 t=R_CALL p.g+0\n", "listing:2: relocation of no symbol"},
		{text + "\trel 1+4 t=R_CALL p.h+0\n", "listing:5: relocation does not fit its instruction"},
		{text + "\trel 2+4 t=R_CALLNEW p.g+0\n", "listing:5: unknown relocation R_CALLNEW"},
		{text + "\trel 2+4 t=CALL p.g+0\n", "listing:5: unknown relocation CALL"},
		{text + "\trel 2+4 R_CALL p.g+0\n", "listing:5: not a relocation"},
		{text + "\trel 2 t=R_CALL p.g+0\n", "listing:5: not a relocation"},
		{text + "\trel 2+4 t=R_CALL p.g\n", "listing:5: not a relocation"},
		{text + "\trel 2+4 t=R_CALL p.g+z\n", "listing:5: not a relocation"},
		{strings.ReplaceAll(text, "/go/", "/elsewhere/") + "\trel 2+4 t=R_CALL p.g+0\n", "is not below /go/src/"},
		{strings.ReplaceAll(text, ".go:4", ".go:x") + "\trel 2+4 t=R_CALL p.g+0\n", "is not below /go/src/"},
	} {
		_, err := Parse(strings.NewReader(test.text), "/go")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Parse(%q): %v, want %s", test.text, err, test.want)
		}
	}
	if _, err := Parse(strings.NewReader(text+"\trel 2+4 t=R_CALL p.g+0\n"), "/go/"); err != nil {
		t.Error(err)
	}
}

// A file-local function goes by its plain name unless another has it.
func TestFileLocalNames(t *testing.T) {
	l := fixture(t, fixtures[0])
	if !l.Has("runtime.gogo") || l.Has("runtime.gogo<>") {
		t.Error("gogo<> beside nothing but a wrapper keeps its mark")
	}
	f, err := os.ReadFile("testdata/" + fixtures[0])
	if err != nil {
		t.Fatal(err)
	}
	const entry = "runtime.gogo STEXT nosplit asm size=10 args=0x8 locals=0x0 funcid=0x5 align=0x0\n" +
		"\t0x0000 00000 (/go/src/runtime/asm_amd64.s:434)\tTEXT\truntime.gogo(SB), NOSPLIT|NOFRAME, $0-8\n" +
		"\t0x0004 00004 (/go/src/runtime/asm_amd64.s:438)\tJMP\tgogo<>(SB)\n\trel 5+4 t=R_CALL gogo+0\n"
	if l, err = Parse(strings.NewReader(string(f)+entry), "/go"); err != nil {
		t.Fatal(err)
	}
	want := Record{"runtime.gogo", "runtime.gogo<>", "runtime/asm_amd64.s", 438, true, "R_CALL"}
	if !l.Has("runtime.gogo") || !l.Has("runtime.gogo<>") || !slices.Contains(l.Records, want) {
		t.Errorf("no %v in\n%s", want, text(l))
	}
}

func TestCanonical(t *testing.T) {
	for _, test := range []struct{ printed, pkg, want string }{
		{"runtime.schedule", "runtime", "runtime.schedule"},
		{`"".schedule`, "runtime", "runtime.schedule"},
		{`"".f`, "vendor/golang.org/x/a.b", "vendor/golang.org/x/a%2eb.f"},
		{`type..eq."".T`, "runtime", "type..eq.runtime.T"},
		{"p.(*T[go.shape.[]int,go.shape.struct { F [4]int }]).m", "p", "p.(*T[...]).m"},
		{"p.f[go.shape.int].func1", "p", "p.f[...].func1"},
		{"p.f[int].g[int]", "p", "p.f[...].g[...]"},
		{"type:.eq.[4]string", "p", "type:.eq.[4]string"},
		{"go:(*struct { p.T[int] }).m", "p", "go:(*struct { p.T[int] }).m"},
		{"p.f[go.shape.int", "p", "p.f[go.shape.int"},
		{"p.f]int[", "p", "p.f]int["},
	} {
		if got := canonical(test.printed, test.pkg); got != test.want {
			t.Errorf("canonical(%q, %q) = %q, want %q", test.printed, test.pkg, got, test.want)
		}
	}
}

func TestClassify(t *testing.T) {
	for reloc, want := range map[string]relocKind{
		"R_CALL": relocCall, "R_CALLARM64": relocCall, "R_RISCV_JAL": relocCall, "R_JMPMIPS": relocCall,
		"R_PCREL": relocAddr, "R_ADDRARM64": relocAddr, "R_ARM64_PCREL_LDST64": relocAddr, "R_PCRELDBL": relocAddr,
		"R_CALLIND": relocOther, "R_METHODOFF": relocOther, "R_TLS_LE": relocOther, "R_USEIFACEMETHOD": relocOther,
		"RelocType(-32763)": relocOther, "-32763": relocOther, "7": relocNumber,
	} {
		if got, ok := classify(reloc); got != want || !ok {
			t.Errorf("classify(%s) = %v, %v, want %v", reloc, got, ok, want)
		}
	}
	for _, reloc := range []string{"", "R_CALLFAR", "R_MIPS_BRANCH", "CALL"} {
		if _, ok := classify(reloc); ok {
			t.Errorf("classify(%q) does not complain", reloc)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range fixtures {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		for _, block := range strings.SplitAfter(string(data), "# ") {
			f.Add("# " + strings.TrimSuffix(block, "# "))
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := Parse(strings.NewReader(s), "/go")
		if err != nil {
			return
		}
		check(t, l)
		if back := again(t, l); text(back) != text(l) {
			t.Errorf("recorded and read:\n%s\nwant\n%s", text(back), text(l))
		}
	})
}

// check says what holds for every listing.
func check(t testing.TB, l *Listing) {
	t.Helper()
	for _, records := range [][]Record{l.Records, l.Refs} {
		for i, r := range records {
			if i > 0 && Compare(records[i-1], r) >= 0 {
				t.Errorf("%s after %s", line(r), line(records[i-1]))
			}
			if r.From == "" || r.To == "" || r.Reloc == "" || (r.File == "") != (r.Line == 0) || r.Asm && r.File == "" {
				t.Errorf("incomplete record %+v", r)
			}
		}
	}
	for _, r := range l.Records {
		if !l.Has(r.From) {
			t.Errorf("%s: the caller has no code", line(r))
		}
	}
	if !slices.IsSorted(l.Funcs) || len(slices.Compact(slices.Clone(l.Funcs))) != len(l.Funcs) {
		t.Error("functions are not sorted or not unique")
	}
}
