package measure

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"sourcedive/internal/child"
	"sourcedive/internal/lab"
)

// Toolchain is a go command with the version of the runtime that it compiles.
type Toolchain struct {
	Go      string   // the program
	Version string   // of the tree
	Env     []string // the whole environment of the go command
}

// source is the measured program of a lab: file name to text.
type source map[string][]byte

// readSource reads the Go files of a lab and of the harness. Their names end in .go.txt,
// so that no tool takes them for a part of this module.
func readSource(programs fs.FS, name string) (source, error) {
	src := source{}
	for _, dir := range []string{"harness", name} {
		files, err := fs.Glob(programs, path.Join(dir, "*.go.txt"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := fs.ReadFile(programs, file)
			if err != nil {
				return nil, err
			}
			src[strings.TrimSuffix(path.Base(file), ".txt")] = text
		}
	}
	if src["harness.go"] == nil || src["main.go"] == nil {
		return nil, fmt.Errorf("lab %s: its program is not in the content", name)
	}
	return src, nil
}

// hash names a program by its source.
func (src source) hash() string {
	h := sha256.New()
	for _, name := range src.names() {
		fmt.Fprintf(h, "%s %d\n", name, len(src[name]))
		h.Write(src[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func (src source) names() []string {
	var names []string
	for name := range src {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// buildTimeout allows for a standard library that was never compiled on this machine.
const buildTimeout = 10 * time.Minute

// build compiles a program into dir and gives its file. The module's go line is that of the
// version from go1.21 on: a lower one would set the GODEBUG of that older version, and
// so measure a runtime that nobody gets by default. The programs mean the same in all.
func build(ctx context.Context, tc Toolchain, src source, dir string) (string, error) {
	if value(tc.Env, "CGO_ENABLED") != "0" {
		return "", fmt.Errorf("the go command of %s would use cgo: threads and their memory would be those of a C library\n    hint: set CGO_ENABLED=0 in its environment", tc.Version)
	}
	line := lab.LowestLanguage
	if minor := lab.MinorOf(tc.Version); minor >= 21 {
		line = minor
	}
	module := map[string][]byte{"go.mod": fmt.Appendf(nil, "module lab\n\ngo 1.%d\n", line)}
	for _, files := range []map[string][]byte{src, module} {
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
				return "", err
			}
		}
	}
	program := filepath.Join(dir, "program")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	limited, cancel := context.WithTimeout(ctx, buildTimeout)
	defer cancel()
	cmd := child.Command(limited, tc.Go, "build", "-o", program, ".")
	cmd.Dir = dir
	cmd.Env = append(slices.Clone(tc.Env), "PWD="+dir)
	out, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("compiling with %s takes more than %s", tc.Version, buildTimeout)
	case err != nil:
		return "", fmt.Errorf("the program does not compile with %s: %w\n%s", tc.Version, err, bytes.TrimSpace(out[:min(len(out), 2000)]))
	}
	return program, nil
}

// value is what a program sees of a variable: the last.
func value(env []string, name string) (text string) {
	for _, v := range env {
		if rest, ok := strings.CutPrefix(v, name+"="); ok {
			text = rest
		}
	}
	return text
}

// kept are the variables that a measured program sees of the environment. GOGC, GODEBUG
// and their like are not: it runs as the runtime does by itself.
var kept = []string{"PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE"}

func measuredEnv(base []string, more ...string) []string {
	var env []string
	for _, v := range base {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(kept, strings.ToUpper(name)) {
			env = append(env, v)
		}
	}
	return append(env, more...)
}
