package claim_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

func eval(t testing.TB, src string, w *claim.Env) claim.Verdict {
	t.Helper()
	e, err := claim.Compile(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return evaluated(t, e, w)
}

// evaluated is the verdict of a claim, which nothing interrupts.
func evaluated(t testing.TB, e *claim.Expr, w *claim.Env) claim.Verdict {
	t.Helper()
	v, err := claim.Eval(context.Background(), e, w)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Every function with what it says yes and no to. Each no is true once it is negated.
func TestFunctions(t *testing.T) {
	w := &claim.Env{
		Source: fixture(t, "go0"),
		Tree:   fstest.MapFS{"p/README": {Data: []byte("read me\n")}, "cmd/c/c.go": {Data: []byte("package c\n\nvar x = 1")}, "cmd/c/c_test.go": {}},
		Runner: printing{"hello": "hello\n"},
	}
	for _, c := range []struct{ yes, no string }{
		{`exists("p.put")`, `exists("p.putt")`},
		{`kind("p.box.lo") == "field"`, `kind("p.put") == "type"`},
		{`value("p.size") == 8`, `value("p.size") == 9`},
		{`value("p.ratio") < 0.6 && value("p.name") == "p" && value("p.on") == true`, `value("p.ratio") > 0.6`},
		{`value("p.huge") == "18446744073709550302"`, `value("p.huge") == "1"`},
		{`arraylen("p.box.ring") == 8 && arraylen("p.pages") == 24`, `arraylen("p.pages") == 16`},
		{`fieldtype("p.box.next") == "*box"`, `fieldtype("p.box.next") == "box"`},
		{`fields("p.box") == 6 && fields("p.pool") == 2`, `fields("p.box") == 5`},
		{`size("p.box") == 96 && offset("p.box.lo") == 0 && offset("p.box.hi") == 8`, `offset("p.box.hi") == 0`},
		{`signature("p.put") == "func put(b *box, next bool) int"`, `signature("p.put") contains "error"`},
		{`where("p.put") == "p/box.go" && where("p.asm") == "p/asm_amd64.s"`, `where("p.put") == "p/put.go"`},
		{`directive("p.put", "nosplit") && directive("p.asm", "nosplit")`, `directive("p.swap", "nosplit")`},
		{`directive("p.put", "//go:nosplit") && directive("p.put", "go:nosplit")`, `directive("p.put", "//nosplits")`},
		{`calls("p.put", "p.swap") && calls("p.put", "p.slow")`, `calls("p.put", "p.asm")`},
		{`calls("p.put", "p.later", "go") && calls("p.put", "p.later", "compiler", "defer")`, `calls("p.put", "p.later", "defer")`},
		{`calls("p.slow", "p.done", "ref")`, `calls("p.slow", "p.done")`},
		{`calls("p.traced", "p.swap")`, `calls("p.traced", "p.full")`},
		{`!calls("p.traced", "p.full", "call")`, `calls("p.traced", "p.full", "call", "switch")`},
		{`callers("p.slow") == ["p.put"] && "p.asm" in callers("p.done")`, `"p.slow" in callers("p.done")`},
		{`callees("p.slow") == ["p.copySize"]`, `"p.done" in callees("p.slow")`},
		{`path("p.put", "p.copySize1") && path("p.put", "p.done")`, `path("p.done", "p.put")`},
		{`path("p.put", "p.put")`, `path("p.swap", "p.swap")`},
		{`path("p.put", "p.later", "go")`, `path("p.put", "p.later", "call")`},
		{`order("p.put", "b = swap(b)", "step(i)", "go later(b)")`, `order("p.put", "step(i)", "b = swap(b)")`},
		{`order("p.put", "step(1)", "step(2)")`, `order("p.put", "step(1)", "step(3)")`},
		{`has("p.put", "full(b)")`, `has("p.put", "full(c)")`},
		{`count("p.put", "step($_)") == 6`, `count("p.put", "step($_)") == 5`},
		{`text("p.put", "three times") && text("p.asm", "MOVQ AX, BX")`, `text("p.put", "four times")`},
		{`text("p.asm", "// goes back MOVQ") && text("p.asm", "goes back")`, `text("p.asm", "/ / goes back")`}, // as it is written, and without marks
		{`doc("p.put", "adds a box at the tail") && doc("p.box", "It is locked")`, `doc("p.put", "at the head")`},
		{`file("p/box.go") && file("p/README") && file("p") && file("cmd/c")`, `file("p/nosuch.go") || file("p/bo")`},
		{`built("p/box.go")`, `built("p/box_plan9.go")`},
		{"grep(\"p/asm_amd64.s\", `JMP\\s+·done`) && grep(\"p/*.go\", `func nine`)", `grep("p/box.go", "func nine")`},
		{`grep("p/README", "read.*me") && grep("p/asm_amd64.s", "MOVQ.*JMP")`, `grep("p/README", "write")`},
		{`files("p/*.go") == 4 && files("p/*.go", "built") == 3 && files("cmd/c/*.go") == 1`, `files("p/*.s") == 2`},
		{`lines("p/copy.go") == 3 && lines("cmd/c/*.go") == 3`, `lines("p/*.go") == 3`},
		{`stack("p.put.func1", "g0")`, `stack("p.put.func1", "gsignal")`},
		{`takes("p.put", "p.pool") && takes("p.put", "p.the.pool")`, `takes("p.slow", "p.pool")`},
		{`takes("p.put.func1", "p.pool")`, `takes("p.swap", "p.pool")`},
		{`requires("p.put", "p.pool")`, `requires("p.put.func1", "p.pool")`},
		{`!requires("p.swap", "p.pool")`, `requires("p.slow", "p.pool")`},
		{`run("hello") == "hello"`, `run("hello") == "hello\n"`},
		{`all(["p.put", "p.swap"], kind(#) == "func")`, `all(["p.put", "p.box"], kind(#) == "func")`},
		{`any(callers("p.done"), # == "p.asm") && len(filter(callees("p.put"), # startsWith "p.s")) == 3`, `none(["p.put"], calls(#, "p.swap"))`},
		{`1 + 2 * 3 == 7 && 7 % 4 == 3 && "abc" matches "^a.c$" && not ("a" in ["b"])`, `"abc" endsWith "b"`},
		{`5 < fields("p.box") < 7`, `6 < fields("p.box") < 7`},
	} {
		if v := eval(t, c.yes, w); v.State != claim.True {
			t.Errorf("%s is %s: %s %v", c.yes, v.State, v.Cause, v.Because)
		}
		if v := eval(t, c.no, w); v.State != claim.False {
			t.Errorf("%s is %s: %s %v", c.no, v.State, v.Cause, v.Because)
		}
		if v := eval(t, "!("+c.no+")", w); v.State != claim.True {
			t.Errorf("!(%s) is %s: %s %v", c.no, v.State, v.Cause, v.Because)
		}
	}
}

// What is missing makes all of a claim unanswerable, wherever it stands.
func TestUnanswerable(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "")}
	var b strings.Builder
	for _, src := range []string{
		`!has("p.putt", "x")`,
		`true || has("p.putt", "x")`,
		`false && calls("p.put", "p.swpa")`,
		"exists(\"p.put\") &&\n\t!doc(\"p.putt\", \"x\")",
		`all(["p.put", "p.nosuch"], kind(#) == "func") || true`,
		`!("p.nosuch" in callers("p.done"))`,
		`!any(callers("p.done"), # == "p.nosuch")`,
		`kind("q.f") == "func"`,
		`kind("p." + "nosuch") == "func"`,
		`value("p.put") == 1`,
		`arraylen("p.box.lo") == 1`,
		`arraylen("p.odd") == 1`,
		`fieldtype("p.put") == "x"`,
		`fields("p.put") == 1`,
		`fields("p.pages") == 1`,
		`size("p.put") == 1`,
		`offset("p.put") == 1`,
		`calls("p.box", "p.put")`,
		`calls("p.put", "p.swap", "compiler")`,
		`len(callers("p.done")) == 1`,
		`stack("p.put", "g0")`,
		`takes("p.put", "p.nosuch.lock")`,
		`takes("p.put", "p.swap")`,
		`requires("p.pool", "p.pool")`,
		`takes("p." + "put", "p." + "box")`,
		`has("p.asm", "x")`,
		`has("p.put", "a" + "(")`,
		`file("p/README")`,
		`file("q/q.go")`,
		`built("q/q.go")`,
		`grep("p/nosuch.go", "x")`,
		`lines("p/nosuch.go") == 0`,
		`files("q/*.go") == 0`,
		`value("p.size") contains "a"`,
		`callers("p.done")[99] == "p.put"`,
		`all(["p.put", "p.nosuch"], exists(#) && kind(#) == "func")`, `callers("p.done")[0] == "p.nosuch"`, `filter(callees("p.put"), # != "p.nosuch") == []`, `takes("p.nosuch", "p.pool")`, `takes("p.put", "p." + "nosuch")`, `takes("p." + "nosuch", "p.pool")`,
		`kind("p.nosuch") == "func" && takes("p.put", "p.nosuch.lock")`, `path("p.put", "p.swap", "compiler")`, `path("p.done", "p.put", "compiler")`, `callees("p.put") == []`, `where("p." + "nosuch") == ""`, `signature("p.box") == ""`, `text("p." + "nosuch", "x")`, `calls("p.put", "p." + "box")`, `calls("p.put", "p.swap", "c" + "al")`, `stack("p.put", "g" + "1")`, `files("p/*", "bu" + "lt") == 1`, `file("../" + "x")`, `files("[" + "x") == 1`, `grep("p/box.go", "(" + "")`, `grep("p/nosuch" + ".go", "x")`,
		`exists("p.put") && 1 % (value("p.size") - 8) == 0`, "exists(\"p.put\") &&\n\t(value(\"p.name\") contains \"p\" && value(\"p.size\") contains \"a\")",
		"exists(\"p.·\") ||\n  \"·\" == \"\" and value(\"p.put\") == 1",
	} {
		v := eval(t, src, w)
		if v.State != claim.Unanswerable {
			t.Errorf("%s is %s", src, v.State)
		}
		fmt.Fprintf(&b, "%s\n    %d:%d: %s\n", src, v.Line, v.Col, v.Cause)
		if hint := v.HintText(); hint != "" {
			fmt.Fprintf(&b, "    hint: %s\n", hint)
		}
	}
	golden.Check(t, "unanswerable.txt", b.String())
}

