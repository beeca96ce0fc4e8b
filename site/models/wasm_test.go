package models_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"sourcedive/internal/cache"
	"sourcedive/site/models"
)

func needsGo(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
}

// program is the smallest that Compile accepts.
func program(body string) fstest.MapFS {
	return fstest.MapFS{
		"models/wasm/main.go":      {Data: []byte("package main\n\nfunc main() {" + body + "}\n")},
		"models/wasm/main_test.go": {Data: []byte("package wrong\n")},
	}
}

func TestCompile(t *testing.T) {
	needsGo(t)
	dir := t.TempDir()
	p, err := models.Compile(t.Context(), program(""), cache.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(p.Wasm))
	if err != nil {
		t.Fatal(err)
	}
	if code, err := io.ReadAll(z); err != nil || !bytes.HasPrefix(code, []byte("\x00asm")) {
		t.Errorf("the program begins with %q: %v", code[:min(4, len(code))], err)
	}
	if !bytes.Contains(p.Exec, []byte("class")) {
		t.Error("there is no script to load it")
	}

	// The same sources take what is kept; others do not.
	kept, err := filepath.Glob(filepath.Join(dir, "*.value"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("%v is kept: %v", kept, err)
	}
	key := strings.TrimSuffix(filepath.Base(kept[0]), ".value")
	if err := cache.Dir(dir).Put(key, func(w io.Writer) error { _, err := io.WriteString(w, "kept"); return err }); err != nil {
		t.Fatal(err)
	}
	if p, err := models.Compile(t.Context(), program(""), cache.Dir(dir)); err != nil || string(p.Wasm) != "kept" {
		t.Errorf("the kept program is not taken: %v", err)
	}
	if p, err := models.Compile(t.Context(), program("print(1)"), cache.Dir(dir)); err != nil || string(p.Wasm) == "kept" {
		t.Errorf("other sources take the kept program: %v", err)
	}
}

func TestCompileReportsWhy(t *testing.T) {
	needsGo(t)
	dir := t.TempDir()
	_, err := models.Compile(t.Context(), program("nosuch()"), cache.Dir(dir))
	if err == nil || !strings.HasPrefix(err.Error(), "compiling the models to WebAssembly: ") || !strings.Contains(err.Error(), "undefined: nosuch") {
		t.Errorf("the error is %v", err)
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "*")); len(kept) > 0 {
		t.Errorf("a failure leaves %v", kept)
	}
}

// A full disk is an error of its own, not one of the models.
func TestCompileOnAFullDisk(t *testing.T) {
	needsGo(t)
	real, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	script := "#!/bin/sh\nif [ \"$1\" = build ]; then echo 'mkdir /tmp/x: no space left on device' >&2; exit 1; fi\nexec " + real + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	if _, err := models.Compile(t.Context(), program(""), cache.Dir(t.TempDir())); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "hint: make room") {
		t.Errorf("%v", err)
	}
}
