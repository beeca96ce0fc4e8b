//go:build unix

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
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

// unfinished are the files that an interrupted command must not leave.
var unfinished = []string{"cache/sourcedive/*/.*-*", "cache/sourcedive/*/*/.tmp-*", ".out*", "out"}

// copied gives a process some kinds of what another has kept.
func copied(t *testing.T, from string, kinds ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, kind := range kinds {
		at := filepath.Join("cache", "sourcedive", kind)
		if err := os.CopyFS(filepath.Join(dir, at), os.DirFS(filepath.Join(from, at))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Each command ends at the first signal, at its start and in the middle of its work.
func TestInterruptEndsCommands(t *testing.T) {
	kept := t.TempDir()
	if p := launch(t, kept, nil, "claim", `exists("runtime.g")`); p.cmd.Wait() != nil {
		t.Fatalf("%s said:\n%s", p.cmd, p.said)
	}
	build := []string{"build", "--out", "out"}
	for name, c := range map[string]struct {
		args []string
		kept []string
		at   string // what it says, or a file that it makes after "file "; "" for its start
	}{
		"build":           {build, nil, ""},
		"build listing":   {build, nil, "file cache/sourcedive/listing/.compile-*/*"},
		"build reading":   {build, []string{"listing"}, "reading go"},
		"build compiling": {build, []string{"listing", "index"}, "file tmp/*/sourcedive-wasm*/go.mod"},
		"build rendering": {build, []string{"listing", "index"}, "file .out*/*/func/runtime/*.html"},
		"serve":           {[]string{"serve", "--addr", "127.0.0.1:0"}, nil, ""},
		"serve reading":   {[]string{"serve", "--addr", "127.0.0.1:0"}, []string{"listing"}, "reading go"},
		"check":           {[]string{"check"}, []string{"listing"}, "reading go"},
		"verify":          {[]string{"graph", "verify"}, []string{"listing"}, "reading go"},
		"claim":           {[]string{"claim", `exists("runtime.g")`}, []string{"listing"}, "reading go"},
		"history":         {[]string{"claim", `exists("runtime.g")`, "--history", "--offline"}, []string{"listing"}, "reading go"},
		"search":          {[]string{"search", "gopark"}, []string{"listing"}, "making the search index"},
		"search building": {[]string{"search", "gopark"}, []string{"listing", "index"}, "making the search index"},
		"model run":       {strings.Fields("model run sched --load mixed --procs 16 --goroutines 1000 --work 100000 --steps 1000000000"), nil, ""},
		"model verify":    {[]string{"model", "verify", "malloc"}, nil, "file tmp/*/modelcheck*/main.go"},
	} {
		t.Run(name, func(t *testing.T) {
			p := launch(t, copied(t, kept, c.kept...), nil, c.args...)
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

// stubbornGo takes the place of the go command. It ignores interrupts, as does its own
// child, and both hold a pipe open.
const stubbornGo = "#!/bin/sh\ntrap '' INT TERM\nexec 9>\"$HELD\"\nsleep 600 &\nwait\n"

// A signal is heard while a child does not listen, and ends the child's children too;
// a second one does not wait for them to end by themselves.
func TestInterruptEndsChildren(t *testing.T) {
	for name, signals := range map[string][]os.Signal{
		"interrupt": {os.Interrupt}, "terminate": {syscall.SIGTERM},
		"twice": {os.Interrupt, os.Interrupt}, "both": {syscall.SIGTERM, os.Interrupt},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			pipe := filepath.Join(dir, "held")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "go"), []byte(stubbornGo), 0o777); err != nil {
				t.Fatal(err)
			}
			p := launch(t, dir, []string{"HELD=" + pipe, "PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")}, "show", "runtime.g")
			held, err := os.Open(pipe) // once the child is there
			if err != nil {
				t.Fatal(err)
			}
			defer held.Close()
			for _, s := range signals {
				p.signal(s)
			}
			p.wantEnd(exitInterrupted)
			gone := make(chan error, 1)
			go func() { _, err := io.Copy(io.Discard, held); gone <- err }()
			select {
			case <-gone:
			case <-time.After(interruptBound):
				t.Error("a child lives on")
			}
		})
	}
}

// A download ends, though the other side says nothing.
func TestInterruptEndsFetch(t *testing.T) {
	asked, left := make(chan string, 8), make(chan bool, 8)
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		<-r.Context().Done()
		left <- true
	}))
	defer proxy.Close()
	env := []string{"GOPROXY=" + proxy.URL, "GOMODCACHE=" + filepath.Join(t.TempDir(), "mod"), "GOFLAGS=-modcacherw", "GOSUMDB=off"}
	p := launch(t, t.TempDir(), env, "versions", "fetch", "go1.22.99")
	select {
	case <-asked:
	case <-time.After(time.Minute):
		t.Fatalf("nothing is fetched; it said:\n%s", p.said)
	}
	p.signal(os.Interrupt)
	p.wantEnd(exitInterrupted)
	select {
	case <-left:
	case <-time.After(interruptBound):
		t.Error("a child goes on with the download")
	}
}

// A server ends well at a signal: that is how it is ended.
func TestInterruptEndsServer(t *testing.T) {
	p := launch(t, t.TempDir(), nil, "serve", "--addr", "127.0.0.1:0")
	p.when(p.says("serving "))
	p.signal(syscall.SIGTERM)
	p.wantEnd(exitOK, unfinished...)
}

// A server that builds a search index ends as well, and leaves nothing of it: at its
// start, when no document is indexed yet, and later.
func TestInterruptEndsIndexing(t *testing.T) {
	kept := t.TempDir()
	if p := launch(t, kept, nil, "claim", `exists("runtime.g")`); p.cmd.Wait() != nil {
		t.Fatalf("%s said:\n%s", p.cmd, p.said)
	}
	for name, at := range map[string]string{"start": "cache/sourcedive/search/index/.tmp-*", "segments": "cache/sourcedive/search/index/.tmp-*/*/*.zap"} {
		t.Run(name, func(t *testing.T) {
			p := launch(t, copied(t, kept, "listing", "index"), nil, "serve", "--addr", "127.0.0.1:0")
			p.when(p.says("serving "))
			_, url, _ := strings.Cut(strings.TrimSpace(p.said.String()), " at ")
			r, err := http.Get(url + "api/search?q=gopark")
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r.Body)
			r.Body.Close()
			if err != nil || !bytes.Contains(body, []byte(`"runtime.gopark"`)) {
				t.Errorf("%s, %v", body, err)
			}
			p.when(p.has(at))
			p.signal(syscall.SIGTERM)
			p.wantEnd(exitOK, unfinished...)
		})
	}
}
