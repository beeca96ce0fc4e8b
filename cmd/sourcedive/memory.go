package main

import (
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// setCollector lets the garbage collector follow the work of a command. Reading one
// version makes much garbage for a short while: it is collected less often than usual,
// while the heap is small. Several versions at a time are more live data than that
// limit, below which the collector would run without pause: four took 36.9 s of
// processor time with these settings, and 18.1 s without. A build has one at a time, and
// beside it what is known of the files and pages of the others. Whoever sets the
// environment of the collector decides instead.
func setCollector(cmd *cobra.Command, _ []string) {
	source := sourceFlags{}
	source.versions, _ = cmd.Flags().GetStringArray("go") // none for commands that read no source
	several := len(source.all()) > 1
	if several && cmd.Name() != "build" || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(400)
	if several {
		debug.SetMemoryLimit(450 << 20)
	} else {
		debug.SetMemoryLimit(350 << 20)
	}
}
