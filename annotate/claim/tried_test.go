package claim_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// Every edit of every declaration: its line, what it is called, and what becomes of the lines.
func TestEditsGolden(t *testing.T) {
	golden.Check(t, "edits.txt", editsOf(fixture(t, "go0")))
}

// Edits of what the first package has not: kinds of numbers and texts, groups, statements
// with a head of several parts, comments between neighbours.
func TestEditsOfManyFormsGolden(t *testing.T) {
	golden.Check(t, "edits.forms.txt", editsOf(written(t, formsText)))
}

// editsOf lists the edits of all symbols.
func editsOf(src *claim.Source) string {
	x := src.Index()
	var b strings.Builder
	for i := range x.Symbols {
		edits, err := src.Edits(index.Sym(i))
		fmt.Fprintf(&b, "%s: %d edits", x.Symbols[i].ID, len(edits))
		if err != nil {
			fmt.Fprintf(&b, ", %v", err)
		}
		b.WriteByte('\n')
		at := x.Symbols[i].Body()
		if !at.OK() {
			continue
		}
		was := strings.Split(x.Files[at.File].Text[at.Off:at.End], "\n")
		for _, e := range edits {
			fmt.Fprintf(&b, "    %d: %s\n", e.Line, e.What)
			is := strings.Split(e.Text, "\n")
			for len(was) > 0 && len(is) > 0 && was[0] == is[0] {
				is = is[1:]
				was = was[1:]
			}
			rest := was
			for len(rest) > 0 && len(is) > 0 && rest[len(rest)-1] == is[len(is)-1] {
				rest, is = rest[:len(rest)-1], is[:len(is)-1]
			}
			for _, line := range is {
				fmt.Fprintf(&b, "        %s\n", strings.TrimSpace(line))
			}
			was = strings.Split(x.Files[at.File].Text[at.Off:at.End], "\n")
		}
	}
	return b.String()
}

// How often a pattern matches and words stand in a declaration after an edit.
func TestMatchesAfterEdits(t *testing.T) {
	first, forms := fixture(t, "go0"), written(t, formsText)
	var b strings.Builder
	for _, c := range []struct{ sym, pattern string }{{"p.tiny", "tiny = $_"}, {"p.many", "many = 1001"}, {"p.node", "tagged int"}, {"p.asm", "JMP ·done(SB)"}, {"p.asm", "JMP  ·done(SB) "}, {"p.swap", "return b"}, {"p.step", "n--"}, {"p.slow", "copySize1()"}, {"p.size", "size = $_"}, {"p.box", "next *box"}, {"p.asm", "MOVQ AX,  bx"}} {
		src := first
		sym, ok := src.Index().Sym(index.ID(c.sym))
		if !ok {
			src = forms
			sym, _ = src.Index().Sym(index.ID(c.sym))
		}
		edits, err := src.Edits(sym)
		if err != nil {
			t.Fatal(err)
		}
		p, err := claim.CompilePattern(c.pattern)
		for _, e := range edits {
			matches := -1
			if err == nil {
				matches = e.Matches(t.Context(), p)
			}
			fmt.Fprintf(&b, "%s %q after %s in line %d: %d matches, %d lines\n", c.sym, c.pattern, e.What, e.Line, matches, e.Lines(c.pattern))
		}
	}
	golden.Check(t, "matches.txt", b.String())
}

