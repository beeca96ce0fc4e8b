package asmlist

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sourcedive/indexer/gotree"
)

// config lists packages of the local tree.
func config(t *testing.T, packages ...string) Config {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		t.Skipf("no go command on PATH: %v", err)
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GO") })
	return Config{
		Root: root, Version: version, Env: append(env, "GOENV=off", "GOTOOLCHAIN=local", "GOROOT="+root, "CGO_ENABLED=0"),
		GOOS: "linux", GOARCH: "amd64", Packages: packages, CacheDir: t.TempDir(), Log: t.Logf,
	}
}

func load(t *testing.T, cfg Config) *Listing {
	t.Helper()
	l, err := Load(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	check(t, l)
	return l
}

// runsOf counts how often the toolchain is run.
func runsOf(cfg *Config) *int {
	n := new(int)
	log := cfg.Log
	cfg.Log = func(format string, args ...any) {
		if strings.HasPrefix(format, "listed ") {
			*n++
		}
		log(format, args...)
	}
	return n
}

func TestLoad(t *testing.T) {
	cfg := config(t, "internal/cpu", "no/such/package", "internal/cpu")
	runs := runsOf(&cfg)
	first := load(t, cfg)
	want := Record{"internal/cpu.Initialize", "internal/cpu.processOptions", "internal/cpu/cpu.go", 0, false, "R_CALL"}
	if !slices.ContainsFunc(first.Records, func(r Record) bool { r.Line = 0; return r == want }) {
		t.Errorf("no %v in\n%s", want, text(first))
	}
	if !first.Has("internal/cpu.cpuid") || first.GOARCH != "amd64" || first.Toolchain != cfg.Version || !strings.Contains(first.Flags, "intrinsics/off") {
		t.Errorf("functions %q, %s %s %s", first.Funcs, first.GOARCH, first.Toolchain, first.Flags)
	}
	if second := load(t, cfg); text(second) != text(first) || *runs != 1 {
		t.Errorf("after %d runs the cache holds\n%s", *runs, text(second))
	}
	names := files(t, cfg.CacheDir)
	if len(names) != 1 || !strings.HasPrefix(names[0], cfg.Version+"-linux-amd64-") {
		t.Fatalf("left behind: %q", names)
	}
	path := filepath.Join(cfg.CacheDir, names[0])
	if err := os.WriteFile(path, record(t, first)[:100], 0o666); err != nil {
		t.Fatal(err)
	}
	if third := load(t, cfg); text(third) != text(first) || *runs != 2 {
		t.Errorf("after %d runs a damaged cache gives\n%s", *runs, text(third))
	}
	cfg.Stamp = "another tree"
	if load(t, cfg); *runs != 3 {
		t.Error("another tree of the same version gets the same listing")
	}
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestLoadForeignPlatform(t *testing.T) {
	for _, goarch := range []string{"arm64", "386", "riscv64"} {
		cfg := config(t, "internal/bytealg")
		cfg.GOARCH = goarch
		if l := load(t, cfg); !l.Has("internal/bytealg.IndexByte") || !l.Has("runtime.memequal") {
			t.Errorf("%s: functions %q", goarch, l.Funcs)
		}
	}
}

// A compiler that refuses to do without intrinsics is run with them.
func TestLoadFallsBack(t *testing.T) {
	defer func(was [][]string) { attempts = was }(attempts)
	attempts = [][]string{{"-gcflags=all=-S -d=ssa/nonsuch/off"}, attempts[1]}
	if l := load(t, config(t, "internal/cpu")); l.Flags != strings.Join(attempts[1], " ") {
		t.Errorf("made with %q", l.Flags)
	}
	attempts = attempts[:1]
	cfg := config(t, "internal/cpu")
	_, err := Load(context.Background(), cfg)
	if !errors.Is(err, ErrFailed) || errors.Is(err, ErrNoToolchain) || !strings.Contains(err.Error(), "nonsuch") {
		t.Errorf("no flags are accepted: %v", err)
	}
	if names := files(t, cfg.CacheDir); names != nil {
		t.Errorf("left behind: %q", names)
	}
}

// A full disk is neither a fault of the compiler nor a tree without one, and no other
// flags are tried.
func TestLoadOnAFullDisk(t *testing.T) {
	real, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	const script = "#!/bin/sh\nif [ \"$1\" = build ]; then echo x >> %[2]s; echo 'go: writing cache: write /c/x: no space left on device' >&2; exit 1; fi\nexec %[1]s \"$@\"\n"
	calls := filepath.Join(dir, "calls")
	if err := os.WriteFile(filepath.Join(dir, "go"), fmt.Appendf(nil, script, real, calls), 0o777); err != nil {
		t.Fatal(err)
	}
	cfg := config(t, "internal/cpu")
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	_, err = Load(context.Background(), cfg)
	if err == nil || errors.Is(err, ErrFailed) || errors.Is(err, ErrNoToolchain) || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), "hint: make room") {
		t.Errorf("%v", err)
	}
	if tried, _ := os.ReadFile(calls); string(tried) != "x\n" {
		t.Errorf("go build ran %d times", len(tried)/2)
	}
	if names := files(t, cfg.CacheDir); names != nil {
		t.Errorf("left behind: %q", names)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"wasm":       {func(c *Config) { c.GOOS, c.GOARCH = "js", "wasm" }, "WebAssembly"},
		"packages":   {func(c *Config) { c.Packages = []string{"no/such/package"} }, "none of the packages"},
		"version":    {func(c *Config) { c.Version = "go1.99.0" }, "the compiler at hand is that of go1."},
		"tree":       {func(c *Config) { c.Root = fakeTree(t) }, "compiles another tree"},
		"platform":   {func(c *Config) { c.GOARCH = "pdp11" }, "pdp11"},
		"toolchain":  {func(c *Config) { c.Env = append(c.Env, "GOTOOLCHAIN=nonsense") }, "nonsense"},
		"go command": {nil, "the go command cannot run"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(t, "internal/cpu")
			if name == "go command" {
				t.Setenv("PATH", t.TempDir())
			} else {
				test.change(&cfg)
			}
			_, err := Load(context.Background(), cfg)
			if !errors.Is(err, ErrNoToolchain) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if names := files(t, cfg.CacheDir); names != nil {
				t.Errorf("left behind: %q", names)
			}
		})
	}
}

