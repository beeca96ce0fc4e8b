package models

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"sourcedive/internal/cache"
	"sourcedive/internal/child"
	"sourcedive/internal/gocmd"
)

// Program is the models, compiled to WebAssembly.
type Program struct {
	Wasm []byte // compressed by gzip
	Exec []byte // wasm_exec.js of the Go that compiled it
}

// The module that is compiled: the models' sources are all that it has.
const (
	module  = "module sourcedive\n\ngo 1.26\n"
	command = "./content/models/wasm"
)

var flags = []string{"build", "-trimpath", "-ldflags=-s -w"}

// Compile compiles the models in sources to WebAssembly with the go command on PATH, or
// takes the program from the cache directory; "" is for no cache. The error is the
// reason why there is no program.
func Compile(ctx context.Context, sources fs.FS, dir cache.Dir) (*Program, error) {
	host, err := askGo(ctx)
	if err != nil {
		return nil, err
	}
	exec, err := os.ReadFile(filepath.Join(host.root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("the go command has no support for WebAssembly: %w", err)
	}
	key, err := sourceKey("wasm", sources, host.version, module, flags)
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
	_ = dir.Put(key, func(w io.Writer) error { _, err := w.Write(wasm); return err }) // it is at hand
	return &Program{wasm, exec}, nil
}

// goCommand is what the go command on PATH reports of itself.
type goCommand struct{ version, root, cache, modCache string }

// askGo asks the go command about itself.
func askGo(ctx context.Context) (g goCommand, err error) {
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

// compile compiles the sources in a temporary module, and compresses the program.
func compile(ctx context.Context, host goCommand, sources fs.FS) ([]byte, error) {
	dir, err := os.MkdirTemp("", "sourcedive-wasm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := writeModule(dir, sources); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "models.wasm")
	cmd := child.Command(ctx, "go", append(slices.Clone(flags), "-o", file, command)...)
	cmd.Dir = dir
	cmd.Env = gocmd.Read(os.Environ(), "GOROOT="+host.root, "GOCACHE="+host.cache, "GOMODCACHE="+host.modCache,
		"GOOS=js", "GOARCH=wasm", "GOFLAGS=-mod=mod "+gocmd.Flags, "PWD="+dir)
	out, err := cmd.CombinedOutput()
	if gocmd.DiskFull(string(out)) {
		return nil, fmt.Errorf("compiling the models to WebAssembly: %w\n    hint: make room where %s and %s are", syscall.ENOSPC, host.cache, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("compiling the models to WebAssembly: %w\n%s", err, bytes.TrimSpace(out))
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return compress(program)
}

// writeModule writes the module that is compiled.
func writeModule(dir string, sources fs.FS) error {
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o666); err != nil {
		return err
	}
	return eachSource(sources, func(name string, text []byte) error {
		to := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o666)
	})
}
