//go:build !unix

package child

import (
	"os"
	"os/exec"
)

func lead(*exec.Cmd) {}

// interrupt kills: Windows can send no interrupt to a process.
func interrupt(p *os.Process) error { return p.Kill() }

func kill(p *os.Process) { _ = p.Kill() }
