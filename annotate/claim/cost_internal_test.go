package claim

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/quasilyte/gogrep"

	"sourcedive/indexer/index"
)

func repeat(n int, piece string) string { return strings.Repeat(piece, n) }

// Patterns that would be tried in more ways than there is time for are refused before
// they are compiled.
func TestWildcardsForLists(t *testing.T) {
	for _, c := range []struct {
		pattern string
		nested  int // 0 for refused
	}{
		{"f($*_)", 1},
		{"f($*_, a, $*_, b, $*_, c, $*_)", 4},
		{"f($*_, a, $*_, b, $*_, c, $*_, d, $*_)", 0},
		{"f(" + repeat(25, "$*_, ") + "x)", 0},
		{repeat(25, "$*_; x; "), 0},
		{repeat(25, "f($*_, ") + "x" + repeat(25, ")"), 0},
		{"f($*_, g($*_, a, $*_), $*_)", 4},
		{"f(g($*_, a, $*_), $*_, $*_, $*_)", 0},
		{"f(g($*_, a, $*_), h($*_, b, $*_))", 2}, // these do not multiply
		{repeat(25, "if x { $*_ } else ") + "{ $*_ }", 1},
		{"case " + repeat(25, "$*_, ") + "x:", 0},
		{"if x { " + repeat(25, "$*a; y; "), 0},
		{"x := $ * _ + " + repeat(9, "y($*_) + ") + "z", 2},
		{"a*b*c*d*e*f*g($*_)", 1},
	} {
		p, err := CompilePattern(c.pattern)
		var fault *Error
		switch {
		case c.nested > 0 && errors.As(err, &fault) && !strings.Contains(fault.Msg, "beside or inside"): // not what is asked here
		case c.nested > 0 && (err != nil || p.nested != c.nested):
			t.Errorf("%.60s: %+v, %v", c.pattern, p, err)
		case c.nested == 0 && (!errors.As(err, &fault) || !strings.Contains(fault.Msg, "more than 4 wildcards") || fault.Hint == "" || fault.Line == 0):
			t.Errorf("%.60s: %v", c.pattern, err)
		}
	}
}

// search holds a pattern against a function with a list of n arguments.
func search(t *testing.T, ctx context.Context, pattern string, n int) (int, error) {
	t.Helper()
	return searchIn(t, ctx, pattern, "g("+strings.TrimSuffix(repeat(n, "x, "), ", ")+")")
}

// searchIn holds a pattern against a function with a body.
func searchIn(t *testing.T, ctx context.Context, pattern, body string) (int, error) {
	t.Helper()
	text := "package p\nfunc f() {\n\t" + body + "\n}\n"
	fset := token.NewFileSet()
	base := fset.Base()
	ast, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	x := &index.Index{
		Files:   []index.File{{Path: "p/p.go", Text: text}},
		Symbols: []index.Symbol{{ID: "p.f", Decl: index.Range{Off: 10, End: int32(len(text))}, Asm: index.NoRange}},
	}
	s := NewSource(x)
	s.files[0].once.Do(func() { s.files[0].base, s.files[0].ast = base, ast })
	p, err := CompilePattern(pattern)
	if err != nil {
		t.Fatal(err)
	}
	spans, err := s.Find(ctx, 0, p)
	return len(spans), err
}

// How long a list may be depends on how many wildcards share it out.
func TestLongListsRefuseManyWildcards(t *testing.T) {
	one, two := "g($*_, y)", "g($*_, x, $*_, y)"
	four := "g($*_, x, $*_, x, $*_, x, $*_, y)"
	for _, c := range []struct {
		pattern string
		entries int
		refused bool
	}{{one, 5000, false}, {two, 200, false}, {two, 5000, true}, {four, 20, false}, {four, 200, true}} {
		n, err := search(t, context.Background(), c.pattern, c.entries)
		if n != 0 || (err != nil) != c.refused || err != nil && !strings.Contains(err.Error(), fmt.Sprintf("a list has %d entries", c.entries)) {
			t.Errorf("%s in %d: %d, %v", c.pattern, c.entries, n, err)
		}
	}
	if n, err := search(t, context.Background(), "g($*_, x, $*_, x, $*_, x, $*_)", 20); n != 1 || err != nil {
		t.Errorf("what is there: %d, %v", n, err)
	}
}