// A name that is made up and that nothing has leaves every predicate unanswered, in each
// place where it may stand.
func TestNamesThatAreMadeUp(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "go0")}
	for _, src := range []string{
		`kind(N) == "func"`, `value(N) == 1`, `arraylen(N) == 1`, `fieldtype(N) == "x"`, `fields(N) == 1`, `size(N) == 1`, `offset(N) == 1`, `signature(N) == "x"`, `where(N) == "x"`, `doc(N, "x")`, `directive(N, "x")`,
		`calls(N, "p.put")`, `calls("p.put", N)`, `callers(N) == []`, `callees(N) == []`, `path(N, "p.put")`, `path("p.put", N)`, `stack(N, "g0")`, `takes(N, "p.pool")`, `requires(N, "p.pool")`, `has(N, "x")`, `count(N, "x") == 0`, `order(N, "x", "y")`, `text(N, "x")`,
	} {
		want := "unanswerable no symbol \"p.nosuch\" in go0 linux/amd64 "
		v := eval(t, strings.Replace(src, "N", `"p." + "nosuch"`, 1), w)
		if got := fmt.Sprint(v.State, " ", v.Cause, " ", v.HintText()); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
		if v := eval(t, "!("+strings.Replace(src, "N", `"p." + "nosuch"`, 1)+") || true", w); v.State != claim.Unanswerable {
			t.Errorf("!(%s) is %s", src, v.State)
		}
	}
}

