package claim_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

func find(t testing.TB, s *claim.Source, id, pattern string) []claim.Span {
	t.Helper()
	p, err := claim.CompilePattern(pattern)
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	if p.String() != pattern {
		t.Errorf("%q became %q", pattern, p)
	}
	sym, ok := s.Index().Sym(index.ID(id))
	if !ok {
		t.Fatalf("no %s", id)
	}
	spans, err := s.Find(context.Background(), sym, p)
	if err != nil {
		t.Fatal(err)
	}
	return spans
}

func TestPatterns(t *testing.T) {
	s := fixture(t, "")
	for _, c := range []struct {
		sym, pattern string
		want         int
	}{
		{"p.put", "step($_)", 6},
		{"p.put", "step($x); step($y)", 1},
		{"p.put", "step($x); step($x)", 0},
		{"p.put", "step(1); step(0x2)", 1},
		{"p.put", "if next {", 1}, // with its else
		{"p.put", "if b == nil {", 1},
		{"p.put", "if b == nil { return 0 }", 1},
		{"p.put", "if next { b = swap(b) }", 0}, // the else is missing
		{"p.put", "if $*_ {", 3},
		{"p.put", "for $*_ {", 2},
		{"p.put", "for {", 1},
		{"p.put", "for i := 0; i < 3; i++ {", 1},
		{"p.put", "for i := 0; i < 4; i++ {", 0},
		{"p.put", "switch b.n {", 1},
		{"p.put", "switch $*_ {", 1},
		{"p.put", "case 1, 2:", 1},
		{"p.put", "case 1:", 0},
		{"p.put", "case 3:", 1},
		{"p.put", "case 1, 2: step(1)", 1},
		{"p.put", "case 1, 2: step(2)", 0},
		{"p.put", "default:", 2},
		{"p.put", "default: step(9)", 1},
		{"p.put", "select {", 1},
		{"p.put", "case v := <-source:", 1},
		{"p.put", "onSystem(func() {", 1},
		{"p.put", "defer func() {", 1},
		{"p.put", "defer $_($*_)", 1},
		{"p.put", "go later(b)", 1},
		{"p.put", "slow($_)", 1}, // in the literal
		{"p.put", "var batch [$_]*box", 1},
		{"p.put", "var batch [$_]box", 0},
		{"p.put", "return $_", 2},
		{"p.put", "func put(b *box, next bool) int {", 1},
		{"p.put", "b.next", 1},
		{"p.put", "put(b.next, $*_)", 1},
		{"p.put", "put($*_)", 1},
		{"p.put.func1", "slow(b)", 1},
		{"p.put.func1", "step($_)", 0},
		{"p.swap", "return b", 1}, // of this function only
		{"p.step", "again:", 1},
		{"p.step", "goto again", 1},
		{"p.step", "n--", 1},
		{"p.full", "b.lo * b.hi", 1},
		{"p.box", "type box struct {", 1},
		{"p.box", "ring [size]int", 1},
		{"p.box", "ring [$_]int", 1},
		{"p.box", "$_ *box", 1},
		{"p.box", "$_ *bax", 0},
		{"p.box", "lo, hi uintptr", 1},
		{"p.size", "const size = 8", 1},
		{"p.size", "const ratio = 0.5", 0},
		{"p.ratio", "ratio = 0.5", 1},
		{"p.source", "var source chan int", 1},
		{"p.inner", "struct{ n int }", 1},
	} {
		if got := find(t, s, c.sym, c.pattern); len(got) != c.want {
			t.Errorf("%s has %q %d times, want %d", c.sym, c.pattern, len(got), c.want)
		}
	}
}

// What stands in the head of a statement is shown with that statement.
func TestHeads(t *testing.T) {
	s := written(t, `package p

func f() {
	if a := x(); a {
	}
	for b := x(); b; c++ {
	}
	switch d := x(); d {
	}
	switch e := x(); g := e.(type) {
	}
	select {
	case h := <-x():
	case y() <- 1:
	}
	for k, v := range x() {
	}
	var m, n = 1, z()
	l()
}
`)
	for pattern, want := range map[string]string{
		"a := x()": "if a := x(); a {", "b := x()": "for b := x(); b; c++ {", "c++": "for b := x(); b; c++ {", "d := x()": "switch d := x(); d {", "e := x()": "switch e := x(); g := e.(type) {", "g := e.(type)": "switch e := x(); g := e.(type) {",
		"h := <-$_": "case h := <-x():", "y() <- 1": "case y() <- 1:", "<-x()": "case h := <-x():", "z()": "var m, n = 1, z()", "var m, n = $*_": "var m, n = 1, z()", "m, n = 1, z()": "var m, n = 1, z()", "l()": "l()", "range x()": "for k, v := range x() {", "1": "case y() <- 1:",
	} {
		spans := find(t, s, "p.f", pattern)
		if len(spans) == 0 {
			t.Errorf("no %q", pattern)
			continue
		}
		if got := s.Index().Files[0].Text[spans[0].StmtOff:spans[0].HeadEnd]; got != want {
			t.Errorf("%q is in %q, want %q", pattern, got, want)
		}
	}
}