// Which lists count, and how many entries a list may have for two wildcards: 491.
func TestEveryListCounts(t *testing.T) {
	names := func(n int) string { return strings.TrimSuffix(repeat(n, "x, "), ", ") }
	for name, text := range map[string]func(n int) string{
		"statements":   func(n int) string { return "{" + repeat(n, "x()\n") + "}" },
		"case list":    func(n int) string { return "switch { case " + names(n) + ": }" },
		"case body":    func(n int) string { return "switch { case x: " + repeat(n-1, "x()\n") + "}" },
		"clause body":  func(n int) string { return "select { case <-x: " + repeat(n-1, "x()\n") + "}" },
		"arguments":    func(n int) string { return "f(" + names(n) + ")" },
		"elements":     func(n int) string { return "_ = []int{" + names(n) + "}" },
		"results":      func(n int) string { return "return " + names(n) },
		"left sides":   func(n int) string { return names(n) + " = f()" },
		"right sides":  func(n int) string { return "x = " + names(n) },
		"fields":       func(n int) string { return "type t struct {" + repeat(n, "x int\n") + "}" },
		"parameters":   func(n int) string { return "func(" + strings.TrimSuffix(repeat(n, "x int, "), ", ") + ") {}(y)" },
		"field names":  func(n int) string { return "type t struct {" + names(n) + " int }" },
		"declarations": func(n int) string { return "var (" + repeat(n, "x int\n") + ")" },
		"names":        func(n int) string { return "var " + names(n) + " int" },
		"values":       func(n int) string { return "var x = " + names(n) },
	} {
		for _, n := range []int{491, 492} {
			found, err := searchIn(t, t.Context(), "f($*_, nosuch, $*_)", text(n))
			want := ""
			if n > 491 {
				want = "2 wildcards for any number, beside or inside each other, take too long where a list has 492 entries"
			}
			if got := fmt.Sprint(err); found != 0 || got != want && (err != nil || want != "") {
				t.Errorf("%s, %d of them: %d matches, %v", name, n, found, err)
			}
		}
	}
}

// How long the lists of other declarations are is no matter.
func TestListsOfOthersDoNotCount(t *testing.T) {
	long := "package p\n\nfunc e() { g(" + strings.TrimSuffix(repeat(600, "x, "), ", ") + ") }\n\n"
	f := "func f() { g(x, y) }"
	text := long + f + "\n" + strings.Replace(long, "package p", "", 1)
	s := NewSource(&index.Index{
		Files:   []index.File{{Path: "p/p.go", Text: text}},
		Symbols: []index.Symbol{{ID: "p.f", Decl: index.Range{Off: int32(len(long)), End: int32(len(long) + len(f))}, Asm: index.NoRange}},
	})
	p, err := CompilePattern("g($*_, y, $*_)")
	if err != nil {
		t.Fatal(err)
	}
	if spans, err := s.Find(t.Context(), 0, p); len(spans) != 1 || err != nil {
		t.Errorf("%d matches, %v", len(spans), err)
	}
}

// What is too dear to look for in a declaration is too dear after an edit of it.
func TestEditsDoNotMakePatternsCheap(t *testing.T) {
	text := "func f() { g(" + strings.TrimSuffix(repeat(600, "x, "), ", ") + "); y() }"
	p, err := CompilePattern("g($*_, x, $*_)")
	if err != nil {
		t.Fatal(err)
	}
	e := &Edit{Text: text}
	if spans, err := e.find(t.Context(), p); len(spans) > 0 || err == nil || !strings.Contains(err.Error(), "take too long") || e.Matches(t.Context(), p) != 0 {
		t.Errorf("%d matches, %v", len(spans), err)
	}
	if p, err = CompilePattern("y()"); err != nil || e.Matches(t.Context(), p) != 1 {
		t.Errorf("of what is cheap there are %d, %v", e.Matches(t.Context(), p), err)
	}
}

// A search ends with its context, and gives no part of its result.
func TestSearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if n, err := search(t, ctx, "x", 20); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d, %v", n, err)
	}
}

// stopping is done after some looks at it.
type stopping struct {
	context.Context
	left int
}

func (s *stopping) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

