package asm

import (
	"go/build"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// goroot returns the tree of the go command that runs the tests.
var goroot = sync.OnceValue(func() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})

func needGoroot(t testing.TB) string {
	if goroot() == "" {
		t.Skip("needs the go command, to find GOROOT/src")
	}
	return goroot()
}

// includer resolves #include as the go command does: the file's directory,
// then the shared headers, with the generated go_asm.h left empty.
func includer(root, dir string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		if name == "go_asm.h" {
			return "", true
		}
		for _, d := range []string{dir, filepath.Join(root, "src/runtime"), filepath.Join(root, "pkg/include")} {
			if b, err := os.ReadFile(filepath.Join(d, name)); err == nil {
				return string(b), true
			}
		}
		return "", false
	}
}

func readFile(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sources returns the assembly files of a tree's packages in the rooms of the
// standard library that the site shows.
func sources(t testing.TB, root string) []string {
	var files []string
	for _, top := range []string{"runtime", "internal", "sync", "reflect", "crypto", "math"} {
		dir := filepath.Join(root, "src", top)
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.Name() == "testdata" && d.IsDir() {
				return fs.SkipDir
			}
			if strings.HasSuffix(path, ".s") {
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// checkTokens holds the contract of Scan against the text.
func checkTokens(t testing.TB, text string, toks []Token) {
	t.Helper()
	covered := int32(0)
	gap := func(end int32) {
		if rest := strings.Trim(text[covered:end], " \t\r\n"); rest != "" {
			t.Fatalf("no token covers %q at %d", rest, covered)
		}
	}
	for _, k := range toks {
		if k.Off < covered || k.End <= k.Off || int(k.End) > len(text) {
			t.Fatalf("token %+v is out of order or bounds, after %d", k, covered)
		}
		gap(k.Off)
		if k.Kind > TokPunct {
			t.Fatalf("token %+v has no kind", k)
		}
		covered = k.End
	}
	gap(int32(len(text)))
}

// checkFile holds the contract of Parse against the text.
func checkFile(t testing.TB, text string, f *File) {
	t.Helper()
	size := int32(len(text))
	inside := func(what string, lo, off, end, hi int32) {
		t.Helper()
		if off < lo || end < off || end > hi {
			t.Fatalf("%s: range %d:%d is not within %d:%d", what, off, end, lo, hi)
		}
	}
	last := int32(0)
	for _, fn := range f.Funcs {
		inside("func "+fn.Name, last, fn.Off, fn.End, size)
		inside("name "+fn.Name, fn.Off, fn.NameOff, fn.NameEnd, fn.End)
		last = fn.Off
	}
	for i := 1; i < len(f.Funcs); i++ {
		if prev, fn := f.Funcs[i-1], f.Funcs[i]; prev.End > fn.Off && !fn.Macro {
			t.Fatalf("func %s ends at %d, after %s begins at %d", prev.Name, prev.End, fn.Name, fn.Off)
		}
	}
	for _, s := range f.Sites {
		lo, hi := int32(0), size
		if s.Func >= 0 {
			lo, hi = f.Funcs[s.Func].Off, f.Funcs[s.Func].End
		}
		inside("site "+s.Target, lo, s.Off, s.End, hi)
		inside("name of site "+s.Target, s.Off, s.NameOff, s.NameEnd, s.End)
	}
	for _, g := range f.Globals {
		inside("global "+g.Name, 0, g.Off, g.End, size)
	}
	for _, m := range f.Macros {
		inside("macro "+m.Name, 0, m.Off, m.End, size)
		if text[m.NameOff:m.NameEnd] != m.Name {
			t.Fatalf("macro %s is written %s", m.Name, text[m.NameOff:m.NameEnd])
		}
	}
	last = 0
	for _, s := range f.Inactive {
		inside("inactive", last, s.Off, s.End, size)
		last = s.End
	}
	for _, p := range f.Problems {
		inside(p.Msg, 0, p.Off, p.Off, size)
	}
}

func TestScanTree(t *testing.T) {
	root := needGoroot(t)
	for _, file := range sources(t, root) {
		text := readFile(t, file)
		checkTokens(t, text, Scan(text))
	}
}

// platforms have every architecture, and the systems with sources of their own.
var platforms = []string{
	"linux/amd64", "linux/386", "linux/arm", "linux/arm64", "linux/loong64", "linux/mips",
	"linux/mipsle", "linux/mips64", "linux/mips64le", "linux/ppc64", "linux/ppc64le",
	"linux/riscv64", "linux/s390x", "js/wasm", "wasip1/wasm", "aix/ppc64", "android/arm64",
	"darwin/amd64", "darwin/arm64", "dragonfly/amd64", "freebsd/amd64", "illumos/amd64",
	"ios/arm64", "netbsd/arm64", "openbsd/amd64", "plan9/386", "plan9/arm", "solaris/amd64",
	"windows/386", "windows/amd64", "windows/arm64",
}

func TestParseTree(t *testing.T) {
	root := needGoroot(t)
	files := sources(t, root)
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			n := 0
			for _, file := range files {
				n += parseForTree(t, root, file, platform)
			}
			if n < 100 {
				t.Errorf("only %d functions found", n)
			}
		})
	}
}

// parseForTree parses a file, if it belongs to the platform, and compares its
// TEXT directives with those found line by line. It returns how many there are.
func parseForTree(t *testing.T, root, file, platform string) int {
	goos, goarch, _ := strings.Cut(platform, "/")
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, goarch, true
	dir, base := filepath.Split(file)
	if ok, err := ctx.MatchFile(dir, base); err != nil || !ok {
		return 0
	}
	text := readFile(t, file)
	opt := Options{Pkg: "p", GOOS: goos, GOARCH: goarch, Include: includer(root, dir)}
	f := Parse(text, opt)
	checkFile(t, text, f)
	for _, p := range f.Problems {
		t.Errorf("%s:%d: %s", file, 1+strings.Count(text[:p.Off], "\n"), p.Msg)
	}
	var got []string
	for _, fn := range f.Funcs {
		if !fn.Macro {
			got = append(got, text[fn.NameOff:fn.NameEnd])
		}
		if fn.Macro && !strings.Contains(text, "#include") && len(f.Macros) == 0 {
			t.Errorf("%s: %s comes out of no macro", file, fn.Name)
		}
	}
	if want := textLines(text, opt); !slices.Equal(got, want) {
		t.Errorf("%s: TEXT directives\n got %v\nwant %v", file, got, want)
	}
	return len(f.Funcs)
}

var (
	textLine   = regexp.MustCompile(`^\s*TEXT\s+([^\s<(+]+)`)
	defineLine = regexp.MustCompile(`^#\s*define\s+(\w+)`)
	undefLine  = regexp.MustCompile(`^#\s*undef\s+(\w+)`)
	ifLine     = regexp.MustCompile(`^#\s*(ifn?def)\s+(\w+)`)
	elseLine   = regexp.MustCompile(`^#\s*else`)
	endifLine  = regexp.MustCompile(`^#\s*endif`)
	headerLine = regexp.MustCompile(`^#include\s+"(.*)"`)
)

// textLines is a second, line-based reading of the same rules.
func textLines(text string, opt Options) []string {
	defined := map[string]bool{"GOOS_" + opt.GOOS: true, "GOARCH_" + opt.GOARCH: true}
	for _, level := range instructionsOf(opt.GOARCH).levels {
		defined[level] = true
	}
	return grepText(text, opt, defined)
}

func grepText(text string, opt Options, defined map[string]bool) []string {
	var names []string
	on := []bool{true}
	continued := false
	for l := range strings.Lines(text) {
		active := !slices.Contains(on, false)
		inBody := continued
		continued = strings.HasSuffix(strings.TrimSpace(l), `\`)
		switch m := ifLine.FindStringSubmatch(l); {
		case inBody:
		case m != nil:
			on = append(on, defined[m[2]] == (m[1] == "ifdef"))
		case elseLine.MatchString(l):
			on[len(on)-1] = !on[len(on)-1]
		case endifLine.MatchString(l):
			on = on[:len(on)-1]
		case !active:
		case defineLine.MatchString(l):
			defined[defineLine.FindStringSubmatch(l)[1]] = true
		case undefLine.MatchString(l):
			delete(defined, undefLine.FindStringSubmatch(l)[1])
		case headerLine.MatchString(l):
			header, _ := opt.Include(headerLine.FindStringSubmatch(l)[1])
			grepText(header, opt, defined)
		case textLine.MatchString(l):
			names = append(names, textLine.FindStringSubmatch(l)[1])
		}
	}
	return names
}

// TestOldTrees reads other toolchains that the module cache has: two of them,
// or all with SOURCEDIVE_SLOW=1.
func TestOldTrees(t *testing.T) {
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("needs the go command, to find the module cache")
	}
	roots, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "golang.org", "toolchain@v*"))
	if len(roots) == 0 {
		t.Skip("the module cache holds no other toolchain")
	}
	if n := len(roots); n > 2 && os.Getenv("SOURCEDIVE_SLOW") == "" {
		roots = []string{roots[0], roots[n-1]}
	}
	for _, root := range roots {
		_, version, _ := strings.Cut(filepath.Base(root), "-")
		t.Run(version, func(t *testing.T) { parseOldTree(t, root) })
	}
}

func parseOldTree(t *testing.T, root string) {
	var n, funcs int
	for _, file := range sources(t, root) {
		text := readFile(t, file)
		checkTokens(t, text, Scan(text))
		for _, platform := range platforms {
			if !strings.HasSuffix(file, "_"+strings.ReplaceAll(platform, "/", "_")+".s") &&
				!strings.HasSuffix(file, "asm_"+platform[strings.Index(platform, "/")+1:]+".s") {
				continue
			}
			funcs += parseForTree(t, root, file, platform)
			n++
		}
	}
	if n == 0 || funcs == 0 {
		t.Error("no files read")
	}
	t.Logf("%d readings, %d functions", n, funcs)
}
