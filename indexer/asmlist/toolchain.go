package asmlist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sourcedive/indexer/asm"
	"sourcedive/internal/child"
	"sourcedive/internal/gocmd"
)

// attempts are the flags to try, best first. Without intrinsics the listing has
// the calls that the source has; where that is refused or does not compile, some
// calls of internal/runtime/atomic and the like are instructions.
var attempts = [][]string{
	{"-gcflags=all=-l -S -d=ssa/intrinsics/off", "-asmflags=all=-S"},
	{"-gcflags=all=-l -S", "-asmflags=all=-S"},
}

// flags are those of an attempt, for what is to be listed.
func (m *Module) flags(attempt []string) (list []string) {
	if m == nil {
		return attempt
	}
	for _, f := range attempt {
		list = append(list, strings.Replace(f, "=all=", "="+m.Path+"/...=", 1))
	}
	return append(list, "-pgo=off") // a profile in the module changes what is inlined
}

// packages are what to build: of one command alone, the go command would link a program.
func (m *Module) packages(list []string) []string {
	if m == nil {
		return list
	}
	return append(list[:len(list):len(list)], "errors")
}

// make has the toolchain make a listing, in a directory of its own: the go
// command's cache would keep fifty megabytes that no other build can use.
func (cfg *Config) make(ctx context.Context) (*Listing, error) {
	if asm.Virtual(cfg.GOARCH) {
		return nil, refuse("choose another platform", "offsets in WebAssembly are not those of instructions")
	}
	if len(cfg.Packages) == 0 {
		return nil, refuse("name packages that it has", "the tree has none of the packages")
	}
	dir, err := workDir(cfg.CacheDir)
	if err != nil {
		return nil, writing(err)
	}
	defer os.RemoveAll(dir)
	t := &toolchain{dir: dir, env: append(cfg.Env[:len(cfg.Env):len(cfg.Env)],
		"GOOS="+cfg.GOOS, "GOARCH="+cfg.GOARCH, "GOCACHE="+filepath.Join(dir, "cache"), "GOTMPDIR="+dir)}
	if cfg.Module != nil {
		// What it imports is compiled as for any other build, so the go command's cache has it.
		t.module, t.dir = cfg.Module, cfg.Module.Dir
		t.env = append(cfg.Env[:len(cfg.Env):len(cfg.Env)], "GOOS="+cfg.GOOS, "GOARCH="+cfg.GOARCH, "GOTMPDIR="+dir)
	}
	if err := t.check(ctx, cfg.Root, cfg.Version); err != nil {
		return nil, err
	}
	packages, err := t.built(ctx, cfg.Packages)
	if err != nil {
		return nil, err
	}
	l, err := t.list(ctx, packages, cfg.Log)
	if err != nil {
		return nil, err
	}
	l.GOOS, l.GOARCH = cfg.GOOS, cfg.GOARCH
	return l, nil
}

// workDir makes an empty directory below dir and returns its absolute path.
func workDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, ".compile-*")
}

// toolchain runs the go command of an environment.
type toolchain struct {
	dir     string // empty at first, without a go.mod above that would count; or the module's
	env     []string
	module  *Module
	root    string // the GOROOT, as the go command spells it in positions
	version string
}

// check finds out what the go command compiles, and with what, and refuses another
// tree or another compiler than the tree's own.
func (t *toolchain) check(ctx context.Context, root, version string) (err error) {
	if t.root, err = t.output(ctx, "env", "GOROOT"); err != nil {
		return err
	}
	says, err := t.output(ctx, "tool", "compile", "-V")
	if err != nil {
		return err
	}
	fields := strings.Fields(says) // compile version go1.26.8 X:experiments
	if len(fields) < 3 || fields[0] != "compile" {
		return refuse("", "the compiler says of its version %q", says)
	}
	t.version = fields[2]
	switch {
	case t.version != version:
		return refuse("use a version whose own go command runs here", "the compiler at hand is that of %s", t.version)
	case !same(filepath.Join(t.root, "src"), filepath.Join(root, "src")):
		return refuse("pass the environment that belongs to the tree", "the go command compiles another tree")
	}
	return nil
}

func same(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}

