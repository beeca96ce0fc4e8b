package gotree

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sourcedive/internal/atomicfile"
)

func resolve(t *testing.T, spec string, opt Options) (*Tree, error) {
	t.Helper()
	parsed, err := Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	if opt.CacheDir == "" {
		opt.CacheDir = t.TempDir()
	}
	tree, err := Resolve(t.Context(), parsed, opt)
	if err == nil {
		checkTree(t, tree)
	}
	return tree, err
}

// checkTree asserts what holds for every Tree.
func checkTree(t *testing.T, tree *Tree) {
	t.Helper()
	id, err := readVersion(tree.Go().Root, "")
	if err != nil || !strings.HasPrefix(tree.Go().Version, id.Version) {
		t.Errorf("Root %s is %s (%v), not %s", tree.Go().Root, id.Version, err, tree.Go().Version)
	}
	for _, want := range []string{"GOENV=off", "GOFLAGS=-buildvcs=false", "GOWORK=off", "GOPROXY=off", "CGO_ENABLED=0"} {
		if !slices.Contains(tree.Env, want) {
			t.Errorf("Env lacks %s", want)
		}
	}
	if lookup(tree.Env, "GOTOOLCHAIN") == "" || tree.Lister == "" {
		t.Errorf("GOTOOLCHAIN %q, lister %q", lookup(tree.Env, "GOTOOLCHAIN"), tree.Lister)
	}
}

