package modelcheck

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sourcedive/internal/child"
)

// overlays are our programs, and our files to be laid over the tree's.
//
//go:embed overlay
var overlays embed.FS

// command prepares the toolchain's go command in a directory outside any module.
func (tc Toolchain) command(ctx context.Context, dir string, env []string, args ...string) *exec.Cmd {
	cmd := child.Command(ctx, tc.Go, args...)
	cmd.Dir = dir
	// What who runs the check has set must not reach the tree's build. Modules stay on:
	// without them the go command does not change to another toolchain.
	cmd.Env = append(append([]string{}, tc.Env...), "GOWORK=off", "GOFLAGS=", "GO111MODULE=", "GODEBUG=", "GOGC=", "GOMAXPROCS=")
	if dir != "" { // a tree can be behind a link, which the go command must not follow
		cmd.Env = append(cmd.Env, "PWD="+dir)
	}
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil && cmd.Args[1] == "test" && !bytes.Contains(out, []byte("=== RUN")) {
		err = errors.New("there was no such test") // which the go command forgives
	}
	if err != nil {
		text := strings.TrimSpace(stderr.String() + "\n" + lastLines(out, 5))
		return out, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args[:min(3, len(cmd.Args))], " "), err, text)
	}
	return out, nil
}

func lastLines(text []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// platform asks the go command what it compiles for, and makes sure that it is that of
// the toolchain: it stays with its own version where it does not like to change.
func (tc Toolchain) platform(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	out, err := output(tc.command(ctx, dir, ownCache(dir), "env", "GOOS", "GOARCH", "GOVERSION"))
	if err != nil {
		return "", err
	}
	f := strings.Fields(string(out))
	if len(f) != 3 || f[2] != tc.Version {
		return "", fmt.Errorf("the go command is %q, and not that of %s", f, tc.Version)
	}
	return f[0] + "/" + f[1], nil
}

// runProgram compiles overlay/NAME.go.txt as a program and runs it. In the tree's
// packages it sees the files of over: path below GOROOT/src to name in overlay/.
// The program's own environment is env, beside the toolchain's.
func (tc Toolchain) runProgram(ctx context.Context, name string, over map[string]string, env []string, args ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	main := filepath.Join(dir, "main.go")
	if err := unpack(name, main); err != nil {
		return nil, err
	}
	flags, err := tc.overlay(dir, over)
	if err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "program")
	build := append(append([]string{"build", "-o", program}, flags...), main)
	if _, err := output(tc.command(ctx, dir, ownCache(dir), build...)); err != nil {
		return nil, err
	}
	run := child.Command(ctx, program, args...)
	run.Dir, run.Env = dir, append(append([]string{}, tc.Env...), "GODEBUG=", "GOGC=", "GOMAXPROCS=")
	run.Env = append(run.Env, env...)
	return output(run)
}

// testPackage runs one test of a package of the tree with our files laid over it, and
// gives what it wrote. The test finds file names and such in env.
func (tc Toolchain) testPackage(ctx context.Context, pkg, test string, over map[string]string, env ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	flags, err := tc.overlay(dir, over)
	if err != nil {
		return nil, err
	}
	// vet would look at all of the package's tests, which are not ours to judge.
	args := append([]string{"test", "-vet=off", "-count=1", "-short", "-v", "-run", "^" + test + "$"}, flags...)
	out, err := output(tc.command(ctx, filepath.Join(tc.Root, "src", filepath.FromSlash(pkg)), append(ownCache(dir), env...), append(args, ".")...))
	if err == nil && !bytes.Contains(out, []byte("=== RUN")) {
		err = fmt.Errorf("%s of %s was not run", test, pkg)
	}
	return out, err
}

// ownCache sets a module cache that nothing is in: from Go 1.27 on nothing below the
// real one may be laid over, and that is where downloaded toolchains lie.
func ownCache(dir string) []string { return []string{"GOMODCACHE=" + filepath.Join(dir, "modcache")} }

// overlay writes the file that -overlay reads.
func (tc Toolchain) overlay(dir string, over map[string]string) ([]string, error) {
	if len(over) == 0 {
		return nil, nil
	}
	replace := map[string]string{}
	for target, name := range over {
		if filepath.IsAbs(name) { // a file that was made of the tree's
			replace[filepath.Join(tc.Root, "src", filepath.FromSlash(target))] = name
			continue
		}
		file := filepath.Join(dir, name+".go")
		if err := unpack(name, file); err != nil {
			return nil, err
		}
		replace[filepath.Join(tc.Root, "src", filepath.FromSlash(target))] = file
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "overlay.json")
	return []string{"-overlay", file}, os.WriteFile(file, data, 0o600)
}

func unpack(name, file string) error {
	data, err := overlays.ReadFile("overlay/" + name + ".go.txt")
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

// missing reports whether a build failed because this version has not got what an
// overlay asks for.
func missing(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && (strings.Contains(err.Error(), "undefined: ") || strings.Contains(err.Error(), " undefined (type ") || strings.Contains(err.Error(), "cannot find package"))
}
