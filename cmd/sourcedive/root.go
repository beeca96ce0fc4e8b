package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/internal/workspace"
)

const rootHelp = `sourcedive makes a site to read the source of the Go runtime: every function,
type and file of a pinned Go version, with who calls whom across Go and assembly.

A version is named by --go:
  (nothing), local   the Go on PATH
  go1.22.0           an exact release, fetched by the go command when it is not here
  go1.22             the newest release of that minor
  DIR                a Go tree on the disk: a GOROOT or a checkout
  DIR@REF            a tag, branch or commit of a git clone of Go

A module takes the place of Go's own source with --module PATH@VERSION, or with
--content DIR whose kb.yaml names one; --go then says with which Go it is read.`

const rootExample = `  sourcedive serve                              read the local Go at http://127.0.0.1:8080/
  sourcedive build --out site                   write the site to a directory
  sourcedive build --go go1.26 --go go1.22      two versions side by side
  sourcedive search who wakes a parked goroutine
  sourcedive show runtime.g                     a type with the offset of each field
  sourcedive graph callers runtime.newstack     who leads there, across assembly
  sourcedive build --module github.com/google/uuid@v1.6.0
  sourcedive init kb --module github.com/google/uuid@v1.6.0   words about it, to begin with
  sourcedive explain crash.txt                  what the runtime said, and from which line
  sourcedive model run sched --procs 4          a model of the scheduler, step by step
  sourcedive lab run fairness                   a measurement on this machine`

// A usageError is a fault of the command line, for exit code 2.
type usageError struct{ error }

// newRoot builds the command tree. Nothing but flags is set up here.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use: "sourcedive", Short: "Read the source of the Go runtime",
		Long: rootHelp, Example: rootExample,
		SilenceErrors: true, SilenceUsage: true,
		Args: func(_ *cobra.Command, args []string) error {
			return unknownCommand("sourcedive", args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w\n    hint: %s --help lists the flags", err, cmd.CommandPath())}
	})
	root.AddCommand(newBuild(), newServe(), newVersions(), newShow(), newSearch(), newGraph(), newCheck(), newClaim(), newModel(), newHistory(), newChanges(), newExplain(), newLab(), newMCP(), newOpen(), newInit())
	for _, cmd := range allCommands(root) {
		wrapArgs(cmd)
	}
	return root
}

func allCommands(root *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{root}
	for _, c := range root.Commands() {
		list = append(list, allCommands(c)...)
	}
	return list
}

// wrapArgs makes a wrong number of arguments a fault of the command line.
func wrapArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			err := check(cmd, args)
			if err == nil || strings.Contains(err.Error(), "hint:") {
				return asUsage(err)
			}
			return usageError{fmt.Errorf("%s: %s\n    hint: %s", cmd.Name(), argsFault(cmd, args, err), cmd.UseLine())}
		}
	}
}

func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// argsFault describes a wrong number of arguments.
func argsFault(cmd *cobra.Command, args []string, err error) string {
	if len(args) > 0 && cmd.Use == cmd.Name() {
		return fmt.Sprintf("takes no arguments, and got %q", args[0])
	}
	return err.Error()
}

// unknownCommand refuses what is not the name of a command.
func unknownCommand(parent string, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("unknown command %q\n    hint: %s --help lists the commands", args[0], parent)
}

// report prints an error and returns its exit code.
func report(err error, stderr io.Writer) int {
	var usage usageError
	var option *workspace.OptionError
	var spec *workspace.SpecError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "sourcedive: interrupted")
		return exitInterrupted
	case errors.As(err, &option):
		fmt.Fprintf(stderr, "sourcedive: --%v\n", option)
		return exitUsage
	case errors.As(err, &usage), errors.As(err, &spec):
		fmt.Fprintln(stderr, "sourcedive:", err)
		return exitUsage
	}
	fmt.Fprintln(stderr, "sourcedive:", err)
	return exitProblems
}
