package asmlist

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"sourcedive/indexer/asm"
)

// File lists one Go file of package p, which may import nothing but unsafe. It is
// compiled as users compile, with inlining, and Records are in the order of the
// code instead of sorted. Nothing is cached: it takes as long as a small file does.
// The error is ErrNoToolchain if there is no compiler, and a *Refused if it does not
// compile the file.
func File(ctx context.Context, cfg Config, src string) (*Listing, error) {
	if asm.Virtual(cfg.GOARCH) {
		return nil, refuse("choose another platform", "offsets in WebAssembly are not those of instructions")
	}
	if cfg.CacheDir == "" {
		cfg.CacheDir = os.TempDir()
	}
	dir, err := workDir(cfg.CacheDir)
	if err != nil {
		return nil, writing(err)
	}
	defer os.RemoveAll(dir)
	t := &toolchain{dir: dir, env: append(cfg.Env[:len(cfg.Env):len(cfg.Env)],
		"GOOS="+cfg.GOOS, "GOARCH="+cfg.GOARCH, "GOCACHE="+filepath.Join(dir, "cache"), "GOTMPDIR="+dir)}
	if err := t.check(ctx, cfg.Root, cfg.Version); err != nil {
		return nil, err
	}
	text, err := t.compile(ctx, src)
	if err != nil {
		return nil, err
	}
	l, err := parseFile(text, dir)
	if err != nil {
		return nil, err
	}
	l.Toolchain, l.Flags, l.GOOS, l.GOARCH = t.version, "-S", cfg.GOOS, cfg.GOARCH
	return l, nil
}

// compile runs the compiler itself: the go command would want a module, and the
// whole of package runtime compiled first. The object file is a real one: a compiler
// that refuses the source removes its output, which for root may be /dev/null.
func (t *toolchain) compile(ctx context.Context, src string) (string, error) {
	name := filepath.Join(t.dir, "src", "p.go") // Parse wants files below src, and old compilers print what they are given
	if err := os.Mkdir(filepath.Dir(name), 0o777); err != nil {
		return "", writing(err)
	}
	if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
		return "", writing(err)
	}
	out, err := t.command(ctx, "tool", "compile", "-e", "-p", "p", "-S", "-o", "p.o", name).Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil && len(out) == 0 {
		return "", cannotRun(err)
	}
	if err != nil { // the compiler prints what it refuses where the listing would be
		return "", refused(string(out))
	}
	return string(out), nil
}

// Refused is the error of File for what the compiler does not compile.
type Refused struct {
	Faults []Fault // at least one, in the compiler's order
}

// A Fault is a complaint of the compiler.
type Fault struct {
	Line int // 0 if it names none
	Text string
}

func (r *Refused) Error() string { return r.Faults[0].Text }

// placed matches a complaint about a place. The column came with go1.9.
var placed = regexp.MustCompile(`^(?:.*[/\\])?p\.go:(\d+)(?::\d+)?: (.*)$`)

// refused reads the complaints of the compiler. A line that starts with white space goes on
// with what the one before says.
func refused(out string) *Refused {
	r := &Refused{}
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if m := placed.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			r.Faults = append(r.Faults, Fault{n, clip(m[2])})
		}
	}
	if len(r.Faults) == 0 {
		first, _, _ := strings.Cut(out, "\n")
		r.Faults = []Fault{{0, clip(first)}}
	}
	return r
}

func parseFile(text, root string) (*Listing, error) {
	p := newParser(root)
	p.parseLine([]byte("# p"))
	for line := range strings.Lines(text) {
		p.line++
		if problem := p.parseLine([]byte(strings.TrimSuffix(line, "\n"))); problem != "" {
			return nil, fmt.Errorf("listing:%d: %s: %q", p.line, problem, clip(line))
		}
	}
	inOrder := append([]Record(nil), p.records...) // settle sorts
	l := p.settle()
	l.Records = inOrder
	return l, nil
}
