package claim_test

import (
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// Which edits of a declaration break which evidence, and which do not.
func TestEdits(t *testing.T) {
	src := fixture(t, "go0")
	for _, c := range []struct {
		sym, expr string
		by        string // how the first edit that breaks the claim is called; "" for none
	}{
		{"p.put", `has("p.put", "b = swap(b)")`, "the statement is dropped"},
		{"p.put", `has("p.put", "if next {")`, "the condition is negated"},
		{"p.put", `has("p.put", "i < 3")`, "the statement is dropped"},
		{"p.put", `count("p.put", "step($_)") == 6`, "the statement is dropped"},
		{"p.put", `order("p.put", "go later(b)", "done()")`, "the statement changes places with the next"},
		{"p.put", `calls("p.put", "p.swap")`, "the statement is dropped"},
		{"p.put", `!calls("p.put", "p.asm")`, ""},
		{"p.put", `takes("p.put", "p.pool")`, "the statement is dropped"},
		{"p.put", `!takes("p.swap", "p.pool")`, ""},
		{"p.put", `doc("p.put", "adds a box")`, ""},
		{"p.put", `exists("p.put") && kind("p.put") == "func"`, ""},
		{"p.put", `value("p.size") == 8`, ""}, // of another declaration
		{"p.size", `value("p.size") == 8`, "the constant 8 is another"},
		{"p.box.ring", `arraylen("p.box.ring") == 8`, "the value or type is another"},
		{"p.box", `fields("p.box") == 6`, "the field is dropped"},
		{"p.asm", `text("p.asm", "MOVQ AX, BX")`, "the line is dropped"},
	} {
		sym, ok := src.Index().Sym(index.ID(c.sym))
		if !ok {
			t.Fatalf("no symbol %s", c.sym)
		}
		edits, err := src.Edits(sym)
		if err != nil {
			t.Fatalf("%s: %v", c.sym, err)
		}
		if v := eval(t, c.expr, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s: %s", c.expr, v.State, v.Cause)
		}
		by := map[string]bool{}
		for _, e := range edits {
			if eval(t, c.expr, &claim.Env{Source: src, Edit: e}).State != claim.True {
				by[e.What] = true
			}
		}
		if c.by == "" && len(by) > 0 || c.by != "" && !by[c.by] {
			t.Errorf("%s: broken by %v, want %q", c.expr, by, c.by)
		}
	}
}

// What says that there is no call is broken by one that is added, and nothing else is.
func TestAddedCalls(t *testing.T) {
	src := fixture(t, "go0")
	for expr, broken := range map[string]int{
		`!calls("p.put", "p.asm")`:                                 1,
		`!calls("p.put", "p.asm") && !calls("p.swap", "p.asm")`:    2,
		`!calls("p.put", "p.asm", "go")`:                           0, // another kind of call
		`calls("p.put", "p.swap")`:                                 0,
		`!calls("p.asm", "p.put")`:                                 0, // assembly, which is not edited so
		`!exists("p.nothing") && has("p.put", "b = swap(b)")`:      0,
		`!any(["p.asm"], calls("p.put", #)) && !exists("p.other")`: 0, // not written out
	} {
		e, err := claim.Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		if v := eval(t, expr, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s: %s", expr, v.State, v.Cause)
		}
		n := 0
		for _, edit := range src.Added(e) {
			if eval(t, expr, &claim.Env{Source: src, Edit: edit}).State == claim.False {
				n++
			}
			if !strings.HasPrefix(edit.What, "a call of ") || !strings.Contains(edit.Text, "{\n\t"+strings.Fields(edit.What)[3]+"()\n") {
				t.Errorf("%s: the edit %q gives\n%s", expr, edit.What, edit.Text)
			}
		}
		if n != broken {
			t.Errorf("%s is broken by %d added calls, want %d", expr, n, broken)
		}
	}
}

// A file's comments are no code.
func TestWithoutCode(t *testing.T) {
	src := fixture(t, "go0")
	for expr, want := range map[string]claim.State{
		`grep("p/box.go", "b = swap")`:  claim.False,
		`grep("p/box.go", "// at the")`: claim.True,
	} {
		if v := eval(t, expr, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s", expr, v.State)
		}
		if v := eval(t, expr, &claim.Env{Source: src, Edit: claim.WithoutCode()}); v.State != want {
			t.Errorf("%s without code is %s, want %s", expr, v.State, want)
		}
	}
	if text := claim.WithoutCode().What; !strings.Contains(text, "code") {
		t.Error(text)
	}
}
