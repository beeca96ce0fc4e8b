//go:build unix

package child_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"sourcedive/internal/child"
)

// stubborn ignores interrupts, and so does its child; both hold the pipe open.
const stubborn = `trap '' INT; exec 9>"$1"; sleep 600 & wait`

// polite ends at an interrupt, but has a child that was started to ignore them.
const polite = `exec 9>"$1"; (trap '' INT; sleep 600) & wait`

// start runs a script and returns when it holds the pipe; gone is closed once nobody
// does any more.
func start(t *testing.T, ctx context.Context, script string) (pipe string, wait func() error, gone <-chan bool) {
	t.Helper()
	pipe = filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := child.Command(ctx, "sh", "-c", script, "sh", pipe)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	held, err := os.Open(pipe) // waits for somebody to write
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { held.Close(); _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	all := make(chan bool)
	go func() {
		_, _ = io.Copy(io.Discard, held)
		close(all)
	}()
	return pipe, cmd.Wait, all
}

// bound is only waited for by a test that fails.
const bound = 10 * time.Second

func wantGone(t *testing.T, gone <-chan bool) {
	t.Helper()
	select {
	case <-gone:
	case <-time.After(bound):
		t.Error("a process of the group lives on")
	}
}

// The end of a context ends the program and its children, also those that ignore an
// interrupt.
func TestGroupEnds(t *testing.T) {
	for name, script := range map[string]string{"stubborn": stubborn, "polite": polite} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			_, wait, gone := start(t, ctx, script)
			select {
			case <-gone:
				t.Fatal("it ended by itself")
			default:
			}
			cancel()
			if err := wait(); err == nil {
				t.Error("no error of a program that was ended")
			}
			wantGone(t, gone)
		})
	}
}

// noting writes a file when it is interrupted.
const noting = `trap 'echo > "$1.interrupted"' INT; exec 9>"$1"; while :; do sleep 0.01; done`

// A program whose context goes on is left alone. One whose context ends later is killed
// without an interrupt: the end of a context that had ended before may come to the
// program as late as that.
func TestKillInterrupted(t *testing.T) {
	t.Cleanup(child.StartOver)
	ctx, cancel := context.WithCancel(t.Context())
	pipe, _, gone := start(t, ctx, noting)
	child.KillInterrupted()
	select {
	case <-gone:
		t.Fatal("a program was killed that nobody had interrupted")
	case <-time.After(50 * time.Millisecond):
	}
	cancel()
	wantGone(t, gone)
	if _, err := os.Stat(pipe + ".interrupted"); err == nil {
		t.Error("it was interrupted, and not killed at once")
	}
}