// A verdict says which parts decided, and what stood in them.
func TestReasons(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "go0"), Runner: printing{"hello": "hello", "crash": "one\ntwo"}}
	var b strings.Builder
	for _, src := range []string{
		`arraylen("p.box.ring") == 256`,
		`exists("p.put") && arraylen("p.box.ring") == 256 && kind("p.put") == "type"`,
		`exists("p.nosuch") || has("p.put", "nosuch()")`,
		`!(exists("p.put") && exists("p.swap"))`,
		`(value("p.size") + 1) * 2 == 17`,
		`order("p.put", "step(i)", "nosuch()")`,
		`order("p.put", "step(i)", "b = swap(b)")`,
		`calls("p.slow", "p.done")`,
		`calls("p.traced", "p.full")`,
		`calls("p.traced", "p.full", "call", "go") || calls("p.put", "p.later", "defer")`,
		`path("p.put", "p.copySize1")`,
		`calls("p.put", "p.slow")`,
		`all(["p.put", "p.swap"], directive(#, "nosplit"))`,
		`callers("p.done") == ["p.put"]`,
		`run("hello") == "hallo" || run("crash") == ""`,
		"5 < fields(`p.box`) < 6",
		`grep("p/*.go", "nosuch")`,
		`stack("p.put.func1", "user") // a comment`,
	} {
		v := eval(t, src, w)
		fmt.Fprintf(&b, "%s\n  %s\n", src, v.State)
		for _, p := range v.Because {
			fmt.Fprintf(&b, "    %-5t %s\n", p.True, p.Text)
			if p.Value != "" {
				fmt.Fprintf(&b, "          %s\n", p.Value)
			}
		}
	}
	golden.Check(t, "reasons.txt", b.String())
}

