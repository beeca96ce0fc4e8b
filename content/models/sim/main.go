//go:build !js

// A page has no command line, and this would weigh there.

package sim

import (
	"flag"
	"fmt"
	"io"
	"os"
)

// Main is the command of one model: its parameters are flags, and it prints a run.
func Main(m Model) { os.Exit(Command(&m, os.Args[1:], os.Stdout, os.Stderr)) }

// Command is Main without the process around it. It gives the exit code: 2 for a
// fault of the command line, 1 for a run that broke.
func Command(m *Model, args []string, stdout, stderr io.Writer) int {
	given, seed, limit, format := Given{}, uint64(1), Limit{}, "text"
	flags := flag.NewFlagSet(m.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Uint64Var(&seed, "seed", seed, "seed of the random choices")
	flags.IntVar(&limit.Steps, "steps", DefaultSteps, "cut the run after so many steps")
	flags.StringVar(&format, "format", format, "text or json")
	for _, p := range m.Params {
		flags.Func(p.Name, fmt.Sprintf("%s: %s (default %s)", p.Doc, p.Range(), p.Text(p.Default)), func(s string) (err error) {
			given[p.Name], err = p.Parse(s)
			return err
		})
	}
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "%s: takes no arguments, and got %q\n    hint: %s -help lists the flags\n", m.Name, flags.Arg(0), m.Name)
		return 2
	}
	trace, err := Run(m, given, seed, limit)
	if err == nil {
		err = Write(stdout, m, trace, format)
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", m.Name, err)
		return 2
	}
	if _, broken := trace.Broken(); broken {
		fmt.Fprint(stderr, trace.Stack)
		return 1
	}
	return 0
}
