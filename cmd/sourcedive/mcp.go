package main

import (
	"fmt"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"sourcedive/internal/mcp"
)

const mcpHelp = `mcp answers the questions of an assistant or an editor over the Model Context
Protocol, on standard input and output. The tools are search, show, callers, callees,
path, claim, history, changes, explain and statement; each answer has the version,
places and a verdict, which is "unknown" where nothing is known.

It reads the versions that --go names, runs no program of theirs, and takes no path
and no address from a client. docs/mcp.md shows how it is set up.`

func newMCP() *cobra.Command {
	var src sourceFlags
	cmd := &cobra.Command{
		Use: "mcp", Short: "Answer an assistant or editor over the Model Context Protocol", Long: mcpHelp, Args: cobra.NoArgs,
		Example: "  sourcedive mcp\n  sourcedive mcp --go go1.26 --go go1.22 --offline",
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := src.open(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			err = mcp.New(cmd.Context(), w, src.all()).Run(cmd.Context(), &sdk.StdioTransport{})
			if err != nil && cmd.Context().Err() == nil {
				err = fmt.Errorf("mcp: the session ended: %w\n    hint: a client sends one JSON message a line; docs/mcp.md shows how one is set up", err)
			}
			return err
		},
	}
	src.register(cmd, true)
	return cmd
}