// The context is asked between the nodes, not only before them.
func TestSearchStopsOnTheWay(t *testing.T) {
	ctx := &stopping{context.Background(), 5}
	if n, err := search(t, ctx, "x", 1000); n != 0 || !errors.Is(err, context.Canceled) || ctx.left < -5 {
		t.Errorf("%d, %v, asked %d times more", n, err, -ctx.left)
	}
}

// A claim whose context ends in a search has no verdict, whatever it found: that it was
// interrupted is nothing about the claim.
func TestClaimsEndWithTheirContext(t *testing.T) {
	text := "package p\n\nfunc f() { x(); x(); x() }\n"
	x := &index.Index{
		Config:  index.Config{Version: "go0"},
		Files:   []index.File{{Path: "p/p.go", Text: text}},
		Symbols: []index.Symbol{{ID: "p.f", Decl: index.Range{Off: 11, End: int32(len(text) - 1)}, Asm: index.NoRange, Parent: index.NoSym}},
	}
	for left := range 6 {
		for _, src := range []string{`has("p.f", "x()")`, `count("p.f", "x()") == 3`, `order("p.f", "x()", "x()")`} {
			e, err := Compile(src)
			if err != nil {
				t.Fatal(err)
			}
			if v, err := Eval(&stopping{t.Context(), left}, e, &Env{Source: NewSource(x)}); err != context.Canceled || v.State != Unanswerable || v.Cause != "" || v.Line != 0 || v.HintText() != "" {
				t.Errorf("%s, stopped at look %d, is %s: %s (%s), %v", src, left, v.State, v.Cause, v.HintText(), err)
			}
		}
	}
}

func TestRegexpsAreBounded(t *testing.T) {
	big := "(?:(?:x{10}){10}){10}" + "y{999}"
	for _, src := range []string{
		`"a" matches "` + big + `"`,
		`exists("p.f") && (("a") matches ` + "`" + big + "`)",
		`grep("p/f.go", "` + big + `")`,
		`grep("p/f.go", "` + repeat(1001, "x") + `")`,
	} {
		_, err := Compile(src)
		var fault *Error
		if !errors.As(err, &fault) || !strings.Contains(fault.Msg, "too large") || fault.Col < 2 {
			t.Errorf("%.50s: %v", src, err)
		}
	}
	for _, src := range []string{`"a" matches "^x{900}$"`, `grep("p/f.go", "(a|b)*c{10,20}[[:alpha:]]")`} {
		if _, err := Compile(src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
	if _, err := Compile(`all(["a"], "a" matches #)`); err == nil || !strings.Contains(err.Error(), "written out") {
		t.Errorf("an expression that is made up: %v", err)
	}
}

// Claims are refused for their size, and those at the bounds do not overflow the stack.
func TestClaimsAreBounded(t *testing.T) {
	for name, src := range map[string]string{
		"bytes":    `exists("` + repeat(longest, "x") + `")`,
		"parts":    repeat(300, `exists("p.f") && `) + "true",
		"not":      repeat(8000, "!") + "true",
		"minus":    repeat(8000, "-") + "1 == 1",
		"list":     repeat(4000, "[") + repeat(4000, "]") + " == []",
		"indexes":  `callers("p.f")` + repeat(2000, "[0]") + ` == "x"`,
		"operator": repeat(2000, "1+(") + "1" + repeat(2000, ")") + " == 2",
	} {
		if _, err := Compile(src); err == nil {
			t.Errorf("%s are taken", name)
		}
	}
	if _, err := Compile(repeat(4000, "(") + "true" + repeat(4000, ")")); err != nil {
		t.Errorf("brackets: %v", err)
	}
}

// BenchmarkMostWays is the worst that a pattern may cost in one list.
func BenchmarkMostWays(b *testing.B) {
	n := 1
	for ways(n+1, maxNested+1) <= maxWays {
		n++
	}
	fset := token.NewFileSet()
	expr, err := parser.ParseExprFrom(fset, "", "g("+strings.TrimSuffix(repeat(n, "x, "), ", ")+")", 0)
	if err != nil {
		b.Fatal(err)
	}
	p, err := CompilePattern("g($*_, x, $*_, x, $*_, x, $*_, y)")
	if err != nil {
		b.Fatal(err)
	}
	state := gogrep.NewMatcherState()
	for b.Loop() {
		p.alts[0].MatchNode(&state, expr, func(gogrep.MatchData) { b.Fatal("it matches") })
	}
}