func fakeTree(t *testing.T) string {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "src/internal/cpu"), 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLoadIsCancelled(t *testing.T) {
	cfg := config(t, "internal/abi")
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	if _, err := Load(ctx, cfg); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after the deadline: %v", err)
	}
	if names := files(t, cfg.CacheDir); names != nil {
		t.Errorf("left behind: %q", names)
	}
}

// facts are what every version's runtime does, the inserted calls among it.
var facts = [][2]string{
	{"runtime.newproc", "runtime.systemstack"},
	{"runtime.newproc.func1", "runtime.newproc1"},
	{"runtime.newproc", "runtime.morestack_noctxt"},
	{"runtime.gcenable", "runtime.newproc"},
	{"runtime.gosched_m", "runtime.goschedImpl"},
	{"runtime.goschedImpl", "runtime.schedule"},
	{"runtime.newobject", "runtime.mallocgc"},
	{"runtime.gcenable", "runtime.makechan"},
	{"runtime.morestack", "runtime.newstack"},
	{"runtime.mstart", "runtime.mstart0"},
}

func checkRuntime(t *testing.T, cfg Config) {
	l := load(t, cfg)
	pairs := map[[2]string]bool{}
	for _, r := range l.Records {
		pairs[[2]string{r.From, r.To}] = true
	}
	for _, f := range facts {
		if !pairs[f] {
			t.Errorf("%s does not call %s", f[0], f[1])
		}
	}
	if !slices.ContainsFunc(l.Refs, func(r Record) bool {
		return r.From == "runtime.newproc" && r.To == "runtime.newproc.func1" && r.File == "runtime/proc.go"
	}) {
		t.Error("newproc does not hand its closure to systemstack")
	}
	began := time.Now()
	load(t, cfg)
	cached := time.Since(began)
	info, err := os.Stat(filepath.Join(cfg.CacheDir, files(t, cfg.CacheDir)[0]))
	if err != nil {
		t.Fatal(err)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	t.Logf("%s %s: %d records, %d pairs, %d refs, %d functions; cached %v, %d bytes; %d MB",
		l.Toolchain, l.Flags, len(l.Records), len(pairs), len(l.Refs), len(l.Funcs), cached, info.Size(), mem.Sys>>20)
}

func TestLoadRuntime(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles package runtime, which takes seconds")
	}
	checkRuntime(t, config(t, "runtime"))
}

// The pinned versions, which must be on this machine, and all packages that have
// to do with the runtime.
func TestLoadVersions(t *testing.T) {
	if os.Getenv("SOURCEDIVE_SLOW") == "" {
		t.Skip("set SOURCEDIVE_SLOW=1 to compile the runtime of five versions, which takes a minute")
	}
	for _, tag := range []string{"go1.18.10", "go1.22.0", "go1.24.0", "go1.26.8", "go1.27.4"} {
		t.Run(tag, func(t *testing.T) {
			tree, err := gotree.Resolve(context.Background(), gotree.Spec{Kind: gotree.Tag, Tag: tag}, gotree.Options{Offline: true, CacheDir: t.TempDir()})
			if err != nil {
				t.Skip(err)
			}
			checkRuntime(t, Config{
				Root: tree.Root, Version: tree.Version, Env: tree.Env, GOOS: "linux", GOARCH: "amd64",
				Packages: strings.Fields("runtime runtime/debug sync sync/atomic time os reflect internal/poll syscall maps slices"),
				CacheDir: t.TempDir(), Log: t.Logf,
			})
		})
	}
}
