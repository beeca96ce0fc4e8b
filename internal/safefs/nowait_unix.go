//go:build unix

package safefs

import "syscall"

// noWait keeps the opening of a pipe from waiting for its writer, should one take the
// place of a file between the look at it and its opening.
const noWait = syscall.O_NONBLOCK