// What a claim is about, without evaluating it.
func TestWhatClaimsNameGolden(t *testing.T) {
	var b strings.Builder
	for _, text := range []string{
		`exists("p.put")`, `kind("p.put") == "func" && exists("p.box")`, `has("p.put", "step(1)")`, `calls("p.put", "p.swap") || path("p.a", "p.b")`, `all(["p.put", "p.box"], kind(#) == "func")`,
		`grep("p/*.go", "x")`, `run("hello") == ""`, `exists("p.put") && grep("p/*.go", "x")`, `files("p/*") == 3`, `"a" == "b"`, `!exists("p.x")`,
		`size("p.box") == 96 && offset("p.box.lo") == 0`, `exists("p.put") == true`, `doc("p.put", "p.box")`, `where("p.put") == "p/box.go"`, `signature("p.put") == "x"`, `fieldtype("p.box.lo") == "uintptr"`, `directive("p.put", "nosplit")`,
		`kind("p.b") == "func" && kind("p.a") == "func" && exists("p.c") && kind("p.a") == "func"`,
		// Names that answers are compared with are names too.
		`callers("p.f") == ["p.a", "p.b"]`, `["p.a"] != callees("p.f")`, `"p.a" in callers("p.f")`, `callers("p.f")[0] == "p.a"`, `filter(callers("p.f"), # != "p.a") == ["p.b"]`, `map(callers("p.f"), #) == ["p.a"]`,
		`all(callers("p.f"), # == "p.a") && "p.b" != "p.c"`, `all(callers("p.f"), any(["p.x"], # == "p.y") && # == "p.b")`, `all(callers("p.f"), # in ["p.a", "p.b"])`, `was("p.f") == ["p.old"]`, `[callers("p.f")] == [["p.a"]]`, `callers("p.f") == was("p.a")`,
		`all(["p.a", "p.b"], exists(#) || calls(#, "p.c"))`, `all(["p.a"], all(["p.b"], calls(#, "p.c")))`, `all(["p.a"], kind("p.b") == #)`, `all(["x"], has("p.a", #))`, `len(["p.a"]) == 1`, `takes("p.f", "sched.lock") && requires("p.g", "p.lock")`,
		`exists("p.put") && lines("p/x.go") == 3 && built("p/x.go")`, `text("p.put", "x")`, `count("p.put", "x") == 1`, `stack("p.put", "g0")`, `since("p.put") == "go1.5"`,
	} {
		e, err := claim.Compile(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		names := e.Names()
		fmt.Fprintf(&b, "%s\n    names %s, bare %t, greps %t, runs %t\n", text, strings.Join(names, " "), e.Bare(), e.Greps(), e.Runs())
	}
	golden.Check(t, "names.txt", b.String())
}

// named is the source of a version that has some names, and nothing else.
func named(version string, ids ...index.ID) *claim.Source {
	x := &index.Index{Config: index.Config{Version: version, GOOS: "linux", GOARCH: "amd64"}}
	slices.Sort(ids)
	for _, id := range ids {
		x.Symbols = append(x.Symbols, index.Symbol{ID: id, Parent: index.NoSym, Decl: index.NoRange, Asm: index.NoRange, Name: index.NoRange})
	}
	return claim.NewSource(x)
}

// What the recorded history answers, of symbols of Go's own runtime.
func TestHistoryGolden(t *testing.T) {
	var b strings.Builder
	for _, version := range []string{"go1.26.0", "go1.12.0", "go1.5.1", "go0"} {
		src := named(version, "runtime.gopark", "runtime.findRunnable", "runtime.findrunnable", "runtime.schedule", "runtime.nosuch", "runtime.(*mheap).grow", "runtime.newproc1", "runtime.sysmon")
		fmt.Fprintf(&b, "%s\n", version)
		for _, text := range []string{
			`since("runtime.gopark") == ""`, `since("runtime.findRunnable") == ""`, `since("runtime.findrunnable") == ""`, `since("runtime.schedule") == ""`, `since("runtime.nosuch") == ""`, `since("runtime.(*mheap).grow") == ""`,
			`changed("runtime.gopark", "go1.10.0", "go1.11.0")`, `changed("runtime.gopark", "go1.11.0", "go1.12.0")`, `changed("runtime.gopark", "go1.10", "go1.26")`, `changed("runtime.gopark", "go1.12.0", "go9")`, `changed("runtime.findRunnable", "go1.5.1", "go1.26.0")`,
			`changed("runtime.newproc1", "go1.26.0", "go1.10.0")`, `changed("runtime.(*mheap).grow", "go1.5.1", "go1.26.0")`, `changed("runtime.sysmon", "go1.4.0", "go1.26.0")`,
			`was("runtime.findRunnable") == []`, `was("runtime.gopark") == []`, `was("runtime.nosuch") == []`,
		} {
			if version == "go0" && !strings.Contains(text, "gopark") {
				continue
			}
			v := eval(t, text, &claim.Env{Source: src})
			v.Cause = regexp.MustCompile(`to go1\.[0-9]+`).ReplaceAllString(v.Cause, "to go1.N") // which grows
			fmt.Fprintf(&b, "    %s: %s", text, v.State)
			if v.Cause != "" {
				fmt.Fprintf(&b, ", %s (%s)", v.Cause, v.HintText())
			}
			for _, p := range v.Because {
				fmt.Fprintf(&b, ", %s", p.Value)
			}
			b.WriteByte('\n')
		}
	}
	// By the name that a symbol has here.
	src := named("go1.12.0", "runtime.findrunnable")
	here := func(string) string { return "runtime.findrunnable" }
	for _, text := range []string{`since("runtime.findRunnable") == "go1.5"`, `was("runtime.findRunnable") == []`, `exists("runtime.findRunnable") || true`} {
		if v := eval(t, text, &claim.Env{Source: src, Here: here}); v.State != claim.True {
			t.Errorf("%s by its name here: %s, %s", text, v.State, v.Cause)
		}
	}
	// A name of this version stays what it is.
	none := func(string) string { return "" }
	if v := eval(t, `since("runtime.findrunnable") == "go1.5"`, &claim.Env{Source: src, Here: none}); v.State != claim.True {
		t.Errorf("by its own name: %s, %s", v.State, v.Cause)
	}
	golden.Check(t, "history.txt", b.String())
}

// The names that a symbol had are those before the version at hand, also where a patch of the
// same minor gave it another.
func TestNamesWithinOneMinor(t *testing.T) {
	tree := func(version, name string) history.Tree {
		src := "package runtime\n\nfunc " + name + "(n int) int {\n\tfor i := range n {\n\t\tn += i * 7\n\t}\n\treturn n\n}\n"
		return history.Tree{Version: version, FS: fstest.MapFS{"runtime/proc.go": {Data: []byte(src)}}}
	}
	data, problems, err := history.Build([]history.Tree{tree("go1.21.0", "first"), tree("go1.22.0", "second"), tree("go1.22.5", "third"), tree("go1.23.0", "fourth")}, history.Options{Packages: []string{"runtime"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	recorded := func() (*history.History, error) { return history.New(data), nil }
	for _, c := range []struct{ version, name, want string }{
		{"go1.21.0", "runtime.first", `[]`},
		{"go1.22.0", "runtime.second", `["runtime.first"]`},
		{"go1.22.5", "runtime.third", `["runtime.first", "runtime.second"]`},
	} {
		src := named(c.version, index.ID(c.name))
		if v := eval(t, `was("`+c.name+`") == `+c.want, &claim.Env{Source: src, History: recorded}); v.State != claim.True {
			t.Errorf("%s: the names of %s are not %s: %s %v", c.version, c.name, c.want, v.Cause, v.Because)
		}
	}
}

// Of a module the history is made of the versions that are named; what is said of others and
// of names that come and go says so.
func TestHistoryOfAModuleGolden(t *testing.T) {
	tree := func(version string, names ...string) history.Tree {
		src := "package m\n"
		for _, name := range names {
			name, n, _ := strings.Cut(name, " ")
			src += "\nfunc " + name + "(n int) int {\n\tfor i := range n {\n\t\tn += i * 7\n\t}\n" + strings.Repeat("\tn--\n", len(n)) + "\treturn n\n}\n"
		}
		return history.Tree{Version: version, Go: "go1.22.0", FS: fstest.MapFS{"m/m.go": {Data: []byte(src)}}}
	}
	data, problems, err := history.Build([]history.Tree{tree("v0.0.0", "first"), tree("v0.1.0", "second"), tree("v0.1.4", "second xx"), tree("v0.2.0", "first xx"), tree("v0.3.0", "third xx")}, history.Options{Packages: []string{"m"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	var b strings.Builder
	for _, c := range []struct {
		version, name string
		ask           []string
	}{
		{"v0.3.0", "m.third", []string{`since(S) == ""`, `was(S) == []`, `changed(S, "v0.0.0", "v0.3.0")`, `changed(S, "v0.0", "v0.1")`, `changed(S, "v0.1.0", "v0.1.4")`, `changed(S, "v0.1.4", "v0.2.0")`, `changed(S, "v0.1.2", "v0.2.0")`, `changed(S, "v0.2.0", "v0.1.2")`, `changed(S, "v0.1", "v0.4.0")`, `changed(S, "x", "v0.2.0")`}},
		{"v0.2.0", "m.first", []string{`was(S) == []`, `since(S) == ""`}},
		{"v0.3.0", "m.nosuch", []string{`since(S) == ""`}},
		{"v1.0.0", "m.third", []string{`since(S) == ""`}},
	} {
		made := named(c.version, index.ID(c.name)).Index()
		made.Config.Module = "example.org/m"
		for _, ask := range c.ask {
			src := strings.ReplaceAll(ask, "S", `"`+c.name+`"`)
			v := eval(t, src, &claim.Env{Source: claim.NewSource(made), History: func() (*history.History, error) { return history.New(data), nil }})
			fmt.Fprintf(&b, "%s, %s: %s", c.version, src, v.State)
			if v.Cause != "" {
				fmt.Fprintf(&b, ", %s (%s)", strings.ReplaceAll(v.Cause, "\n", " / "), v.HintText())
			}
			for _, p := range v.Because {
				fmt.Fprintf(&b, ", %s", p.Value)
			}
			if v.Lasting {
				b.WriteString(", lasting")
			}
			b.WriteByte('\n')
		}
	}
	v := eval(t, `since("m.third") == ""`, &claim.Env{Source: named("v0.3.0", "m.third"), History: func() (*history.History, error) { return nil, errors.New("there is no history") }})
	fmt.Fprintf(&b, "without one: %s, %s (%s)\n", v.State, v.Cause, v.HintText())
	golden.Check(t, "history.module.txt", b.String())
}

// A function is in a version or is not: what one of two lacks is not compared.
func TestChangedNeedsBoth(t *testing.T) {
	for expr, want := range map[string]string{
		`changed("runtime.gdestroy", "go1.10.0", "go1.26.0")`: "runtime.gdestroy is not in go1.10.0",
		`changed("runtime.gdestroy", "go1.26.0", "go1.20.0")`: "runtime.gdestroy is not in go1.20.0",
	} {
		if v := eval(t, expr, &claim.Env{Source: named("go1.26.0", "runtime.gdestroy")}); v.State != claim.Unanswerable || v.Cause != want || v.HintText() != "" {
			t.Errorf("%s: %s, %q (%s), want %q", expr, v.State, v.Cause, v.HintText(), want)
		}
	}
}

// A name that came twice is told once, and the name at hand is none of before.
func TestNamesThatComeBack(t *testing.T) {
	var trees []history.Tree
	for i, name := range []string{"first", "second", "first", "third"} {
		src := "package runtime\n\nfunc " + name + "(n int) int {\n\tfor i := range n {\n\t\tn += i * 7\n\t}\n\treturn n\n}\n"
		trees = append(trees, history.Tree{Version: fmt.Sprintf("go1.2%d.0", i), FS: fstest.MapFS{"runtime/proc.go": {Data: []byte(src)}}})
	}
	data, problems, err := history.Build(trees, history.Options{Packages: []string{"runtime"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for _, c := range []struct{ version, name, want string }{
		{"go1.22.0", "runtime.first", `["runtime.second"]`},
		{"go1.23.0", "runtime.third", `["runtime.first", "runtime.second"]`},
	} {
		src := named(c.version, index.ID(c.name))
		if v := eval(t, `was("`+c.name+`") == `+c.want, &claim.Env{Source: src, History: func() (*history.History, error) { return history.New(data), nil }}); v.State != claim.True {
			t.Errorf("%s: the names of %s are not %s: %s %v", c.version, c.name, c.want, v.Cause, v.Because)
		}
	}
}

// $*_ stands for any number of things, and is refused where there can be one alone.
func TestSequencesGolden(t *testing.T) {
	var b strings.Builder
	for _, p := range []string{
		"f($*_)", "$*_()", "$*_ + 1", "1 + $*_", "-$*_", "*$*_", "($*_)", "$*_.x", "x.$*_", "$*_[1]", "x[$*_]", "$*_[int, string]", "$*_.(int)", "x.($*_)", "T{$*_: 1}", "T{a: $*_}", "T{$*_}", "$*_{}", "$*_{a: 1}", "[$*_]int{}", "[2]$*_{}",
		"map[$*_]int{}", "map[int]$*_{}", "make(chan $*_)", "f(...$*_)", "func(x ...$*_) {}", "c <- $*_", "$*_ <- 1", "$*_++", "for $*_ := range x {", "for k, $*_ := range x {", "for range $*_ {", "$*_: f()", "x: $*_", "goto $*_", "break $*_",
		"func $*_() {", "type $*_ int", "type x $*_", "func(a $*_) {}", "func($*_) {}", "struct{ x $*_ }{}", "struct{ $*_ }{}", "select { case $*_: f() }", "switch $*_.(type) {", "switch x := $*_.(type) {", "if $*_ {", "return $*_", "x = $*_", "$*_ = x", "case $*_:", "go $*_", "defer $*_", "$ *_ + 1", "f($x, $*_)",
	} {
		_, err := claim.CompilePattern(p)
		fmt.Fprintf(&b, "%s: ", p)
		if err != nil {
			fmt.Fprintf(&b, "%s\n", strings.ReplaceAll(err.Error(), "\n", " / "))
		} else {
			b.WriteString("accepted\n")
		}
	}
	golden.Check(t, "sequences.txt", b.String())
}
