package claim_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// Expressions with their verdict, its parts and its cause: what the tables of true and
// false do not show.
func TestVerdicts(t *testing.T) {
	w := &claim.Env{
		Source: fixture(t, "go0"), Runner: printing{"hello": "hello\n", "quote": "a \"b\"\nc", "tick": "a `b` \"c\"", "long": strings.Repeat("ä", 301), "exact": strings.Repeat("x", 298)},
		Tree: fstest.MapFS{"p/README": {Data: []byte("read\nme")}, "p/none.go": {}, "q/q.go": {Data: []byte("package q\n")}, "q/q.h": {Data: []byte("#define Q 1\n")}, "q/q.s": {Data: []byte("TEXT\n")}, "q/none.s": {},
			"q/q_test.go": {Data: []byte("package q\n")}, "q/d.go/x.go": {Data: []byte("package d\n")}, "q/sub/s.go": {Data: []byte("package sub\n\n\n")}},
	}
	var b strings.Builder
	for _, src := range []string{
		`file("p")`, `file("q")`, `file("q/sub")`, `file("p/none.go")`, `file("p/box.go")`, `file("q/q.h")`, `file("nosuch")`, `built("p/box.go")`, `built("p/box_plan9.go")`, `built("p/none.go")`, `built("p/README")`, `built("q/q.go")`, `built("p")`,
		`grep("p/README", "read$")`, `grep("q/*", "package q")`, `grep("q/*.go", "package")`, `grep("q/q.s", "TEXT")`, `files("q/*.s") == 1`, `lines("q/q.s") == 1`, `grep("q/q_test.go", "package")`, `grep("p/*.go", "^func nine")`, `grep("p/*.go", "size")`, `grep("p/none.go", "")`, `grep("p/[", "x")`, `grep("nosuch/*.go", "x")`,
		`files("p/*") == 0`, `files("p/*.go", "built") == 0`, `files("q/*") == 0`, `files("q/*.go") == 0`, `files("q/q.*") == 0`, `files("q/q.go", "built") == 0`, `files("p/box.go") == 0`, `files("p/box.go", "bult") == 0`, `files("q/[") == 0`, `files("zz/*.go") == 0`,
		`lines("p/README") == 0`, `lines("q/none.s") == 0`, `lines("q/*.s") == 0`, `lines("nosuch/*.s") == 0`, `lines("nosuch.s") == 0`, `lines("p/copy.go") == 0`, `lines("p/*.go") == 0`, `lines("p/none.go") == 0`, `lines("q/*") == 0`, `lines("q/sub/*.go") == 0`, `lines("q/nosuch.go") == 0`,
		`exists("p.put")`, `exists("put")`, `exists("p.put.func1")`, `exists("q.q")`, `exists("")`, `kind("p.put.func1") == "field"`, `kind("p.size") == "field"`, `kind("p.asm") == "field"`, `kind("p.pool") == "field"`, `kind("p.box") == "field"`,
		`value("p.size") == 0`, `value("p.ratio") == 0`, `value("p.name") == ""`, `value("p.on") == false`, `value("p.huge") == ""`, `value("p.source") == 0`, `value("p.ratio") == 0.50000001`, `value("p.name") == 1`, `value("p.size") == "8"`,
		`arraylen("p.pages") == 0`, `arraylen("p.box.ring") == 0`, `arraylen("p.box") == 0`, `arraylen("p.size") == 0`, `arraylen("p.put") == 0`, `fields("p.inner") == 0`, `fields("p.box") == 0`, `fields("p.pool") == 0`, `fields("p.size") == 0`, `fieldtype("p.box.ring") == ""`, `fieldtype("p.box.lo") == ""`, `fieldtype("p.box.nosuch") == ""`,
		`size("p.box") == 0`, `size("p.box.lo") == 0`, `size("p.size") == 0`, `size("p.source") == 0`, `offset("p.box.next") == 1`, `offset("p.box") == 1`, `signature("p.put") == ""`, `signature("p.asm") == ""`, `signature("p.box") == ""`, `signature("p.size") == ""`, `where("p.box.lo") == ""`, `where("p.asm") == ""`, `where("p.put.func1") == ""`,
		`directive("p.put", "nosplit")`, `directive("p.put", "noinline")`, `directive("p.asm", "NOSPLIT")`, `directive("p.onSystem", "nosplit")`, `directive("p.box", "nosplit")`, `doc("p.put", "adds a box at the tail.")`, `doc("p.put", "adds  a\tbox")`, `doc("p.swap", "x")`, `doc("p.put", "go:nosplit")`, `doc("p.size", "x")`, `text("p.put", "adds")`, `text("p.put", "for {")`, `text("p.asm", "goes back")`, `text("p.box", "\tring")`,
		`calls("p.put", "p.put")`, `calls("p.put", "p.step")`, `calls("p.put", "p.done")`, `calls("p.put", "p.later")`, `calls("p.put", "p.later", "compiler")`, `calls("p.put", "p.later", "gone")`, `calls("p.put", "p.put.func1", "switch")`, `calls("p.asm", "p.done", "asm")`, `calls("p.slow", "p.copySize")`, `calls("p.copySize1", "p.done")`, `calls("p.put", "p.copySize")`,
		`callers("p.done") == []`, `callers("p.copySize") == []`, `callers("p.copySize1") == []`, `callers("p.nine") == []`, `callees("p.put") == []`, `callees("p.slow") == []`, `callees("p.asm") == []`, `callees("p.swap") == []`, `callers("p.swap", "go") == []`, `callees("p.put", "go", "switch") == []`, `callers("p.box") == []`,
		`path("p.put", "p.done")`, `path("p.done", "p.put")`, `path("p.put", "p.asm")`, `path("p.put", "p.slow", "call")`, `path("p.put", "p.slow", "call", "switch")`, `path("p.swap", "p.swap")`, `path("p.put", "p.copySize")`, `path("p.put", "p.box")`,
		`order("p.put", "step(1)", "step(2)")`, `order("p.put", "step(2)", "step(1)")`, `order("p.put", "step(1)", "step(1)")`, `order("p.put", "step(1)", "step(1)", "step(1)")`, `order("p.put", "step($_)", "step($_)", "step(2)")`, `order("p.put", "nosuch()", "step(1)")`, `order("p.put", "step(1)")`,
		`has("p.put", "step(1)")`, `has("p.put", "nosuch($_)")`, `has("p.box", "next *box")`, `has("p.put.func1", "slow(b)")`, `count("p.put", "step(1)") == 9`, `count("p.put", "nosuch()") == 9`, `count("p.asm", "x") == 1`,
		`stack("p.put", "user")`, `stack("p.put.func1", "g0")`, `stack("p.put.func1", "gsignal")`, `stack("p.put.func1", "g1")`, `stack("p.box", "user")`, `stack("p.swap", "user")`,
		`run("hello") == ""`, `run("quote") == ""`, `run("tick") == ""`, `run("nosuch") == ""`, `run("hello") contains "ell" && run("quote") startsWith "a"`,
		`1 < 2 < 3`, `1 < 2 < 2`, `3 > 2 >= 2`, `1 == 1.0`, `0.5 < 1`, `7 / 2 == 3`, `7 / 0 == 1`, `7 % 0 == 1`, `2 - 3 == -1`, `-(2) == -2`, `1.5 % 1 == 0`, `"a" + "b" == "ab"`, `"a" < "b"`, `"a" + 1 == "a1"`, `"abc" contains "bc"`, `"abc" matches "^b"`, `"abc" matches "("`, `"a" in ["a", "b"]`, `"c" not in ["a", "b"]`, `1 in [1.0]`, `[1, 2] == [1, 2]`, `[1, 2] == [2, 1]`, `len(["a"]) == 2`, `len("abc") == 2`, `["a", "b"][1] == "a"`, `["a"][1] == "a"`, `["a"][-1] == "b"`,
		`all(["nosuch(", "p.put"], exists(#))`, `all(["p.put"], has(#, "if {{"))`, `all(["if {{", "step(1)"], has("p.put", #))`, `any(["p.asm", "p.done"], calls("p.put", #)) || !all(["p.put"], all(["p.swap"], calls(#, #)))`, `grep("p/*.go", "(")`, `grep("p/*.go", "^package") && grep("p/*.go", "^package")`, `has("p.put", "step(1)") && has("p.swap", "step(1)")`, `all([], # == 1)`, `any([], # == 1)`, `none([], # == 1)`, `one(["a", "b"], # == "a")`, `all(["p.put", "p.box"], kind(#) == "func")`, `any(["p.put", "p.box"], kind(#) == "type")`, `none(["p.put"], kind(#) == "func")`, `filter(["p.put", "p.box"], kind(#) == "func") == []`, `map(["p.put", "p.box"], kind(#)) == []`, `count(["p.put", "p.box"], kind(#) == "func") == 2`,
		`true`, `false`, `not true`, `true && false || true`, `!(true || false)`, `not (exists("p.x") or exists("p.y"))`, `exists("p.x") ? true : false`, `exists("p.put") && (kind("p.put") == "type" || size("p.box") > 96)`, `(exists("p.put")) == false`, `exists("p.put") == exists("p.x")`, `exists("p.put") != true`, `has("p.put", "step(1)") && grep("p/box.go", "step(1)") && has("p.put", "step(1)")`, `(true || kind("p." + "nosuch") == "func") == true`, `all(["p.put", "p.swap", "p.step", "p.full", "p.slow", "p.done"], kind(#) == "func")`, `all(["p.put", "p.swap", "p.step", "p.full", "p.put"], kind(#) == "func")`, `all(["p.put", "p.swap", "p.step", "p.full"], kind(#) == "func")`, `run("long") == "" || run("exact") == ""`, `has("p.put", "step(1)\nstep(2)") == has("p.put", "step(1)")`, "has(\"p.put\", \"f(`a`, \\\"b\\\")\") == exists(\"p.put\")",
		`has("p.put", "(x)") == (false /* ) */) && ("p.put(" contains ")") == false // (`, "(exists(\"p.put\")) && (1 + (2)) * 3 == 9 && [1, (2)][1] == 2 && (\"(\" == `a) (b`)", `not exists("p.put") or (exists("p.x") and exists('p.y'))`, `all(["p.put"], (exists(#))) && ((true))`, `1 + 1 == (2) && (2 == (1 + 1))`, `has("p.put", "x") == false // why`, "has(`p.put`, `step(1)`) &&\n\n  !has(\"p.put\", \"nosuch()\")",
	} {
		fmt.Fprintf(&b, "%s\n", src)
		e, err := claim.Compile(src)
		if err != nil {
			fmt.Fprintf(&b, "    refused: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n    "))
			continue
		}
		v := evaluated(t, e, w)
		fmt.Fprintf(&b, "    %s\n", v.State)
		if v.Cause != "" {
			fmt.Fprintf(&b, "    %d:%d: %s\n    hint: %s\n", v.Line, v.Col, v.Cause, v.HintText())
		}
		for _, p := range v.Because {
			fmt.Fprintf(&b, "        %-5t %s | %s\n", p.True, p.Text, strings.ReplaceAll(p.Value, "\n", `\n`))
		}
		for _, at := range v.Places {
			f := w.Source.Index().Files[at.File]
			fmt.Fprintf(&b, "        at %s:%d %.30q\n", f.Path, w.Source.Index().Line(at.File, at.Off), f.Text[at.Off:at.End])
		}
	}
	golden.Check(t, "verdicts.txt", b.String())
}

