package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"sourcedive/internal/child"
)

// An interrupted command ends within a second: patience is for it to return by itself,
// settling for the signal to come to its children when there was no time for that, and
// tidying for its temporary files.
const (
	patience = 700 * time.Millisecond
	settling = 100 * time.Millisecond
	tidying  = 200 * time.Millisecond
)

// untilSignal runs a command until it returns or is interrupted, and returns its exit
// code. The first signal ends the context of the command; patience later, or at the
// second signal, its children are killed and the command is abandoned, for type
// checking, ssa and the like look at no context. What is made outside of the temporary
// directory must therefore be removed when the context ends, and not only when its
// maker returns.
func untilSignal(command func(context.Context) int, stderr io.Writer) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	removeTemp := ownTemp()

	ended := make(chan int, 1)
	go func() { ended <- command(ctx) }()
	select {
	case code := <-ended:
		removeTemp()
		return code
	case <-signals:
		cancel()
	}
	code := afterSignal(ended, signals, stderr)
	child.KillInterrupted()
	atMost(tidying, removeTemp)
	return code
}

// afterSignal waits for an interrupted command to return, and returns its exit code. It
// abandons the command when patience is over or at a second signal, which may be there
// before the first has come to the command's children.
func afterSignal(ended <-chan int, signals <-chan os.Signal, stderr io.Writer) int {
	why := "interrupted"
	select {
	case code := <-ended:
		return code
	case <-signals:
		why = "interrupted twice"
	case <-time.After(patience):
	}
	child.KillInterrupted()
	select {
	case code := <-ended:
		return code
	case <-time.After(settling):
	}
	fmt.Fprintln(stderr, "sourcedive: "+why)
	return exitInterrupted
}

// ownTemp makes the process a directory of its own for temporary files, those of the
// go command included, and returns what removes it. Where none can be made, whoever
// needs one will say so.
func ownTemp() (remove func()) {
	dir, err := os.MkdirTemp("", "sourcedive-")
	if err != nil {
		return func() {}
	}
	name := "TMPDIR"
	if runtime.GOOS == "windows" {
		name = "TMP"
	}
	if err := os.Setenv(name, dir); err != nil {
		return func() { _ = os.Remove(dir) }
	}
	return func() {
		// A removal fails when an abandoned command writes at the same time.
		for try := 0; os.RemoveAll(dir) != nil && try < 3; try++ {
		}
	}
}

// atMost waits for do, but not longer than most.
func atMost(most time.Duration, do func()) {
	done := make(chan bool)
	go func() { do(); close(done) }()
	select {
	case <-done:
	case <-time.After(most):
	}
}
