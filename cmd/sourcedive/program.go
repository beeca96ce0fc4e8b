package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"sourcedive/internal/child"
)

// programs runs the small programs of the content with the toolchain of a tree. Each
// is compiled and run in a directory of its own, which is removed.
type programs struct {
	content fs.FS
	tree    target
}

// longestRun is how long a program may take, compiling not counted.
const longestRun = time.Minute

// Run gives what a program prints, to either output. That it ends with another code
// than 0 is no fault: some are there to crash.
func (p programs) Run(ctx context.Context, name string) (string, error) {
	text, err := fs.ReadFile(p.content, "programs/"+name+".go.txt")
	if err != nil {
		return "", fmt.Errorf("is not in the content: %w", err)
	}
	if p.tree.Lister != p.tree.Version {
		return "", fmt.Errorf("there is no compiler of %s here, only that of %s", p.tree.Version, p.tree.Lister)
	}
	if p.tree.goos != runtime.GOOS || p.tree.goarch != runtime.GOARCH {
		return "", fmt.Errorf("a program for %s/%s cannot run here", p.tree.goos, p.tree.goarch)
	}
	dir, err := os.MkdirTemp("", "sourcedive-program-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), text, 0o666); err != nil {
		return "", err
	}
	env := append(p.tree.Env[:len(p.tree.Env):len(p.tree.Env)], "PWD="+dir)
	binary := filepath.Join(dir, "program")
	if out, err := output(ctx, dir, env, "go", "build", "-o", binary, "main.go"); err != nil {
		return "", fmt.Errorf("does not compile: %w: %s", err, strings.TrimSpace(out))
	}
	running, cancel := context.WithTimeout(ctx, longestRun)
	defer cancel()
	out, err := output(running, dir, env, binary)
	if errors.Is(running.Err(), context.DeadlineExceeded) {
		return "", fmt.Errorf("runs for more than %s", longestRun)
	}
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return "", err
	}
	return out, ctx.Err()
}

// output runs a command and gives all that it prints.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := child.Command(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	return string(out), err
}