// A group of one is one declaration.
func TestGroupsOfOne(t *testing.T) {
	s := written(t, "package p\n\nfunc f() {\n\tvar (\n\t\tx int\n\t)\n\t_ = x\n}\n")
	for pattern, want := range map[string]string{"var x int": "x int", "x int": "x int", "var ( x int )": "x int", "var $_ int": "x int"} {
		spans := find(t, s, "p.f", pattern)
		if len(spans) != 1 || s.Index().Files[0].Text[spans[0].Off:spans[0].End] != want {
			t.Errorf("%s: %+v", pattern, spans)
		}
	}
}

// A match comes with the statement that it is part of, and with the end of its head.
func TestSpans(t *testing.T) {
	s := fixture(t, "")
	for _, c := range []struct{ sym, pattern, match, stmt, head string }{
		{"p.put", "full(b)", "full(b)", "if full(b) {…}", "if full(b) {"},
		{"p.put", "if next {", "if next {…}", "if next {…}", "if next {"},
		{"p.put", "i++", "i++", "for i := 0; i < 3; i++ { // three times…}", "for i := 0; i < 3; i++ {"},
		{"p.put", "step(1); step(2)", "step(1)…step(2)", "step(1)…step(2)", "step(1)…step(2)"},
		{"p.put", "slow(b)", "slow(b)", "slow(b)", "slow(b)"},
		{"p.put", "onSystem($_)", "onSystem(func() {…})", "onSystem(func() {…})", "onSystem(func() {"},
		{"p.put", "case 1, 2:", "case 1, 2:…step(1)", "case 1, 2:…step(1)", "case 1, 2:"},
		{"p.put", "<-source", "<-source", "case v := <-source:…step(v)", "case v := <-source:"},
		{"p.put", "[size/2+1]*box", "[size/2 + 1]*box", "var batch [size/2 + 1]*box", "var batch [size/2 + 1]*box"},
		{"p.box", "[size]int", "[size]int", "ring   [size]int", "ring   [size]int"},
		{"p.box", "type box struct {", "type box struct {…}", "type box struct {…}", "type box struct {"},
		{"p.ratio", "0.5", "0.5", "ratio = 0.5", "ratio = 0.5"},
	} {
		spans := find(t, s, c.sym, c.pattern)
		if len(spans) == 0 {
			t.Errorf("%s has no %q", c.sym, c.pattern)
			continue
		}
		text := s.Index().Files[spans[0].File].Text
		cut := func(from, to int32) string {
			piece := text[from:to]
			first, rest, more := strings.Cut(piece, "\n")
			if !more {
				return first
			}
			return first + "…" + strings.TrimSpace(rest[strings.LastIndexByte(rest, '\n')+1:])
		}
		sp := spans[0]
		for i, got := range []string{cut(sp.Off, sp.End), cut(sp.StmtOff, sp.StmtEnd), cut(sp.StmtOff, sp.HeadEnd)} {
			if want := []string{c.match, c.stmt, c.head}[i]; got != want {
				t.Errorf("%q: piece %d is %q, want %q", c.pattern, i, got, want)
			}
		}
	}
}

// A switch of types is a switch, and the head of an interface ends at its brace.
func TestSpansOfTypes(t *testing.T) {
	const text = "package p\n\ntype doer interface {\n\tdo()\n}\n\nfunc kinds(x any) {\n\tswitch x.(type) {\n\tcase int:\n\t}\n}\n"
	symbol := func(id index.ID, kind index.Kind, decl string) index.Symbol {
		off := strings.Index(text, decl)
		at := index.Range{Off: int32(off), End: int32(off + strings.Index(text[off:], "\n}") + 2)}
		return index.Symbol{ID: id, Kind: kind, Parent: index.NoSym, Decl: at, Head: at.Off + 1, Asm: index.NoRange, Name: index.NoRange, Size: -1, Offset: -1}
	}
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go0", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "p", Name: "p"}}, Files: []index.File{{Path: "p/p.go", Text: text}},
		Symbols: []index.Symbol{symbol("p.doer", index.KindType, "type doer"), symbol("p.kinds", index.KindFunc, "func kinds")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ sym, pattern, head string }{{"p.doer", "type doer interface {", "type doer interface {"}, {"p.kinds", "switch $*_ {", "switch x.(type) {"}} {
		spans := find(t, claim.NewSource(x), c.sym, c.pattern)
		if len(spans) != 1 {
			t.Errorf("%d matches of %q", len(spans), c.pattern)
			continue
		}
		if got := text[spans[0].StmtOff:spans[0].HeadEnd]; got != c.head {
			t.Errorf("%q: the head is %q, want %q", c.pattern, got, c.head)
		}
	}
}

