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
		if v := claim.Eval(context.Background(), e, w); v.State == claim.Unanswerable && v.Cause == "" {
			t.Errorf("%q is unanswerable without a cause", src)
		}
	})
}
