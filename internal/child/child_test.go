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
func start(t *testing.T, ctx context.Context, script string) (wait func() error, gone <-chan bool) {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
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
	return cmd.Wait, all
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
			wait, gone := start(t, ctx, script)
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

// A program whose context goes on is left alone.
func TestKillInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, gone := start(t, ctx, stubborn)
	child.KillInterrupted()
	select {
	case <-gone:
		t.Fatal("a program was killed that nobody had interrupted")
	case <-time.After(50 * time.Millisecond):
	}
	cancel()
	wantGone(t, gone)
}
