package archtest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// docs/architecture.md has a row for each package, and no row without one. The models are
// described by their list, and the programs beside the browser tests by those.
func TestTableOfPackages(t *testing.T) {
	described := describedPackages(t)
	for _, pkg := range packageDirs(t) {
		if !described[pkg] && !strings.HasPrefix(pkg, "internal/browsertest/") && !isModel(pkg) {
			t.Errorf("docs/architecture.md has no row for %s", pkg)
		}
		delete(described, pkg)
	}
	for pkg := range described {
		t.Errorf("docs/architecture.md has a row for %s, which is no package", pkg)
	}
}

// describedPackages are those named in the first cells of the table under "Packages".
func describedPackages(t *testing.T) map[string]bool {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(doc), "\n## Packages\n")
	section, _, _ = strings.Cut(section, "\n## ")
	found := map[string]bool{}
	for _, cell := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(section, -1) {
		for _, name := range strings.Split(cell[1], ", ") {
			found[strings.Trim(name, "`")] = true
		}
	}
	if len(found) < 10 {
		t.Fatalf("docs/architecture.md describes %d packages", len(found))
	}
	return found
}

// packageDirs are the directories with Go files, whatever platform those are for: go list
// knows no package that is built for the browser alone.
func packageDirs(t *testing.T) (dirs []string) {
	t.Helper()
	for name := range files(t, ".go") {
		dirs = append(dirs, path.Dir(name))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// isModel reports whether a package is one model of those that content/models lists.
func isModel(pkg string) bool {
	return path.Dir(pkg) == "content/models" && !slices.Contains([]string{"scene", "sim", "wasm"}, path.Base(pkg))
}