// A claim that runs a program waits for leave, but not with a wrong name in it.
func TestSkipped(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "")}
	if v := eval(t, `run("hello") == "x" && exists("p.put")`, w); fmt.Sprint(v.State, ": ", v.Cause, ", ", v.HintText()) != "skipped: it runs a program, --run lets it" {
		t.Errorf("it is %s: %s, %s", v.State, v.Cause, v.HintText())
	}
	if v := eval(t, `run("hello") == "x" && kind("p.nosuch") == "func"`, w); v.State != claim.Unanswerable {
		t.Errorf("with a wrong name it is %s", v.State)
	}
	w.Runner = printing{}
	if v := eval(t, `run("hello") == "x"`, w); v.State != claim.Unanswerable || !strings.Contains(v.Cause, "not in the content") {
		t.Errorf("without the program it is %s: %s", v.State, v.Cause)
	}
}

// Work has an end.
func TestBudget(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "")}
	list := "[" + strings.TrimSuffix(strings.Repeat(`"p.put",`, 60), ",") + "]"
	v := eval(t, "all("+list+", all("+list+`, exists(#)))`, w)
	if v.State != claim.Unanswerable || !strings.Contains(v.Cause, "more than 2000 questions") {
		t.Errorf("it is %s: %s", v.State, v.Cause)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e, err := claim.Compile(`exists("p.put")`)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := claim.Eval(ctx, e, w); v.State != claim.Unanswerable || v.Cause != "" || err != context.Canceled {
		t.Errorf("cancelled it is %s: %s, %v", v.State, v.Cause, err)
	}
}

// A call that cannot run here is none for calls, and names who would call for callers and callees.
func TestDeadCalls(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "go0")}
	for _, expr := range []string{
		`!calls("p.traced", "p.full") && calls("p.traced", "p.swap")`,
		`callees("p.traced") == ["p.full", "p.swap"]`,
		`callers("p.full") == ["p.put", "p.traced"]`,
		`callers("p.swap") == ["p.put", "p.traced"]`,
	} {
		if v := eval(t, expr, w); v.State != claim.True {
			t.Errorf("%s is %s: %s %v", expr, v.State, v.Cause, v.Because)
		}
	}
}