// What patterns match in the fixture, with the statement around and the head, and what
// is wrong with those that are none.
func TestPatternsGolden(t *testing.T) {
	first, forms := fixture(t, ""), written(t, formsText)
	var b strings.Builder
	for _, c := range []struct{ sym, pattern string }{
		{"p.put", "step($_)"}, {"p.put", "step($x); step($y)"}, {"p.put", "if $*_ {"}, {"p.put", "if next { $*_ } else $_"}, {"p.put", "for $*_ {"}, {"p.put", "switch $_ {"}, {"p.put", "case $*_:"}, {"p.put", "default:"}, {"p.put", "case $_ := <-$_:"}, {"p.put", "select {"}, {"p.put", "go $_"}, {"p.put", "go $_($*_)"}, {"p.put", "defer $_"}, {"p.put", "$_ = swap($_)"},
		{"p.put", "var batch $_"}, {"p.put", "$x.$y"}, {"p.put", "b.$_"}, {"p.put", "$_.next"}, {"p.put", "i++"}, {"p.put", "i < $_"}, {"p.put", "0"}, {"p.put", "0x0"}, {"p.put", "func() {"}, {"p.put", "func($*_) {"}, {"p.put", "func put($*_) $_ {"}, {"p.put", "func $_($*_) int {"}, {"p.put", "return $*_"}, {"p.put", "return put($*_)"}, {"p.put", "break"}, {"p.put", "_ = batch"},
		{"p.box", "lo, hi $_"}, {"p.box", "ring $_"}, {"p.box", "$_ [size]int"}, {"p.box", "inner"}, {"p.box", "type box struct {"}, {"p.box", "_ [4]byte"}, {"p.size", "size = $_"}, {"p.size", "$_ = 8"}, {"p.ratio", "ratio = $_"}, {"p.source", "source chan $_"}, {"p.pages", "type pages $_"}, {"p.pages", "1 << 3"}, {"p.step", "goto $_"}, {"p.step", "again:"}, {"p.step", "if n > $_ {"}, {"p.full", "$x * $y == 0"}, {"p.full", "$x * $x"}, {"p.pool", "boxes []$_"},
		{"p.forms", "var (\n\tx int\n\ty = 5\n)"}, {"p.forms", "var x int"}, {"p.forms", "y = 5"}, {"p.forms", "const z = 6"}, {"p.forms", "var z = 6"}, {"p.forms", "a, b := $*_"}, {"p.forms", "a := n.left"}, {"p.forms", "a := any(n).(type)"}, {"p.forms", "any(n)"}, {"p.forms", "$x.$y"}, {"p.forms", "{ k = $_ }"}, {"p.forms", "k--"}, {"p.forms", "<-source"}, {"p.forms", "case <-source: $_; k = 2"}, {"p.forms", "case <-source: k = 2"}, {"p.forms", "case *node: $_"}, {"p.forms", "if $*_; a > b && $_ {"}, {"p.forms", "switch $*_ {"}, {"p.forms", "for range $_ {"}, {"p.forms", "k = 1; k = $_"}, {"p.forms", "func forms($*_) (k int) {"}, {"p.forms", "n *node"}, {"p.forms", "k int"}, {"p.forms", "x = 7"}, {"p.forms", "k++; $*_; return $*_"}, {"p.forms", "$*_; k++"}, {"p.forms", "max($*_, z)"}, {"p.forms", "max($*_, z, $*_)"}, {"p.forms", "max(z, $*_)"},
		{"p.node", "left, right $_"}, {"p.node", "keys [$_]int"}, {"p.node", "tagged $_"}, {"p.node", "struct {"}, {"p.node", "struct { $*_; tagged int `json:\"x\"` }"}, {"p.node", "$_ = $_"}, {"p.node", "type node struct {"}, {"p.node", "*node"}, {"p.first", "first, second int"}, {"p.first", "var first, second int"}, {"p.table", "table = $_"}, {"p.table", "[...]string{\"a\", $*_}"}, {"p.table", "const table = $_"}, {"p.sum", "1 + 2"}, {"p.alias", "type alias = node"}, {"p.alias", "type alias node"}, {"p.many", "1000"}, {"p.hex", "16"}, {"p.raw", "\"x\""}, {"p.rune_", "97"},
		// None.
		{"", ""}, {"", " "}, {"", "("}, {"", "f("}, {"", ")"}, {"", "if {{"}, {"", "$"}, {"", "$*"}, {"", "f) ]"}, {"", "08 09"}, {"", "08)"}, {"", "$1"}, {"", "case x, $1:"}, {"", "f($*, x)"}, {"", "f($x$)"}, {"", "x$"}, {"", "$x := f($y); a b"}, {"", "x :=\n"}, {"", "if $*_ { y } else {"}, {"", "f($*x, $*x)"}, {"", "a b"}, {"", "\"x"}, {"", "f(]"}, {"", "x := := y"}, {"", "gogrep_one_x"}, {"", "case"}, {"", "else {"}, {"", "{"}, {"", "}"}, {"", ";"}, {"", "f(;)"}, {"", "$_"}, {"", "$*_"}, {"", "$x"}, {"", "($_)"}, {"", "$_, $_"}, {"", "*$_"}, {"", "f($ x)"}, {"", "…"}, {"", "for i := range 3 {\n\tf(i\n}"},
		{"", "f($*_, a, $*_, b, $*_, c, $*_)"}, {"", "f($*_, a, $*_, b, $*_, c, $*_, d, $*_)"}, {"", "f($*_, g($*_, a, $*_), $*_, $*_)"}, {"", "f(g($*_, a, $*_), $*_, $*_, $*_)"}, {"", "x := 2 * 3\nf($*_,\n\t$*_, $*_, $*_, $*_)"}, {"", "$*_; $*_; f(); $*_; $*_; g()"}, {"", "$*_; $*_; f(); $*_; $*_; $*_; g()"},
		{"", "f((a[b"}, {"", "if f(a[0 {"}, {"", "case a[1:2"}, {"", "case a[1:2]:"}, {"", "case f(func() { x: }):"}, {"", "default: x"}, {"", "default x:"}, {"", "case:"}, {"", "case a: b("}, {"", "go func() {"}, {"", "defer func() { if x {"}, {"", "go func(a int) {"}, {"", "x.y int"}, {"", "case a := b:"}, {"", "x = $*_ +"}, {"", "f(a...)"}, {"", "f(..., a) +"}, {"", "$x $y $z"}, {"", "if $*_ { x"}, {"", "for { $_ } }"}, {"", "\"\\q\""},
	} {
		fmt.Fprintf(&b, "%s %q\n", c.sym, c.pattern)
		p, err := claim.CompilePattern(c.pattern)
		if err != nil {
			fmt.Fprintf(&b, "    refused: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n    "))
			continue
		}
		if c.sym == "" {
			fmt.Fprintf(&b, "    accepted\n")
			continue
		}
		s := first
		if _, ok := s.Index().Sym(index.ID(c.sym)); !ok {
			s = forms
		}
		for _, sp := range find(t, s, c.sym, p.String()) {
			text := s.Index().Files[sp.File].Text
			cut := func(from, to int32) string { return strings.Join(strings.Fields(text[from:to]), " ") }
			fmt.Fprintf(&b, "    %.60q in %.60q head %.40q\n", cut(sp.Off, sp.End), cut(sp.StmtOff, sp.StmtEnd), cut(sp.StmtOff, sp.HeadEnd))
		}
	}
	golden.Check(t, "patterns.txt", b.String())
}
