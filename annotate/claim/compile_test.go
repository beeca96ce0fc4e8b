package claim_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/internal/golden"
)

// faults are claims that do not compile; the golden file says why.
var faults = []string{
	"", "  \n", "has(", "schedule calls execute", `has("p.f")`, `has("p.f", 1)`, `has("p.f", "x") &&`, `cals("a", "b")`, `exist("a.b")`, `size("p.f")`,
	"exists(\"p.f\") &&\n  hass(\"p.f\", \"x\")", "`a", `exists("a b")`,
	`has("p.f", "")`, `has("p.f", "if x")`, `has("p.f", "f(")`, `has("p.f", "f)")`, `has("p.f", "$*_")`, `has("p.f", "{ $_ }")`,
	`has("p.f", "x := 08")`, `has("p.f", "if a ... {")`, `has("p.f", "f(…)")`, `has("p.f", "case x")`, `has("p.f", "case :")`, `has("p.f", "for i := 0; i < n; i++")`, `has("p.f", "$")`, "has(\"p.f\", \"a\\nb +\")",
	`count("p.f", "import \"x\"") == 0`,
	`order("p.f", "x")`, `calls("p.f", "p.g", "cal")`, `stack("p.f", "g1")`, `kind("p.f") == "struct"`, `kind("p.f") in ["func", "struct"]`,
	`grep("p/f.go", "(")`, `grep("/etc/passwd", "x")`, `grep("../x", "x")`, `file(".")`, `files("p/[.go") == 0`, `files("p/*", "all") == 1`,
	`text("p.f", " ")`, `run("../x") == ""`, `run("a" + "b") == ""`,
	`exists("a"); exists("b")`, `let x = 1; x == 1`, `all(1..9, # > 0)`, `exists("p.f") ? true : false`, `exists("p.f").x`, `{"a": 1} == {}`, `nil == nil`, `has == has`,
	`all(["a"], all(["b"], all(["c"], # == "c")))`, `all(["a"], #index == 0)`, `now() == now()`, `2 ** 3 == 8`, `"p.f" | exists()`, `map(["a"], #)[0:1] == []`,
	`value("p.f")("x")`, `{"a": has}.a("p.f", "x")`, `value("p.f").x == 1`, `["a"][kind("p.f")] == "a"`, `"a" matches ("b" + "c")`, `"a" matches kind("p.f")`, `exists("p.f") matches "a"`,
	`exists("p.f") == (true ? true : false)`, `["a", true ? "b" : "c"] == []`, `(true ? ["a"] : ["b"])[0] == "a"`, `exists(true ? "p.f" : "p.g")`, `-(true ? 1 : 2) == 1`, `(true ? 1 : 2) == 1`,
	`kind("p.f") != "struct"`, `"struct" == kind("p.f")`, `any(["p.f"], kind(#) == "struct")`, `all(["p.f"], all(["p.g"], kind(#) == "func") && kind(#) == "struct")`, `all(["step(", "x"], has("p.f", #))`, `all(["x", "step("], exists("p.f") && has("p.f", #))`,
	`all(["a"], all(["b"], # == "b")) && all(["c"], all(["d"], all(["e"], # == "e")))`,
	`run("Hello") == ""`, `run("-x") == ""`, `run("a.b") == ""`, `run("") == ""`, `doc("p.f", "\t")`, `directive("p.f", "")`, `order("p.f", "x", "f(")`, `order("p.f", "x", "y", "f(")`, `calls("p.f", "p.g", "call", "cal")`, `path("p.f", "p.g", "none")`,
	`requires("p.f")`, `grep("p/[", "x")`, `lines("p/*", "x") == 1`, `built("")`, `exists("p.f") && has("p.f", "f(") && has("p.f", "f)")`, `kind("p.f") == "p.f" // a comment`,
	"# == 1", `#acc == 1`, `all(["a"], #.x)`, `count(["a"], # == "a") == 1`, `sum([1]) == 1`, `findIndex(["a"], # == "a") == 0`, `reduce([1, 2], #acc + #) == 3`, `find(["p.f"], exists(#)) == "p.f"`, `sortBy(["p.f"], #) == []`, `let x = 1`, `if true { true } else { false }`,
	`value("p.f") == 99999999999999999999`, `len(callers("p.f")) ?? 1 == 1`,
}

