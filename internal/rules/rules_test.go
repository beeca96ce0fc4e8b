// Package rules holds the house's rules as tests: which room may import what, and
// how its files look.
package rules

import (
	"bytes"
	"encoding/json"
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

// room is the package's path below the module: "indexer/build".
func (p pkg) room() string { return strings.TrimPrefix(p.ImportPath, "sourcedive/") }

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

// arrows are the rooms of ours that each room may import. A room that is missing
// here is a room that nobody has thought about.
var arrows = map[string][]string{
	"indexer":                 nil,
	"indexer/asm":             nil,
	"indexer/pin":             {"indexer", "internal/diag"},
	"indexer/build":           {"indexer/build/listing", "indexer", "indexer/asm"},
	"indexer/build/listing":   {"indexer", "indexer/asm"},
	"indexer/history":         {"indexer"},
	"indexer/introspect":      {"indexer"},
	"annotate":                {"indexer", "indexer/introspect", "annotate/markdown", "annotate/claim", "internal/diag"},
	"annotate/claim":          {"indexer"},
	"annotate/markdown":       {"internal/diag"},
	"site":                    {"indexer/introspect", "annotate", "annotate/claim", "annotate/markdown", "indexer", "templates", "site/page", "site/source", "site/graphview", "site/modelview", "site/search", "content/models/model", "internal/diag"},
	"site/page":               nil,
	"site/modelview":          {"content/models/model"},
	"site/modelwasm":          nil,
	"site/source":             {"indexer", "indexer/asm"},
	"site/graphview":          {"site/page"},
	"site/search":             {"indexer", "site/page"},
	"site/serve":              {"site/search"},
	"site/write":              {"internal/diag"},
	"templates":               nil,
	"content":                 nil,
	"content/models/model":    nil,
	"internal/modelcheck":     modelRooms,
	"internal/diag":           nil,
	"internal/explain":        {"internal/explain/tables"},
	"internal/explain/tables": nil,
	"internal/golden":         nil,
	"internal/rules":          nil,
	"internal/browsertest":    nil,
}

// modelRooms are the models, and what they share.
var modelRooms = func() []string {
	rooms := []string{"content/models/model"}
	for _, name := range []string{"sched", "malloc", "gc", "pacer", "stack", "channel"} {
		rooms = append(rooms, "content/models/"+name+"/"+name)
	}
	return rooms
}()

// free are the rooms that may import all others: the command, and tools of tests.
func free(room string) bool {
	return strings.HasPrefix(room, "cmd/") || strings.HasPrefix(room, "internal/browsertest")
}

func TestArrows(t *testing.T) {
	for _, p := range all(t) {
		allowed, known := arrows[p.room()]
		switch {
		case free(p.room()):
			continue
		case p.room() == "content/models":
			allowed, known = modelRooms, true
		case strings.HasPrefix(p.room(), "content/models/"):
			// The command of a model imports the model, and a model what all share.
			allowed = append([]string{"content/models/model"}, p.room()+"/"+path.Base(p.room()))
			known = true
		}
		if !known {
			t.Errorf("%s: a room that the arrows do not know", p.room())
			continue
		}
		for _, imp := range p.Imports {
			if to, ours := strings.CutPrefix(imp, "sourcedive/"); ours && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s", p.room(), to)
			}
		}
	}
}

// onlyIn are the modules that one room alone may import.
var onlyIn = map[string][]string{
	"golang.org/x/tools":       {"indexer/build"},
	"github.com/yuin/goldmark": {"annotate/markdown"},
	"github.com/blevesearch":   {"site/search"},
	"github.com/alecthomas":    {"site/source", "annotate/markdown"},
	"github.com/spf13":         {"cmd/sourcedive"},
	"github.com/goccy/go-yaml": {"annotate", "cmd/sourcedive"},
	"github.com/google/pprof":  {"internal/explain"},
	"github.com/aymanbagabas":  {"annotate"},
	"github.com/expr-lang":     {"annotate/claim"},
	"github.com/quasilyte":     {"annotate/claim"},
	"github.com/fsnotify":      {"site/serve"},
	"github.com/schollz":       {"cmd/sourcedive"},
	"golang.org/x/mod":         {"indexer/pin", "cmd/sourcedive"},
	"github.com/chromedp":      {"internal/browsertest", "internal/browsertest/chromium", "internal/browsertest/shoot"},
	"github.com/rogpeppe":      nil,
	"github.com/jba":           nil,
	"github.com/google/go-cmp": {"internal/golden"},
}

func TestModulesStayInTheirRoom(t *testing.T) {
	for _, p := range all(t) {
		for _, imp := range p.Imports {
			for module, rooms := range onlyIn {
				if strings.HasPrefix(imp, module) && !slices.Contains(rooms, p.room()) {
					t.Errorf("%s imports %s, which is for %v", p.room(), imp, rooms)
				}
			}
		}
	}
}

// Compiler types stop at indexer/build: indexer itself needs the standard library
// only, and neither go/types nor go/ast of that.
func TestIndexIsPlain(t *testing.T) {
	for _, p := range all(t) {
		if p.room() != "indexer" {
			continue
		}
		for _, dep := range p.Deps {
			if !std(dep) || strings.HasPrefix(dep, "go/") || dep == "os/exec" || dep == "net" {
				t.Errorf("indexer needs %s", dep)
			}
		}
	}
}

// Only named doors run programs or open connections.
func TestDoors(t *testing.T) {
	doors := map[string][]string{
		"os/exec":  {"indexer/pin", "indexer/build", "indexer/build/listing", "site/write", "site/modelwasm"},
		"net":      {"site/serve", "indexer/pin"},
		"net/http": {"site/serve", "indexer/pin", "cmd/sourcedive"},
		"unsafe":   nil,
		"go/types": {"indexer/build"},
	}
	for _, p := range all(t) {
		if free(p.room()) || strings.HasPrefix(p.room(), "internal/") || strings.HasPrefix(p.room(), "content/models") {
			continue
		}
		for _, imp := range p.Imports {
			if rooms, guarded := doors[imp]; guarded && !slices.Contains(rooms, p.room()) {
				t.Errorf("%s imports %s", p.room(), imp)
			}
		}
	}
}

func TestRoomsHaveNames(t *testing.T) {
	for _, p := range all(t) {
		switch path.Base(p.ImportPath) {
		case "util", "utils", "common", "helpers", "helper", "manager", "misc", "shared", "base":
			t.Errorf("%s is called after nothing", p.ImportPath)
		}
	}
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

// Raw HTML is made where it is known to be safe, and nowhere else.
func TestRawHTML(t *testing.T) {
	raw := regexp.MustCompile(`template\.(HTML|HTMLAttr|JS|JSStr|CSS|URL|Srcset)\(`)
	for name, text := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") || name == "site/source/html.go" || name == "site/source/doc.go" || name == "templates/templates.go" || strings.HasPrefix(name, "annotate/markdown/") {
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
