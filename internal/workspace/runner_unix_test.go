//go:build unix

package workspace

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// gone waits until no process has the number. A zombie whose parent does not ask for it
// is gone too.
func gone(t *testing.T, pid int) {
	t.Helper()
	for range 500 {
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return
		}
		state, _ := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
		if strings.HasPrefix(strings.TrimSpace(string(state)), "Z") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d lives on", pid)
	_ = syscall.Kill(pid, syscall.SIGKILL)
}

// What a program has started ends with it: when it runs for too long, when the context
// is done, and when the program ends by itself and leaves it behind.
func TestProgramsEndWithAllTheyStarted(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	p, _ := local(t, nil, runLimits{linger: 10 * time.Second, output: 1000})
	for name, c := range map[string]struct {
		script  string
		longest time.Duration
		cancel  bool
		want    string // of the error
	}{
		"too long":        {"sleep 600 & echo $! > pid; wait", 300 * time.Millisecond, false, "runs for more than 300ms"},
		"cancelled":       {"sleep 600 & echo $! > pid; wait", time.Minute, true, "context canceled"},
		"left behind":     {"sleep 600 > /dev/null 2>&1 & echo $! > pid", time.Minute, false, ""},
		"prints for ever": {"sleep 600 & echo $! > pid; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxx; done", time.Minute, false, "prints more than 1000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			pid := make(chan int, 1)
			go func() {
				pid <- pidIn(t, filepath.Join(dir, "pid"))
				if c.cancel {
					cancel()
				}
			}()
			_, err := p.output(ctx, c.longest, dir, runEnv(p.tree.Env), sh, "-c", c.script)
			if got := errText(err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			gone(t, <-pid)
		})
	}
}

// A child that holds the output open does not keep its parent's claim waiting.
func TestOutputHeldOpen(t *testing.T) {
	p, _ := local(t, nil, runLimits{linger: 50 * time.Millisecond, output: 1000})
	dir := t.TempDir()
	_, err := p.output(context.Background(), time.Minute, dir, runEnv(p.tree.Env), "sh", "-c", "sleep 600 & echo $! > pid")
	if got := errText(err); !strings.Contains(got, "holds its output open") {
		t.Error(got)
	}
	gone(t, pidIn(t, filepath.Join(dir, "pid")))
}
