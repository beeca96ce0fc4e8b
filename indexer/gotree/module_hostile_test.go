//go:build unix

package gotree

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestModuleChoosesNoProgram reads a module all of whose settings would run a program, or
// another version of Go, if any counted.
func TestModuleChoosesNoProgram(t *testing.T) {
	program, marks := evil(t)
	text, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	settings := "GOFLAGS=-toolexec=" + program + "\nGOCACHEPROG=" + program + "\nCGO_ENABLED=1\nCC=" + program + "\nGOTOOLCHAIN=go1.99.0\nGOFLAGS=-mod=vendor\n"
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	write(t, filepath.Join(elsewhere, "go.mod"), "module example.com/word\n")
	write(t, filepath.Join(elsewhere, "word.go"), "package word\n\nfunc Elsewhere() {}\n")
	files := map[string]string{
		"go.mod": "module example.com/evil\n\ngo 1.21\n\ntoolchain go1.99.0\n\nrequire example.com/word v0.1.0\n\nreplace example.com/word => " + elsewhere + "\n",
		"go.env": settings, ".env": settings, "go.work": "go 1.99\n\nuse .\n", "Makefile": "all:\n\t" + program + "\n",
		"evil.go": "package evil\n\nimport \"example.com/word\"\n\n//go:generate " + program + " generate\n\nfunc F() string { return word.Hello() }\n",
		"cgo.go": "package evil\n\n/*\n#cgo CFLAGS: -fplugin=" + program + "\n#cgo LDFLAGS: -fuse-ld=" + program + "\n#cgo pkg-config: evil\n" +
			"int f(void);\n*/\nimport \"C\"\n\nfunc G() { C.f() }\n",
		"init.go":                    "package evil\n\nimport \"os/exec\"\n\nfunc init() { exec.Command(\"" + program + "\", \"init\").Run() }\n",
		"c.c":                        "int f(void) { return 1; }\n",
		"main/main.go":               "package main\n\nimport \"os/exec\"\n\nfunc main() { exec.Command(\"" + program + "\", \"main\").Run() }\n",
		"tools/tools.go":             "//go:build tools\n\npackage tools\n\nimport _ \"example.com/word\"\n",
		"evil_test.go":               "package evil\n\nimport \"os/exec\"\n\nfunc TestMain() { exec.Command(\"" + program + "\").Run() }\n",
		"bin/go":                     string(text),
		"pkg/tool/linux_amd64/asm":   string(text),
		"main/default.pgo":           "no profile\n",
		".git_hooks/post-checkout":   string(text),
		"internal/overlay/over.json": "{}\n",
	}
	serving(t, map[string]map[string]string{
		"example.com/evil@v1.0.0": files,
		"example.com/word@v0.1.0": greet["example.com/word@v0.1.0"],
	})
	tree, err := resolve(t, "module:example.com/evil@v1.0.0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if tree.Lister != tree.Module.Go.Version || lookup(tree.Env, "GOTOOLCHAIN") != "local" {
		t.Errorf("read by %s, with GOTOOLCHAIN=%s", tree.Lister, lookup(tree.Env, "GOTOOLCHAIN"))
	}
	cache := t.TempDir()
	tree.Env = append(tree.Env, "GOCACHE="+cache)
	out := listIn(t, tree, "list", "-compiled", "-deps", "-f", "{{.ImportPath}} {{.Dir}} {{.CgoFiles}}{{.CompiledGoFiles}}", "example.com/evil/...")
	for line := range strings.Lines(out) {
		if strings.Contains(line, elsewhere) || strings.HasPrefix(line, "example.com/evil") && strings.Contains(line, "cgo.go") {
			t.Errorf("a replacement or cgo counts:\n%s", line)
		}
	}
	listIn(t, tree, "build", "-pgo=off", "-gcflags=example.com/evil/...=-S", "-o", os.DevNull, "example.com/evil", "errors")
	if got := listIn(t, tree, "env", "GOFLAGS", "GOCACHEPROG", "CGO_ENABLED", "GOVERSION"); got != "-mod=readonly -buildvcs=false\n\n0\n"+tree.Lister+"\n" {
		t.Errorf("settings of the module count: %s", got)
	}
	wantNoneRan(t, marks)
}
