package archtest

import (
	"slices"
	"strings"
	"testing"
)

// imports are the packages of this module that each package may import, in the order
// in which data flows. A package that is missing here is one whose place in the house
// nobody has decided yet; inside site/ no package imports one that follows it.
var imports = []struct {
	pkg     string
	imports []string
}{
	{"internal/atomicfile", nil},
	{"internal/cache", []string{"internal/atomicfile"}},
	{"internal/child", nil},
	{"internal/english", nil},
	{"internal/gocmd", nil},
	{"internal/explain/tables", nil},
	{"internal/golden", nil},
	{"internal/moduleproxy", nil},
	{"internal/notices", nil},
	{"internal/safefs", nil},
	{"internal/archtest", nil},
	{"content", nil},
	{"content/models/scene", nil},
	{"content/models/sim", []string{"content/models/scene"}},
	{"content/models/sim/simtest", []string{"content/models/scene", "content/models/sim", "internal/golden"}},
	{"content/models", []string{"content/models/*"}},
	{"templates", nil},

	{"indexer/index", nil},
	{"internal/diag", []string{"indexer/index"}}, // for its edit distance
	{"indexer/asm", nil},
	{"indexer/gotree", []string{"indexer/index", "internal/atomicfile", "internal/cache", "internal/child", "internal/diag", "internal/gocmd"}},
	{"indexer/asmlist", []string{"indexer/asm", "internal/cache", "internal/child", "internal/gocmd"}},
	{"indexer/history", []string{"indexer/index"}},
	{"internal/starter", []string{"indexer/index"}},
	{"indexer/extract", []string{"indexer/index"}},
	{"indexer", []string{"indexer/asm", "indexer/asmlist", "indexer/index", "internal/cache"}},

	{"annotate/markdown", []string{"internal/diag"}},
	{"annotate/claim", []string{"indexer/history", "indexer/index", "internal/diag", "internal/english"}},
	{"annotate/article", []string{"annotate/markdown", "internal/diag"}},
	{"annotate", []string{"annotate/article", "annotate/claim", "annotate/markdown", "indexer/extract", "indexer/history", "indexer/index", "internal/diag", "internal/english"}},

	{"internal/lab", nil},
	{"site/search", []string{"internal/cache"}},
	{"site/urls", []string{"indexer/index"}},
	{"site/graphq", []string{"indexer/index"}},
	{"site/highlight", []string{"indexer/asm", "indexer/index", "site/urls"}},
	{"site/figure", []string{"content/models/scene", "internal/english", "internal/lab", "site/urls"}},
	{"site/models", []string{"content/models/scene", "content/models/sim", "internal/cache", "internal/child", "internal/gocmd"}},
	{"site/prose", []string{"annotate", "annotate/article", "annotate/claim", "annotate/markdown", "content/models/sim", "indexer/index", "internal/english", "site/figure", "site/highlight", "site/models", "site/urls", "templates"}},
	{"site/pages", []string{"annotate", "annotate/article", "annotate/markdown", "content/models/sim", "indexer/extract", "indexer/history", "indexer/index", "internal/english", "internal/explain/tables", "internal/lab", "internal/notices", "site/figure", "site/graphq", "site/highlight", "site/models", "site/prose", "site/search", "site/urls", "templates"}},
	{"site", []string{"internal/diag", "site/pages", "site/search", "site/urls", "templates"}},
	{"site/publish", nil},
	{"site/server", []string{"site/search"}},

	{"internal/explain", []string{"internal/explain/tables"}},
	{"internal/answer", []string{"annotate", "annotate/article", "annotate/claim", "annotate/markdown", "indexer/history", "indexer/index", "internal/diag", "site/graphq", "site/urls"}},
	{"internal/load", []string{"internal/child"}},
	{"internal/mcp", []string{"annotate", "annotate/article", "annotate/claim", "indexer/history", "indexer/index", "internal/answer", "internal/explain", "internal/workspace", "site/graphq", "site/search"}},
	{"internal/lab/measure", []string{"internal/child", "internal/lab"}},
	{"internal/modelcheck", []string{"content/models", "content/models/*", "internal/child"}},
}

// free are the packages that may import all others: what puts the parts together.
func free(pkg string) bool {
	return strings.HasPrefix(pkg, "cmd/") || pkg == "internal/workspace" || pkg == "internal/toy" || strings.HasPrefix(pkg, "internal/browsertest")
}

// allowed are the packages that one may import. Every model imports the framework and
// the shapes that all share.
func allowed(pkg string) (list []string, known bool) {
	for _, row := range imports {
		if row.pkg == pkg {
			return row.imports, true
		}
	}
	if strings.HasPrefix(pkg, "content/models/") {
		return []string{"content/models/scene", "content/models/sim"}, true
	}
	return nil, false
}

