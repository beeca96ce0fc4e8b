package claim_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// said lists claims with what a reader sees of each verdict.
func said(t *testing.T, env *claim.Env, claims ...string) string {
	t.Helper()
	var b strings.Builder
	for _, src := range claims {
		v := eval(t, src, env)
		fmt.Fprintf(&b, "%s: %s", src, v.State)
		if v.Cause != "" {
			fmt.Fprintf(&b, ", %s", v.Cause)
		}
		if hint := v.HintText(); hint != "" {
			fmt.Fprintf(&b, " (%s)", hint)
		}
		for _, p := range v.Because {
			if p.Value != "" {
				fmt.Fprintf(&b, " | %s", p.Value)
			}
		}
		for _, at := range v.Places {
			f := env.Source.Index().Files[at.File]
			fmt.Fprintf(&b, " @ %d %.20q", env.Source.Index().Line(at.File, at.Off), f.Text[at.Off:at.End])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const valuesText = `package p

const (
	one   = 1
	neg   = -7
	least = -9223372036854775809
	yes   = true
	inf   = 1e999
	text  = "a\nb"
	odd   = 1i
	half  = .5
)

const size = 10

type (
	a1 [size + 1]int
	a2 [size - 2*3]int
	a3 [size / 3]int
	a4 [size % 4]int
	a5 [1 << size]int
	a6 [size >> 1]int
	a7 [size & 3]int
	a8 [size | 5]int
	a9 [(size)]int
	b1 [size ^ 1]int
	b2 [size / 0]int
	b3 [size % 0]int
	b4 [1 << 64]int
	b5 [1 << 63 >> 60]int
	b6 [len("abc")]int
	b7 [0x10]int
	b8 []int
	b9 [size * 1.5]int
	c1 [other]int
	c2 [1 << -1]int
	c3 map[int]int
	c4 struct{ a, b, _ int; c3; *a1 }
	c5 [1 << 62]int
	c6 interface{ m() }
	c7 [1 << 63]int
	c8 [2.0]int
	c9 [1 << 2.0]int
	d1 [1 << (1 - 2)]int
)

var other int

// documented is
// one.
func documented() {
	// inside
	// it /* and
	// more */
	x()
	x(1,
		2)
}
`

// Values, lengths and numbers of what a declaration writes out.
func TestValuesAndLengthsGolden(t *testing.T) {
	src := written(t, valuesText)
	var claims []string
	for _, name := range []string{"one", "neg", "least", "yes", "inf", "text", "odd", "half", "other"} {
		claims = append(claims, `value("p.`+name+`") == 0`)
	}
	for _, name := range strings.Fields("a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4 b5 b6 b7 b8 b9 c1 c2 c3 c4 c5 c6 c7 c8 c9 d1 one other documented") {
		claims = append(claims, `arraylen("p.`+name+`") == 0`)
	}
	claims = append(claims, `fields("p.c4") == 0`, `fields("p.c3") == 0`, `fields("p.c6") == 0`, `doc("p.documented", "is one.")`, `doc("p.documented", "inside")`, `doc("p.other", "x")`, `text("p.documented", "inside it")`, `text("p.documented", "it /* and more */")`, `text("p.documented", "x() x(1, 2)")`, `text("p.documented", "documented is")`, `text("p.documented", "2)")`)
	golden.Check(t, "values.txt", said(t, &claim.Env{Source: src}, claims...))
}

// A name of a type is followed to the type that it stands for.
func TestLengthOfNamedTypes(t *testing.T) {
	src := written(t, "package p\n\ntype (\n\tnames [3]string\n\tmore names\n)\n\nvar (\n\tv1 names\n\tv2 int\n)\n")
	x := src.Index()
	for i := range x.Symbols {
		switch x.Symbols[i].ID {
		case "p.v1":
			x.Symbols[i].Type = "names"
		case "p.v2":
			x.Symbols[i].Type = "more"
		}
	}
	for expr, want := range map[string]string{
		`arraylen("p.v1") == 3`:    "true",
		`arraylen("p.names") == 3`: "true",
		`arraylen("p.v2") == 3`:    "unanswerable p.more is no array",
	} {
		v := eval(t, expr, &claim.Env{Source: src})
		if got := strings.TrimSpace(fmt.Sprint(v.State, " ", v.Cause)); got != want {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}

const orderText = `package p

func f() {
	a(b(c()))
	d()
	a()
}
func g() { f(); f() }
func h() { d(); f(); d(); f(); d(); f() }
func a(int) int
func b(int) int
func c() int
func d()
`

// The first match of each pattern begins behind that of the one before, inside it or not.
func TestOrderAndCountGolden(t *testing.T) {
	golden.Check(t, "order.txt", said(t, &claim.Env{Source: written(t, orderText)},
		`order("p.f", "a($_)", "b($_)", "c()", "d()")`, `order("p.f", "c()", "b($_)")`, `order("p.f", "d()", "a()")`, `order("p.f", "d()", "d()")`, `order("p.f", "a($*_)", "nosuch", "d()")`, `order("p.nosuch", "a($*_)", "d()") || true`,
		`count("p.h", "d()") == 3`, `count("p.h", "f()") == 6`, `has("p.h", "f()")`, `callers("p.f") == []`, `callers("p.d") == []`, `callees("p.h") == []`, `calls("p.h", "p.d")`, `path("p.h", "p.a")`, `path("p.g", "p.c", "call")`,
	))
}

// Functions that assembly, the compiler and literals call; who is asked of what.
func TestLocksGolden(t *testing.T) {
	golden.Check(t, "locks.txt", said(t, &claim.Env{Source: fixture(t, "go0")},
		`takes("p.put", "p.pool")`, `takes("p.put", "the.pool")`, `takes("p.put.func1", "p.pool")`, `takes("p.slow", "p.pool")`, `takes("p.swap", "p.pool")`, `requires("p.put", "p.pool")`, `requires("p.put.func1", "p.pool")`, `requires("p.slow", "p.pool")`, `requires("p.swap", "p.pool")`, `requires("p.full", "p.pool")`, `takes("p.full", "p.pool")`, `takes("p.put", "q.pool") || true`, `takes("p.put", "p.size") || true`,
	))
}

// What a function does with one lock is not what it does with another, and a fault in it
// leaves the no open.
func TestLocksAreKeptApart(t *testing.T) {
	src := fixture(t, "go0")
	x := src.Index()
	handler, _ := x.Sym("p.handler")
	y := *x
	y.Locks = []index.Lock{{Name: "a.handler", Sym: handler}, x.Locks[0]}
	y.Locking = nil
	for _, l := range x.Locking {
		l.Lock = 1
		y.Locking = append(y.Locking, l)
	}
	y.Problems = []index.Diagnostic{{File: "p/box.go", Line: 1 + strings.Count(mainText[:strings.Index(mainText, "slow(b)")], "\n"), Msg: "wrong"}}
	made, err := index.New(&y)
	if err != nil {
		t.Fatal(err)
	}
	for expr, want := range map[string]string{
		`takes("p.put", "p.pool")`:     "true takes at p/box.go:52",
		`takes("p.put", "p.handler")`:  "unanswerable p.put has a fault in go0, so that its calls are not all known: wrong",
		`takes("p.swap", "p.handler")`: "false it does nothing with the lock",
	} {
		v := eval(t, expr, &claim.Env{Source: claim.NewSource(made)})
		got := v.State.String() + " " + v.Cause
		for _, p := range v.Because {
			got += p.Value
		}
		if got != want {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}

// A fault leaves open who calls and is called, of the function that has it, or of the
// package; what is found is found all the same.
func TestFaultsGolden(t *testing.T) {
	line := func(text string) int { return strings.Count(mainText[:strings.Index(mainText, text)], "\n") + 1 }
	var b strings.Builder
	for _, c := range []struct{ at, file string }{{"b = swap(b)", "p/box.go"}, {"slow(b)", "p/box.go"}, {"type inner", "p/box.go"}, {"b = swap(b)", "q/box.go"}, {"func swap", "p/box.go"}} {
		x := *fixture(t, "go0").Index()
		x.Problems = []index.Diagnostic{{File: c.file, Line: line(c.at), Msg: "wrong"}}
		made, err := index.New(&x)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "-- at %q in %s\n%s", c.at, c.file, said(t, &claim.Env{Source: claim.NewSource(made)},
			`calls("p.put", "p.swap")`, `calls("p.put", "p.asm")`, `calls("p.swap", "p.asm")`, `calls("p.put.func1", "p.asm")`, `path("p.put", "p.slow")`, `path("p.put", "p.asm")`, `path("p.swap", "p.asm")`, `callers("p.swap") == []`, `callees("p.put") == []`, `callees("p.swap") == []`, `takes("p.put", "p.pool")`, `takes("p.swap", "p.pool")`, `requires("p.put.func2", "p.pool")`))
	}
	golden.Check(t, "open.txt", b.String())
}

// All directives of a function are told, and each can be asked for.
func TestSeveralDirectives(t *testing.T) {
	src := fixture(t, "go0")
	put, _ := src.Index().Sym("p.put")
	s := &src.Index().Symbols[put]
	s.Directives, s.AsmFlags = append(slices.Clone(s.Directives), index.Directive{Name: "noinline"}), []string{"WRAPPER"}
	for expr, want := range map[string]string{
		`directive("p.put", "noinline")`:         "true | it has nosplit, noinline, wrapper",
		`directive("p.put", "//go:wrapper")`:     "true | it has nosplit, noinline, wrapper",
		`directive("p.put", "go:norace")`:        "false | it has nosplit, noinline, wrapper",
		`directive("p.put", "nosplit,noinline")`: "false | it has nosplit, noinline, wrapper",
	} {
		got, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(said(t, &claim.Env{Source: src}, expr)), expr+": "), " @")
		if got != want {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}

// On which stacks a function runs, as far as its callers tell.
func TestStacksGolden(t *testing.T) {
	src := fixture(t, "go0")
	var claims []string
	for _, name := range []string{"put", "put.func1", "put.func2", "swap", "step", "full", "slow", "later", "done", "asm", "onSystem", "traced", "copySize"} {
		for _, stack := range []string{"user", "g0", "gsignal"} {
			claims = append(claims, `stack("p.`+name+`", "`+stack+`")`)
		}
	}
	golden.Check(t, "stacks.txt", said(t, &claim.Env{Source: src}, claims...))
}

// The compiler may call its own functions where the source names none.
func TestCallsOfBuiltins(t *testing.T) {
	for _, c := range []struct {
		listing string
		builtin bool
		expr    string
		want    claim.State
	}{
		{"", true, `calls("p.swap", "p.done")`, claim.Unanswerable},
		{"", true, `calls("p.swap", "p.done", "call")`, claim.False},
		{"", false, `calls("p.swap", "p.done")`, claim.False},
		{"", false, `calls("p.swap", "p.done", "compiler", "call")`, claim.Unanswerable},
		{"go0", true, `calls("p.swap", "p.done")`, claim.False},
		{"", true, `calls("p.copySize1", "p.done")`, claim.True},
	} {
		src := fixture(t, c.listing)
		done, _ := src.Index().Sym("p.done")
		src.Index().Symbols[done].Builtin = c.builtin
		if v := eval(t, c.expr, &claim.Env{Source: src}); v.State != c.want {
			t.Errorf("listing %q, builtin %t: %s is %s, want %s", c.listing, c.builtin, c.expr, v.State, c.want)
		}
	}
}

// What nearly every function has, prologues and checks, is a call that one may ask for, but
// no caller, no callee and no way.
func TestChecksAreNoWay(t *testing.T) {
	for construct, way := range map[index.Construct]bool{index.GoStatement: true, index.Check: false, index.Prologue: false} {
		x := *fixture(t, "go0").Index()
		x.Edges = slices.Clone(x.Edges)
		later, _ := x.Sym("p.later")
		x.Edges = slices.DeleteFunc(x.Edges, func(e index.Edge) bool { return e.To == later && e.Kind == index.EdgeGo })
		for i, e := range x.Edges {
			if e.Kind == index.EdgeCompiler {
				x.Edges[i].Construct = construct
			}
		}
		made, err := index.New(&x)
		if err != nil {
			t.Fatal(err)
		}
		for expr, want := range map[string]bool{`calls("p.put", "p.later", "compiler")`: true, `path("p.put", "p.later", "compiler")`: way, `"p.put" in callers("p.later")`: way, `"p.later" in callees("p.put")`: way} {
			if v := eval(t, expr, &claim.Env{Source: claim.NewSource(made)}); (v.State == claim.True) != want || v.State == claim.Unanswerable {
				t.Errorf("construct %v: %s is %s: %s", construct, expr, v.State, v.Cause)
			}
		}
	}
}

// failing is a tree in which nothing can be read.
type failing struct{ fstest.MapFS }

func (f failing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}
func (f failing) Stat(name string) (fs.FileInfo, error) {
	if name == "q/q.go" {
		return f.MapFS.Stat(name)
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrPermission}
}
func (f failing) ReadFile(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}
func (f failing) Glob(string) ([]string, error) { return []string{"q/q.go"}, nil }

// What cannot be read is unanswerable, and neither there nor not.
func TestFilesThatCannotBeRead(t *testing.T) {
	env := &claim.Env{Source: fixture(t, "go0"), Tree: failing{fstest.MapFS{"q/q.go": {}}}}
	for expr, want := range map[string]string{
		`file("q/x.go")`:           "unanswerable, stat q/x.go: permission denied",
		`file("p/box.go")`:         "true",
		`grep("q/q.go", "x")`:      "unanswerable, open q/q.go: permission denied",
		`lines("q/*.go") == 0`:     "unanswerable, open q/q.go: permission denied",
		`files("q/*.go") == 1`:     `true | files("q/*.go") = 1`,
		`grep("p/copy.go", "asm")`: "true | at p/copy.go:3",
	} {
		if got := strings.TrimPrefix(strings.TrimSpace(said(t, env, expr)), expr+": "); got != want {
			t.Errorf("%s: %s, want %s", expr, got, want)
		}
	}
}

// Files of the packages that are read, of their kinds, need no tree; all others do.
func TestFilesWithoutATree(t *testing.T) {
	golden.Check(t, "treeless.txt", said(t, &claim.Env{Source: fixture(t, "go0")},
		`file("p/x.go")`, `file("p/x.s")`, `file("p/x.h")`, `file("p/x.c")`, `file("p/x_test.go")`, `file("p")`, `file("p/bo")`, `file("q")`, `files("p/*.go") == 0`, `files("p/*.h") == 0`, `files("p/*.c") == 0`, `files("p/*_test.go") == 0`, `files("p/*", "built") == 0`, `files("q/*", "built") == 0`, `files("p/box.go") == 0`, `files("p/box_plan9.go", "built") == 0`,
		`lines("p/copies.go") == 0`, `lines("p/*.s") == 0`, `lines("p/x.go") == 0`, `lines("p/x*.go") == 0`, `lines("p/x?.go") == 0`, `lines("p/[x].go") == 0`, `lines("q/*.go") == 0`, `grep("p/box.go", "lo, hi")`, `grep("p/*.go", "asm")`, `grep("p/*.go", "nosuch")`, `grep("q/*.go", "x")`, `built("p/copy.go")`, `built("p/box_plan9.go")`, `built("p/x.go")`,
	))
}

// A program runs once a claim, and what it prints is trimmed.
func TestProgramsRunOnce(t *testing.T) {
	r := &counting{out: " \n a \n b \n\n"}
	v := eval(t, `run("x") == "a \n b" && run("x") contains "b" && run("y") == run("x")`, &claim.Env{Source: fixture(t, "go0"), Runner: r})
	if v.State != claim.True || !slices.Equal(r.ran, []string{"x", "y"}) {
		t.Errorf("%s, %s: it ran %q", v.State, v.Cause, r.ran)
	}
}
