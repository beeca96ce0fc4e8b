// Package wasm compiles the runnable models to WebAssembly, with the go command
// of this machine, so that a page can run them with other parameters.
//
// The result is kept in the user's cache, by the models' sources and the version of
// Go, so that a warm build does not pay for it.
package wasm

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sourcedive/internal/cache"
	"sourcedive/internal/child"
	"sourcedive/internal/gocmd"
)

// Program is the compiled models.
type Program struct {
	Wasm []byte // compressed by gzip
	Exec []byte // wasm_exec.js of the Go that compiled it
}

// The package that is compiled, and what the sources need around them.
const (
	module  = "module sourcedive\n\ngo 1.26\n"
	command = "./content/models/wasm"
)

// Build compiles the models found below content/models in sources, or takes them from
// the cache directory. The error says why there is no program.
func Build(ctx context.Context, sources fs.FS, dir cache.Dir) (*Program, error) {
	host, err := host(ctx)
	if err != nil {
		return nil, err
	}
	exec, err := os.ReadFile(filepath.Join(host.root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("the go command has no support for WebAssembly: %w", err)
	}
	key, err := keyOf(sources, host.version)
	if err != nil {
		return nil, err
	}
	if wasm, err := dir.Get(key); err == nil {
		return &Program{wasm, exec}, nil
	}
	wasm, err := compile(ctx, host, sources)
	if err != nil {
		return nil, err
	}
	_ = dir.Put(key, func(w io.Writer) error { // the program is at hand: storing it only saves time
		_, err := w.Write(wasm)
		return err
	})
	return &Program{wasm, exec}, nil
}

// goCommand is the go on PATH, as it answers for itself.
type goCommand struct{ version, root, cache, modCache string }

// host asks the go command about itself.
func host(ctx context.Context) (g goCommand, err error) {
	cmd := child.Command(ctx, "go", "env", "GOVERSION", "GOROOT", "GOCACHE", "GOMODCACHE")
	cmd.Env = gocmd.Ask(os.Environ())
	out, err := cmd.Output()
	if err != nil {
		return g, fmt.Errorf("asking the go command: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 4 {
		return g, fmt.Errorf("asking the go command: it answers %q", out)
	}
	return goCommand{lines[0], lines[1], lines[2], lines[3]}, nil
}

// keyOf is the hash of all that decides the result.
func keyOf(sources fs.FS, version string) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, version, module, flags)
	err := each(sources, func(name string, text []byte) error {
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return nil
	})
	return cache.Key("wasm", h.Sum(nil)), err
}

// each visits the Go files that are compiled, in order.
func each(sources fs.FS, visit func(name string, text []byte) error) error {
	return fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
}

var flags = []string{"build", "-trimpath", "-ldflags=-s -w"}

// compile writes the sources to a module of their own and compiles them.
func compile(ctx context.Context, host goCommand, sources fs.FS) ([]byte, error) {
	dir, err := os.MkdirTemp("", "sourcedive-wasm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o666); err != nil {
		return nil, err
	}
	err = each(sources, func(name string, text []byte) error {
		to := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o666)
	})
	if err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "models.wasm")
	cmd := child.Command(ctx, "go", append(append([]string{}, flags...), "-o", out, command)...)
	cmd.Dir = dir
	cmd.Env = gocmd.Read(os.Environ(), "GOROOT="+host.root, "GOCACHE="+host.cache, "GOMODCACHE="+host.modCache,
		"GOOS=js", "GOARCH=wasm", "GOFLAGS=-mod=mod "+gocmd.Flags, "PWD="+dir)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling the models to WebAssembly: %w\n%s", err, bytes.TrimSpace(said))
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return pack(wasm)
}

func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}
