package gotree

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/sumdb/note"

	"sourcedive/internal/moduleproxy"
)

// serving makes a module proxy of some modules the only one, with a module cache of its
// own. Modules are named PATH@VERSION.
func serving(t *testing.T, modules map[string]map[string]string) {
	t.Helper()
	proxy := t.TempDir()
	names := []string{}
	for name := range modules {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		path, version, _ := strings.Cut(name, "@")
		if err := moduleproxy.Add(proxy, path, version, moduleproxy.Files(modules[name])); err != nil {
			t.Fatal(err)
		}
	}
	cache := filepath.Join(t.TempDir(), "mod")
	t.Cleanup(func() { makeWritable(cache) })
	t.Setenv("GOMODCACHE", cache)
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(proxy))
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOFLAGS", "")
}

var greet = map[string]map[string]string{
	"example.com/greet@v1.0.0": {
		"go.mod":                "module example.com/greet\n\ngo 1.21\n",
		"greet.go":              "package greet\n\nfunc Hello() string { return \"hello\" }\n",
		"LICENSE.md":            "Do as you like.\n",
		"internal/in/in.go":     "package in\n",
		"cmd/greet/main.go":     "package main\n\nfunc main() {}\n",
		"testdata/x/x.go":       "package x\n",
		"_old/old.go":           "package old\n",
		"tests_only/y_test.go":  "package y\n",
		"nested/readme.txt":     "no Go here\n",
		"nested/deep/deep.go":   "package deep\n",
		"cmd/greet/greet_linux": "no source\n",
	},
	"example.com/greet@v1.1.0": {
		"go.mod":   "module example.com/greet\n\ngo 1.21\n\nrequire example.com/word v0.1.0\n",
		"greet.go": "package greet\n\nimport \"example.com/word\"\n\nfunc Hello() string { return word.Hello() }\n",
	},
	"example.com/word@v0.1.0": {
		"go.mod":  "module example.com/word\n\ngo 1.21\n",
		"word.go": "package word\n\nfunc Hello() string { return \"hello\" }\n",
	},
	"example.com/word@v0.2.0": {
		"go.mod":  "module example.com/word\n\ngo 1.21\n",
		"word.go": "package word\n",
	},
	"example.com/old@v1.0.0":   {"old.go": "package old\n"},
	"example.com/empty@v1.0.0": {"go.mod": "module example.com/empty\n", "README": "nothing\n"},
	"example.com/lost@v1.0.0": {
		"go.mod":  "module example.com/lost\n\ngo 1.21\n\nrequire example.com/nowhere v1.0.0\n",
		"lost.go": "package lost\n\nimport _ \"example.com/nowhere\"\n",
	},
	"example.com/future@v1.0.0": {"go.mod": "module example.com/future\n\ngo 1.99\n", "f.go": "package future\n"},
	"example.com/broken@v1.0.0": {"go.mod": "module example.com/broken\n", "b.go": "package broken\n\nfunc {\n"},
}

