package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sourcedive/internal/moduleproxy"
)

// modules makes a module proxy of testdata/modules, with a module cache of its own, and
// returns the environment of those who have no other.
func modules(t *testing.T) []string {
	t.Helper()
	proxy := t.TempDir()
	if err := proxyOf("testdata/modules", proxy); err != nil {
		t.Fatal(err)
	}
	cache := filepath.Join(t.TempDir(), "mod")
	t.Cleanup(func() { writable(cache) })
	return append(os.Environ(),
		"GOPROXY=file://"+filepath.ToSlash(proxy), "GOSUMDB=off", "GOFLAGS=", "GOMODCACHE="+cache, "XDG_CACHE_HOME="+t.TempDir(), "GOCACHE="+goCache(t))
}

// published are the modules of others that tests read, from the cache of the go command,
// which fetches and verifies what it lacks.
var published = []string{"golang.org/x/sync@v0.10.0", "golang.org/x/sync@v0.24.0"}

// proxyOf makes a module proxy of the modules below a directory, each in a directory with
// its version, and of those that are published.
func proxyOf(modules, proxy string) error {
	dirs, err := filepath.Glob(modules + "/*/*/*@*") // sorted
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if err := addModule(proxy, strings.TrimPrefix(filepath.ToSlash(dir), modules+"/"), dir); err != nil {
			return err
		}
	}
	download := exec.Command("go", append([]string{"mod", "download"}, published...)...)
	download.Dir = proxy // in no module
	if out, err := download.CombinedOutput(); err != nil {
		return fmt.Errorf("go mod download: %w\n%s", err, out)
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	for _, m := range published {
		err = cmp.Or(err, addModule(proxy, m, filepath.Join(strings.TrimSpace(string(cache)), filepath.FromSlash(m))))
	}
	return err
}

func addModule(proxy, module, dir string) error {
	path, version, _ := strings.Cut(module, "@")
	return moduleproxy.Add(proxy, path, version, os.DirFS(dir))
}

// goCache is where the go command keeps what it compiled.
func goCache(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// writable lets a module cache be removed.
func writable(dir string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o777)
		}
		return nil
	})
}

// TestYourOwn follows docs/your-own.md: it writes the files that the page shows, runs its
// commands, and compares what they print with what the page says they do. A line of … stands
// for any lines, and the end of one for any text.
func TestYourOwn(t *testing.T) {
	page, err := os.ReadFile("../../docs/your-own.md")
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{dir: t.TempDir(), env: modules(t)}
	ran := 0
	for _, b := range fences(string(page)) {
		switch {
		case b.kind == "console":
			for _, s := range steps(b.text) {
				ran++
				if err := f.step(t.Context(), s); err != nil {
					t.Fatalf("%s\n%v", s.command, err)
				}
			}
		case b.file != "":
			if err := f.write(b.file, b.text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ran < 15 {
		t.Errorf("the page has %d commands", ran)
	}
}

// fence is a fenced block of a page.
type fence struct{ kind, file, text string }

// fences are the blocks of a page.
func fences(page string) (list []fence) {
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		head := strings.TrimLeft(lines[i], "`")
		ticks := lines[i][:len(lines[i])-len(head)]
		if len(ticks) < 3 {
			continue
		}
		b := fence{}
		b.kind, b.file, _ = strings.Cut(head, " ")
		for i++; i < len(lines) && lines[i] != ticks; i++ {
			b.text += lines[i] + "\n"
		}
		list = append(list, b)
	}
	return list
}

// step is a command of a page, with what it prints.
type step struct {
	command string
	prints  []string
}

func steps(console string) (list []step) {
	for line := range strings.Lines(console) {
		line = strings.TrimRight(line, "\n")
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			list = append(list, step{command: command})
		} else {
			list[len(list)-1].prints = append(list[len(list)-1].prints, line)
		}
	}
	return list
}

// follower does what a page says, in a directory.
type follower struct {
	dir string
	env []string
}

func (f *follower) write(name, text string) error {
	name = filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

func (f *follower) step(ctx context.Context, s step) error {
	if strings.HasPrefix(s.command, "sourcedive serve") {
		return f.serve(ctx, s)
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", s.command)
	cmd.Dir, cmd.Env = f.dir, f.env
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	printed := stdout.String()
	fails := slices.ContainsFunc(s.prints, func(line string) bool { return strings.HasPrefix(line, "sourcedive: ") })
	if fails {
		printed += stderr.String()
	}
	if exit := new(exec.ExitError); err != nil && (!errors.As(err, &exit) || !fails) {
		return fmt.Errorf("%w\n%s%s", err, stdout.String(), stderr.String())
	}
	if err == nil && fails {
		return fmt.Errorf("no error\n%s", printed)
	}
	return matches(strings.Split(strings.TrimRight(printed, "\n"), "\n"), s.prints)
}

// matches compares the lines that were printed with those of a page.
func matches(printed, page []string) error {
	at := 0
	for i, want := range page {
		if want == "…" {
			if i+1 == len(page) {
				return nil
			}
			for at < len(printed) && !fits(printed[at], page[i+1]) {
				at++
			}
			continue
		}
		if at == len(printed) || !fits(printed[at], want) {
			return fmt.Errorf("want %q in\n%s", want, strings.Join(printed, "\n"))
		}
		at++
	}
	if at < len(printed) && len(page) > 0 {
		return fmt.Errorf("more than the page says:\n%s", strings.Join(printed, "\n"))
	}
	return nil
}

func fits(line, want string) bool {
	if start, open := strings.CutSuffix(want, "…"); open {
		return strings.HasPrefix(line, start)
	}
	return strings.TrimRight(line, " ") == want
}

// serve starts the server on a free port and reads the site's first page.
func (f *follower) serve(ctx context.Context, s step) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", "exec "+s.command+" --addr 127.0.0.1:0")
	cmd.Dir, cmd.Env = f.dir, f.env
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() { cancel(); _ = cmd.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return err
	}
	says, url, _ := strings.Cut(strings.TrimSpace(line), " at ")
	if want, _, _ := strings.Cut(s.prints[0], " at "); says != want {
		return fmt.Errorf("it says %q, not %q", says, want)
	}
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && !strings.Contains(string(body), "golang.org/x/sync") {
		err = errors.New("the first page does not name the module")
	}
	return err
}