// An edge is named by what it is.
func TestEdgesHaveNames(t *testing.T) {
	for kind, words := range map[index.EdgeKind]string{
		index.EdgeCall: "a direct call", index.EdgeDefer: "a deferred call", index.EdgeGo: "the start of a goroutine", index.EdgeSwitch: "a call on the system stack", index.EdgeDynamic: "a call through a function value or interface",
		index.EdgeRef: "a use as a value", index.EdgeAsm: "a call in assembly", index.EdgeLinkname: "a body under another name", index.EdgeCompiler: "a call inserted by the compiler",
	} {
		src := written(t, "package p\n\nfunc f() { g() }\n\nfunc g() {}\n")
		src.Index().Edges[0].Kind = kind
		other := index.EdgeCall
		if kind == other {
			other = index.EdgeGo
		}
		v := eval(t, fmt.Sprintf("calls(\"p.f\", \"p.g\", %q)", other), &claim.Env{Source: src})
		if want := "there is " + words + " at p/p.go:3"; len(v.Because) != 1 || v.Because[0].Value != want {
			t.Errorf("of %s: %s %s %v, want %s", kind, v.State, v.Cause, v.Because, want)
		}
	}
}

// A verdict names the places that it rests on.
func TestPlaces(t *testing.T) {
	src := fixture(t, "go0")
	for _, c := range []struct{ expr, want string }{
		{`value("p.size") == 8`, "size  = 8"},
		{`arraylen("p.box.ring") == 8`, "ring   [size]int"},
		{`has("p.put", "b = swap(b)") && has("p.put", "b = swap(b)")`, "b = swap(b)"},
		{`!has("p.put", "full(c)")`, "func put(b *box, next bool) int {"},
		{`count("p.put", "step($_)") == 6`, "step(i)|step(1)|step(9)|step(v)"},
		{`order("p.put", "b = swap(b)", "step(i)")`, "b = swap(b)|step(i)"},
		{`text("p.asm", "MOVQ AX, BX")`, "MOVQ\tAX, BX"},
		{`file("p/box.go")`, ""},
	} {
		var got []string
		for _, at := range eval(t, c.expr, &claim.Env{Source: src, Tree: fstest.MapFS{"p/box.go": {}}}).Places {
			got = append(got, src.Index().Files[at.File].Text[at.Off:at.End])
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%s: %q, want %q", c.expr, text, c.want)
		}
	}
}

// A path is one that can be taken on the platform, in what an edit leaves: where one way is
// dropped another may be left.
func TestPathsThatCanBeTaken(t *testing.T) {
	src := written(t, `package p

func a() { b(); c() }
func b() { d() }
func c() { d() }
func d() { if false { e() }; f(func() { g(); d() }) }
func e() { h() }
func f(func())
func g()
func h()
func k() { defer l() }
func l() { go g() }
`)
	for _, c := range []struct{ expr, want string }{
		{`path("p.a", "p.d")`, "true p.a → p.b → p.d"},
		{`path("p.d", "p.d")`, "true p.d → p.d.func1 → p.d"},
		{`path("p.a", "p.d.func1")`, "true p.a → p.b → p.d → p.d.func1"},
		{`path("p.a", "p.d.func1", "call")`, "false no way between them"},
		{`path("p.d", "p.g", "call")`, "true p.d.func1 → p.g"}, // a literal is part of its function
		{`path("p.a", "p.e")`, "false no way between them"},
		{`path("p.d", "p.e")`, "false no way between them"},
		{`path("p.d", "p.h")`, "false no way between them"},
		{`path("p.b", "p.b")`, "false no way between them"},
		{`path("p.k", "p.g")`, "true p.k → p.l → p.g"},
		{`path("p.k", "p.g", "call", "go")`, "false no way between them"},
		{`path("p.k", "p.l", "defer")`, "true p.k → p.l"},
	} {
		v := eval(t, c.expr, &claim.Env{Source: src})
		if got := fmt.Sprint(v.State, v.Cause, " ", v.Because[0].Value); got != c.want {
			t.Errorf("%s: %s, want %s", c.expr, got, c.want)
		}
	}
	for _, c := range []struct {
		sym, expr string
		broken    int // by how many edits of the symbol
	}{{"p.b", `path("p.a", "p.d")`, 0}, {"p.b", `path("p.a", "p.b")`, 0}, {"p.a", `path("p.a", "p.b")`, 1}, {"p.b", `path("p.b", "p.g")`, 1}, {"p.d", `path("p.a", "p.g")`, 2}} {
		sym, _ := src.Index().Sym(index.ID(c.sym))
		edits, err := src.Edits(sym)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range edits {
			if eval(t, c.expr, &claim.Env{Source: src, Edit: e}).State != claim.True {
				n++
			}
		}
		if n != c.broken {
			t.Errorf("%s is broken by %d edits of %s, want %d", c.expr, n, c.sym, c.broken)
		}
	}
}

