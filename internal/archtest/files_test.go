// Package archtest tests the rules of the source tree: which package may import what, which
// may have effects, how files look, and that the documents about it are true.
package archtest

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sourcedive/indexer/index"
	"strings"
	"sync"
	"testing"
)

const root = "../.."

// pkg is what go list says of one package of the module.
type pkg struct {
	ImportPath string
	Name       string
	Imports    []string
	Deps       []string
}

// path is the package's import path below the module: "indexer/index".
func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, "sourcedive/") }

var packages = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Imports,Deps", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var list []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
})

func all(t *testing.T) []pkg {
	t.Helper()
	list, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 10 {
		t.Fatalf("go list knows %d packages", len(list))
	}
	return list
}

func std(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "sourcedive"
}

// files gives every file of ours with one of the endings: path below the module,
// and text.
func files(t *testing.T, endings ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if base := d.Name(); rel != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "site-out" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if slices.Contains(endings, path.Ext(rel)) {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			found[rel] = string(data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("no files end in %v", endings)
	}
	return found
}

func TestFilesAreShort(t *testing.T) {
	for name, text := range files(t, ".go", ".js", ".css", ".tmpl") {
		if n := strings.Count(text, "\n"); n > 900 {
			t.Errorf("%s has %d lines, at most 900 are allowed", name, n)
		}
	}
	if n := strings.Count(files(t, ".go")["cmd/sourcedive/main.go"], "\n"); n > 60 {
		t.Errorf("main.go has %d lines", n)
	}
}

// mostMethods is how many methods a type may have before it is the object that
// everything hangs on.
const mostMethods = 25

func TestTypesAreSmall(t *testing.T) {
	count := map[string]int{}
	for name, text := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				recv, _, _ := index.Receiver(fn)
				count[path.Dir(name)+"."+recv]++
			}
		}
	}
	for typ, n := range count {
		if n > mostMethods {
			t.Errorf("%s has %d methods, at most %d are allowed", typ, n, mostMethods)
		}
	}
}

func TestFilesAreFormatted(t *testing.T) {
	for name, text := range files(t, ".go") {
		out, err := format.Source([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if string(out) != text {
			t.Errorf("%s is not formatted; gofmt -w %s", name, name)
		}
	}
}

// Programs are started where they end with this process, and their children too.
func TestChildrenEnd(t *testing.T) {
	for name, text := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || name == "internal/child/child.go" {
			continue
		}
		if strings.Contains(text, "exec.Comm"+"and") {
			t.Errorf("%s starts a program without package child", name)
		}
	}
}

// Raw HTML is made where it is known to be safe, and nowhere else.
func TestRawHTML(t *testing.T) {
	safe := []string{ // each says at the place why
		"site/figure/plot.go", "site/highlight/doc.go", "site/highlight/excerpt.go", "site/highlight/html.go", "site/prose/margin.go", "templates/link.go", "templates/theme.go",
	}
	raw := regexp.MustCompile(`template\.(HTML|HTMLAttr|JS|JSStr|CSS|URL|Srcset)\(`)
	for name, text := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "annotate/markdown/") || slices.Contains(safe, name) {
			continue
		}
		if at := raw.FindString(text); at != "" {
			t.Errorf("%s has %s…", name, at)
		}
	}
}

func TestNoWordIsLeftBehind(t *testing.T) {
	words := []string{"TO" + "DO(", "TO" + "DO:", "X" + "XX", "FIX" + "ME", "HA" + "CK", "interface" + "{}", "panic(\"not impl", "//no" + "lint"}
	for name, text := range files(t, ".go", ".js", ".css", ".tmpl", ".md", ".yaml") {
		for _, word := range words {
			if strings.Contains(strings.ReplaceAll(text, "HA"+"CKING.md", ""), word) && !strings.HasSuffix(name, "_test.go") {
				t.Errorf("%s has %q", name, word)
			}
		}
	}
}

// Every package says what it is for, once.
func TestPackagesAreExplained(t *testing.T) {
	explained := map[string]int{}
	for name, text := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		explained[path.Dir(name)] += 0
		if f.Doc != nil && f.Doc.Text() != "" {
			explained[path.Dir(name)]++
			want := "Package " + f.Name.Name
			if f.Name.Name == "main" {
				want = "Command "
			}
			if !strings.HasPrefix(f.Doc.Text(), want) {
				t.Errorf("%s: its comment starts with %.40q", name, f.Doc.Text())
			}
		}
	}
	for dir, n := range explained {
		if n != 1 {
			t.Errorf("%s: %d package comments", dir, n)
		}
	}
}

// Nothing that a build makes is committed.
func TestNothingBuiltIsCommitted(t *testing.T) {
	cmd := exec.Command("git", "ls-files")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("no git checkout: %v", err)
	}
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if strings.HasPrefix(name, "site-out/") || strings.Contains(name, "node_modules/") || strings.HasPrefix(name, "vendor/") ||
			slices.Contains([]string{".exe", ".test", ".prof", ".out", ".zip", ".gz", ".map"}, path.Ext(name)) || strings.HasSuffix(name, ".min.js") {
			t.Errorf("%s is committed", name)
		}
		if info, err := os.Stat(filepath.Join(root, name)); err == nil && info.Size() > 8<<20 {
			t.Errorf("%s is committed, with %d bytes: what a build made?", name, info.Size())
		}
	}
}

// go.mod says what is there: each module that the code imports is direct.
func TestModuleFileIsTidy(t *testing.T) {
	cmd := exec.Command("go", "mod", "tidy", "-diff")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		if !bytes.Contains(out, []byte("diff current")) {
			t.Skipf("go mod tidy needs modules that are not here: %.200s", out)
		}
		t.Errorf("go mod tidy would change:\n%.2000s", out)
	}
}