// A search says why it can find nothing.
func TestSearchesThatFail(t *testing.T) {
	p, err := claim.CompilePattern("x")
	if err != nil {
		t.Fatal(err)
	}
	broken := *written(t, "package p\n\nfunc f() { x() }\n").Index()
	broken.Files = []index.File{{Path: "p/p.go", Text: "package p\n\nfunc f() { x(( }\n"}}
	for want, src := range map[string]*claim.Source{
		"p.ghost is declared nowhere in the indexed source":               named("go0", "p.ghost"),
		"p/p.go does not parse: p/p.go:3:16: expected operand, found '}'": claim.NewSource(&broken),
	} {
		spans, err := src.Find(context.Background(), 0, p)
		if len(spans) != 0 || err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%d matches, %v, want %s", len(spans), err, want)
		}
	}
}

// Many may look at once.
func TestFindTogether(t *testing.T) {
	s := fixture(t, "")
	p, err := claim.CompilePattern("if $x {")
	if err != nil {
		t.Fatal(err)
	}
	sym, _ := s.Index().Sym("p.put")
	found := make(chan int)
	const many = 16
	for range many {
		go func() {
			spans, _ := s.Find(context.Background(), sym, p)
			found <- len(spans)
		}()
	}
	for range many {
		if n := <-found; n != 3 {
			t.Errorf("found %d", n)
		}
	}
}

func TestLinesOfAssembly(t *testing.T) {
	s := fixture(t, "")
	sym, _ := s.Index().Sym("p.asm")
	spans := s.FindLines(sym, "MOVQ AX,  BX")
	if len(spans) != 1 || asmText[spans[0].Off:spans[0].End] != "MOVQ\tAX, BX" {
		t.Errorf("found %v", spans)
	}
	for _, words := range []string{"", " \t"} {
		if got := s.FindLines(sym, words); len(got) != 0 {
			t.Errorf("found %v of no words", got)
		}
	}
	crlf := written(t, "package p\r\n\r\nfunc f() {\r\n\tx() \r\n\tx()\r\n}\r\n")
	var lines []string
	for _, sp := range crlf.FindLines(0, " x() ") {
		if sp.StmtOff != sp.Off || sp.StmtEnd != sp.End || sp.HeadEnd != sp.End {
			t.Errorf("%+v", sp)
		}
		lines = append(lines, crlf.Index().Files[0].Text[sp.Off:sp.End])
	}
	if want := []string{"x() ", "x()"}; !slices.Equal(lines, want) {
		t.Errorf("lines %q, want %q", lines, want)
	}
	if got := named("go0", "p.ghost").FindLines(0, "x"); len(got) != 0 {
		t.Errorf("found %v of what is nowhere", got)
	}
	if got := s.FindLines(sym, "RET"); len(got) != 0 {
		t.Errorf("found %v in the next function", got)
	}
	p, err := claim.CompilePattern("x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Find(context.Background(), sym, p); err == nil || !strings.Contains(err.Error(), "assembly") {
		t.Errorf("a pattern in assembly gives %v", err)
	}
}

// Whatever compiles finds something or nothing, in order and inside the declaration.
func FuzzPattern(f *testing.F) {
	for _, p := range []string{"if x {", "case 1, 2:", "$x; $x", "for $*_ {", "$*_; step($_)", "go func() {", "a, b", "import $_", "range x", "var ($*_)", "func $_($*_) $_ {"} {
		f.Add(p)
	}
	s := fixture(f, "")
	sym, _ := s.Index().Sym("p.put")
	box, _ := s.Index().Sym("p.box")
	f.Fuzz(func(t *testing.T, src string) {
		p, err := claim.CompilePattern(src)
		if err != nil {
			return
		}
		for _, at := range []index.Sym{sym, box} {
			spans, err := s.Find(context.Background(), at, p)
			if err != nil {
				t.Fatal(err)
			}
			decl := s.Index().Symbols[at].Decl
			for i, sp := range spans {
				if sp.Off < decl.Off || sp.End > decl.End || sp.End < sp.Off || sp.StmtOff > sp.Off || sp.StmtEnd < sp.End || sp.HeadEnd > sp.StmtEnd || i > 0 && spans[i-1].Off > sp.Off {
					t.Errorf("%q: %+v in %+v", src, sp, decl)
				}
			}
		}
	})
}