func TestFaults(t *testing.T) {
	var b strings.Builder
	for _, src := range faults {
		_, err := claim.Compile(src)
		var e *claim.Error
		if !errors.As(err, &e) {
			t.Errorf("%q: %v", src, err)
			continue
		}
		fmt.Fprintf(&b, "%q\n    %s\n", src, e)
		if e.Hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", e.Hint)
		}
	}
	golden.Check(t, "faults.txt", b.String())
}

func TestPackages(t *testing.T) {
	e, err := claim.Compile(`exists("a/b.f") && calls("c.(*t).m", "d.g") && all(["e.x"], kind(#) == "var")`)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Packages(nil); !slices.Equal(got, []string{"a/b", "c", "d", "e"}) {
		t.Errorf("it names %q", got)
	}
	if e.Runs() {
		t.Error("it runs nothing")
	}
}

// What compiles can be evaluated, says of itself what was written, and ends.
func FuzzCompile(f *testing.F) {
	for _, src := range faults {
		f.Add(src)
	}
	f.Add(`all(["p.put"], has(#, "if $x {")) && 1 < 2 < 3 || !("a" in callers("p.done"))`)
	w := &claim.Env{Source: fixture(f, "go0"), Runner: printing{}}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := claim.Compile(src)
		if err != nil {
			var fault *claim.Error
			if !errors.As(err, &fault) {
				t.Errorf("%q: %T %v", src, err, err)
			}
			return
		}
		if e.String() != src {
			t.Errorf("%q became %q", src, e)
		}
		if v, err := claim.Eval(context.Background(), e, w); err != nil || v.State == claim.Unanswerable && v.Cause == "" {
			t.Errorf("%q is unanswerable without a cause", src)
		}
	})
}

// A claim and a pattern have as many bytes and parts as the bounds say, and no more.
func TestBoundsOfWhatIsRead(t *testing.T) {
	comment := func(n int) string { return "true // " + strings.Repeat("x", n-len("true // ")) }
	pattern := func(n int) string { return "f(" + strings.Repeat("x", n-3) + ")" }
	parts := func(n int) string { return "1" + strings.Repeat(" + 1", n/2-1) + " == 1" }
	regexpOf := func(n int) string { return `grep("p/f.go", "` + strings.Repeat("x", n) + `")` }
	for _, c := range []struct{ src, want string }{
		{comment(8192), ""},
		{comment(8193), "the claim has 8193 bytes, at most 8192 are read"},
		{"has(`p.f`, `" + pattern(8000) + "`)", ""},
		{parts(498), ""},
		{parts(502), "1:1003: compilation failed: expression exceeds maximum allowed nodes"},
		{regexpOf(1000), ""},
		{regexpOf(1001), "1:16: the regular expression is too large: written out without its {n}, it has 1001 parts, at most 1000 are taken"},
		{`grep("p/f.go", "(?:xx){0,501}")`, "1:16: the regular expression is too large: written out without its {n}, it has 1002 parts, at most 1000 are taken"},
		{`grep("p/f.go", "(?:xx){501,}")`, "1:16: the regular expression is too large: written out without its {n}, it has 1002 parts, at most 1000 are taken"},
		{`grep("p/f.go", "(?:xx){499}")`, ""},
		{`grep("p/f.go", "(?:){1000}x{900}")`, "1:16: the regular expression is too large: written out without its {n}, it has 1901 parts, at most 1000 are taken"},
		{`"a" matches "x{1000}y"`, "1:13: the regular expression is too large: written out without its {n}, it has 1002 parts, at most 1000 are taken"},
		{"true &&\n  \"a\" matches \"(\"", "2:15: error parsing regexp: missing closing ): `(`"},
	} {
		_, err := claim.Compile(c.src)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%.40s (%d bytes): %q, want %q", c.src, len(c.src), got, c.want)
		}
	}
	for n, want := range map[int]string{8192: "", 8193: "the pattern has 8193 bytes, at most 8192 are read"} {
		_, err := claim.CompilePattern(pattern(n))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("a pattern of %d bytes: %q, want %q", n, got, want)
		}
	}
}

// A claim that runs a program may be about symbols too.
func TestPackagesOfOtherNames(t *testing.T) {
	e, err := claim.Compile(`exists("b.x") && exists("d.x") && kind("c.y") == "func" && kind("b.z") == "func"`)
	if err != nil {
		t.Fatal(err)
	}
	here := func(name string) string { return map[string]string{"c.y": "a.y"}[name] }
	if got := e.Packages(here); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("packages %q", got)
	}
}
