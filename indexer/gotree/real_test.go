package gotree

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// probes are the packages whose load must be free of errors.
var probes = []string{"runtime", "sync", "time", "os", "reflect"}

// realResolver is for tests with toolchains as published. They work in the
// user's module cache, but keep their own shims.
func realResolver(t *testing.T) *resolver {
	t.Helper()
	if testing.Short() {
		t.Skip("loading real trees takes seconds each")
	}
	if runtime.GOOS == "windows" {
		t.Skip("launchers are shell scripts")
	}
	r, err := newResolver(t.Context(), Options{
		Offline:  os.Getenv("SOURCEDIVE_NETWORK") != "1",
		Log:      t.Logf,
		CacheDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func haveToolchain(t *testing.T, r *resolver, tag string) {
	t.Helper()
	if r.Offline && tag != r.host.tag && !r.host.here(tag) {
		t.Skipf("the toolchain of %s is not in the module cache, and SOURCEDIVE_NETWORK=1 is not set to allow a download", tag)
	}
}

// probeDir holds the program of testdata/probe while the tests run.
var probeDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "pin-probe-")
	if err != nil {
		panic(err)
	}
	probeDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

var buildProbe = sync.OnceValues(func() (string, error) {
	program := filepath.Join(probeDir, "probe")
	out, err := exec.Command("go", "build", "-o", program, "./testdata/probe").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the probe: %w\n%s", err, out)
	}
	return program, nil
})

// load runs the probe on a tree and returns the names of the runtime's files.
func load(t *testing.T, tree *Tree, platform string) []string {
	t.Helper()
	program, err := buildProbe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append([]string{tree.Root, platform}, probes...)...)
	cmd.Env = tree.Env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", tree.Version, platform, err, stderr.String())
	}
	return strings.Fields(string(out))
}

// TestRealTrees loads published versions as the indexer does: for one platform,
// or with SOURCEDIVE_NETWORK=1 for all.
func TestRealTrees(t *testing.T) {
	r := realResolver(t)
	tests := []struct {
		tag       string
		host      bool     // listed by the host
		want      []string // files of the runtime that only the right build tags choose; ! must not be there
		platforms []string
	}{
		{tag: "go1.27.4", platforms: []string{"darwin/arm64", "windows/amd64"}},
		{tag: "go1.24.0", want: []string{"map_swiss.go", "lock_spinbit.go", "!map_noswiss.go"}, platforms: everywhere},
		{tag: "go1.22.0", want: []string{"trace2.go", "mbitmap_allocheaders.go", "!trace.go"}, platforms: everywhere},
		{tag: "go1.20.14", platforms: everywhere},
		{tag: "go1.18", platforms: everywhere},
		{tag: "go1.16.15", platforms: everywhere},
		{tag: "go1.13.15", platforms: everywhere},
		{tag: "go1.12.17", platforms: everywhere},
		{tag: "go1.11.13", platforms: everywhere},
		{tag: "go1.10.8", host: true, platforms: noMac},
		{tag: "go1.5.4", host: true, platforms: noMac},
	}
	for _, test := range tests {
		t.Run(test.tag, func(t *testing.T) {
			haveToolchain(t, r, test.tag)
			tree, err := r.tag(t.Context(), test.tag)
			if err != nil {
				t.Fatal(err)
			}
			if tree.Version != test.tag || tree.Toolchain != test.tag || !tree.Immutable {
				t.Errorf("got %s, toolchain %s, immutable %t", tree.Version, tree.Toolchain, tree.Immutable)
			}
			if byHost := tree.Lister == r.host.tag; byHost != test.host || byHost != (len(tree.Notes) > 0) {
				t.Errorf("listed by %s, notes %q", tree.Lister, tree.Notes)
			}
			if r.Offline {
				test.platforms = test.platforms[:1] // each takes a second
			}
			for _, platform := range test.platforms {
				wantFiles(t, load(t, tree, platform), test.want)
			}
		})
	}
}

var (
	everywhere = []string{"linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"}
	// Before go1.16 darwin/arm64 was the iPhone, which today's go command calls ios.
	noMac = []string{"linux/amd64", "linux/arm64", "windows/amd64"}
)

func wantFiles(t *testing.T, files, want []string) {
	t.Helper()
	for _, name := range want {
		name, not := strings.CutPrefix(name, "!")
		if slices.Contains(files, name) == not {
			t.Errorf("%s: listed is %t", name, !not)
		}
	}
}

// TestRealLocal loads the tree of the go on PATH.
func TestRealLocal(t *testing.T) {
	r := realResolver(t)
	tree, err := r.resolve(t.Context(), Spec{})
	if err != nil {
		t.Fatal(err)
	}
	if tree.Root != r.host.GOROOT || tree.Lister != tree.Version {
		t.Errorf("root %s, version %s listed by %s", tree.Root, tree.Version, tree.Lister)
	}
	load(t, tree, everywhere[0])
}

// TestRealShims lists trees that are only directories: a copy of the host's
// that has no tools, the same as a tree in development, and one whose own
// toolchain cannot be had.
func TestRealShims(t *testing.T) {
	r := realResolver(t)
	r.Offline = true
	minor := r.host.tag[:strings.LastIndexByte(r.host.tag, '.')]
	for _, test := range []struct{ version, note string }{
		{r.host.tag, ""},
		{"go1.99.9", "is not to be had"},
		{"devel " + minor + "-0123456789abcdef Mon", "in development"},
		{"devel go1.99-0123456789abcdef Mon", "in development"},
	} {
		t.Run(test.version, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Symlink(filepath.Join(r.host.GOROOT, "src"), filepath.Join(dir, "src")); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "VERSION"), test.version+"\n")
			tree, err := r.dir(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if notes := strings.Join(tree.Notes, "\n"); !strings.Contains(notes, test.note) || (test.note == "") != (notes == "") {
				t.Errorf("notes %q, want %q", notes, test.note)
			}
			load(t, tree, "linux/amd64")
		})
	}
}
