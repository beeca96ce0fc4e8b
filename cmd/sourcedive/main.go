// Command sourcedive makes a site to read the source of the Go runtime, of any
// version from go1.5 on, and serves it. Run it without arguments for help.
package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	os.Exit(untilSignal(func(ctx context.Context) int {
		cmd := newRoot(os.Stdout, os.Stderr)
		cmd.PersistentPreRun = setCollector
		return execute(ctx, cmd, os.Args[1:], os.Stderr)
	}, os.Stderr))
}

// Exit codes.
const (
	exitOK       = 0
	exitProblems = 1 // the tree or the content is at fault, or a step failed
	exitUsage    = 2 // the command line is

	exitInterrupted = 130 // as a shell has it for a process that SIGINT ended
)

// run is main without the process around it.
func run(ctx context.Context, args []string, _ io.Reader, stdout, stderr io.Writer) int {
	return execute(ctx, newRoot(stdout, stderr), args, stderr)
}

func execute(ctx context.Context, cmd *cobra.Command, args []string, stderr io.Writer) int {
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // what failed is that it was interrupted
	}
	return report(err, stderr)
}
