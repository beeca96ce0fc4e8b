package main

import (
	"github.com/spf13/cobra"

	"sourcedive/site/graphq"
)

const graphHelp = `graph answers questions about who calls whom. Symbols are named as the linker
names them; a name without package is looked up in package runtime.`

func newGraph() *cobra.Command {
	cmd := &cobra.Command{
		Use: "graph", Short: "Ask who calls whom, and how one comes to another", Long: graphHelp,
		Args:    func(_ *cobra.Command, args []string) error { return unknownCommand("sourcedive graph", args) },
		Example: "  sourcedive graph callers runtime.newstack\n  sourcedive graph callees schedule\n  sourcedive graph callers '(*mcache).nextFree' --json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGraphSide("callers", "List what leads to a function", graphq.Callers))
	cmd.AddCommand(newGraphSide("callees", "List where a function leads, in order of the source", graphq.Callees))
	cmd.AddCommand(newGraphPath(), newGraphReach(), newGraphExport(), newGraphOrphans(), newGraphVerify())
	return cmd
}
