package extract_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sourcedive/indexer"
	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// small is a runtime of a few lines with each form that is read, and with forms that
// are none.
const small = `package runtime

type dbgVar struct {
	name  string
	value *int32
	doc   string
}

var debug struct {
	one, two int32
	never    int32
}

var other struct{ one int32 }

var dbgvars = []*dbgVar{
	{name: "two", value: &debug.two},
	{"one", &debug.one, "not its name"},
	{name: "lost", value: &other.one},
	{value: &debug.never},
	{name: "nowhere"},
}

type waitReason uint8

const (
	waitA waitReason = iota
	waitB
	waitC
	waitD
)

var waitReasonStrings = [...]string{
	waitB: "b's reason",
	waitA: ` + "`a`" + `,
	2:     "no name",
	waitD: noText,
}

var noText = "d"

const (
	_Gidle = iota
	_Grunnable
	other1
)

type g struct{ reason waitReason }

func casgstatus(gp *g, from, to uint32) {}

func park(gp *g, r waitReason) {}

func trace(n int) {
	print("ms: total=", n, " of ", 2*n)
	println(n, "label = ", "second=", n+1)
	printf("no", n)
	func() { print("inner ", debug.one, "\n") }()
	print(debug.two, 'c', 7)
}

func printf(s string, n int) {}

func use(gp *g) {
	debug.one = 3
	if debug.one > 0 && debug.two > 0 {
		debug.two++
	}
	p := &debug.one
	_ = p
	park(gp, waitA)
	gp.reason = waitB
	if gp.reason == waitB {
		park(nil, waitA)
	}
	var r = waitC
	_ = r
}

func change(gp *g, status uint32) {
	casgstatus(gp, _Gidle, _Grunnable)
	casgstatus(gp, status, _Grunnable)
	casgstatus(gp, _Gidle, other1)
	func() { casgstatus(gp, _Grunnable, _Gidle) }()
	f := casgstatus
	f(gp, _Gidle, _Grunnable)
}
`

// fixture is the index of small, read as a tree of its own.
func fixture(t *testing.T) *index.Index {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	root, dir := strings.TrimSpace(string(out)), t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"bin", "pkg"} {
		must(os.Symlink(filepath.Join(root, name), filepath.Join(dir, name)))
	}
	for name, text := range map[string]string{
		"go.mod":                      "module std\n\ngo 1.26\n",
		"runtime/runtime.go":          small,
		"runtime/bad_plan9.go":        "package runtime\n\nfunc (\n",
		"unsafe/unsafe.go":            "package unsafe\n",
		"internal/godebug/godebug.go": "package godebug\n\ntype Setting struct{}\n\nfunc New(name string) *Setting { return nil }\n",
		"user/user.go":                "package user\n\nimport \"internal/godebug\"\n\nvar (\n\ta = godebug.New(\"#asked\")\n\tb = godebug.New(\"one\")\n)\n\nconst name = \"named\"\n\nfunc f() { _ = godebug.New(name); g := godebug.New; _ = g(\"hidden\") }\n",
	} {
		path := filepath.Join(dir, "src", filepath.FromSlash(name))
		must(os.MkdirAll(filepath.Dir(path), 0o777))
		must(os.WriteFile(path, []byte(text), 0o666))
	}
	x, err := indexer.Build(context.Background(), indexer.Config{
		Root: dir, Version: "go0.0-test", Env: append(os.Environ(), "GOROOT="+dir, "GOTOOLCHAIN=local", "CGO_ENABLED=0"), GOOS: "linux", GOARCH: "amd64",
		Roots: []string{"runtime", "internal/godebug", "user"},
	})
	must(err)
	return x
}

func TestTablesOfASmallRuntime(t *testing.T) {
	x := fixture(t)
	for _, p := range x.Problems {
		t.Logf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
	lines, changes := extract.Schedtrace, extract.Transitions
	var b strings.Builder
	text := func(p index.Range) string {
		return fmt.Sprintf("%s:%d %q", x.Files[p.File].Path, x.Line(p.File, p.Off), x.Files[p.File].Text[p.Off:p.End])
	}
	uses := func(list []index.Use) (out string) {
		for _, u := range list {
			out += fmt.Sprintf("\n        %s:%d", x.Files[u.File].Path, x.Line(u.File, u.Off))
		}
		return out
	}
	name := func(s index.Sym) index.ID {
		if s == index.NoSym {
			return "none"
		}
		return x.Symbols[s].ID
	}
	for _, fn := range []index.ID{"runtime.trace", "runtime.use", "runtime.nosuch", "runtime.g"} {
		fmt.Fprintf(&b, "printed by %s\n", fn)
		lines.From = fn
		for _, p := range lines.Of(x) {
			fmt.Fprintf(&b, "    %q %q at %s\n", p.Label, p.Value, text(p.Place))
		}
	}
	b.WriteString("settings\n")
	for _, set := range extract.Settings.Of(x) {
		fmt.Fprintf(&b, "    %s field %s at %s%s\n", set.Name, name(set.Field), text(set.Place), uses(set.Reads))
	}
	b.WriteString("reasons\n")
	for _, r := range extract.Reasons.Of(x) {
		fmt.Fprintf(&b, "    %q %s%s\n", r.Text, name(r.Const), uses(r.Uses))
	}
	b.WriteString("changes\n")
	for _, c := range changes.Of(x) {
		fmt.Fprintf(&b, "    %s to %s in %s at %s\n", c.From, c.To, name(c.In), text(c.Place))
	}
	changes.From = "runtime.nosuch"
	for _, c := range changes.Of(x) {
		t.Errorf("a change by nothing: %v", c)
	}
	golden.Check(t, "small.txt", b.String())
}
