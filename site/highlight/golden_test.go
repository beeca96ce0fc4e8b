package highlight_test

import (
	"fmt"
	"html/template"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/highlight"
)

// excluded files have no refs: names are coloured by their form.
const excluded = "package p\n\n// f is [a] name.\nfunc f(a int) (b T) {\n\tg(a) /* one\ntwo */ + \"s\" + `raw\nmore` + 'c' + 1.5\n\tx.call (a)\n}\n\n" +
	"func (t *T) method(a, b int) { funcs(t) }\nfunc\tg() {}\nvar last"

func TestPlainGolden(t *testing.T) {
	var b strings.Builder
	for _, text := range []string{excluded, "", "\n", "x", "x(", "f(1)", "func f(", "func (t T) f(", "func (t T)f(", "/**/", "/**/ x", "/***/", "/*", "/*/", "// a\r\n//b", "a\tb\x01\xffé<&>\"'", "`a\r\n`", "/* a * / ** */ b"} {
		fmt.Fprintf(&b, "%q\n%s\n", text, highlight.Plain(text))
	}
	golden.Check(t, "plain.txt", b.String())
}

func TestExcludedGolden(t *testing.T) {
	var b strings.Builder
	for _, f := range []index.File{
		{Path: "p/p.go", Lang: index.LangGo, Text: excluded, Excluded: "//go:build ignore"},
		{Path: "p/p.go", Lang: index.LangGo, Text: excluded},
		{Path: "p/p.s", Lang: index.LangAsm, Text: "#include \"textflag.h\"\n// c\nTEXT ·f<ABIInternal>(SB), NOSPLIT, $8-16 // end\nloop:\n\tMOVQ $0x10, AX; ADDQ a+8(FP), BX\n\tJMP loop\n\tCALL runtime·g(SB)\n"},
		{Path: "p/p.h", Lang: index.LangHeader, Text: "/* c */\n#define A 1 // one\n\tint f(char *s) { return \"s\"[0]; }\n"},
	} {
		m := highlight.New(&f)
		code, light := m.All(highlight.Links{})
		fmt.Fprintf(&b, "%s, %d lines, light %v\n%s", f.Path, m.Lines(), light, code)
	}
	golden.Check(t, "excluded.txt", b.String())
}

// What stands over lines, other numbers, the first lines, and pieces that start and
// end inside of spans.
func TestPiecesGolden(t *testing.T) {
	m := highlight.New(&index.File{Path: "p/p.go", Lang: index.LangGo, Text: excluded})
	var b strings.Builder
	links := highlight.Links{
		Line:  func(n int) string { return fmt.Sprintf("x#L%d", n) },
		Above: func(n int) template.HTML { return template.HTML(fmt.Sprintf("<hr %d>\n", n)) },
	}
	at := func(s string) int32 { return int32(strings.Index(excluded, s)) }
	end := func(s string) int32 { return at(s) + int32(len(s)) }
	fmt.Fprintf(&b, "lines of a comment\n%s", m.HTML(at("one"), end("two"), links))
	fmt.Fprintf(&b, "empty range\n%s", m.HTML(at("func f"), at("func f"), highlight.Links{}))
	fmt.Fprintf(&b, "up to an end of line\n%s", m.HTML(at("func\tg"), end("{}\n"), highlight.Links{}))
	fmt.Fprintf(&b, "head\n%s", m.Head(3, links))
	fmt.Fprintf(&b, "inside of a comment: %s\n", m.Inline(at("one"), end("two"), highlight.Links{}))
	fmt.Fprintf(&b, "folded: %s\n", m.Inline(at("\n\n// f"), end("int) (b"), highlight.Links{}))
	fmt.Fprintf(&b, "inside of a name: %s\n", m.Inline(at("ethod"), at("ethod")+3, highlight.Links{}))
	fmt.Fprintf(&b, "raw: %s\n", m.Inline(at("`raw"), end("more`"), highlight.Links{}))
	golden.Check(t, "pieces.txt", b.String())
}

// A page of links that weighs too much is made in the light form.
func TestHeavyFilesAreLight(t *testing.T) {
	for _, c := range []struct {
		line  string
		n     int
		light bool
	}{
		{"x\n", 1, false}, {"x\n", 100, false}, {"x\n", 400, true}, {strings.Repeat("x", 100) + "\n", 400, false},
	} {
		m := highlight.New(&index.File{Path: "p/p.go", Lang: index.LangGo, Text: strings.Repeat(c.line, c.n)})
		code, light := m.All(highlight.Links{})
		if light != c.light || strings.Contains(string(code), "<i id=L1>") != c.light || strings.Count(string(code), "\n") != c.n {
			t.Errorf("%d lines of %d: light %v, %.40s", c.n, len(c.line), light, code)
		}
	}
}

func TestSynopsisAtItsEdges(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a, etc. B. C.", "a, etc. B."}, {"A vs. B. C.", "A vs. B."}, {"Abc. d", "Abc."}, {"Ab. d", "Ab. d"}, {"See [F] and [T.m], [*T], [os/x.Y]. Z.", "See F and T.m, *T, os/x.Y."},
		{"Of [1] and [a b] and [lo, hi).", "Of [1] and [a b] and [lo, hi)."}, {"[F]", "F"}, {"A.\n\nB. C.", "A."}, {"\n\nA\n\nB", "A"}, {"A.b. C", "A.b."},
	} {
		if got := highlight.Synopsis(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	if got := highlight.Doc(" \n\t", noLink); got != "" {
		t.Errorf("blank is %q", got)
	}
	if got, want := string(highlight.Doc("# Head\n\nText.", noLink)), "<h3>Head</h3>\n<p>Text.\n"; got != want {
		t.Errorf("heading: %q, want %q", got, want)
	}
}