// Lasting is the verdict that the index alone decides: no program, no tree, no edit.
func TestVerdictsThatLast(t *testing.T) {
	src := fixture(t, "go0")
	tree := fstest.MapFS{"p/README": {Data: []byte("read me")}}
	for _, c := range []struct {
		expr string
		env  claim.Env
		want bool
	}{
		{`exists("p.put")`, claim.Env{}, true},
		{`!exists("p.put")`, claim.Env{}, true},
		{`file("p/box.go") && grep("p/*.go", "put") && lines("p/copy.go") == 3`, claim.Env{Tree: tree}, true},
		{`file("p/README")`, claim.Env{Tree: tree}, false},
		{`grep("p/README", "me")`, claim.Env{Tree: tree}, false},
		{`run("hello") == "hello"`, claim.Env{Runner: printing{"hello": "hello"}}, false},
		{`exists("p.put")`, claim.Env{Edit: claim.WithoutCode()}, false},
		{`kind("p." + "nosuch") == "func"`, claim.Env{}, false},
	} {
		c.env.Source = src
		if v := eval(t, c.expr, &c.env); v.Lasting != c.want {
			t.Errorf("%s, which is %s, lasts: %t", c.expr, v.State, v.Lasting)
		}
	}
}

// What the compiler's listing would answer is marked; what nobody can answer is not.
func TestUnlisted(t *testing.T) {
	src := fixture(t, "")
	for expr, want := range map[string]bool{
		`callers("p.done") == []`: true, `callees("p.done") == []`: true, `stack("p.put", "g0")`: true, `calls("p.put", "p.asm", "compiler")`: true, `path("p.done", "p.put", "compiler")`: true,
		`calls("p.put", "p.asm", "call")`: false, `calls("p.put", "p.asm")`: false, `path("p.done", "p.put")`: false, `calls("p.put", "p.swap")`: false, `kind("p." + "nosuch") == "func"`: false, `kind("p.nosuch") == "func"`: false, `value("p.put") == 1`: false,
	} {
		if v := eval(t, expr, &claim.Env{Source: src}); v.Unlisted != want || want && v.State != claim.Unanswerable {
			t.Errorf("%s is %s, unlisted %t: %s", expr, v.State, v.Unlisted, v.Cause)
		}
	}
}

// A claim may ask 2000 questions.
func TestBudgetIsExact(t *testing.T) {
	w := &claim.Env{Source: fixture(t, "")}
	list := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat(`"p.put",`, n), ",") + "]" }
	all := "all(" + list(40) + ", all(" + list(50) + ", exists(#)))"
	if v := eval(t, all, w); v.State != claim.True || len(v.Places) != 1 {
		t.Errorf("2000 questions are %s: %s, %d places", v.State, v.Cause, len(v.Places))
	}
	v := eval(t, all+` && exists("p.put")`, w)
	if got := fmt.Sprintf("%s %d:%d %s, %s", v.State, v.Line, v.Col, v.Cause, v.HintText()); got != fmt.Sprintf("unanswerable 1:%d the claim asks more than 2000 questions, ask for fewer things, or split the claim", len(all)+5) {
		t.Error(got)
	}
}