func TestImports(t *testing.T) {
	for _, p := range all(t) {
		if free(p.path()) {
			continue
		}
		list, known := allowed(p.path())
		if !known {
			t.Errorf("%s: a package that the table of imports does not know", p.path())
		}
		for _, imp := range p.Imports {
			to, ours := strings.CutPrefix(imp, "sourcedive/")
			if ours && !slices.ContainsFunc(list, func(allowed string) bool { return matches(allowed, to) }) {
				t.Errorf("%s imports %s", p.path(), to)
			}
		}
	}
}

// matches reports whether a package is one that an entry names, which may end in a star.
func matches(entry, pkg string) bool {
	prefix, star := strings.CutSuffix(entry, "*")
	return entry == pkg || star && strings.HasPrefix(pkg, prefix)
}

// The table itself has no entry that nothing needs, and inside site/ no entry that
// leads back up.
func TestTableOfImports(t *testing.T) {
	place := map[string]int{}
	for i, row := range imports {
		place[row.pkg] = i
	}
	for _, p := range all(t) {
		delete(place, p.path())
	}
	for pkg := range place {
		t.Errorf("%s: the table of imports has it, the module does not", pkg)
	}
	for i, row := range imports {
		for _, to := range row.imports {
			if j := slices.IndexFunc(imports, func(r struct {
				pkg     string
				imports []string
			}) bool {
				return r.pkg == to
			}); j >= i {
				t.Errorf("%s imports %s, which follows it", row.pkg, to)
			}
		}
	}
}

// modules are those that some packages alone may import.
var modules = map[string][]string{
	"golang.org/x/tools":       {"indexer"},
	"github.com/yuin/goldmark": {"annotate/markdown"},
	"github.com/blevesearch":   {"site/search"},
	"github.com/alecthomas":    {"site/highlight", "annotate/markdown"},
	"github.com/spf13":         {"cmd/sourcedive"},
	"github.com/goccy/go-yaml": {"annotate/article", "internal/lab"},
	"github.com/aymanbagabas":  {"annotate", "indexer/history"},
	"golang.org/x/perf":        {"internal/lab"},
	"github.com/expr-lang":     {"annotate/claim"},
	"github.com/quasilyte":     {"annotate/claim"},
	"github.com/fsnotify":      {"site/server"},
	"github.com/schollz":       {"cmd/sourcedive"},
	"golang.org/x/mod":         {"annotate/article", "indexer/gotree", "indexer/history", "internal/moduleproxy", "internal/workspace", "cmd/sourcedive"},
	"github.com/chromedp":      {"internal/browsertest", "internal/browsertest/chromium", "internal/browsertest/shoot"},
	"github.com/rogpeppe":      nil,
	"github.com/jba":           nil,
	"github.com/google/go-cmp": {"internal/golden"},
	"github.com/google/pprof":  {"internal/explain"},

	"github.com/modelcontextprotocol": {"cmd/sourcedive", "internal/mcp"},
}

func TestModulesStayInTheirPackages(t *testing.T) {
	for _, p := range all(t) {
		for _, imp := range p.Imports {
			for module, list := range modules {
				if strings.HasPrefix(imp, module) && !slices.Contains(list, p.path()) {
					t.Errorf("%s imports %s, which is for %v", p.path(), imp, list)
				}
			}
		}
	}
}

// Compiler types stop at indexer: the index itself needs the standard library only.
// It parses the text that it holds, once for everybody, but knows no types.
func TestIndexIsPlain(t *testing.T) {
	syntax := []string{"go/ast", "go/build/constraint", "go/internal/scannerhooks", "go/parser", "go/scanner", "go/token"}
	for _, p := range all(t) {
		if p.path() != "indexer/index" {
			continue
		}
		for _, dep := range p.Deps {
			if !std(dep) || strings.HasPrefix(dep, "go/") && !slices.Contains(syntax, dep) || dep == "os/exec" || dep == "net" {
				t.Errorf("indexer/index needs %s", dep)
			}
		}
	}
}

// Only some packages run programs, open connections or know compiler types.
func TestEffects(t *testing.T) {
	effects := map[string][]string{
		"os/exec":  {"indexer/gotree", "indexer", "indexer/asmlist", "site/models", "site/publish"},
		"net":      {"site/server", "indexer/gotree"},
		"net/http": {"site/server", "indexer/gotree", "cmd/sourcedive"},
		"unsafe":   nil,
		"go/types": {"indexer"},
	}
	for _, p := range all(t) {
		if free(p.path()) || strings.HasPrefix(p.path(), "internal/") || strings.HasPrefix(p.path(), "content/models") {
			continue
		}
		for _, imp := range p.Imports {
			if list, guarded := effects[imp]; guarded && !slices.Contains(list, p.path()) {
				t.Errorf("%s imports %s", p.path(), imp)
			}
		}
	}
}

func TestPackagesHaveNames(t *testing.T) {
	for _, p := range all(t) {
		switch p.path()[strings.LastIndexByte(p.path(), '/')+1:] {
		case "util", "utils", "common", "helpers", "helper", "manager", "misc", "shared", "base":
			t.Errorf("%s is called after nothing", p.ImportPath)
		}
	}
}
