// Package child runs programs that must not outlive this process: the go command with
// its compilers, git, and what was compiled to be run.
//
// Each program is the leader of a process group, so that a signal reaches its own children too.
// Systems without process groups end the program alone.
package child

import (
	"context"
	"os/exec"
	"sync"
	"time"
)

// patience is how long an interrupted program may take to clean up. It is less than
// the second after which an interrupted command ends.
const patience = 400 * time.Millisecond

// ending are the programs that were interrupted and may still run. After atOnce an
// interrupted program is killed without patience.
var ending struct {
	sync.Mutex
	groups map[*exec.Cmd]bool
	atOnce bool
}

// Command is like exec.CommandContext, but once ctx is done the whole group of the
// program is interrupted, and killed when patience is over.
func Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	lead(cmd)
	cmd.Cancel = func() error {
		if note(cmd) {
			end(cmd)
			return nil
		}
		time.AfterFunc(patience, func() { end(cmd) })
		return interrupt(cmd.Process)
	}
	cmd.WaitDelay = patience + 100*time.Millisecond // for those that keep a pipe open
	return cmd
}

// note adds a program to ending, and reports whether it is to be killed at once.
func note(cmd *exec.Cmd) (atOnce bool) {
	ending.Lock()
	defer ending.Unlock()
	if ending.groups == nil {
		ending.groups = map[*exec.Cmd]bool{}
	}
	ending.groups[cmd] = true
	return ending.atOnce
}

// end kills what is left of a group, once: its number may then be given anew.
func end(cmd *exec.Cmd) {
	ending.Lock()
	defer ending.Unlock()
	if ending.groups[cmd] {
		kill(cmd.Process)
		delete(ending.groups, cmd)
	}
}

// EndGroup kills what a program that has ended, or never started, left behind. A group
// keeps its number from being given again until the last of it has ended.
func EndGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		kill(cmd.Process)
	}
}

// KillInterrupted kills at once what was interrupted and still runs, and from then on
// what is interrupted later: the end of a context comes to a program by a goroutine of
// its own, which may not have run yet. It is for the end of the process.
func KillInterrupted() {
	ending.Lock()
	defer ending.Unlock()
	ending.atOnce = true
	for cmd := range ending.groups {
		kill(cmd.Process)
	}
	clear(ending.groups)
}