func TestModule(t *testing.T) {
	serving(t, greet)
	cache := t.TempDir()
	tree, err := resolve(t, "module:example.com/greet@v1.0.0", Options{CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"example.com/greet", "example.com/greet/cmd/greet", "example.com/greet/internal/in", "example.com/greet/nested/deep"}
	if tree.Version != "v1.0.0" || !tree.Immutable || tree.Module.Path != "example.com/greet" || !slices.Equal(tree.Module.Packages, want) {
		t.Errorf("%+v, module %+v", tree, tree.Module)
	}
	if !strings.HasPrefix(tree.Module.Sum, "h1:") || !strings.Contains(strings.Join(tree.Notes, "\n"), "was not compared with the checksum database") {
		t.Errorf("checksum %q, notes %q", tree.Module.Sum, tree.Notes)
	}
	if license, _ := os.ReadFile(filepath.Join(tree.Root, "LICENSE")); string(license) != "Do as you like.\n" {
		t.Errorf("licence %q", license)
	}
	for name, value := range map[string]string{"GOFLAGS": "-mod=readonly -buildvcs=false", "GOPROXY": "off", "GOSUMDB": "off", "GOENV": "off", "GOWORK": "off", "CGO_ENABLED": "0"} {
		if got := lookup(tree.Env, name); got != value {
			t.Errorf("%s=%s, want %s", name, got, value)
		}
	}
	// From then on neither the network nor the module cache is needed.
	makeWritable(os.Getenv("GOMODCACHE"))
	os.RemoveAll(os.Getenv("GOMODCACHE"))
	t.Setenv("GOPROXY", "file:///nowhere")
	again, err := resolve(t, "module:example.com/greet@v1.0.0", Options{CacheDir: cache})
	if err != nil || again.Root != tree.Root {
		t.Errorf("a second time: %+v, %v", again, err)
	}
}

// What a module imports is chosen once, as its go.mod says, and then listed as it is.
func TestModuleImports(t *testing.T) {
	serving(t, greet)
	tree, err := resolve(t, "module:example.com/greet@v1.1.0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := listIn(t, tree, "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "example.com/greet")
	if want := "example.com/word v0.1.0\nexample.com/greet v1.1.0\n"; strings.TrimLeft(out, "\n") != want && !strings.Contains(out, want) {
		t.Errorf("go list says %q, want %q", out, want)
	}
}

// A module cache that somebody emptied is filled again, or that is an error.
func TestModuleCacheIsEmptied(t *testing.T) {
	serving(t, greet)
	cache := t.TempDir()
	for _, offline := range []bool{false, false, true} {
		tree, err := resolve(t, "module:example.com/greet@v1.1.0", Options{CacheDir: cache, Offline: offline})
		if offline {
			if err == nil || !strings.Contains(err.Error(), "lacks what example.com/greet v1.1.0 imports") {
				t.Errorf("offline: %v", err)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		listIn(t, tree, "list", "-deps", "example.com/greet")
		makeWritable(os.Getenv("GOMODCACHE"))
		os.RemoveAll(os.Getenv("GOMODCACHE"))
	}
}

func listIn(t *testing.T, tree *Tree, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = tree.Root, append(slices.Clip(tree.Env), "PWD="+tree.Root)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// A query is settled when it is asked, and what it means is the tree's version.
func TestModuleQueries(t *testing.T) {
	serving(t, greet)
	for query, want := range map[string]string{"": "v1.1.0", "@latest": "v1.1.0", "@v1.0": "v1.0.0", "@<v1.1.0": "v1.0.0"} {
		tree, err := resolve(t, "module:example.com/greet"+query, Options{})
		if err != nil || tree.Version != want {
			t.Errorf("%s: %+v, %v, want %s", query, tree, err, want)
		}
	}
	list, err := ModuleVersions(t.Context(), "example.com/greet", Options{CacheDir: t.TempDir()})
	if err != nil || !slices.Equal(list, []string{"v1.0.0", "v1.1.0"}) {
		t.Errorf("versions %q, %v", list, err)
	}
}

func TestModuleWithoutGoMod(t *testing.T) {
	serving(t, greet)
	tree, err := resolve(t, "module:example.com/old@v1.0.0", Options{})
	if err != nil || !slices.Equal(tree.Module.Packages, []string{"example.com/old"}) {
		t.Errorf("%+v, %v", tree, err)
	}
}

// Faults of the source are left to the index, which lists them.
func TestBrokenModule(t *testing.T) {
	serving(t, greet)
	if _, err := resolve(t, "module:example.com/broken@v1.0.0", Options{}); err != nil {
		t.Error(err)
	}
}

func TestModuleFaults(t *testing.T) {
	serving(t, greet)
	for _, c := range []struct {
		spec string
		opt  Options
		want []string
	}{
		{"module:", Options{}, []string{"not the path of a module", "hint: write it as"}},
		{"module:example.com/greet@", Options{}, []string{"names no version", "hint:"}},
		{"module:./greet@v1.0.0", Options{}, []string{"is a directory", "hint: name it by path and version"}},
		{"module:/tmp/greet", Options{}, []string{"is a directory", "hint: name it by path and version"}},
		{"module:../..", Options{}, []string{"is a directory", "hint: --module sourcedive@VERSION"}},
		{"module:greet@v1.0.0", Options{}, []string{"not the path of a module", "hint:"}},
		{"module:example.com/../greet@v1.0.0", Options{}, []string{"not the path of a module"}},
		{"module:example.com/greet@-x", Options{}, []string{"is no version"}},
		{"module:example.com/nope@v1.0.0", Options{}, []string{"there is no such module", "hint: check its path"}},
		{"module:example.com/greet@v1.0.7", Options{}, []string{"there is no such version", "did you mean v1.0.0, v1.1.0?"}},
		{"module:example.com/empty@v1.0.0", Options{}, []string{"has no packages", "hint:"}},
		{"module:example.com/lost@v1.0.0", Options{}, []string{"imports", "example.com/nowhere", "hint:"}},
		{"module:example.com/future@v1.0.0", Options{}, []string{"requires go >= 1.99", "--go"}},
		{"module:example.com/greet@v1.0.0", Options{Offline: true}, []string{"hint: fetch it without --offline once"}},
		{"module:example.com/greet", Options{Offline: true}, []string{"hint: name the version"}},
		{"module:example.com/greet@v1.0.0", Options{Go: Spec{Kind: Released, Path: "example.com/word"}}, []string{"cannot be read with a module"}},
		{"module:example.com/greet@v1.0.0", Options{GOOS: "linux", GOARCH: "vax"}, []string{"no port"}},
	} {
		_, err := Parse(c.spec)
		if err == nil {
			_, err = resolve(t, c.spec, c.opt)
		}
		if err == nil {
			t.Errorf("%s: no error", c.spec)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v\nwant %q", c.spec, err, want)
			}
		}
	}
}

func TestModuleNetwork(t *testing.T) {
	serving(t, greet)
	t.Setenv("GOPROXY", "http://127.0.0.1:1")
	_, err := resolve(t, "module:example.com/greet@v1.0.0", Options{})
	if err == nil || !strings.Contains(err.Error(), "hint: check the connection") {
		t.Errorf("without a network: %v", err)
	}
	t.Setenv("GOPROXY", "off")
	_, err = resolve(t, "module:example.com/greet@v1.0.0", Options{})
	if err == nil || !strings.Contains(err.Error(), "GOPROXY=off") {
		t.Errorf("with no proxy: %v", err)
	}
}

// A proxy that gives other bytes than those that the checksum database knows is refused,
// before anything is read, for the module as for what it imports.
func TestModuleAltered(t *testing.T) {
	serving(t, greet)
	for _, altered := range []string{"example.com/greet", "example.com/word", ""} {
		checksums(t, altered)
		cache := t.TempDir()
		t.Setenv("GOMODCACHE", filepath.Join(t.TempDir(), "mod"))
		t.Cleanup(func() { makeWritable(os.Getenv("GOMODCACHE")) })
		tree, err := resolve(t, "module:example.com/greet@v1.1.0", Options{CacheDir: cache})
		left, _ := filepath.Glob(filepath.Join(cache, "modules", "*"))
		switch {
		case altered == "" && (err != nil || strings.Contains(strings.Join(tree.Notes, "\n"), "not compared")):
			t.Errorf("as published: %+v, %v", tree, err)
		case altered != "" && (err == nil || !strings.Contains(err.Error(), "checksum mismatch") || !strings.Contains(err.Error(), "do not use it")):
			t.Errorf("%s altered: %v", altered, err)
		case altered != "" && len(left) > 0:
			t.Errorf("%s altered: %q is left", altered, left)
		}
	}
}

// checksums serves a checksum database that knows what the proxy has, but of one module
// other bytes.
func checksums(t *testing.T, altered string) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "sum.example")
	if err != nil {
		t.Fatal(err)
	}
	proxy := strings.TrimPrefix(os.Getenv("GOPROXY"), "file://")
	db := httptest.NewServer(sumdb.NewServer(sumdb.NewTestServer(secret, func(path, version string) ([]byte, error) {
		at := filepath.Join(proxy, filepath.FromSlash(path), "@v", version)
		zip, err := dirhash.HashZip(at+".zip", dirhash.Hash1)
		if err != nil {
			return nil, err
		}
		if path == altered {
			zip = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
		}
		mod, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) { return os.Open(at + ".mod") })
		return fmt.Appendf(nil, "%s %s %s\n%[1]s %[2]s/go.mod %[4]s\n", path, version, zip, mod), err
	})))
	t.Cleanup(db.Close)
	t.Setenv("GOSUMDB", public+" "+db.URL)
}
