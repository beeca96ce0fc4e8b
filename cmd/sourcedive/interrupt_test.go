//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// interruptBound is how long a process may take to end. It is long for slow machines,
// and short of what any of the commands takes that would have to end by itself.
const interruptBound = 5 * time.Second

// process is sourcedive as a process of its own, with a home of its own.
type process struct {
	*testing.T
	cmd  *exec.Cmd
	said *saying
	dir  string // the working directory, with cache and tmp in it
}

// saying is output that can be looked at while it is written.
type saying struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *saying) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *saying) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// launch starts a command. The go command runs it as a script would: offline, and the
// build cache is that of the machine.
func launch(t *testing.T, dir string, env []string, args ...string) *process {
	t.Helper()
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	p := &process{T: t, said: &saying{}, dir: dir}
	if err := os.MkdirAll(p.tmp(), 0o777); err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command("sourcedive", args...)
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = dir, p.said, p.said
	p.cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"), "TMPDIR="+p.tmp(),
		"GOCACHE="+goEnv(t, "GOCACHE"), "GOMODCACHE="+goEnv(t, "GOMODCACHE"), "GOPROXY=off", "GOTOOLCHAIN=local")
	p.cmd.Env = append(p.cmd.Env, env...)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func (p *process) tmp() string { return filepath.Join(p.dir, "tmp") }

// started is true once the process listens to signals: it then makes its directory for
// temporary files.
func (p *process) started() bool { return len(p.match("tmp/*")) > 0 }

func (p *process) match(pattern string) []string {
	names, err := filepath.Glob(filepath.Join(p.dir, pattern))
	if err != nil {
		p.Fatal(err)
	}
	return names
}

func (p *process) says(text string) func() bool {
	return func() bool { return strings.Contains(p.said.String(), text) }
}

func (p *process) has(pattern string) func() bool {
	return func() bool { return len(p.match(pattern)) > 0 }
}

// when waits for a moment, for a minute at most.
func (p *process) when(moment func() bool) {
	p.Helper()
	for end := time.Now().Add(time.Minute); !moment(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			p.Fatalf("%s: the moment did not come; it said:\n%s", p.cmd, p.said)
		}
	}
}

// wantEnd wants the process to end soon, with an exit code, and with no temporary file
// left of it.
func (p *process) wantEnd(code int, leaves ...string) {
	p.Helper()
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(interruptBound):
		p.Fatalf("%s did not end; it said:\n%s", p.cmd, p.said)
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.Errorf("%s: exit code %d, want %d; it said:\n%s", p.cmd, got, code, p.said)
	}
	for _, pattern := range append(leaves, "tmp/*") {
		if left := p.match(pattern); len(left) > 0 {
			p.Errorf("%s left %s", p.cmd, left)
		}
	}
}

func (p *process) signal(s os.Signal) {
	p.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.Fatalf("%s ended before its signal: %v; it said:\n%s", p.cmd, err, p.said)
	}
}

// unlisted are the files that a stopped run must not leave.
var unfinished = []string{"cache/sourcedive/*/*.tmp", "cache/sourcedive/*/.*-*", ".out*", "out"}

// Each command ends at the first signal, at its start and in the middle of its work.
func TestInterruptEndsCommands(t *testing.T) {
	long := strings.Fields("model run sched --steps 1000000000 --format json")
	for name, c := range map[string]struct {
		args []string
		at   string // what it says, or a file that it makes after "file "; "" for its start
	}{
		"build":           {[]string{"build", "--out", "out"}, ""},
		"build listing":   {[]string{"build", "--out", "out"}, "file cache/sourcedive/listing/.compile-*/*"},
		"build reading":   {[]string{"build", "--out", "out"}, "reading go"},
		"build rendering": {[]string{"build", "--out", "out"}, "file .out*/*/func/runtime/*.html"},
		"serve":           {[]string{"serve", "--addr", "127.0.0.1:0"}, ""},
		"serve reading":   {[]string{"serve", "--addr", "127.0.0.1:0"}, "reading go"},
		"check":           {[]string{"check"}, "reading go"},
		"verify":          {[]string{"graph", "verify"}, "reading go"},
		"claim":           {[]string{"claim", `exists("runtime.g")`}, "reading go"},
		"history":         {[]string{"claim", `exists("runtime.g")`, "--history", "--offline"}, ""},
		"search":          {[]string{"search", "gopark"}, "making the search index"},
		"search building": {[]string{"search", "gopark"}, "file cache/sourcedive/search/*.tmp/*"},
		"model":           {long, ""},
		"model verify":    {[]string{"model", "verify"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := launch(t, t.TempDir(), nil, c.args...)
			p.when(p.started)
			if file, ok := strings.CutPrefix(c.at, "file "); ok {
				p.when(p.has(file))
			} else {
				p.when(p.says(c.at))
			}
			p.signal(os.Interrupt)
			p.wantEnd(exitInterrupted, unfinished...)
			if !strings.HasSuffix(p.said.String(), "sourcedive: interrupted\n") {
				t.Errorf("it said:\n%s", p.said)
			}
		})
	}
}
