package claim_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// Which edits of a declaration break which evidence: all of them, by line.
func TestEvidenceBrokenByEditsGolden(t *testing.T) {
	src := fixture(t, "go0")
	var b strings.Builder
	for _, c := range []struct{ sym, expr string }{
		{"p.put", `has("p.put", "b = swap(b)")`}, {"p.put", `has("p.put", "if next {")`}, {"p.put", `!has("p.put", "step(3)")`}, {"p.put", `count("p.put", "step($_)") == 6`},
		{"p.put", `order("p.put", "go later(b)", "done()")`}, {"p.put", `order("p.put", "step(1)", "step(2)")`},
		{"p.put", `calls("p.put", "p.swap")`}, {"p.put", `"p.put" in callers("p.later")`}, {"p.put", `"p.full" in callees("p.put")`}, {"p.put", `path("p.put", "p.slow")`}, {"p.put", `path("p.put", "p.put")`}, {"p.put", `!calls("p.put", "p.asm")`},
		{"p.put", `takes("p.put", "p.pool")`}, {"p.put", `requires("p.put", "p.pool")`}, {"p.put", `!takes("p.swap", "p.pool")`},
		{"p.put", `text("p.put", "three times")`}, {"p.put", `doc("p.put", "adds a box")`}, {"p.put", `exists("p.put") && kind("p.put") == "func"`}, {"p.put", `value("p.size") == 8`},
		{"p.swap", `has("p.put", "b = swap(b)")`}, {"p.slow", `has("p.step", "n--") && calls("p.slow", "p.copySize1")`},
		{"p.size", `value("p.size") == 8`}, {"p.size", `fieldtype("p.size") == "untyped"`}, {"p.pages", `arraylen("p.pages") == 24`}, {"p.on", `value("p.on")`},
		{"p.box.ring", `arraylen("p.box.ring") == 8`}, {"p.box.ring", `offset("p.box.ring") == 16`}, {"p.box.ring", `size("p.box.lo") == 8`},
		{"p.box", `fields("p.box") == 6`}, {"p.box", `size("p.box") == 96`}, {"p.box", `calls("p.copySize1", "p.done")`}, {"p.box", `has("p.box", "lo, hi uintptr")`},
		{"p.asm", `text("p.asm", "MOVQ AX, BX")`}, {"p.asm", `calls("p.asm", "p.done")`}, {"p.asm", `text("p.put", "three times")`},
	} {
		sym, ok := src.Index().Sym(index.ID(c.sym))
		if !ok {
			t.Fatalf("no symbol %s", c.sym)
		}
		edits, err := src.Edits(sym)
		if err != nil {
			t.Fatalf("%s: %v", c.sym, err)
		}
		e, err := claim.Compile(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		if v := evaluated(t, e, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s: %s", c.expr, v.State, v.Cause)
		}
		fmt.Fprintf(&b, "%s, edits of %s\n", c.expr, c.sym)
		for _, edit := range edits {
			switch v := evaluated(t, e, &claim.Env{Source: src, Edit: edit}); v.State {
			case claim.True:
			case claim.False:
				fmt.Fprintf(&b, "    %d: %s\n", edit.Line, edit.What)
			default:
				fmt.Fprintf(&b, "    %d: %s: %s, %s\n", edit.Line, edit.What, v.State, v.Cause)
			}
		}
		if v := evaluated(t, e, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("after all edits %s is %s: %s", c.expr, v.State, v.Cause)
		}
	}
	golden.Check(t, "broken.txt", b.String())
}

// What says that there is no call is broken by one that is added, and nothing else is.
func TestAddedCalls(t *testing.T) {
	src := fixture(t, "go0")
	var b strings.Builder
	for _, c := range []struct {
		expr   string
		broken int
	}{
		{`!calls("p.put", "p.asm")`, 1},
		{`!calls("p.put", "p.asm") && !calls("p.swap", "p.asm")`, 2},
		{`!calls("p.put", "p.asm", "go")`, 0}, // another kind of call
		{`!calls("p.put", "p.asm", "defer")`, 0},
		{`!calls("p.put", "p.asm", "call")`, 1},
		{`!exists("p.nothing") && !calls("p.put", "p.asm")`, 1},
		{`calls("p.put", "p.swap")`, 0},
		{`!calls("p.asm", "p.put")`, 0}, // assembly, which is not edited so
		{`!exists("p.nothing") && has("p.put", "b = swap(b)")`, 0},
		{`!any(["p.asm"], calls("p.put", #)) && !exists("p.other")`, 0}, // not written out
	} {
		expr, broken := c.expr, c.broken
		e, err := claim.Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		if v := eval(t, expr, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s: %s", expr, v.State, v.Cause)
		}
		n := 0
		for _, edit := range src.Added(e) {
			v := eval(t, expr, &claim.Env{Source: src, Edit: edit})
			if v.State == claim.False {
				n++
			}
			before, after, _ := strings.Cut(edit.Text, "{\n\t")
			fmt.Fprintf(&b, "%s\n    %d: %s: %s{ %s\n", expr, edit.Line, edit.What, before, strings.ReplaceAll(after[:min(len(after), 30)], "\n", " | "))
			for _, part := range v.Because {
				fmt.Fprintf(&b, "        %t %s: %s\n", part.True, part.Text, part.Value)
			}
		}
		if n != broken {
			t.Errorf("%s is broken by %d added calls, want %d", expr, n, broken)
		}
	}
	golden.Check(t, "added.txt", b.String())
}

// A call is added behind the brace of the body, wherever that is.
func TestAddedCallBehindALongHead(t *testing.T) {
	src := written(t, "package p\n\nfunc f(\n\ta struct{ b int },\n) {\n}\n\nfunc g() {}\n")
	e, err := claim.Compile(`!calls("p.f", "p.g")`)
	if err != nil {
		t.Fatal(err)
	}
	added := src.Added(e)
	if len(added) != 1 || added[0].Line != 5 || added[0].Text != "func f(\n\ta struct{ b int },\n) {\n\tg()\n\n}" {
		t.Errorf("%+v", added[0])
	}
	if e, err = claim.Compile(`!calls("p.nosuch", "p.g")`); err != nil || len(src.Added(e)) > 0 {
		t.Errorf("%v, %d calls added to nothing", err, len(src.Added(e)))
	}
}

// A line of assembly is dropped without its end, of which there are two kinds.
func TestDroppedLinesKeepTheirEnds(t *testing.T) {
	text := "TEXT ·f(SB),0,$0\r\n\r\n\t// why\r\n\tRET\r\n"
	symbol := index.Symbol{ID: "p.f", Kind: index.KindFunc, Parent: index.NoSym, Decl: index.NoRange, Name: index.NoRange, Asm: index.Range{End: int32(len(text))}, Size: -1, Offset: -1}
	src := claim.NewSource(&index.Index{Files: []index.File{{Path: "p/f.s", Text: text, Lang: index.LangAsm}}, Symbols: []index.Symbol{symbol}})
	edits, err := src.Edits(0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range edits {
		got = append(got, fmt.Sprintf("%d %q", e.Line, e.Text))
	}
	if want := []string{`1 "\r\n\r\n\t// why\r\n\tRET\r\n"`, `4 "TEXT ·f(SB),0,$0\r\n\r\n\t// why\r\n\r\n"`}; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("edits\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// No call is added to what has no body here, nor between what is not there.
func TestNoCallIsAddedWithoutABody(t *testing.T) {
	src := fixture(t, "go0")
	for _, expr := range []string{
		`!calls("p.asm", "p.put")`, `!calls("p.onSystem", "p.put")`, `!calls("p.put.func1", "p.put")`, `!calls("p.size", "p.put")`, `!calls("p.nosuch", "p.put")`, `!calls("p.put", "p.nosuch")`, `!path("p.put", "p.asm")`, `!exists("p.put")`,
	} {
		e, err := claim.Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		for _, edit := range src.Added(e) {
			t.Errorf("%s: %s", expr, edit.What)
		}
	}
}

// What is declared nowhere has no edits, and says so.
func TestEditsOfWhatIsNowhere(t *testing.T) {
	edits, err := named("go0", "p.ghost").Edits(0)
	if len(edits) > 0 || err == nil || err.Error() != "p.ghost is declared nowhere in the indexed source" {
		t.Errorf("%d edits, %v", len(edits), err)
	}
}

// Where all code is dropped, comments alone remain: those that are whole lines, blocks of
// them, but no directive and no comment behind code.
func TestCommentsAloneRemain(t *testing.T) {
	src := written(t, "package p\n\n// word1\n//go:word2\n  // word3\n/* word4\nword5\nword6 */\nvar word7 = 1 // word8\n/* word9 */\nvar word10 = 2 /* word11\n*/\n")
	left := map[string]bool{"word1": true, "word3": true, "word4": true, "word5": true, "word6": true, "word9": true}
	for i := 1; i <= 11; i++ {
		word := fmt.Sprintf("word%d", i)
		expr := `grep("p/p.go", "` + word + `\\b")`
		if v := eval(t, expr, &claim.Env{Source: src}); v.State != claim.True {
			t.Fatalf("%s is %s", expr, v.State)
		}
		if v := eval(t, expr, &claim.Env{Source: src, Edit: claim.WithoutCode()}); (v.State == claim.True) != left[word] {
			t.Errorf("%s without code is %s", expr, v.State)
		}
	}
	sym, _ := src.Index().Sym("p.word7")
	edits, err := src.Edits(sym)
	if err != nil || len(edits) != 1 {
		t.Fatal(edits, err)
	}
	if v := eval(t, `grep("p/p.go", "word7")`, &claim.Env{Source: src, Edit: edits[0]}); v.State != claim.True {
		t.Errorf("an edit of one declaration makes grep %s", v.State)
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
	if text := claim.WithoutCode().What; text != "all code is dropped" {
		t.Error(text)
	}
}

// A function literal is edited as a function is, and its own text is what the edits change.
func TestEditsOfLiterals(t *testing.T) {
	src := written(t, "package p\n\nfunc f() {\n\tgo func() {\n\t\tg()\n\t\tif n > 1 {\n\t\t\tg()\n\t\t}\n\t}()\n}\n\nfunc g() {}\n\nvar n int\n")
	sym, ok := src.Index().Sym("p.f.func1")
	if !ok {
		t.Fatal("no literal")
	}
	edits, err := src.Edits(sym)
	if err != nil {
		t.Fatal(err)
	}
	e, err := claim.Compile(`has("p.f.func1", "if n > 1 { $*_ }")`)
	if err != nil {
		t.Fatal(err)
	}
	if v := evaluated(t, e, &claim.Env{Source: src}); v.State != claim.True {
		t.Fatalf("it is %s: %s", v.State, v.Cause)
	}
	var b strings.Builder
	for _, edit := range edits {
		fmt.Fprintf(&b, "%d: %s: %t\n", edit.Line, edit.What, evaluated(t, e, &claim.Env{Source: src, Edit: edit}).State == claim.True)
	}
	want := `5: the statement is dropped: true
5: the statement changes places with the next: true
6: the statement is dropped: false
6: the condition is negated: false
6: the comparison is moved by one: false
6: the constant 1 is another: false
7: the statement is dropped: true
`
	if b.String() != want {
		t.Errorf("edits and what is left\n%swant\n%s", b.String(), want)
	}
}

// Fields are no statements.
func TestEditsOfFields(t *testing.T) {
	src := written(t, "package p\n\ntype t struct {\n\ta int\n\tb int\n}\n")
	sym, _ := src.Index().Sym("p.t")
	edits, err := src.Edits(sym)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range edits {
		got = append(got, fmt.Sprintf("%d: %s", e.Line, e.What))
	}
	if want := "4: the field is dropped; 4: the field changes places with the next; 5: the field is dropped"; strings.Join(got, "; ") != want {
		t.Errorf("edits %s\nwant %s", strings.Join(got, "; "), want)
	}
}
