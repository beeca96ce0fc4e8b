package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"sourcedive/internal/child"
)

// A Runner runs the small programs of the content with the toolchain of a tree, for
// claims. Each is compiled and run in a directory of its own, which is removed. It may
// be used by several goroutines at once.
//
// Bounds on time, output and environment keep accidents small. They are no sandbox: a
// program has the rights of whoever runs it.
type Runner struct {
	content fs.FS
	tree    *Tree
	log     io.Writer // gets a line before each program; safe for concurrent use
	limits  runLimits
}

// runLimits bound one program with all that it starts.
type runLimits struct {
	build, run time.Duration
	linger     time.Duration // how long what it started may keep its output open when it has ended
	output     int           // bytes
}

var usualLimits = runLimits{build: 5 * time.Minute, run: time.Minute, linger: 2 * time.Second, output: 1 << 20}

func newRunner(content fs.FS, t *Tree, log io.Writer) Runner {
	return Runner{content, t, log, usualLimits}
}

// lockedWriter is a writer for several goroutines: claims are evaluated side by side.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// Run returns what a program prints, to either output. An exit code other than 0 is no
// error: some programs are there to crash.
func (p Runner) Run(ctx context.Context, name string) (string, error) {
	file := "programs/" + name + ".go.txt"
	text, err := fs.ReadFile(p.content, file)
	if err != nil {
		return "", fmt.Errorf("is not in the content: %w", err)
	}
	if p.tree.Lister != p.tree.Version {
		return "", fmt.Errorf("there is no compiler of %s here, only that of %s", p.tree.Version, p.tree.Lister)
	}
	if p.tree.GOOS != runtime.GOOS || p.tree.GOARCH != runtime.GOARCH {
		return "", fmt.Errorf("a program for %s/%s cannot run here", p.tree.GOOS, p.tree.GOARCH)
	}
	dir, err := os.MkdirTemp("", "sourcedive-program-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), text, 0o666); err != nil {
		return "", err
	}
	fmt.Fprintf(p.log, "running %s with %s\n", file, p.tree.Version)
	binary := filepath.Join(dir, "program")
	out, err := p.output(ctx, p.limits.build, dir, buildEnv(p.tree.Env), "go", "build", "-o", binary, "main.go")
	if err != nil {
		return "", fmt.Errorf("does not compile: %w: %s", err, strings.TrimSpace(out))
	}
	out, err = p.output(ctx, p.limits.run, dir, runEnv(p.tree.Env), binary)
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return "", err
	}
	return out, ctx.Err()
}

// output runs a command and returns all that it prints. Nothing that the command has
// started outlives it, as far as the system knows what that is.
func (p Runner) output(ctx context.Context, longest time.Duration, dir string, env []string, name string, args ...string) (string, error) {
	running, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	cmd := child.Command(running, name, args...)
	cmd.Dir, cmd.Env = dir, append(env, "PWD="+dir)
	cmd.WaitDelay = p.limits.linger
	out := &capped{most: p.limits.output, full: cancel}
	cmd.Stdout, cmd.Stderr = out, out
	err := cmd.Run()
	child.EndGroup(cmd)
	switch {
	case out.over:
		return "", fmt.Errorf("prints more than %d bytes", p.limits.output)
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(running.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("runs for more than %s", longest)
	case errors.Is(err, exec.ErrWaitDelay):
		return "", errors.New("ends before what it has started, which holds its output open")
	}
	return out.text.String(), err
}

// capped keeps what is written up to a number of bytes, and then calls full. Package
// exec writes to it from one goroutine, since it stands for both outputs.
type capped struct {
	text bytes.Buffer
	most int
	full func()
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	if c.over || c.text.Len()+len(p) > c.most {
		c.over = true
		c.full()
		return len(p), nil // the program is being killed; an error would hide why
	}
	return c.text.Write(p)
}

// What a build needs of the environment: where things are, and which toolchain with
// which settings. Secrets in it are none of a program's business.
var (
	placeVars = []string{"PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "PATHEXT", "COMSPEC"}
	buildVars = []string{"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "GOROOT", "GOPATH", "GOCACHE", "GOMODCACHE", "GOENV", "GOTMPDIR", "GOTOOLCHAIN", "GOTOOLDIR",
		"GOPROXY", "GOSUMDB", "GO111MODULE", "GOOS", "GOARCH", "GOAMD64", "GOARM", "GOARM64", "GO386", "GOMIPS", "GOMIPS64", "GOPPC64", "GORISCV64",
		"GOEXPERIMENT", "GOWORK", "CGO_ENABLED", "CC"}
)

func buildEnv(env []string) []string { return chosenVars(env, slices.Concat(placeVars, buildVars)) }

// runEnv has no GODEBUG, GOGC or GOTRACEBACK either: a program runs as the runtime
// does by itself.
func runEnv(env []string) []string { return chosenVars(env, placeVars) }

func chosenVars(env, names []string) (chosen []string) {
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(names, strings.ToUpper(name)) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}