// built are the packages that have files on the platform: of a module not all need to.
func (t *toolchain) built(ctx context.Context, packages []string) ([]string, error) {
	if t.module == nil {
		return packages, nil
	}
	out, err := t.output(ctx, append([]string{"list", "-e", "-f", "{{if .GoFiles}}{{.ImportPath}}{{end}}"}, packages...)...)
	if err == nil && out == "" {
		return nil, refuse("choose another platform", "no package of %s has files for it", t.module.Path)
	}
	return strings.Fields(out), err
}

// list compiles with the first flags that do.
func (t *toolchain) list(ctx context.Context, packages []string, log func(string, ...any)) (*Listing, error) {
	var failed error
	for _, attempt := range attempts {
		flags := t.module.flags(attempt)
		l, err := t.build(ctx, flags, packages)
		if err == nil {
			l.Toolchain, l.Flags = t.version, strings.Join(flags, " ")
			return l, nil
		}
		if ctx.Err() != nil || !errors.Is(err, ErrFailed) {
			return nil, err
		}
		log("%s does not compile with %q", t.version, flags)
		failed = err
	}
	return nil, failed
}

// build parses the listing while it is printed. If the go command fails, that is
// why the listing is not understood.
func (t *toolchain) build(ctx context.Context, flags, packages []string) (*Listing, error) {
	cmd := t.command(ctx, slices.Concat([]string{"build"}, flags, t.module.packages(packages))...)
	out, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, cannotRun(err)
	}
	last := &tail{most: 4 << 10}
	said := io.TeeReader(out, last)
	parser := newParser(t.root)
	if t.module != nil {
		parser = newParser(t.module.Dir)
		parser.elsewhere = true
	}
	l, parseErr := parser.parse(said)
	drain(said)
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, failedBuild(err, last.String(), t.dir)
	}
	if parseErr == nil && len(l.Funcs) == 0 {
		return nil, refuse("", "go build printed no listing")
	}
	return l, parseErr
}

// failedBuild is why the go command did not compile the packages.
func failedBuild(err error, said, dir string) error {
	if gocmd.DiskFull(said) {
		return fmt.Errorf("the disk is full\n    hint: make room where %s is, or set XDG_CACHE_HOME to another place", dir)
	}
	var faults []string
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); complaint.MatchString(line) {
			faults = append(faults, line)
		}
	}
	if len(faults) == 0 {
		return fmt.Errorf("%w: go build: %w", ErrFailed, err)
	}
	return fmt.Errorf("%w: %s", ErrFailed, clip(strings.Join(faults[:min(len(faults), 3)], "; ")))
}

// complaint matches a line of the compiler or the go command that is no listing.
var complaint = regexp.MustCompile(`^([\w./@-]+\.(go|s):\d+(:\d+)?: |go: |go build |package |[\w./-]*(compile|asm|link): )`)

// tail keeps the end of what is written to it.
type tail struct {
	most int
	kept []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p[max(0, len(p)-t.most):]...)
	t.kept = t.kept[max(0, len(t.kept)-t.most):]
	return len(p), nil
}

func (t *tail) String() string { return string(t.kept) }

// output is what the go command prints, in one line.
func (t *toolchain) output(ctx context.Context, args ...string) (string, error) {
	var problem strings.Builder
	cmd := t.command(ctx, args...)
	cmd.Stderr = &problem
	out, err := cmd.Output()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil && problem.Len() > 0:
		return "", refuse("", "go %s: %s", args[0], clip(strings.TrimSpace(problem.String())))
	case err != nil:
		return "", cannotRun(err)
	}
	return strings.TrimSpace(string(out)), nil
}

// command can be cancelled, with the compilers that it runs.
func (t *toolchain) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := child.Command(ctx, "go", args...)
	cmd.Dir = t.dir
	cmd.Env = append(t.env[:len(t.env):len(t.env)], "PWD="+t.dir)
	return cmd
}

func cannotRun(err error) error {
	return refuse("check the go on PATH", "the go command cannot run: %v", err)
}

// refuse is an ErrNoToolchain with a reason and the next thing to do.
func refuse(hint, format string, args ...any) error {
	reason := fmt.Sprintf(format, args...)
	if hint != "" {
		reason += "\n    hint: " + hint
	}
	return fmt.Errorf("%w: %s", ErrNoToolchain, reason)
}
