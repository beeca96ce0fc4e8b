package asm

import (
	"cmp"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pair is one direct branch between functions, which may be file-local.
type pair struct{ from, to string }

// listing is what the assembler says about a package: every function it
// assembled, and the targets of the call relocations in each.
type listing struct {
	funcs map[string]bool
	pairs map[pair]bool
}

// differences lists what relocations without a site are, by the target. It is
// all there is: a site without a relocation has no excuse, and an entry that
// no platform needs fails the test.
var differences = map[string]string{
	"runtime.morestack_noctxt": "the prologue that the assembler inserts into functions without NOSPLIT (call16 …, debugCall32 …)",
}

// TestAgainstAssembler compares our direct branches with the relocations in
// the assembler's own listing. The first run assembles the package, which takes
// about five seconds a platform; the go command replays later ones from its
// cache. More platforms and packages need SOURCEDIVE_SLOW=1.
func TestAgainstAssembler(t *testing.T) {
	root := needGoroot(t)
	if testing.Short() {
		t.Skip("assembles package runtime, which takes seconds when it is not cached")
	}
	used := map[string]int{}
	for _, goarch := range []string{"amd64", "arm64"} {
		t.Run(goarch, func(t *testing.T) { compareListing(t, root, goarch, "runtime", used) })
	}
	for target, reason := range differences {
		if used[target] == 0 {
			t.Errorf("no relocation is %s: %s", target, reason)
		}
	}
}

func TestAgainstAssemblerEverywhere(t *testing.T) {
	if os.Getenv("SOURCEDIVE_SLOW") == "" {
		t.Skip("set SOURCEDIVE_SLOW=1 to assemble the standard library for all platforms, which takes minutes when it is not cached")
	}
	root := needGoroot(t)
	for _, goarch := range []string{
		"amd64", "386", "arm", "arm64", "loong64", "mips", "mipsle", "mips64", "mips64le",
		"ppc64", "ppc64le", "riscv64", "s390x",
	} {
		t.Run(goarch, func(t *testing.T) {
			for _, pkg := range packagesWithAssembly(t, goarch) {
				compareListing(t, root, goarch, pkg, map[string]int{})
			}
		})
	}
}

func packagesWithAssembly(t *testing.T, goarch string) []string {
	return strings.Fields(goList(t, goarch, "{{if .SFiles}}{{.ImportPath}}{{end}}", "std"))
}

func compareListing(t *testing.T, root, goarch, pkg string, used map[string]int) {
	want := assemble(t, goarch, pkg)
	got := ours(t, root, goarch, pkg)
	for _, f := range absent(want.funcs, got.funcs) {
		t.Errorf("%s: we lack function %s", pkg, f)
	}
	for _, f := range absent(got.funcs, want.funcs) {
		t.Errorf("%s: the listing has no function %s", pkg, f)
	}
	for _, p := range absent(got.pairs, want.pairs) {
		t.Errorf("%s: no relocation says that %s calls %s", pkg, p.from, p.to)
	}
	explained := 0
	for _, p := range absent(want.pairs, got.pairs) {
		if differences[p.to] == "" {
			t.Errorf("%s: we lack that %s calls %s", pkg, p.from, p.to)
			continue
		}
		explained++
		used[p.to]++
	}
	t.Logf("%s: %d functions; %d pairs by relocation, %d by us, %d explained",
		pkg, len(want.funcs), len(want.pairs), len(got.pairs), explained)
}

// absent returns the keys of a that b has not.
func absent[K comparable](a, b map[K]bool) []K {
	return slices.DeleteFunc(slices.Collect(maps.Keys(a)), func(k K) bool { return b[k] })
}

var (
	listedText = regexp.MustCompile(`^(\S+) STEXT\w* (.*)`)
	listedCall = regexp.MustCompile(`^\s+rel \S+ t=R_(?:\w*CALL\w*|JMPMIPS|RISCV_JAL) (\S+)\+-?[0-9a-f]+$`)
)

// assemble returns the listing that the assembler prints.
func assemble(t *testing.T, goarch, pkg string) listing {
	cmd := exec.Command("go", "build", "-asmflags=-S", pkg)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+goarch, "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("cannot assemble: %v\n%s", err, out)
	}
	l := listing{map[string]bool{}, map[pair]bool{}}
	static := map[string]string{} // as listed → as we name it
	var calls []pair
	from := ""
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if m := listedText.FindStringSubmatch(line); m != nil {
			from = m[1]
			if slices.Contains(strings.Fields(m[2]), "static") {
				static[from] = pkg + "." + strings.TrimPrefix(from, pkg+".") + "<>"
			}
			l.funcs[cmp.Or(static[from], from)] = true
		} else if m := listedCall.FindStringSubmatch(line); m != nil {
			calls = append(calls, pair{from, m[1]})
		}
	}
	for _, c := range calls {
		l.pairs[pair{cmp.Or(static[c.from], c.from), cmp.Or(static[c.to], c.to)}] = true
	}
	return l
}

// ours returns the same from Parse.
func ours(t *testing.T, root, goarch, pkg string) listing {
	l := listing{map[string]bool{}, map[pair]bool{}}
	for _, f := range parsePackage(t, root, goarch, pkg) {
		for _, fn := range f.Funcs {
			l.funcs[mark(fn.Name, fn.Static)] = true
		}
		for _, s := range f.Sites {
			if (s.Kind == SiteCall || s.Kind == SiteJump) && !s.Indirect {
				fn := f.Funcs[s.Func]
				l.pairs[pair{mark(fn.Name, fn.Static), mark(s.Target, s.TargetStatic)}] = true
			}
		}
	}
	return l
}

func mark(name string, static bool) string {
	if static {
		return name + "<>"
	}
	return name
}

// parsePackage parses a package's files for linux.
func parsePackage(t testing.TB, root, goarch, pkg string) []*File {
	dir := filepath.Join(root, "src", pkg)
	opt := Options{
		Pkg: pkg, GOOS: "linux", GOARCH: goarch, Include: includer(root, dir),
		Defines: map[string]string{"GOEXPERIMENT_regabiwrappers": "", "GOEXPERIMENT_regabiargs": ""},
	}
	var files []*File
	for _, name := range strings.Fields(goList(t, goarch, `{{join .SFiles "\n"}}`, pkg)) {
		text := readFile(t, filepath.Join(dir, name))
		f := Parse(text, opt)
		checkFile(t, text, f)
		files = append(files, f)
	}
	return files
}

func goList(t testing.TB, goarch, format, pkg string) string {
	cmd := exec.Command("go", "list", "-f", format, pkg)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+goarch, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list %s: %v", pkg, err)
	}
	return string(out)
}