// lookup returns the last value of a variable, as os/exec takes it.
func lookup(env []string, name string) string {
	for _, v := range slices.Backward(env) {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

// install puts a fake toolchain into the fake host's module cache.
func install(t *testing.T, tag string) string {
	t.Helper()
	h, err := findHost(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := h.moduleDir(tag)
	for name, text := range released(tag) {
		write(t, filepath.Join(root, name), text)
	}
	write(t, filepath.Join(root, "bin", "go"), "#!/bin/sh\n")
	if err := os.Chmod(filepath.Join(root, "bin", "go"), 0o777); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestLocal(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	t.Setenv("GOFLAGS", "-tags=x")
	t.Setenv("GOEXPERIMENT", "arenas")
	for _, spec := range []string{"", "go1.26.8"} {
		tree, err := resolve(t, spec, Options{Offline: true, GOOS: "linux", GOARCH: "amd64"})
		if err != nil {
			t.Fatal(err)
		}
		if tree.Version != "go1.26.8" || tree.Lister != "go1.26.8" || tree.Immutable || len(tree.Notes) > 0 {
			t.Errorf("%q: %+v", spec, tree)
		}
		if lookup(tree.Env, "GOTOOLCHAIN") != "local" || lookup(tree.Env, "GOROOT") != tree.Root || lookup(tree.Env, "GOEXPERIMENT") != "" {
			t.Errorf("%q: %q", spec, tree.Env)
		}
	}
	_, err := resolve(t, "", Options{GOOS: "plan9", GOARCH: "arm"})
	wantError(t, err, "no port to plan9/arm")
}

func TestHere(t *testing.T) {
	fakeGo(t, "go1.26.8", "echo the go command was run >&2; exit 1")
	for _, tag := range []string{"go1.22.0", "go1.22.7", "go1.12.17", "go1.9.7"} {
		install(t, tag)
	}
	tests := []struct{ spec, version, lister, note string }{
		{"go1.22.0", "go1.22.0", "go1.22.0", ""},
		{"go1.22", "go1.22.7", "go1.22.7", ""},
		{"go1.12.17", "go1.12.17", "go1.12.17", ""},
		{"go1.9.7", "go1.9.7", "go1.26.8", "listed by go1.26.8 because go1.9.7's own go command cannot"},
	}
	for _, test := range tests {
		tree, err := resolve(t, test.spec, Options{Offline: true})
		if err != nil {
			t.Errorf("%s: %v", test.spec, err)
			continue
		}
		if tree.Version != test.version || tree.Lister != test.lister || !tree.Immutable || tree.Toolchain != test.version {
			t.Errorf("%s: %+v", test.spec, tree)
		}
		if notes := strings.Join(tree.Notes, "\n"); !strings.Contains(notes, test.note) || (notes == "") != (test.note == "") {
			t.Errorf("%s: notes %q", test.spec, notes)
		}
	}
}

func TestLauncher(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	root := install(t, "go1.12.17")
	cache := filepath.Join(t.TempDir(), "it's a cache")
	for range 2 { // made once, then found
		tree, err := resolve(t, "go1.12.17", Options{Offline: true, CacheDir: cache})
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(lookup(tree.Env, "PATH"), string(os.PathListSeparator))
		text, err := os.ReadFile(filepath.Join(first, "go1.12.17"))
		if err != nil || !strings.Contains(string(text), "export GOROOT="+quote(root)+"\n") || !strings.Contains(string(text), "-pgo=*") {
			t.Errorf("launcher: %v\n%s", err, text)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(cache, "*", atomicfile.Pattern+"*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestHalfToolchains(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	h, err := findHost(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := install(t, "go1.22.0")
	if !h.here("go1.22.0") {
		t.Fatal("a whole toolchain is not here")
	}
	partial := filepath.Join(h.GOMODCACHE, "cache/download/golang.org/toolchain/@v/v0.0.1-go1.22.0.linux-amd64.partial")
	write(t, partial, "")
	if h.here("go1.22.0") {
		t.Error("a toolchain being extracted is here")
	}
	os.Remove(partial)
	write(t, filepath.Join(root, "src", "_go.mod"), "module std\n")
	if h.here("go1.22.0") {
		t.Error("a toolchain without its go.mod is here")
	}
	write(t, filepath.Join(root, "src", "go.mod"), "module std\n")
	if err := os.Chmod(filepath.Join(root, "bin", "go"), 0o444); err != nil {
		t.Fatal(err)
	}
	if h.here("go1.22.0") {
		t.Error("a toolchain that was never executed is here")
	}
}

func TestOffline(t *testing.T) {
	fakeGo(t, "go1.26.8", "echo the go command was run >&2; exit 1")
	_, err := resolve(t, "go1.22.0", Options{Offline: true})
	wantError(t, err, "go1.22.0 is not here", "hint: fetch it with `sourcedive versions fetch go1.22.0`")
	_, err = resolve(t, "go1.22", Options{Offline: true})
	wantError(t, err, "no patch of go1.22 is here", "`sourcedive versions fetch go1.22`")
	install(t, "go1.9.7")
	install(t, "go1.4.3")
	list, err := Versions(t.Context(), Options{Offline: true})
	want := []Version{{Tag: "go1.26.8", Here: true, Local: true}, {Tag: "go1.9.7", Here: true}}
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("Versions: %+v, %v", list, err)
	}
}

// TestFetchFails replays what the go command says.
func TestFetchFails(t *testing.T) {
	const list = "golang.org/toolchain v0.0.1-go1.4.3.linux-amd64 v0.0.1-go1.22.0.linux-amd64 v0.0.1-go1.22.5.linux-amd64 v0.0.1-go1.22.6.windows-amd64 v0.0.1-go1.23.0.linux-amd64"
	tests := []struct {
		name, says string
		want       []string
	}{
		{"unknown", "go: download go1.22.4 for linux/amd64: toolchain not available",
			[]string{"no toolchain go1.22.4 is to be had for linux/amd64", "hint: did you mean go1.22.0, go1.22.5, go1.23.0?", "`sourcedive versions`"}},
		{"unknown to a proxy", "go: download go1.22.4: reading x.zip: 404 Not Found", []string{"no toolchain go1.22.4"}},
		{"checksum", "go: download go1.22.4: verifying module: checksum mismatch\n\tdownloaded: h1:a=\n\tsum.example: h1:b=\n\nSECURITY ERROR",
			[]string{"downloaded: h1:a=", "hint: the download is not what was published"}},
		{"no network", "go: download go1.22.4: dial tcp: lookup proxy.example: no such host", []string{"no such host", "hint: check the connection"}},
		{"full disk", "go: download go1.22.4: write x: no space left on device", []string{"no space left", "hint: free some space"}},
		{"silent", "", []string{"download go1.22.4: exit status 1", "hint: `sourcedive versions`"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fakeGo(t, "go1.26.8", fmt.Sprintf("[ $1 = list ] && echo %s && exit 0\nprintf %%s %s >&2\nexit 1", quote(list), quote(test.says)))
			_, err := resolve(t, "go1.22.4", Options{})
			wantError(t, err, test.want...)
		})
	}
}

func TestFetch(t *testing.T) {
	fakeGo(t, "go1.26.8", `echo "go: downloading $GOTOOLCHAIN (linux/amd64)" >&2; echo "$FAKE_ROOT"`)
	root := fakeTree(t, released("go1.22.4"))
	t.Setenv("FAKE_ROOT", root)
	var said []string
	log := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	tree, err := resolve(t, "go1.22.4", Options{Log: log})
	if err != nil || tree.Root != root || tree.Immutable {
		t.Errorf("%+v, %v", tree, err)
	}
	if want := []string{"downloading go1.22.4 (linux/amd64)"}; !slices.Equal(said, want) {
		t.Errorf("log %q, want %q", said, want)
	}
	_, err = resolve(t, "go1.22.5", Options{})
	wantError(t, err, "gave go1.22.4", "for go1.22.5")
}

func TestMinor(t *testing.T) {
	fakeGo(t, "go1.26.8", `echo golang.org/toolchain v0.0.1-go1.20.linux-amd64 v0.0.1-go1.20.3.linux-amd64 v0.0.1-go1.20.4.darwin-amd64`)
	install(t, "go1.20.3")
	var said string
	log := func(format string, args ...any) { said += fmt.Sprintf(format, args...) }
	tree, err := resolve(t, "go1.20", Options{Log: log})
	if err != nil || tree.Version != "go1.20.3" || !strings.Contains(said, "taking go1.20.3") || !strings.Contains(said, "go1.20.0") {
		t.Errorf("%+v, %v; log %q", tree, err, said)
	}
	_, err = resolve(t, "go1.4", Options{})
	wantError(t, err, "written in C")
	_, err = resolve(t, "go1.99", Options{})
	wantError(t, err, "no patch of go1.99", "did you mean")
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := resolve(t, "", Options{})
	wantError(t, err, "go is needed", "hint: install go")
}

func TestOldHost(t *testing.T) {
	fakeGo(t, "go1.20.1", "exit 1")
	_, err := resolve(t, "", Options{})
	wantError(t, err, "go1.20.1, but go1.21 or later is needed")
}

func TestCancel(t *testing.T) {
	fakeGo(t, "go1.26.8", "exec sleep 60")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := Resolve(ctx, Spec{Kind: Tag, Tag: "go1.22.0"}, Options{CacheDir: t.TempDir()})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestCacheCannotBeWritten(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	install(t, "go1.22.0")
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	_, err := resolve(t, "go1.22.0", Options{Offline: true, CacheDir: file})
	wantError(t, err, "write "+file, "hint: check that")
}

// TestStandIn lists directories whose own toolchain cannot be had: another go
// command stands in, but not for one whose download failed its check.
func TestStandIn(t *testing.T) {
	const list = "golang.org/toolchain v0.0.1-go1.25.0.linux-amd64"
	dirs := []string{fakeTree(t, released("go1.25.0")), fakeTree(t, developing("25"))}
	for says, ok := range map[string]bool{"dial tcp: no such host": true, "checksum mismatch": false} {
		fakeGo(t, "go1.26.8", fmt.Sprintf("[ $1 = list ] && echo %s && exit 0\necho %s >&2\nexit 1", quote(list), quote(says)))
		for _, dir := range dirs {
			tree, err := resolve(t, dir, Options{})
			if !ok {
				wantError(t, err, says)
			} else if err != nil || tree.Lister != "go1.26.8" || tree.Toolchain != "" || len(tree.Notes) != 1 {
				t.Errorf("%s: %+v, %v", dir, tree, err)
			}
		}
	}
}
